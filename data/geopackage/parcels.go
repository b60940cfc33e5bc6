package geopackage

import "github.com/seed-4611ae28/lifecircle/geo"

// parcels is the table of land by its use.
func parcels() layer {
	return &layerOf[geo.Parcel]{
		table: table{
			layer: geo.LayerParcels, name: "parcels", label: "Land use", geometry: "MULTIPOLYGON",
			key: `"id"`,
			columns: columnsOf("id", declText, "use", declText, "code", declText, "dwellings", declAmount,
				"population", declAmount, "source", declText),
		},
		rows: func(d *geo.Dataset) *[]geo.Parcel { return &d.Parcels },
		key:  func(p *geo.Parcel) key { return byID(p.ID) },
		write: func(w *record, p *geo.Parcel) {
			w.shape(p.Geometry)
			w.text(p.ID)
			w.text(p.Use)
			w.text(p.Code)
			w.amount(p.Dwellings)
			w.amount(p.Population)
			w.text(p.Source)
		},
		read: func(r *row) geo.Parcel {
			p := geo.Parcel{Geometry: r.multiPolygon()}
			p.ID = r.id()
			p.Use = r.word()
			p.Code = r.word()
			p.Dwellings = r.amount()
			p.Population = r.amount()
			p.Source = r.word()
			return p
		},
	}
}
