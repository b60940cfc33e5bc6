package sweep

import (
	"container/heap"
	"math/rand/v2"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
)

// network is a graph for tests: arcs[v] are the steps from v.
type network [][]hierarchy.Arc

func (g network) reversed() network {
	r := make(network, len(g))
	for v, arcs := range g {
		for _, a := range arcs {
			r[a.To] = append(r[a.To], hierarchy.Arc{To: uint32(v), Cost: a.Cost})
		}
	}
	return r
}

func (g network) graph() hierarchy.Graph {
	h := hierarchy.Graph{Start: []uint32{0}}
	for _, arcs := range g {
		h.Arcs = append(h.Arcs, arcs...)
		h.Start = append(h.Start, uint32(len(h.Arcs)))
	}
	return h
}

// drawing is how random networks are drawn.
type drawing struct {
	nodes, edges int
	highest      uint32
	directed     bool
}

// draw draws a network, in several parts more often than not.
func draw(r *rand.Rand, d drawing) network {
	g := make(network, d.nodes)
	for range d.edges {
		a, b := r.IntN(d.nodes), r.IntN(d.nodes)
		if r.IntN(4) > 0 { // most steps are short ones, so that ways are long
			b = min(d.nodes-1, a+1+r.IntN(3))
		}
		c := r.Uint32N(d.highest + 1)
		g[a] = append(g[a], hierarchy.Arc{To: uint32(b), Cost: c})
		if d.directed {
			if r.IntN(2) > 0 {
				continue
			}
			c = r.Uint32N(d.highest + 1)
		}
		g[b] = append(g[b], hierarchy.Arc{To: uint32(a), Cost: c})
	}
	return g
}

// contract makes a hierarchy in a given order, the first node first, with every
// shortcut there may be: slow and large, and simple.
func contract(g network, order []uint32) *hierarchy.Hierarchy {
	n := len(g)
	// out[v][w] is the step from v to w, in[v][w] that from w to v.
	out, in := make([]map[uint32]uint32, n), make([]map[uint32]uint32, n)
	for v := range n {
		out[v], in[v] = map[uint32]uint32{}, map[uint32]uint32{}
	}
	put := func(v, w, cost uint32) {
		if c, ok := out[v][w]; v != w && cost < hierarchy.None && (!ok || cost < c) {
			out[v][w], in[w][v] = cost, cost
		}
	}
	for v, arcs := range g {
		for _, a := range arcs {
			put(uint32(v), a.To, a.Cost)
		}
	}
	rows := make([][]hierarchy.Arc, n) // by position; To is a node
	back := make([][]hierarchy.Arc, n)
	symmetric := true
	h := &hierarchy.Hierarchy{Node: make([]uint32, n), Position: make([]uint32, n), Start: make([]uint32, 1, n+1)}
	for i, v := range order {
		p := n - 1 - i
		h.Node[p], h.Position[v] = v, uint32(p)
		var around []uint32
		for w := range out[v] {
			around = append(around, w)
		}
		for w := range in[v] {
			around = append(around, w)
		}
		slices.Sort(around)
		for _, w := range slices.Compact(around) {
			o, ok := out[v][w]
			if !ok {
				o = hierarchy.None
			}
			b, ok := in[v][w]
			if !ok {
				b = hierarchy.None
			}
			symmetric = symmetric && o == b
			rows[p] = append(rows[p], hierarchy.Arc{To: w, Cost: o})
			back[p] = append(back[p], hierarchy.Arc{To: w, Cost: b})
			delete(out[w], v)
			delete(in[w], v)
		}
		for x, a := range in[v] {
			for y, b := range out[v] {
				put(x, y, a+b)
			}
		}
	}
	for p := range n {
		for k := range rows[p] {
			rows[p][k].To = h.Position[rows[p][k].To]
			back[p][k].To = rows[p][k].To
		}
		h.Out, h.In = append(h.Out, rows[p]...), append(h.In, back[p]...)
		h.Start = append(h.Start, uint32(len(h.Out)))
	}
	h.Out, h.In = slices.Grow(h.Out, hierarchy.Pad), slices.Grow(h.In, hierarchy.Pad)
	if symmetric {
		h.In = h.Out
	}
	return h
}

// search is Dijkstra with labels of a cost and a source: the oracle. It returns costs
// and sources by node.
func search(g network, h *hierarchy.Hierarchy, starts []Start) (cost []uint32, source []int32) {
	cost, source = make([]uint32, len(g)), make([]int32, len(g))
	labels := make([]uint64, len(g))
	for v := range labels {
		labels[v] = 1<<64 - 1
	}
	var q items
	offer := func(v uint32, l uint64) {
		if l>>32 < hierarchy.None && l < labels[v] {
			labels[v] = l
			heap.Push(&q, item{v, l})
		}
	}
	for _, s := range starts {
		offer(h.Node[s.Position], uint64(s.Cost)<<32|uint64(s.Source))
	}
	for len(q) > 0 {
		x := heap.Pop(&q).(item)
		if x.label != labels[x.node] {
			continue
		}
		for _, a := range g[x.node] {
			offer(a.To, x.label+uint64(a.Cost)<<32)
		}
	}
	for v, l := range labels {
		cost[v], source[v] = hierarchy.None, -1
		if l != 1<<64-1 {
			cost[v], source[v] = uint32(l>>32), int32(uint32(l))
		}
	}
	return cost, source
}

type item struct {
	node  uint32
	label uint64
}

// items is a heap.
type items []item

func (q items) Len() int           { return len(q) }
func (q items) Less(i, j int) bool { return q[i].label < q[j].label }
func (q items) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *items) Push(x any)        { *q = append(*q, x.(item)) }
func (q *items) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
