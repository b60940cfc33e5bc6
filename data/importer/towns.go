package importer

import (
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/tidwall/rtree"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// townIndex finds the towns that a point lies in, among the units that count.
type townIndex struct {
	tree  rtree.RTreeG[*geo.Unit]
	count int
}

func newTownIndex(units []geo.Unit) *townIndex {
	x := &townIndex{}
	for i := range units {
		u := &units[i]
		if u.Level != geo.LevelTown || u.SupersededBy != "" || len(u.Geometry) == 0 {
			continue
		}
		b := u.Geometry.Bound()
		x.tree.Insert(b.Min, b.Max, u)
		x.count++
	}
	return x
}

func (x *townIndex) empty() bool { return x.count == 0 }

// at lists the codes of the towns around a point, in order; on a common border
// there may be several.
func (x *townIndex) at(p orb.Point) []string {
	var codes []string
	x.tree.Search(p, p, func(_, _ [2]float64, u *geo.Unit) bool {
		if planar.MultiPolygonContains(u.Geometry, p) {
			codes = append(codes, u.Code)
		}
		return true
	})
	slices.Sort(codes)
	return codes
}
