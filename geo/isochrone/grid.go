package isochrone

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// unit is the number of integer units to a degree: coordinates are written with
// seven decimals (1.1 cm), and so whatever is drawn is drawn on those integers.
const unit = 1e7

// tileNodes is the number of nodes along the side of a tile: one machine word.
const (
	tileShift = 6
	tileNodes = 1 << tileShift
)

// metresPerDegree of latitude: a quarter of the meridian of WGS 84, 10,001,965.7 m,
// over 90 degrees. It sizes cells, and measures nothing.
const metresPerDegree = 10001965.729 / 90

// Cells are square on the ground at one latitude; no town spans enough of them for
// that to matter.
const (
	minCellM = 0.5
	maxCellM = 10000
)

// grid is a lattice of ground points at whole multiples of its steps, in units: the
// nodes of two grids with the same steps are the same points, whatever was asked.
type grid struct {
	dx, dy int32
	// metres is the length of a step on the ground at the grid's latitude.
	metres float64
}

// newGrid returns the grid of cells of about cellM metres at a latitude.
func newGrid(cellM, lat float64) (grid, error) {
	if !(cellM >= minCellM && cellM <= maxCellM) {
		return grid{}, fmt.Errorf("cell size %g m: it has to be %g to %g m", cellM, float64(minCellM), float64(maxCellM))
	}
	if !(lat >= -90 && lat <= 90) {
		return grid{}, fmt.Errorf("ground at latitude %g: it has to be -90 to 90", lat)
	}
	const polar = 0.01
	c := max(polar, math.Cos(lat*math.Pi/180))
	return grid{
		dx:     int32(math.Round(cellM / metresPerDegree / c * unit)),
		dy:     int32(math.Round(cellM / metresPerDegree * unit)),
		metres: cellM,
	}, nil
}

// point is the place of a node in degrees.
func (g grid) point(col, row int) orb.Point {
	return orb.Point{degrees(int32(col) * g.dx), degrees(int32(row) * g.dy)}
}

// degrees of a coordinate in units; the nearest number to its seven decimals.
func degrees(v int32) float64 { return float64(v) / unit }

// window is a box of tiles, both ends included.
type window struct{ x0, y0, x1, y1 int }

var noTiles = window{x0: math.MaxInt, y0: math.MaxInt, x1: math.MinInt, y1: math.MinInt}

func (w window) empty() bool { return w.x0 > w.x1 || w.y0 > w.y1 }
func (w window) width() int  { return w.x1 - w.x0 + 1 }
func (w window) height() int { return w.y1 - w.y0 + 1 }

// tiles is the window of the tiles that hold every node in a box in degrees.
func (g grid) tiles(b orb.Bound) window {
	if b.Min[0] > b.Max[0] || b.Min[1] > b.Max[1] {
		return noTiles
	}
	at := func(v float64, step int32, limit float64) int {
		v = min(limit, max(-limit, v))
		return int(math.Floor(v*unit/float64(step))) >> tileShift
	}
	return window{
		at(b.Min[0], g.dx, 180), at(b.Min[1], g.dy, 90), at(b.Max[0], g.dx, 180), at(b.Max[1], g.dy, 90),
	}
}
