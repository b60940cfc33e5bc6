package osm

import "github.com/seed-4611ae28/lifecircle/geo"

// isWaterArea reports whether an area with the tags is open water.
func isWaterArea(t tags) bool {
	return t.get("natural") == "water" || t.is("waterway", "riverbank", "dock", "river", "canal") || t.get("landuse") == "reservoir"
}

// isCovered reports whether what the tags describe lies under ground or over it, so
// that one may walk across its line: in a tunnel or culvert, under a lid, on a bridge.
func isCovered(t tags) bool {
	return t.yes("tunnel") || t.yes("covered") || t.yes("bridge") || t.is("location", "underground", "overground")
}

// barrierLine tells what a line with the tags is that nobody steps across: a river, a
// canal, the coast, or a railway on the ground. Streams and ditches are stepped
// across, trams run in streets.
func barrierLine(t tags) (geo.BarrierKind, bool) {
	if isCovered(t) {
		return "", false
	}
	switch {
	case t.is("waterway", "river", "canal") || t.get("natural") == "coastline":
		return geo.BarrierWater, true
	case t.is("railway", "rail", "light_rail", "narrow_gauge", "subway", "monorail", "funicular", "preserved"):
		return geo.BarrierRailway, true
	}
	return "", false
}

// barrier takes what nobody steps across.
func (r *reader) barrier(o *object) {
	b := geo.Barrier{ID: o.rowID(), Source: r.Source}
	switch kind, isLine := barrierLine(o.tags); {
	case o.isArea() && isWaterArea(o.tags) && !isCovered(o.tags):
		b.Kind, b.Geometry = geo.BarrierWater, o.area
	case len(o.line) == 1 && isLine:
		b.Kind, b.Geometry = kind, o.line[0]
	case len(o.line) > 1 && isLine:
		b.Kind, b.Geometry = kind, o.line
	default:
		return
	}
	r.d.Barriers = append(r.d.Barriers, b)
}
