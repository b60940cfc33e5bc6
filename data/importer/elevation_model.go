package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data/importer/geotiff"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/slope"
)

const (
	// maxElevationCells is the most cells of a model: 100 x 100 km of 12.5 m.
	maxElevationCells = 64 << 20
	// elevationSide is the columns and rows of a stored block.
	elevationSide = 256
	// No ground lies lower than the shore of the Dead Sea (-430 m) or higher than 8849 m;
	// what a file says beyond that stands for something else, missing data mostly.
	lowestGroundM, highestGroundM = -500.0, 9000.0
)

// elevationModel turns a raster into blocks.
type elevationModel struct {
	raster *geotiff.Raster
	system *crs.System
	report *ElevationReport
	// open are the blocks that the file has begun and not ended, by column and row.
	open   map[[2]int]*openBlock
	blocks []geo.ElevationBlock
	// low and high are the lowest and the highest elevation so far.
	low, high float64
}

// openBlock is a block that is being filled; left is how many cells it lacks.
type openBlock struct {
	width, height, left int
	metres              []float32
}

func newElevationModel(r *geotiff.Raster, asked string, report *ElevationReport) (*elevationModel, error) {
	switch {
	case r.Bands != 1:
		return nil, fmt.Errorf("the raster has %d bands, and one of elevations is needed: choose it with gdal_translate -b", r.Bands)
	case r.Place == nil:
		return nil, errors.New("the GeoTIFF does not say where its pixels are (no ModelPixelScale and ModelTiepoint, no ModelTransformation)")
	case r.Place.XRow != 0 || r.Place.YColumn != 0:
		return nil, errors.New("the rows of the raster do not run from west to east: turn it with gdalwarp")
	case r.Width*r.Height > maxElevationCells:
		return nil, fmt.Errorf("%d columns and %d rows are %d cells, and a model has %d at most: cut it to the area first (gdal_translate -projwin), or make it coarser (gdalwarp -tr)",
			r.Width, r.Height, r.Width*r.Height, maxElevationCells)
	}
	system, err := elevationSystem(r.Reference, asked)
	if err != nil {
		return nil, err
	}
	report.CRS, report.Columns, report.Rows = system.ID, r.Width, r.Height
	m := &elevationModel{
		raster: r, system: system, report: report, open: make(map[[2]int]*openBlock), low: math.Inf(1), high: math.Inf(-1),
	}
	for _, c := range [4][2]float64{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
		x, y := r.Place.At(math.Abs(c[0]*float64(r.Width)-0.5), math.Abs(c[1]*float64(r.Height)-0.5))
		if p := (orb.Point{x, y}); !system.Holds(p) {
			return nil, fmt.Errorf("reference system of the raster: a corner lies at %g, %g (east, north), which cannot be in %v", x, y, system)
		}
	}
	return m, nil
}

// elevationSystem is the reference system that is asked for, else the file's.
func elevationSystem(ref geotiff.Reference, asked string) (*crs.System, error) {
	if asked != "" {
		return crs.Parse(asked)
	}
	if ref.EPSG == 0 {
		return nil, fmt.Errorf("reference system of the raster: the file gives %v without a code: name it with --crs", ref)
	}
	system, err := crs.Parse(ref.String())
	if err != nil {
		return nil, fmt.Errorf("reference system of the raster: %w", err)
	}
	if system.Projected != ref.Projected || ref.Unit != 0 && ref.Unit != metreCode {
		return nil, fmt.Errorf("reference system of the raster: %v in other units than its own: convert it with gdalwarp -t_srs", ref)
	}
	return system, nil
}

// read reads the file block by block. Those of the file and those that are stored
// need not agree: a stored one is packed when its last cell has come.
func (m *elevationModel) read(ctx context.Context) ([]geo.ElevationBlock, error) {
	var b geotiff.Block
	for i := range m.raster.Blocks() {
		if err := m.raster.Read(ctx, i, 0, &b); err != nil {
			return nil, err
		}
		for row := b.Row; row < b.Row+b.Height; row++ {
			if err := m.row(&b, row); err != nil {
				return nil, err
			}
		}
	}
	if len(m.blocks) == 0 {
		return nil, errors.New("no cell of the raster has a value")
	}
	m.report.Blocks, m.report.LowestM, m.report.HighestM = len(m.blocks), m.low, m.high
	return m.blocks, nil
}

// row takes a row of a block of the file, piece by piece.
func (m *elevationModel) row(b *geotiff.Block, row int) error {
	for column := b.Column; column < b.Column+b.Width; {
		key := [2]int{column / elevationSide, row / elevationSide}
		k := m.block(key)
		west, top := key[0]*elevationSide, key[1]*elevationSide
		end := min(west+k.width, b.Column+b.Width)
		for ; column < end; column++ {
			i := (row-b.Row)*b.Width + column - b.Column
			v := float32(math.NaN())
			if b.Missing[i] {
				m.report.Missing++
			} else if z := b.Values[i]; !(z >= lowestGroundM && z <= highestGroundM) {
				return fmt.Errorf("column %d, row %d is %s m: elevations are from %g to %g m; if that stands for missing data, say so in the file (gdal_edit.py -a_nodata)",
					column, row, formatNumber(z), lowestGroundM, highestGroundM)
			} else {
				v = float32(z)
				m.low, m.high = min(m.low, z), max(m.high, z)
			}
			k.metres[(row-top)*k.width+column-west] = v
			k.left--
		}
		if k.left == 0 {
			if err := m.pack(key, k); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *elevationModel) block(key [2]int) *openBlock {
	k, ok := m.open[key]
	if !ok {
		k = &openBlock{
			width:  min(elevationSide, m.raster.Width-key[0]*elevationSide),
			height: min(elevationSide, m.raster.Height-key[1]*elevationSide),
		}
		k.left = k.width * k.height
		k.metres = make([]float32, k.left)
		m.open[key] = k
	}
	return k
}

// pack stores a block, unless all its cells are missing.
func (m *elevationModel) pack(key [2]int, k *openBlock) error {
	delete(m.open, key)
	column, row := key[0]*elevationSide, key[1]*elevationSide
	base, samples, some, err := slope.Pack(k.metres)
	if err != nil {
		return fmt.Errorf("column %d, row %d: %w", column, row, err)
	}
	if !some {
		return nil
	}
	p := m.raster.Place
	b := geo.ElevationBlock{
		ID: fmt.Sprintf("%s-r%dc%d", m.report.Source, row, column), CRS: m.system.ID, DX: p.XColumn, DY: p.YRow,
		Width: k.width, Height: k.height, BaseM: base, Samples: samples, Source: m.report.Source,
		Geometry: m.outline(column, row, k.width, k.height),
	}
	b.X0, b.Y0 = p.At(float64(column)+0.5, float64(row)+0.5)
	m.report.Bytes += len(samples)
	m.blocks = append(m.blocks, b)
	return nil
}

// outline is the ground of a block, counter-clockwise. The sides of a projected one
// bend in degrees, by metres; it tells where to look, not what is there.
func (m *elevationModel) outline(column, row, width, height int) orb.Polygon {
	ring := make(orb.Ring, 0, 5)
	for _, c := range [...][2]int{{0, 0}, {0, 1}, {1, 1}, {1, 0}, {0, 0}} {
		x, y := m.raster.Place.At(float64(column+c[0]*width), float64(row+c[1]*height))
		p := m.system.ToWGS84(orb.Point{x, y})
		// The outer cells of a model of the globe reach half a cell beyond it.
		ring = append(ring, orb.Point{max(-180, min(180, p[0])), max(-90, min(90, p[1]))})
	}
	if ring.Orientation() == orb.CW { // rows may run to the north
		ring.Reverse()
	}
	return orb.Polygon{ring}
}

// Print writes the report for people.
func (r *ElevationReport) Print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "elevation from %s (source %s, %s): %d columns, %d rows, %d cells without a value\n", r.File, r.Source, r.CRS, r.Columns, r.Rows, r.Missing)
	if r.Blocks > 0 {
		fmt.Fprintf(&b, "%d blocks, %d bytes; from %.1f to %.1f m\n", r.Blocks, r.Bytes, r.LowestM, r.HighestM)
	}
	for _, f := range r.Remarks {
		fmt.Fprintf(&b, "remark: %s\n", f)
	}
	if r.DryRun {
		b.WriteString("dry run: nothing was written\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
