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
	for i := range a.ds.Barriers {
		if b := &a.ds.Barriers[i]; b.Kind == geo.BarrierWater {
			switch g := b.Geometry.(type) {
			case orb.Polygon:
				f.add(orb.MultiPolygon{g})
			case orb.MultiPolygon:
				f.add(g)
			}
		}
	}
	for i := range a.ds.Parcels {
		if p := &a.ds.Parcels[i]; slices.Contains(uses, p.Use) {
			f.add(p.Geometry)
		}
	}
	return f
}

func (f *forbiddenGround) add(mp orb.MultiPolygon) {
	c := shape.Cover(mp)
	b := c.Bound()
	f.tree.Insert(b.Min, b.Max, c)
}

// without are the candidates that stand in none of some areas, and how many do.
func without(list []Candidate, areas []orb.MultiPolygon) (kept []Candidate, off int) {
	if len(areas) == 0 {
		return list, 0
	}
	var f forbiddenGround
	for _, area := range areas {
		f.add(area)
	}
	kept = slices.DeleteFunc(slices.Clone(list), func(c Candidate) bool { return f.contains(c.Location) })
	return kept, len(list) - len(kept)
}

func (f *forbiddenGround) contains(p orb.Point) bool {
	in := false
	f.tree.Search(p, p, func(_, _ [2]float64, c *shape.Covering) bool {
		in = c.Contains(p)
		return !in
	})
	return in
}
