package osm

import (
	"strconv"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// parcelUse returns the use of land that the tags describe, "" for one that is not
// read.
func parcelUse(t tags) string {
	switch use := t.get("landuse"); use {
	case geo.UseResidential, geo.UseCommercial, geo.UseRetail, geo.UseIndustrial:
		return use
	}
	return ""
}

// parcel takes land of the uses that make up a built-up area.
func (r *reader) parcel(o *object) {
	use := parcelUse(o.tags)
	if use == "" || !o.isArea() {
		return
	}
	r.d.Parcels = append(r.d.Parcels, geo.Parcel{
		ID: o.rowID(), Use: use, Geometry: o.area, Source: r.Source,
		Dwellings:  r.amount(o, "building:flats"),
		Population: r.people(o),
	})
}

func isBuilding(t tags) bool { return t.yes("building") && t.get("location") != "underground" }

// building takes a building; one of several polygons becomes several rows, which
// share its dwellings by area.
func (r *reader) building(o *object) {
	if !isBuilding(o.tags) || !o.isArea() {
		return
	}
	levels, dwellings := r.amount(o, "building:levels"), r.amount(o, "building:flats")
	total := 0.0
	if len(o.area) > 1 {
		total = crs.Area(o.area)
	}
	for i, p := range o.area {
		b := geo.Building{
			ID: o.rowID(), Use: o.tags.get("building"), Geometry: p, Levels: levels, Dwellings: dwellings, Source: r.Source,
		}
		if len(o.area) > 1 {
			b.ID += "-" + strconv.Itoa(i)
			if d, ok := dwellings.Get(); ok {
				b.Dwellings = geo.Known(d * crs.Area(orb.MultiPolygon{p}) / total)
			}
		}
		r.d.Buildings = append(r.d.Buildings, b)
	}
}

// amount reads a number of an object and reports one that cannot be read.
func (r *reader) amount(o *object, key string) geo.Amount {
	v := o.tags.get(key)
	if v == "" {
		return geo.Unknown()
	}
	a := quantity(v)
	if !a.IsKnown() {
		r.report.refuse(o.kind, o.id, o.tags, key, v, "a number that is not negative: it is left unknown")
	}
	return a
}

func (r *reader) people(o *object) geo.Amount {
	v := o.tags.get("population")
	if v == "" {
		return geo.Unknown()
	}
	a := people(v)
	if !a.IsKnown() {
		r.report.refuse(o.kind, o.id, o.tags, "population", v, populationRule)
	}
	return a
}
