package importer

import (
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// locate finds the ground of a row and checks it. What was mapped goes first;
// then comes the geometry that the format itself gives, then columns known by
// their names. For population a hexagon goes before everything that was not
// mapped: it is the ground that the people were counted on.
func (b *builder) locate(r *row, given orb.Geometry) {
	mapped := func(field string) bool { _, ok := r.explicit[field]; return ok && r.has(field) }
	var g orb.Geometry
	switch {
	case mapped(fieldCell), b.table.layer == geo.LayerPopulation && r.has(fieldCell):
		g = b.hexagon(r)
	case mapped(fieldShape):
		g = b.wellKnownText(r)
	case mapped(fieldLon) && mapped(fieldLat):
		g = pointOrNil(r)
	case given != nil:
		g = b.reference.geometry(r, given)
	case r.has(fieldShape):
		g = b.wellKnownText(r)
	case r.has(fieldLon) || r.has(fieldLat):
		g = pointOrNil(r)
	case r.has(fieldCell):
		g = b.hexagon(r)
	}
	if r.refusal != nil {
		return
	}
	if g == nil {
		r.refuse(fieldShape, "", "a row needs a place: a geometry, lon and lat, or an H3 cell")
		return
	}
	b.check(r, g)
}

func pointOrNil(r *row) orb.Geometry {
	if p, ok := r.point(fieldLon, fieldLat); ok {
		return p
	}
	return nil
}

func (b *builder) hexagon(r *row) orb.Geometry {
	text := r.text(fieldCell)
	c, _ := parseCell(text)
	p, ok := cellPolygon(c)
	if !ok {
		r.refuse(fieldCell, text, "the hexagon lies across the antimeridian, which is not supported")
		return nil
	}
	r.cell = c.String()
	return p
}

func (b *builder) wellKnownText(r *row) orb.Geometry {
	text := r.text(fieldShape)
	f := Field{Kind: Shape}
	if strings.Contains(strings.ToUpper(text), "EMPTY") {
		return nil
	}
	g, err := wkt.Unmarshal(text)
	if err != nil || g == nil {
		r.refuse(fieldShape, text, f.Rule())
		return nil
	}
	return b.reference.geometry(r, g)
}

// check repairs and validates the geometry, and sees that the layer takes its
// shape.
func (b *builder) check(r *row, g orb.Geometry) {
	var s shaper
	g = s.geometry(g)
	if s.rule != "" {
		r.refuse(fieldShape, s.value, s.rule)
		return
	}
	if r.cell != "" && b.table.layer == geo.LayerFacilities {
		c, _ := parseCell(r.cell)
		g = cellCentre(c)
	}
	if !slices.Contains(b.table.shapes, shapeOf(g)) {
		r.refuse(fieldShape, g.GeoJSONType(), "a row of "+string(b.table.layer)+" is a "+strings.Join(b.table.shapes, " or a "))
		return
	}
	r.geometry = g
	r.repairs = s
}
