package geo

import "github.com/paulmach/orb"

// Land uses that matter to lifecircle. A parcel may carry any other word.
const (
	UseResidential = "residential"
	UseCommercial  = "commercial"
	UseRetail      = "retail"
	UseIndustrial  = "industrial"
)

// Parcel is a piece of land of one use.
type Parcel struct {
	ID  string
	Use string
	// Code is the classification and the code that the use was read from, as in
	// gbt21010:0702; "" when there was none.
	Code     string
	Geometry orb.MultiPolygon
	// Dwellings and Population are as stated for the parcel, else unknown.
	Dwellings  Amount
	Population Amount
	Source     string
}

// Building is the footprint of a building.
type Building struct {
	ID string
	// Use is the building's kind in OpenStreetMap's words (yes, house,
	// apartments, school …).
	Use      string
	Geometry orb.Polygon
	// Levels is its number of storeys, Dwellings its number of homes.
	Levels    Amount
	Dwellings Amount
	Source    string
}

// BarrierKind is what stands in the way of a straight step.
type BarrierKind string

// The kinds of barrier. Motorways are barriers too, and come from the roads.
const (
	BarrierWater   BarrierKind = "water"
	BarrierRailway BarrierKind = "railway"
	BarrierWall    BarrierKind = "wall"
)

// Barrier is something that nobody steps across: water, a railway.
// Its geometry is a LineString, MultiLineString, Polygon or MultiPolygon.
type Barrier struct {
	ID       string
	Kind     BarrierKind
	Geometry orb.Geometry
	Source   string
}
