package data

import (
	"fmt"
	"math"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// checkLayer checks every row of one layer and returns the first refusal.
func (w *Write) checkLayer(l geo.Layer) error {
	c := &rowCheck{write: w, layer: l, mode: w.Layers[l]}
	d := w.Rows
	switch l {
	case geo.LayerUnits:
		return checkRows(c, d.Units, (*rowCheck).unit, func(u *geo.Unit) string { return u.Code + keySeparator + u.Source })
	case geo.LayerBuiltUp:
		return checkRows(c, d.BuiltUps, (*rowCheck).builtUp, func(r *geo.BuiltUp) string { return r.ID })
	case geo.LayerFacilities:
		return checkRows(c, d.Facilities, (*rowCheck).facility, func(r *geo.Facility) string { return r.ID })
	case geo.LayerRoads:
		return checkRows(c, d.Roads, (*rowCheck).road, func(r *geo.RoadSegment) string { return r.ID })
	case geo.LayerGreenways:
		return checkRows(c, d.Greenways, (*rowCheck).greenway, func(r *geo.Greenway) string { return r.ID })
	case geo.LayerParks:
		return checkRows(c, d.Parks, (*rowCheck).park, func(r *geo.Park) string { return r.ID })
	case geo.LayerParcels:
		return checkRows(c, d.Parcels, (*rowCheck).parcel, func(r *geo.Parcel) string { return r.ID })
	case geo.LayerBuildings:
		return checkRows(c, d.Buildings, (*rowCheck).building, func(r *geo.Building) string { return r.ID })
	case geo.LayerBarriers:
		return checkRows(c, d.Barriers, (*rowCheck).barrier, func(r *geo.Barrier) string { return r.ID })
	case geo.LayerPopulation:
		return checkRows(c, d.Population, (*rowCheck).cell, func(r *geo.PopulationCell) string { return r.ID })
	case geo.LayerElevation:
		return checkRows(c, d.Elevation, (*rowCheck).block, func(r *geo.ElevationBlock) string { return r.ID })
	case geo.LayerHomes:
		return checkRows(c, d.Homes, (*rowCheck).home, func(r *geo.Home) string { return r.ID })
	}
	return nil
}

func (c *rowCheck) unit(i int, u *geo.Unit) {
	c.begin(i, "code", u.Code, u.Source)
	if !codePattern.MatchString(u.Code) {
		c.refuse("code", u.Code, ruleCode)
	}
	if !u.Level.Valid() {
		c.refuse("level", string(u.Level), "has to be province, prefecture, county, town or village")
	}
	c.text("name", u.Name)
	c.text("name_en", u.NameEn)
	c.text("type", u.Type)
	c.text("superseded_by", u.SupersededBy)
	c.amount("population", u.Population)
	c.amount("population_factor", u.PopulationFactor)
	if u.Seat != nil {
		c.point("seat", *u.Seat)
	}
	c.multiPolygon("geometry", u.Geometry)
}

func (c *rowCheck) builtUp(i int, b *geo.BuiltUp) {
	c.begin(i, "id", b.ID, b.Source)
	c.text("unit", b.Unit)
	c.multiPolygon("geometry", b.Geometry)
}

func (c *rowCheck) facility(i int, f *geo.Facility) {
	c.begin(i, "id", f.ID, f.Source)
	c.text("name", f.Name)
	c.text("superseded_by", f.SupersededBy)
	for _, category := range f.Categories {
		if !slugPattern.MatchString(category) {
			c.refuse("categories", category, ruleSlug)
		}
	}
	c.point("location", f.Location)
	c.points("entrances", f.Entrances)
	c.multiPolygon("footprint", f.Footprint)
	c.amount("area_m2", f.AreaM2)
	c.status(f.Status)
	for name, v := range f.Attributes {
		c.attribute(name, v)
	}
}

func (c *rowCheck) attribute(name string, v any) {
	field := "attributes." + name
	c.text("attributes", name)
	switch v := v.(type) {
	case string:
		c.text(field, v)
	case bool:
	case float64:
		if !geo.Known(v).IsKnown() {
			c.refuse(field, number(v), "has to be a finite number")
		}
	default:
		c.refuse(field, fmt.Sprint(v), fmt.Sprintf("has to be a text, a number or a truth value, not a %T", v))
	}
}

func (c *rowCheck) road(i int, r *geo.RoadSegment) {
	c.begin(i, "id", r.ID, r.Source)
	if r.Highway == "" {
		c.refuse("highway", r.Highway, "is missing")
	}
	for _, text := range [...]struct{ field, value string }{
		{"name", r.Name}, {"highway", r.Highway}, {"access", r.Access}, {"vehicle", r.Vehicle},
		{"foot", r.Foot}, {"bicycle", r.Bicycle}, {"motor", r.Motor}, {"surface", r.Surface},
		{"from_barrier", r.FromBarrier}, {"to_barrier", r.ToBarrier},
	} {
		c.text(text.field, text.value)
	}
	c.oneWay("oneway", r.OneWay)
	c.oneWay("oneway_bicycle", r.OneWayBicycle)
	if r.Level < -math.MaxInt8 {
		c.refuse("level", fmt.Sprint(r.Level), "has to be between -127 and 127")
	}
	c.measure("max_speed_kmh", r.MaxSpeedKmh)
	c.measure("duration_s", r.DurationS)
	c.line("geometry", r.Geometry)
}

func (c *rowCheck) oneWay(field string, o geo.OneWay) {
	if o < geo.Backward || o > geo.Forward {
		c.refuse(field, fmt.Sprint(int8(o)), "has to be -1, 0 or 1")
	}
}

func (c *rowCheck) greenway(i int, g *geo.Greenway) {
	c.begin(i, "id", g.ID, g.Source)
	c.text("name", g.Name)
	c.text("grade", g.Grade)
	c.status(g.Status)
	for _, l := range g.Geometry {
		c.line("geometry", l)
	}
}

func (c *rowCheck) park(i int, p *geo.Park) {
	c.begin(i, "id", p.ID, p.Source)
	c.text("name", p.Name)
	c.text("kind", p.Kind)
	c.status(p.Status)
	c.points("entrances", p.Entrances)
	c.multiPolygon("geometry", p.Geometry)
}

func (c *rowCheck) parcel(i int, p *geo.Parcel) {
	c.begin(i, "id", p.ID, p.Source)
	c.text("use", p.Use)
	c.text("code", p.Code)
	c.amount("dwellings", p.Dwellings)
	c.amount("population", p.Population)
	c.multiPolygon("geometry", p.Geometry)
}

func (c *rowCheck) building(i int, b *geo.Building) {
	c.begin(i, "id", b.ID, b.Source)
	c.text("use", b.Use)
	c.amount("dwellings", b.Dwellings)
	c.polygon("geometry", b.Geometry)
}

func (c *rowCheck) barrier(i int, b *geo.Barrier) {
	c.begin(i, "id", b.ID, b.Source)
	c.oneOf("kind", string(b.Kind), string(geo.BarrierWater), string(geo.BarrierRailway), string(geo.BarrierWall))
	c.geometry("geometry", b.Geometry, "LineString", "MultiLineString", "Polygon", "MultiPolygon")
}

func (c *rowCheck) cell(i int, p *geo.PopulationCell) {
	c.begin(i, "id", p.ID, p.Source)
	c.text("cell", p.Cell)
	c.text("superseded_by", p.SupersededBy)
	c.amount("persons", p.Persons)
	c.groups(p.Groups)
	c.geometry("geometry", p.Geometry, "Point", "Polygon", "MultiPolygon")
}

func (c *rowCheck) home(i int, h *geo.Home) {
	c.begin(i, "id", h.ID, h.Source)
	c.point("location", h.Location)
	for _, text := range [...]struct{ field, value string }{
		{"town", h.Town}, {"village", h.Village}, {"cell", h.Cell}, {"parcel", h.Parcel},
	} {
		c.text(text.field, text.value)
	}
	c.amount("persons", h.Persons)
	c.groups(h.Groups)
	c.amount("residential_m2", h.ResidentialM2)
	c.amount("dwellings", h.Dwellings)
	c.amount("street_m", h.StreetM)
	c.measure("grain_m", h.GrainM)
}
