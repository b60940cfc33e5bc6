package importer

import (
	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// eachBound passes the box of every row that has a place.
func eachBound(ds *geo.Dataset, visit func(geo.Layer, orb.Bound)) {
	add := func(l geo.Layer, g orb.Geometry) {
		if g == nil {
			return
		}
		if b := g.Bound(); !b.IsEmpty() {
			visit(l, b)
		}
	}
	for i := range ds.Roads {
		add(geo.LayerRoads, ds.Roads[i].Geometry)
	}
	for i := range ds.Units {
		add(geo.LayerUnits, ds.Units[i].Geometry)
	}
	for i := range ds.BuiltUps {
		add(geo.LayerBuiltUp, ds.BuiltUps[i].Geometry)
	}
	for i := range ds.Facilities {
		add(geo.LayerFacilities, ds.Facilities[i].Location)
	}
	for i := range ds.Greenways {
		add(geo.LayerGreenways, ds.Greenways[i].Geometry)
	}
	for i := range ds.Parks {
		add(geo.LayerParks, ds.Parks[i].Geometry)
	}
	for i := range ds.Parcels {
		add(geo.LayerParcels, ds.Parcels[i].Geometry)
	}
	for i := range ds.Buildings {
		add(geo.LayerBuildings, ds.Buildings[i].Geometry)
	}
	for i := range ds.Barriers {
		add(geo.LayerBarriers, ds.Barriers[i].Geometry)
	}
	for i := range ds.Population {
		add(geo.LayerPopulation, ds.Population[i].Geometry)
	}
}
