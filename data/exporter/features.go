package exporter

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data/importer"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// features passes over the rows of a layer as features. The names of properties
// are those of the importer's fields.
func features(ds *geo.Dataset, l geo.Layer, level geo.Level) iter.Seq[feature] {
	switch l {
	case geo.LayerUnits:
		return func(yield func(feature) bool) {
			for i := range ds.Units {
				if level != "" && ds.Units[i].Level != level {
					continue
				}
				if !yield(unit(&ds.Units[i])) {
					return
				}
			}
		}
	case geo.LayerBuiltUp:
		return each(ds.BuiltUps, builtUp)
	case geo.LayerFacilities:
		return each(ds.Facilities, facility)
	case geo.LayerRoads:
		return each(ds.Roads, road)
	case geo.LayerGreenways:
		return each(ds.Greenways, greenway)
	case geo.LayerParks:
		return each(ds.Parks, park)
	case geo.LayerParcels:
		return each(ds.Parcels, parcel)
	case geo.LayerBuildings:
		return each(ds.Buildings, building)
	case geo.LayerBarriers:
		return each(ds.Barriers, barrier)
	}
	return each(ds.Population, population)
}

func each[T any](rows []T, make func(*T) feature) iter.Seq[feature] {
	return func(yield func(feature) bool) {
		for i := range rows {
			if !yield(make(&rows[i])) {
				return
			}
		}
	}
}

// members collects properties, leaving out what is unknown or says nothing.
type members []property

func (m *members) text(name, v string) {
	if v != "" {
		*m = append(*m, property{name, v})
	}
}

func (m *members) amount(name string, a geo.Amount) {
	if v, known := a.Get(); known {
		*m = append(*m, property{name, v})
	}
}

// measure writes a plain number that is 0 when it is not known.
func (m *members) measure(name string, v float64) {
	if v != 0 {
		*m = append(*m, property{name, v})
	}
}

func (m *members) integer(name string, v int64) {
	if v != 0 {
		*m = append(*m, property{name, v})
	}
}

func (m *members) yes(name string, v bool) {
	if v {
		*m = append(*m, property{name, v})
	}
}

func (m *members) points(name string, points []orb.Point) {
	if len(points) > 0 {
		*m = append(*m, property{name, points})
	}
}

func (m *members) origin(source, supersededBy string) {
	m.text("source", source)
	m.text("superseded_by", supersededBy)
}

func unit(u *geo.Unit) feature {
	m := members{{"code", u.Code}}
	m.text("name", u.Name)
	m.text("name_en", u.NameEn)
	m.text("level", string(u.Level))
	m.text("type", u.Type)
	m.amount("population", u.Population)
	m.integer("population_year", int64(u.PopulationYear))
	m.amount("population_factor", u.PopulationFactor)
	if u.Seat != nil {
		m = append(m, property{"seat_lon", u.Seat[0]}, property{"seat_lat", u.Seat[1]})
	}
	m.origin(u.Source, u.SupersededBy)
	return feature{u.Geometry, m}
}

func builtUp(b *geo.BuiltUp) feature {
	m := members{{"id", b.ID}}
	m.text("unit", b.Unit)
	m.yes("derived", b.Derived)
	m.origin(b.Source, "")
	return feature{b.Geometry, m}
}

// facility writes the footprint as the geometry where there is one, and the
// facility's own point beside it.
func facility(f *geo.Facility) feature {
	m := members{{"id", f.ID}}
	m.text("name", f.Name)
	m.text("category", strings.Join(f.Categories, ","))
	m.text("status", string(f.Status))
	m.amount("area_m2", f.AreaM2)
	m.points("entrances", f.Entrances)
	var g orb.Geometry = f.Location
	if len(f.Footprint) > 0 {
		g = f.Footprint
		m = append(m, property{"lon", f.Location[0]}, property{"lat", f.Location[1]})
	}
	for _, name := range slices.Sorted(maps.Keys(f.Attributes)) {
		m = append(m, property{attributeName(name), f.Attributes[name]})
	}
	m.origin(f.Source, f.SupersededBy)
	return feature{g, m}
}

// attributeName keeps an attribute from being read back as a field, when it is
// named like one.
func attributeName(name string) string {
	if importer.FieldOf(geo.LayerFacilities, name) != "" || importer.NotImported(name) {
		return "attribute:" + name
	}
	return name
}

func park(p *geo.Park) feature {
	m := members{{"id", p.ID}}
	m.text("name", p.Name)
	m.text("kind", p.Kind)
	m.text("status", string(p.Status))
	m.points("entrances", p.Entrances)
	m.origin(p.Source, "")
	return feature{p.Geometry, m}
}

func greenway(g *geo.Greenway) feature {
	m := members{{"id", g.ID}}
	m.text("name", g.Name)
	m.text("status", string(g.Status))
	m.text("grade", g.Grade)
	m.yes("connector", g.Connector)
	m.origin(g.Source, "")
	return feature{g.Geometry, m}
}

func parcel(p *geo.Parcel) feature {
	m := members{{"id", p.ID}}
	m.text("use", p.Use)
	m.text("land_code", p.Code)
	m.amount("dwellings", p.Dwellings)
	m.amount("population", p.Population)
	m.origin(p.Source, "")
	return feature{p.Geometry, m}
}

func building(b *geo.Building) feature {
	m := members{{"id", b.ID}}
	m.text("use", b.Use)
	m.amount("levels", b.Levels)
	m.amount("dwellings", b.Dwellings)
	m.origin(b.Source, "")
	return feature{b.Geometry, m}
}

func barrier(b *geo.Barrier) feature {
	m := members{{"id", b.ID}}
	m.text("kind", string(b.Kind))
	m.origin(b.Source, "")
	return feature{b.Geometry, m}
}

func population(p *geo.PopulationCell) feature {
	m := members{{"id", p.ID}}
	m.text("h3", p.Cell)
	m.amount("persons", p.Persons)
	for _, name := range slices.Sorted(maps.Keys(p.Groups)) {
		m = append(m, property{"group:" + name, p.Groups[name]})
	}
	m.origin(p.Source, p.SupersededBy)
	return feature{p.Geometry, m}
}
