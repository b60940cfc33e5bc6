package isochrone

import (
	"github.com/paulmach/orb"
)

// segment is a straight piece of a street, in metres of the plane.
type segment struct {
	a, b orb.Point
	// perM2 is the inverse of its length squared, 0 for a point.
	perM2 float64
	// id is its number in lines.
	id, edge int32
}

// foot is the point of a segment nearest to a place, and its distance squared.
func (g *segment) foot(p orb.Point) (q orb.Point, dist2 float64) {
	vx, vy := g.b[0]-g.a[0], g.b[1]-g.a[1]
	t := ((p[0]-g.a[0])*vx + (p[1]-g.a[1])*vy) * g.perM2
	if t < 0 {
		t = 0
	} else if t > 1 {
		t = 1
	}
	q = orb.Point{g.a[0] + t*vx, g.a[1] + t*vy}
	x, y := p[0]-q[0], p[1]-q[1]
	return q, x*x + y*y
}
