package network

import (
	"cmp"
	"math"

	"github.com/paulmach/orb"
)

// candidate is the nearest point of one street.
type candidate struct {
	street int32
	edge   int32
	// dist2 is the square of the straight distance in metres.
	dist2 float64
	point orb.Point
	// segment and part tell where on the edge the point lies.
	segment int32
	part    float64
	offset  uint32
	leg     uint32
	// settled: the first of its region, or cheaper than that and behind a barrier;
	// clear: its leg is known to cross no barrier.
	settled, clear bool
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
	// first[region] is the cheapest candidate of a region of the network when
	// regionStamp[region] is regionTurn; regions are the regions that have one.
	first       []int32
	regionStamp []uint32
	regionTurn  uint32
	regions     []int32
	// open are the candidates that are not decided yet, a heap: leg<<32 | position.
	open []uint64
	// fenced: a barrier stands near enough to lie between the place and a candidate.
	fenced bool
	local  localSearch
}

func newLinkSearch(l *Linker) *linkSearch {
	n := l.g.streets.n
	s := &linkSearch{l: l, slot: make([]int32, n), stamp: make([]uint32, n), first: make([]int32, l.g.streets.regions), regionStamp: make([]uint32, l.g.streets.regions)}
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
		s.turn = 1
	}
	box := orb.Bound{Min: orb.Point{p[0] - limit, p[1] - limit}, Max: orb.Point{p[0] + limit, p[1] + limit}}
	s.fenced = s.l.ground.fenced(box)
	look := func(ids []int32) {
		for _, k := range ids {
			e := pl.edgeOf[k]
			if u := g.use[e]; u&mayLink == 0 || u&bothWays == 0 {
				continue
			}
			q, d2, f := nearestOnSegment(p, pl.pts[k], pl.pts[k+1])
			if d2 > limit*limit {
				continue
			}
			street := g.streets.of[e]
			c := candidate{street: street, edge: e, dist2: d2, point: q, segment: k, part: f}
			if s.stamp[street] != s.turn {
				s.stamp[street] = s.turn
				s.slot[street] = int32(len(s.candidates))
				s.candidates = append(s.candidates, c)
			} else if old := &s.candidates[s.slot[street]]; d2 <= old.dist2 && g.nearer(&c, old) {
				*old = c
			}
		}
	}
	pl.cells.within(box, look)
	if pl.added != nil {
		pl.added.within(box, look)
	}
}

// nearer orders two points of one street: by distance, then by place, so that the
// choice does not depend on the order of the roads. Where the point is a node of
// the street, a private edge goes before a public one: from it one may go either
// way.
func (g *Graph) nearer(c, old *candidate) bool {
	if c.dist2 != old.dist2 {
		return c.dist2 < old.dist2
	}
	if c.point != old.point {
		return less(c.point, old.point)
	}
	if p, q := g.use[c.edge]&isPrivate, g.use[old.edge]&isPrivate; p != q {
		return p != 0
	}
	if c.edge != old.edge {
		for _, last := range [2]bool{false, true} {
			if p, q := g.endPlace(c.edge, last), g.endPlace(old.edge, last); p != q {
				return less(p, q)
			}
		}
	}
	return c.edge < old.edge
}

// price works out the leg and the offset of every candidate and returns the
// longest leg.
func (s *linkSearch) price() uint32 {
	pl := s.l.g.top.inPlane()
	longest := uint32(0)
	for i := range s.candidates {
		s.l.g.price(pl, &s.candidates[i])
		longest = max(longest, s.candidates[i].leg)
	}
	return longest
}

// price works out the leg and the offset of a candidate.
func (g *Graph) price(pl *plane, c *candidate) {
	c.leg = g.legCost(math.Sqrt(c.dist2))
	k := c.segment
	if g.sloped != nil {
		c.offset = g.offsetAt(c.edge, g.sloped.cost(k, c.part))
		return
	}
	before := pl.along[k] + c.part*(pl.along[k+1]-pl.along[k])
	if total := pl.lengthM(c.edge); total > 0 {
		before *= g.top.lengthM[c.edge] / total
	}
	c.offset = g.offset(c.edge, before)
}

// before orders candidates by leg, then by place, so that it does not depend on the
// order of the roads.
func (c *candidate) before(o *candidate) bool {
	if c.leg != o.leg {
		return c.leg < o.leg
	}
	return cmp.Or(cmp.Compare(c.point[0], o.point[0]), cmp.Compare(c.point[1], o.point[1]), cmp.Compare(c.edge, o.edge)) < 0
}

// legCost is the cost of a straight leg of d metres, leg factor included. The leg
// is walked, whatever the mode.
func (g *Graph) legCost(d float64) uint32 {
	d *= g.mode.LegFactor * unitsPerBase
	if g.metric.Timed() {
		d /= g.mode.LegSpeedKmh / 3.6
	}
	return uint32(math.Round(d))
}
