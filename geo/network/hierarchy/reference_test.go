package hierarchy_test

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
)

// replay runs one random graph again: go test ./geo/network/hierarchy -run Random -seed N.
var replay = flag.Uint64("seed", 0, "replay the random graph of this seed alone")

// manyGraphs runs f on random graphs, one per seed; a failure names its seed.
func manyGraphs(t *testing.T, n uint64, f func(t *testing.T, r *rand.Rand, g hierarchy.Graph)) {
	t.Helper()
	first, last := uint64(1), n
	if *replay != 0 {
		first, last = *replay, *replay
	}
	for seed := first; seed <= last; seed++ {
		r := rand.New(rand.NewPCG(seed, 7))
		g := randomGraph(r)
		if !t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) { f(t, r, g) }) {
			t.Fatalf("seed %d failed; run it alone with -seed %d", seed, seed)
		}
	}
}

// arcList is a graph as a list of arcs: how tests write them.
type arcList struct {
	nodes int
	arcs  [][3]uint32 // from, to, cost
}

func (l *arcList) add(from, to int, cost uint32) {
	l.arcs = append(l.arcs, [3]uint32{uint32(from), uint32(to), cost})
}

func (l *arcList) both(a, b int, cost uint32) {
	l.add(a, b, cost)
	l.add(b, a, cost)
}

func (l *arcList) graph() hierarchy.Graph {
	arcs := slices.Clone(l.arcs)
	slices.SortStableFunc(arcs, func(a, b [3]uint32) int { return int(a[0]) - int(b[0]) })
	g := hierarchy.Graph{Start: make([]uint32, l.nodes+1)}
	for _, a := range arcs {
		g.Arcs = append(g.Arcs, hierarchy.Arc{To: a[1], Cost: a[2]})
		g.Start[a[0]+1]++
	}
	for v := range l.nodes {
		g.Start[v+1] += g.Start[v]
	}
	return g
}

// randomGraph has up to 40 nodes, sparse or dense, directed or not, in several parts,
// with loops and parallel arcs; its costs are small (many ties), zero in part, wide, or
// so high that ways of a few arcs reach None.
func randomGraph(r *rand.Rand) hierarchy.Graph {
	l := &arcList{nodes: 1 + r.IntN(40)}
	cost := []func() uint32{
		func() uint32 { return 1 + r.Uint32N(5) },
		func() uint32 { return r.Uint32N(3) },
		func() uint32 { return 1 + r.Uint32N(100_000) },
		func() uint32 { return hierarchy.None - 1 - r.Uint32N(3) },
		func() uint32 { return r.Uint32N(hierarchy.None / 2) },
	}[r.IntN(5)]
	oneWay := []float64{0, 0.3, 1}[r.IntN(3)]
	parts := 1 + r.IntN(3)
	for range r.IntN(4 * l.nodes) {
		a, b := r.IntN(l.nodes), r.IntN(l.nodes)
		if a%parts != b%parts {
			continue
		}
		switch c := cost(); {
		case r.Float64() < oneWay:
			l.add(a, b, c)
		case r.IntN(10) == 0 && oneWay > 0:
			l.add(a, b, c)
			l.add(b, a, cost())
		default:
			l.both(a, b, c)
		}
	}
	return l.graph()
}

// town is a generated road network: a grid of side x side crossings with a third of the
// streets left out and lengths in millimetres spread log-normally about 90 m, which gives
// 1.36 edges a node, as the real extracts have. Every fourth street of a directed town is
// one-way.
func town(side int, directed bool, seed uint64) hierarchy.Graph {
	r := rand.New(rand.NewPCG(seed, 11))
	l := &arcList{nodes: side * side}
	for y := range side {
		for x := range side {
			for k := range 2 {
				xx, yy := x+1-k, y+k
				if xx >= side || yy >= side || r.Float64() > 0.68 {
					continue
				}
				a, b := y*side+x, yy*side+xx
				c := uint32(1000 * math.Exp(4.3+0.75*r.NormFloat64()))
				switch {
				case directed && r.IntN(8) == 0:
					l.add(a, b, c)
				case directed && r.IntN(7) == 0:
					l.add(b, a, c)
				default:
					l.both(a, b, c)
				}
			}
		}
	}
	return l.graph()
}

// reversed turns every arc round.
func reversed(g hierarchy.Graph) hierarchy.Graph {
	l := &arcList{nodes: g.Nodes()}
	for v := range l.nodes {
		for _, a := range g.Arcs[g.Start[v]:g.Start[v+1]] {
			l.add(int(a.To), v, a.Cost)
		}
	}
	return l.graph()
}

// dijkstra is the cost from a node to every node, None where it is None or more, by the
// book: no heap on small graphs would do, but the towns are large.
func dijkstra(g hierarchy.Graph, from int) []uint32 {
	cost := make([]uint32, g.Nodes())
	for v := range cost {
		cost[v] = hierarchy.None
	}
	cost[from] = 0
	queue := &nodeHeap{{0, from}}
	for len(*queue) > 0 {
		x := queue.pop()
		if x.cost > uint64(cost[x.node]) {
			continue
		}
		for _, a := range g.Arcs[g.Start[x.node]:g.Start[x.node+1]] {
			if c := x.cost + uint64(a.Cost); c < uint64(cost[a.To]) {
				cost[a.To] = uint32(c)
				queue.push(nodeCost{c, int(a.To)})
			}
		}
	}
	return cost
}

type nodeCost struct {
	cost uint64
	node int
}

// nodeHeap is a binary heap of its own, so that the oracle shares no line with what it
// judges.
type nodeHeap []nodeCost

func (q *nodeHeap) push(x nodeCost) {
	*q = append(*q, x)
	h := *q
	for i := len(h) - 1; i > 0 && h[i].cost < h[(i-1)/2].cost; i = (i - 1) / 2 {
		h[i], h[(i-1)/2] = h[(i-1)/2], h[i]
	}
}

func (q *nodeHeap) pop() nodeCost {
	h := *q
	top := h[0]
	h[0] = h[len(h)-1]
	h = h[:len(h)-1]
	for i := 0; 2*i+1 < len(h); {
		c := 2*i + 1
		if c+1 < len(h) && h[c+1].cost < h[c].cost {
			c++
		}
		if h[i].cost <= h[c].cost {
			break
		}
		h[i], h[c] = h[c], h[i]
		i = c
	}
	*q = h
	return top
}

// upAndDown is the cost from a node to every node by the hierarchy: up over out from the
// node, then one sweep down over in. With the two exchanged it is the cost to the node.
// None stands for None and more.
func upAndDown(h *hierarchy.Hierarchy, out, in []hierarchy.Arc, from int) []uint32 {
	cost := make([]uint64, h.Nodes())
	for p := range cost {
		cost[p] = hierarchy.None
	}
	cost[h.Position[from]] = 0
	for p := int(h.Position[from]); p >= 0; p-- {
		for _, a := range out[h.Start[p]:h.Start[p+1]] {
			cost[a.To] = min(cost[a.To], cost[p]+uint64(a.Cost))
		}
	}
	for p := range cost {
		for _, a := range in[h.Start[p]:h.Start[p+1]] {
			cost[p] = min(cost[p], cost[a.To]+uint64(a.Cost))
		}
	}
	byNode := make([]uint32, h.Nodes())
	for v := range byNode {
		byNode[v] = uint32(min(cost[h.Position[v]], hierarchy.None))
	}
	return byNode
}
