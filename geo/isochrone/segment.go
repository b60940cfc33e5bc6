package isochrone

import (
	"math"

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

// nearest is the point of a street nearest to p and the segment it is on.
func (x *index) nearest(p orb.Point, street int32) (foot orb.Point, segment uint32) {
	least, even := math.Inf(1), math.Inf(1)
	for k := x.start[street]; k < x.start[street+1]; k++ {
		g := &x.segs[k]
		q, d2 := g.foot(p)
		if d2 > even {
			continue
		}
		if e := sameM2 * (1 + d2); d2 < least-e || x.ahead(p, k, segment) {
			least, even, foot, segment = d2, d2+e, q, k
		}
	}
	return foot, segment
}

// sameM2 is the difference, to a square metre, below which two squares of distances
// may be of one point.
const sameM2 = 1e-9

// ahead decides between two segments that meet in the point nearest to a place.
func (x *index) ahead(p orb.Point, k, other uint32) bool {
	a, b := &x.segs[k], &x.segs[other]
	return a.edge != b.edge && x.lines.Ahead(p, a.id, b.id)
}
