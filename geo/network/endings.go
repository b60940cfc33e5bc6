package network

import "sync"

// endings are, for every node, the edges that a trip is on when it goes on from there
// (out) or comes by there: the converse of [Graph.ends]. A small search has then to look
// at no more edges than it has reached. They are made when first asked for.
type endings struct {
	once  sync.Once
	start []uint32
	edges []int32
}

// of are the edges that end in a node. A loop is named once.
func (s *endings) of(v int32) []int32 { return s.edges[s.start[v]:s.start[v+1]] }

// endingsOf are the endings of trips that start (out) or end on the edges.
func (g *Graph) endingsOf(out bool) *endings {
	s := &g.endings[0]
	if out {
		s = &g.endings[1]
	}
	s.once.Do(func() { s.make(g, out) })
	return s
}

func (s *endings) make(g *Graph, out bool) {
	each := func(f func(node, edge int32)) {
		for e, u := range g.use {
			if u&bothWays == 0 {
				continue
			}
			a, b := g.ends(int32(e), out)
			if f(a, int32(e)); b != a {
				f(b, int32(e))
			}
		}
	}
	s.start = make([]uint32, g.nodes+1)
	each(func(node, _ int32) { s.start[node+1]++ })
	for i := range g.nodes {
		s.start[i+1] += s.start[i]
	}
	s.edges = make([]int32, s.start[g.nodes])
	next := make([]uint32, g.nodes)
	copy(next, s.start)
	each(func(node, edge int32) {
		s.edges[next[node]] = edge
		next[node]++
	})
}
