package network

// edgeMarks is a set of edges: a bit each, in blocks of which those without an edge are
// nil. Sets made from one another share the blocks that are alike, so that an edit of a
// few edges copies half a kilobyte and not a bit for every edge of a town.
type edgeMarks []*markBlock

// markBlock are the bits of as many edges as follow one another.
type markBlock [markEdges / 64]uint64

const markEdges = 4096

func newEdgeMarks(edges int) edgeMarks { return make(edgeMarks, edges/markEdges+1) }

func (m edgeMarks) has(edge int32) bool {
	i := uint32(edge) / markEdges
	if i >= uint32(len(m)) || m[i] == nil {
		return false
	}
	return m[i][uint32(edge)%markEdges/64]>>(uint32(edge)&63)&1 != 0
}

// clone is the set with room for edges up to one; it shares all blocks.
func (m edgeMarks) clone(last int32) edgeMarks {
	n := make(edgeMarks, max(len(m), int(last/markEdges)+1))
	copy(n, m)
	return n
}

// block is that of an edge, to be written.
func (m edgeMarks) block(edge int32) *markBlock {
	i := uint32(edge) / markEdges
	if m[i] == nil {
		m[i] = new(markBlock)
	}
	return m[i]
}

// own is the block of an edge, to be written, in a set that was cloned from another: that
// keeps its own.
func (m edgeMarks) own(from edgeMarks, edge int32) *markBlock {
	i := int(uint32(edge) / markEdges)
	if i < len(from) && m[i] != nil && m[i] == from[i] {
		b := *m[i]
		m[i] = &b
	}
	return m.block(edge)
}

// share takes the blocks of another set in the place of those that are like them.
func (m edgeMarks) share(other edgeMarks) {
	for i, b := range m {
		switch {
		case b == nil || i < len(other) && b == other[i]:
		case i < len(other) && other[i] != nil && *b == *other[i]:
			m[i] = other[i]
		case *b == markBlock{}:
			m[i] = nil
		}
	}
}

func (b *markBlock) set(edge int32)  { b[uint32(edge)%markEdges/64] |= 1 << (uint32(edge) & 63) }
func (b *markBlock) drop(edge int32) { b[uint32(edge)%markEdges/64] &^= 1 << (uint32(edge) & 63) }

// bytes is the memory of the set, but for the blocks that it shares with another.
func (m edgeMarks) bytes(other edgeMarks) int {
	n := 8 * len(m)
	for i, b := range m {
		if b != nil && (i >= len(other) || b != other[i]) {
			n += markEdges / 8
		}
	}
	return n
}
