package geo

import "github.com/paulmach/orb"

// Level is the rank of an administrative unit.
type Level string

// The levels, from the widest to the narrowest.
const (
	LevelProvince   Level = "province"
	LevelPrefecture Level = "prefecture"
	LevelCounty     Level = "county"
	LevelTown       Level = "town"
	LevelVillage    Level = "village"
)

// Levels lists the levels from the widest to the narrowest.
func Levels() []Level {
	return []Level{LevelProvince, LevelPrefecture, LevelCounty, LevelTown, LevelVillage}
}

// Valid reports whether l is one of [Levels].
func (l Level) Valid() bool {
	for _, k := range Levels() {
		if k == l {
			return true
		}
	}
	return false
}

// Unit is an administrative area: a province, a prefecture, a county, a town
// (镇, 乡 or 街道) or a village.
type Unit struct {
	// Code is opaque and made of [a-z0-9-]: the statistical code where it is
	// known (2, 4, 6, 9 or 12 digits), else "osm-r" and the relation's number.
	Code string
	Name string
	// NameEn is the name in Latin script, "" when the data has none.
	NameEn string
	Level  Level
	// Type is what the unit calls itself (镇, 乡, 街道, Gemeinde …), "" if unknown.
	Type string
	// Population is the official number of residents, unknown unless the data
	// gives it; PopulationYear is its year, 0 if unknown.
	Population     Amount
	PopulationYear int
	// PopulationFactor is that number divided by the people of the homes in the town,
	// by which they are rescaled: as the last import left it, unknown where nothing is
	// rescaled.
	PopulationFactor Amount
	// Seat is the point of the town government, nil if unknown.
	Seat     *orb.Point
	Geometry orb.MultiPolygon
	// Source names the import the row came from.
	Source string
	// SupersededBy names the source whose row counts instead of this one; ""
	// when this row counts.
	SupersededBy string
}

// BuiltUp is the built-up area (建成区) of a town.
type BuiltUp struct {
	ID string
	// Unit is the code of the town it belongs to; "" when it is found by place.
	Unit     string
	Geometry orb.MultiPolygon
	// Derived marks an area that was made from land use and not drawn: a drawn one
	// counts instead.
	Derived bool
	Source  string
}
