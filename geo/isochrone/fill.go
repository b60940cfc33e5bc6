package isochrone

import (
	"context"
	"fmt"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

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

// fill finds the costs of the nodes of the window.
func (g *ground) fill(ctx context.Context, workers int, samplers *shelf[*sampler]) error {
	if g.win.empty() {
		return nil
	}
	wide, count := g.win.width(), g.win.width()*g.win.height()
	var next atomic.Int64
	work, ctx := errgroup.WithContext(ctx)
	for range min(workers, count) {
		work.Go(func() error {
			w := samplers.get()
			defer samplers.put(w)
			for {
				i := int(next.Add(1)) - 1
				if i >= count {
					return nil
				}
				if err := ctx.Err(); err != nil {
					return err
				}
				x, y := g.win.x0+i%wide, g.win.y0+i/wide
				*g.at(x, y) = g.tileOf(w, x, y)
			}
		})
	}
	if err := work.Wait(); err != nil {
		return fmt.Errorf("sampling the ground: %w", err)
	}
	return nil
}

// useful is the highest cost that a contour can depend on.
func (g *ground) useful() float64 { return float64(g.limits[len(g.limits)-1]) + float64(g.rise) }

// tileOf samples a tile; nil when none of it is within any limit.
func (g *ground) tileOf(w *sampler, x, y int) *block {
	col, row := x<<tileShift, y<<tileShift
	w.frame.set(g.grid, g.proj, col, row)
	d := w.frame.disc()
	d.longM = g.a.x.longM
	if w.useful = float32(g.useful()); !w.gather(g.a, &d, g.useful()) {
		return nil
	}
	b, views := newBlock(), g.views.of(x, y)
	for i := range views {
		c, r := col+i%blocksWide*blockNodes, row+i/blocksWide*blockNodes
		if w.asked = g.askedOf(c, r); w.asked == 0 {
			continue
		}
		w.frame.places(&w.points, c, r)
		w.views.begin(&views[i])
		w.sample()
		w.views.keep(&views[i], &g.views.room)
		for k := range blockSize {
			across, up := nodeAt(k)
			b.cost[(r-row+up)<<tileShift+c-col+across] = w.cost(k)
		}
	}
	return b
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
