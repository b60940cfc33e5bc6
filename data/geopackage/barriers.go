package geopackage

import "github.com/seed-4611ae28/lifecircle/geo"

// barriers is the table of what nobody steps across: lines and polygons.
func barriers() layer {
	return &layerOf[geo.Barrier]{
		table: table{
			layer: geo.LayerBarriers, name: "barriers", label: "Barriers: water, railways, walls", geometry: "GEOMETRY",
			key: `"id"`,
			columns: columnsOf("id", declText,
				"kind", "TEXT NOT NULL CHECK (%s IN ('water', 'railway', 'wall'))",
				"source", declText),
		},
		rows: func(d *geo.Dataset) *[]geo.Barrier { return &d.Barriers },
		key:  func(b *geo.Barrier) key { return byID(b.ID) },
		write: func(w *record, b *geo.Barrier) {
			w.shape(b.Geometry)
			w.text(b.ID)
			w.text(string(b.Kind))
			w.text(b.Source)
		},
		read: func(r *row) geo.Barrier {
			b := geo.Barrier{Geometry: r.shape()}
			b.ID = r.id()
			b.Kind = geo.BarrierKind(r.word())
			b.Source = r.word()
			return b
		},
	}
}
