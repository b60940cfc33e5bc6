package network

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// errStranger is returned for a topology that a graph shares no numbering with.
var errStranger = errors.New("the topology was not made by editing that of the graph")

// Edited is the graph of the same mode and metric over the topology of g after edits of
// its roads, and what differs between the two. In every cost it is the graph that
// [Topology.Graph] makes of the edited roads; edges and nodes, copies of private ones
// included, keep the numbers that they have in g, so that links and fields of g can be
// followed up. It is made anew and not from g: streets are rounded along their whole
// length, and a gate may close an estate far from it. A graph with slopes is not edited.
// O(nodes + edges).
func (g *Graph) Edited(ctx context.Context, top *Topology) (*Graph, *Change, error) {
	switch {
	case g.sloped != nil:
		return nil, nil, fmt.Errorf("editing the graph of mode %q: %w", g.mode.ID, errSlopesEdited)
	case top.edit == nil || !slices.Contains(top.edit.lineage, g.top.self):
		return nil, nil, fmt.Errorf("editing the graph of mode %q: %w", g.mode.ID, errStranger)
	}
	n, r, err := top.base(ctx, g.mode, g.metric, g)
	if err != nil {
		return nil, nil, err
	}
	n.makeStreets(r)
	if err := n.finish(ctx, g); err != nil {
		return nil, nil, err
	}
	return n, newChange(g, n), nil
}

// numberAfter gives the nodes that a topology has more than that of another graph
// numbers after all nodes of that graph.
func (g *Graph) numberAfter(edited *Graph) {
	more := g.top.nodes - edited.top.nodes
	g.nodes, g.public = edited.nodes+more, edited.public
	g.added = slices.Grow(slices.Clone(edited.added), more)
	for i := range more {
		g.added = append(g.added, int32(edited.nodes+i))
	}
	if len(g.added) == 0 {
		return
	}
	g.from, g.to = slices.Clone(g.from), slices.Clone(g.to)
	for e := range g.from {
		g.from[e], g.to[e] = g.node(g.from[e]), g.node(g.to[e])
	}
}

// node is the number in the graph of a node of its topology.
func (g *Graph) node(v int32) int32 {
	if i := int(v) - g.public; i >= 0 && i < len(g.added) {
		return g.added[i]
	}
	return v
}

// cutEnd is the node of its own that an edge has at an end; false where it has none, or
// there is no graph.
func (g *Graph) cutEnd(edge int32, last bool) (int32, bool) {
	if g == nil || int(edge) >= len(g.use) || g.use[edge]&isBlocked == 0 {
		return 0, false
	}
	mid := g.special[edge].mid
	if last {
		return mid[1], mid[1] != g.to[edge]
	}
	return mid[0], mid[0] != g.from[edge]
}

// copies are the first copies of nodes that have two, nil for no graph.
func (g *Graph) copies() map[int32]int32 {
	if g == nil {
		return nil
	}
	out := make(map[int32]int32, len(g.gates))
	for _, k := range g.gates {
		out[k.mid] = k.out
	}
	return out
}
