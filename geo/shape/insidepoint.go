package shape

import (
	"slices"

	"github.com/paulmach/orb"
)

// InsidePoint is a point inside a multipolygon: the middle of the widest run that any of
// its polygons has on a horizontal line through the middle of its box. It is the middle of
// the whole's box where no line finds ground. It takes time linear in the vertices.
func InsidePoint(mp orb.MultiPolygon) orb.Point {
	best, widest := orb.Point{}, -1.0
	for _, poly := range mp {
		b := poly.Bound()
		y := (b.Min[1] + b.Max[1]) / 2
		var xs []float64
		for _, ring := range poly {
			for k := 1; k < len(ring); k++ {
				u, v := ring[k-1], ring[k]
				if (u[1] > y) != (v[1] > y) {
					xs = append(xs, u[0]+(v[0]-u[0])*(y-u[1])/(v[1]-u[1]))
				}
			}
		}
		slices.Sort(xs)
		for k := 1; k < len(xs); k += 2 {
			if w := xs[k] - xs[k-1]; w > widest {
				best, widest = orb.Point{(xs[k] + xs[k-1]) / 2, y}, w
			}
		}
	}
	if widest < 0 {
		return mp.Bound().Center()
	}
	return best
}
