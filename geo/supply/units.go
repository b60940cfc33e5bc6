package supply

import "github.com/seed-4611ae28/lifecircle/geo"

// UnitFigure is what the people of a unit reach.
type UnitFigure struct {
	// People live there; Reached of them reach any supply at all.
	People, Reached float64
	// PerPerson is the mean over the people, unknown where nobody lives.
	PerPerson geo.Amount
	// Least and Most are the lowest and highest figure of any home with people.
	Least, Most geo.Amount
}

// ByUnit sums up the figures of homes by the unit that each lies in: unit is an index below
// units, or -1 for none. The sum of People × PerPerson over all units is, where every home
// lies in one, [Result.Served]. O(homes).
func ByUnit(persons, perPerson []float64, unit []int32, units int) []UnitFigure {
	out := make([]UnitFigure, units)
	sums := make([]float64, units)
	for i, u := range unit {
		if u < 0 || !(persons[i] > 0) {
			continue
		}
		f, a := &out[u], perPerson[i]
		f.People += persons[i]
		sums[u] += persons[i] * a
		if a > 0 {
			f.Reached += persons[i]
		}
		if !f.Least.IsKnown() || a < f.Least.Or(0) {
			f.Least = geo.Known(a)
		}
		if !f.Most.IsKnown() || a > f.Most.Or(0) {
			f.Most = geo.Known(a)
		}
	}
	for u := range out {
		out[u].PerPerson = geo.Known(sums[u]).Ratio(geo.Known(out[u].People))
	}
	return out
}
