package network

import (
	"context"
	"fmt"
	"sync"
)

// Field is, for every node within a limit, the cost to (or from) the nearest of a
// set of sources, and which source that is. It is immutable and safe for
// concurrent use.
type Field struct {
	g         *Graph
	direction Direction
	limit     uint32
	// lab are the labels of a field that was computed; an edited one has changes to them
	// in their stead. Both are read through label.
	lab     []label
	changes *changes
	// out: sources stand where trips start, so places are read where they end.
	out     bool
	sources sourceList
	onEdge  edgeSources
	// scratch is set for a field that borrows its labels.
	scratch *scratch
	// startsOnce and starts are for the edits of a field that was computed.
	startsOnce sync.Once
	starts     []start
}

// Field computes the field of the sources up to the limit, for every node of the
// graph: one search, whatever the number of sources. It keeps 8 bytes a node, and the
// sources, which must not be changed.
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
	f.sources = sourceList{base: sources}
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
			dst = g.startsAt(dst, l, src.ID, d, out)
		}
	}
	return dst
}

// startsAt lists where a source starts by one of its links.
func (g *Graph) startsAt(dst []start, l Link, id int32, d Direction, out bool) []start {
	a, b := g.ends(l.Edge, out)
	toA, toB := g.steps(l.Edge, l.Offset, d == From)
	if toB {
		dst = append(dst, start{b, newLabel(l.Leg+g.cost[l.Edge]-l.Offset, id)})
	}
	if toA {
		dst = append(dst, start{a, newLabel(l.Leg+l.Offset, id)})
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
	first, last := f.label(a), f.label(b)
	if toA && first != unlabelled {
		best = first + uint64(l.Offset)<<32
	}
	if toB && last != unlabelled {
		best = min(best, last+uint64(g.cost[l.Edge]-l.Offset)<<32)
	}
	if f.onEdge.has(l.Edge) {
		best = min(best, nearest(f.onEdge.of(l.Edge), l, toA, toB))
	}
	if best == unlabelled {
		return best
	}
	return best + uint64(l.Leg)<<32
}

// label is what the field knows of a node.
func (f *Field) label(v int32) label {
	if f.changes != nil {
		return f.changes.label(v)
	}
	return f.lab[v]
}

// Node returns the cost and source of a node of the topology, on the public network;
// Unreachable and -1 when it was not reached.
func (f *Field) Node(v int32) (cost uint32, source int32) {
	if l := f.label(f.g.node(v)); l != unlabelled {
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
	reached := make([]uint64, g.nodes/64+1)
	if f.changes != nil {
		for v := range int32(g.nodes) {
			if f.label(v) != unlabelled {
				reached[v>>6] |= 1 << (uint(v) & 63)
			}
		}
	} else {
		for v, l := range f.lab {
			if l != unlabelled {
				reached[v>>6] |= 1 << (uint(v) & 63)
			}
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
