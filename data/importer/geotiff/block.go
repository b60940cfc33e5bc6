package geotiff

import (
	"context"
	"fmt"
	"slices"
)

// Block is a rectangle of pixels of one band. The zero value is ready for
// [Raster.Read]; used again it keeps its memory.
type Block struct {
	// Column and Row are those of its first pixel, counted from 0 at the top left.
	Column, Row int
	// Width and Height are its size within the raster: the padding of tiles is
	// left out.
	Width, Height int
	// Values are Width x Height numbers by row, scale and offset applied. Missing
	// says which are missing; their value means nothing.
	Values  []float64
	Missing []bool

	codec   codec
	scratch []byte
	loaded  stored
}

// stored names what is decoded in the codec's memory, so that the bands of a block
// that holds them all are decoded once.
type stored struct {
	of    *Raster
	index int
}

// Read reads a block of a band, both counted from 0, blocks by row from the top
// left. A block that cannot be read is an error that names it; its reason is an
// [*Error] where the file breaks a rule. b means nothing after an error.
//
// ctx is looked at once, before reading.
func (r *Raster) Read(ctx context.Context, block, band int, b *Block) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if band < 0 || band >= r.Bands || block < 0 || block >= r.Blocks() {
		return wrong("block", fmt.Sprintf("%d of band %d", block, band), "there are %d blocks and %d bands", r.Blocks(), r.Bands)
	}
	l := r.layout
	b.Column, b.Row = block%l.across*l.blockWidth, block/l.across*l.blockHeight
	b.Width, b.Height = min(l.blockWidth, l.width-b.Column), min(l.blockHeight, l.height-b.Row)
	index := block
	if l.planar {
		index += band * r.Blocks()
	}
	empty, err := r.load(index, b)
	if err != nil {
		b.loaded = stored{}
		return fmt.Errorf("geotiff: block %d of band %d (column %d, row %d): %w", block, band, b.Column, b.Row, err)
	}
	n := b.Width * b.Height
	b.Values = slices.Grow(b.Values[:0], n)[:n]
	b.Missing = slices.Grow(b.Missing[:0], n)[:n]
	if empty {
		r.fillEmpty(b, band)
		return nil
	}
	r.fill(b, band)
	return nil
}

// load decodes a block into b.codec.raw; empty says that the file leaves it out.
func (r *Raster) load(index int, b *Block) (empty bool, err error) {
	if b.loaded == (stored{r, index}) {
		return false, nil
	}
	l := r.layout
	at, size := l.offsets[index], l.sizes[index]
	if size == 0 { // GDAL leaves out blocks without data (SPARSE_OK)
		if at == 0 {
			b.loaded = stored{}
		} else {
			err = wrong("block", fmt.Sprintf("of 0 bytes at %d", at), "has bytes")
		}
		return at == 0, err
	}
	rows := l.blockHeight
	if !l.tiled {
		rows = b.Height
	}
	want := rows * int(l.rowBytes())
	if l.compression == compressionNone {
		if size < uint64(want) {
			return false, wrong("block", fmt.Sprintf("of %d bytes", size), "without compression it has %d", want)
		}
		size = uint64(want)
	}
	if err := r.src.inside("block", at, size); err != nil {
		return false, err
	}
	// No compression here makes data twice as long; what is beyond is not its.
	size = min(size, 2*uint64(want)+1024)
	b.codec.packed = slices.Grow(b.codec.packed[:0], int(size))[:size]
	if err := r.src.fill("block", at, b.codec.packed); err != nil {
		return false, err
	}
	if err := b.codec.expand(l.compression, want); err != nil {
		return false, err
	}
	b.scratch = l.unpredict(b.codec.raw, b.scratch, int(l.rowBytes()), l.perPixel())
	b.loaded = stored{r, index}
	return false, nil
}

// fill takes a band's numbers out of the decoded block.
func (r *Raster) fill(b *Block, band int) {
	l := r.layout
	step, first := l.kind.bytes()*l.perPixel(), 0
	if !l.planar {
		first = band * l.kind.bytes()
	}
	row := int(l.rowBytes())
	for y := range b.Height {
		raw := b.codec.raw[y*row+first:]
		values, missing := b.Values[y*b.Width:(y+1)*b.Width], b.Missing[y*b.Width:(y+1)*b.Width]
		l.kind.decode(values, raw, step)
		r.missing.mark(missing, values, raw, step)
	}
	r.scales[band].apply(b.Values)
}

// fillEmpty makes a block that the file leaves out: missing where there is a value
// for that, else 0.
func (r *Raster) fillEmpty(b *Block, band int) {
	for i := range b.Values {
		b.Values[i], b.Missing[i] = r.missing.value, r.missing.set
	}
	if !r.missing.set {
		r.scales[band].apply(b.Values)
	}
}
