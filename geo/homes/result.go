package homes

import "github.com/seed-4611ae28/lifecircle/geo"

// Basis is what the people of a row of population were placed by.
type Basis string

// The bases, in the order in which they are preferred.
const (
	ByPlace     Basis = "place"     // the row is a point, or narrow
	ByDwellings Basis = "dwellings" // buildings inside the row's ground
	ByLand      Basis = "land"      // residential land inside
	ByStreets   Basis = "streets"   // residential streets inside
	ByRoads     Basis = "roads"     // other roads inside
	AtCentre    Basis = "centre"    // nothing inside: its centre
)

// Placed is how many rows and persons were placed by one basis.
type Placed struct {
	Rows    int
	Persons float64
}

// Result is the homes of a dataset, and how they came about.
type Result struct {
	// Homes are ordered by ID.
	Homes []geo.Home
	// Persons is the sum of the rows that count, to which the homes add up;
	// unknown when no row counts. Groups are the same by age group.
	Persons geo.Amount
	Groups  map[string]float64
	// PersonsFrom is the layer whose rows counted: population, parcels or "".
	PersonsFrom geo.Layer
	// Placed tells by what the people were placed.
	Placed map[Basis]Placed
	// CentreRows are the ids of the rows of AtCentre, in order.
	CentreRows []string
	// WetRows are those of them whose whole ground is water, and whose home stands on it.
	WetRows []string
	// RowsSuperseded, RowsUnknown and RowsEmpty are rows that made no home of
	// their own: superseded, without a number, with 0 people.
	RowsSuperseded, RowsUnknown, RowsEmpty int
	// ParcelPersonsUnused is the population that parcels state and that does not
	// count because the dataset has rows of population.
	ParcelPersonsUnused float64
	// Dwellings is the sum over all homes, DwellingsEstimated the part that no row states.
	Dwellings          geo.Amount
	DwellingsEstimated float64
	// ResidentialM2 and StreetM are sums over all homes.
	ResidentialM2 geo.Amount
	StreetM       geo.Amount
	// LandStepM is the lattice used. DwellingJoinM, LandJoinM and StreetJoinM are
	// the width of the squares in which sites were joined to one, 0 where they
	// were not.
	LandStepM, DwellingJoinM, LandJoinM, StreetJoinM float64
	// NoTown counts the homes that lie in no town.
	NoTown int
}
