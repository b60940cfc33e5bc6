package geotiff

import "fmt"

// layout is how the pixels of an image lie in the file.
type layout struct {
	width, height, bands int
	kind                 SampleType
	bigEndian            bool
	compression          uint64
	predictor            uint64
	// planar: each band has blocks of its own; else pixels hold all bands.
	planar bool
	// tiled blocks are padded to their full size; strips are as wide as the image,
	// and the last is cut short.
	tiled bool
	// blockWidth × blockHeight pixels are a block, across × down blocks a band.
	blockWidth, blockHeight int
	across, down            int
	// offsets and sizes are the places of the blocks in bytes, band after band.
	offsets, sizes []uint64
}

// tags reads whole numbers that have a fallback, and keeps the first error.
type tags struct {
	d   *directory
	err error
}

func (t *tags) integer(name tag, fallback uint64) uint64 {
	if t.err != nil {
		return fallback
	}
	v, err := t.d.integer(name, fallback)
	t.err = err
	return v
}

// upTo refuses what lies outside of [1, high].
func (t *tags) upTo(name tag, fallback, high uint64, rule string) int {
	v := t.integer(name, fallback)
	if t.err == nil && (v < 1 || v > high) {
		t.err = wrong(name.String(), v, "%s", rule)
	}
	return int(min(v, high))
}

func readLayout(d *directory) (*layout, error) {
	t := &tags{d: d}
	side := uint64(d.lim.Side)
	l := &layout{bigEndian: d.order.String() == "BigEndian"}
	l.width = t.upTo(tagImageWidth, 0, side, fmt.Sprintf("a raster has 1 to %d columns", side))
	l.height = t.upTo(tagImageLength, 0, side, fmt.Sprintf("a raster has 1 to %d rows", side))
	l.bands = t.upTo(tagSamplesPerPixel, 1, maxSamples, fmt.Sprintf("a raster has 1 to %d bands", maxSamples))
	l.planar = t.upTo(tagPlanarConfig, 1, 2, "is 1 (by pixel) or 2 (by band)") == 2
	t.upTo(tagOrientation, 1, 1, "is 1: the first row is the top one, the first column the left one")
	t.upTo(tagFillOrder, 1, 1, "is 1: bits run from the high one down")
	// 6 is YCbCr, whose colours are stored at a lower resolution.
	if v := t.integer(tagPhotometric, 1); t.err == nil && v == 6 {
		t.err = wrong(tagPhotometric.String(), v, "is a number per pixel, and this is a photograph (YCbCr)")
	}
	l.compression = t.integer(tagCompression, compressionNone)
	l.predictor = uint64(t.upTo(tagPredictor, predictorNone, predictorFloat, "is 1 (none), 2 (horizontal) or 3 (floating point)"))
	format, bits := t.integer(tagSampleFormat, 1), t.integer(tagBitsPerSample, 1)
	if t.err != nil {
		return nil, t.err
	}
	var err error
	if l.kind, err = sampleType(format, bits); err != nil {
		return nil, err
	}
	if err := checkCompression(l.compression); err != nil {
		return nil, err
	}
	if l.compression != compressionLZW && l.compression != compressionDeflate && l.compression != compressionDeflateOld {
		l.predictor = predictorNone // the tag belongs to those compressions only
	}
	if l.predictor == predictorFloat && !l.kind.float() {
		return nil, wrong(tagPredictor.String(), 3, "the floating-point predictor is for floats, not for %v", l.kind)
	}
	if err := l.divide(t); err != nil {
		return nil, err
	}
	return l, l.place(d)
}

// divide tells the size and number of the blocks (TIFF 6.0 sections 3 and 15).
func (l *layout) divide(t *tags) error {
	side := uint64(t.d.lim.Side)
	_, l.tiled = t.d.entries[tagTileWidth]
	if l.tiled {
		l.blockWidth = t.upTo(tagTileWidth, 0, side, "a tile has as many columns as a raster may have, and at least one")
		l.blockHeight = t.upTo(tagTileLength, 0, side, "a tile has as many rows as a raster may have, and at least one")
	} else {
		// The fallback and the usual value for "one strip" are 2^32-1.
		rows := t.integer(tagRowsPerStrip, uint64(l.height))
		if t.err == nil && rows == 0 {
			t.err = wrong(tagRowsPerStrip.String(), rows, "a strip has at least one row")
		}
		l.blockWidth, l.blockHeight = l.width, int(min(rows, uint64(l.height)))
	}
	if t.err != nil {
		return t.err
	}
	l.across = (l.width + l.blockWidth - 1) / l.blockWidth
	l.down = (l.height + l.blockHeight - 1) / l.blockHeight
	return nil
}

// perPixel is the number of samples that a pixel of a block holds.
func (l *layout) perPixel() int {
	if l.planar {
		return 1
	}
	return l.bands
}

// blocks is the number of blocks of the file.
func (l *layout) blocks() int {
	if l.planar {
		return l.across * l.down * l.bands
	}
	return l.across * l.down
}

// check bounds the number and the size of the blocks.
func (l *layout) check(lim Limits) error {
	// Sides are at most 2^24 unless the caller says otherwise; the products are
	// formed as floats so that they cannot run over whatever the limits are.
	if n := float64(l.across) * float64(l.down) * float64(l.bands); n > float64(lim.Blocks) {
		return wrong("blocks", fmt.Sprintf("%d x %d for %d bands", l.across, l.down, l.bands), "a raster has at most %d strips or tiles", lim.Blocks)
	}
	if n := float64(l.blockWidth) * float64(l.blockHeight) * float64(l.perPixel()); n > float64(lim.BlockPixels) {
		return wrong("block", fmt.Sprintf("of %d x %d pixels with %d samples", l.blockWidth, l.blockHeight, l.perPixel()),
			"a strip or tile has at most %d samples; convert with gdal_translate -co TILED=YES", lim.BlockPixels)
	}
	return nil
}
