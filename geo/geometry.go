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
	case LayerElevation:
		return d.Elevation[i].Geometry
	case LayerHomes:
		return d.Homes[i].Location
	}
	return nil
}

// EmptyGeometry reports no geometry, or one without positions, whose box says
// nothing.
func EmptyGeometry(g orb.Geometry) bool {
	switch g := g.(type) {
	case nil:
		return true
	case orb.MultiPoint:
		return len(g) == 0
	case orb.LineString:
		return len(g) == 0
	case orb.MultiLineString:
		return len(g) == 0
	case orb.Ring:
		return len(g) == 0
	case orb.Polygon:
		return len(g) == 0
	case orb.MultiPolygon:
		return len(g) == 0
	}
	return false
}
