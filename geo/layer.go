package geo

// Layer names one kind of row in a dataset. The names are those of the command
// line (lifecircle import LAYER …) and of the tables in a store.
type Layer string

// The layers of a dataset. LayerHomes is derived at import and stored.
const (
	LayerUnits      Layer = "units"
	LayerBuiltUp    Layer = "built-up"
	LayerFacilities Layer = "facilities"
	LayerRoads      Layer = "roads"
	LayerGreenways  Layer = "greenways"
	LayerParks      Layer = "parks"
	LayerParcels    Layer = "parcels"
	LayerBuildings  Layer = "buildings"
	LayerBarriers   Layer = "barriers"
	LayerPopulation Layer = "population"
	LayerElevation  Layer = "elevation"
	LayerHomes      Layer = "homes"
)

// Layers lists every layer in the order in which they are stored and shown.
func Layers() []Layer {
	return []Layer{
		LayerUnits, LayerBuiltUp, LayerFacilities, LayerRoads, LayerGreenways, LayerParks,
		LayerParcels, LayerBuildings, LayerBarriers, LayerPopulation, LayerElevation, LayerHomes,
	}
}

// Valid reports whether l is one of [Layers].
func (l Layer) Valid() bool {
	for _, k := range Layers() {
		if k == l {
			return true
		}
	}
	return false
}
