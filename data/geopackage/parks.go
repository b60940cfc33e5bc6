package geopackage

import "github.com/seed-4611ae28/lifecircle/geo"

// parks is the table of parks and other open space with a boundary.
func parks() layer {
	return &layerOf[geo.Park]{
		table: table{
			layer: geo.LayerParks, name: "parks", label: "Parks", geometry: "MULTIPOLYGON",
			key: `"id"`,
			columns: columnsOf("id", declText, "name", declText, "kind", declText, "status", declStatus,
				"entrances", declText, "source", declText),
		},
		rows: func(d *geo.Dataset) *[]geo.Park { return &d.Parks },
		key:  func(p *geo.Park) key { return byID(p.ID) },
		write: func(w *record, p *geo.Park) {
			w.shape(p.Geometry)
			w.text(p.ID)
			w.text(p.Name)
			w.text(p.Kind)
			w.text(string(p.Status))
			w.points(p.Entrances)
			w.text(p.Source)
		},
		read: func(r *row) geo.Park {
			p := geo.Park{Geometry: r.multiPolygon()}
			p.ID = r.id()
			p.Name = r.text()
			p.Kind = r.word()
			p.Status = geo.Status(r.word())
			p.Entrances = r.points()
			p.Source = r.word()
			return p
		},
	}
}
