package analysis

import (
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/supply"
)

// SupplyQuery asks how much of a supply the people of an area reach, by two-step
// floating catchments: 2SFCA, or E2SFCA where zones are given.
type SupplyQuery struct {
	Area string
	// Categories are ids or codes, Where attributes, as for [CoverageQuery].
	Categories []string
	Where      map[string]string
	// Attribute is what a facility supplies ("beds"); "" counts facilities.
	Attribute string
	// Circle of homes, or Mode with one of Minutes and Metres, is the catchment.
	Circle          string
	Mode            string
	Minutes, Metres float64
	StraightLine    bool
	Slope           bool
	// Group restricts people to an age group, as in [GapsQuery]: of those who live here and
	// of those who share with them.
	Group string
	// Weight defaults to [supply.Flat]. Zones take its place: how much a facility counts in
	// each ring of the catchment (Luo and Qi 2009; [supply.SlowDecay], [supply.SharpDecay]).
	Weight supply.Weight
	Zones  supply.Zones
	// Below is a supply per person; the answer tells how many people have less. 0 for none.
	Below float64
	// Parts asks for the figures of the units of a level inside the area as well
	// ([LevelWithin] finds one), Homes for those of its homes, Offers for those of the facilities in the area or near it.
	Parts  geo.Level
	Homes  bool
	Offers bool
}

// SupplyAnswer is the supply that people reach.
type SupplyAnswer struct {
	Area *Area
	// Limit is the one used, as in [GapsAnswer].
	Limit LimitCoverage
	// Categories are their ids. Counted says whose people are counted.
	Categories []string
	Counted    Counted
	// PerPerson is the mean over the people of the area; unknown where no people are.
	PerPerson geo.Amount
	// People are those of the area and of the circle's scope, Reached those who reach any
	// supply. Unplaced have no link to the network and so reach none; Edge live so near to
	// the edge of the data that supply and people beyond it may be missing.
	People, Reached, Unplaced, Edge geo.Amount
	Spread                          supply.Spread
	// Facilities count; Unknown lack the attribute and supply nothing here, so that every
	// figure is a lower bound. Both are those of the whole dataset. Unclear more lack an
	// attribute of Where.
	Facilities, Unknown []string
	Unclear             int
	// Inside is what the facilities in the area supply together; unknown where none says.
	Inside geo.Amount
	// Parts are by code, Homes by id, Offers in the order of the dataset; nil unless asked
	// for.
	Parts  []SupplyPart
	Homes  []SupplyHome
	Offers []SupplyOffer
	// Grey says why there is no answer, "" when there is.
	Grey string
}

// SupplyPart is what the people of a unit reach.
type SupplyPart struct {
	Unit *geo.Unit
	supply.UnitFigure
	Spread supply.Spread
	// NoPeople tells that homes are there, and that of none it is known who lives in it.
	NoPeople bool
}

// SupplyHome is what the people of a home reach.
type SupplyHome struct {
	Home *geo.Home
	// Persons are rescaled to the official number of their unit, as all counts are.
	Persons   geo.Amount
	PerPerson float64
	// Unplaced has no link to the network.
	Unplaced bool
}

// SupplyOffer is a facility that stands in the area, or may be in reach of a home of it.
type SupplyOffer struct {
	Facility *geo.Facility
	// Supply is unknown where the facility lacks the attribute: nothing is assumed of it.
	Supply geo.Amount
	// Demand is the people in reach, each counted by weight, of the whole dataset; PerPerson
	// the supply for each of them, unknown where nobody is in reach. Both are unknown
	// where Supply is.
	Demand, PerPerson geo.Amount
	Inside, Unplaced  bool
}

// LevelWithin stands for the level of the units of an area where it has several, else for
// the next one inside it that has any.
const LevelWithin geo.Level = "within"

// ReasonNoSupply says why supply is unknown where facilities are.
const ReasonNoSupply = "none of these facilities says how much it has to share"
