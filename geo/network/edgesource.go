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
	// changes are those of an edited field, nil for none.
	changes *edgeChanges
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

// has reports whether a source stands on the edge.
func (s *edgeSources) has(edge int32) bool {
	if s.changes != nil {
		return s.changes.has(s, edge)
	}
	return s.marks[edge>>6]>>(uint(edge)&63)&1 != 0
}

// of lists the sources on an edge.
func (s *edgeSources) of(edge int32) []EdgeSource {
	if s.changes != nil {
		if list, ok := s.changes.edges[edge]; ok {
			return list
		}
	}
	return s.edges[edge]
}

// nearest is the label of a place at the link's point, leg not counted, that goes
// along the edge towards its first vertex (toA) or its last (toB).
func (s *edgeSources) nearest(l Link, toA, toB bool) label {
	best := unlabelled
	for _, k := range s.of(l.Edge) {
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

// edgeChanges are the edges whose sources an edit changed, with all that stand there
// now: the map and the bits of the field it was made from are shared. A bit per edge
// would be more than most edits have to write.
type edgeChanges struct {
	edges map[int32][]EdgeSource
	// marks are bits by a hash of the edge: most edges are not in the map.
	marks [8]uint64
}

// edgeHash is multiplicative hashing to 9 bits (Knuth, The Art of Computer Programming,
// vol. 3, 6.4), by the golden ratio.
func edgeHash(edge int32) uint32 { return uint32(edge) * 2654435769 >> 23 }

func (c *edgeChanges) has(base *edgeSources, edge int32) bool {
	h := edgeHash(edge)
	if c.marks[h>>6]>>(h&63)&1 != 0 {
		if list, ok := c.edges[edge]; ok {
			return len(list) > 0
		}
	}
	w := int(edge >> 6) // edges may be newer than the bits
	return w < len(base.marks) && base.marks[w]>>(uint(edge)&63)&1 != 0
}

func (c *edgeChanges) set(edge int32, list []EdgeSource) {
	h := edgeHash(edge)
	c.marks[h>>6] |= 1 << (h & 63)
	c.edges[edge] = list
}

// edited returns the sources by edge without some and with some more; those it is made
// from stay as they are.
func (s *edgeSources) edited(closed, added []Source) edgeSources {
	c := &edgeChanges{edges: make(map[int32][]EdgeSource)}
	if s.changes != nil {
		c.marks = s.changes.marks
		maps.Copy(c.edges, s.changes.edges)
	}
	out := edgeSources{edges: s.edges, marks: s.marks, changes: c}
	for _, src := range closed {
		for _, l := range src.Links {
			var left []EdgeSource
			for _, k := range out.of(l.Edge) {
				if k != (EdgeSource{l.Offset, l.Leg, src.ID}) {
					left = append(left, k)
				}
			}
			c.set(l.Edge, left)
		}
	}
	for _, src := range added {
		for _, l := range src.Links {
			c.set(l.Edge, append(slices.Clone(out.of(l.Edge)), EdgeSource{l.Offset, l.Leg, src.ID}))
		}
	}
	return out
}
