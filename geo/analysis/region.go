package analysis

import (
	"cmp"
	"runtime"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// region answers whether points lie in a multipolygon. It keeps the box of every
// polygon, so that most points are turned away at once.
type region struct {
	bound    orb.Bound
	bounds   []orb.Bound
	polygons orb.MultiPolygon
}

func newRegion(mp orb.MultiPolygon) *region {
	r := &region{bound: mp.Bound(), polygons: mp}
	for _, p := range mp {
		r.bounds = append(r.bounds, p.Bound())
	}
	return r
}

// contains reports whether p lies in the region, its border included.
func (r *region) contains(p orb.Point) bool {
	if !r.bound.Contains(p) {
		return false
	}
	for i, b := range r.bounds {
		if b.Contains(p) && planar.PolygonContains(r.polygons[i], p) {
			return true
		}
	}
	return false
}

// find returns the index of the area that holds p, -1 when none does. On a shared
// border the smallest code wins: areas are sorted by it.
func find(areas []areaOf, p orb.Point) int32 {
	for i := range areas {
		if areas[i].in.contains(p) {
			return int32(i)
		}
	}
	return -1
}

func processors() int { return runtime.GOMAXPROCS(0) }

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
