package homes

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// pointInside returns a point in the ground: that of its largest polygon.
func pointInside(mp orb.MultiPolygon) orb.Point {
	best, most := -1, -1.0
	for i, p := range mp {
		if _, area := centroid(p); area > most && len(p) > 0 && len(p[0]) > 0 {
			best, most = i, area
		}
	}
	if best < 0 {
		return orb.Point{}
	}
	p := newPart(mp[best])
	if most <= 0 || len(p.edges) == 0 {
		return mp[best][0][0]
	}
	return p.inside()
}

// inside returns a point in the polygon: the centroid where that lies in it, else
// the middle of the widest stretch halfway up.
func (p *part) inside() orb.Point {
	if p.contains(p.centre) {
		return p.centre
	}
	return p.widest()
}

// centroid returns the centroid of a polygon and its area in square degrees.
func centroid(p orb.Polygon) (orb.Point, float64) {
	var cx, cy, sum float64
	if len(p) == 0 || len(p[0]) == 0 {
		return orb.Point{}, 0
	}
	o := p[0][0]
	for k, r := range p {
		var x, y, a float64
		for i := range r {
			u, v := r[i], r[(i+1)%len(r)]
			ux, uy, vx, vy := u[0]-o[0], u[1]-o[1], v[0]-o[0], v[1]-o[1]
			w := ux*vy - vx*uy
			x, y, a = x+(ux+vx)*w, y+(uy+vy)*w, a+w
		}
		// The outer ring adds and holes take away, whichever way they run.
		if (a < 0) == (k == 0) {
			x, y, a = -x, -y, -a
		}
		cx, cy, sum = cx+x, cy+y, sum+a
	}
	if !(sum > 0) {
		return o, 0
	}
	return orb.Point{o[0] + cx/(3*sum), o[1] + cy/(3*sum)}, sum / 2
}

// widest returns the middle of the widest inner stretch of the line halfway up.
func (p *part) widest() orb.Point {
	y := (p.bound.Min[1] + p.bound.Max[1]) / 2
	var xs []float64
	for _, e := range p.edges {
		if e.lo[1] <= y && y < e.hi[1] {
			xs = append(xs, e.lo[0]+(y-e.lo[1])/(e.hi[1]-e.lo[1])*(e.hi[0]-e.lo[0]))
		}
	}
	slices.Sort(xs)
	at, w := p.edges[0].lo, math.Inf(-1)
	for i := 0; i+1 < len(xs); i += 2 {
		if d := xs[i+1] - xs[i]; d > w {
			at, w = orb.Point{(xs[i] + xs[i+1]) / 2, y}, d
		}
	}
	return at
}
