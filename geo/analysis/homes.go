package analysis

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// homeColumns are the homes of the dataset as questions read them.
type homeColumns struct {
	// homes are in the order of their ids: sums of fractions are the same to the last
	// digit whatever the order of the rows.
	homes []geo.Home
	// plane are their places in metres; edgeM their distance to the edge of the data.
	plane []orb.Point
	edgeM []float64
	// town and village are indexes into the analysis's towns and villages, -1 for none.
	town, village []int32
	// builtUp is whether the home lies in its town's built-up area; builtUpUnknown
	// when the town has none that is known.
	builtUp []ternary
	// groups are the age groups that any home knows.
	groups []string
}

// ternary is yes, no or unknown.
type ternary uint8

const (
	isUnknown ternary = iota
	isYes
	isNo
)

func (a *Analysis) columns() homeColumns {
	n := len(a.ds.Homes)
	c := homeColumns{
		homes: sortedHomes(a.ds.Homes), plane: make([]orb.Point, n), edgeM: make([]float64, n),
		town: make([]int32, n), village: make([]int32, n), builtUp: make([]ternary, n),
	}
	box := a.extent()
	areas := make(map[string]*shape.Covering)
	for code, b := range a.builtUp {
		if b.Reason == "" {
			areas[code] = shape.Cover(b.Geometry)
		}
	}
	seen := make(map[string]bool)
	for i := range c.homes {
		h := &c.homes[i]
		c.plane[i] = a.plane.ToPlane(h.Location)
		c.edgeM[i] = edgeM(box, h.Location)
		c.town[i], c.village[i] = find(a.towns, h.Location), find(a.villages, h.Location)
		key := everything
		if len(a.towns) > 0 {
			key = ""
			if t := c.town[i]; t >= 0 {
				key = a.towns[t].unit.Code
			}
		}
		if r := areas[key]; r != nil {
			c.builtUp[i] = isNo
			if r.Contains(h.Location) {
				c.builtUp[i] = isYes
			}
		}
		for g := range h.Groups {
			if !seen[g] {
				seen[g] = true
				c.groups = append(c.groups, g)
			}
		}
	}
	slices.Sort(c.groups)
	return c
}

// sortedHomes are the homes by id; the dataset's own where they are sorted already.
func sortedHomes(homes []geo.Home) []geo.Home {
	byID := func(x, y geo.Home) int {
		return cmp.Or(cmp.Compare(x.ID, y.ID), cmp.Compare(x.Location[0], y.Location[0]), cmp.Compare(x.Location[1], y.Location[1]))
	}
	if slices.IsSortedFunc(homes, byID) {
		return homes
	}
	homes = slices.Clone(homes)
	slices.SortFunc(homes, byID)
	return homes
}

// edgeM is the distance in metres from a place to the nearest side of the box of
// the data, 0 outside it. Sides are followed along their parallel or meridian.
func edgeM(box orb.Bound, p orb.Point) float64 {
	if !box.Contains(p) {
		return 0
	}
	return min(
		crs.ShortDistance(p, orb.Point{box.Min[0], p[1]}), crs.ShortDistance(p, orb.Point{box.Max[0], p[1]}),
		crs.ShortDistance(p, orb.Point{p[0], box.Min[1]}), crs.ShortDistance(p, orb.Point{p[0], box.Max[1]}),
	)
}

// homesIn are the indexes of the homes that lie in a unit, ascending; of all homes
// for no unit.
func (a *Analysis) homesIn(u *geo.Unit) []int32 {
	var out []int32
	in := func(int) bool { return true }
	if u != nil {
		switch u.Level {
		case geo.LevelTown:
			in = among(a.towns, a.homes.town, u)
		case geo.LevelVillage:
			in = among(a.villages, a.homes.village, u)
		default:
			in = func(i int) bool { return a.unitAt(u.Level, a.homes.homes[i].Location) == u }
		}
	}
	for i := range a.homes.homes {
		if in(i) {
			out = append(out, int32(i))
		}
	}
	return out
}

// among tells whether homes belong to a unit of a level whose units they are
// sorted into already.
func among(areas []areaOf, of []int32, u *geo.Unit) func(int) bool {
	k := int32(slices.IndexFunc(areas, func(a areaOf) bool { return a.unit == u }))
	return func(i int) bool { return of[i] == k }
}
