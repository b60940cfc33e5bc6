package geopackage

import "github.com/seed-4611ae28/lifecircle/geo"

// population is the table of population as the data gives it: points, hexagons
// and other polygons.
func population() layer {
	return &layerOf[geo.PopulationCell]{
		table: table{
			layer: geo.LayerPopulation, name: "population", label: "Population", geometry: "GEOMETRY",
			key: `"id"`,
			columns: columnsOf("id", declText, "cell", declText, "persons", declAmount, "age_groups", declJSON,
				"source", declText, "superseded_by", declText),
		},
		rows: func(d *geo.Dataset) *[]geo.PopulationCell { return &d.Population },
		key:  func(p *geo.PopulationCell) key { return byID(p.ID) },
		write: func(w *record, p *geo.PopulationCell) {
			w.shape(p.Geometry)
			w.text(p.ID)
			w.text(p.Cell)
			w.amount(p.Persons)
			object(w, p.Groups)
			w.text(p.Source)
			w.text(p.SupersededBy)
		},
		read: func(r *row) geo.PopulationCell {
			p := geo.PopulationCell{Geometry: r.shape()}
			p.ID = r.id()
			p.Cell = r.text()
			p.Persons = r.amount()
			p.Groups = r.groups()
			p.Source = r.word()
			p.SupersededBy = r.word()
			return p
		},
	}
}
