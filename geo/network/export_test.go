package network

import "context"

// What tests compare that nobody else needs to know.

// EdgeState is what a graph knows of an edge.
type EdgeState struct {
	Use     permission
	Cost    uint32
	LengthM float64
	Base    float64
	Against bool
	PerM    float64
}

func (g *Graph) EdgeState(e int32) EdgeState {
	s := g.streets
	if g.use[e]&bothWays == 0 {
		return EdgeState{}
	}
	return EdgeState{g.use[e], g.cost[e], g.top.lengthM[e], s.base[e], s.against[e], s.perM[e]}
}

// EndNodes are the graph's nodes at the ends of an edge: on the public network, where
// trips start and where they end.
func (g *Graph) EndNodes(e int32) [6]int32 {
	a, b := g.mid(e)
	c, d := g.ends(e, true)
	x, y := g.ends(e, false)
	return [6]int32{a, b, c, d, x, y}
}

func (g *Graph) Street(e int32) int32 { return g.streets.of[e] }

// Label is what a field knows of a node of its graph.
func (f *Field) Label(v int32) uint64 { return f.label(v) }

// Edited reports whether the field stands on another.
func (f *Field) Edited() bool { return f.changes != nil }

// WithoutWhatever is Without, however much is forgotten.
func (f *Field) WithoutWhatever(ctx context.Context, ids ...int32) (*Field, error) {
	return f.without(ctx, ids, f.g.nodes)
}

// RepairedWhatever is Repaired, however much is forgotten.
func (f *Field) RepairedWhatever(ctx context.Context, c *Change, moved ...Source) (*Field, error) {
	return f.repaired(ctx, c, moved, c.before.nodes)
}
