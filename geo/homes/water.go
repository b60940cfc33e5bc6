package homes

import (
	"cmp"
	"fmt"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// water is the ground on which nobody is placed: barriers of kind water with an area.
type water struct {
	shapes []shape
	tree   rtree.RTreeG[int]
}

func newWater(barriers []geo.Barrier) (*water, error) {
	w := &water{}
	for i := range barriers {
		b := &barriers[i]
		var mp orb.MultiPolygon
		switch g := b.Geometry.(type) {
		case orb.Polygon:
			mp = orb.MultiPolygon{g}
		case orb.MultiPolygon:
			mp = g
		}
		if b.Kind != geo.BarrierWater || len(mp) == 0 {
			continue
		}
		if err := checkPolygons(mp); err != nil {
			return nil, fmt.Errorf("barrier %s: %w", b.ID, err)
		}
		s := newShape(mp)
		w.tree.Insert(s.bound.Min, s.bound.Max, len(w.shapes))
		w.shapes = append(w.shapes, s)
	}
	return w, nil
}

// wet reports whether a point lies on water.
func (w *water) wet(p orb.Point) bool {
	found := false
	w.tree.Search(p, p, func(_, _ [2]float64, i int) bool {
		found = w.shapes[i].contains(p)
		return !found
	})
	return found
}

// dry keeps the points that are not on water; all of them, when none is dry.
func (w *water) dry(points []orb.Point) []orb.Point {
	var out []orb.Point
	for _, p := range points {
		if !w.wet(p) {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		return points
	}
	return out
}

// shoreSteps is the number of points across and along a ground's box among which a dry
// one is looked for.
const shoreSteps = 32

// shore is the dry point of a ground that is nearest to its centre, ok false when it is
// all water.
func (w *water) shore(g *ground, inside *shape) (at orb.Point, ok bool) {
	if !w.wet(g.point) {
		return g.point, true
	}
	box, best := inside.bound, 0.0
	for i := range shoreSteps {
		for j := range shoreSteps {
			p := round7(orb.Point{
				box.Min[0] + (float64(i)+0.5)/shoreSteps*(box.Max[0]-box.Min[0]),
				box.Min[1] + (float64(j)+0.5)/shoreSteps*(box.Max[1]-box.Min[1]),
			})
			dx, dy := (p[0]-g.point[0])/max(box.Max[0]-box.Min[0], 1e-12), (p[1]-g.point[1])/max(box.Max[1]-box.Min[1], 1e-12)
			d := dx*dx + dy*dy
			if ok && cmp.Compare(d, best) >= 0 || !inside.contains(p) || w.wet(p) {
				continue
			}
			at, best, ok = p, d, true
		}
	}
	return at, ok
}
