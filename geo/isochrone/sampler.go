package isochrone

import (
	"math"
	"math/bits"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// sampler is the working memory for finding the costs of ground, tile by tile and
// block by block. The costs of nodes are those of the counting rule, give or take the
// rounding of a few units: every link that could make a node cheaper is tried.
type sampler struct {
	s     gatherer
	found []int32 // streets gathered for a tile
	scene
	frame *frame

	// nodes are those of block, counted in the frame's tile; asked has a bit for each that
	// matters, places where they are in the plane, once that is asked.
	nodes  nodes
	block  int
	asked  uint64
	places [blockSize]orb.Point
	placed bool
	// log has what has been tried of the scene in the tile, by block from logged on; done
	// is what has been tried of each street in the block.
	log    []tried
	logged [blocksPerTile + 1]int32
	done   []uint8
	// useful is the highest cost that is of interest; a node above it comes out as
	// unreachable. beyond is the next above it: what nodes cost to begin with.
	useful, beyond float32
	// most2 is the square of the longest leg of the block's nodes, query what is asked of
	// the streets around.
	most2 float32
	query ask
	views blockViews
	// sides are nodes beside contours, by row of the tile.
	sides [tileNodes]uint64
	// rows are what is known of the sources of the nodes.
	rows []uint64
}

// gather lays out the streets that may serve a box of the frame's ground within a bound;
// it reports whether there are any.
func (w *sampler) gather(a *arrivals, box orb.Bound, bound float64) bool {
	w.found = w.s.within(w.found[:0], a, box, a.x.longM, float32(bound))
	if len(w.found) == 0 {
		return false
	}
	w.set(a, w.frame.origin, w.found)
	w.log, w.done = w.log[:0], slices.Grow(w.done[:0], len(w.boxes.low))[:len(w.boxes.low)]
	clear(w.done)
	clear(w.logged[:])
	return true
}

// nearM is how far from a block the streets are that are tried first: they tell what
// the others would have to beat.
const nearM = 8

// sample finds the costs of the nodes of the block that has been chosen, or with steps no
// more than costs on the right side of every step. Nodes that are known to cost no more
// than in start from there, all others from beyond what is useful. It reports whether any
// node may be within reach; if not, it has not looked at the nodes.
func (w *sampler) sample(start *tileCosts) bool {
	b := &w.frame.blocks[w.block]
	w.most2 = float32(b.longM * b.longM)
	q := &w.query
	*q = ask{
		west: float32(b.box.Min[0] - w.origin[0] - tiny), south: float32(b.box.Min[1] - w.origin[1] - tiny),
		east: float32(b.box.Max[0] - w.origin[0] + tiny), north: float32(b.box.Max[1] - w.origin[1] + tiny),
		perM: float32(w.a.x.legPerM), bound: w.nodes.interest(w.beyond), most2: w.most2 + 1, near2: nearM * nearM,
	}
	if start != nil {
		w.begin(start, w.beyond)
		w.nodes.among(q, w.asked)
		q.bound = w.nodes.top()
	}
	lowest := w.boxes.sift(q, w.least, w.tried)
	if lowest > q.bound {
		return start != nil
	}
	if start == nil {
		first := w.beyond
		// To the farthest node it is hardly less than half a side. Where it is, the ceiling is
		// not looked for in vain, and the nodes are.
		if side := (q.east - q.west + q.north - q.south) / 2; lowest+q.perM*side/2 < q.bound {
			first = w.ceiling()
		}
		w.begin(nil, first)
		if lowest > w.nodes.interest(first) {
			return true // all nodes are within the same steps
		}
	}
	for k, m := range w.tried {
		for ; m != 0; m &= m - 1 {
			w.offer(k*word + bits.TrailingZeros64(m))
		}
	}
	// The rest, farther away, if they can still make any node cheaper: those that promise
	// most before the others, which most nodes then have no use for.
	top := w.nodes.top()
	for _, part := range [...]float32{0.25, 0.5, 1} {
		upTo := lowest + (top-lowest)*part
		if q.bound = w.nodes.top(); lowest > q.bound {
			break
		}
		pick(w.least, min(upTo, q.bound), w.mask)
		for k, m := range w.mask {
			m &^= w.tried[k]
			for w.tried[k] |= m; m != 0; m &= m - 1 {
				w.offer(k*word + bits.TrailingZeros64(m))
			}
		}
	}
	return true
}

// ceiling is a cost that no node of the block exceeds, found from one street near by: the
// highest cost on it, and a leg from the farthest corner of the block to a point on it. It
// is beyond where there is no such street, and where costs are asked for themselves.
func (w *sampler) ceiling() float32 {
	top := w.beyond
	if w.nodes.stepped == 0 {
		return top
	}
	f, q := &w.frame.blocks[w.block], &w.query
	short2 := float32(f.shortM * f.shortM)
	for k, m := range w.tried {
		for ; m != 0; m &= m - 1 {
			s := &w.offers[k*word+bits.TrailingZeros64(m)]
			p := w.a.x.halfway[s.street]
			px, py := p[0]-s.dx, p[1]-s.dy
			x, y := max(q.east-px, px-q.west), max(q.north-py, py-q.south)
			d2 := x*x + y*y
			if c := w.a.high[s.street] + sqrt(d2)*s.perM + under; c < top && d2 < short2 && (f.calm || w.open(s)) {
				top = c
			}
		}
	}
	return top
}

// top is the highest cost that is of interest to any node.
func (n *nodes) top() float32 {
	d := &n.dearest
	return max(max(d[0], d[1], d[2], d[3]), max(d[4], d[5], d[6], d[7]))
}

// choose chooses block i of the frame's tile; it reports whether any of its nodes is
// asked about.
func (w *sampler) choose(g *ground, i int) bool {
	w.block = i
	w.asked = g.askedOf(w.frame.col+i%blocksWide*blockNodes, w.frame.row+i/blocksWide*blockNodes)
	return w.asked != 0
}

// points are where the nodes of the block are in the plane.
func (w *sampler) points() *[blockSize]orb.Point {
	if !w.placed {
		w.frame.places(&w.places, w.block)
		w.placed = true
	}
	return &w.places
}

// begin places the nodes of the block and forgets the costs of the one before.
func (w *sampler) begin(start *tileCosts, first float32) {
	w.placed = false
	n := &w.nodes
	n.place(&w.frame.blocks[w.block].lie, first)
	k := w.a.costs.K()
	if start != nil && k == 1 {
		for m := w.asked; m != 0; m &= m - 1 {
			i := bits.TrailingZeros64(m)
			if c := start.cost[nodeOf(w.block, i)]; c != network.Unreachable {
				n.cost[i] = float32(c)
			}
		}
	}
	// What is not asked about is as cheap as can be: it bounds nothing.
	for m := ^w.asked; m != 0; m &= m - 1 {
		n.cost[bits.TrailingZeros64(m)] = 0
	}
	if start != nil || w.asked != ^uint64(0) {
		n.rank()
	}
	w.rows = w.rows[:0]
	if k > 1 {
		for range blockSize * k {
			w.rows = append(w.rows, math.MaxUint64)
		}
	}
}

// want sets what costs are of interest: those up to useful, or with limits no more than
// which of them a cost is within. More limits than there are steps are as good as none.
func (w *sampler) want(useful float64, limits []uint32) {
	w.useful = float32(useful)
	w.beyond = math.Nextafter32(w.useful, infinite)
	n := &w.nodes
	if n.stepped = 0; len(limits) == 0 || len(limits) > len(n.steps) {
		return
	}
	n.stepped = 1
	for i := range n.steps {
		if n.steps[i] = infinite; i < len(limits) {
			n.steps[i] = float32(limits[i])
		}
	}
}
