package slope

import (
	"math"
	"sync"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// grid is the blocks of one source that lie on one lattice of samples.
type grid struct {
	system         *crs.System
	source, crs    string
	x0, y0, dx, dy float64
	// cellM is the longer side of a cell in metres.
	cellM float64
	// The samples lie between these columns and rows, both included.
	west, east, top, bottom int
	// pages finds the blocks that touch a square of pageSide columns and rows.
	pages map[[2]int][]*block
}

// block is a block of a grid; its samples are unpacked when they are first asked for.
type block struct {
	column, row int
	stored      *geo.ElevationBlock
	once        sync.Once
	metres      []float32
}

const (
	pageBits = 8
	// aligned is how far off the lattice, in cells, a block may lie: the rounding of
	// coordinates.
	aligned = 1e-3
	// onSample is the weight below which a neighbour does not count: a place on a sample
	// asks nobody else, whatever the rounding of coordinates.
	onSample = 1e-6
)

func newGrid(b *geo.ElevationBlock, system *crs.System) *grid {
	g := &grid{
		system: system, source: b.Source, crs: b.CRS, x0: b.X0, y0: b.Y0, dx: b.DX, dy: b.DY,
		west: math.MaxInt, east: math.MinInt, top: math.MaxInt, bottom: math.MinInt,
		pages: make(map[[2]int][]*block),
	}
	g.cellM = max(math.Abs(b.DX), math.Abs(b.DY))
	if !system.Projected {
		at := orb.Point{b.X0, b.Y0}
		g.cellM = max(crs.Distance(at, orb.Point{b.X0 + b.DX, b.Y0}), crs.Distance(at, orb.Point{b.X0, b.Y0 + b.DY}))
	}
	return g
}

// place is the column and row of a block's first sample, if it lies on the lattice.
func (g *grid) place(b *geo.ElevationBlock) (column, row int, ok bool) {
	if b.Source != g.source || b.CRS != g.crs || b.DX != g.dx || b.DY != g.dy {
		return 0, 0, false
	}
	c, r := (b.X0-g.x0)/g.dx, (b.Y0-g.y0)/g.dy
	column, row = int(math.Round(c)), int(math.Round(r))
	return column, row, math.Abs(c-float64(column)) < aligned && math.Abs(r-float64(row)) < aligned
}

func (g *grid) add(b *geo.ElevationBlock, column, row int) {
	g.west, g.east = min(g.west, column), max(g.east, column+b.Width-1)
	g.top, g.bottom = min(g.top, row), max(g.bottom, row+b.Height-1)
	k := &block{column: column, row: row, stored: b}
	for y := row >> pageBits; y <= (row+b.Height-1)>>pageBits; y++ {
		for x := column >> pageBits; x <= (column+b.Width-1)>>pageBits; x++ {
			g.pages[[2]int{x, y}] = append(g.pages[[2]int{x, y}], k)
		}
	}
}

// sample is the elevation at a column and row, NaN when it is missing. Of blocks
// that lie on each other the first that knows counts.
func (g *grid) sample(column, row int) float64 {
	for _, b := range g.pages[[2]int{column >> pageBits, row >> pageBits}] {
		c, r := column-b.column, row-b.row
		if c < 0 || r < 0 || c >= b.stored.Width || r >= b.stored.Height {
			continue
		}
		b.once.Do(func() {
			// The store has checked every block; one that is broken all the same knows nothing.
			b.metres, _ = Unpack(b.stored)
		})
		if b.metres == nil {
			continue
		}
		if v := float64(b.metres[r*b.stored.Width+c]); v == v {
			return v
		}
	}
	return math.NaN()
}

// at is the bilinear elevation at a place in degrees, NaN when it is not known.
func (g *grid) at(lonlat orb.Point) float64 {
	p := g.system.FromWGS84(lonlat)
	c, r := (p[0]-g.x0)/g.dx, (p[1]-g.y0)/g.dy
	west, east, top, bottom := float64(g.west), float64(g.east), float64(g.top), float64(g.bottom)
	if !(c >= west-0.5 && c <= east+0.5 && r >= top-0.5 && r <= bottom+0.5) {
		return math.NaN()
	}
	c, r = max(west, min(east, c)), max(top, min(bottom, r))
	c0, r0 := math.Floor(c), math.Floor(r)
	fx, fy := c-c0, r-r0
	sum := 0.0
	for _, k := range [4]struct {
		dc, dr int
		weight float64
	}{{0, 0, (1 - fx) * (1 - fy)}, {1, 0, fx * (1 - fy)}, {0, 1, (1 - fx) * fy}, {1, 1, fx * fy}} {
		if k.weight > onSample {
			sum += k.weight * g.sample(int(c0)+k.dc, int(r0)+k.dr)
		}
	}
	return sum
}
