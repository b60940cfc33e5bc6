package multipolygon

import (
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// scanLines is how many lines across a polygon [Inside] tries.
const scanLines = 9

// Inside returns a point inside an area: the centroid of its largest polygon if that
// lies inside, else the middle of the widest of a few west-east cuts through it.
// The area must not be empty. O(n log n).
func Inside(m orb.MultiPolygon) orb.Point {
	best, size := m[0], -1.0
	for _, p := range m {
		if a := planar.Area(p); a > size {
			best, size = p, a
		}
	}
	// Centred on its box, so that a small polygon far from 0,0 loses no digits.
	b := best.Bound()
	o := b.Center()
	local := best.Clone()
	for _, r := range local {
		for i := range r {
			r[i] = orb.Point{r[i][0] - o[0], r[i][1] - o[1]}
		}
	}
	centre, _ := planar.CentroidArea(local)
	p := orb.Point{centre[0] + o[0], centre[1] + o[1]}
	if planar.PolygonContains(best, p) {
		return p
	}
	widest := -1.0
	for i := range scanLines {
		y := b.Min[1] + (b.Max[1]-b.Min[1])*(float64(i)+0.5)/scanLines
		if mid, w := widestCut(best, y); w > widest {
			p, widest = orb.Point{mid, y}, w
		}
	}
	return p
}

// widestCut returns the middle and the width of the widest part of a west-east line
// that lies inside a polygon; the width is 0 where none does.
func widestCut(p orb.Polygon, y float64) (mid, width float64) {
	var xs []float64
	for _, r := range p {
		for i := 1; i < len(r); i++ {
			a, b := r[i-1], r[i]
			if (a[1] <= y) != (b[1] <= y) {
				xs = append(xs, a[0]+(y-a[1])/(b[1]-a[1])*(b[0]-a[0]))
			}
		}
	}
	slices.Sort(xs)
	for i := 0; i+1 < len(xs); i += 2 {
		if w := xs[i+1] - xs[i]; w > width {
			mid, width = (xs[i]+xs[i+1])/2, w
		}
	}
	return mid, width
}
