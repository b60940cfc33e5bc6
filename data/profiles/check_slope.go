package profiles

import (
	"fmt"
	"math"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Bounds of a rule for slopes: what lies beyond is a slip of the pen. maxPercent is
// the steepest grade that counts at all.
const (
	maxSteepness   = 20
	maxBestGrade   = 0.2
	maxPercent     = 50
	maxSpeedFactor = 10
)

// slope checks what slopes do to a mode.
func (c *checker) slope(r *geo.SlopeRule) {
	if r == nil {
		if c.at.states("slope") {
			c.wrong("slope", "", "must be a rule, or left out")
		}
		return
	}
	if strings.TrimSpace(r.Source) == "" {
		c.wrong("slope.source", r.Source, "must be stated")
	}
	if !c.at.states("slope.verified") {
		c.errs = append(c.errs, c.at.missing("slope.verified"))
	}
	switch r.Form {
	case geo.SlopeTobler:
		if !(r.Steepness > 0) || r.Steepness > maxSteepness {
			c.wrong("slope.steepness", r.Steepness, fmt.Sprintf("must be greater than 0 and at most %d", maxSteepness))
		}
		if !(math.Abs(r.BestGrade) <= maxBestGrade) {
			c.wrong("slope.best_grade", r.BestGrade, fmt.Sprintf("must be from -%v to %v, rise over run", maxBestGrade, maxBestGrade))
		}
		if c.at.states("slope.speeds") {
			c.wrong("slope.speeds", "", "is for the form table")
		}
	case geo.SlopeTable:
		c.gradeSpeeds(r.Speeds)
		for _, key := range []string{"slope.steepness", "slope.best_grade"} {
			if c.at.states(key) {
				c.wrong(key, "", "is for the form tobler")
			}
		}
	default:
		c.wrong("slope.form", string(r.Form), "must be tobler or table")
	}
}

func (c *checker) gradeSpeeds(speeds []geo.GradeSpeed) {
	if len(speeds) < 2 {
		c.wrong("slope.speeds", len(speeds), "must hold at least two")
	}
	for i, s := range speeds {
		key := fmt.Sprintf("slope.speeds[%d]", i)
		if !(math.Abs(s.Percent) <= maxPercent) {
			c.wrong(key+".percent", s.Percent, fmt.Sprintf("must be from -%d to %d", maxPercent, maxPercent))
		}
		if i > 0 && !(s.Percent > speeds[i-1].Percent) {
			c.wrong(key+".percent", s.Percent, fmt.Sprintf("must be greater than the one before it (%v)", speeds[i-1].Percent))
		}
		if !(s.Factor > 0) || s.Factor > maxSpeedFactor {
			c.wrong(key+".factor", s.Factor, fmt.Sprintf("must be greater than 0 and at most %d", maxSpeedFactor))
		}
	}
}
