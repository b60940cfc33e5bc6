package geopackage

import (
	"github.com/paulmach/orb"
)

// shape reads the geometry of the row, nil when it has none.
func (r *row) shape() orb.Geometry {
	var blob []byte
	switch v := r.geom.value.(type) {
	case nil:
		return nil
	case []byte:
		blob = v
	default:
		r.fail("geom", "has to hold a geometry")
		return nil
	}
	if len(blob) == 0 {
		return nil
	}
	g, err := decodeBlob(blob)
	if err != nil {
		r.fail("geom", "%v", err)
		return nil
	}
	return g
}

// location reads the geometry of a row that is a place.
func (r *row) location() orb.Point {
	switch g := r.shape().(type) {
	case orb.Point:
		return g
	case nil:
		r.fail("geom", "the row has no point")
	default:
		r.fail("geom", "has to be a point, not a %s", g.GeoJSONType())
	}
	return orb.Point{}
}

// line reads the geometry of a row that is one line. A multi-line of one part,
// which some tools save, is that line.
func (r *row) line() orb.LineString {
	switch g := r.shape().(type) {
	case orb.LineString:
		return g
	case orb.MultiLineString:
		if len(g) == 1 {
			return g[0]
		}
		r.fail("geom", "has to be one line, not %d: split the row into one for each", len(g))
	case nil:
		r.fail("geom", "the row has no line")
	default:
		r.fail("geom", "has to be a line, not a %s", g.GeoJSONType())
	}
	return nil
}

// lines reads the geometry of a row of one or more lines.
func (r *row) lines() orb.MultiLineString {
	switch g := r.shape().(type) {
	case nil:
		return nil
	case orb.LineString:
		return orb.MultiLineString{g}
	case orb.MultiLineString:
		return g
	default:
		r.fail("geom", "has to be a line or several, not a %s", g.GeoJSONType())
		return nil
	}
}

// polygon reads the geometry of a row of one polygon.
func (r *row) polygon() orb.Polygon {
	m := r.multiPolygon()
	switch len(m) {
	case 0:
		return nil
	case 1:
		return m[0]
	}
	r.fail("geom", "has to be one polygon, not %d: split the row into one for each", len(m))
	return nil
}

// multiPolygon reads the geometry of a row of one or more polygons.
func (r *row) multiPolygon() orb.MultiPolygon { return r.asMultiPolygon(r.shape(), "geom") }

func (r *row) asMultiPolygon(g orb.Geometry, column string) orb.MultiPolygon {
	switch g := g.(type) {
	case nil:
		return nil
	case orb.Polygon:
		return orb.MultiPolygon{g}
	case orb.MultiPolygon:
		return g
	default:
		r.fail(column, "has to be a polygon or several, not a %s", g.GeoJSONType())
		return nil
	}
}
