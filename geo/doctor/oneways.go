package doctor

import (
	"context"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// oneWays is the network of a mode as arcs between nodes, in rows: those that leave
// node v are to[start[v]:start[v+1]], backward the same against the traffic.
type oneWays struct {
	n                 int
	forward, backward arcRows
}

type arcRows struct {
	start []uint32
	to    []int32
}

func (r *arcRows) of(v int32) []int32 { return r.to[r.start[v]:r.start[v+1]] }

func newOneWays(g *network.Graph) *oneWays {
	top := g.Topology()
	rows := func(reversed bool) arcRows {
		r := arcRows{start: make([]uint32, top.Nodes()+1)}
		each := func(f func(from, to int32)) {
			for e := range top.Edges() {
				along, against := g.Directions(int32(e))
				if reversed {
					along, against = against, along
				}
				a, b := top.Ends(int32(e))
				if along {
					f(a, b)
				}
				if against {
					f(b, a)
				}
			}
		}
		each(func(from, _ int32) { r.start[from+1]++ })
		for v := 1; v < len(r.start); v++ {
			r.start[v] += r.start[v-1]
		}
		r.to = make([]int32, r.start[len(r.start)-1])
		next := make([]uint32, top.Nodes())
		copy(next, r.start)
		each(func(from, to int32) {
			r.to[next[from]] = to
			next[from]++
		})
		return r
	}
	return &oneWays{n: top.Nodes(), forward: rows(false), backward: rows(true)}
}

// components numbers the strongly connected components (Tarjan 1972, with a stack of
// its own, since a road network is deeper than a goroutine's).
func (o *oneWays) components(ctx context.Context) ([]int32, error) {
	component, index, low := make([]int32, o.n), make([]int32, o.n), make([]int32, o.n)
	onStack := make([]bool, o.n)
	for v := range component {
		component[v], index[v] = -1, -1
	}
	type frame struct {
		v    int32
		next uint32
	}
	var stack []int32
	var call []frame
	count, number := int32(0), int32(0)
	enter := func(v int32) {
		index[v], low[v] = number, number
		number++
		stack = append(stack, v)
		onStack[v] = true
		call = append(call, frame{v, o.forward.start[v]})
	}
	for root := range int32(o.n) {
		if index[root] >= 0 {
			continue
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for enter(root); len(call) > 0; {
			top := &call[len(call)-1]
			v := top.v
			if top.next < o.forward.start[v+1] {
				w := o.forward.to[top.next]
				top.next++
				if index[w] < 0 {
					enter(w)
				} else if onStack[w] {
					low[v] = min(low[v], index[w])
				}
				continue
			}
			if low[v] == index[v] {
				for {
					w := stack[len(stack)-1]
					stack = stack[:len(stack)-1]
					onStack[w] = false
					component[w] = count
					if w == v {
						break
					}
				}
				count++
			}
			call = call[:len(call)-1]
			if len(call) > 0 {
				u := call[len(call)-1].v
				low[u] = min(low[u], low[v])
			}
		}
	}
	return component, nil
}

// reach marks the nodes that the main component reaches, or, against the traffic,
// those that reach it.
func (o *oneWays) reach(component []int32, main int32, against bool) []bool {
	rows := &o.forward
	if against {
		rows = &o.backward
	}
	seen := make([]bool, o.n)
	var queue []int32
	for v, c := range component {
		if c == main {
			seen[v] = true
			queue = append(queue, int32(v))
		}
	}
	for len(queue) > 0 {
		v := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, w := range rows.of(v) {
			if !seen[w] {
				seen[w] = true
				queue = append(queue, w)
			}
		}
	}
	return seen
}
