package analysis

import (
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// forbiddenGround is ground on which nothing is sited.
type forbiddenGround struct {
	tree rtree.RTreeG[*shape.Covering]
}

// forbidden indexes water that stands in the way, and the parcels of some uses.
func (a *Analysis) forbidden(uses []string) *forbiddenGround {
	f := &forbiddenGround{}
	add := func(mp orb.MultiPolygon) {
		c := shape.Cover(mp)
		b := c.Bound()
		f.tree.Insert(b.Min, b.Max, c)
	}
	for i := range a.ds.Barriers {
		if b := &a.ds.Barriers[i]; b.Kind == geo.BarrierWater {
			switch g := b.Geometry.(type) {
			case orb.Polygon:
				add(orb.MultiPolygon{g})
			case orb.MultiPolygon:
				add(g)
			}
		}
	}
	for i := range a.ds.Parcels {
		if p := &a.ds.Parcels[i]; slices.Contains(uses, p.Use) {
			add(p.Geometry)
		}
	}
	return f
}

func (f *forbiddenGround) contains(p orb.Point) bool {
	in := false
	f.tree.Search(p, p, func(_, _ [2]float64, c *shape.Covering) bool {
		in = c.Contains(p)
		return !in
	})
	return in
}
