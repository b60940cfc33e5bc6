package profiles

import (
	"slices"
	"strings"

	"golang.org/x/text/width"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// CodeRule is the rule that a type code keeps, in words.
const CodeRule = "a type code of the Amap table is six digits that begin with one of its families, several are parted by |"

// typeTable knows the types of POI tables, as codes and as text.
type typeTable struct {
	families map[string]string // two digits: their name
	byText   map[string]string // text: code
}

func newTypeTable(tables []geo.POITable) *typeTable {
	t := &typeTable{families: map[string]string{}, byText: map[string]string{}}
	for _, table := range tables {
		for code, text := range table.Types {
			if !typeCode.MatchString(code) {
				continue // loading refuses it
			}
			words := strings.Split(typeText(text), ";")
			t.families[code[:2]] = words[0]
			// A kind also tells how its class and its family are written.
			t.byText[words[0]] = code[:2] + "0000"
			if len(words) > 2 {
				t.byText[strings.Join(words[:2], ";")] = code[:4] + "00"
			}
		}
	}
	for _, table := range tables {
		for code, text := range table.Types {
			t.byText[typeText(text)] = code
		}
		for text, code := range table.Also {
			t.byText[typeText(text)] = code
		}
	}
	return t
}

// typeText folds the spellings of a type's text: width, case, spaces.
func typeText(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(width.Fold.String(text)), ""))
}

// codes reads the type codes in a cell, in order and each once. A zero that a
// spreadsheet cut off at the front (90102) is put back. bad is the first word that is
// no code.
func (t *typeTable) codes(cell string) (codes []string, bad string) {
	words := strings.FieldsFunc(width.Fold.String(cell), func(r rune) bool { return strings.ContainsRune("|;,/、 \t", r) })
	for _, word := range words {
		code := strings.TrimSuffix(word, ".0")
		if len(code) == 5 {
			code = "0" + code
		}
		if !typeCode.MatchString(code) || t.families[code[:2]] == "" {
			return nil, word
		}
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes, ""
}

// text reads types written as text, several parted by |. What is no kind of the
// tables is read as its class or its family; nil when not even that is known.
func (t *typeTable) text(cell string) (codes []string) {
	for _, one := range strings.Split(typeText(cell), "|") {
		words := strings.Split(one, ";")
		for n := len(words); n > 0; n-- {
			if code, ok := t.byText[strings.Join(words[:n], ";")]; ok && one != "" {
				if !slices.Contains(codes, code) {
					codes = append(codes, code)
				}
				break
			}
		}
	}
	return codes
}

// unspecific reports whether the code tells a family and nothing more.
func unspecific(code string) bool { return strings.HasSuffix(code, "0000") }
