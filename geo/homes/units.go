package homes

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// unitIndex finds the unit of one level that a point lies in.
type unitIndex struct {
	codes  []string
	shapes []shape
	tree   rtree.RTreeG[int]
}

// newUnitIndex takes the units of the level that count, by code.
func newUnitIndex(us []geo.Unit, level geo.Level) (*unitIndex, error) {
	var chosen []*geo.Unit
	for i := range us {
		if u := &us[i]; u.Level == level && u.SupersededBy == "" && len(u.Geometry) > 0 {
			if err := checkPolygons(u.Geometry); err != nil {
				return nil, fmt.Errorf("unit %s: %w", u.Code, err)
			}
			chosen = append(chosen, u)
		}
	}
	slices.SortStableFunc(chosen, func(a, b *geo.Unit) int { return cmp.Compare(a.Code, b.Code) })
	x := &unitIndex{}
	for i, u := range chosen {
		s := newShape(u.Geometry)
		x.tree.Insert(s.bound.Min, s.bound.Max, i)
		x.codes = append(x.codes, u.Code)
		x.shapes = append(x.shapes, s)
	}
	return x, nil
}

// at returns the smallest code among the units that contain the point, "" if none does.
func (x *unitIndex) at(p orb.Point) string {
	first := -1
	x.tree.Search(p, p, func(_, _ [2]float64, i int) bool {
		if (first < 0 || i < first) && x.shapes[i].contains(p) {
			first = i
		}
		return true
	})
	if first < 0 {
		return ""
	}
	return x.codes[first]
}
