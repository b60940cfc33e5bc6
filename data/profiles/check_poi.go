package profiles

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// maxPartM is far above the reach of any campus.
const maxPartM = 2000

// categoryPOI checks the rules of a category on types and names.
func (c *checker) categoryPOI(v geo.Category) {
	for i, r := range v.Amap {
		key := fmt.Sprintf("amap[%d]", i)
		if len(r.Codes) == 0 {
			c.wrong(key+".codes", "", "must list type codes")
		}
		c.typeCodes(key+".codes", r.Codes)
		c.typeCodes(key+".not_codes", r.NotCodes)
		c.expressions(key, r.Name, r.NotName)
		c.areas(key, r.MinAreaM2, r.MaxAreaM2)
	}
	for i, r := range v.Names {
		key := fmt.Sprintf("names[%d]", i)
		if strings.TrimSpace(r.Name) == "" {
			c.wrong(key+".name", r.Name, "must be stated")
		}
		c.expressions(key, r.Name, r.NotName)
	}
}

// typeCodes checks a list of codes, prefixes and ranges.
func (c *checker) typeCodes(key string, list []string) {
	c.words(key, list)
	for i, text := range list {
		if _, err := parseRange(text); err != nil {
			c.wrong(fmt.Sprintf("%s[%d]", key, i), text, "is no type code: "+err.Error())
		}
	}
}

// checkPOI checks what is known of POI tables and of names.
func (l *layer) checkPOI(categories map[string]bool) []error {
	var errs []error
	for _, r := range l.tables {
		errs = append(errs, checkTable(r)...)
	}
	codes := l.codes()
	for _, r := range l.tables {
		c := &checker{at: r.at}
		for _, text := range slices.Sorted(maps.Keys(r.value.Also)) {
			if code := r.value.Also[text]; !codes[code] {
				c.wrong("also."+text, code, "is no code that a table has")
			}
		}
		errs = append(errs, c.errs...)
	}
	for _, r := range l.none {
		c := &checker{at: r.at}
		c.common(r.value.ID, r.value.Zh, r.value.En, r.value.Provenance)
		if len(r.value.Codes) == 0 {
			c.wrong("codes", "", "must list type codes")
		}
		c.typeCodes("codes", r.value.Codes)
		errs = append(errs, c.errs...)
	}
	for _, r := range l.words {
		errs = append(errs, checkStatusWord(r, categories)...)
	}
	for _, r := range l.parts {
		errs = append(errs, checkNamePart(r)...)
	}
	return errs
}

// codes are those that a table has.
func (l *layer) codes() map[string]bool {
	out := map[string]bool{}
	for _, r := range l.tables {
		for code := range r.value.Types {
			out[code] = true
		}
	}
	return out
}

func checkTable(r record[geo.POITable]) []error {
	c := &checker{at: r.at}
	v := r.value
	c.common(v.ID, v.Zh, v.En, v.Provenance)
	if len(v.Types)+len(v.Also) == 0 {
		c.wrong("types", "", "must hold at least one type, in types or also")
	}
	first := map[string]string{}
	for _, code := range slices.Sorted(maps.Keys(v.Types)) {
		text := typeText(v.Types[code])
		if !typeCode.MatchString(code) {
			c.wrong("types."+code, code, "is no type code: six digits")
		}
		if text == "" {
			c.wrong("types."+code, v.Types[code], "must be stated")
		}
		if other, twice := first[text]; twice {
			c.wrong("types."+code, v.Types[code], "must be unique: "+other+" has it too")
		}
		first[text] = code
	}
	return c.errs
}

func checkStatusWord(r record[geo.StatusWord], categories map[string]bool) []error {
	c := &checker{at: r.at}
	v := r.value
	c.common(v.ID, v.Zh, v.En, v.Provenance)
	if v.Status == "" || !v.Status.Valid() {
		c.wrong("status", string(v.Status), "must be existing, building, planned or closed")
	}
	if v.Bracket == "" && v.Head == "" && v.Tail == "" {
		c.wrong("bracket", "", "must be stated, or head, or tail")
	}
	c.expression("bracket", v.Bracket)
	c.expression("head", v.Head)
	c.expression("tail", v.Tail)
	c.words("except", v.Except)
	for i, id := range v.Except {
		if !categories[id] {
			c.wrong(fmt.Sprintf("except[%d]", i), id, "is no known category id")
		}
	}
	return c.errs
}

func checkNamePart(r record[geo.NamePart]) []error {
	c := &checker{at: r.at}
	v := r.value
	c.common(v.ID, v.Zh, v.En, v.Provenance)
	if strings.TrimSpace(v.Word) == "" {
		c.wrong("word", v.Word, "must be stated")
	}
	c.expression("word", v.Word)
	switch v.Kind {
	case geo.PartGate, geo.PartDepartment:
		if c.positive("within_m", v.WithinM) && v.WithinM > maxPartM {
			c.wrong("within_m", v.WithinM, fmt.Sprintf("must be at most %d", maxPartM))
		}
	case geo.PartBranch, geo.PartOther:
		if c.at.states("within_m") {
			c.wrong("within_m", v.WithinM, "is for a gate or a department")
		}
	default:
		c.wrong("kind", v.Kind, "must be gate, department, branch or other")
	}
	return c.errs
}

func (c *checker) expression(key, expr string) {
	if _, err := regexp.Compile(expr); err != nil {
		c.wrong(key, expr, "is no regular expression: "+err.Error())
	}
}
