package analysis

import (
	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/greenway"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
	"github.com/seed-4611ae28/lifecircle/geo/serviceradius"
)

// Area is what a question is asked of: one unit, a cluster of units, or all.
type Area struct {
	// Code is the canonical code: of the unit, a comma list, or "all".
	Code string
	Name string
	// Level is the level of the units, "" for a mixed cluster.
	Level geo.Level
	// Units are the units meant; none when DataBox is set.
	Units []*geo.Unit
	// DataBox marks the stand-in for a dataset without towns: the rectangle of
	// its data.
	DataBox  bool
	Geometry orb.MultiPolygon
}

// CoverageQuery asks what share of an area reaches a facility of any of the
// categories. Either Circle is set, or Mode with Minutes or Metres.
type CoverageQuery struct {
	// Area is a code as [Analysis.Area] takes it.
	Area string
	// Categories are ids or codes; a home is covered when it reaches AtLeast
	// distinct facilities of any of them (0 reads as 1).
	Categories []string
	AtLeast    int
	// Where maps an attribute to the value a facility must have.
	Where map[string]string
	// Circle is the id of a circle. Else Mode is the id of a mode, and exactly one
	// of Minutes (network_time) and Metres (network_distance, or straight_line
	// when StraightLine) lists the limits.
	Circle       string
	Mode         string
	Minutes      []float64
	Metres       []float64
	StraightLine bool
	// Slope asks for the metric with slopes: network_time_slope, network_distance_slope.
	Slope bool
	// Group restricts people to an age group, "" for everybody.
	Group string
	// Geometry asks for the covered ground as well; ToleranceM is how far it may
	// lie from the counting rule: 20 (the default), 10 or 5 metres.
	Geometry   bool
	ToleranceM float64
}

// CoverageAnswer is one row per limit, smallest limit first.
type CoverageAnswer struct {
	Area   *Area
	Limits []LimitCoverage
}

// LimitCoverage is the coverage within one limit.
type LimitCoverage struct {
	// Minutes is set for times and for circles (their label), Metres for distances.
	Minutes geo.Amount
	Metres  geo.Amount
	Mode    string
	Metric  geo.Metric
	// Circle is the circle's id, "" for an ad-hoc limit; Origin its scope.
	Circle     string
	Origin     geo.Origin
	Categories []string
	Coverage   lifecircle.Coverage
	// Facilities is how many facilities of the categories exist in the dataset;
	// FacilitiesInside how many of them lie in the area.
	Facilities       int
	FacilitiesInside int
	// UnplacedFacilities have no link to the network. FacilitiesUnknown lack an
	// attribute that is asked for, and do not count.
	UnplacedFacilities int
	FacilitiesUnknown  int
	// Slopes is nil for a metric without slopes.
	Slopes *Slopes
	// Geometry is the covered ground clipped to the area, nil when not asked;
	// AreaM2 its area; ToleranceM how far it may lie from the counting rule;
	// PersonsDrawn the people of the homes inside it ([DrawnDifference]).
	Geometry     orb.MultiPolygon
	AreaM2       geo.Amount
	ToleranceM   float64
	PersonsDrawn geo.Amount
	// NoPeople says why the people are unknown, "" when they are known; the share may
	// then be of another denominator.
	NoPeople string
	// Grey says why there is no answer ("no built-up area …"), "" when there is.
	Grey string
}

// TableQuery asks for the whole table, units × categories × circles, without
// geometry. Empty lists mean: all towns, all categories, all available circles
// with a requirement set or a distance.
type TableQuery struct {
	Units      []string
	Categories []string
	Circles    []string
	Group      string
}

// TableRow is one cell of the table.
type TableRow struct {
	Area     *Area
	Category string
	LimitCoverage
}

// CompletenessQuery asks where a circle's whole requirement set is met.
type CompletenessQuery struct {
	Area   string
	Circle string
	// Resolution is the H3 resolution of the cells, 0 reads as 10; it is coarsened
	// to the grain of the population.
	Resolution int
	Group      string
}

// CompletenessAnswer is the circle's completeness in an area.
type CompletenessAnswer struct {
	Area   *Area
	Circle *geo.Circle
	Set    *geo.RequirementSet
	// Resolution is the one used.
	Resolution   int
	Completeness lifecircle.Completeness
	// Slopes is nil for a metric without slopes.
	Slopes *Slopes
	// NoPeople says why the people are unknown, "" when they are known.
	NoPeople string
	// Grey says why there is no answer, "" when there is.
	Grey string
}

// GreenwayAnswer is the greenway figure of one area.
type GreenwayAnswer struct {
	Area *Area
	// Population is the population of the area and where it comes from.
	Population Population
	Result     greenway.Result
}

// ServiceRadiusAnswer is the service-radius rate of one area under one rule.
type ServiceRadiusAnswer struct {
	Area   *Area
	Rule   *geo.ParkRule
	Result serviceradius.Result
}

// Population is the number of residents of an area and how it was found.
type Population struct {
	Persons geo.Amount
	// From is "official", "homes", "mixed" for units of both kinds, or "" when
	// unknown; Reason says why unknown.
	From   string
	Reason string
	// Factor is official / sum of homes, by which the homes were rescaled; unknown
	// when it was not.
	Factor geo.Amount
	Year   int
}

// Direction of an isochrone: where one gets to from a point, or who gets to it.
type Direction string

// The two directions.
const (
	DirectionFrom Direction = "from"
	DirectionTo   Direction = "to"
)

// IsochroneQuery asks for the ground within limits of a point.
type IsochroneQuery struct {
	Point orb.Point
	// Mode is the id of a mode; exactly one of Minutes and Metres is set.
	Mode    string
	Minutes []float64
	Metres  []float64
	// Slope asks for the metric with slopes.
	Slope     bool
	Direction Direction
	// ToleranceM is 10 (the default), 20 or 5.
	ToleranceM float64
}

// IsochroneAnswer is one polygon per limit, smallest first; each lies in the next.
type IsochroneAnswer struct {
	// Link is where the point meets the network, LinkM the straight distance to it.
	Link       orb.Point
	LinkM      float64
	Mode       string
	Metric     geo.Metric
	Direction  Direction
	ToleranceM float64
	// Slopes is nil for a metric without slopes.
	Slopes   *Slopes
	Contours []Contour
}

// Contour is the ground within one limit.
type Contour struct {
	Minutes  geo.Amount
	Metres   geo.Amount
	Geometry orb.MultiPolygon
	AreaM2   float64
	// Persons living at homes within the limit; unknown where no population is.
	// PersonsDrawn are those of the homes inside Geometry: how far a figure taken from
	// the drawing would be off ([DrawnDifference]).
	Persons, PersonsDrawn geo.Amount
}

// FacilitiesAnswer lists the facilities of a category inside an area.
type FacilitiesAnswer struct {
	Area       *Area
	Facilities []FacilityState
}

// FacilityState is a facility and how it stands to the networks.
type FacilityState struct {
	*geo.Facility
	// Town is the code of the town it lies in, "" if in none.
	Town string
	// Unplaced lists the modes in whose network it has no link.
	Unplaced []string
}

// Summary describes the dataset as it is analysed.
type Summary struct {
	Dataset *geo.Dataset
	Counts  map[geo.Layer]int
	// Levels counts the units by level.
	Levels map[geo.Level]int
	// Population of the whole, and persons of homes that no network reaches, by mode.
	Population       geo.Amount
	UnplacedHomes    map[string]int
	UnplacedPersons  map[string]geo.Amount
	UnplacedFacility map[string]int
	// Denominator is what coverage shares are shares of.
	Denominator lifecircle.Denominator
	GrainM      float64
	// SmallComponents is the share of each mode's street length that the largest
	// connected part does not hold, to a millionth.
	SmallComponents map[string]float64
	// Elevation is nil in a dataset without.
	Elevation *Elevation
}
