package osm

import "github.com/seed-4611ae28/lifecircle/geo"

// parkKind returns what sort of green or open space the tags describe, "" for none.
// Private gardens and those of houses are none.
func parkKind(t tags) string {
	switch t.get("leisure") {
	case "park":
		return "park"
	case "garden":
		if t.is("access", "private", "no", "customers", "permit") || t.is("garden:type", "residential", "private") || t.is("garden", "residential", "private") {
			return ""
		}
		return "garden"
	case "common":
		return "common"
	}
	switch {
	case t.get("place") == "square":
		return "square"
	case t.get("landuse") == "village_green":
		return "village_green"
	case t.get("landuse") == "recreation_ground":
		return "recreation_ground"
	}
	return ""
}

// park takes an area that is a green or open space. A park that is only a point has
// no boundary and serves nobody.
func (r *reader) park(o *object) {
	kind := parkKind(o.tags)
	if kind == "" || !o.isArea() {
		return
	}
	r.d.Parks = append(r.d.Parks, geo.Park{
		ID: o.rowID(), Name: nameOf(o.tags), Geometry: o.area, Kind: kind,
		Status: statusOf(o.tags), Entrances: r.x.entrances(o.nodes), Source: r.Source,
	})
}
