package network

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// links keeps, of all candidates, those that no other makes useless. The search
// walks outwards from the place over its links and the network together; a
// candidate that the walk has reached at no more than its own leg is dominated.
func (s *linkSearch) links(dst []Link, p orb.Point, leaving bool) []Link {
	g := s.l.g
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
	for i, k := range s.order {
		c := &s.candidates[k]
		for !c.settled && !s.local.empty() && s.local.next() < c.leg {
			if s.local.next() >= sweepAt {
				open = s.sweep(i, p, out, leaving)
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
		if !s.dominated(c, out, leaving) && (c.clear || !s.l.ground.crossed(p, c.point)) {
			kept(c)
		}
	}
	slices.SortFunc(dst[before:], func(a, b Link) int {
		return cmp.Or(cmp.Compare(a.Leg, b.Leg), cmp.Compare(a.Edge, b.Edge), cmp.Compare(a.Offset, b.Offset))
	})
	return dst
}

// firsts keeps the cheapest candidate of every region of the network: no other of
// its region can make it useless. It returns how many candidates are still to be
// decided. Where a town's map has many stray paths this spares the walk most of its
// way.
func (s *linkSearch) firsts(p orb.Point, kept func(*candidate)) int {
	open := 0
	regions := s.l.g.streets.region
	if s.regionTurn++; s.regionTurn == 0 {
		clear(s.regionStamp)
		s.regionTurn = 1
	}
	for _, k := range s.order {
		c := &s.candidates[k]
		region := regions[c.edge]
		if s.regionStamp[region] == s.regionTurn {
			open++
			continue
		}
		c.settled = true
		if !s.l.ground.crossed(p, c.point) {
			s.regionStamp[region] = s.regionTurn
			kept(c)
		}
	}
	return open
}

// sweepStep is how far the walk goes on between two looks at which of the
// candidates that are still open it has passed already.
func sweepStep(g *Graph) uint32 { return max(1, 2*g.meanCost) }

// sweep settles the open candidates from i on that the walk has dominated, or that
// lie behind a barrier, and returns how many stay open. It lets the walk end long
// before it has gone as far as the longest leg.
func (s *linkSearch) sweep(i int, p orb.Point, out, leaving bool) int {
	open := 0
	for _, k := range s.order[i:] {
		c := &s.candidates[k]
		if c.settled {
			continue
		}
		if s.dominated(c, out, leaving) {
			c.settled = true
			continue
		}
		if !c.clear {
			if s.l.ground.crossed(p, c.point) {
				c.settled = true
				continue
			}
			c.clear = true
		}
		open++
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
