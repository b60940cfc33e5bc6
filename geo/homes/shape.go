package homes

import (
	"github.com/paulmach/orb"
)

// shape is polygonal ground made ready for "is this point in it?". It works in
// degrees: edges are straight in longitude and latitude (RFC 7946 §3.1.1). A
// point on an edge or a corner, also of a hole, is in it.
type shape struct {
	parts []part
	bound orb.Bound
}

// part is one polygon. Its edges run upwards, so that an edge shared by two
// polygons is judged by the very same arithmetic in both: a point beside it is in
// exactly one of them, a point on it in both.
type part struct {
	edges  []edge
	bound  orb.Bound
	centre orb.Point
	// bands cut the height evenly; edge numbers of band i are
	// inBand[bandStart[i]:bandStart[i+1]]. Without bands all edges are looked at.
	bandStart []int32
	inBand    []int32
	perBand   float64
}

type edge struct{ lo, hi orb.Point }

// Parts with fewer edges than this are faster without bands.
const bandedFrom = 24

func newShape(mp orb.MultiPolygon) shape {
	s := shape{}
	for _, p := range mp {
		pt := newPart(p)
		if len(pt.edges) == 0 {
			continue
		}
		if len(s.parts) == 0 {
			s.bound = pt.bound
		} else {
			s.bound = s.bound.Union(pt.bound)
		}
		s.parts = append(s.parts, pt)
	}
	return s
}

func newPart(p orb.Polygon) part {
	var pt part
	for _, r := range p {
		for i, a := range r {
			b := r[(i+1)%len(r)]
			if a == b {
				continue
			}
			if b[1] < a[1] || (b[1] == a[1] && b[0] < a[0]) {
				a, b = b, a
			}
			pt.edges = append(pt.edges, edge{a, b})
		}
	}
	if len(p) > 0 {
		pt.bound = p[0].Bound()
	}
	pt.centre, _ = centroid(p)
	pt.index()
	return pt
}

func (p *part) index() {
	if len(p.edges) < bandedFrom || p.bound.Max[1] <= p.bound.Min[1] {
		return
	}
	n := min(len(p.edges)/4, 1<<14)
	p.perBand = float64(n) / (p.bound.Max[1] - p.bound.Min[1])
	p.bandStart = make([]int32, n+1)
	for _, e := range p.edges {
		for b := p.band(e.lo[1]); b <= p.band(e.hi[1]); b++ {
			p.bandStart[b+1]++
		}
	}
	for i := range n {
		p.bandStart[i+1] += p.bandStart[i]
	}
	p.inBand = make([]int32, p.bandStart[n])
	next := append([]int32(nil), p.bandStart[:n]...)
	for i, e := range p.edges {
		for b := p.band(e.lo[1]); b <= p.band(e.hi[1]); b++ {
			p.inBand[next[b]] = int32(i)
			next[b]++
		}
	}
}

func (p *part) band(y float64) int {
	b := int((y - p.bound.Min[1]) * p.perBand)
	return max(0, min(b, len(p.bandStart)-2))
}

func (s *shape) contains(pt orb.Point) bool {
	if len(s.parts) == 0 || !s.bound.Contains(pt) {
		return false
	}
	for i := range s.parts {
		if s.parts[i].contains(pt) {
			return true
		}
	}
	return false
}

func (p *part) contains(pt orb.Point) bool {
	if !p.bound.Contains(pt) {
		return false
	}
	inside := false
	if p.bandStart == nil {
		for i := range p.edges {
			on, crosses := p.edges[i].meets(pt)
			if on {
				return true
			}
			inside = inside != crosses
		}
		return inside
	}
	b := p.band(pt[1])
	for _, i := range p.inBand[p.bandStart[b]:p.bandStart[b+1]] {
		on, crosses := p.edges[i].meets(pt)
		if on {
			return true
		}
		inside = inside != crosses
	}
	return inside
}

// meets tells whether the point is on the edge, and whether a ray from it
// eastwards crosses the edge.
func (e edge) meets(p orb.Point) (on, crosses bool) {
	if p[1] < e.lo[1] || p[1] > e.hi[1] {
		return false, false
	}
	if e.lo[1] == e.hi[1] {
		return p[0] >= e.lo[0] && p[0] <= e.hi[0], false
	}
	d := (e.hi[0]-e.lo[0])*(p[1]-e.lo[1]) - (p[0]-e.lo[0])*(e.hi[1]-e.lo[1])
	if d == 0 {
		return true, false
	}
	return false, d > 0 && p[1] < e.hi[1]
}
