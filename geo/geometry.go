package geo

import "github.com/paulmach/orb"

// Geometry returns the geometry of row i of a layer, nil where it has none. Of a
// facility and a home it is the place.
func (d *Dataset) Geometry(l Layer, i int) orb.Geometry {
	switch l {
	case LayerUnits:
		return d.Units[i].Geometry
	case LayerBuiltUp:
		return d.BuiltUps[i].Geometry
	case LayerFacilities:
		return d.Facilities[i].Location
	case LayerRoads:
		return d.Roads[i].Geometry
	case LayerGreenways:
		return d.Greenways[i].Geometry
	case LayerParks:
		return d.Parks[i].Geometry
	case LayerParcels:
		return d.Parcels[i].Geometry
	case LayerBuildings:
		return d.Buildings[i].Geometry
	case LayerBarriers:
		return d.Barriers[i].Geometry
	case LayerPopulation:
		return d.Population[i].Geometry
	case LayerHomes:
		return d.Homes[i].Location
	}
	return nil
}
