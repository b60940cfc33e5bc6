package importer

import (
	"fmt"
	"strings"
)

// filter decides which rows a condition keeps, and remembers what made a row fall
// out for another reason than its value.
type filter struct {
	condition condition
	// columns finds the column that is meant: by its name, else by a name that
	// differs in case only. A file without a column gives none for its rows.
	found   []bool
	remarks []Finding
}

func newFilter(where string) (*filter, error) {
	c, err := parseWhere(where)
	if err != nil {
		return nil, err
	}
	return &filter{condition: c, found: make([]bool, len(c))}, nil
}

// keeps reports whether every comparison holds. A blank value is unknown: no
// comparison with it holds, except that column = "" asks for blanks and
// column != "" for the rest. Values are compared as numbers when both are numbers
// and the written value is not quoted; < and > hold between text and text in
// the order of its characters, and never between text and a number.
func (f *filter) keeps(rec Record) bool {
	all := true
	for i, c := range f.condition {
		column, ok := c.in(rec.Fields)
		f.found[i] = f.found[i] || ok
		if !all {
			continue
		}
		holds, why := c.holds(rec.Fields[column])
		if why != "" {
			note(&f.remarks, fmt.Sprintf("left out because %s %s", c.column, why), fmt.Sprintf("row %d", rec.Row))
		}
		all = holds
	}
	return all
}

func (c *comparison) in(fields map[string]any) (string, bool) {
	if _, ok := fields[c.column]; ok {
		return c.column, true
	}
	best := ""
	for name := range fields {
		if strings.EqualFold(name, c.column) && (best == "" || name < best) {
			best = name
		}
	}
	return best, best != ""
}

func (c *comparison) holds(raw any) (holds bool, why string) {
	if c.quoted && c.value == "" && (c.operator == "=" || c.operator == "!=") {
		return isBlank(raw) == (c.operator == "="), ""
	}
	if isBlank(raw) {
		return false, "is blank (unknown)"
	}
	want, wantsNumber := parseNumber(c.value)
	wantsNumber = wantsNumber && !c.quoted
	got, isNumber := numberOf(raw)
	if wantsNumber && isNumber {
		return c.ordered(compare(got, want)), ""
	}
	if wantsNumber && c.operator != "=" && c.operator != "!=" {
		return false, "is not a number"
	}
	return c.ordered(strings.Compare(textOf(raw), c.value)), ""
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (c *comparison) ordered(sign int) bool {
	switch c.operator {
	case "=":
		return sign == 0
	case "!=":
		return sign != 0
	case "<":
		return sign < 0
	case "<=":
		return sign <= 0
	case ">":
		return sign > 0
	}
	return sign >= 0
}

// missing is the first column of the condition that no row had.
func (f *filter) missing() (string, bool) {
	for i, c := range f.condition {
		if !f.found[i] {
			return c.column, true
		}
	}
	return "", false
}
