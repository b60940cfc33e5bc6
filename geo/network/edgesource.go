package network

import (
	"maps"
	"slices"
)

// edgeSources are the sources by the edge they stand on: what a place on the same
// edge compares itself with.
type edgeSources struct {
	edges map[int32][]EdgeSource
	// marks has a bit per edge: most edges have no source, and are asked often.
	marks []uint64
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
	s := edgeSources{edges: make(map[int32][]EdgeSource, len(sources)), marks: make([]uint64, edges/64+1)}
	for _, src := range sources {
		for _, l := range src.Links {
			s.edges[l.Edge] = append(s.edges[l.Edge], EdgeSource{l.Offset, l.Leg, src.ID})
			s.marks[l.Edge>>6] |= 1 << (uint(l.Edge) & 63)
		}
	}
	return s
}

// has reports whether a source stands on the edge. The edge may be newer than the bits.
func (s *edgeSources) has(edge int32) bool {
	w := int(edge >> 6)
	return w < len(s.marks) && s.marks[w]>>(uint(edge)&63)&1 != 0
}

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
// made from stay as they are. The map is shared, the bits are copied: for a town of
// 100,000 edges that is 13 kB, which takes less time than a map of a few links.
func (s *edgeSources) edited(closed, added []Source) edgeSources {
	out := edgeSources{edges: s.edges, changes: maps.Clone(s.changes)}
	if out.changes == nil {
		out.changes = make(map[int32][]EdgeSource)
	}
	last := int32(0)
	for _, src := range added {
		for _, l := range src.Links {
			last = max(last, l.Edge)
		}
	}
	out.marks = make([]uint64, max(len(s.marks), int(last>>6)+1))
	copy(out.marks, s.marks)
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
				out.marks[l.Edge>>6] &^= 1 << (uint(l.Edge) & 63)
			}
		}
	}
	for _, src := range added {
		for _, l := range src.Links {
			out.changes[l.Edge] = append(slices.Clone(out.of(l.Edge)), EdgeSource{l.Offset, l.Leg, src.ID})
			out.marks[l.Edge>>6] |= 1 << (uint(l.Edge) & 63)
		}
	}
	return out
}
