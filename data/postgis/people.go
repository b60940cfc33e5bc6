package postgis

import "github.com/seed-4611ae28/lifecircle/geo"

// population is the table of population as the data gives it: points, hexagons
// and other polygons.
func population() layer {
	return &layerOf[geo.PopulationCell]{
		table: table{layer: geo.LayerPopulation, columns: []string{"geom", "id", "cell", "persons", "age_groups", "source", "superseded_by"}},
		rows:  func(d *geo.Dataset) *[]geo.PopulationCell { return &d.Population },
		known: func(p *geo.PopulationCell) (string, string) { return p.ID, p.Source },
		fields: func(dst []any, p *geo.PopulationCell) []any {
			return append(dst, anyGeometry{&p.Geometry}, (*key)(&p.ID), (*text)(&p.Cell), (*amount)(&p.Persons),
				(*groups)(&p.Groups), (*key)(&p.Source), (*text)(&p.SupersededBy))
		},
	}
}

// homes is the table of demand points.
func homes() layer {
	return &layerOf[geo.Home]{
		table: table{
			layer: geo.LayerHomes,
			columns: []string{"geom", "id", "persons", "age_groups", "residential_m2", "dwellings", "street_m", "town",
				"village", "cell", "parcel", "grain_m", "source"},
			indexes: []string{"town"},
		},
		rows:  func(d *geo.Dataset) *[]geo.Home { return &d.Homes },
		known: func(h *geo.Home) (string, string) { return h.ID, h.Source },
		fields: func(dst []any, h *geo.Home) []any {
			return append(dst, (*point)(&h.Location), (*key)(&h.ID), (*amount)(&h.Persons), (*groups)(&h.Groups),
				(*amount)(&h.ResidentialM2), (*amount)(&h.Dwellings), (*amount)(&h.StreetM), (*text)(&h.Town),
				(*text)(&h.Village), (*text)(&h.Cell), (*text)(&h.Parcel), (*measure)(&h.GrainM), (*key)(&h.Source))
		},
	}
}
