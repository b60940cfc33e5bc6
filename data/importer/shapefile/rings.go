package shapefile

import (
	"errors"
	"slices"

	"github.com/paulmach/orb"
)

// polygons sorts the rings of a shape into polygons with their holes.
//
// Outer rings run clockwise and holes counter-clockwise, in any order (Technical
// Description, p. 8). A hole belongs to the smallest outer ring that it lies in.
// Programs that write every ring the other way round are many: where no ring runs
// clockwise, a ring is a hole when it lies in an odd number of others. A hole that
// lies in no ring is ground of its own, as other readers take it. The result is
// turned as GeoJSON has it, outer rings counter-clockwise.
func polygons(parts [][]orb.Point) (orb.Geometry, error) {
	rings := make([]ring, 0, len(parts))
	for _, p := range parts {
		rings = append(rings, newRing(p))
	}
	if len(rings) == 1 {
		return orb.Polygon{rings[0].turned(orb.CCW)}, nil
	}
	budget := nestingBudget
	if !slices.ContainsFunc(rings, func(r ring) bool { return r.area < 0 }) {
		byNesting(rings, &budget)
	}
	var outer []int
	for i := range rings {
		if rings[i].area <= 0 { // clockwise, or without ground: refused later, by name
			outer = append(outer, i)
		}
	}
	slices.SortStableFunc(outer, func(a, b int) int {
		switch x, y := -rings[a].area, -rings[b].area; {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	holes := make([][]int, len(rings))
	for i := range rings {
		if rings[i].area <= 0 {
			continue
		}
		home := slices.IndexFunc(outer, func(o int) bool {
			return -rings[o].area >= rings[i].area && rings[o].holds(&rings[i], &budget)
		})
		if home >= 0 {
			holes[outer[home]] = append(holes[outer[home]], i)
		} else {
			rings[i].area = -rings[i].area
		}
	}
	if budget < 0 {
		return nil, errors.New("the rings of the polygon lie in each other too often to be told apart")
	}
	inHole := map[int]bool{}
	for _, list := range holes {
		for _, i := range list {
			inHole[i] = true
		}
	}
	var out orb.MultiPolygon
	for i := range rings {
		if inHole[i] {
			continue
		}
		p := orb.Polygon{rings[i].turned(orb.CCW)}
		for _, h := range holes[i] {
			p = append(p, rings[h].turned(orb.CW))
		}
		out = append(out, p)
	}
	if len(out) == 1 {
		return out[0], nil
	}
	return out, nil
}

// nestingBudget bounds the work of finding which ring lies in which, in edges
// looked at: some seconds. Administrative units of thousands of islands take a
// thousandth of it.
const nestingBudget = 2_000_000_000

// ring is a ring and what is asked of it again and again; area is positive when it
// runs counter-clockwise.
type ring struct {
	points orb.Ring
	bound  orb.Bound
	area   float64
}

func newRing(p []orb.Point) ring {
	r := ring{points: p, bound: orb.Ring(p).Bound()}
	for i := range p {
		// From the first point, so that large coordinates do not drown the sum.
		a, b := p[i], p[(i+1)%len(p)]
		r.area += (a[0]-p[0][0])*(b[1]-p[0][1]) - (b[0]-p[0][0])*(a[1]-p[0][1])
	}
	return r
}

func (r *ring) turned(want orb.Orientation) orb.Ring {
	if got := r.points.Orientation(); got != 0 && got != want {
		r.points.Reverse()
	}
	return r.points
}

// byNesting makes the rings that lie in an even number of others clockwise.
func byNesting(rings []ring, budget *int) {
	outer := make([]bool, len(rings))
	for i := range rings {
		depth := 0
		for j := range rings {
			if i != j && rings[j].area >= rings[i].area && rings[j].holds(&rings[i], budget) {
				depth++
			}
		}
		outer[i] = depth%2 == 0
	}
	for i := range rings {
		if outer[i] {
			rings[i].area = -rings[i].area
		}
	}
}

// witnesses is how many points of a ring are asked where they lie: rings of a shape
// do not cross, but they touch, and a point that touches says nothing.
const witnesses = 3

// holds reports whether the other ring lies within.
func (r *ring) holds(other *ring, budget *int) bool {
	if *budget--; *budget < 0 {
		return false
	}
	if !r.bound.Contains(other.bound.Min) || !r.bound.Contains(other.bound.Max) {
		return false
	}
	asked := 0
	for i := range other.points {
		*budget -= len(r.points)
		if *budget < 0 {
			return false
		}
		inside, touches := r.where(other.points[i])
		if touches {
			continue
		}
		if !inside {
			return false
		}
		if asked++; asked == witnesses {
			break
		}
	}
	return true
}

// where counts the edges that a ray from the point to the right crosses.
func (r *ring) where(p orb.Point) (inside, touches bool) {
	for i := range r.points {
		a, b := r.points[i], r.points[(i+1)%len(r.points)]
		if a == p {
			return false, true
		}
		if (a[1] > p[1]) == (b[1] > p[1]) {
			if a[1] == p[1] && b[1] == p[1] && min(a[0], b[0]) <= p[0] && p[0] <= max(a[0], b[0]) {
				return false, true
			}
			continue
		}
		x := a[0] + (p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0])
		if x == p[0] {
			return false, true
		}
		if x > p[0] {
			inside = !inside
		}
	}
	return inside, false
}
