package profiles

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// maxAreaM2 is the surface of the Earth: an area above it is no area.
const maxAreaM2 = 510.1e12

var families = []string{
	"education", "health", "elderly", "culture", "sport", "commerce", "administration",
	"green", "transport", "municipal", "industry",
}

// checkCategory checks one category; codes remembers which ones are taken.
func checkCategory(r record[geo.Category], codes map[string]place) []error {
	c := &checker{at: r.at}
	v := r.value
	c.common(v.ID, v.Zh, v.En, v.Provenance)
	if c.at.states("code") {
		if !codeForm.MatchString(v.Code) {
			c.wrong("code", v.Code, "must be a capital letter and two digits")
		}
		if at, ok := codes[v.Code]; ok {
			c.wrong("code", v.Code, "must be unique: it stands at "+at.String()+" too")
		}
		codes[v.Code] = r.at
		if v.Generic {
			c.wrong("code", v.Code, "is not for a generic category")
		}
	}
	if !slices.Contains(families, v.Family) {
		c.wrong("family", v.Family, "must be one of "+strings.Join(families, ", "))
	}
	for _, level := range slices.Sorted(maps.Keys(v.Levels)) {
		if level != "5" && level != "15" && level != "30" {
			c.wrong("levels", level, `must be "5", "15" or "30"`)
		}
		switch v.Levels[level] {
		case "required", "optional", "none":
		default:
			c.wrong("levels."+level, v.Levels[level], "must be required, optional or none")
		}
	}
	c.positiveIfStated("radius_m", v.RadiusM)
	if c.at.states("osm") && len(v.OSM) == 0 {
		c.wrong("osm", "", "must hold at least one rule")
	}
	for i, rule := range v.OSM {
		c.tagRule(fmt.Sprintf("osm[%d]", i), rule)
	}
	c.categoryPOI(v)
	c.words("attributes", v.Attributes)
	if (v.Capacity != "" || c.at.states("capacity")) && !slices.Contains(v.Attributes, v.Capacity) {
		c.wrong("capacity", v.Capacity, "must be one of attributes")
	}
	c.serves(v.Serves)
	return c.errs
}

func (c *checker) tagRule(key string, r geo.TagRule) {
	if len(r.All) == 0 && r.Name == "" {
		c.wrong(key, "", "must have conditions in all, or a name")
	}
	c.conditions(key+".all", r.All)
	c.conditions(key+".not", r.Not)
	c.expressions(key, r.Name, r.NotName)
	c.areas(key, r.MinAreaM2, r.MaxAreaM2)
}

// expressions checks that what a name must and must not match compiles.
func (c *checker) expressions(key, name, notName string) {
	for _, n := range []struct{ key, expr string }{{"name", name}, {"not_name", notName}} {
		if _, err := compileName(n.expr); err != nil {
			c.wrong(key+"."+n.key, n.expr, "is no regular expression: "+err.Error())
		}
	}
}

// areas checks the bounds of an area.
func (c *checker) areas(key string, minM2, maxM2 float64) {
	for _, a := range []struct {
		key string
		v   float64
	}{{"min_area_m2", minM2}, {"max_area_m2", maxM2}} {
		if !(a.v >= 0) || a.v > maxAreaM2 {
			c.wrong(key+"."+a.key, a.v, "must be greater than 0 and finite")
		}
	}
	if maxM2 > 0 && !(minM2 < maxM2) {
		c.wrong(key+".max_area_m2", maxM2, fmt.Sprintf("must be greater than min_area_m2 (%v)", minM2))
	}
}

func (c *checker) conditions(key string, conditions map[string][]string) {
	for _, tag := range slices.Sorted(maps.Keys(conditions)) {
		if strings.TrimSpace(tag) == "" {
			c.wrong(key, tag, "must not be blank")
		}
		if len(conditions[tag]) == 0 {
			c.wrong(key+"."+tag, "", `must list values, or "*"`)
		}
		c.words(key+"."+tag, conditions[tag])
	}
}
