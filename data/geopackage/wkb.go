package geopackage

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// The geometry types of ISO WKB (ISO 19125-1, OGC 06-103r4 clause 8.2) that a
// layer may hold. Z adds 1000, M 2000, both 3000; the older EWKB form sets high
// bits instead.
const (
	wkbPoint           = 1
	wkbLineString      = 2
	wkbPolygon         = 3
	wkbMultiPoint      = 4
	wkbMultiLineString = 5
	wkbMultiPolygon    = 6

	ewkbZ, ewkbM, ewkbSRID = 0x80000000, 0x40000000, 0x20000000
)

var errShort = errors.New("the geometry ends too early")

// decodeWKB reads one geometry and drops Z and M. An empty geometry is nil.
// Parts may each have their own byte order. It allocates no more than the bytes
// at hand can fill, whatever the counts in them claim.
func decodeWKB(b []byte) (orb.Geometry, error) {
	r := wkbReader{b: b}
	g := r.geometry()
	if r.err != nil {
		return nil, r.err
	}
	if len(r.b) > 0 {
		return nil, fmt.Errorf("%d bytes follow the end of the geometry", len(r.b))
	}
	if geo.EmptyGeometry(g) {
		return nil, nil
	}
	return g, nil
}

// wkbReader walks over WKB and keeps the first error.
type wkbReader struct {
	b     []byte
	order binary.ByteOrder
	// width is the length of a position in bytes: 16, 24 or 32.
	width int
	err   error
}

func (r *wkbReader) fail(err error) {
	if r.err == nil {
		r.err, r.b = err, nil
	}
}

func (r *wkbReader) take(n int) []byte {
	if r.err != nil || len(r.b) < n {
		r.fail(errShort)
		return nil
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

// kind reads the head of a geometry: byte order and type.
func (r *wkbReader) kind() uint32 {
	head := r.take(5)
	if head == nil {
		return 0
	}
	switch head[0] {
	case 0:
		r.order = binary.BigEndian
	case 1:
		r.order = binary.LittleEndian
	default:
		r.fail(fmt.Errorf("the byte order of a geometry is 0 or 1, not %d", head[0]))
		return 0
	}
	t := r.order.Uint32(head[1:])
	extra := 0
	if t&ewkbZ != 0 {
		extra++
	}
	if t&ewkbM != 0 {
		extra++
	}
	if t&ewkbSRID != 0 {
		r.take(4)
	}
	t &^= ewkbZ | ewkbM | ewkbSRID
	switch t / 1000 {
	case 1, 2:
		extra++
	case 3:
		extra += 2
	case 0:
	default:
		r.fail(fmt.Errorf("geometry type %d is not one of ISO WKB", t))
	}
	r.width = 16 + 8*min(extra, 2)
	return t % 1000
}

func (r *wkbReader) geometry() orb.Geometry {
	switch t := r.kind(); t {
	case wkbPoint:
		if p, some := r.position(); some {
			return p
		}
	case wkbLineString:
		return orb.LineString(r.positions())
	case wkbPolygon:
		return r.polygon()
	case wkbMultiPoint:
		// A layer of points that QGIS saved as multi-points holds one point in each.
		return r.onePoint()
	case wkbMultiLineString:
		return orb.MultiLineString(parts(r, wkbLineString, func() orb.LineString { return r.positions() }))
	case wkbMultiPolygon:
		return orb.MultiPolygon(parts(r, wkbPolygon, r.polygon))
	default:
		r.fail(fmt.Errorf("geometry type %d is not a point, line or polygon", t))
	}
	return nil
}

func (r *wkbReader) onePoint() orb.Geometry {
	points := parts(r, wkbPoint, func() orb.Point {
		p, some := r.position()
		if !some {
			r.fail(errors.New("a part of the multi-point is empty"))
		}
		return p
	})
	switch len(points) {
	case 0:
		return nil
	case 1:
		return points[0]
	}
	r.fail(fmt.Errorf("a row has one point, not %d", len(points)))
	return nil
}

// count reads a number of things of at least size bytes each.
func (r *wkbReader) count(size int) int {
	b := r.take(4)
	if b == nil {
		return 0
	}
	n := r.order.Uint32(b)
	if uint64(n)*uint64(size) > uint64(len(r.b)) {
		r.fail(errShort)
		return 0
	}
	return int(n)
}

// position reads one position; some is false for that of an empty point, which
// is written as NaN NaN.
func (r *wkbReader) position() (p orb.Point, some bool) {
	b := r.take(r.width)
	if b == nil {
		return p, false
	}
	p[0] = math.Float64frombits(r.order.Uint64(b))
	p[1] = math.Float64frombits(r.order.Uint64(b[8:]))
	if math.IsNaN(p[0]) && math.IsNaN(p[1]) {
		return p, false
	}
	return p, true
}

func (r *wkbReader) positions() []orb.Point {
	n := r.count(r.width)
	if n == 0 {
		return nil
	}
	out := make([]orb.Point, n)
	b := r.take(n * r.width)
	if r.order == binary.LittleEndian && r.width == 16 {
		for i := range out {
			out[i][0] = math.Float64frombits(binary.LittleEndian.Uint64(b[16*i:]))
			out[i][1] = math.Float64frombits(binary.LittleEndian.Uint64(b[16*i+8:]))
		}
		return out
	}
	for i := range out {
		at := b[i*r.width:]
		out[i][0] = math.Float64frombits(r.order.Uint64(at))
		out[i][1] = math.Float64frombits(r.order.Uint64(at[8:]))
	}
	return out
}

// polygon reads rings and turns them right-handed, which is the geometry of a
// dataset, whichever way a tool drew them.
func (r *wkbReader) polygon() orb.Polygon {
	n := r.count(4)
	if n == 0 {
		return nil
	}
	out := make(orb.Polygon, 0, n)
	for range n {
		out = append(out, r.positions())
	}
	for i, ring := range out {
		want := orb.CCW
		if i > 0 {
			want = orb.CW
		}
		if len(ring) > 3 && ring.Orientation() == -want {
			ring.Reverse()
		}
	}
	return out
}

// parts reads the parts of a multi-geometry, each with a head of its own.
func parts[T any](r *wkbReader, want uint32, read func() T) []T {
	n := r.count(9)
	if n == 0 {
		return nil
	}
	out := make([]T, 0, n)
	for range n {
		if t := r.kind(); t != want {
			r.fail(fmt.Errorf("a part of type %d stands where type %d belongs", t, want))
			return nil
		}
		out = append(out, read())
	}
	return out
}
