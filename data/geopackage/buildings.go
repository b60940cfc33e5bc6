package geopackage

import "github.com/seed-4611ae28/lifecircle/geo"

// buildings is the table of building footprints.
func buildings() layer {
	return &layerOf[geo.Building]{
		table: table{
			layer: geo.LayerBuildings, name: "buildings", label: "Buildings", geometry: "POLYGON",
			key: `"id"`,
			columns: columnsOf("id", declText, "use", declText, "levels", "REAL", "dwellings", declAmount,
				"source", declText),
		},
		rows: func(d *geo.Dataset) *[]geo.Building { return &d.Buildings },
		key:  func(b *geo.Building) key { return byID(b.ID) },
		write: func(w *record, b *geo.Building) {
			w.shape(b.Geometry)
			w.text(b.ID)
			w.text(b.Use)
			w.amount(b.Levels)
			w.amount(b.Dwellings)
			w.text(b.Source)
		},
		read: func(r *row) geo.Building {
			b := geo.Building{Geometry: r.polygon()}
			b.ID = r.id()
			b.Use = r.word()
			b.Levels = r.amount()
			b.Dwellings = r.amount()
			b.Source = r.word()
			return b
		},
	}
}
