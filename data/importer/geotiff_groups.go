package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"

	"github.com/seed-4611ae28/lifecircle/data/importer/geotiff"
)

// GroupFile is a raster of the people of an age group.
type GroupFile struct{ Group, File string }

// ParseGroupFile reads 60+=old.tif.
func ParseGroupFile(text string) (GroupFile, error) {
	group, file, ok := strings.Cut(text, "=")
	if group = strings.TrimSpace(group); !ok || group == "" || file == "" {
		return GroupFile{}, usagef("--group %q: write it as AGES=FILE.tif, such as 60+=old.tif", text)
	}
	if known, is := ageGroup(group); is {
		group = known
	}
	return GroupFile{group, file}, nil
}

// groupRaster is the rasters of one age group, and what was seen of them.
type groupRaster struct {
	name  string
	parts []*groupPart
	// Cells with people of which the group is not known; people of the group where
	// there are none at all.
	unknown, lostCells int
	lost               float64
}

// groupPart is one file, of which the blocks that were read last are kept.
type groupPart struct {
	file   *os.File
	raster *geotiff.Raster
	blocks map[int]*geotiff.Block
	order  []int
	pixels int
}

// keptPixels bounds what is kept of a file whose blocks are cut in another way than
// those of the raster of people.
const keptPixels = 16 << 20

// addGroup opens a raster of an age group, which has to lie on the same grid.
func (r *rasterReader) addGroup(g GroupFile) error {
	file, err := os.Open(g.File)
	if err != nil {
		return err
	}
	part := &groupPart{file: file, blocks: map[int]*geotiff.Block{}}
	var of *groupRaster
	for _, known := range r.groups {
		if known.name == g.Group {
			of = known
		}
	}
	if of == nil {
		of = &groupRaster{name: g.Group}
		r.groups = append(r.groups, of)
	}
	of.parts = append(of.parts, part)
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if part.raster, err = geotiff.Open(file, size); err != nil {
		return fmt.Errorf("read %s: %w", g.File, err)
	}
	if why := sameGrid(r.raster, part.raster); why != "" {
		return fmt.Errorf("%s is not on the grid of the raster of people (%s): bring it there with gdalwarp -te -ts -t_srs", g.File, why)
	}
	return nil
}

// sameGrid says in what two rasters differ, "" when a pixel of one is the same ground
// as that of the other, to a thousandth of its width.
func sameGrid(a, b *geotiff.Raster) string {
	switch {
	case b.Bands != 1:
		return fmt.Sprintf("it has %d bands", b.Bands)
	case a.Width != b.Width || a.Height != b.Height:
		return fmt.Sprintf("%d x %d pixels, not %d x %d", b.Width, b.Height, a.Width, a.Height)
	case a.Reference.EPSG != b.Reference.EPSG || a.Reference.Projected != b.Reference.Projected || a.Reference.Unit != b.Reference.Unit:
		return fmt.Sprintf("reference system %v, not %v", b.Reference, a.Reference)
	case b.Place == nil:
		return "it does not say where its pixels are"
	}
	x0, y0 := a.Place.At(0, 0)
	x1, y1 := a.Place.At(1, 1)
	width := math.Min(math.Abs(x1-x0), math.Abs(y1-y0))
	for _, at := range [][2]float64{{0, 0}, {float64(a.Width), 0}, {0, float64(a.Height)}} {
		ax, ay := a.Place.At(at[0], at[1])
		bx, by := b.Place.At(at[0], at[1])
		if !(math.Hypot(ax-bx, ay-by) <= 1e-3*width) {
			return fmt.Sprintf("its corner is at %s %s, not %s %s", formatNumber(bx), formatNumber(by), formatNumber(ax), formatNumber(ay))
		}
	}
	return ""
}

// at is the value of a pixel, ok false where it is missing.
func (p *groupPart) at(ctx context.Context, column, row int) (v float64, ok bool, err error) {
	wide, high := p.raster.BlockSize()
	index := row/high*((p.raster.Width+wide-1)/wide) + column/wide
	b := p.blocks[index]
	if b == nil {
		for len(p.order) > 0 && p.pixels+wide*high > keptPixels {
			old := p.order[0]
			p.order, p.pixels = p.order[1:], p.pixels-wide*high
			delete(p.blocks, old)
		}
		b = &geotiff.Block{}
		if err := p.raster.Read(ctx, index, 0, b); err != nil {
			return 0, false, err
		}
		p.blocks[index], p.order, p.pixels = b, append(p.order, index), p.pixels+wide*high
	}
	i := (row-b.Row)*b.Width + column - b.Column
	return b.Values[i], !b.Missing[i], nil
}

// at is the people of the group in a cell: not known where any of its files has none.
func (g *groupRaster) at(ctx context.Context, column, row int) (sum float64, ok bool, err error) {
	ok = true
	for _, p := range g.parts {
		v, there, err := p.at(ctx, column, row)
		if err != nil {
			return 0, false, fmt.Errorf("age group %s: %w", g.name, err)
		}
		sum, ok = sum+v, ok && there
	}
	return sum, ok, nil
}

// addPeople puts the age groups of a cell into its record.
func (r *rasterReader) addPeople(ctx context.Context, rec *Record, column, row int) error {
	for _, g := range r.groups {
		v, ok, err := g.at(ctx, column, row)
		switch {
		case err != nil:
			return err
		case !ok:
			g.unknown++
		case !(v >= 0) || math.IsInf(v, 1):
			rec.Problem = &Refusal{
				Row: rec.Row, Field: groupPrefix + g.name, Value: formatNumber(v),
				Rule: fmt.Sprintf("column %d, row %d: the people of a cell are a finite number, 0 or more", column, row),
			}
			if r.bad++; r.bad > maxBadCells {
				return fmt.Errorf("more than %d cells are negative or not finite, as %s of the age group %s in column %d, row %d", maxBadCells, formatNumber(v), g.name, column, row)
			}
			return nil
		default:
			rec.Fields[groupPrefix+g.name] = v
		}
	}
	return nil
}

// nobody takes account of a cell without people that an age group has people in.
func (r *rasterReader) nobody(ctx context.Context, column, row int) error {
	for _, g := range r.groups {
		v, ok, err := g.at(ctx, column, row)
		if err != nil {
			return err
		}
		if ok && v > 0 && !math.IsInf(v, 1) {
			g.lost += v
			g.lostCells++
		}
	}
	return nil
}

// Remarks tell what the rasters of age groups do not agree on with that of people.
func (r *rasterReader) Remarks() (list []Finding) {
	for _, g := range r.groups {
		if g.lostCells > 0 {
			note(&list, fmt.Sprintf("age group %s: %.1f people in %d cells in which the raster of people has nobody are left out", g.name, g.lost, g.lostCells), "")
		}
		if g.unknown > 0 {
			note(&list, fmt.Sprintf("age group %s: not known in %d cells with people", g.name, g.unknown), "")
		}
	}
	return list
}

// Close closes the rasters of age groups.
func (r *rasterReader) Close() error {
	var errs []error
	for _, g := range r.groups {
		for _, p := range g.parts {
			errs = append(errs, p.file.Close())
		}
	}
	return errors.Join(errs...)
}
