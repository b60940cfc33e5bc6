package exporter

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/slope"
)

// Elevation writes the elevation model of a source as a GeoTIFF of float32 metres, NaN
// where they are missing: tiles of 256 x 256, Deflate. Imported again it gives the same
// blocks. "" is the one source that there is. A model in GCJ-02 or BD-09, which have no
// code, is an error. It keeps the compressed tiles in memory.
//
// TIFF Revision 6.0 sections 2 and 15; OGC 19-008r4 GeoTIFF 1.1 clause 7; the tag 42113
// as GDAL documents it.
func Elevation(ctx context.Context, w io.Writer, ds *geo.Dataset, source string) error {
	m, err := modelOf(ds, source)
	if err != nil {
		return fmt.Errorf("export elevation: %w", err)
	}
	f := &tiff{}
	for top := 0; top < m.height; top += tileSide {
		for left := 0; left < m.width; left += tileSide {
			if err := ctx.Err(); err != nil {
				return err
			}
			tile, err := m.tile(left, top)
			if err == nil {
				err = f.tile(tile)
			}
			if err != nil {
				return fmt.Errorf("export elevation: %w", err)
			}
		}
	}
	if err := f.write(w, m); err != nil {
		return fmt.Errorf("export elevation: %w", err)
	}
	return nil
}

// tileSide is the columns and rows of a tile.
const tileSide = 256

// model is the blocks of one source on their lattice.
type model struct {
	blocks         []*geo.ElevationBlock
	places         [][2]int // column and row of their first samples
	system         *crs.System
	x0, y0, dx, dy float64 // of the first sample of all
	width, height  int
}

// modelOf lays the blocks of a source on one lattice.
func modelOf(ds *geo.Dataset, source string) (*model, error) {
	m := &model{}
	var sources []string
	for i := range ds.Elevation {
		b := &ds.Elevation[i]
		if !slices.Contains(sources, b.Source) {
			sources = append(sources, b.Source)
		}
		if source == "" || b.Source == source {
			m.blocks = append(m.blocks, b)
		}
	}
	switch {
	case len(m.blocks) == 0:
		return nil, fmt.Errorf("source %q: there is no elevation model of it; the sources are %q", source, sources)
	case source == "" && len(sources) > 1:
		return nil, fmt.Errorf("there are several elevation models: choose one of the sources %q", sources)
	}
	first := m.blocks[0]
	var err error
	if m.system, err = crs.Parse(first.CRS); err != nil {
		return nil, err
	}
	if m.system.EPSG == 0 {
		return nil, fmt.Errorf("%v has no code that a GeoTIFF could name", m.system)
	}
	m.x0, m.y0, m.dx, m.dy = first.X0, first.Y0, first.DX, first.DY
	west, top, east, bottom := math.MaxInt, math.MaxInt, math.MinInt, math.MinInt
	for _, b := range m.blocks {
		if b.CRS != first.CRS || b.DX != m.dx || b.DY != m.dy {
			return nil, fmt.Errorf("blocks %q and %q do not lie on one grid", first.ID, b.ID)
		}
		c, r := int(math.Round((b.X0-m.x0)/m.dx)), int(math.Round((b.Y0-m.y0)/m.dy))
		m.places = append(m.places, [2]int{c, r})
		west, east = min(west, c), max(east, c+b.Width)
		top, bottom = min(top, r), max(bottom, r+b.Height)
		if c <= west && r <= top { // to the last digit where the corner is a block's own
			m.x0, m.y0 = b.X0, b.Y0
			for i := range m.places {
				m.places[i][0], m.places[i][1] = m.places[i][0]-c, m.places[i][1]-r
			}
			west, east, top, bottom = west-c, east-c, top-r, bottom-r
		}
	}
	m.x0, m.y0 = m.x0+float64(west)*m.dx, m.y0+float64(top)*m.dy
	for i := range m.places {
		m.places[i][0], m.places[i][1] = m.places[i][0]-west, m.places[i][1]-top
	}
	m.width, m.height = east-west, bottom-top
	const most = 1 << 28
	if m.width > most/m.height {
		return nil, fmt.Errorf("%d columns and %d rows: the blocks of %q lie too far apart for one file", m.width, m.height, first.Source)
	}
	return m, nil
}

// tile is the samples of a tile; cells without any are NaN.
func (m *model) tile(left, top int) ([]float32, error) {
	out := make([]float32, tileSide*tileSide)
	for i := range out {
		out[i] = float32(math.NaN())
	}
	for i, b := range m.blocks {
		c0, r0 := m.places[i][0], m.places[i][1]
		if c0 >= left+tileSide || r0 >= top+tileSide || c0+b.Width <= left || r0+b.Height <= top {
			continue
		}
		metres, err := slope.Unpack(b)
		if err != nil {
			return nil, err
		}
		for r := max(r0, top); r < min(r0+b.Height, top+tileSide); r++ {
			for c := max(c0, left); c < min(c0+b.Width, left+tileSide); c++ {
				out[(r-top)*tileSide+c-left] = metres[(r-r0)*b.Width+c-c0]
			}
		}
	}
	return out, nil
}

// tiff collects the tiles of a file.
type tiff struct {
	body           bytes.Buffer
	offsets, sizes []uint32
}

const headerBytes = 8

func (f *tiff) tile(samples []float32) error {
	raw := make([]byte, 0, 4*len(samples))
	for _, v := range samples {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(v))
	}
	before := f.body.Len()
	z := zlib.NewWriter(&f.body)
	if _, err := z.Write(raw); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	f.offsets = append(f.offsets, uint32(headerBytes+before))
	f.sizes = append(f.sizes, uint32(f.body.Len()-before))
	if f.body.Len()%2 == 1 {
		f.body.WriteByte(0) // what a tag points at begins on a word
	}
	return nil
}

// Types of values (TIFF 6.0 section 2).
const (
	typeASCII, typeShort, typeLong, typeDouble = 2, 3, 4, 12
)

// write writes the header, the tiles and the directory.
func (f *tiff) write(w io.Writer, m *model) error {
	if uint64(f.body.Len()) > math.MaxUint32/2 {
		return fmt.Errorf("%d bytes are too many for a TIFF", f.body.Len())
	}
	le := binary.LittleEndian
	var entries, beyond []byte
	count := 0
	put := func(tag, kind uint16, n int, value []byte) {
		entries = le.AppendUint32(le.AppendUint16(le.AppendUint16(entries, tag), kind), uint32(n))
		if len(value) > 4 {
			entries = le.AppendUint32(entries, uint32(len(beyond))) // brought to its place below
			beyond = append(beyond, value...)
			if len(beyond)%2 == 1 {
				beyond = append(beyond, 0)
			}
		} else {
			entries = append(entries, append(value, make([]byte, 4-len(value))...)...)
		}
		count++
	}
	shorts := func(tag uint16, v ...uint16) {
		var b []byte
		for _, x := range v {
			b = le.AppendUint16(b, x)
		}
		put(tag, typeShort, len(v), b)
	}
	longs := func(tag uint16, v ...uint32) {
		var b []byte
		for _, x := range v {
			b = le.AppendUint32(b, x)
		}
		put(tag, typeLong, len(v), b)
	}
	doubles := func(tag uint16, v ...float64) {
		var b []byte
		for _, x := range v {
			b = le.AppendUint64(b, math.Float64bits(x))
		}
		put(tag, typeDouble, len(v), b)
	}
	longs(256, uint32(m.width))
	longs(257, uint32(m.height))
	shorts(258, 32) // bits
	shorts(259, 8)  // Deflate
	shorts(262, 1)  // black is zero
	shorts(277, 1)  // one band
	shorts(322, tileSide)
	shorts(323, tileSide)
	longs(324, f.offsets...)
	longs(325, f.sizes...)
	shorts(339, 3) // floats
	// The place is that of the outer corner of the first cell.
	x, y := m.x0-m.dx/2, m.y0-m.dy/2
	if m.dx > 0 && m.dy < 0 {
		doubles(33550, m.dx, -m.dy, 0)
		doubles(33922, 0, 0, 0, x, y, 0)
	} else {
		doubles(34264, m.dx, 0, 0, x, 0, m.dy, 0, y, 0, 0, 0, 0, 0, 0, 0, 1)
	}
	kind, key := uint16(2), uint16(2048) // geographic
	if m.system.Projected {
		kind, key = 1, 3072
	}
	shorts(34735, 1, 1, 0, 3, 1024, 0, 1, kind, 1025, 0, 1, 1, key, 0, 1, uint16(m.system.EPSG))
	put(42113, typeASCII, 4, []byte("nan\x00"))

	directory := uint32(headerBytes + f.body.Len())
	after := directory + 2 + uint32(len(entries)) + 4
	for i := 0; i < len(entries); i += 12 {
		size := map[uint16]int{typeASCII: 1, typeShort: 2, typeLong: 4, typeDouble: 8}[le.Uint16(entries[i+2:])]
		if size*int(le.Uint32(entries[i+4:])) > 4 {
			le.PutUint32(entries[i+8:], after+le.Uint32(entries[i+8:]))
		}
	}
	head := le.AppendUint32([]byte{'I', 'I', 42, 0}, directory)
	tail := append(append(le.AppendUint16(nil, uint16(count)), entries...), 0, 0, 0, 0)
	for _, part := range [][]byte{head, f.body.Bytes(), tail, beyond} {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}
