package network

import (
	"context"
	"fmt"
)

// Field is, for every node within a limit, the cost to (or from) the nearest of a
// set of sources, and which source that is. It is immutable and safe for
// concurrent use.
type Field struct {
	g         *Graph
	direction Direction
	limit     uint32
	lab       []label
	// out: sources stand where trips start, so places are read where they end.
	out    bool
	onEdge edgeSources
	// scratch is set for a field that borrows its labels.
	scratch *scratch
}

// Field computes the field of the sources up to the limit, for every node of the
// graph: one search, whatever the number of sources. It keeps 8 bytes a node.
func (g *Graph) Field(ctx context.Context, sources []Source, d Direction, limit uint32) (*Field, error) {
	f := &Field{lab: make([]label, g.nodes)}
	for i := range f.lab {
		f.lab[i] = unlabelled
	}
	s := g.scratch.get()
	defer g.scratch.put(s)
	if err := g.fill(ctx, f, s, sources, d, limit, nil); err != nil {
		return nil, err
	}
	return f, nil
}

// Search computes the same field for few sources and a small limit: its cost
// follows the ground covered, not the size of the graph. Release must be called
// when the field is no longer needed, and the field not used afterwards.
func (g *Graph) Search(ctx context.Context, sources []Source, d Direction, limit uint32) (*Field, error) {
	s := g.scratch.get()
	f := &Field{lab: g.scratch.labels(s), scratch: s}
	if err := g.fill(ctx, f, s, sources, d, limit, &s.touched); err != nil {
		f.Release()
		return nil, err
	}
	return f, nil
}

// Release gives back what a field of [Graph.Search] borrowed.
func (f *Field) Release() {
	if f.scratch != nil {
		f.g.scratch.put(f.scratch)
		f.scratch, f.lab = nil, nil
	}
}

func (g *Graph) fill(ctx context.Context, f *Field, s *scratch, sources []Source, d Direction, limit uint32, touched *[]int32) error {
	f.g, f.direction, f.limit = g, d, min(limit, maxLimit)
	arcs, out := g.search(d)
	f.out = out
	f.onEdge = newEdgeSources(sources, len(g.use))
	s.starts = g.starts(s.starts[:0], sources, d, out)
	if err := g.run(ctx, arcs, f.lab, s.starts, limit, &s.queue, touched); err != nil {
		return fmt.Errorf("searching the %s network: %w", g.mode.ID, err)
	}
	return nil
}

// starts lists the nodes at the ends of the sources' edges with the cost between
// each and the source.
func (g *Graph) starts(dst []start, sources []Source, d Direction, out bool) []start {
	for _, src := range sources {
		for _, l := range src.Links {
			a, b := g.ends(l.Edge, out)
			toA, toB := g.steps(l.Edge, l.Offset, d == From)
			if toB {
				dst = append(dst, start{b, newLabel(l.Leg+g.cost[l.Edge]-l.Offset, src.ID)})
			}
			if toA {
				dst = append(dst, start{a, newLabel(l.Leg+l.Offset, src.ID)})
			}
		}
	}
	return dst
}

// steps tells which ends of its edge a position leads to: as travelled when
// leaving, else from which ends it is arrived at. A position at an end is at that
// end's node, whichever way the edge may be travelled.
func (g *Graph) steps(edge int32, offset uint32, leaving bool) (a, b bool) {
	u := g.use[edge]
	if u&bothWays == bothWays {
		return true, true
	}
	a, b = u&mayForward != 0, u&mayBackward != 0
	if leaving {
		a, b = b, a
	}
	return a || offset == 0, b || offset == g.cost[edge]
}

// At returns the lowest cost between a place with these links (legs ascending, as
// [Linker.Links] gives them) and a source, and the source's ID; Unreachable and -1
// when none is within the field's limit.
func (f *Field) At(links []Link) (cost uint32, source int32) {
	best := unlabelled
	for _, l := range links {
		if uint64(l.Leg) > best>>32 {
			break // legs ascend: no later link can be cheaper
		}
		best = min(best, f.at(l))
	}
	if best == unlabelled || uint32(best>>32) > f.limit {
		return Unreachable, -1
	}
	return uint32(best >> 32), int32(uint32(best))
}

// at is the label of a place at the end of one link.
func (f *Field) at(l Link) label {
	g := f.g
	// A place leaves towards the sources, or is arrived at from them.
	toA, toB := g.steps(l.Edge, l.Offset, f.direction == To)
	a, b := g.ends(l.Edge, !f.out)
	best := unlabelled
	if n := f.lab[a]; toA && n != unlabelled {
		best = n + uint64(l.Offset)<<32
	}
	if n := f.lab[b]; toB && n != unlabelled {
		best = min(best, n+uint64(g.cost[l.Edge]-l.Offset)<<32)
	}
	if f.onEdge.has(l.Edge) {
		best = min(best, f.onEdge.nearest(l, toA, toB))
	}
	if best == unlabelled {
		return best
	}
	return best + uint64(l.Leg)<<32
}

// Node returns the cost and source of a node of the public network, Unreachable
// and -1 when it was not reached.
func (f *Field) Node(v int32) (cost uint32, source int32) {
	if l := f.lab[v]; l != unlabelled {
		return uint32(l >> 32), int32(uint32(l))
	}
	return Unreachable, -1
}

// EachEdge calls fn for every edge on which some position may be within the field's
// limit, in no order: one end reached, or a source on it. For a field of [Graph.Search]
// it takes as long as the search has come.
func (f *Field) EachEdge(fn func(edge int32)) {
	if f.scratch != nil {
		f.eachTouched(fn)
		return
	}
	g := f.g
	// A bit per node is looked up faster than its label.
	reached := make([]uint64, len(f.lab)/64+1)
	for v, l := range f.lab {
		if l != unlabelled {
			reached[v>>6] |= 1 << (uint(v) & 63)
		}
	}
	has := func(v int32) bool { return reached[v>>6]>>(uint(v)&63)&1 != 0 }
	for e, u := range g.use {
		if u&bothWays == 0 {
			continue
		}
		a, b := g.ends(int32(e), !f.out)
		if has(a) || has(b) || f.onEdge.has(int32(e)) {
			fn(int32(e))
		}
	}
}

// eachTouched calls fn for the edges that end in a node that was labelled, and those
// with sources that end in none.
func (f *Field) eachTouched(fn func(edge int32)) {
	g, s := f.g, f.g.endingsOf(!f.out)
	for _, v := range f.scratch.touched {
		for _, e := range s.of(v) {
			// Of two ends that are reached the first tells of the edge.
			if a, _ := g.ends(e, !f.out); a == v || f.lab[a] == unlabelled {
				fn(e)
			}
		}
	}
	for e := range f.onEdge.edges {
		if a, b := g.ends(e, !f.out); f.lab[a] == unlabelled && f.lab[b] == unlabelled {
			fn(e)
		}
	}
}

// Graph is the graph of the field.
func (f *Field) Graph() *Graph { return f.g }

// Limit is the limit up to which the field is known.
func (f *Field) Limit() uint32 { return f.limit }

// Direction is the direction of travel of the field.
func (f *Field) Direction() Direction { return f.direction }

// edgeSources are the sources by the edge they stand on: what a place on the same
// edge compares itself with.
type edgeSources struct {
	edges map[int32][]EdgeSource
	// marks has a bit per edge: most edges have no source, and are asked often.
	marks []uint64
}

// EdgeSource is a source that stands on an edge: Offset is its cost from the edge's
// first vertex, Leg that of its leg.
type EdgeSource struct {
	Offset, Leg uint32
	ID          int32
}

func newEdgeSources(sources []Source, edges int) edgeSources {
	s := edgeSources{edges: make(map[int32][]EdgeSource, len(sources)), marks: make([]uint64, edges/64+1)}
	for _, src := range sources {
		for _, l := range src.Links {
			s.edges[l.Edge] = append(s.edges[l.Edge], EdgeSource{l.Offset, l.Leg, src.ID})
			s.marks[l.Edge>>6] |= 1 << (uint(l.Edge) & 63)
		}
	}
	return s
}

func (s *edgeSources) has(edge int32) bool {
	return s.marks[edge>>6]>>(uint(edge)&63)&1 != 0
}

// nearest is the label of a place at the link's point, leg not counted, that goes
// along the edge towards its first vertex (toA) or its last (toB).
func (s *edgeSources) nearest(l Link, toA, toB bool) label {
	best := unlabelled
	for _, k := range s.edges[l.Edge] {
		if c, ok := along(l.Offset, k.Offset, toA, toB); ok {
			best = min(best, newLabel(c+k.Leg, k.ID))
		}
	}
	return best
}

// along is the cost from one offset to another on an edge.
func along(from, to uint32, toA, toB bool) (uint32, bool) {
	switch {
	case from == to:
		return 0, true
	case to < from:
		return from - to, toA
	default:
		return to - from, toB
	}
}
