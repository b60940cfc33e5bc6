package isochrone

import (
	"math"
	"math/bits"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// Costs of ground are worked out for a block of nodes at a time by two kernels. They
// are written once in Go (short, slow, the reference) and once for processors with
// vector instructions; both give the same results, bit for bit.

// lanes is how many numbers the kernels work on together, word how many answers there
// are in a word of a mask.
const (
	lanes = 8
	word  = 64
)

// A block is a square of nodes, and a group of it the nodes that are worked on
// together: 4 columns by 2 rows.
const (
	blockShift  = 3
	blockNodes  = 1 << blockShift
	blockSize   = blockNodes * blockNodes
	blockGroups = blockSize / lanes
	groupCols   = 4
	groupRows   = lanes / groupCols
)

// nodeAt is the column and row in a block of its i-th node, group by group.
func nodeAt(i int) (col, row int) {
	group, lane := i/lanes, i%lanes
	const across = blockNodes / groupCols
	return group%across*groupCols + lane%groupCols, group/across*groupRows + lane/groupCols
}

// piece is a straight piece of street and the costs along it: from (x, y) along v,
// perM2 the inverse of its length squared, 0 for a point. At t, from 0 to 1, the cost
// is min(back + t·along, on - t·along). Its layout is known to the kernels.
type piece struct {
	x, y, vx, vy, perM2 float32
	back, on, along     float32
}

// foot is where on a piece the point nearest to a place is, and how far away, squared.
func (p *piece) foot(x, y float32) (d2, t float32) {
	x, y = x-p.x, y-p.y
	// Products are rounded before they are added up: no processor may fuse the two.
	t = (float32(x*p.vx) + float32(y*p.vy)) * p.perM2
	t = min(1, max(0, t))
	x, y = x-float32(t*p.vx), y-float32(t*p.vy)
	return float32(x*x) + float32(y*y), t
}

// high is the highest cost along a piece: where its two lines meet, or at an end.
func (p *piece) high() float32 { return min((p.back+p.on)/2, p.back+p.along, p.on) }

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

// placeGo sets the places of the nodes and the boxes of the groups. Nodes lie between those at the corners, and the grid is never turned so far that
// what is east in it is not east in the plane.
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

// offered is a street as it is offered to nodes. Its layout is known to the kernels.
type offered struct {
	// The box, and a bound from below of the cost anywhere on it.
	west, south, east, north, low float32
	// perM is the cost of a metre of leg.
	perM float32
	// dx and dy lead from the places of nodes to those of pieces.
	dx, dy float32
	// Of a plain street, back and on are added to the ways from its first end and towards it.
	back, on float32
	// parts are those of a long street, nil of another.
	parts *parts
	// What the kernels do not look at: the street's number, its pieces, and whether what
	// it costs has to be asked for.
	pieces []piece
	street int32
	odd    bool
}

// helpsGo has a bit for each group that a street may help, by legs whose square is at
// most most2.
func helpsGo(n *nodes, s *offered, most2 float32) (groups uint32) {
	for g := range n.dearest {
		x := max(0, max(s.west-n.east[g], n.west[g]-s.east))
		y := max(0, max(s.south-n.north[g], n.south[g]-s.north))
		d2 := float32(x*x) + float32(y*y)
		if s.low+float32(sqrt(d2)*s.perM) <= n.dearest[g] && d2 <= most2 {
			groups |= 1 << g
		}
	}
	return groups
}

// offerGo lowers the cost of every node of some groups to that by one street: the leg to
// its nearest point, and the cost from there. Of several
// points as near as each other the cheapest counts. Groups that it cannot help after all
// are passed over; tried has a bit for each of the others. barred has a bit for each node
// that may not be linked to the street.
func offerGo(n *nodes, s *offered, groups uint32, barred uint64, most2 float32) (tried uint32) {
	if groups == 0 {
		return 0
	}
	for ; groups != 0; groups &= groups - 1 {
		g := bits.TrailingZeros32(groups)
		if !s.helpsAny(n, g, barred, most2) || s.parts != nil && !s.parts.help(n, g, s, most2) {
			continue
		}
		tried |= 1 << g
		top := float32(0)
		for i := g * lanes; i < (g+1)*lanes; i++ {
			if barred>>i&1 == 0 {
				n.cost[i] = min(n.cost[i], costGo(n.x[i]+s.dx, n.y[i]+s.dy, s, most2))
			}
			top = max(top, n.cost[i])
		}
		n.top[g] = min(n.top[g], top)
		n.dearest[g] = n.interest(n.top[g])
	}
	n.high = slices.Max(n.dearest[:])
	return tried
}

// helpsAny reports whether a street may help any node of a group.
func (s *offered) helpsAny(n *nodes, g int, barred uint64, most2 float32) bool {
	for i := g * lanes; i < (g+1)*lanes; i++ {
		x := max(0, max(s.west-n.x[i], n.x[i]-s.east))
		y := max(0, max(s.south-n.y[i], n.y[i]-s.north))
		d2 := float32(x*x) + float32(y*y)
		if s.low+float32(sqrt(d2)*s.perM) <= min(n.cost[i], n.dearest[g]) && d2 <= most2 && barred>>i&1 == 0 {
			return true
		}
	}
	return false
}

// costGo is the cost of a place by one street.
func costGo(px, py float32, s *offered, most2 float32) float32 {
	least, c := infinite, infinite
	for k := range s.pieces {
		p := &s.pieces[k]
		d2, t := p.foot(px, py)
		u := float32(t * p.along)
		switch at := min(p.back+u, p.on-u); {
		case d2 < least:
			least, c = d2, at
		case d2 == least:
			c = min(c, at)
		}
	}
	if least > most2 {
		return infinite
	}
	return c + float32(sqrt(least)*s.perM)
}

func sqrt(v float32) float32 { return float32(math.Sqrt(float64(v))) }

// boxes are streets as boxes with their lowest costs, a whole number of words of them.
// Padding has no cost.
type boxes struct {
	west, south, east, north, low []float32
}

func (b *boxes) add(box [4]float32) {
	b.west, b.south, b.east, b.north = append(b.west, box[0]), append(b.south, box[1]), append(b.east, box[2]), append(b.north, box[3])
	b.low = append(b.low, infinite)
}

// ask is a box of ground, with what is asked of the streets around it. Its layout is
// known to the kernels.
type ask struct {
	west, south, east, north float32
	perM                     float32
	// bound is the highest cost that matters, most2 the square of the longest leg, near2
	// that of how far away streets are asked for.
	bound, most2, near2 float32
}

// siftGo finds the streets that may serve the ground within the bound: it sets least
// to a bound from below of the cost by each, infinite where none is short enough, and
// a bit in mask for each that may and is near. It returns the lowest of the bounds.
func siftGo(b *boxes, q *ask, least []float32, mask []uint64) (lowest float32) {
	lowest = infinite
	for i := range b.low {
		x := max(0, max(b.west[i]-q.east, q.west-b.east[i]))
		y := max(0, max(b.south[i]-q.north, q.south-b.north[i]))
		d2 := float32(x*x) + float32(y*y)
		if least[i] = b.low[i] + float32(sqrt(d2)*q.perM); d2 > q.most2 {
			least[i] = infinite
		}
		if i%word == 0 {
			mask[i/word] = 0
		}
		if least[i] <= q.bound && d2 <= q.near2 {
			mask[i/word] |= 1 << (i % word)
		}
		lowest = min(lowest, least[i])
	}
	return lowest
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

// withinGo sets a bit for each node of a tile that costs no more than a limit.
func withinGo(cost *[tileNodes * tileNodes]uint32, limit uint32, in *[tileNodes]uint64) {
	above := uint64(limit) + 1
	for r := range in {
		var row uint64
		for _, c := range cost[r<<tileShift:][:tileNodes] {
			// The highest bit is set where the difference is below zero.
			row = row>>1 | (uint64(c)-above)&(1<<63)
		}
		in[r] = row
	}
}

// pickGo sets a bit in mask for each number that is no more than a bound.
func pickGo(least []float32, bound float32, mask []uint64) {
	for i, v := range least {
		if i%word == 0 {
			mask[i/word] = 0
		}
		if v <= bound {
			mask[i/word] |= 1 << (i % word)
		}
	}
}
