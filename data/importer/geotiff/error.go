package geotiff

import (
	"fmt"
	"io"
	"math"
)

// Error tells what in a file breaks which rule.
type Error struct {
	// Field is the name of the tag or of the part of the file, Value what stands
	// there, Rule what has to.
	Field, Value, Rule string
}

// Error reads "ImageWidth 4294967295: a raster has 1 to 16777216 columns".
func (e *Error) Error() string {
	if e.Value == "" {
		return e.Field + ": " + e.Rule
	}
	return e.Field + " " + e.Value + ": " + e.Rule
}

func wrong(field string, value any, rule string, args ...any) error {
	return &Error{Field: field, Value: fmt.Sprint(value), Rule: fmt.Sprintf(rule, args...)}
}

// Limits bound what a file may ask for. Zero fields are those of [DefaultLimits].
type Limits struct {
	// Side is the most columns or rows; BlockPixels the most pixels of a block,
	// samples of interleaved bands counted singly; Blocks the most strips or tiles.
	Side, BlockPixels, Blocks int
	// Entries is the most tags of a directory, Directories the most directories.
	Entries, Directories int
	// TagBytes is the most bytes of any tag that is read, other than the places of
	// the blocks.
	TagBytes int
}

// DefaultLimits let through a world of 2 m pixels; a block takes 80 MB at most.
func DefaultLimits() Limits {
	return Limits{Side: 1 << 24, BlockPixels: 1 << 22, Blocks: 1 << 22, Entries: 1024, Directories: 64, TagBytes: 1 << 20}
}

func (l Limits) orDefault() Limits {
	d := DefaultLimits()
	for _, f := range []struct {
		have *int
		want int
	}{
		{&l.Side, d.Side},
		{&l.BlockPixels, d.BlockPixels},
		{&l.Blocks, d.Blocks},
		{&l.Entries, d.Entries},
		{&l.Directories, d.Directories},
		{&l.TagBytes, d.TagBytes},
	} {
		if *f.have <= 0 {
			*f.have = f.want
		}
	}
	return l
}

// source is a file of known size. What lies outside of it is refused before
// memory is taken for it.
type source struct {
	r    io.ReaderAt
	size uint64
}

// fill reads len(buf) bytes at an offset.
func (s source) fill(field string, offset uint64, buf []byte) error {
	if err := s.inside(field, offset, uint64(len(buf))); err != nil {
		return err
	}
	n, err := s.r.ReadAt(buf, int64(offset))
	if n < len(buf) {
		if err == nil {
			err = io.ErrUnexpectedEOF
		}
		return fmt.Errorf("%s: read %d bytes at %d: %w", field, len(buf), offset, err)
	}
	return nil
}

func (s source) inside(field string, offset, n uint64) error {
	if n > s.size || offset > s.size-n || offset > math.MaxInt64 {
		return wrong(field, fmt.Sprintf("of %d bytes at %d", n, offset), "lies within the file, which has %d bytes", s.size)
	}
	return nil
}
