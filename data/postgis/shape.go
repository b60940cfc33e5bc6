package postgis

import (
	"fmt"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"

	geoshape "github.com/seed-4611ae28/lifecircle/geo/shape"
)

// The Go geometries of the layers as [shape]s: each is the field of a row under
// another name, so that one pointer serves reading and writing.
type (
	point        orb.Point
	optional     struct{ at **orb.Point }
	points       []orb.Point
	lineString   orb.LineString
	lineStrings  orb.MultiLineString
	polygon      orb.Polygon
	multiPolygon orb.MultiPolygon
	anyGeometry  struct{ at *orb.Geometry }
)

func (p *point) toGeom() geom.T { return geomOf(orb.Point(*p)) }

func (p *point) fromGeom(g geom.T) error { return read(g, (*orb.Point)(p)) }

func (o optional) toGeom() geom.T {
	if *o.at == nil {
		return nil
	}
	return geomOf(**o.at)
}

func (o optional) fromGeom(g geom.T) error {
	if g == nil {
		*o.at = nil
		return nil
	}
	*o.at = new(orb.Point)
	return read(g, *o.at)
}

func (p *points) toGeom() geom.T { return geomOf(orb.MultiPoint(*p)) }

func (p *points) fromGeom(g geom.T) error { return read(g, (*orb.MultiPoint)((*[]orb.Point)(p))) }

func (l *lineString) toGeom() geom.T { return geomOf(orb.LineString(*l)) }

func (l *lineString) fromGeom(g geom.T) error { return read(g, (*orb.LineString)(l)) }

func (l *lineStrings) toGeom() geom.T { return geomOf(orb.MultiLineString(*l)) }

func (l *lineStrings) fromGeom(g geom.T) error { return read(g, (*orb.MultiLineString)(l)) }

func (p *polygon) toGeom() geom.T { return geomOf(orb.Polygon(*p)) }

func (p *polygon) fromGeom(g geom.T) error { return read(g, (*orb.Polygon)(p)) }

func (m *multiPolygon) toGeom() geom.T { return geomOf(orb.MultiPolygon(*m)) }

func (m *multiPolygon) fromGeom(g geom.T) error { return read(g, (*orb.MultiPolygon)(m)) }

func (a anyGeometry) toGeom() geom.T { return geomOf(*a.at) }

func (a anyGeometry) fromGeom(g geom.T) error {
	read, err := orbOf(g)
	*a.at = read
	return err
}

// read puts a geometry into a field of its type, and nothing for none.
func read[G orb.Geometry](g geom.T, into *G) error {
	o, err := orbOf(g)
	if err != nil {
		return err
	}
	if o == nil {
		var none G
		*into = none
		return nil
	}
	typed, ok := o.(G)
	if !ok {
		return fmt.Errorf("has to be a %s, not a %s", (*into).GeoJSONType(), o.GeoJSONType())
	}
	*into = typed
	return nil
}

// geomOf is an orb geometry for the database, nil for none or an empty one.
func geomOf(g orb.Geometry) geom.T {
	switch g := g.(type) {
	case orb.Point:
		return geom.NewPointFlat(geom.XY, g[:]).SetSRID(srid)
	case orb.MultiPoint:
		if len(g) == 0 {
			return nil
		}
		return geom.NewMultiPointFlat(geom.XY, flat(nil, g)).SetSRID(srid)
	case orb.LineString:
		if len(g) == 0 {
			return nil
		}
		return geom.NewLineStringFlat(geom.XY, flat(nil, g)).SetSRID(srid)
	case orb.MultiLineString:
		if len(g) == 0 {
			return nil
		}
		var coords []float64
		var ends []int
		for _, l := range g {
			coords = flat(coords, l)
			ends = append(ends, len(coords))
		}
		return geom.NewMultiLineStringFlat(geom.XY, coords, ends).SetSRID(srid)
	case orb.Polygon:
		if len(g) == 0 {
			return nil
		}
		coords, ends := flatRings(nil, g)
		return geom.NewPolygonFlat(geom.XY, coords, ends).SetSRID(srid)
	case orb.MultiPolygon:
		if len(g) == 0 {
			return nil
		}
		var coords []float64
		var endss [][]int
		for _, p := range g {
			var ends []int
			coords, ends = flatRings(coords, p)
			endss = append(endss, ends)
		}
		return geom.NewMultiPolygonFlat(geom.XY, coords, endss).SetSRID(srid)
	}
	return nil
}

func flat[P ~[]orb.Point](coords []float64, ps P) []float64 {
	for _, p := range ps {
		coords = append(coords, p[0], p[1])
	}
	return coords
}

func flatRings(coords []float64, p orb.Polygon) ([]float64, []int) {
	ends := make([]int, 0, len(p))
	for _, r := range p {
		coords = flat(coords, r)
		ends = append(ends, len(coords))
	}
	return coords, ends
}

// orbOf is a geometry of the database as orb, its rings right-handed whatever tool
// drew them; Z and M are dropped.
func orbOf(g geom.T) (orb.Geometry, error) {
	if g == nil || g.Empty() {
		return nil, nil //nolint:nilnil // no geometry
	}
	c, stride := g.FlatCoords(), g.Stride()
	switch g := g.(type) {
	case *geom.Point:
		return orb.Point{c[0], c[1]}, nil
	case *geom.MultiPoint:
		return orb.MultiPoint(positions(c, stride)), nil
	case *geom.LineString:
		return orb.LineString(positions(c, stride)), nil
	case *geom.MultiLineString:
		out := make(orb.MultiLineString, 0, len(g.Ends()))
		from := 0
		for _, end := range g.Ends() {
			out = append(out, positions(c[from:end], stride))
			from = end
		}
		return out, nil
	case *geom.Polygon:
		return geoshape.RightHanded(orb.MultiPolygon{rings(c, 0, g.Ends(), stride)})[0], nil
	case *geom.MultiPolygon:
		out := make(orb.MultiPolygon, 0, len(g.Endss()))
		from := 0
		for _, ends := range g.Endss() {
			if len(ends) == 0 {
				continue
			}
			out = append(out, rings(c, from, ends, stride))
			from = ends[len(ends)-1]
		}
		return geoshape.RightHanded(out), nil
	}
	return nil, fmt.Errorf("a %T has no place in a layer", g)
}

func positions(c []float64, stride int) []orb.Point {
	out := make([]orb.Point, len(c)/stride)
	for i := range out {
		out[i] = orb.Point{c[i*stride], c[i*stride+1]}
	}
	return out
}

func rings(c []float64, from int, ends []int, stride int) orb.Polygon {
	out := make(orb.Polygon, 0, len(ends))
	for _, end := range ends {
		out = append(out, positions(c[from:end], stride))
		from = end
	}
	return out
}
