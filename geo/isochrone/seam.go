package isochrone

import (
	"math/bits"

	"github.com/paulmach/orb"
)

// Blocks that are decided as a whole need their costs when a contour passes between
// them and their neighbours. Whether one does is known within a tile when the tile is
// sampled, along its rim when all tiles are.

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
				if i := bits.TrailingZeros64(m); g.passed(b, x, y, i, true) {
					out = append(out, seam{x, y, i})
				}
			}
		}
	}
	return out
}

// rimBlocks has a bit for each block on the rim of a tile.
const rimBlocks = 0xff818181818181ff

// passed reports whether a contour passes between block i of a tile and its neighbours
// in the tile, or those beyond it.
func (g *ground) passed(b *block, x, y, i int, beyond bool) bool {
	col, row := i%blocksWide*blockNodes, i/blocksWide*blockNodes
	for side := range 4 {
		for k := range blockNodes {
			c, r, dc, dr := col+k, row, 0, -1
			switch side {
			case 1:
				r, dr = row+blockNodes-1, 1
			case 2:
				c, r, dc, dr = col, row+k, -1, 0
			case 3:
				c, r, dc, dr = col+blockNodes-1, row+k, 1, 0
			}
			nc, nr := c+dc, r+dr
			if inside := nc >= 0 && nc < tileNodes && nr >= 0 && nr < tileNodes; inside == beyond {
				break
			}
			next := g.cost(x<<tileShift+nc, y<<tileShift+nr)
			if !beyond {
				next = b.cost[nr<<tileShift+nc]
			}
			if within(g.limits, float64(b.cost[r<<tileShift+c])) != within(g.limits, float64(next)) {
				return true
			}
		}
	}
	return false
}

// settle finds the costs of a block on a seam.
func (g *ground) settle(w *sampler, s seam) {
	b := *g.at(s.x, s.y)
	col, row := s.x<<tileShift, s.y<<tileShift
	w.frame.set(g.grid, g.proj, col, row)
	w.place(g, s.block)
	// No node costs more than the limit that the block is within.
	bound := g.useful()
	for _, c := range b.of(s.block) {
		if n := within(g.limits, float64(c)); n < len(g.limits) {
			bound = float64(g.limits[n])
		}
	}
	w.useful = float32(g.useful())
	if !w.gather(g.a, orb.MultiPoint(w.points[:]).Bound(), bound) {
		return
	}
	views := &g.views.of(s.x, s.y)[s.block]
	w.views.begin(views)
	w.settle()
	w.views.keep(views, &g.views.room)
	b.store(w, s.block)
}
