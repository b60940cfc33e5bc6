package text

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Encoding is a way of writing text in bytes. The zero value is UTF-8.
type Encoding struct {
	name string
	// table is nil for UTF-8, which needs no conversion.
	table encoding.Encoding
}

// UTF8 is the encoding of everything new.
func UTF8() Encoding { return Encoding{} }

// GB18030 is the superset of GBK (code page 936) and GB 2312.
func GB18030() Encoding { return Encoding{"GB18030", simplifiedchinese.GB18030} }

// Named finds an encoding by what people and .cpg files call it: utf-8, gbk, 936,
// cp936, big5, 950, windows-1252, iso 8859-1 ... The GBK family is read as GB18030.
func Named(name string) (Encoding, error) {
	key := strings.ToLower(strings.Trim(name, " \t\r\n\x00\"'"))
	key = strings.NewReplacer("_", "-", " ", "-").Replace(strings.TrimPrefix(key, "\ufeff"))
	switch key {
	case "utf-8", "utf8", "65001", "cp65001":
		return UTF8(), nil
	case "gbk", "gb2312", "gb-2312", "gb18030", "gb-18030", "936", "cp936", "54936", "ms936", "windows-936", "euc-cn", "hz-gb":
		return GB18030(), nil
	}
	for _, prefix := range []string{"cp", "ansi-", "windows-", "ldid/", ""} {
		page, ok := strings.CutPrefix(key, prefix)
		if known := codePages(page); ok && known != "" {
			key = known
			break
		}
	}
	for short, full := range map[string]string{"88591": "iso-8859-1", "iso88591": "iso-8859-1", "iso-88591": "iso-8859-1", "latin-1": "latin1"} {
		if key == short {
			key = full
		}
	}
	table, err := htmlindex.Get(key)
	if err != nil || key == "replacement" || key == "x-user-defined" {
		return Encoding{}, fmt.Errorf("encoding %q is not known; UTF-8, GBK, GB18030, Big5 and windows-1252 are among those that are", name)
	}
	canonical, err := htmlindex.Name(table)
	if err != nil {
		canonical = key
	}
	return Encoding{strings.ToUpper(canonical), table}, nil
}

// codePages are the numbers of Windows code pages, as .cpg files write them.
func codePages(number string) string {
	switch number {
	case "950":
		return "big5"
	case "932":
		return "shift_jis"
	case "949":
		return "euc-kr"
	case "1250", "1251", "1252", "1253", "1254", "1255", "1256", "1257", "1258":
		return "windows-" + number
	}
	return ""
}

// String is the encoding's name.
func (e Encoding) String() string {
	if e.table == nil {
		return "UTF-8"
	}
	return e.name
}

// Table is the conversion to UTF-8, nil for UTF-8 itself.
func (e Encoding) Table() encoding.Encoding { return e.table }

// Decode makes text of bytes. ok is false when they are not written in the
// encoding; the text then shows where, by U+FFFD.
func (e Encoding) Decode(b []byte) (s string, ok bool) {
	if ascii(b) && e.asciiSafe() {
		return string(b), true
	}
	if e.table == nil {
		return strings.ToValidUTF8(string(b), "\ufffd"), utf8.Valid(b)
	}
	out, err := e.table.NewDecoder().Bytes(b)
	return string(out), err == nil && !bytes.ContainsRune(out, utf8.RuneError)
}

// DecodeCut is Decode for a field of fixed length that its text fills: writers
// that count bytes leave half a character at its end, which is dropped.
func (e Encoding) DecodeCut(b []byte) (s string, ok bool) {
	s, ok = e.Decode(b)
	// A character has four bytes at most, so at most three of a broken one are left.
	for n := 1; !ok && n <= utf8.UTFMax-1 && n < len(b); n++ {
		if whole, good := e.Decode(b[:len(b)-n]); good {
			return whole, true
		}
	}
	return s, ok
}

// asciiSafe: bytes below 0x80 mean ASCII. It holds for all but the encodings of
// 16 bits and ISO-2022.
func (e Encoding) asciiSafe() bool {
	return e.table == nil || !strings.HasPrefix(e.name, "UTF-16") && !strings.HasPrefix(e.name, "ISO-2022")
}

func ascii(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
