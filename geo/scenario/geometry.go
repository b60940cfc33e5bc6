package scenario

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// maxPositions bounds one geometry.
const maxPositions = 20_000

// DecodeGeometry reads a GeoJSON geometry as edits have it. One that is not accepted is an
// [*EditError] of the field "geometry", whose number means nothing.
func DecodeGeometry(raw json.RawMessage) (orb.Geometry, error) {
	g, err := geometryOf(raw)
	if err != nil {
		return nil, err
	}
	return g, nil
}

// geometryOf reads a GeoJSON geometry (RFC 7946 §3.1): of a kind that rows have, with
// longitudes and latitudes, lines of two positions or more, polygons that are valid. They
// come right-handed. A third member of a position, its height, is dropped.
func geometryOf(raw json.RawMessage) (orb.Geometry, *EditError) {
	var g struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&g); err != nil {
		return nil, refuse("geometry", clip(string(raw)), "has to be a GeoJSON geometry with type and coordinates", "应为含 type 和 coordinates 的 GeoJSON 几何")
	}
	var out orb.Geometry
	var err error
	switch g.Type {
	case "Point":
		out, err = read(g.Coordinates, point)
	case "LineString":
		out, err = read(g.Coordinates, line)
	case "MultiLineString":
		out, err = read(g.Coordinates, lines)
	case "Polygon":
		out, err = read(g.Coordinates, polygon)
	case "MultiPolygon":
		out, err = read(g.Coordinates, polygons)
	default:
		return nil, refuseName("geometry.type", g.Type, []string{"Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"})
	}
	if err != nil {
		return nil, refuse("geometry", clip(string(g.Coordinates)), err.Error(), "坐标有误："+err.Error())
	}
	return out, nil
}

// Positions as JSON has them, by how deep they lie.
type (
	position = []float64
	chain    = []position
	ring     = []chain
	ground   = []ring
)

// read decodes coordinates of one depth, and makes a geometry of them.
func read[G orb.Geometry, C any](raw json.RawMessage, build func(C) (G, error)) (orb.Geometry, error) {
	var c C
	if err := json.Unmarshal(raw, &c); err != nil {
		return nil, fmt.Errorf("coordinates are not those of this type")
	}
	return build(c)
}

func point(c position) (orb.Point, error) {
	if len(c) < 2 || len(c) > 3 {
		return orb.Point{}, fmt.Errorf("a position has a longitude and a latitude, not %d numbers", len(c))
	}
	if math.Abs(c[0]) > 180 || math.Abs(c[1]) > 90 {
		return orb.Point{}, fmt.Errorf("%g, %g is no longitude and latitude", c[0], c[1])
	}
	return orb.Point{c[0], c[1]}, nil
}

func line(c chain) (orb.LineString, error) {
	if len(c) > maxPositions {
		return nil, fmt.Errorf("has %d positions, at most %d are taken", len(c), maxPositions)
	}
	var out orb.LineString
	for _, p := range c {
		q, err := point(p)
		if err != nil {
			return nil, err
		}
		if len(out) == 0 || out[len(out)-1] != q {
			out = append(out, q)
		}
	}
	if len(out) < 2 {
		return nil, fmt.Errorf("a line needs 2 different positions")
	}
	return out, nil
}

func lines(c ring) (orb.MultiLineString, error) {
	out := make(orb.MultiLineString, len(c))
	for i := range c {
		l, err := line(c[i])
		if err != nil {
			return nil, err
		}
		out[i] = l
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("has no line")
	}
	return out, nil
}

func polygon(c ring) (orb.Polygon, error) {
	out, err := polygons(ground{c})
	if err != nil {
		return nil, err
	}
	return out[0], nil
}

func polygons(c ground) (orb.MultiPolygon, error) {
	out := make(orb.MultiPolygon, len(c))
	n := 0
	for i := range c {
		for _, r := range c[i] {
			if n += len(r); n > maxPositions {
				return nil, fmt.Errorf("has more than %d positions", maxPositions)
			}
			var ring orb.Ring
			for _, p := range r {
				q, err := point(p)
				if err != nil {
					return nil, err
				}
				ring = append(ring, q)
			}
			out[i] = append(out[i], ring)
		}
		if len(out[i]) == 0 {
			return nil, fmt.Errorf("a polygon needs a ring")
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("has no polygon")
	}
	if err := shape.Validate(out); err != nil {
		return nil, err
	}
	return shape.RightHanded(out), nil
}

// clip shortens what was sent before it is repeated.
func clip(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}
