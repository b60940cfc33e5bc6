package isochrone

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// draw traces every limit of a canvas.
func (c *canvas) draw(ctx context.Context) ([]orb.MultiPolygon, error) {
	out := make([]orb.MultiPolygon, len(c.limits))
	d := spareDrawings.Get().(*drawing)
	d.c = c
	defer d.release()
	for i := range c.limits {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("drawing: %w", err)
		}
		c.threshold(i)
		d.trace(i)
		out[i] = d.polygons()
	}
	return out, nil
}

func checkLimits(limits []uint32) error {
	if len(limits) == 0 {
		return fmt.Errorf("drawing: limits are empty, at least one is needed")
	}
	for i, l := range limits {
		if l >= network.Unreachable {
			return fmt.Errorf("drawing: limit %d is %d, it has to be below %d", i, l, uint32(network.Unreachable))
		}
		if i > 0 && l < limits[i-1] {
			return fmt.Errorf("drawing: limit %d is %d and the one before it %d, they have to ascend", i, l, limits[i-1])
		}
	}
	return nil
}

// Ground draws ground without a network: within the limits, ascending, of a cost
// that any point in degrees has.
func Ground(ctx context.Context, cellM float64, cost func(p orb.Point) uint32, limits []uint32, clip Clip) ([]orb.MultiPolygon, error) {
	if err := checkLimits(limits); err != nil {
		return nil, err
	}
	box, ok := clip.bound()
	if !ok {
		return nil, fmt.Errorf("drawing: clip has nothing inside, ground without a network has no end")
	}
	g, err := newGrid(cellM, min(90, max(-90, (box.Min[1]+box.Max[1])/2)))
	if err != nil {
		return nil, err
	}
	w := g.tiles(box)
	var spans *clipSpans
	if !w.empty() {
		spans = newClipSpans(g, w, clip)
	}
	c := newCanvas(g, w, limits, 0, spans)
	defer c.release()
	for y := w.y0; y <= w.y1; y++ {
		for x := w.x0; x <= w.x1; x++ {
			if err := ctx.Err(); err != nil {
				return nil, fmt.Errorf("drawing: %w", err)
			}
			b := newTileCosts()
			*c.at(x, y) = b
			for i := range b.cost {
				if col, row := x<<tileShift+i&(tileNodes-1), y<<tileShift+i>>tileShift; spans.holds(col, row) {
					b.cost[i] = cost(g.point(col, row))
				}
			}
			b.sort(limits)
		}
	}
	return c.draw(ctx)
}
