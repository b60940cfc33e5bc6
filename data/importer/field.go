package importer

import (
	"slices"
	"strings"

	"golang.org/x/text/width"
)

// Kind is what the values of a field are.
type Kind int

// The kinds of value. Each has one way of being read, whatever the format.
const (
	Text       Kind = iota
	Number          // a finite number within Min and Max
	Integer         // a whole number within Min and Max
	YesNo           // yes or no
	Word            // one of Words
	Points          // places: "lon lat; lon lat", or an array of positions
	Categories      // ids, codes or names of categories, several by , ; | or 、
	Code            // a code of a unit
	Cell            // an H3 index
	Shape           // a geometry as well-known text
)

// Field is one field of a layer: what a column may be mapped to, what --set may
// set, and what an export writes. It is all the importer knows of the field.
type Field struct {
	Name string
	Kind Kind
	// Required: a row without it is refused.
	Required bool
	// Doc is what the field means, with its unit.
	Doc string
	// Synonyms are other names of a column that are understood without --map,
	// best first. Case, spaces, - and _ do not matter.
	Synonyms []string
	// Measure is what a number counts, "" where it takes no unit. Measured are names
	// of a column that are understood when a unit goes with them: 面积(亩) says an area,
	// 面积 alone does not say of what.
	Measure  measure
	Measured []string
	// Min and Max bound a number; nil is no bound.
	Min, Max *float64
	// Words maps each accepted word (in lower case) to what is stored.
	Words map[string]string
}

// Rule is the rule that a value of the field has to keep, in words.
func (f *Field) Rule() string {
	switch f.Kind {
	case Number:
		return "a number is digits with an optional sign, point and exponent (no thousands separator, percent sign or unit" + f.units() + ")" + f.bounds()
	case Integer:
		return "a whole number is digits with an optional sign" + f.bounds()
	case YesNo:
		return "one of yes, no, true, false, 1, 0, 是, 否"
	case Word:
		return "one of " + strings.Join(f.canonical(), ", ")
	case Points:
		return `places are written "lon lat; lon lat" in degrees`
	case Categories:
		return "a category is known by its id, its code or its name"
	case Code:
		return "a code is made of a-z, 0-9 and -"
	case Cell:
		return "an H3 cell index is 15 hexadecimal digits that name a cell"
	case Shape:
		return "a geometry is written as well-known text, such as POINT (120.5 30.5)"
	}
	return "text"
}

func (f *Field) units() string {
	if f.Measure == "" {
		return ""
	}
	return " but " + unitNames(f.Measure)
}

func (f *Field) bounds() string {
	switch {
	case f.Min != nil && f.Max != nil:
		return ", from " + formatNumber(*f.Min) + " to " + formatNumber(*f.Max)
	case f.Min != nil:
		return ", " + formatNumber(*f.Min) + " or more"
	case f.Max != nil:
		return ", " + formatNumber(*f.Max) + " or less"
	}
	return ""
}

// canonical lists the words that stand for themselves, each once, in order.
func (f *Field) canonical() []string {
	var out []string
	for _, stored := range f.Words {
		out = append(out, stored)
	}
	return sortedUnique(out)
}

// columnKey folds the spellings of a column's name into one: case, full width,
// spaces, hyphens and underscores do not matter.
func columnKey(column string) string {
	s := strings.ToLower(width.Fold.String(column))
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\u00a0', '\u3000', '_', '-', '\ufeff':
			return -1
		}
		return r
	}, s)
}

// match tells how well the column's key names the field: 0 is its own name, n its
// nth synonym, then come names with a unit, -1 is not at all.
func (f *Field) match(key string) int {
	names := append([]string{f.Name}, f.Synonyms...)
	if i := slices.IndexFunc(names, func(name string) bool { return columnKey(name) == key }); i >= 0 {
		return i
	}
	base, _, ok := headerUnit(f.Measure, key)
	if !ok {
		return -1
	}
	measured := slices.Concat(names, f.Measured)
	if i := slices.IndexFunc(measured, func(name string) bool { return columnKey(name) == base }); i >= 0 {
		return len(names) + i
	}
	return -1
}

func atLeast(v float64) *float64 { return &v }

func between(lo, hi float64) (*float64, *float64) { return &lo, &hi }
