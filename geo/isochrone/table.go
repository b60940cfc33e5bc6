package isochrone

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// TableOptions shape a table. The zero value works.
type TableOptions struct {
	// CellM is the size of a cell, and with it the tolerance of what is drawn, in
	// metres. Defaults to 10.
	CellM float64
	// Workers find costs side by side. Defaults to the number of processors.
	Workers int
	// KeepBytes is how much may be kept of what is found out about the ground. Defaults to as
	// much as the index takes.
	KeepBytes int64
}

// DefaultCellM is the size of a cell in metres when none is asked for.
const DefaultCellM = 10

// Table draws the ground around the streets of one linker. It keeps an index of them, made
// when first drawn with, what it has found out about their ground, and nothing of any answer. It is safe for
// concurrent use.
type Table struct {
	linker *network.Linker
	o      TableOptions
	grid   grid
	err    error // of the options; every question answers it

	once     sync.Once
	index    *index
	arrivals shelf[*arrivals]
	samplers shelf[*sampler]
	survey   *survey
}

// NewTable makes a table for the places that the linker links. Bad options are
// answered by its methods.
func NewTable(l *network.Linker, o TableOptions) *Table {
	if o.CellM == 0 {
		o.CellM = DefaultCellM
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	t := &Table{linker: l, o: o}
	t.grid, t.err = newGrid(o.CellM, l.Graph().Topology().Bound().Center()[1])
	return t
}

// CellM is the size of a cell in metres.
func (t *Table) CellM() float64 { return t.o.CellM }

// Build makes the index in advance.
func (t *Table) Build() error {
	t.ready()
	return t.err
}

func (t *Table) ready() {
	t.once.Do(func() {
		t.index = newIndex(t.linker)
		most := t.o.KeepBytes
		if most <= 0 {
			most = t.index.bytes()
		}
		t.survey = newSurvey(most)
		t.arrivals = shelf[*arrivals]{most: t.o.Workers, make: func() *arrivals { return newArrivals(t.index) }}
		t.samplers = shelf[*sampler]{most: 2 * t.o.Workers, make: func() *sampler { return new(sampler) }}
	})
}

// Bytes is what a table keeps by now: its index, and what it has found out about its ground.
func (t *Table) Bytes() int64 {
	t.ready()
	return t.index.bytes() + t.survey.bytes()
}

// Around draws the ground within the limits, ascending and in the graph's units, of
// a field around its sources: one multipolygon for each limit, each within the next.
func (t *Table) Around(ctx context.Context, f *network.Field, limits []uint32) ([]orb.MultiPolygon, error) {
	if err := t.check(f, limits); err != nil {
		return nil, err
	}
	return t.draw(ctx, f, limits, nil)
}

// Covered draws the ground within the limits that the clip keeps.
func (t *Table) Covered(ctx context.Context, costs Costs, limits []uint32, clip Clip) ([]orb.MultiPolygon, error) {
	if err := t.check(costs, limits); err != nil {
		return nil, err
	}
	return t.draw(ctx, costs, limits, &clip)
}

func (t *Table) check(costs Costs, limits []uint32) error {
	if t.err != nil {
		return t.err
	}
	if err := checkLimits(limits); err != nil {
		return err
	}
	if last := limits[len(limits)-1]; last > costs.Limit() {
		return fmt.Errorf("drawing: limit %d is above %d, up to which costs are known", last, costs.Limit())
	}
	return nil
}

func (t *Table) draw(ctx context.Context, costs Costs, limits []uint32, clip *Clip) ([]orb.MultiPolygon, error) {
	t.ready()
	t.survey.begin()
	a := t.arrivals.get()
	defer t.arrivals.put(a)
	defer a.clear()
	if err := a.lay(ctx, costs, float64(limits[len(limits)-1])+float64(t.rise()), t.o.Workers); err != nil {
		return nil, err
	}
	box := t.reach(a)
	var w window
	var spans *clipSpans
	if clip == nil {
		w = t.grid.tiles(box)
	} else {
		if b, ok := clip.bound(); ok {
			for k := range 2 {
				box.Min[k], box.Max[k] = max(box.Min[k], b.Min[k]), min(box.Max[k], b.Max[k])
			}
		}
		if w = t.grid.tiles(box); !w.empty() {
			spans = newClipSpans(t.grid, w, *clip)
		}
	}
	g := &ground{
		canvas: newCanvas(t.grid, w, limits, t.rise(), spans), a: a, survey: t.survey,
		proj: t.linker.Graph().Topology().Projection(),
	}
	defer g.release()
	// Of the two edges of a road with slopes it hangs on the order of roads which one a
	// source on the road is said to stand on, and so which one has a simple form.
	if _, _, sloped := t.linker.Graph().Slopes(); !sloped {
		g.tips = g.eachTip
	}
	if err := g.fill(ctx, t.o.Workers, &t.samplers); err != nil {
		return nil, err
	}
	return g.draw(ctx)
}

// reach is the box in degrees of the ground that the streets in reach can serve.
func (t *Table) reach(a *arrivals) orb.Bound {
	box := orb.Bound{Min: orb.Point{180, 90}, Max: orb.Point{-180, -90}}
	if len(a.streets) == 0 {
		return box
	}
	proj, far := t.linker.Graph().Topology().Projection(), a.x.longM+1
	west, south, east, north := float64(a.box[0])-far, float64(a.box[1])-far, float64(a.box[2])+far, float64(a.box[3])+far
	// The sides of a box in the plane bend in degrees, so it takes more than its corners.
	const along = 16
	for k := range along + 1 {
		f := float64(k) / along
		x, y := west+f*(east-west), south+f*(north-south)
		for _, p := range [4]orb.Point{{x, south}, {x, north}, {west, y}, {east, y}} {
			box = box.Extend(proj.ToGeo(p))
		}
	}
	return box
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
