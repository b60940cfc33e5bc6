package demo

import (
	"cmp"
	"container/heap"
	"math"

	"github.com/paulmach/orb"
)

// neighbours are the cells west, east, south and north of a cell, -1 for none.
func (d *territory) neighbours(k int) [4]int {
	n := [4]int{k - 1, k + 1, k - d.nx, k + d.nx}
	if k%d.nx == 0 {
		n[0] = -1
	}
	if k%d.nx == d.nx-1 {
		n[1] = -1
	}
	if k/d.nx == d.ny-1 {
		n[3] = -1
	}
	if n[2] < 0 {
		n[2] = -1
	}
	return n
}

// start is where something grows from: its cell, its owner, and how late it starts.
type start struct {
	cell, owner int
	late        float64
}

// grow gives every cell of the ground to the start that reaches it first over
// rough going (Dijkstra's algorithm), so that what one owns hangs together. Cells
// that nobody reaches are -1.
func (d *territory) grow(starts []start, rough seed, ground func(int) bool) []int {
	owner, cost := make([]int, d.nx*d.ny), make([]float64, d.nx*d.ny)
	for k := range owner {
		owner[k], cost[k] = -1, math.Inf(1)
	}
	var q growth
	for _, s := range starts {
		cost[s.cell] = s.late
		q = append(q, grown{s.late, s.cell, s.owner})
	}
	heap.Init(&q)
	for len(q) > 0 {
		g := heap.Pop(&q).(grown)
		if owner[g.cell] >= 0 || !ground(g.cell) {
			continue
		}
		owner[g.cell] = g.owner
		for _, n := range d.neighbours(g.cell) {
			if n < 0 || owner[n] >= 0 {
				continue
			}
			if c := g.cost + 0.7 + 0.9*rough.unit(n); c < cost[n] {
				cost[n] = c
				heap.Push(&q, grown{c, n, g.owner})
			}
		}
	}
	return owner
}

type grown struct {
	cost        float64
	cell, owner int
}

// growth is a heap of cells by cost, ties by cell and owner.
type growth []grown

func (g growth) Len() int { return len(g) }
func (g growth) Less(a, b int) bool {
	return cmp.Or(cmp.Compare(g[a].cost, g[b].cost), cmp.Compare(g[a].cell, g[b].cell), cmp.Compare(g[a].owner, g[b].owner)) < 0
}
func (g growth) Swap(a, b int) { g[a], g[b] = g[b], g[a] }
func (g *growth) Push(x any)   { *g = append(*g, x.(grown)) }
func (g *growth) Pop() any {
	old := *g
	x := old[len(old)-1]
	*g = old[:len(old)-1]
	return x
}

// apartM is the distance between two points of a plane.
func apartM(a, b orb.Point) float64 { return math.Hypot(a[0]-b[0], a[1]-b[1]) }
