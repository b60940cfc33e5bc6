package isochrone

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// CostFunc is the cost of a place with these links, [network.Unreachable] when
// there is none. The links must not be kept.
type CostFunc func(links []network.Link) uint32

// draw traces every limit of a canvas.
func (c *canvas) draw(ctx context.Context, limits []uint32) ([]orb.MultiPolygon, error) {
	out := make([]orb.MultiPolygon, len(limits))
	d := &drawing{c: c}
	for i, limit := range limits {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("drawing: %w", err)
		}
		c.limit = limit
		c.threshold(limit)
		d.trace()
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

// rise is the cost of a straight leg as long as a step of the grid.
func (t *Table) rise() uint32 {
	g := t.linker.Graph()
	m := g.Mode()
	d := t.grid.metres * m.LegFactor
	if g.Metric() == geo.NetworkTime {
		d /= m.LegSpeedKmh / 3.6
	}
	return max(1, g.Units(d))
}

// Around draws the ground within the limits, ascending and in the graph's units, of
// a field around its sources.
func (t *Table) Around(ctx context.Context, f *network.Field, limits []uint32) ([]orb.MultiPolygon, error) {
	if t.err != nil {
		return nil, t.err
	}
	box := orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{-1, -1}}
	top := t.linker.Graph().Topology()
	f.EachEdge(func(e int32) {
		b := top.Road(e).Geometry.Bound()
		if box.Min[0] > box.Max[0] {
			box = b
		} else {
			box = box.Union(b)
		}
	})
	return t.draw(ctx, func(l []network.Link) uint32 { c, _ := f.At(l); return c }, limits, t.padded(box), nil)
}

// Clipped draws the ground within the limits, ascending and in the graph's units,
// that the clip keeps.
func (t *Table) Clipped(ctx context.Context, cost CostFunc, limits []uint32, clip Clip) ([]orb.MultiPolygon, error) {
	if t.err != nil {
		return nil, t.err
	}
	box, ok := clip.bound()
	if !ok {
		box = t.padded(t.linker.Graph().Topology().Bound())
	}
	return t.draw(ctx, cost, limits, box, &clip)
}

// padded is a box of roads grown by the longest leg.
func (t *Table) padded(b orb.Bound) orb.Bound {
	if b.Min[0] > b.Max[0] {
		return b
	}
	m := t.linker.Graph().Mode()
	legs := (max(m.LinkLimitM, m.LinkLimitBuiltUpM) + t.grid.metres) / t.grid.metres / unit
	dx, dy := legs*float64(t.grid.dx), legs*float64(t.grid.dy)
	return orb.Bound{Min: orb.Point{b.Min[0] - dx, b.Min[1] - dy}, Max: orb.Point{b.Max[0] + dx, b.Max[1] + dy}}
}

func (t *Table) draw(ctx context.Context, cost CostFunc, limits []uint32, box orb.Bound, clip *Clip) ([]orb.MultiPolygon, error) {
	if err := checkLimits(limits); err != nil {
		return nil, err
	}
	w := t.grid.tiles(box)
	var spans *clipSpans
	if clip != nil && !clip.empty() && !w.empty() {
		spans = newClipSpans(t.grid, w, *clip)
	}
	c := newCanvas(t.grid, w, t.rise(), spans)
	defer c.release()
	var keys []tileKey
	for y := w.y0; y <= w.y1; y++ {
		for x := w.x0; x <= w.x1; x++ {
			keys = append(keys, tileKey{x, y})
		}
	}
	err := t.each(ctx, keys, func(k tileKey, tl *tile) {
		if len(tl.start) == 0 {
			return
		}
		b := newBlock()
		for i := range b.cost {
			if c.asked(k.x<<tileShift+i&(tileNodes-1), k.y<<tileShift+i>>tileShift) {
				b.cost[i] = cost(tl.of(i))
			}
		}
		*c.at(k.x, k.y) = b
	})
	if err != nil {
		return nil, err
	}
	return c.draw(ctx, limits)
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
	if w.empty() {
		return newCanvas(g, w, 0, nil).draw(ctx, limits)
	}
	c := newCanvas(g, w, 0, newClipSpans(g, w, clip))
	defer c.release()
	for y := w.y0; y <= w.y1; y++ {
		for x := w.x0; x <= w.x1; x++ {
			if err := ctx.Err(); err != nil {
				return nil, fmt.Errorf("drawing: %w", err)
			}
			b := newBlock()
			*c.at(x, y) = b
			for i := range b.cost {
				if col, row := x<<tileShift+i&(tileNodes-1), y<<tileShift+i>>tileShift; c.asked(col, row) {
					b.cost[i] = cost(g.point(col, row))
				}
			}
		}
	}
	return c.draw(ctx, limits)
}
