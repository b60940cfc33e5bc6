package isochrone

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// ground is the canvas of a network: it knows how to find costs.
type ground struct {
	*canvas
	a    *arrivals
	proj *crs.LocalTM
	// views are those of the table.
	views *views
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
		err = inParallel(ctx, workers, len(seams), samplers, func(w *sampler, i int) { g.sew(w, &seams[i]) })
	}
	if err != nil {
		return fmt.Errorf("sampling the ground: %w", err)
	}
	return nil
}

// useful is the highest cost that a contour can depend on.
func (g *ground) useful() float64 { return float64(g.limits[len(g.limits)-1]) + float64(g.rise) }

// tileOf samples a tile; nil when none of it is within any limit. First it finds out of
// every node which limits it is within, then the costs of those beside a contour.
func (g *ground) tileOf(w *sampler, x, y int) *tileCosts {
	w.frame = g.views.frame(g.grid, g.proj, g.a.x, x, y)
	w.want(g.useful(), g.limits)
	if !w.gather(g.a, w.frame.box, g.useful()) {
		return nil
	}
	b, views := newTileCosts(), g.views.of(x, y)
	for i := range views {
		if w.choose(g, i) {
			w.sampleInto(b, &views[i], &g.views.room, nil)
		}
		w.logged[i+1] = int32(len(w.log))
	}
	b.sort(g.limits)
	w.want(g.useful(), nil)
	b.beside(&w.sides)
	for i := range views {
		w.settle(g, b, &views[i], i, blockOf(&w.sides, i))
	}
	return b
}

// settle finds the costs of nodes of a block that have not been found yet.
func (w *sampler) settle(g *ground, b *tileCosts, kept *atomic.Pointer[[]view], block int, nodes uint64) {
	if nodes &^= b.known[block]; nodes == 0 {
		return
	}
	b.known[block] |= nodes
	if w.choose(g, block); w.asked&nodes != 0 {
		w.asked &= nodes
		log := w.log[w.logged[block]:w.logged[block+1]]
		for _, t := range log {
			w.done[t.street] |= t.groups
		}
		w.sampleInto(b, kept, &g.views.room, b)
		for _, t := range log {
			w.done[t.street] = 0
		}
	}
}

// sampleInto samples the block that has been chosen and keeps what it finds.
func (w *sampler) sampleInto(b *tileCosts, kept *atomic.Pointer[[]view], room *atomic.Int64, start *tileCosts) {
	w.views.begin(kept)
	if w.sample(start) {
		b.store(w)
	}
	w.views.keep(kept, room)
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
