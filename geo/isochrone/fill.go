package isochrone

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// ground is the canvas of a network: it knows how to find costs.
type ground struct {
	*canvas
	a    *arrivals
	proj *crs.LocalTM
	// survey is that of the table.
	survey *survey
}

// fill finds the costs of the nodes of the window, as far as a contour may depend on
// them: of all others no more than between which limits they are.
func (g *ground) fill(ctx context.Context, workers int, samplers *shelf[*sampler]) error {
	if g.win.empty() {
		return nil
	}
	wide := g.win.width()
	err := inParallel(ctx, workers, wide*g.win.height(), samplers, func(w *sampler, i int) {
		x, y := g.win.x0+i%wide, g.win.y0+i/wide
		*g.at(x, y) = g.tileOf(w, x, y)
	})
	if err == nil {
		seams := g.seams()
		err = inParallel(ctx, min(workers, 1+len(seams)/seamsEach), len(seams), samplers, func(w *sampler, i int) { g.sew(w, &seams[i]) })
	}
	if err != nil {
		return fmt.Errorf("sampling the ground: %w", err)
	}
	return nil
}

// seamsEach is how many seams are worth another worker. A question has some twenty, and with
// streets laid out by fewer workers too it took 6 % less on two threads (Porto).
const seamsEach = 64

// useful is the highest cost that a contour can depend on.
func (g *ground) useful() float64 { return float64(g.limits[len(g.limits)-1]) + float64(g.rise) }

// tileOf samples a tile; nil when none of it is within any limit. First it finds out of
// every node which limits it is within, then the costs of those beside a contour.
func (g *ground) tileOf(w *sampler, x, y int) *tileCosts {
	w.stand(g, x, y)
	w.want(g.useful(), g.limits)
	if !w.gather(g.a, w.frame.box, g.useful()) {
		return nil
	}
	b := usedTileCosts()
	for i := range blocksPerTile {
		if !w.choose(g, i) || !w.sampleInto(b, nil) {
			b.blank(i)
		}
	}
	b.sort(g.limits)
	w.want(g.useful(), nil)
	b.beside(&w.sides)
	for i := 0; i < blocksPerTile; i += blocksWide {
		some := uint64(0)
		for _, row := range w.sides[i/blocksWide*blockNodes:][:blockNodes] {
			some |= row
		}
		for k := range blocksWide {
			if some>>(k*blockNodes)&(1<<blockNodes-1) != 0 {
				w.settle(g, b, i+k, blockOf(&w.sides, i+k))
			}
		}
	}
	return b
}

// settle finds the costs of nodes of a block that have not been found yet.
func (w *sampler) settle(g *ground, b *tileCosts, block int, nodes uint64) {
	if nodes &^= b.known[block]; nodes == 0 {
		return
	}
	b.known[block] |= nodes
	if w.choose(g, block); w.asked&nodes != 0 {
		w.asked &= nodes
		w.sampleInto(b, b)
	}
}

// sampleInto samples the block that has been chosen and keeps what it finds. It reports
// whether any node may be within reach; if not, it has put down no costs.
func (w *sampler) sampleInto(b, start *tileCosts) bool {
	kept := &w.tile.blocks[w.block]
	w.known.begin(kept)
	any := w.sample(start)
	if any {
		if w.asked != ^uint64(0) && start == nil {
			b.blank(w.block)
		}
		b.store(w)
	}
	if more := w.known.bytes(); more > 0 && w.tile.take(more) {
		w.known.keep(kept)
	}
	return any
}

// askedOf has a bit for each node of a block that the clip holds.
func (g *ground) askedOf(col, row int) uint64 {
	if g.clip == nil {
		return ^uint64(0)
	}
	var rows [blockNodes]uint64
	for r := range rows {
		rows[r] = g.clip.nodesOf(row+r, col)
	}
	return inBlock(&rows, 0)
}
