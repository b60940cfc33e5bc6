package builtup

import (
	"math"

	"github.com/paulmach/orb"
)

// simplify drops corners of a closed ring that lie within tolerance of what is
// left (Douglas and Peucker, Cartographica 10(2), 1973), from the first corner and
// the one farthest from it. A ring of which nothing would be left stays as it is.
// Rings may come to cross each other by up to the tolerance.
func simplify(r orb.Ring, tolerance float64) orb.Ring {
	last := len(r) - 1
	if last < 4 {
		return r
	}
	far, most := 0, -1.0
	for i, v := range r {
		if d := math.Hypot(v[0]-r[0][0], v[1]-r[0][1]); d > most {
			far, most = i, d
		}
	}
	keep := make([]bool, len(r))
	keep[0], keep[far], keep[last] = true, true, true
	stretches := [][2]int{{0, far}, {far, last}}
	for len(stretches) > 0 {
		s := stretches[len(stretches)-1]
		stretches = stretches[:len(stretches)-1]
		at, most := -1, tolerance
		for i := s[0] + 1; i < s[1]; i++ {
			if d := fromStretch(r[i], r[s[0]], r[s[1]]); d > most {
				at, most = i, d
			}
		}
		if at >= 0 {
			keep[at] = true
			stretches = append(stretches, [2]int{s[0], at}, [2]int{at, s[1]})
		}
	}
	out := make(orb.Ring, 0, 16)
	for i, k := range keep {
		if k {
			out = append(out, r[i])
		}
	}
	if len(out) < 4 {
		return r
	}
	return out
}

// fromStretch is the distance of p from the straight stretch a to b.
func fromStretch(p, a, b orb.Point) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	t := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		t = max(0, min(1, ((p[0]-a[0])*dx+(p[1]-a[1])*dy)/l))
	}
	return math.Hypot(p[0]-a[0]-t*dx, p[1]-a[1]-t*dy)
}
