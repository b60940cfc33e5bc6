package doctor

import (
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/tidwall/rtree"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// unitIndex is the units of one level that count, by code, and what ground they have.
type unitIndex struct {
	units []*geo.Unit
	tree  rtree.RTreeG[polygonOf]
}

// polygonOf is one polygon of a unit.
type polygonOf struct {
	unit    int32
	polygon orb.Polygon
}

func newUnitIndex(units []geo.Unit, level geo.Level) *unitIndex {
	x := &unitIndex{}
	for i := range units {
		u := &units[i]
		if u.Level != level || u.SupersededBy != "" {
			continue
		}
		for _, poly := range u.Geometry {
			if len(poly) == 0 || len(poly[0]) == 0 {
				continue
			}
			b := poly.Bound()
			x.tree.Insert(b.Min, b.Max, polygonOf{int32(len(x.units)), poly})
		}
		x.units = append(x.units, u)
	}
	return x
}

// at is the unit that a place belongs to, -1 for none; on a border, that of the
// smaller code, as everywhere in lifecircle.
func (x *unitIndex) at(p orb.Point) int32 {
	best := int32(-1)
	x.tree.Search(p, p, func(_, _ [2]float64, k polygonOf) bool {
		if (best < 0 || k.unit < best) && planar.PolygonContains(k.polygon, p) {
			best = k.unit
		}
		return true
	})
	return best
}

// all are the units at a place, by code.
func (x *unitIndex) all(p orb.Point) []int32 {
	var out []int32
	x.tree.Search(p, p, func(_, _ [2]float64, k polygonOf) bool {
		if planar.PolygonContains(k.polygon, p) {
			out = append(out, k.unit)
		}
		return true
	})
	slices.Sort(out)
	return slices.Compact(out)
}

// bound is the box of all units; some is false where none has ground.
func (x *unitIndex) bound() (b orb.Bound, some bool) {
	for _, u := range x.units {
		if geo.EmptyGeometry(u.Geometry) {
			continue
		}
		if !some {
			b, some = u.Geometry.Bound(), true
			continue
		}
		b = b.Union(u.Geometry.Bound())
	}
	return b, some
}

// geometries are the grounds of all units. In one layer of an overlay the winding number
// of a place is the number of units there.
func (x *unitIndex) geometries() []orb.MultiPolygon {
	out := make([]orb.MultiPolygon, len(x.units))
	for i, u := range x.units {
		out[i] = u.Geometry
	}
	return out
}
