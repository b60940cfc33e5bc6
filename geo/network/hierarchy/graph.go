package hierarchy

import (
	"cmp"
	"fmt"
	"slices"
)

// Graph is the graph a hierarchy is made of, in compressed rows: the arcs that leave
// node v, as travelled, are Arcs[Start[v]:Start[v+1]], To being a node and Cost below
// [None]. Loops, parallel arcs, costs of zero and parts that do not hang together are
// allowed. The zero value is the graph without nodes.
type Graph struct {
	Start []uint32
	Arcs  []Arc
}

// Nodes is the number of nodes.
func (g Graph) Nodes() int { return max(0, len(g.Start)-1) }

// check names the first thing that makes the graph none.
func (g Graph) check() error {
	n := g.Nodes()
	if n == 0 {
		if len(g.Arcs) > 0 {
			return fmt.Errorf("graph: no nodes but %d arcs", len(g.Arcs))
		}
		return nil
	}
	if n > None {
		return fmt.Errorf("graph: %d nodes, at most %d allowed", n, None)
	}
	if g.Start[0] != 0 || uint64(g.Start[n]) != uint64(len(g.Arcs)) {
		return fmt.Errorf("graph: rows span arcs %d to %d, want 0 to %d", g.Start[0], g.Start[n], len(g.Arcs))
	}
	for v := range n {
		from, to := g.Start[v], g.Start[v+1]
		if to < from || uint64(to) > uint64(len(g.Arcs)) {
			return fmt.Errorf("graph: node %d has arcs %d to %d of %d", v, from, to, len(g.Arcs))
		}
		for i, a := range g.Arcs[from:to] {
			if uint64(a.To) >= uint64(n) {
				return fmt.Errorf("graph: arc %d leads from node %d to node %d of %d", int(from)+i, v, a.To, n)
			}
			if a.Cost >= None {
				return fmt.Errorf("graph: arc %d from node %d to node %d costs %d, must be below %d", int(from)+i, v, a.To, a.Cost, uint32(None))
			}
		}
	}
	return nil
}

// step joins a node to a neighbour, in both directions at once: cost is what it costs to
// go there and to come back, [None] where there is no way. hops is how many arcs of the
// graph it stands for, at most.
type step struct {
	to   uint32
	cost [2]uint32
	hops uint32
}

// direction is an index of step.cost.
type direction uint8

const (
	out direction = iota
	in
)

// steps lists the neighbours of every node, each once and by ascending number, at the
// lowest costs of their arcs; loops lead nowhere and are left out. It also tells whether
// all of them cost the same both ways. O(nodes + arcs·log(arcs of a node)).
func (g Graph) steps() (rows [][]step, symmetric bool) {
	n := g.Nodes()
	start := make([]uint64, n+1)
	g.each(func(v uint32, a Arc) {
		start[v+1]++
		start[a.To+1]++
	})
	for v := range n {
		start[v+1] += start[v]
	}
	all := make([]step, start[n])
	next := append([]uint64(nil), start...)
	g.each(func(v uint32, a Arc) {
		all[next[v]] = step{a.To, [2]uint32{a.Cost, None}, 1}
		all[next[a.To]] = step{v, [2]uint32{None, a.Cost}, 1}
		next[v]++
		next[a.To]++
	})
	rows, symmetric = make([][]step, n), true
	for v := range rows {
		row := merged(all[start[v]:start[v+1]])
		for _, s := range row {
			symmetric = symmetric && s.cost[out] == s.cost[in]
		}
		// A row that grows moves away rather than into the next one.
		rows[v] = row[:len(row):len(row)]
	}
	return rows, symmetric
}

// each calls f for every arc that is no loop.
func (g Graph) each(f func(v uint32, a Arc)) {
	for v := range g.Nodes() {
		for _, a := range g.Arcs[g.Start[v]:g.Start[v+1]] {
			if a.To != uint32(v) {
				f(uint32(v), a)
			}
		}
	}
}

// merged sorts a row by neighbour and makes one step of those to the same one.
func merged(row []step) []step {
	slices.SortFunc(row, func(a, b step) int { return cmp.Compare(a.to, b.to) })
	k := 0
	for _, s := range row {
		if k > 0 && row[k-1].to == s.to {
			for d, cost := range s.cost {
				row[k-1].cost[d] = min(row[k-1].cost[d], cost)
			}
			continue
		}
		row[k] = s
		k++
	}
	return row[:k]
}
