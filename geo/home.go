package geo

import "github.com/paulmach/orb"

// PopulationCell is a row of population as the data gives it: a grid cell, a
// hexagon, a parcel or a point with a number of people.
type PopulationCell struct {
	ID string
	// Cell is the H3 index when the row stands for a hexagon, else "".
	Cell string
	// Geometry is the ground the row stands for: a Point, Polygon or MultiPolygon.
	Geometry orb.Geometry
	Persons  Amount
	// Groups are persons by age group ("0-14", "60+" …); groups may overlap.
	Groups map[string]float64
	Source string
	// SupersededBy names the source whose population counts here instead.
	SupersededBy string
}

// Home is a demand point: a place where people live.
type Home struct {
	ID       string
	Location orb.Point
	// Persons live here; unknown where no population is known at all.
	Persons Amount
	// Groups are persons by age group.
	Groups map[string]float64
	// ResidentialM2 is the residential land it stands for, Dwellings the number of
	// homes, StreetM the length of accessible residential street.
	ResidentialM2 Amount
	Dwellings     Amount
	StreetM       Amount
	// Town and Village are the codes of the units it lies in, "" if in none.
	Town    string
	Village string
	// Cell is the H3 cell or the id of the row of population it came from; Parcel
	// the id of the parcel.
	Cell   string
	Parcel string
	// GrainM is the width in metres of the ground whose people were spread: the
	// finest distance at which the home's place means anything.
	GrainM float64
	Source string
}
