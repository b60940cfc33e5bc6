package hierarchy

// Arc is a step between a node and one of higher rank, which stands earlier in the
// sweep: To is that node's position, Cost what the step costs, [None] when it cannot be
// made in that direction. Eight bytes, as the kernels of package sweep read them.
type Arc struct{ To, Cost uint32 }

// None is the cost of a step that cannot be made, and of a node that is not reached.
// Costs at or above it do not occur, so that a cost plus a step never overflows.
const None = 1<<31 - 1

// Pad is how many arcs may be read beyond the last one of [Hierarchy.Out] and
// [Hierarchy.In]: they lie within the capacity of the slice, so that a kernel may fetch
// ahead without looking where the end is.
const Pad = 32

// Hierarchy is a graph with shortcuts, its nodes in the order of a sweep: every arc leads
// from a position to a smaller one. A cheapest way between any two nodes of the graph
// goes up from the first (to ever smaller positions) and then down to the second, at the
// same cost. It is immutable and safe for concurrent use.
type Hierarchy struct {
	// Node is the node of the graph at each position, Position its inverse.
	Node, Position []uint32
	// Start has one more element than there are nodes: the arcs of position p are
	// Start[p] to Start[p+1] of Out and of In.
	Start []uint32
	// Out holds what it costs to travel from p to the arc's To, In from To to p; the two
	// have the same To in the same places, and are one slice in a symmetric graph.
	Out, In []Arc
}

// Nodes is the number of nodes.
func (h *Hierarchy) Nodes() int { return len(h.Node) }

// Symmetric reports whether every step costs the same both ways, so that Out and In are
// one slice.
func (h *Hierarchy) Symmetric() bool {
	return len(h.Out) == 0 || &h.Out[0] == &h.In[0]
}

// Bytes is the memory of the hierarchy.
func (h *Hierarchy) Bytes() int {
	n := 4 * (len(h.Node) + len(h.Position) + len(h.Start))
	n += 8 * len(h.Out)
	if !h.Symmetric() {
		n += 8 * len(h.In)
	}
	return n
}
