package importer

import (
	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// facility makes a facility of a point or a polygon. A polygon is its footprint;
// its point is the one given by lon and lat, else one inside. A hexagon says where
// a facility is and nothing about its area: it becomes the point in its middle.
func (b *builder) facility(r *row) {
	f := geo.Facility{
		Name: r.text("name"), AreaM2: r.amount("area_m2"), Status: r.status(),
		Entrances: r.points("entrances"), Attributes: r.attributes, Source: b.source,
	}
	f.Categories, _ = r.values[fieldCategory].([]string)
	for _, field := range []string{fieldPOICode, fieldPOIType} {
		if r.has(field) {
			f.Attributes = with(f.Attributes, field, r.text(field))
		}
	}
	if p, isPoint := r.geometry.(orb.Point); isPoint {
		f.Location = p
	} else {
		f.Footprint = asMultiPolygon(r.geometry)
		location, given := r.point(fieldLon, fieldLat)
		if !given {
			location = insidePoint(f.Footprint)
		}
		f.Location = location
		if !f.AreaM2.IsKnown() {
			f.AreaM2 = geo.Known(crs.Area(f.Footprint))
		}
	}
	if r.refusal != nil {
		return
	}
	s := b.classify(r, &f)
	if r.refusal != nil || r.unplaced != "" {
		return
	}
	if f.ID = b.id(r); r.refusal == nil {
		b.rows.Facilities = append(b.rows.Facilities, f)
		b.spots = append(b.spots, s)
	}
}
