package network

import (
	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// Lines are the straight segments that places may be linked to, street by street,
// in metres of [Topology.Projection]. They let the links of many places be found
// together: a place's candidates are, of every street, the nearest point within
// [Lines.LimitM] whose leg is not [Lines.Crossed]. They must not be changed.
type Lines struct {
	// Segments lists the segments: those of street s are
	// Segments[Start[s]:Start[s+1]]. Segment k runs from Points[k] to Points[k+1], on
	// edge EdgeOf[k].
	Start    []uint32
	Segments []int32
	Points   []orb.Point
	EdgeOf   []int32

	l  *Linker
	pl *plane
}

// Lines lists the segments of the linker's graph. O(segments); 4 bytes a segment.
func (l *Linker) Lines() *Lines {
	g := l.g
	pl := g.top.inPlane()
	n := &Lines{Start: make([]uint32, g.streets.n+1), Points: pl.pts, EdgeOf: pl.edgeOf, l: l, pl: pl}
	each := func(f func(street, segment int32)) {
		for e, u := range g.use {
			if u&mayLink == 0 || u&bothWays == 0 {
				continue
			}
			for k := pl.start[e]; k+1 < pl.start[e+1]; k++ {
				f(g.streets.of[e], int32(k))
			}
		}
	}
	each(func(street, _ int32) { n.Start[street+1]++ })
	for s := 1; s < len(n.Start); s++ {
		n.Start[s] += n.Start[s-1]
	}
	n.Segments = make([]int32, n.Start[len(n.Start)-1])
	next := make([]uint32, g.streets.n)
	copy(next, n.Start)
	each(func(street, segment int32) {
		n.Segments[next[street]] = segment
		next[street]++
	})
	return n
}

// Street is the street of an edge, -1 for one that the mode may not use.
func (n *Lines) Street(edge int32) int32 { return n.l.g.streets.of[edge] }

// Along is how an edge lies in its street: the cost, not rounded, from the street's first end
// to where the edge begins, and whether the street runs against the edge, from its last vertex
// to its first. Of a graph with slopes it is told as without.
func (n *Lines) Along(edge int32) (at float64, against bool) {
	s := n.l.g.streets
	if at, against = s.base[edge], s.against[edge]; against {
		at -= s.perM[edge] * n.pl.lengthM(edge)
	}
	return at, against
}

// Projection leads from degrees to the plane of the segments and back.
func (n *Lines) Projection() *crs.LocalTM { return n.l.g.top.Projection() }

// Private reports whether trips may start or end on an edge but never pass through.
func (n *Lines) Private(edge int32) bool { return n.l.g.use[edge]&isPrivate != 0 }

// Ahead tells which of two segments of one street counts when their nearest points
// to p are equally far.
func (n *Lines) Ahead(p orb.Point, segment, other int32) bool {
	c, o := n.candidate(p, segment), n.candidate(p, other)
	return n.l.g.nearer(&c, &o)
}

func (n *Lines) candidate(p orb.Point, segment int32) candidate {
	q, d2, f := nearestOnSegment(p, n.Points[segment], n.Points[segment+1])
	return candidate{edge: n.EdgeOf[segment], dist2: d2, point: q, segment: segment, part: f}
}

// Link is the link from p to the nearest point of a segment, and that point.
func (n *Lines) Link(p orb.Point, segment int32) (Link, orb.Point) {
	c := n.candidate(p, segment)
	n.l.g.price(n.pl, &c)
	return Link{Edge: c.edge, Offset: c.offset, Leg: c.leg}, c.point
}

// LegCost is the cost of a straight leg in metres, leg factor included.
func (n *Lines) LegCost(metres float64) uint32 { return n.l.g.legCost(metres) }

// LimitM is the longest straight leg at p.
func (n *Lines) LimitM(p orb.Point) float64 { return n.l.limitM(p) }

// Crossed reports whether a barrier stands between p and q.
func (n *Lines) Crossed(p, q orb.Point) bool { return n.l.ground.crossed(p, q) }

// EachBarrier calls f for every straight piece of what nobody steps across.
func (n *Lines) EachBarrier(f func(a, b orb.Point)) {
	if g := n.l.ground; g != nil {
		for i := 0; i < len(g.lines); i += 2 {
			f(g.lines[i], g.lines[i+1])
		}
	}
}

// EachBorder calls f for every side of the built-up areas; beside them all places have
// one [Lines.LimitM] on either hand.
func (n *Lines) EachBorder(f func(a, b orb.Point)) {
	if g := n.l.ground; g != nil {
		for i := range g.areas {
			for _, pairs := range g.areas[i].strips {
				for k := 0; k < len(pairs); k += 2 {
					f(pairs[k], pairs[k+1])
				}
			}
		}
	}
}

// Offset is the cost from the first vertex of the segment's edge to the start of the
// segment and the cost along the segment, give or take a unit.
func (n *Lines) Offset(segment int32) (from, along float64) {
	e := n.EdgeOf[segment]
	if s := n.l.g.sloped; s != nil {
		return s.segment(n.pl, e, segment, float64(n.l.g.cost[e]))
	}
	total := n.pl.lengthM(e)
	if total <= 0 {
		return 0, 0
	}
	scale := float64(n.l.g.cost[e]) / total
	from = n.pl.along[segment] * scale
	return from, n.pl.along[segment+1]*scale - from
}

// EdgeCosts are the costs between the ends of an edge and the sources of a field,
// for trips that go on from (or come by) the edge.
type EdgeCosts struct {
	// First and Last are the costs to the nearest source by way of the edge's first and
	// last vertex; Unreachable where there is no such way or it is beyond the limit.
	First, Last uint32
	// Least is the lowest cost of any position on the edge.
	Least uint32
	// Sources stand on the edge, so positions may cost less than by way of the ends.
	// They must not be changed.
	Sources []EdgeSource
	// OneWay: the positions at the ends themselves may cost less.
	OneWay bool
	// Cost is that of the whole edge.
	Cost uint32
}

// Ends are the costs at the ends of an edge.
func (f *Field) Ends(edge int32) EdgeCosts {
	a, b := f.g.ends(edge, !f.out)
	return f.ends(edge, f.label(a), f.label(b))
}

// Ends are the costs at the ends of an edge.
func (kf *KField) Ends(edge int32) EdgeCosts {
	a, b := kf.f.g.ends(edge, !kf.f.out)
	return kf.f.ends(edge, kf.of(a)[0], kf.of(b)[0])
}

func (f *Field) ends(edge int32, first, last label) EdgeCosts {
	g := f.g
	c := EdgeCosts{First: Unreachable, Last: Unreachable, Cost: g.cost[edge], Least: uint32(min(first, last) >> 32)}
	toA, toB := g.steps(edge, 1, f.direction == To)
	if g.cost[edge] <= 1 {
		toA, toB = true, true
	}
	if toA {
		c.First = uint32(first >> 32)
	}
	if toB {
		c.Last = uint32(last >> 32)
	}
	if f.onEdge.has(edge) {
		c.Sources = f.onEdge.of(edge)
		for _, s := range c.Sources {
			c.Least = min(c.Least, s.Leg)
		}
	}
	// Of a road with slopes the other direction is an edge of its own, which has the
	// costs that this one lacks. Where edges of a street join it still matters which of
	// them is nearest, and sources on the edge are still one way only.
	c.OneWay = (!toA || !toB) && (g.sloped == nil || !g.sloped.whole[edge] || c.Sources != nil)
	return c
}

// Cost is the lowest cost of a place with these links.
func (f *Field) Cost(links []Link) uint32 {
	c, _ := f.At(links)
	return c
}

// Offer adds a link to those of a place whose nearest source is in row, an element
// of all ones for a place without links, and returns the cost to it. Costs above the
// field's limit are told too, but may be too high.
func (f *Field) Offer(row []uint64, l Link) (cost uint32) {
	row[0] = min(row[0], f.at(l))
	return uint32(row[0] >> 32)
}

// K is 1: the field is about the nearest source.
func (f *Field) K() int { return 1 }

// Cost is the cost of a place with these links to the k-th nearest distinct source.
func (kf *KField) Cost(links []Link) uint32 {
	c, _ := kf.At(links)
	return c
}

// Limit is the limit up to which the field is known.
func (kf *KField) Limit() uint32 { return kf.f.limit }

// EachEdge calls fn for every edge on which some position may be within the field's
// limit of a source.
func (kf *KField) EachEdge(fn func(edge int32)) {
	g := kf.f.g
	for e, u := range g.use {
		if u&bothWays == 0 {
			continue
		}
		a, b := g.ends(int32(e), !kf.f.out)
		if kf.of(a)[0] != unlabelled || kf.of(b)[0] != unlabelled || kf.f.onEdge.has(int32(e)) {
			fn(int32(e))
		}
	}
}
