package shapefile

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// Part is one of the files that make up a Shapefile. It can be opened again and
// again. A part that is not there is the zero value.
type Part struct {
	Name string
	Size int64
	Open func() (io.ReadCloser, error)
}

// Exists reports whether there is such a file.
func (p Part) Exists() bool { return p.Open != nil }

// Parts are the files of one Shapefile. Shapes and Table have to be there.
type Parts struct {
	Shapes, Index, Table, Projection, CodePage Part
}

// longestNote bounds the files that hold a line of text: no .prj or .cpg is longer.
const longestNote = 64 << 10

// note reads a small file of text.
func (p Part) note() (string, error) {
	if !p.Exists() {
		return "", nil
	}
	in, err := p.Open()
	if err != nil {
		return "", err
	}
	defer func() { _ = in.Close() }() // read only: nothing can be lost
	b, err := io.ReadAll(io.LimitReader(in, longestNote+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("%s: %w", p.Name, err)
	case len(b) > longestNote:
		return "", fmt.Errorf("%s: more than %d bytes, which no such file has", p.Name, longestNote)
	}
	return strings.TrimSpace(strings.TrimPrefix(string(b), "\ufeff")), nil
}

// within reads exactly n more bytes, in steps: a claim of gigabytes in a file of a
// kilobyte ends as an error, not as an allocation.
func within(in io.Reader, buf []byte, n int64) ([]byte, error) {
	const step = 1 << 20
	buf = buf[:0]
	for n > 0 {
		size := int(min(n, step))
		at := len(buf)
		if cap(buf)-at < size {
			grown := make([]byte, at, max(2*cap(buf), at+size))
			copy(grown, buf)
			buf = grown
		}
		buf = buf[:at+size]
		if _, err := io.ReadFull(in, buf[at:]); err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
		n -= int64(size)
	}
	return buf, nil
}
