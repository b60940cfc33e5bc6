package homes

import (
	"math"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// housing says how a kind of building counts its dwellings.
type housing int

const (
	noHome     housing = iota
	oneHome            // a house
	manyHomes          // a block or a row
	homeOrMany         // by its height
)

// kindOfHousing follows the OpenStreetMap wiki, Key:building, "Accommodation"
// (without hotel), with the spellings villa, townhouse and duplex that are in use.
func kindOfHousing(building string) housing {
	switch building {
	case "house", "detached", "semidetached_house", "bungalow", "cabin", "farm", "annexe", "villa",
		"townhouse", "static_caravan", "houseboat", "ger", "stilt_house", "tree_house", "trullo":
		return oneHome
	case "apartments", "terrace", "dormitory", "barracks", "duplex":
		return manyHomes
	case "residential", "yes":
		return homeOrMany
	}
	return noHome
}

// IsHome reports whether a building of the kind (in OpenStreetMap's words) may be
// a home. "yes" may, if its place does not speak against it.
func IsHome(building string) bool { return kindOfHousing(building) != noHome }

// IsOtherUse reports whether land of the use holds no homes in buildings that do
// not say what they are.
func IsOtherUse(use string) bool {
	switch use {
	case geo.UseCommercial, geo.UseRetail, geo.UseIndustrial,
		"allotments", "cemetery", "construction", "depot", "education", "garages",
		"greenhouse_horticulture", "institutional", "landfill", "military", "port",
		"quarry", "railway", "religious":
		return true
	}
	return false
}

// lowStoreys is the greatest height of low residential buildings (低层): GB
// 50180-2018, table 4.0.2, classes them 1-3 storeys, multi-storey from 4.
const lowStoreys = 3

// dwellingsOf returns the number of dwellings in a building, and whether it is
// stated; 0 for a building that is no home.
func dwellingsOf(b *geo.Building, areaM2, dwellingM2 float64) (n float64, stated bool) {
	if n, ok := b.Dwellings.Get(); ok {
		return max(n, 0), true
	}
	storeys := max(1, b.Levels.Or(1))
	byFloor := max(1, math.Round(areaM2*storeys/dwellingM2))
	switch kindOfHousing(b.Use) {
	case oneHome:
		return 1, false
	case manyHomes:
		return byFloor, false
	case homeOrMany:
		if storeys <= lowStoreys {
			return 1, false
		}
		return byFloor, false
	}
	return 0, false
}
