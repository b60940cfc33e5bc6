package shape

import (
	"math"

	"github.com/paulmach/orb"
)

// Covering answers whether a multipolygon covers points, its border included, as
// orb's planar.MultiPolygonContains does, to the bit: the sides of every ring lie in
// strips of equal longitude, so that a point is tried against few of them. The zero
// value covers nothing. It is immutable and safe for concurrent use.
//
// [Prepared] is the same with a border that belongs to one side, and asks less.
type Covering struct {
	bound    orb.Bound
	polygons [][]stripedRing
}

// Cover sorts the sides of a multipolygon. O(n) time and space for sides that are short
// against their ring.
func Cover(mp orb.MultiPolygon) *Covering {
	c := &Covering{bound: mp.Bound()}
	for _, polygon := range mp {
		var rings []stripedRing
		for _, r := range polygon {
			rings = append(rings, newStripedRing(r))
		}
		if len(rings) > 0 {
			c.polygons = append(c.polygons, rings)
		}
	}
	return c
}

// Bound is the box of the multipolygon.
func (c *Covering) Bound() orb.Bound { return c.bound }

// Contains reports whether a point lies in a polygon or on its outer border, and neither
// in a hole nor on the border of one.
func (c *Covering) Contains(p orb.Point) bool {
	if len(c.polygons) == 0 || !c.bound.Contains(p) {
		return false
	}
	for _, rings := range c.polygons {
		if !rings[0].contains(p) {
			continue
		}
		in := true
		for i := range rings[1:] {
			if rings[1+i].contains(p) {
				in = false
				break
			}
		}
		if in {
			return true
		}
	}
	return false
}

// stripedRing has the sides of a ring in strips of longitude: strip s has those from
// start[s] to start[s+1].
type stripedRing struct {
	bound     orb.Bound
	perDegree float64
	start     []int32
	sides     [][2]orb.Point
}

func newStripedRing(r orb.Ring) stripedRing {
	s := stripedRing{bound: r.Bound()}
	if len(r) == 0 {
		return s
	}
	strips := len(r)/sidesPerStrip + 1
	if width := s.bound.Max[0] - s.bound.Min[0]; width > 0 {
		s.perDegree = float64(strips) / width
	}
	s.start = make([]int32, strips+1)
	each := func(f func(a, b orb.Point, from, to int)) {
		for i := range r {
			a, b := r[i], r[(i+1)%len(r)]
			f(a, b, s.strip(min(a[0], b[0])), s.strip(max(a[0], b[0])))
		}
	}
	each(func(_, _ orb.Point, from, to int) {
		for k := from; k <= to; k++ {
			s.start[k+1]++
		}
	})
	for k := range strips {
		s.start[k+1] += s.start[k]
	}
	s.sides = make([][2]orb.Point, s.start[strips])
	next := make([]int32, strips)
	each(func(a, b orb.Point, from, to int) {
		for k := from; k <= to; k++ {
			s.sides[s.start[k]+next[k]] = [2]orb.Point{a, b}
			next[k]++
		}
	})
	return s
}

func (s *stripedRing) strip(x float64) int {
	return min(len(s.start)-2, int(math.Max(0, (x-s.bound.Min[0])*s.perDegree)))
}

// contains counts the sides that a ray from the point crosses; a point on a side is
// inside.
func (s *stripedRing) contains(p orb.Point) bool {
	if len(s.sides) == 0 || !s.bound.Contains(p) {
		return false
	}
	k, in := s.strip(p[0]), false
	for _, side := range s.sides[s.start[k]:s.start[k+1]] {
		crosses, on := crossed(p, side[0], side[1])
		if on {
			return true
		}
		if crosses {
			in = !in
		}
	}
	return in
}

// crossed reports whether a ray from p crosses the side from a to b, or p lies on it. The
// ray runs along the meridian; one that would meet an end is moved the least that can be
// moved to the east. The arithmetic is that of orb's planar package, so that a point
// beside a border is on the same side of it for both.
func crossed(p, a, b orb.Point) (crosses, on bool) {
	if a[0] > b[0] {
		a, b = b, a
	}
	switch p[0] {
	case a[0]:
		if p[1] == a[1] {
			return false, true
		}
		if a[0] == b[0] && min(a[1], b[1]) <= p[1] && p[1] <= max(a[1], b[1]) {
			return false, true
		}
		p[0] = math.Nextafter(p[0], math.Inf(1))
	case b[0]:
		if p[1] == b[1] {
			return false, true
		}
		p[0] = math.Nextafter(p[0], math.Inf(1))
	}
	switch {
	case p[0] < a[0] || p[0] > b[0] || p[1] > max(a[1], b[1]):
		return false, false
	case p[1] < min(a[1], b[1]):
		return true, false
	}
	ray, side := (p[1]-a[1])/(p[0]-a[0]), (b[1]-a[1])/(b[0]-a[0])
	return ray <= side, ray == side
}
