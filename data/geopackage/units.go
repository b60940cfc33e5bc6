package geopackage

import "github.com/seed-4611ae28/lifecircle/geo"

// units is the table of administrative units. Two sources may describe the same
// unit, so a code is unique within its source.
func units() layer {
	return &layerOf[geo.Unit]{
		table: table{
			layer: geo.LayerUnits, name: "units", label: "Administrative units", geometry: "MULTIPOLYGON",
			key: `"code", coalesce("source", '')`,
			columns: columnsOf(
				"code", "TEXT NOT NULL CHECK (%s <> '' AND %s NOT GLOB '*[^a-z0-9-]*')",
				"name", declText,
				"name_en", declText,
				"level", "TEXT NOT NULL CHECK (%s IN ('province', 'prefecture', 'county', 'town', 'village'))",
				"type", declText,
				"population", declAmount,
				"population_year", "INTEGER",
				"population_factor", declAmount,
				"seat_lon", "REAL CHECK (%s BETWEEN -180 AND 180)",
				"seat_lat", "REAL CHECK (%s BETWEEN -90 AND 90)",
				"source", declText,
				"superseded_by", declText,
			),
		},
		rows: func(d *geo.Dataset) *[]geo.Unit { return &d.Units },
		key:  func(u *geo.Unit) key { return key{u.Code, u.Source} },
		write: func(w *record, u *geo.Unit) {
			w.shape(u.Geometry)
			w.text(u.Code)
			w.text(u.Name)
			w.text(u.NameEn)
			w.text(string(u.Level))
			w.text(u.Type)
			w.amount(u.Population)
			w.number(int64(u.PopulationYear))
			w.amount(u.PopulationFactor)
			w.point(u.Seat)
			w.text(u.Source)
			w.text(u.SupersededBy)
		},
		read: func(r *row) geo.Unit {
			u := geo.Unit{Geometry: r.multiPolygon()}
			u.Code = r.id()
			u.Name = r.text()
			u.NameEn = r.text()
			u.Level = geo.Level(r.word())
			u.Type = r.word()
			u.Population = r.amount()
			year, _ := r.small(9999)
			u.PopulationYear = int(year)
			u.PopulationFactor = r.amount()
			u.Seat = r.point()
			u.Source = r.word()
			u.SupersededBy = r.word()
			return u
		},
	}
}
