package importer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/paulmach/orb"
)

// position is a position of GeoJSON (RFC 7946, §3.1.1). The standard decoder would
// read null as 0; this one takes two numbers or nothing. Altitude is dropped.
type position orb.Point

var errPosition = errors.New("a position is an array of two or three numbers")

func (p *position) UnmarshalJSON(b []byte) error {
	b = bytes.TrimSpace(b)
	if len(b) < 2 || b[0] != '[' || b[len(b)-1] != ']' {
		return errPosition
	}
	n := 0
	for rest, more := b[1:len(b)-1], true; more; n++ {
		var item []byte
		item, rest, more = bytes.Cut(rest, []byte(","))
		v, ok := parseNumber(string(item))
		if !ok {
			return fmt.Errorf("%w, not %s", errPosition, clip(string(b)))
		}
		if n < 2 {
			p[n] = v
		}
	}
	if n < 2 {
		return errPosition
	}
	return nil
}

// coordinates reads the coordinates of a geometry of the type.
func coordinates(kind string, raw json.RawMessage) (orb.Geometry, error) {
	switch kind {
	case "Point":
		var c *position
		if err := decodeCoordinates(raw, &c); err != nil || c == nil {
			return nil, noCoordinates(err)
		}
		return orb.Point(*c), nil
	case "MultiPoint":
		var c []position
		err := decodeCoordinates(raw, &c)
		return orb.MultiPoint(line(c)), err
	case "LineString":
		var c []position
		err := decodeCoordinates(raw, &c)
		return line(c), err
	case "MultiLineString":
		var c [][]position
		err := decodeCoordinates(raw, &c)
		out := make(orb.MultiLineString, 0, len(c))
		for _, l := range c {
			out = append(out, line(l))
		}
		return out, err
	case "Polygon":
		var c [][]position
		err := decodeCoordinates(raw, &c)
		return polygon(c), err
	case "MultiPolygon":
		var c [][][]position
		err := decodeCoordinates(raw, &c)
		out := make(orb.MultiPolygon, 0, len(c))
		for _, p := range c {
			out = append(out, polygon(p))
		}
		return out, err
	}
	return nil, fmt.Errorf("a geometry is a Point, LineString, Polygon or their Multi form, not %q", clip(kind))
}

func decodeCoordinates(raw json.RawMessage, into any) error {
	if len(raw) == 0 {
		return noCoordinates(nil)
	}
	err := json.Unmarshal(raw, into)
	var wrongType *json.UnmarshalTypeError
	if errors.As(err, &wrongType) {
		return errors.New("the coordinates are not nested as the type of the geometry asks")
	}
	return err
}

func noCoordinates(err error) error {
	if err != nil {
		return err
	}
	return errors.New("a geometry has coordinates")
}

func line(c []position) orb.LineString {
	out := make(orb.LineString, len(c))
	for i, p := range c {
		out[i] = orb.Point(p)
	}
	return out
}

func polygon(c [][]position) orb.Polygon {
	out := make(orb.Polygon, 0, len(c))
	for _, r := range c {
		out = append(out, orb.Ring(line(r)))
	}
	return out
}
