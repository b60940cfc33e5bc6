package isochrone

import (
	"math/bits"
)

// Blocks that are decided as a whole need their costs when a contour passes between
// them and their neighbours. Whether one does is known within a tile when the tile is
// sampled, along its rim when all tiles are.

// passed reports whether a contour passes between block i of a tile and its neighbours
// in the tile.
func (b *tileCosts) passed(i int) bool {
	col, row := i%blocksWide*blockNodes, i/blocksWide*blockNodes
	across := uint64(1<<blockNodes-1) << uint(col)
	// The crossings on the left and the right of the block, by the node west of each.
	var beside uint64
	if col > 0 {
		beside |= 1 << uint(col-1)
	}
	if col+blockNodes < tileNodes {
		beside |= 1 << uint(col+blockNodes-1)
	}
	for k := range b.in {
		in := &b.in[k]
		if row > 0 && (in[row]^in[row-1])&across != 0 || row+blockNodes < tileNodes && (in[row+blockNodes-1]^in[row+blockNodes])&across != 0 {
			return true
		}
		for _, w := range in[row : row+blockNodes] {
			if (w^w>>1)&beside != 0 {
				return true
			}
		}
	}
	return false
}

// seam is a block on the rim of a tile that a contour passes.
type seam struct{ x, y, block int }

// seams lists the blocks along the rims of tiles whose costs are still to be found.
func (g *ground) seams() []seam {
	var out []seam
	for y := g.win.y0; y <= g.win.y1; y++ {
		for x := g.win.x0; x <= g.win.x1; x++ {
			b := *g.at(x, y)
			if b == nil {
				continue
			}
			for m := b.rough & rimBlocks; m != 0; m &= m - 1 {
				if i := bits.TrailingZeros64(m); g.passedAtRim(x, y, i) {
					out = append(out, seam{x, y, i})
				}
			}
		}
	}
	return out
}

// rimBlocks has a bit for each block on the rim of a tile.
const rimBlocks = 0xff818181818181ff

// passedAtRim reports whether a contour passes between block i of a tile and the tiles
// beside.
func (g *ground) passedAtRim(x, y, i int) bool {
	const last = blocksWide - 1
	col, row := x<<tileShift+i%blocksWide*blockNodes, y<<tileShift+i/blocksWide*blockNodes
	for k := range blockNodes {
		if i%blocksWide == 0 && g.parts(col, row+k, col-1, row+k) ||
			i%blocksWide == last && g.parts(col+blockNodes-1, row+k, col+blockNodes, row+k) ||
			i/blocksWide == 0 && g.parts(col+k, row, col+k, row-1) ||
			i/blocksWide == last && g.parts(col+k, row+blockNodes-1, col+k, row+blockNodes) {
			return true
		}
	}
	return false
}

// parts reports whether a limit lies between two nodes.
func (g *ground) parts(col, row, otherCol, otherRow int) bool {
	a, b := g.cost(col, row), g.cost(otherCol, otherRow)
	for _, l := range g.limits {
		if (a <= l) != (b <= l) {
			return true
		}
	}
	return false
}

// settle finds the costs of a block on a seam.
func (g *ground) settle(w *sampler, s seam) {
	b := *g.at(s.x, s.y)
	w.frame.set(g.grid, g.proj, s.x<<tileShift, s.y<<tileShift)
	w.choose(g, s.block)
	// No node costs more than the limit that the block is within.
	bound := g.useful()
	for i := range blockSize {
		if n := within(g.limits, float64(b.cost[nodeOf(s.block, i)])); w.asked>>uint(i)&1 != 0 && n < len(g.limits) {
			bound = float64(g.limits[n])
		}
	}
	w.useful = float32(g.useful())
	if !w.gather(g.a, w.frame.boxOf(s.block), bound) {
		return
	}
	w.sampleInto(b, &g.views.of(s.x, s.y)[s.block], &g.views.room, nil)
}
