package doctor

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/unicode/norm"
)

// garbledText reports whether a text was read in a wrong encoding, and what it was
// meant to be where that can be told. It knows four ways of going wrong:
//
//   - a replacement character (U+FFFD): something was lost;
//   - UTF-8 read as Latin-1 or Windows-1252 (ä¸­å¿ƒ), which turns back without loss;
//   - GBK read as Latin-1 (ÖÐÐÄÐ¡Ñ§): letters of the Latin-1 supplement alone, in
//     pairs, at least four of them, that are Chinese characters in GBK;
//   - UTF-8 read as GBK (涓績灏忓), which turns back into Chinese characters.
//
// An ordinary name with accents turns back into none of them.
func garbledText(s string) (meant string, garbled bool) {
	if strings.ContainsRune(s, utf8.RuneError) {
		return "", true
	}
	if isASCII(s) {
		return "", false
	}
	for _, wrong := range []*charmap.Charmap{charmap.ISO8859_1, charmap.Windows1252} {
		b, err := wrong.NewEncoder().Bytes([]byte(s))
		if err != nil {
			continue
		}
		if utf8.Valid(b) {
			return string(b), true
		}
	}
	if g := gbkAsLatin(s); g != "" {
		return g, true
	}
	if b, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(s)); err == nil && utf8.Valid(b) && mostlyHan(string(b), 2) {
		return string(b), true
	}
	return "", false
}

// gbkAsLatin is the Chinese that a text of Latin-1 letters is in GBK, "" for none.
func gbkAsLatin(s string) string {
	run := 0
	for _, r := range s {
		switch {
		case r >= 0xa1 && r <= 0xff:
			run++
		case r < 0x80:
			if run%2 != 0 {
				return ""
			}
		default:
			return ""
		}
	}
	if run < 4 || run%2 != 0 {
		return ""
	}
	b, err := charmap.ISO8859_1.NewEncoder().Bytes([]byte(s))
	if err != nil {
		return ""
	}
	b, err = simplifiedchinese.GBK.NewDecoder().Bytes(b)
	if err != nil || !mostlyHan(string(b), 2) {
		return ""
	}
	return string(b)
}

// mostlyHan reports that all letters beyond ASCII are Chinese characters, and that
// there are at least so many.
func mostlyHan(s string, least int) bool {
	n := 0
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Han, r):
			n++
		case r == utf8.RuneError, r >= 0x80 && unicode.IsLetter(r):
			return false
		}
	}
	return n >= least
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// invisible are signs that nobody sees and that no script needs: zero-width space, word
// joiner, byte order mark, soft hyphen, marks of direction. Joiners stay: Indic scripts
// and Persian need them.
const invisible = "\u200b\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e"

// TidyName is a name in the composed form of Unicode (NFC), without control characters
// and signs that nobody sees, without blanks at its ends, and with one
// blank where several stood. Ideographic and non-breaking blanks are blanks.
func TidyName(name string) string {
	visible := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if unicode.Is(unicode.Cc, r) || strings.ContainsRune(invisible, r) {
			return -1
		}
		return r
	}, norm.NFC.String(name))
	return strings.Join(strings.Fields(visible), " ")
}
