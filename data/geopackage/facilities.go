package geopackage

import "github.com/seed-4611ae28/lifecircle/geo"

// facilities is the table of facilities. Its geometry is the point, which a
// planner drags; the ground and the entrances are WKT beside it.
func facilities() layer {
	return &layerOf[geo.Facility]{
		table: table{
			layer: geo.LayerFacilities, name: "facilities", label: "Facilities", geometry: "POINT",
			key: `"id"`,
			columns: columnsOf(
				"id", declText,
				"name", declText,
				"categories", "TEXT CHECK (%s NOT GLOB '*[^a-z0-9_, -]*')",
				"status", declStatus,
				"area_m2", declAmount,
				"attributes", declJSON,
				"entrances", declText,
				"footprint", declText,
				"source", declText,
				"superseded_by", declText,
			),
		},
		rows: func(d *geo.Dataset) *[]geo.Facility { return &d.Facilities },
		key:  func(f *geo.Facility) key { return byID(f.ID) },
		write: func(w *record, f *geo.Facility) {
			w.shape(f.Location)
			w.text(f.ID)
			w.text(f.Name)
			w.list(f.Categories)
			w.text(string(f.Status))
			w.amount(f.AreaM2)
			object(w, f.Attributes)
			w.points(f.Entrances)
			w.footprint(f.Footprint)
			w.text(f.Source)
			w.text(f.SupersededBy)
		},
		read: func(r *row) geo.Facility {
			f := geo.Facility{Location: r.location()}
			f.ID = r.id()
			f.Name = r.text()
			f.Categories = r.list()
			f.Status = geo.Status(r.word())
			f.AreaM2 = r.amount()
			f.Attributes = r.attributes()
			f.Entrances = r.points()
			f.Footprint = r.footprint()
			f.Source = r.word()
			f.SupersededBy = r.text()
			return f
		},
	}
}
