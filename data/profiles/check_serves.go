package profiles

import (
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// agesForm says how ages are written.
const agesForm = `must be full years, as in "3-5" or "60+"`

// serves checks whom a category is for.
func (c *checker) serves(s *geo.ServedAges) {
	if s == nil {
		if c.at.states("serves") {
			c.wrong("serves", "", "must be ages, or left out")
		}
		return
	}
	if strings.TrimSpace(s.Source) == "" {
		c.wrong("serves.source", s.Source, "must be stated")
	}
	if !c.at.states("serves.verified") {
		c.errs = append(c.errs, c.at.missing("serves.verified"))
	}
	ages, ok := geo.ParseAges(s.Ages)
	if !ok {
		c.wrong("serves.ages", s.Ages, agesForm)
	}
	if s.Within == "" && !c.at.states("serves.within") {
		return
	}
	within, known := geo.ParseAges(s.Within)
	switch {
	case !known:
		c.wrong("serves.within", s.Within, agesForm)
	case ok && !within.Hold(ages):
		c.wrong("serves.within", s.Within, "must hold all of ages ("+s.Ages+"): a group that only overlaps them counts others, and not all of them")
	}
}
