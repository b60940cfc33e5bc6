package profiles

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

func checkCircle(r record[geo.Circle], modes, sets map[string]bool) []error {
	c := &checker{at: r.at}
	v := r.value
	c.common(v.ID, v.Zh, v.En, v.Provenance)
	c.positive("minutes", v.Minutes)
	if !idForm.MatchString(v.Mode) {
		c.wrong("mode", v.Mode, "must be the id of a mode")
	} else if v.Available && !modes[v.Mode] {
		// A circle that cannot be answered yet may wait for its mode.
		c.wrong("mode", v.Mode, "is no known mode")
	}
	c.limit(v)
	switch v.Origin {
	case geo.OriginAll, geo.OriginBuiltUp, geo.OriginRural, geo.OriginSeat:
	default:
		c.wrong("origin", string(v.Origin), "must be all, built_up, rural or seat")
	}
	if c.at.states("requirement_set") && !sets[v.RequirementSet] {
		c.wrong("requirement_set", v.RequirementSet, "is no known requirement set")
	}
	switch stated := strings.TrimSpace(v.Why) != ""; {
	case !c.at.states("available"):
		c.errs = append(c.errs, c.at.missing("available"))
	case !v.Available && !stated:
		c.wrong("why", v.Why, "must be stated for a circle that is not available")
	case v.Available && c.at.states("why"):
		c.wrong("why", v.Why, "is for circles that are not available")
	}
	return c.errs
}

// limit checks that the one limit of the circle's metric is there, and no other.
func (c *checker) limit(v geo.Circle) {
	switch {
	case !v.Metric.Valid():
		c.wrong("metric", string(v.Metric), "must be network_distance, network_time or straight_line, or one of the first two with _slope")
	case v.Metric.Timed():
		c.positive("limit_s", v.LimitS)
		if c.at.states("limit_m") {
			c.wrong("limit_m", v.LimitM, fmt.Sprintf("is a second limit: %s is limited by limit_s alone", v.Metric))
		}
	default:
		c.positive("limit_m", v.LimitM)
		if c.at.states("limit_s") {
			c.wrong("limit_s", v.LimitS, fmt.Sprintf("is a second limit: %s is limited by limit_m alone", v.Metric))
		}
	}
}

func checkSet(r record[geo.RequirementSet], categories map[string]bool) []error {
	c := &checker{at: r.at}
	v := r.value
	c.common(v.ID, v.Zh, v.En, v.Provenance)
	if len(v.Requirements) == 0 {
		c.wrong("requirements", "", "must hold at least one")
	}
	seen := map[string]bool{}
	for i, q := range v.Requirements {
		key := fmt.Sprintf("requirements[%d]", i)
		if !idForm.MatchString(q.ID) {
			c.wrong(key+".id", q.ID, "must be lower-case letters, digits, _ and -")
		}
		if seen[q.ID] {
			c.wrong(key+".id", q.ID, "stands there twice")
		}
		seen[q.ID] = true
		if len(q.AnyOf) == 0 {
			c.wrong(key+".any_of", "", "must name at least one category")
		}
		c.words(key+".any_of", q.AnyOf)
		for _, id := range q.AnyOf {
			if !categories[id] {
				c.wrong(key+".any_of", id, "is no known category id")
			}
		}
		if q.AtLeast < 0 {
			c.wrong(key+".at_least", q.AtLeast, "must be 1 or more")
		}
		for _, attribute := range slices.Sorted(maps.Keys(q.Where)) {
			if strings.TrimSpace(attribute) == "" || strings.TrimSpace(q.Where[attribute]) == "" {
				c.wrong(key+".where", attribute, "must name an attribute and a value")
			}
		}
	}
	return c.errs
}

func checkParkRule(r record[geo.ParkRule]) []error {
	c := &checker{at: r.at}
	v := r.value
	c.common(v.ID, v.Zh, v.En, v.Provenance)
	if len(v.Kinds) == 0 {
		c.wrong("kinds", "", "must name at least one kind of park")
	}
	c.words("kinds", v.Kinds)
	if len(v.Bands) == 0 {
		c.wrong("bands", "", "must hold at least one")
	}
	for i, b := range v.Bands {
		key := fmt.Sprintf("bands[%d]", i)
		if !(b.MinAreaM2 >= 0) || b.MinAreaM2 > maxAreaM2 {
			c.wrong(key+".min_area_m2", b.MinAreaM2, "must be 0 or more and finite")
		}
		if i > 0 && !(b.MinAreaM2 > v.Bands[i-1].MinAreaM2) {
			c.wrong(key+".min_area_m2", b.MinAreaM2, fmt.Sprintf("must be greater than the band before it (%v)", v.Bands[i-1].MinAreaM2))
		}
		c.positive(key+".radius_m", b.RadiusM)
	}
	if c.at.states("target") && (!(v.Target > 0) || v.Target > 1) {
		c.wrong("target", v.Target, "must be a share: greater than 0, at most 1")
	}
	return c.errs
}
