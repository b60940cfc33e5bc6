package shapefile

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/paulmach/orb"
)

// The types of shape (Technical Description, p. 4). Z and M forms have the same
// layout of x and y, followed by what is dropped.
const (
	shapeNull       = 0
	shapePoint      = 1
	shapePolyLine   = 3
	shapePolygon    = 5
	shapeMultiPoint = 8
	shapeMultiPatch = 31
)

// flat is the type without Z and M: 11 and 21 are points, 13 and 23 lines, ...
func flat(kind uint32) uint32 {
	if kind > 10 && kind < 30 {
		return kind % 10
	}
	return kind
}

const (
	fileCode   = 9994
	fileHeader = 100
)

// shapes walks over a .shp.
type shapes struct {
	in *bufio.Reader
	// left is how many bytes follow, by the smaller of what the header states and
	// the file has.
	left int64
	buf  []byte
}

func openShapes(in io.Reader, size int64) (*shapes, error) {
	s := &shapes{in: bufio.NewReaderSize(in, 256<<10)}
	head, err := within(s.in, nil, fileHeader)
	if err != nil {
		return nil, errors.New("the file is shorter than the 100 bytes of its header")
	}
	if code := binary.BigEndian.Uint32(head); code != fileCode {
		return nil, fmt.Errorf("the file begins with %d and not with %d: it is no Shapefile", code, fileCode)
	}
	stated := 2 * int64(binary.BigEndian.Uint32(head[24:])) // in words of 16 bits
	if stated > size {
		return nil, fmt.Errorf("the header states %d bytes and the file has %d: it is cut short", stated, size)
	}
	s.left = stated - fileHeader
	return s, nil
}

// next reads a shape, io.EOF after the last. A shape that cannot be understood is a
// *ShapeError, after which the next can be read.
func (s *shapes) next() (orb.Geometry, error) {
	if s.left <= 0 {
		return nil, io.EOF
	}
	head, err := within(s.in, s.buf, 8)
	if err != nil || s.left < 8 {
		return nil, fmt.Errorf("the header of a record is cut short: %w", io.ErrUnexpectedEOF)
	}
	length := 2 * int64(binary.BigEndian.Uint32(head[4:]))
	s.left -= 8
	if length < 4 || length > s.left {
		return nil, fmt.Errorf("a record states %d bytes where %d are left", length, s.left)
	}
	s.left -= length
	if s.buf, err = within(s.in, head, length); err != nil {
		return nil, fmt.Errorf("a record states %d bytes: %w", length, err)
	}
	g, err := decode(s.buf)
	if err != nil {
		return nil, &ShapeError{err.Error()}
	}
	return g, nil
}

// ShapeError says why one shape cannot be understood.
type ShapeError struct{ Rule string }

// Error is the rule that the shape breaks.
func (e *ShapeError) Error() string { return e.Rule }

var errShort = errors.New("the shape states more points or parts than its record has room for")

// decode reads the content of a record. A null shape is nil. It allocates no more
// than the bytes at hand can fill.
func decode(b []byte) (orb.Geometry, error) {
	kind := binary.LittleEndian.Uint32(b)
	b = b[4:]
	switch flat(kind) {
	case shapeNull:
		return nil, nil
	case shapePoint:
		if len(b) < 16 {
			return nil, errShort
		}
		p := pointAt(b)
		if noData(p[0]) || noData(p[1]) {
			return nil, nil // how some programs write an empty point
		}
		return p, nil
	case shapeMultiPoint:
		if len(b) < 36 {
			return nil, errShort
		}
		points, err := pointsOf(b[36:], binary.LittleEndian.Uint32(b[32:]))
		switch {
		case err != nil || len(points) == 0:
			return nil, err
		case len(points) == 1:
			return points[0], nil
		}
		return orb.MultiPoint(points), nil
	case shapePolyLine, shapePolygon:
		list, err := partsOf(b)
		switch {
		case err != nil || len(list) == 0:
			return nil, err
		case flat(kind) == shapePolygon:
			return polygons(list)
		case len(list) == 1:
			return orb.LineString(list[0]), nil
		}
		lines := make(orb.MultiLineString, len(list))
		for i, l := range list {
			lines[i] = l
		}
		return lines, nil
	case shapeMultiPatch:
		return nil, errors.New("a MultiPatch is a surface in space, not ground on a map")
	}
	return nil, fmt.Errorf("shape type %d is not one of the Shapefile format", kind)
}

// noData: "any floating point number smaller than -10^38" (p. 2).
func noData(v float64) bool { return v < -1e38 || math.IsNaN(v) }

func pointAt(b []byte) orb.Point {
	return orb.Point{
		math.Float64frombits(binary.LittleEndian.Uint64(b)),
		math.Float64frombits(binary.LittleEndian.Uint64(b[8:])),
	}
}

func pointsOf(b []byte, n uint32) ([]orb.Point, error) {
	if uint64(n)*16 > uint64(len(b)) {
		return nil, errShort
	}
	out := make([]orb.Point, n)
	for i := range out {
		out[i] = pointAt(b[16*i:])
	}
	return out, nil
}

// partsOf reads box, counts, where the parts begin, and points.
func partsOf(b []byte) ([][]orb.Point, error) {
	if len(b) < 40 {
		return nil, errShort
	}
	parts, n := binary.LittleEndian.Uint32(b[32:]), binary.LittleEndian.Uint32(b[36:])
	b = b[40:]
	if uint64(parts)*4 > uint64(len(b)) {
		return nil, errShort
	}
	starts := b[:4*parts]
	points, err := pointsOf(b[4*parts:], n)
	if err != nil {
		return nil, err
	}
	out := make([][]orb.Point, 0, parts)
	for i := range int(parts) {
		from, to := binary.LittleEndian.Uint32(starts[4*i:]), n
		if i+1 < int(parts) {
			to = binary.LittleEndian.Uint32(starts[4*i+4:])
		}
		if from > to || to > n {
			return nil, fmt.Errorf("part %d runs from point %d to %d of %d", i+1, from, to, n)
		}
		if to > from {
			out = append(out, points[from:to:to])
		}
	}
	return out, nil
}
