package network

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// links keeps, of all candidates, those that no other makes useless. The search
// walks outwards from the place over its links and the network together; a
// candidate that the walk has reached at no more than its own leg is dominated. The
// cheapest that is not, once the walk has come as far as its leg, is a link, and the
// walk goes on from it as well.
func (s *linkSearch) links(dst []Link, p orb.Point, leaving bool) []Link {
	g := s.l.g
	if len(s.candidates) == 0 {
		return dst
	}
	// A walk against travel from an arrival is the mirror image of one from a
	// departure where all streets go both ways.
	arcs, out := g.forward, true
	if !leaving && !g.symmetric {
		arcs, out = g.backward, false
	}
	if g.symmetric {
		leaving = true
	}
	s.local.begin(arcs, s.price(), g.meanCost/2)
	before := len(dst)
	keep := func(c *candidate) {
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
	s.firsts(p, keep)
	for len(s.open) > 0 {
		s.sweep(p, out, leaving)
		s.order()
		until := s.local.until(sweepStep(g))
		for len(s.open) > 0 {
			c := &s.candidates[uint32(s.open[0])]
			if s.local.walk(min(until, c.leg)); !s.local.final(c.leg) {
				break
			}
			s.drop()
			if !s.dominated(c, out, leaving) && (c.clear || !s.crossed(p, c)) {
				keep(c)
			}
		}
	}
	slices.SortFunc(dst[before:], func(a, b Link) int {
		return cmp.Or(cmp.Compare(a.Leg, b.Leg), cmp.Compare(a.Edge, b.Edge), cmp.Compare(a.Offset, b.Offset))
	})
	return dst
}

// firsts keeps the cheapest candidate of every region of the network: no other of
// its region can make it useless. The rest stay open. Where a town's map has many
// stray paths this spares the walk most of its way.
func (s *linkSearch) firsts(p orb.Point, keep func(*candidate)) {
	regions := s.l.g.streets.region
	if s.regionTurn++; s.regionTurn == 0 {
		clear(s.regionStamp)
		s.regionTurn = 1
	}
	s.open, s.regions = s.open[:0], s.regions[:0]
	for i := range s.candidates {
		c := &s.candidates[i]
		region := regions[c.edge]
		if s.regionStamp[region] != s.regionTurn {
			s.regionStamp[region] = s.regionTurn
			s.first[region] = int32(i)
			s.regions = append(s.regions, region)
		} else if c.before(&s.candidates[s.first[region]]) {
			s.first[region] = int32(i)
		}
	}
	for _, region := range s.regions {
		c := &s.candidates[s.first[region]]
		for c != nil && s.crossed(p, c) {
			c.settled = true
			c = s.cheapestOf(region)
		}
		if c != nil {
			c.settled = true
			keep(c)
		}
	}
	for i := range s.candidates {
		if c := &s.candidates[i]; !c.settled {
			s.open = append(s.open, uint64(c.leg)<<32|uint64(i))
		}
	}
}

// cheapestOf is the cheapest candidate of a region that is not settled, nil when
// all are.
func (s *linkSearch) cheapestOf(region int32) *candidate {
	regions := s.l.g.streets.region
	var best *candidate
	for i := range s.candidates {
		c := &s.candidates[i]
		if !c.settled && regions[c.edge] == region && (best == nil || c.before(best)) {
			best = c
		}
	}
	return best
}

// sweepStep is how far the walk goes on between two looks at which of the
// candidates that are still open it has passed already.
func sweepStep(g *Graph) uint32 { return max(1, 2*g.meanCost) }

// sweep closes the open candidates that the walk has dominated or that lie behind
// a barrier. It lets the walk end long before it has gone as far as the longest
// leg.
func (s *linkSearch) sweep(p orb.Point, out, leaving bool) {
	open := s.open[:0]
	for _, k := range s.open {
		c := &s.candidates[uint32(k)]
		if s.dominated(c, out, leaving) {
			continue
		}
		if !c.clear {
			if s.crossed(p, c) {
				continue
			}
			c.clear = true
		}
		open = append(open, k)
	}
	s.open = open
}

// crossed reports whether the candidate's leg crosses a barrier.
func (s *linkSearch) crossed(p orb.Point, c *candidate) bool {
	return s.fenced && s.l.ground.crossed(p, c.point)
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
