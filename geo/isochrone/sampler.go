package isochrone

import (
	"math"
	"math/bits"
	"slices"

	"github.com/paulmach/orb"
)

// sampler is the working memory for finding the costs of ground, tile by tile and
// block by block. The costs of nodes are those of the counting rule, give or take the
// rounding of a few units: every link that could make a node cheaper is tried.
type sampler struct {
	s gatherer
	// numbers has where in the scene a street is, if it is; at has for each there where in
	// what is known of a block it is, if it is.
	numbers, at []int32
	scene
	// tile is where the sampler stands, frame the tile's.
	tile  *surveyed
	frame *frame

	// nodes are those of block, counted in the frame's tile; asked has a bit for each that
	// matters, places where they are in the plane, once that is asked.
	nodes  nodes
	block  int
	asked  uint64
	places [blockSize]orb.Point
	placed bool
	// located: nodes has the places of the block's.
	located bool
	// useful is the highest cost that is of interest; a node above it comes out as
	// unreachable. beyond is the next above it: what nodes cost to begin with.
	useful, beyond float32
	blank          [blockSize]float32 // of beyond
	// most2 is the square of the longest leg of the block's nodes, query what is asked of
	// the streets around.
	most2 float32
	query ask
	known acquaintance
	ways  ways
	// sides are nodes beside contours, by row of the tile.
	sides [tileNodes]uint64
	// rows are what is known of the sources of the nodes.
	rows []uint64
}

// stand chooses a tile.
func (w *sampler) stand(g *ground, x, y int) {
	w.tile = g.survey.tile(g.grid, g.proj, g.a.x, x, y)
	w.frame = w.tile.frame
}

// gather lays out the streets that may serve a box of the frame's ground within a bound;
// it reports whether there are any.
func (w *sampler) gather(a *arrivals, box orb.Bound, bound float64) bool {
	w.streets = w.s.within(w.streets[:0], a, box, a.x.longM, float32(bound))
	if len(w.streets) == 0 {
		return false
	}
	w.set(a, w.frame.origin)
	w.at = slices.Grow(w.at[:0], len(w.streets))[:len(w.streets)]
	if len(w.numbers) < a.x.len() {
		w.numbers = make([]int32, a.x.len())
	}
	for i, street := range w.streets {
		w.numbers[street] = int32(i)
	}
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
		w.begin(start)
		q.bound = w.nodes.high
	}
	lowest := w.boxes.sift(q, w.least, w.tried)
	if lowest > q.bound {
		return start != nil
	}
	if start == nil {
		w.begin(nil)
	}
	w.recall()
	for k, m := range w.tried {
		w.offerAll(k, m)
	}
	// The rest, farther away, if they can still make any node cheaper: those that promise
	// most before the others, which most nodes then have no use for.
	top := w.nodes.high
	for _, part := range [...]float32{0.25, 1} {
		upTo := lowest + (top-lowest)*part
		if q.bound = w.nodes.high; lowest > q.bound {
			break
		}
		pick(w.least, min(upTo, q.bound), w.mask)
		for k, m := range w.mask {
			m &^= w.tried[k]
			w.tried[k] |= m
			w.offerAll(k, m)
		}
	}
	return true
}

// recall raises the bounds of the costs by streets that are known.
func (w *sampler) recall() {
	for at := range w.known.streets {
		k := &w.known.streets[at]
		i, ends := w.numbers[k.street], w.a.ends[k.street]
		if int(i) < len(w.streets) && w.streets[i] == k.street && ends != notPlain {
			w.at[i], w.least[i] = int32(at), max(w.least[i], k.least(ends))
		}
	}
}

// offerAll tries the links to streets of a word of the scene, as far as they may bring
// anything by now.
func (w *sampler) offerAll(k int, m uint64) {
	for ; m != 0; m &= m - 1 {
		if i := k*word + bits.TrailingZeros64(m); w.least[i] <= w.nodes.high {
			w.offer(i)
		}
	}
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

// locate finds the places of the nodes of the block in single precision.
func (w *sampler) locate() {
	if !w.located {
		w.nodes.place(&w.frame.blocks[w.block].lie)
		w.located = true
	}
}

// begin forgets the costs of the block before.
func (w *sampler) begin(start *tileCosts) {
	w.placed, w.located = false, false
	n, k := &w.nodes, w.a.costs.K()
	if start != nil && k == 1 {
		// No limits are asked about then, so all costs are of interest.
		n.take(start.cost[nodeOf(w.block, 0):], w.asked, w.beyond)
		n.dearest, n.high = n.top, slices.Max(n.top[:])
		return
	}
	n.cost = w.blank
	interest := n.interest(w.beyond)
	for g := range n.top {
		n.top[g], n.dearest[g] = w.beyond, interest
	}
	n.high = interest
	if w.asked != ^uint64(0) {
		// What is not asked about is as cheap as can be: it bounds nothing.
		for m := ^w.asked; m != 0; m &= m - 1 {
			n.cost[bits.TrailingZeros64(m)] = 0
		}
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
	for i := range w.blank {
		w.blank[i] = w.beyond
	}
	n := &w.nodes
	if n.stepped = 0; len(limits) == 0 || len(limits) > len(n.steps) {
		return
	}
	n.stepped = uint32(len(limits))
	for i := range n.steps {
		if n.steps[i] = infinite; i < len(limits) {
			n.steps[i] = float32(limits[i])
		}
	}
}
