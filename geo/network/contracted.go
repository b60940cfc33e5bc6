package network

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
)

// Contracted is a graph with the hierarchy over it: fields are found sixteen at a time,
// in two passes over an array. Their costs and winners are those of [Graph.Field], to
// the bit. It is immutable and safe for concurrent use.
type Contracted struct {
	g    *Graph
	h    *hierarchy.Hierarchy
	rows *rowsPool
}

// Arcs are the arcs of the graph as travelled: what its hierarchy is made of, and known
// by ([hierarchy.Graph.Key]). O(arcs).
func (g *Graph) Arcs() hierarchy.Graph {
	out := hierarchy.Graph{Start: g.forward.start, Arcs: make([]hierarchy.Arc, len(g.forward.arcs))}
	for i, a := range g.forward.arcs {
		out.Arcs[i] = hierarchy.Arc{To: uint32(a.to), Cost: a.cost}
	}
	return out
}

// Contract makes the hierarchy of the graph. It takes seconds for a town and tens of
// seconds for a million nodes: make it once and keep it.
func (g *Graph) Contract(ctx context.Context) (*Contracted, error) {
	h, err := hierarchy.Contract(ctx, g.Arcs(), hierarchy.Options{})
	if err != nil {
		return nil, fmt.Errorf("contracting the %s network: %w", g.mode.ID, err)
	}
	return g.Contracted(h)
}

// Contracted joins the graph with a hierarchy that was made of its [Graph.Arcs]. One
// made of a graph with another number of nodes is refused; that it is the right one
// otherwise is for the caller to know, by its key.
func (g *Graph) Contracted(h *hierarchy.Hierarchy) (*Contracted, error) {
	if h.Nodes() != g.nodes {
		return nil, fmt.Errorf("the hierarchy of the %s network has %d nodes, the network %d", g.mode.ID, h.Nodes(), g.nodes)
	}
	return &Contracted{g: g, h: h, rows: newRowsPool()}, nil
}

// Graph is the graph itself.
func (c *Contracted) Graph() *Graph { return c.g }

// Hierarchy is the hierarchy over it; it must not be changed.
func (c *Contracted) Hierarchy() *hierarchy.Hierarchy { return c.h }
