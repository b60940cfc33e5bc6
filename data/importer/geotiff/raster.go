package geotiff

import (
	"fmt"
	"io"
)

// Raster is an image of numbers. It does not change.
type Raster struct {
	// Width and Height are columns and rows, Bands the number of values a pixel has.
	Width, Height, Bands int
	// Type is what the file stores; values are read as float64.
	Type SampleType
	// Place is where the pixels are, nil when the file does not say.
	Place *Place
	// Reference is the system of the coordinates.
	Reference Reference

	src     source
	layout  *layout
	missing nodata
	scales  []scale
}

// Open reads the tags of a file of a known size, under [DefaultLimits]. The file is
// read from again by [Raster.Read]. What a file does not keep to is an [*Error];
// errors of the file itself are wrapped.
func Open(file io.ReaderAt, size int64) (*Raster, error) {
	return OpenWithin(file, size, Limits{})
}

// OpenWithin is Open under other limits.
func OpenWithin(file io.ReaderAt, size int64, lim Limits) (*Raster, error) {
	if size < 0 {
		return nil, wrong("size", size, "a file has 0 bytes or more")
	}
	r := &Raster{src: source{r: file, size: uint64(size)}}
	d, err := directories(r.src, lim.orDefault())
	if err != nil {
		return nil, fmt.Errorf("geotiff: %w", err)
	}
	if err := r.describe(d); err != nil {
		return nil, fmt.Errorf("geotiff: %w", err)
	}
	return r, nil
}

func (r *Raster) describe(d *directory) (err error) {
	if r.layout, err = readLayout(d); err != nil {
		return err
	}
	r.Width, r.Height, r.Bands, r.Type = r.layout.width, r.layout.height, r.layout.bands, r.layout.kind
	keys, err := readGeoKeys(d)
	if err != nil {
		return err
	}
	r.Reference = keys.reference()
	if r.Place, err = readPlace(d, keys.pixelIsPoint()); err != nil {
		return err
	}
	if r.missing, err = readNoData(d, r.Type); err != nil {
		return err
	}
	r.scales, err = readScales(d, r.Bands)
	return err
}

// NoData is the value that stands for a missing pixel, as it is stored, and whether
// there is one. NaN is missing in any case.
func (r *Raster) NoData() (float64, bool) { return r.missing.value, r.missing.set }

// BlockSize is the columns and rows of a block, those at the right and lower edge being
// smaller. Blocks are counted by row from the top left.
func (r *Raster) BlockSize() (columns, rows int) { return r.layout.blockWidth, r.layout.blockHeight }

// Blocks is the number of strips or tiles of a band.
func (r *Raster) Blocks() int { return r.layout.across * r.layout.down }
