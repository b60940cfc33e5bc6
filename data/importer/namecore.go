package importer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// foldName is a name without what spelling varies: case, full and half width,
// spaces, punctuation.
func foldName(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, width.Fold.String(name))
}

// withoutBrackets drops what stands in brackets, of any width, unless nothing else
// is left.
func withoutBrackets(name string) string {
	var b strings.Builder
	depth := 0
	for _, r := range name {
		switch r {
		case '(', '（', '[', '【', '〔', '{':
			depth++
		case ')', '）', ']', '】', '〕', '}':
			depth = max(0, depth-1)
		default:
			if depth == 0 {
				b.WriteRune(r)
			}
		}
	}
	if foldName(b.String()) == "" {
		return name
	}
	return b.String()
}

// nameCores reduces names of facilities to what two people would agree on:
// 秀洲区王店镇中心小学(南校区) and 王店镇 中心小学 have the core 中心小学. In order: what is in
// brackets goes, then case, width, spaces and punctuation, then names of units of
// the dataset at the front, longest first, as long as something is left.
type nameCores struct {
	prefixes map[string]bool
	longest  int
}

func newNameCores(units []geo.Unit) *nameCores {
	c := &nameCores{prefixes: map[string]bool{}}
	for i := range units {
		for _, name := range []string{units[i].Name, units[i].NameEn} {
			folded := foldName(name)
			if n := utf8.RuneCountInString(folded); n > 1 {
				c.prefixes[folded] = true
				c.longest = max(c.longest, n)
			}
		}
	}
	return c
}

// of is the core of a name, "" for a name that is not known.
func (c *nameCores) of(name string) string {
	core := []rune(foldName(withoutBrackets(name)))
	for {
		cut := 0
		for n := min(c.longest, len(core)-1); n > 1 && cut == 0; n-- {
			if c.prefixes[string(core[:n])] {
				cut = n
			}
		}
		if cut == 0 {
			return string(core)
		}
		core = core[cut:]
	}
}
