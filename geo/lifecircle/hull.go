package lifecircle

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// hullSides is how many corners stand for a circle around a place in an outline: with 16 a
// circle is drawn at least 0.98 of its radius wide.
const hullSides = 16

// Outline is a first drawing of a gap: the convex hull of its homes' places, grown by
// aroundM metres with corners in place of arcs. It covers ground between the homes on which
// nobody lives, and it is no boundary of anything. place turns metres of the plane into
// degrees; nil leaves them as they are. The ring is closed and right-handed. Without places
// or without a width there is none.
func Outline(homes []int32, places []Place, aroundM float64, place func(orb.Point) orb.Point) orb.Polygon {
	if len(homes) == 0 || !(aroundM > 0) {
		return nil
	}
	var around []orb.Point
	for _, i := range homes {
		for k := range hullSides {
			sin, cos := math.Sincos(2 * math.Pi * float64(k) / hullSides)
			around = append(around, orb.Point{places[i][0] + aroundM*cos, places[i][1] + aroundM*sin})
		}
	}
	ring := orb.Ring(convexHull(around))
	if place != nil {
		for i, p := range ring {
			ring[i] = place(p)
		}
	}
	return orb.Polygon{append(ring, ring[0])}
}

// convexHull returns the corners of the convex hull, counter-clockwise (Andrew's monotone
// chain, 1979). O(n log n); points is put in another order.
func convexHull(points []orb.Point) []orb.Point {
	slices.SortFunc(points, func(a, b orb.Point) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	half := func(points []orb.Point) []orb.Point {
		var out []orb.Point
		for _, p := range points {
			for len(out) >= 2 && turn(out[len(out)-2], out[len(out)-1], p) <= 0 {
				out = out[:len(out)-1]
			}
			out = append(out, p)
		}
		return out[:len(out)-1]
	}
	lower := half(points)
	slices.Reverse(points)
	return append(lower, half(points)...)
}

// turn is positive when a, b, c turn left.
func turn(a, b, c orb.Point) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}
