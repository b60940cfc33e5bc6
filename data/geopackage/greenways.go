package geopackage

import "github.com/seed-4611ae28/lifecircle/geo"

// greenways is the table of greenways, drawn as their centrelines.
func greenways() layer {
	return &layerOf[geo.Greenway]{
		table: table{
			layer: geo.LayerGreenways, name: "greenways", label: "Greenways", geometry: "MULTILINESTRING",
			key: `"id"`,
			columns: columnsOf("id", declText, "name", declText, "status", declStatus, "grade", declText,
				"connector", declBoolean, "source", declText),
		},
		rows: func(d *geo.Dataset) *[]geo.Greenway { return &d.Greenways },
		key:  func(g *geo.Greenway) key { return byID(g.ID) },
		write: func(w *record, g *geo.Greenway) {
			w.shape(g.Geometry)
			w.text(g.ID)
			w.text(g.Name)
			w.text(string(g.Status))
			w.text(g.Grade)
			w.boolean(g.Connector)
			w.text(g.Source)
		},
		read: func(r *row) geo.Greenway {
			g := geo.Greenway{Geometry: r.lines()}
			g.ID = r.id()
			g.Name = r.text()
			g.Status = geo.Status(r.word())
			g.Grade = r.word()
			g.Connector = r.boolean()
			g.Source = r.word()
			return g
		},
	}
}
