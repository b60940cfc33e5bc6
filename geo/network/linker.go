package network

import (
	"math"
	"sync"

	"github.com/paulmach/orb"
)

// Linker finds the links of places to one graph. It is safe for concurrent use.
type Linker struct {
	g      *Graph
	ground *Ground
	pool   sync.Pool
}

// NewLinker makes a linker for the graph over the ground; a nil ground has neither
// barriers nor built-up areas.
func NewLinker(g *Graph, ground *Ground) *Linker {
	l := &Linker{g: g, ground: ground}
	l.pool.New = func() any { return newLinkSearch(l) }
	return l
}

// Graph is the graph that places are linked to.
func (l *Linker) Graph() *Graph { return l.g }

// limitM is the longest straight leg at a point in plane metres.
func (l *Linker) limitM(p orb.Point) float64 {
	m := l.g.mode
	if m.LinkLimitBuiltUpM > 0 && m.LinkLimitBuiltUpM != m.LinkLimitM && l.ground.builtUp(p) {
		return m.LinkLimitBuiltUpM
	}
	return m.LinkLimitM
}

// LimitM is the longest straight leg in metres at a point in degrees.
func (l *Linker) LimitM(p orb.Point) float64 { return l.limitM(l.g.top.Projection().ToPlane(p)) }

// Links appends to dst the links of a point in degrees, cheapest leg first. A
// place that leaves (home in a search [To]) and one that is arrived at differ on
// one-way streets: leaving says which is meant. No links means that the place is
// not connected.
func (l *Linker) Links(dst []Link, p orb.Point, leaving bool) []Link {
	s := l.pool.Get().(*linkSearch)
	defer l.pool.Put(s)
	q := l.g.top.Projection().ToPlane(p)
	s.collect(q, l.limitM(q))
	return s.links(dst, q, leaving)
}

// NearestM is the straight distance in metres from a point in degrees to the
// nearest street that places may be linked to, barriers or not, within maxM;
// negative when there is none.
func (l *Linker) NearestM(p orb.Point, maxM float64) float64 {
	s := l.pool.Get().(*linkSearch)
	defer l.pool.Put(s)
	s.collect(l.g.top.Projection().ToPlane(p), maxM)
	best := -1.0
	for _, c := range s.candidates {
		if d := math.Sqrt(c.dist2); best < 0 || d < best {
			best = d
		}
	}
	return best
}
