package network

import (
	"maps"
	"slices"
)

// edgeSources are the sources by the edge they stand on: what a place on the same
// edge compares itself with.
type edgeSources struct {
	edges map[int32][]EdgeSource
	// marks are the edges with a source: most edges have none, and are asked often. Those
	// of edges are first.
	marks, first edgeMarks
	// changes are the edges of an edited field on which others stand than in edges, with
	// all who stand there now; nil for a field that was computed.
	changes map[int32][]EdgeSource
}

// EdgeSource is a source that stands on an edge: Offset is its cost from the edge's
// first vertex, Leg that of its leg.
type EdgeSource struct {
	Offset, Leg uint32
	ID          int32
}

func newEdgeSources(sources []Source, edges int) edgeSources {
	s := edgeSources{edges: make(map[int32][]EdgeSource, len(sources)), marks: newEdgeMarks(edges)}
	for _, src := range sources {
		for _, l := range src.Links {
			s.edges[l.Edge] = append(s.edges[l.Edge], EdgeSource{l.Offset, l.Leg, src.ID})
			s.marks.block(l.Edge).set(l.Edge)
		}
	}
	s.first = s.marks
	return s
}

// has reports whether a source stands on the edge. The edge may be newer than the bits.
func (s *edgeSources) has(edge int32) bool { return s.marks.has(edge) }

// of lists the sources on an edge.
func (s *edgeSources) of(edge int32) []EdgeSource {
	if s.changes != nil {
		if list, ok := s.changes[edge]; ok {
			return list
		}
	}
	return s.edges[edge]
}

// nearest is the label of a place at the link's point, leg not counted, that goes along
// the edge towards its first vertex (toA) or its last (toB) to one of the sources on it.
func nearest(sources []EdgeSource, l Link, toA, toB bool) label {
	best := unlabelled
	for _, k := range sources {
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

// edited returns the sources by edge without some links and with some more; those it is
// made from stay as they are. What is not on the edges of these links is shared.
func (s *edgeSources) edited(closed, added []Source) edgeSources {
	out := edgeSources{edges: s.edges, first: s.first, changes: maps.Clone(s.changes)}
	if out.changes == nil {
		out.changes = make(map[int32][]EdgeSource)
	}
	last := int32(-1)
	for _, src := range added {
		for _, l := range src.Links {
			last = max(last, l.Edge)
		}
	}
	out.marks = s.marks.clone(last)
	for _, src := range closed {
		for _, l := range src.Links {
			var left []EdgeSource
			for _, k := range out.of(l.Edge) {
				if k != (EdgeSource{l.Offset, l.Leg, src.ID}) {
					left = append(left, k)
				}
			}
			out.changes[l.Edge] = left
			if len(left) == 0 {
				out.marks.own(s.marks, l.Edge).drop(l.Edge)
			}
		}
	}
	for _, src := range added {
		for _, l := range src.Links {
			out.changes[l.Edge] = append(slices.Clone(out.of(l.Edge)), EdgeSource{l.Offset, l.Leg, src.ID})
			out.marks.own(s.marks, l.Edge).set(l.Edge)
		}
	}
	if len(closed) > 0 {
		out.marks.share(s.first)
	}
	return out
}
