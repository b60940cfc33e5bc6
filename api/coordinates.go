package api

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// degreeScale is how many units of the last decimal make a degree: RFC 7946 §11.2
// calls 6 decimals (10 cm) enough; 7 keep what the data has, and are the precision
// of OpenStreetMap.
const degreeScale = 1e7

// geometry writes a geometry, or null for nil. Rings are written as RFC 7946 §3.1.6
// asks: closed, outer ones counter-clockwise, holes clockwise; a point that repeats
// the one before it after rounding is left out, and so is a ring of fewer than four
// positions.
func (e *encoder) geometry(g orb.Geometry) {
	switch g := g.(type) {
	case nil:
		e.null()
	case orb.Point:
		e.openGeometry("Point")
		e.buf = e.appendPoint(e.buf, g)
		e.closeGeometry()
	case orb.LineString:
		e.openGeometry("LineString")
		e.line(g)
		e.closeGeometry()
	case orb.MultiLineString:
		e.openGeometry("MultiLineString")
		e.buf = append(e.buf, '[')
		for i, l := range g {
			if i > 0 {
				e.buf = append(e.buf, ',')
			}
			e.line(l)
		}
		e.buf = append(e.buf, ']')
		e.closeGeometry()
	case orb.Polygon:
		e.geometry(orb.MultiPolygon{g})
	case orb.MultiPolygon:
		e.openGeometry("MultiPolygon")
		e.polygons(g)
		e.closeGeometry()
	default:
		e.fail(fmt.Errorf("writing a geometry: %s is not a kind that answers have", g.GeoJSONType()))
	}
}

func (e *encoder) openGeometry(kind string) {
	e.before()
	e.buf = append(e.buf, `{"type":"`...)
	e.buf = append(e.buf, kind...)
	e.buf = append(e.buf, `","coordinates":`...)
}

func (e *encoder) closeGeometry() { e.close('}') }

func (e *encoder) line(l orb.LineString) {
	e.buf = append(e.buf, '[')
	for i, p := range l {
		if i > 0 {
			e.buf = append(e.buf, ',')
		}
		e.buf = e.appendPoint(e.buf, p)
	}
	e.buf = append(e.buf, ']')
}

// polygons writes the coordinates of a multipolygon. It hands on the buffer between
// polygons only, since a polygon whose outer ring collapses is taken back.
func (e *encoder) polygons(m orb.MultiPolygon) {
	e.buf = append(e.buf, '[')
	wrote := false
	for _, polygon := range m {
		start := len(e.buf)
		if wrote {
			e.buf = append(e.buf, ',')
		}
		if !e.polygon(polygon) {
			e.buf = e.buf[:start]
			continue
		}
		wrote = true
		if len(e.buf) >= flushBytes {
			e.flush()
		}
	}
	e.buf = append(e.buf, ']')
}

// polygon writes the rings of one polygon and reports whether there is an outer one.
func (e *encoder) polygon(p orb.Polygon) bool {
	if len(p) == 0 {
		return false
	}
	e.buf = append(e.buf, '[')
	for i, ring := range p {
		start := len(e.buf)
		if i > 0 {
			e.buf = append(e.buf, ',')
		}
		if !e.ring(ring, i == 0) {
			if i == 0 {
				return false
			}
			e.buf = e.buf[:start]
		}
	}
	e.buf = append(e.buf, ']')
	return true
}

// ring writes a ring in the direction that its role asks for and reports whether it
// has at least four positions.
func (e *encoder) ring(r orb.Ring, outer bool) bool {
	n := len(r)
	if n > 1 && r[0] == r[n-1] {
		n--
	}
	if n < 3 {
		return false
	}
	first, step := 0, 1
	if (signedArea(r[:n]) < 0) == outer {
		first, step = n-1, -1
	}
	buf := e.buf
	buf = append(buf, '[')
	count := 0
	var lastX, lastY, firstX, firstY int64
	for i, k := 0, first; i < n; i, k = i+1, k+step {
		x, y, ok := scaled(r[k])
		if !ok {
			e.fail(notOnEarth(r[k]))
			return false
		}
		if count > 0 {
			if x == lastX && y == lastY {
				continue
			}
			buf = append(buf, ',')
		} else {
			firstX, firstY = x, y
		}
		buf = appendPosition(buf, x, y)
		lastX, lastY = x, y
		count++
	}
	if lastX != firstX || lastY != firstY {
		buf = append(buf, ',')
		buf = appendPosition(buf, firstX, firstY)
		count++
	}
	buf = append(buf, ']')
	e.buf = buf
	return count >= 4
}

// signedArea is twice the planar area of an open ring in square degrees, positive
// when it runs counter-clockwise. It is taken about the first point, which keeps the
// digits of rings that are small and far from the origin.
func signedArea(r orb.Ring) float64 {
	sum := 0.0
	ox, oy := r[0][0], r[0][1]
	for i := 1; i+1 < len(r); i++ {
		sum += (r[i][0]-ox)*(r[i+1][1]-oy) - (r[i+1][0]-ox)*(r[i][1]-oy)
	}
	return sum
}

func (e *encoder) appendPoint(buf []byte, p orb.Point) []byte {
	x, y, ok := scaled(p)
	if !ok {
		e.fail(notOnEarth(p))
		return buf
	}
	return appendPosition(buf, x, y)
}

func notOnEarth(p orb.Point) error {
	return fmt.Errorf("writing a geometry: %v is not a place on Earth", p)
}

// scaled gives a position in units of the last decimal. The bound is beyond any
// longitude that data may carry; NaN and infinities fail it.
func scaled(p orb.Point) (x, y int64, ok bool) {
	const most = 1000
	if !(math.Abs(p[0]) <= most && math.Abs(p[1]) <= most) {
		return 0, 0, false
	}
	return roundInt(p[0] * degreeScale), roundInt(p[1] * degreeScale), true
}

// roundInt rounds half away from zero.
func roundInt(v float64) int64 {
	if v < 0 {
		return -int64(-v + 0.5)
	}
	return int64(v + 0.5)
}

func appendPosition(buf []byte, x, y int64) []byte {
	buf = append(buf, '[')
	buf = appendDegrees(buf, x)
	buf = append(buf, ',')
	buf = appendDegrees(buf, y)
	return append(buf, ']')
}

// digitPairs holds 00, 01 … 99: two digits are looked up at a time.
const digitPairs = "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"

// appendDegrees writes n units of 1e-7 degree as a decimal number without trailing
// zeros. It does what strconv.AppendFloat of n/1e7 does, several times faster.
func appendDegrees(buf []byte, n int64) []byte {
	if n < 0 {
		buf = append(buf, '-')
		n = -n
	}
	whole, frac := uint32(n/degreeScale), uint32(n%degreeScale)
	switch {
	case whole >= 1000:
		buf = append(buf, byte('0'+whole/1000%10), byte('0'+whole/100%10), digitPairs[whole%100*2], digitPairs[whole%100*2+1])
	case whole >= 100:
		buf = append(buf, byte('0'+whole/100), digitPairs[whole%100*2], digitPairs[whole%100*2+1])
	case whole >= 10:
		buf = append(buf, digitPairs[whole*2], digitPairs[whole*2+1])
	default:
		buf = append(buf, byte('0'+whole))
	}
	if frac == 0 {
		return buf
	}
	a, b, c, d := frac/100000*2, frac/1000%100*2, frac/10%100*2, frac%10
	buf = append(buf, '.', digitPairs[a], digitPairs[a+1], digitPairs[b], digitPairs[b+1],
		digitPairs[c], digitPairs[c+1], byte('0'+d))
	for buf[len(buf)-1] == '0' {
		buf = buf[:len(buf)-1]
	}
	return buf
}
