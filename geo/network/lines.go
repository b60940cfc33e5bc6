package network

import (
	"math"

	"github.com/paulmach/orb"
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

// Nearest is the nearest point of a segment to p and the square of its distance;
// equal points of two segments of a street have equal distances.
func (n *Lines) Nearest(p orb.Point, segment int32) (q orb.Point, dist2 float64) {
	q, dist2, _ = nearestOnSegment(p, n.Points[segment], n.Points[segment+1])
	return q, dist2
}

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

// Within bounds the cost between a source of the field and any position on a
// segment, a leg to it not counted: no position costs less than low, none more than
// high. Both are Unreachable where the field is not known.
func (f *Field) Within(n *Lines, segment int32) (low, high uint32) {
	return f.within(n, segment, func(v int32) (uint32, uint32) {
		l := f.lab[v]
		return uint32(l >> 32), uint32(l >> 32)
	})
}

// Within is [Field.Within]: low for the nearest source, high for the k-th nearest
// distinct one.
func (kf *KField) Within(n *Lines, segment int32) (low, high uint32) {
	return kf.f.within(n, segment, func(v int32) (uint32, uint32) {
		row := kf.of(v)
		return uint32(row[0] >> 32), uint32(row[kf.k-1] >> 32)
	})
}

func (f *Field) within(n *Lines, segment int32, at func(node int32) (low, high uint32)) (low, high uint32) {
	const rounding = 2
	g := f.g
	e := n.EdgeOf[segment]
	cost := g.cost[e]
	scale := 0.0
	if total := n.pl.lengthM(e); total > 0 {
		scale = float64(cost) / total
	}
	// Offsets are rounded along the street, so these may be a unit off.
	from, to := n.pl.along[segment]*scale, n.pl.along[segment+1]*scale
	lo := func(v float64) uint32 { return uint32(max(0, v-rounding)) }
	hi := func(v float64) uint32 { return uint32(min(math.MaxUint32, v+rounding)) }
	low, high = Unreachable, Unreachable
	u := g.use[e]
	toA, toB := u&mayBackward != 0, u&mayForward != 0
	if f.direction == From {
		toA, toB = toB, toA
	}
	a, b := g.ends(e, !f.out)
	lowA, highA := at(a)
	lowB, highB := at(b)
	if lowA != Unreachable {
		switch {
		case toA:
			low = min(low, lo(float64(lowA)+from))
			if highA != Unreachable {
				high = min(high, hi(float64(highA)+to))
			}
		case from <= rounding: // the end itself is at the node, whichever way one may go
			low = min(low, lowA)
		}
	}
	if lowB != Unreachable {
		switch {
		case toB:
			low = min(low, lo(float64(lowB)+float64(cost)-to))
			if highB != Unreachable {
				high = min(high, hi(float64(highB)+float64(cost)-from))
			}
		case float64(cost)-to <= rounding:
			low = min(low, lowB)
		}
	}
	if f.onEdge.has(e) {
		for _, s := range f.onEdge.edges[e] {
			low = min(low, s.leg)
		}
	}
	return low, high
}

// Cost is the lowest cost of a place with these links.
func (f *Field) Cost(links []Link) uint32 {
	c, _ := f.At(links)
	return c
}

// Cost is the cost of a place with these links to the k-th nearest distinct source.
func (kf *KField) Cost(links []Link) uint32 {
	c, _ := kf.At(links)
	return c
}

// Nearest reports that the cost over several links is the lowest over each.
func (f *Field) Nearest() bool { return true }

// Nearest reports whether one source is asked for.
func (kf *KField) Nearest() bool { return kf.k == 1 }

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
