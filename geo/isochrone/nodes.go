package isochrone

import (
	"math/bits"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// nodeAt is the column and row in a block of its i-th node, group by group.
func nodeAt(i int) (col, row int) {
	group, lane := i/lanes, i%lanes
	const across = blockNodes / groupCols
	return group%across*groupCols + lane%groupCols, group/across*groupRows + lane/groupCols
}

// nodes are the places of the nodes of a block and what they cost so far, and of each
// group the box and the highest cost that is still of interest: streets on which it costs
// more than that are of no use to the group. Its layout is known to the kernels.
type nodes struct {
	x, y, cost               [blockSize]float32
	west, south, east, north [blockGroups]float32
	dearest                  [blockGroups]float32
	// top is a cost that no node of the group exceeds, whatever stands in cost.
	top [blockGroups]float32
	// Without steps every cost is of interest, so dearest is top. With steps, ascending, no
	// more is asked than which of them each cost is within: dearest is the last step below
	// top, minus infinity where there is none. No other change of a cost can bring it within
	// a step. stepped is how many steps there are.
	steps   [lanes]float32
	stepped uint32
	// high is the highest of dearest.
	high float32
}

// placeGo sets the places of the nodes and the boxes of the groups. Nodes lie between those
// at the corners, and the grid is never turned so far that what is east in it is not east in
// the plane.
func placeGo(n *nodes, l *lie) {
	for i := range n.x {
		col, row := nodeAt(i)
		u, v := float32(col), float32(row)
		// Products are rounded before they are added up: no processor may fuse the two.
		at := func(k int) float32 {
			return (l.first[k] + float32(v*l.up[k])) + float32(u*(l.right[k]+float32(v*l.turn[k])))
		}
		n.x[i], n.y[i] = at(0), at(1)
	}
	const a, b, c, d = 0, groupCols - 1, lanes - groupCols, lanes - 1
	for g := range n.west {
		x, y := n.x[g*lanes:(g+1)*lanes], n.y[g*lanes:(g+1)*lanes]
		n.west[g], n.east[g] = min(x[a], x[c]), max(x[b], x[d])
		n.south[g], n.north[g] = min(y[a], y[b]), max(y[c], y[d])
	}
}

// rank lowers what the nodes of each group do not exceed to the highest of their costs.
func (n *nodes) rank() {
	for g := range n.dearest {
		top := float32(0)
		for _, c := range n.cost[g*lanes : (g+1)*lanes] {
			if c > top {
				top = c
			}
		}
		n.top[g] = min(n.top[g], top)
		n.dearest[g] = n.interest(n.top[g])
	}
	n.high = slices.Max(n.dearest[:])
}

// interest is the highest cost of interest to nodes of which the dearest costs top.
func (n *nodes) interest(top float32) float32 {
	if n.stepped == 0 {
		return top
	}
	last := -infinite
	for _, s := range n.steps[:n.stepped] {
		if s < top {
			last = s
		}
	}
	return last
}

// roundGo is a cost in units, Unreachable for one above what is useful.
func roundGo(cost, useful float32) uint32 {
	if cost <= useful {
		return uint32(cost + 0.5)
	}
	return network.Unreachable
}

// roundAllGo rounds the costs of the nodes of a block that are asked about to where they
// stand in a tile: row by row, from the first on.
func roundAllGo(n *nodes, tile []uint32, asked uint64, useful float32) {
	for m := asked; m != 0; m &= m - 1 {
		i := bits.TrailingZeros64(m)
		tile[nodeOf(0, i)] = roundGo(min(n.cost[i], n.top[i/lanes]), useful)
	}
}

// takeGo takes the costs of the nodes that are asked about from where they stand in a tile,
// beyond for those that are unreachable, and the highest of each group. What is not asked
// about is as cheap as can be: it bounds nothing.
func takeGo(n *nodes, tile []uint32, asked uint64, beyond float32) {
	clear(n.top[:])
	for i := range n.cost {
		switch c := tile[nodeOf(0, i)]; {
		case asked>>i&1 == 0:
			n.cost[i] = 0
		case c == network.Unreachable:
			n.cost[i] = beyond
		default:
			n.cost[i] = float32(c)
		}
		n.top[i/lanes] = max(n.top[i/lanes], n.cost[i])
	}
}
