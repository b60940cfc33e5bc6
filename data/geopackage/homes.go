package geopackage

import "github.com/seed-4611ae28/lifecircle/geo"

// homes is the table of demand points, which are made at each import.
func homes() layer {
	return &layerOf[geo.Home]{
		table: table{
			layer: geo.LayerHomes, name: "homes", label: "Homes: where people live (derived)", geometry: "POINT",
			key: `"id"`,
			columns: columnsOf("id", declText, "persons", declAmount, "age_groups", declJSON,
				"residential_m2", declAmount, "dwellings", declAmount, "street_m", declAmount,
				"town", declText, "village", declText, "cell", declText, "parcel", declText,
				"grain_m", declAmount, "source", declText),
		},
		rows: func(d *geo.Dataset) *[]geo.Home { return &d.Homes },
		key:  func(h *geo.Home) key { return byID(h.ID) },
		write: func(w *record, h *geo.Home) {
			w.shape(h.Location)
			w.text(h.ID)
			w.amount(h.Persons)
			object(w, h.Groups)
			w.amount(h.ResidentialM2)
			w.amount(h.Dwellings)
			w.amount(h.StreetM)
			w.text(h.Town)
			w.text(h.Village)
			w.text(h.Cell)
			w.text(h.Parcel)
			w.measure(h.GrainM)
			w.text(h.Source)
		},
		read: func(r *row) geo.Home {
			h := geo.Home{Location: r.location()}
			h.ID = r.id()
			h.Persons = r.amount()
			h.Groups = r.groups()
			h.ResidentialM2 = r.amount()
			h.Dwellings = r.amount()
			h.StreetM = r.amount()
			h.Town = r.word()
			h.Village = r.word()
			h.Cell = r.word()
			h.Parcel = r.word()
			h.GrainM = r.measure()
			h.Source = r.word()
			return h
		},
	}
}
