package isochrone

import (
	"math/bits"
	"slices"
	"sync"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// tileCosts is what is known of the nodes of one tile while a question is answered.
type tileCosts struct {
	// cost of each node, row by row; nodes that are not asked about are Unreachable.
	cost [tileNodes * tileNodes]uint32
	// known has a bit per node of each block: its cost is that of the counting rule. All
	// others are on the right side of every limit, and no more is known of them.
	known [blocksPerTile]uint64
	// in has a bit per node within each limit, row by row.
	in [][tileNodes]uint64
}

var spareTiles = sync.Pool{New: func() any { return new(tileCosts) }}

// nodeOf is the place in a tile of node i of a block.
func nodeOf(block, i int) int {
	col, row := nodeAt(i)
	return (block/blocksWide*blockNodes+row)<<tileShift + block%blocksWide*blockNodes + col
}

// store keeps the costs of the nodes of a block that were asked about.
func (b *tileCosts) store(w *sampler) {
	w.nodes.round(b.cost[nodeOf(w.block, 0):], w.asked, w.useful)
}

// sort sets in.
func (b *tileCosts) sort(limits []uint32) {
	b.in = slices.Grow(b.in[:0], len(limits))[:len(limits)]
	for k, limit := range limits {
		within(&b.cost, limit, &b.in[k])
	}
}

// newTileCosts is a tile of which nothing is reached.
func newTileCosts() *tileCosts {
	b := usedTileCosts()
	for i := range blocksPerTile {
		b.blank(i)
	}
	return b
}

// usedTileCosts is a tile with costs of another question, all of them to be put down anew.
func usedTileCosts() *tileCosts {
	b := spareTiles.Get().(*tileCosts)
	clear(b.known[:])
	return b
}

// blank makes the nodes of a block unreachable.
func (b *tileCosts) blank(block int) {
	first := nodeOf(block, 0)
	for r := range blockNodes {
		*(*[blockNodes]uint32)(b.cost[first+r<<tileShift:]) = nothingReached
	}
}

var nothingReached = [blockNodes]uint32{
	network.Unreachable, network.Unreachable, network.Unreachable, network.Unreachable,
	network.Unreachable, network.Unreachable, network.Unreachable, network.Unreachable,
}

// canvas is the ground of one question: costs at the nodes of those tiles that
// matter, and for the limit being drawn a bit per node.
type canvas struct {
	grid
	win  window
	tile []*tileCosts // by row of tiles
	// rise is the highest cost that one grid edge can add along one leg, 0 when it
	// is not known.
	rise   uint32
	clip   *clipSpans
	limits []uint32
	// tips are those of a limit; nil where none are known.
	tips func(level int, fn func(tip))

	// in has a bit per node, a word per tile and row, with a margin of a word and a
	// row all round, so that nothing at the rim has to be asked for specially.
	in     []uint64
	stride int
	// open marks horizontal crossings that no ring has gone through yet.
	open []uint64
}

var spareCanvases = sync.Pool{New: func() any { return new(canvas) }}

// newCanvas takes a canvas from those that were released.
func newCanvas(g grid, w window, limits []uint32, rise uint32, clip *clipSpans) *canvas {
	c := spareCanvases.Get().(*canvas)
	*c = canvas{grid: g, win: w, limits: limits, rise: rise, clip: clip, tile: c.tile[:0], in: c.in[:0], open: c.open[:0]}
	if !w.empty() {
		tiles := w.width() * w.height()
		c.tile = slices.Grow(c.tile, tiles)[:tiles]
		c.stride = w.width() + 2
		words := c.stride * (w.height()*tileNodes + 2)
		c.in, c.open = slices.Grow(c.in, words)[:words], slices.Grow(c.open, words)[:words]
	}
	return c
}

// release gives back the canvas and its tiles; nothing may be asked of it any more.
func (c *canvas) release() {
	for i, b := range c.tile {
		if b != nil {
			spareTiles.Put(b)
			c.tile[i] = nil
		}
	}
	c.limits, c.clip, c.tips = nil, nil, nil
	spareCanvases.Put(c)
}

// at is what is known of a tile of the window, nil when nothing in it is reached.
func (c *canvas) at(x, y int) **tileCosts { return &c.tile[(y-c.win.y0)*c.win.width()+x-c.win.x0] }

// node numbers count bits of in: they name a node of the canvas or of its margin.
func (c *canvas) node(col, row int) int {
	return ((row-c.win.y0*tileNodes+1)*c.stride+1)<<tileShift + col - c.win.x0*tileNodes
}

func (c *canvas) place(node int) (col, row int) {
	word := node >> tileShift
	row = word / c.stride
	return (word-row*c.stride-1)<<tileShift + node&(tileNodes-1) + c.win.x0*tileNodes, row - 1 + c.win.y0*tileNodes
}

func (c *canvas) isIn(node int) bool { return c.in[node>>tileShift]>>(uint(node)&(tileNodes-1))&1 != 0 }

// slot is where a node of the window stands in its tile; nil for one that was not
// asked about.
func (c *canvas) slot(col, row int) (*tileCosts, int) {
	x, y := col>>tileShift, row>>tileShift
	if x < c.win.x0 || x > c.win.x1 || y < c.win.y0 || y > c.win.y1 {
		return nil, 0
	}
	return *c.at(x, y), row&(tileNodes-1)<<tileShift | col&(tileNodes-1)
}

// cost of a node, Unreachable for one that was not asked about.
func (c *canvas) cost(col, row int) uint32 {
	b, i := c.slot(col, row)
	if b == nil {
		return network.Unreachable
	}
	return b.cost[i]
}

// threshold sets the bits of the nodes within a limit and of the horizontal
// crossings between those in and those out.
func (c *canvas) threshold(level int) {
	clear(c.in)
	for y := c.win.y0; y <= c.win.y1; y++ {
		for x := c.win.x0; x <= c.win.x1; x++ {
			b := *c.at(x, y)
			if b == nil {
				continue
			}
			at := c.node(x<<tileShift, y<<tileShift) >> tileShift
			for r, word := range b.in[level] {
				c.in[at+r*c.stride] = word
			}
		}
	}
	if len(c.in) == 0 {
		return
	}
	last := len(c.in) - 1
	for k, w := range c.in[:last] {
		c.open[k] = w ^ (w>>1 | c.in[k+1]<<(tileNodes-1))
	}
	c.open[last] = 0
}

// firstOpen is the first open crossing from a word on, -1 when none is left.
func (c *canvas) firstOpen(word int) int {
	for k := word; k < len(c.open); k++ {
		if c.open[k] != 0 {
			return k<<tileShift + bits.TrailingZeros64(c.open[k])
		}
	}
	return -1
}
