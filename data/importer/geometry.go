package importer

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"
)

// positionRule is the rule that a position breaks as degrees, "" for none.
func positionRule(p orb.Point) string {
	lon, lat := p[0], p[1]
	switch {
	case math.IsNaN(lon) || math.IsNaN(lat) || math.IsInf(lon, 0) || math.IsInf(lat, 0):
		return "a position is two finite numbers"
	case math.Abs(lon) <= 180 && math.Abs(lat) <= 90:
		return ""
	case math.Abs(lon) <= 90 && math.Abs(lat) <= 180:
		return fmt.Sprintf("longitude %s, latitude %s: the axes look swapped", formatNumber(lon), formatNumber(lat))
	case math.Abs(lon) > 1000 || math.Abs(lat) > 1000:
		return fmt.Sprintf("x %s, y %s: these are projected metres, not degrees; convert to longitude and latitude (WGS 84 or CGCS2000)",
			formatNumber(lon), formatNumber(lat))
	}
	return "a longitude lies within ±180 degrees and a latitude within ±90"
}

// nowhere is what blank coordinates become in many programs.
const nowhereRule = "longitude 0, latitude 0 is how blank coordinates are often written"

// shaper checks one geometry: it repairs what has one obvious repair and refuses
// the rest.
type shaper struct {
	closed, turned, repeated bool
	value, rule              string
}

func (s *shaper) refuse(value, rule string) {
	if s.rule == "" {
		s.value, s.rule = value, rule
	}
}

func (s *shaper) position(p orb.Point) {
	if rule := positionRule(p); rule != "" {
		s.refuse(positionText(p), rule)
	}
}

// rounded is a position to a centimetre.
func rounded(p orb.Point) orb.Point {
	return orb.Point{math.Round(p[0]*1e7) / 1e7, math.Round(p[1]*1e7) / 1e7}
}

func positionText(p orb.Point) string { return formatNumber(p[0]) + " " + formatNumber(p[1]) }

// geometry returns g with rings closed and running the way RFC 7946 (§3.1.6) asks,
// in new memory. After a refusal what it returns means nothing.
func (s *shaper) geometry(g orb.Geometry) orb.Geometry {
	switch g := g.(type) {
	case orb.Point:
		if s.position(g); g == (orb.Point{}) {
			s.refuse(positionText(g), nowhereRule)
		}
		return g
	case orb.MultiPoint:
		if len(g) == 1 {
			return s.geometry(g[0])
		}
		s.refuse(fmt.Sprintf("MultiPoint with %d points", len(g)), "a row is one place")
	case orb.LineString:
		return s.line(g)
	case orb.MultiLineString:
		out := make(orb.MultiLineString, 0, len(g))
		for _, l := range g {
			out = append(out, s.line(l))
		}
		if len(out) == 0 {
			s.refuse("empty MultiLineString", "a geometry has positions")
		}
		return out
	case orb.Polygon:
		p := s.polygon(g)
		s.validate(p)
		return p
	case orb.MultiPolygon:
		out := make(orb.MultiPolygon, 0, len(g))
		for _, p := range g {
			out = append(out, s.polygon(p))
		}
		if len(out) == 0 {
			s.refuse("empty MultiPolygon", "a geometry has positions")
		}
		s.validate(out)
		return out
	default:
		s.refuse(g.GeoJSONType(), "a row is a point, a line or a polygon")
	}
	return g
}

func (s *shaper) line(l orb.LineString) orb.LineString {
	for _, p := range l {
		s.position(p)
	}
	out := slices.Compact(slices.Clone(l))
	if len(out) < len(l) {
		s.repeated = true
	}
	if len(out) < 2 {
		s.refuse(fmt.Sprintf("line with %d different positions", len(out)), "a line has at least two different positions")
	}
	return out
}

func (s *shaper) polygon(p orb.Polygon) orb.Polygon {
	if len(p) == 0 {
		s.refuse("empty Polygon", "a geometry has positions")
	}
	out := make(orb.Polygon, 0, len(p))
	for i, r := range p {
		out = append(out, s.ring(r, i == 0))
	}
	return out
}

func (s *shaper) ring(r orb.Ring, outer bool) orb.Ring {
	for _, p := range r {
		s.position(p)
	}
	out := slices.Compact(slices.Clone(r))
	if len(out) < len(r) {
		s.repeated = true
	}
	if len(out) > 0 && out[0] != out[len(out)-1] {
		out = append(out, out[0])
		s.closed = true
	}
	if len(out) < 4 {
		s.refuse(fmt.Sprintf("ring with %d positions", len(r)), "a ring has at least three different positions")
		return out
	}
	want := orb.CCW
	if !outer {
		want = orb.CW
	}
	if got := out.Orientation(); got != 0 && got != want {
		out.Reverse()
		s.turned = true
	}
	return out
}

// validate refuses what OGC 06-103r4 (§6.1.11, §6.1.14) does not call a valid
// polygon: rings that cross or touch themselves or each other along lines, holes
// outside, parts that overlap.
func (s *shaper) validate(g orb.Geometry) {
	if s.rule != "" {
		return
	}
	var err error
	switch g := g.(type) {
	case orb.Polygon:
		err = toPolygon(g).Validate()
	case orb.MultiPolygon:
		err = toMultiPolygon(g).Validate()
	}
	if err == nil {
		return
	}
	rule := "a polygon does not cross or overlap itself: " + innermost(err)
	if at, ok := crossing(asMultiPolygon(g)); ok {
		rule = "a polygon does not cross or overlap itself, as it does at " + positionText(rounded(at))
	}
	s.refuse(g.GeoJSONType(), rule)
}

// innermost keeps the part of a validation error that names rule and place.
func innermost(err error) string {
	text := err.Error()
	if i := strings.LastIndex(text, ": "); i >= 0 {
		text = text[i+2:]
	}
	return text
}

func toPolygon(p orb.Polygon) geom.Polygon {
	rings := make([]geom.LineString, 0, len(p))
	for _, r := range p {
		flat := make([]float64, 0, 2*len(r))
		for _, pt := range r {
			flat = append(flat, pt[0], pt[1])
		}
		rings = append(rings, geom.NewLineString(geom.NewSequence(flat, geom.DimXY)))
	}
	return geom.NewPolygon(rings)
}

func toMultiPolygon(m orb.MultiPolygon) geom.MultiPolygon {
	parts := make([]geom.Polygon, 0, len(m))
	for _, p := range m {
		parts = append(parts, toPolygon(p))
	}
	return geom.NewMultiPolygon(parts)
}

// insidePoint is a point inside the ground, on its widest part along a horizontal
// line through its middle.
func insidePoint(m orb.MultiPolygon) orb.Point {
	xy, ok := toMultiPolygon(m).PointOnSurface().XY()
	if !ok {
		return m.Bound().Center()
	}
	return orb.Point{xy.X, xy.Y}
}

// shapeOf is the shape of a geometry that has passed a shaper.
func shapeOf(g orb.Geometry) string {
	switch g.(type) {
	case orb.Point:
		return shapePoint
	case orb.LineString, orb.MultiLineString:
		return shapeLine
	}
	return shapePolygon
}

func asMultiPolygon(g orb.Geometry) orb.MultiPolygon {
	switch g := g.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}
	case orb.MultiPolygon:
		return g
	}
	return nil
}

func asMultiLine(g orb.Geometry) orb.MultiLineString {
	switch g := g.(type) {
	case orb.LineString:
		return orb.MultiLineString{g}
	case orb.MultiLineString:
		return g
	}
	return nil
}
