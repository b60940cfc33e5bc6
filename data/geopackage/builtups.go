package geopackage

import "github.com/seed-4611ae28/lifecircle/geo"

// builtUps is the table of built-up areas.
func builtUps() layer {
	return &layerOf[geo.BuiltUp]{
		table: table{
			layer: geo.LayerBuiltUp, name: "built_up", label: "Built-up areas", geometry: "MULTIPOLYGON",
			key:     `"id"`,
			columns: columnsOf("id", declText, "unit", declText, "derived", declBoolean, "source", declText),
		},
		rows: func(d *geo.Dataset) *[]geo.BuiltUp { return &d.BuiltUps },
		key:  func(b *geo.BuiltUp) key { return byID(b.ID) },
		write: func(w *record, b *geo.BuiltUp) {
			w.shape(b.Geometry)
			w.text(b.ID)
			w.text(b.Unit)
			w.boolean(b.Derived)
			w.text(b.Source)
		},
		read: func(r *row) geo.BuiltUp {
			b := geo.BuiltUp{Geometry: r.multiPolygon()}
			b.ID = r.id()
			b.Unit = r.word()
			b.Derived = r.boolean()
			b.Source = r.word()
			return b
		},
	}
}
