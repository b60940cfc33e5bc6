package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data/importer/geotiff"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// The columns that a raster has as a table.
const (
	rasterID      = fieldID
	rasterPersons = "persons"
)

// Bounds of what a raster may become. Every cell with people is a row in memory.
const (
	// maxRasterRows is a province of cells of 100 m.
	maxRasterRows = 8 << 20
	// maxBadCells: so many cells that cannot be are a mistake of the file, not of
	// the cells.
	maxBadCells = 1000
)

// rasterReader reads a GeoTIFF of people per cell: each cell with people is a
// record, whose ground is the cell and whose id is its row and column. Cells
// without people and those without data give none; none is too small to be kept,
// so that the people of the records are those of the raster.
type rasterReader struct {
	raster *geotiff.Raster
	// toWGS84 turns coordinates of the raster, east first, into degrees.
	toWGS84 func(orb.Point) orb.Point
	// groups are rasters of age groups on the same grid.
	groups []*groupRaster
	rows   int
	bad    int
}

func newGeoTIFF(in io.ReadSeeker, s source) (Reader, error) {
	r, err := newPeopleRaster(in)
	if err != nil {
		return nil, err
	}
	for _, g := range s.groups {
		if err := r.addGroup(g); err != nil {
			return nil, errors.Join(fmt.Errorf("age group %s: %w", g.Group, err), r.Close())
		}
	}
	return r, nil
}

func newPeopleRaster(in io.ReadSeeker) (*rasterReader, error) {
	file, ok := in.(io.ReaderAt)
	if !ok {
		return nil, errors.New("a GeoTIFF is read from a file, not from a stream")
	}
	size, err := in.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, fmt.Errorf("size of the GeoTIFF: %w", err)
	}
	raster, err := geotiff.Open(file, size)
	if err != nil {
		return nil, err
	}
	if raster.Bands != 1 {
		return nil, fmt.Errorf("the raster has %d bands, and one of people is needed: choose it with gdal_translate -b", raster.Bands)
	}
	if raster.Place == nil {
		return nil, errors.New("the GeoTIFF does not say where its pixels are (no ModelPixelScale and ModelTiepoint, no ModelTransformation)")
	}
	r := &rasterReader{raster: raster}
	if r.toWGS84, err = rasterConversion(raster.Reference); err != nil {
		return nil, err
	}
	return r, nil
}

// metreCode is the metre in the EPSG registry.
const metreCode = 9001

// rasterConversion turns coordinates of a reference system into WGS 84: degrees of
// WGS 84 and CGCS2000, and CGCS2000 Gauss-Krüger metres. Any other is an error.
func rasterConversion(ref geotiff.Reference) (func(orb.Point) orb.Point, error) {
	if !ref.Projected && (ref.EPSG == 4326 || ref.EPSG == 4490) {
		return func(p orb.Point) orb.Point { return p }, nil
	}
	grid, err := crs.GaussKruger(ref.EPSG)
	if err != nil || !ref.Projected || ref.Unit != 0 && ref.Unit != metreCode {
		return nil, fmt.Errorf("reference system of the raster: %v cannot be converted; degrees in WGS 84 (EPSG:4326) or CGCS2000 (EPSG:4490) "+
			"and CGCS2000 Gauss-Krüger metres (EPSG:4491 to 4554) can", ref)
	}
	return grid.ToGeo, nil
}

// Columns are id, persons and the age groups.
func (r *rasterReader) Columns() []string {
	columns := []string{rasterID, rasterPersons}
	for _, g := range r.groups {
		columns = append(columns, groupPrefix+g.name)
	}
	return columns
}

// Reference is what the records are in, whatever the raster is in.
func (r *rasterReader) Reference() string { return "epsg:4326" }

// Read yields the cells with people, block by block. The number of a record is that
// of its cell, counted by row from 1 at the top left, whatever the blocks are.
func (r *rasterReader) Read(ctx context.Context, yield func(Record) error) error {
	var b geotiff.Block
	for block := range r.raster.Blocks() {
		if err := r.raster.Read(ctx, block, 0, &b); err != nil {
			return err
		}
		for i, persons := range b.Values {
			column, row := b.Column+i%b.Width, b.Row+i/b.Width
			if b.Missing[i] || persons == 0 {
				if err := r.nobody(ctx, column, row); err != nil {
					return err
				}
				continue
			}
			rec, err := r.record(ctx, column, row, persons)
			if err != nil {
				return err
			}
			if err := yield(rec); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *rasterReader) record(ctx context.Context, column, row int, persons float64) (Record, error) {
	rec := Record{Row: row*r.raster.Width + column + 1}
	if !(persons > 0) || math.IsInf(persons, 0) {
		if r.bad++; r.bad > maxBadCells {
			return rec, fmt.Errorf("more than %d cells are negative or not finite, as %s in column %d, row %d: "+
				"if that stands for missing data, say so in the file (gdal_edit.py -a_nodata)", maxBadCells, formatNumber(persons), column, row)
		}
		rec.Problem = &Refusal{
			Row: rec.Row, Field: rasterPersons, Value: formatNumber(persons),
			Rule: fmt.Sprintf("column %d, row %d: the people of a cell are a finite number, 0 or more", column, row),
		}
		return rec, nil
	}
	if r.rows++; r.rows > maxRasterRows {
		return rec, fmt.Errorf("more than %d cells have people: cut the raster to the area first (gdalwarp -cutline, gdal_translate -projwin)", maxRasterRows)
	}
	rec.Geometry = r.cell(float64(column), float64(row))
	rec.Fields = map[string]any{rasterID: "r" + strconv.Itoa(row) + "c" + strconv.Itoa(column), rasterPersons: persons}
	return rec, r.addPeople(ctx, &rec, column, row)
}

// cell is the ground of a pixel, counter-clockwise. Neighbours have the same
// corners to the last bit.
func (r *rasterReader) cell(column, row float64) orb.Polygon {
	ring := make(orb.Ring, 0, 5)
	for _, corner := range [...][2]float64{{0, 0}, {0, 1}, {1, 1}, {1, 0}} {
		x, y := r.raster.Place.At(column+corner[0], row+corner[1])
		ring = append(ring, r.toWGS84(orb.Point{x, y}))
	}
	ring = append(ring, ring[0])
	if ring.Orientation() == orb.CW { // a raster may be mirrored
		ring.Reverse()
	}
	return orb.Polygon{ring}
}
