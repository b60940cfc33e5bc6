package slope

import (
	"math"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// MaxGrade is the steepest grade that counts, rise over run, up or down. The
// steepest streets of the world have 0.35, stairs between 0.5 and 0.7.
const MaxGrade = 0.5

// Speed is the speed of a rule at a grade (rise over run, below 0 downhill) as a
// multiple of that on the flat: 1 at 0, above 0 everywhere. A nil rule knows no
// slopes. Grades beyond [MaxGrade] count as that, and NaN as 0.
func Speed(r *geo.SlopeRule, grade float64) float64 {
	if r == nil || grade == 0 || math.IsNaN(grade) {
		return 1
	}
	grade = max(-MaxGrade, min(MaxGrade, grade))
	if r.Form == geo.SlopeTable {
		return interpolate(r.Speeds, 100*grade) / interpolate(r.Speeds, 0)
	}
	// W(S)/W(0); the speed at the best grade cancels out.
	return math.Exp(r.Steepness * (math.Abs(r.BestGrade) - math.Abs(grade-r.BestGrade)))
}

// Pace is the inverse of [Speed]: what a metre of road at that grade counts.
func Pace(r *geo.SlopeRule, grade float64) float64 { return 1 / Speed(r, grade) }

// TopSpeed is the highest [Speed] of a rule at any grade, 1 or more.
func TopSpeed(r *geo.SlopeRule) float64 {
	top := 1.0
	if r == nil {
		return top
	}
	if r.Form == geo.SlopeTable {
		for i := range r.Speeds {
			top = max(top, Speed(r, r.Speeds[i].Percent/100))
		}
		return top
	}
	return max(top, Speed(r, r.BestGrade))
}

// interpolate reads a table of ascending grades; beyond its ends it stays level.
func interpolate(table []geo.GradeSpeed, percent float64) float64 {
	i, exact := slices.BinarySearchFunc(table, percent, func(g geo.GradeSpeed, p float64) int {
		switch {
		case g.Percent < p:
			return -1
		case g.Percent > p:
			return 1
		}
		return 0
	})
	switch {
	case exact:
		return table[i].Factor
	case i == 0:
		return table[0].Factor
	case i == len(table):
		return table[i-1].Factor
	}
	a, b := table[i-1], table[i]
	return a.Factor + (percent-a.Percent)/(b.Percent-a.Percent)*(b.Factor-a.Factor)
}
