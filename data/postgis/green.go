package postgis

import "github.com/seed-4611ae28/lifecircle/geo"

// greenways is the table of greenways.
func greenways() layer {
	return &layerOf[geo.Greenway]{
		table: table{layer: geo.LayerGreenways, columns: []string{"geom", "id", "name", "status", "grade", "connector", "source"}},
		rows:  func(d *geo.Dataset) *[]geo.Greenway { return &d.Greenways },
		known: func(g *geo.Greenway) (string, string) { return g.ID, g.Source },
		fields: func(dst []any, g *geo.Greenway) []any {
			return append(dst, (*lineStrings)(&g.Geometry), (*key)(&g.ID), (*text)(&g.Name), (*text)(&g.Status),
				(*text)(&g.Grade), (*flag)(&g.Connector), (*key)(&g.Source))
		},
	}
}

// parks is the table of parks and open spaces.
func parks() layer {
	return &layerOf[geo.Park]{
		table: table{layer: geo.LayerParks, columns: []string{"geom", "id", "name", "kind", "status", "entrances", "source"}},
		rows:  func(d *geo.Dataset) *[]geo.Park { return &d.Parks },
		known: func(p *geo.Park) (string, string) { return p.ID, p.Source },
		fields: func(dst []any, p *geo.Park) []any {
			return append(dst, (*multiPolygon)(&p.Geometry), (*key)(&p.ID), (*text)(&p.Name), (*text)(&p.Kind),
				(*text)(&p.Status), (*points)(&p.Entrances), (*key)(&p.Source))
		},
	}
}
