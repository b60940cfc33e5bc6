package hierarchy

import (
	"cmp"
	"slices"
)

// hierarchy writes what the contraction found in the order of the sweep.
func (c *contraction) hierarchy() *Hierarchy {
	n := len(c.rows)
	h := &Hierarchy{Node: c.order(), Position: make([]uint32, n), Start: make([]uint32, n+1)}
	total := 0
	for p, v := range h.Node {
		h.Position[v] = uint32(p)
		total += len(c.rows[v])
		h.Start[p+1] = uint32(total)
	}
	h.Out = make([]Arc, total, total+Pad)
	h.In = h.Out
	if !c.symmetric {
		h.In = make([]Arc, total, total+Pad)
	}
	for p, v := range h.Node {
		row := c.rows[v]
		for i := range row {
			row[i].to = h.Position[row[i].to]
		}
		slices.SortFunc(row, func(a, b step) int { return cmp.Compare(a.to, b.to) })
		for i, s := range row {
			k := h.Start[p] + uint32(i)
			h.Out[k] = Arc{s.to, s.cost[out]}
			h.In[k] = Arc{s.to, s.cost[in]}
		}
	}
	return h
}

// order lists the nodes so that each comes after all its neighbours of higher rank.
// Depth first, nodes near one another in the graph come near one another in the sweep,
// and what a row reads was often just written. In chunks that fit the cache nodes are
// then put by level and number of steps, still after all they read: runs of equal length
// make the kernels' inner loops predictable, and neighbours in a run do not wait for one
// another.
func (c *contraction) order() []uint32 {
	order := c.depthFirst()
	for chunk := range slices.Chunk(order, c.o.ChunkNodes) {
		slices.SortStableFunc(chunk, func(a, b uint32) int {
			return cmp.Or(
				-cmp.Compare(c.level[a], c.level[b]),
				-cmp.Compare(len(c.rows[a]), len(c.rows[b])))
		})
	}
	return order
}

// depthFirst is a topological order by a stack: a node is put on it when the last of its
// neighbours of higher rank is in the order. O(nodes + steps).
func (c *contraction) depthFirst() []uint32 {
	n := len(c.rows)
	// below lists, in compressed rows, the neighbours of lower rank.
	start := make([]uint32, n+1)
	for _, row := range c.rows {
		for _, s := range row {
			start[s.to+1]++
		}
	}
	for v := range n {
		start[v+1] += start[v]
	}
	below := make([]uint32, start[n])
	next := slices.Clone(start)
	waits := make([]uint32, n)
	var stack []uint32
	for v := n - 1; v >= 0; v-- {
		row := c.rows[v]
		waits[v] = uint32(len(row))
		if len(row) == 0 {
			stack = append(stack, uint32(v))
		}
		for _, s := range row {
			below[next[s.to]] = uint32(v)
			next[s.to]++
		}
	}
	order := make([]uint32, 0, n)
	for len(stack) > 0 {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		order = append(order, v)
		for _, u := range below[start[v]:start[v+1]] {
			if waits[u]--; waits[u] == 0 {
				stack = append(stack, u)
			}
		}
	}
	return order
}
