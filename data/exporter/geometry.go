package exporter

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

var errNotFinite = errors.New("a coordinate is not a finite number")

// appendGeometry writes a geometry, rounded to 1e-7 degrees and right-handed. A
// geometry without positions is null.
func appendGeometry(buf []byte, g orb.Geometry) ([]byte, error) {
	if geo.EmptyGeometry(g) {
		return append(buf, "null"...), nil
	}
	e := encoder{buf: append(buf, `{"type":"`+g.GeoJSONType()+`","coordinates":`...)}
	switch g := g.(type) {
	case orb.Point:
		e.position(g)
	case orb.LineString:
		e.line(g)
	case orb.MultiLineString:
		e.list(len(g), func(i int) { e.line(g[i]) })
	case orb.Polygon:
		e.polygon(g)
	case orb.MultiPolygon:
		e.list(len(g), func(i int) { e.polygon(g[i]) })
	default:
		return nil, fmt.Errorf("a %s cannot be written", g.GeoJSONType())
	}
	return append(e.buf, '}'), e.err
}

type encoder struct {
	buf []byte
	err error
}

func (e *encoder) list(n int, item func(int)) {
	e.buf = append(e.buf, '[')
	for i := range n {
		if i > 0 {
			e.buf = append(e.buf, ',')
		}
		item(i)
	}
	e.buf = append(e.buf, ']')
}

func (e *encoder) position(p orb.Point) {
	e.list(2, func(i int) { e.number(p[i]) })
}

func (e *encoder) number(v float64) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		e.err = errNotFinite
		return
	}
	v = math.Round(v*1e7) / 1e7
	if v == 0 {
		v = 0 // no minus before a zero
	}
	e.buf = strconv.AppendFloat(e.buf, v, 'f', -1, 64)
}

func (e *encoder) line(l orb.LineString) {
	e.list(len(l), func(i int) { e.position(l[i]) })
}

func (e *encoder) polygon(p orb.Polygon) {
	e.list(len(p), func(i int) {
		want := orb.CCW
		if i > 0 {
			want = orb.CW
		}
		ring := p[i]
		if got := ring.Orientation(); got != 0 && got != want {
			ring = ring.Clone()
			ring.Reverse()
		}
		e.line(orb.LineString(ring))
	})
}
