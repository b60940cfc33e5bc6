package data

import (
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/scenario"
)

// EditsOf is the write that makes of the dataset on which edits were made the one that
// they came to: the rows that went or changed are dropped, those that came or changed are
// added. All others stay as they are stored, and so does what is said of the dataset.
func EditsOf(next *geo.Dataset, changes *scenario.Changes) Write {
	rows := &geo.Dataset{}
	w := Write{Rows: rows, Layers: map[geo.Layer]Mode{}, Drop: map[geo.Layer][]RowID{}}
	for i := range changes.Layers {
		c := &changes.Layers[i]
		w.Layers[c.Layer] = Append
		comes := map[string]bool{}
		for _, id := range append(append([]string(nil), c.Added...), c.Changed...) {
			comes[id] = true
		}
		for _, id := range append(append([]string(nil), c.Removed...), c.Changed...) {
			w.Drop[c.Layer] = append(w.Drop[c.Layer], RowID{ID: id})
		}
		switch c.Layer {
		case geo.LayerUnits: // changed only, and only those that count
			w.Drop[c.Layer] = nil
			for k := range next.Units {
				if u := &next.Units[k]; comes[u.Code] && u.SupersededBy == "" {
					rows.Units = append(rows.Units, *u)
					w.Drop[c.Layer] = append(w.Drop[c.Layer], RowID{u.Code, u.Source})
				}
			}
		case geo.LayerFacilities:
			rows.Facilities = chosen(next.Facilities, func(f *geo.Facility) bool { return comes[f.ID] })
		case geo.LayerRoads:
			rows.Roads = chosen(next.Roads, func(r *geo.RoadSegment) bool { return comes[r.ID] })
		case geo.LayerGreenways:
			rows.Greenways = chosen(next.Greenways, func(g *geo.Greenway) bool { return comes[g.ID] })
		case geo.LayerParks:
			rows.Parks = chosen(next.Parks, func(p *geo.Park) bool { return comes[p.ID] })
		case geo.LayerParcels:
			rows.Parcels = chosen(next.Parcels, func(p *geo.Parcel) bool { return comes[p.ID] })
		case geo.LayerPopulation:
			rows.Population = chosen(next.Population, func(p *geo.PopulationCell) bool { return comes[p.ID] })
		case geo.LayerHomes:
			rows.Homes = chosen(next.Homes, func(h *geo.Home) bool { return comes[h.ID] })
		}
	}
	return w
}

func chosen[T any](rows []T, want func(*T) bool) (out []T) {
	for i := range rows {
		if want(&rows[i]) {
			out = append(out, rows[i])
		}
	}
	return out
}
