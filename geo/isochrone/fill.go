package isochrone

import (
	"context"
	"fmt"
	"math/bits"
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
		err = inParallel(ctx, workers, len(seams), samplers, func(w *sampler, i int) { g.settle(w, seams[i]) })
	}
	if err != nil {
		return fmt.Errorf("sampling the ground: %w", err)
	}
	return nil
}

// useful is the highest cost that a contour can depend on.
func (g *ground) useful() float64 { return float64(g.limits[len(g.limits)-1]) + float64(g.rise) }

// within is the number of the first limit that a cost is within; len(limits) when it
// is above all.
func within(limits []uint32, cost float64) int {
	for n, l := range limits {
		if cost <= float64(l) {
			return n
		}
	}
	return len(limits)
}

// tileOf samples a tile; nil when none of it is within any limit.
func (g *ground) tileOf(w *sampler, x, y int) *tileCosts {
	col, row := x<<tileShift, y<<tileShift
	w.frame.set(g.grid, g.proj, col, row)
	if w.useful = float32(g.useful()); !w.gather(g.a, w.frame.box(), g.useful()) {
		return nil
	}
	b, views := newTileCosts(), g.views.of(x, y)
	for i := range views {
		if w.choose(g, i) && w.sampleInto(b, &views[i], &g.views.room, g.limits) {
			b.rough |= 1 << uint(i)
		}
	}
	b.sort(g.limits, g.clip == nil)
	for m := b.rough; m != 0; m &= m - 1 {
		if i := bits.TrailingZeros64(m); b.passed(i) && w.choose(g, i) {
			w.sampleInto(b, &views[i], &g.views.room, nil)
			b.rough &^= 1 << uint(i)
		}
	}
	return b
}

// sampleInto samples the block that has been chosen and keeps what it finds.
func (w *sampler) sampleInto(b *tileCosts, kept *atomic.Pointer[[]view], room *atomic.Int64, limits []uint32) (alike bool) {
	w.views.begin(kept)
	alike = w.sample(limits)
	w.views.keep(kept, room)
	b.store(w, w.block)
	return alike
}

// askedOf has a bit for each node of a block that the clip holds.
func (g *ground) askedOf(col, row int) uint64 {
	if g.clip == nil {
		return ^uint64(0)
	}
	asked := uint64(0)
	for i := range blockSize {
		across, up := nodeAt(i)
		if _, ok := find(g.clip.rowSpans(row+up), float64(col+across)*g.clip.dx); ok {
			asked |= 1 << uint(i)
		}
	}
	return asked
}
