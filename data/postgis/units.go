package postgis

import "github.com/seed-4611ae28/lifecircle/geo"

// units is the table of administrative units. Two sources may describe the same
// unit, so a code is unique within its source.
func units() layer {
	return &layerOf[geo.Unit]{
		table: table{
			layer: geo.LayerUnits,
			columns: []string{"geom", "code", "name", "name_en", "level", "type", "population", "population_year",
				"population_factor", "seat", "source", "superseded_by"},
			indexes: []string{"level"},
		},
		rows:  func(d *geo.Dataset) *[]geo.Unit { return &d.Units },
		known: func(u *geo.Unit) (string, string) { return u.Code, u.Source },
		fields: func(dst []any, u *geo.Unit) []any {
			return append(dst, (*multiPolygon)(&u.Geometry), (*key)(&u.Code), (*text)(&u.Name), (*text)(&u.NameEn),
				(*text)(&u.Level), (*text)(&u.Type), (*amount)(&u.Population), (*year)(&u.PopulationYear),
				(*amount)(&u.PopulationFactor), optional{&u.Seat}, (*key)(&u.Source), (*text)(&u.SupersededBy))
		},
	}
}
