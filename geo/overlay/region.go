package overlay

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"
)

// Region returns the ground whose winding numbers, by layer, satisfy in: valid and
// right-handed polygons on the grid, in a stable order. in must not keep or change
// the slice, and must be false for all zeros (ground without end).
func (a *Arrangement) Region(in func(windings []int32) bool) orb.MultiPolygon {
	t := a.trace(in)
	rings := t.rings()
	slices.SortFunc(rings, byPlace)
	polygons, shells := orb.MultiPolygon{}, []ring{}
	var tree rtree.RTreeG[int]
	for _, r := range rings {
		if r.area2 > 0 {
			tree.Insert(r.box.lo, r.box.hi, len(shells))
			shells = append(shells, r)
			polygons = append(polygons, orb.Polygon{a.outline(r)})
		}
	}
	for _, r := range rings {
		if r.area2 < 0 {
			if s := smallestAround(&tree, shells, r); s >= 0 {
				polygons[s] = append(polygons[s], a.outline(r))
			}
		}
	}
	return polygons
}

// ring is a simple ring of a region; area2 is twice its area, positive for an
// outer ring and negative for a hole.
type ring struct {
	at    []vertex // each once, not closed
	area2 int64
	low   vertex
	box   box
}

type box struct{ lo, hi [2]float64 }

func (a *Arrangement) outline(r ring) orb.Ring {
	out := make(orb.Ring, 0, len(r.at)+1)
	for _, v := range r.at {
		out = append(out, a.set.toDegrees(v))
	}
	return append(out, out[0])
}

// smallestAround returns the smallest shell that holds the hole, -1 for none.
func smallestAround(tree *rtree.RTreeG[int], shells []ring, hole ring) int {
	best := -1
	// The middle of a side, in half steps, lies on no other ring.
	mid := vertex{hole.at[0].x + hole.at[1].x, hole.at[0].y + hole.at[1].y}
	tree.Search(hole.box.lo, hole.box.hi, func(_, _ [2]float64, s int) bool {
		if shells[s].area2 > -hole.area2 && shells[s].holds(mid) &&
			(best < 0 || shells[s].area2 < shells[best].area2) {
			best = s
		}
		return true
	})
	return best
}

// holds reports whether a place in half steps lies inside the ring.
func (r *ring) holds(p vertex) bool {
	inside := false
	prev := r.at[len(r.at)-1]
	for _, v := range r.at {
		lo, hi := prev, v
		if hi.y < lo.y {
			lo, hi = hi, lo
		}
		if 2*lo.y <= p.y && p.y < 2*hi.y &&
			cross(vertex{2 * lo.x, 2 * lo.y}, vertex{2 * hi.x, 2 * hi.y}, p) < 0 {
			inside = !inside
		}
		prev = v
	}
	return inside
}

// newRing makes a ring of at least three vertices; it reports false when they
// enclose nothing.
func newRing(at []vertex) (ring, bool) {
	if len(at) < 3 {
		return ring{}, false
	}
	// It starts at its lowest vertex, so that its points come in a stable order.
	low := 0
	for i, v := range at {
		if v.before(at[low]) {
			low = i
		}
	}
	at = slices.Concat(at[low:], at[:low])
	r := ring{at: at, low: at[0]}
	lo, hi := at[0], at[0]
	for i, v := range at {
		if i > 0 {
			r.area2 += cross(at[0], at[i-1], v)
		}
		lo = vertex{min(lo.x, v.x), min(lo.y, v.y)}
		hi = vertex{max(hi.x, v.x), max(hi.y, v.y)}
	}
	r.box = box{[2]float64{float64(lo.x), float64(lo.y)}, [2]float64{float64(hi.x), float64(hi.y)}}
	return r, r.area2 != 0
}

// byPlace orders rings from south to north for stable output.
func byPlace(r, s ring) int {
	return cmp.Or(cmp.Compare(r.low.key(), s.low.key()), cmp.Compare(r.area2, s.area2))
}
