package network

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
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
	return l.LinksInPlane(dst, l.g.top.Projection().ToPlane(p), leaving)
}

// LinksInPlane is [Linker.Links] for a point in metres of [Topology.Projection].
func (l *Linker) LinksInPlane(dst []Link, p orb.Point, leaving bool) []Link {
	s := l.pool.Get().(*linkSearch)
	defer l.pool.Put(s)
	return s.links(dst, p, leaving)
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
		if best < 0 || c.dist < best {
			best = c.dist
		}
	}
	return best
}

// candidate is the nearest point of one street.
type candidate struct {
	street int32
	edge   int32
	dist   float64
	point  orb.Point
	// segment and part tell where on the edge the point lies.
	segment int32
	part    float64
	offset  uint32
	leg     uint32
	settled bool
}

// linkSearch is the working memory of one search for links.
type linkSearch struct {
	l          *Linker
	candidates []candidate
	// slot[street] is the street's candidate in this search when stamp[street] is
	// the search's number.
	slot  []int32
	stamp []uint32
	turn  uint32
	// partStamp marks the parts of the network that have a link, by partTurn.
	partStamp []uint32
	partTurn  uint32
	local     localSearch
}

func newLinkSearch(l *Linker) *linkSearch {
	n := l.g.streets.n
	s := &linkSearch{l: l, slot: make([]int32, n), stamp: make([]uint32, n), partStamp: make([]uint32, l.g.streets.parts)}
	s.local.init(l.g.nodes)
	return s
}

// collect finds the nearest point within the limit of every street in reach.
func (s *linkSearch) collect(p orb.Point, limit float64) {
	g := s.l.g
	pl := g.top.inPlane()
	s.candidates = s.candidates[:0]
	s.turn++
	if s.turn == 0 { // the counter came round: forget every stamp
		clear(s.stamp)
		clear(s.partStamp)
		s.turn, s.partTurn = 1, 0
	}
	box := orb.Bound{Min: orb.Point{p[0] - limit, p[1] - limit}, Max: orb.Point{p[0] + limit, p[1] + limit}}
	pl.cells.within(box, func(ids []int32) {
		for _, k := range ids {
			e := pl.edgeOf[k]
			if u := g.use[e]; u&mayLink == 0 || u&bothWays == 0 {
				continue
			}
			q, d, f := nearestOnSegment(p, pl.pts[k], pl.pts[k+1])
			if d > limit {
				continue
			}
			c := candidate{street: g.streets.of[e], edge: e, dist: d, point: q, segment: k, part: f}
			if s.stamp[c.street] != s.turn {
				s.stamp[c.street] = s.turn
				s.slot[c.street] = int32(len(s.candidates))
				s.candidates = append(s.candidates, c)
			} else if old := &s.candidates[s.slot[c.street]]; s.nearer(&c, old) {
				*old = c
			}
		}
	})
}

// nearer orders two points of one street: by distance, then by place, so that the
// choice does not depend on the order of the roads. Where the point is a node of
// the street, a private edge goes before a public one: from it one may go either
// way.
func (s *linkSearch) nearer(c, old *candidate) bool {
	if c.dist != old.dist {
		return c.dist < old.dist
	}
	if c.point != old.point {
		return less(c.point, old.point)
	}
	use := s.l.g.use
	if p, q := use[c.edge]&isPrivate, use[old.edge]&isPrivate; p != q {
		return p != 0
	}
	return c.edge < old.edge
}

// price works out the leg and the offset of every candidate and sorts them, the
// cheapest leg first.
func (s *linkSearch) price() {
	g := s.l.g
	pl := g.top.inPlane()
	for i := range s.candidates {
		c := &s.candidates[i]
		c.leg = g.legCost(c.dist)
		k := c.segment
		before := pl.along[k] + c.part*(pl.along[k+1]-pl.along[k])
		if total := pl.lengthM(c.edge); total > 0 {
			before *= g.top.lengthM[c.edge] / total
		}
		c.offset = g.offset(c.edge, before)
	}
	slices.SortFunc(s.candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.leg, b.leg), cmp.Compare(a.point[0], b.point[0]), cmp.Compare(a.point[1], b.point[1]), cmp.Compare(a.edge, b.edge))
	})
}

// legCost is the cost of a straight leg of d metres, leg factor included. The leg
// is walked, whatever the mode.
func (g *Graph) legCost(d float64) uint32 {
	d *= g.mode.LegFactor * unitsPerBase
	if g.metric == geo.NetworkTime {
		d /= g.mode.LegSpeedKmh / 3.6
	}
	return uint32(math.Round(d))
}

// links keeps, of all candidates, those that no other makes useless. The search
// walks outwards from the place over its links and the network together; a
// candidate that the walk has reached at no more than its own leg is dominated.
func (s *linkSearch) links(dst []Link, p orb.Point, leaving bool) []Link {
	g := s.l.g
	s.collect(p, s.l.limitM(p))
	if len(s.candidates) == 0 {
		return dst
	}
	s.price()
	// A walk against travel from an arrival is the mirror image of one from a
	// departure where all streets go both ways.
	arcs, out := g.forward, true
	if !leaving && !g.symmetric {
		arcs, out = g.backward, false
	}
	if g.symmetric {
		leaving = true
	}
	s.local.begin(arcs)
	kept := func(c *candidate) {
		dst = append(dst, Link{Edge: c.edge, Offset: c.offset, Leg: c.leg})
		a, b := g.ends(c.edge, out)
		toA, toB := g.steps(c.edge, c.offset, leaving)
		if toA {
			s.local.reach(a, c.leg+c.offset)
		}
		if toB {
			s.local.reach(b, c.leg+g.cost[c.edge]-c.offset)
		}
	}
	before := len(dst)
	open := s.firsts(p, kept)
	if open == 0 {
		return dst
	}
	sweepAt := s.local.next() + sweepStep(g)
	for i := range s.candidates {
		c := &s.candidates[i]
		for !c.settled && !s.local.empty() && s.local.next() < c.leg {
			if s.local.next() >= sweepAt {
				open = s.sweep(i, out, leaving)
				sweepAt = s.local.next() + sweepStep(g)
				continue
			}
			s.local.step()
		}
		if open == 0 {
			break
		}
		if c.settled {
			continue
		}
		c.settled = true
		open--
		if !s.dominated(c, out, leaving) && !s.l.ground.crossed(p, c.point) {
			kept(c)
		}
	}
	slices.SortFunc(dst[before:], func(a, b Link) int {
		return cmp.Or(cmp.Compare(a.Leg, b.Leg), cmp.Compare(a.Edge, b.Edge), cmp.Compare(a.Offset, b.Offset))
	})
	return dst
}

// firsts keeps the cheapest candidate of every part of the network that hangs
// together: no other can make it useless. It returns how many candidates are still
// to be decided. Where a town's map has many stray paths this spares the walk most
// of its way.
func (s *linkSearch) firsts(p orb.Point, kept func(*candidate)) int {
	open := 0
	parts := s.l.g.streets.part
	s.partTurn++
	for i := range s.candidates {
		c := &s.candidates[i]
		part := parts[c.street]
		if s.partStamp[part] == s.partTurn {
			open++
			continue
		}
		c.settled = true
		if !s.l.ground.crossed(p, c.point) {
			s.partStamp[part] = s.partTurn
			kept(c)
		}
	}
	return open
}

// sweepStep is how far the walk goes on between two looks at which of the
// candidates that are still open it has passed already.
func sweepStep(g *Graph) uint32 { return max(1, 2*g.meanCost) }

// sweep settles the open candidates from i on that the walk has dominated, and
// returns how many stay open. It lets the walk end long before it has gone as far
// as the longest leg.
func (s *linkSearch) sweep(i int, out, leaving bool) int {
	open := 0
	for k := i; k < len(s.candidates); k++ {
		c := &s.candidates[k]
		if c.settled {
			continue
		}
		if s.dominated(c, out, leaving) {
			c.settled = true
		} else {
			open++
		}
	}
	return open
}

// dominated reports whether the walk reaches the candidate's point, able to go on
// from there as the place itself would, at no more than its leg.
func (s *linkSearch) dominated(c *candidate, out, leaving bool) bool {
	g := s.l.g
	a, b := g.ends(c.edge, out)
	// The walk comes to the point from the ends from which one travels to it.
	fromA, fromB := g.steps(c.edge, c.offset, !leaving)
	if n := s.local.cost(a); fromA && n != Unreachable && n+c.offset <= c.leg {
		return true
	}
	if n := s.local.cost(b); fromB && n != Unreachable && n+g.cost[c.edge]-c.offset <= c.leg {
		return true
	}
	return false
}
