package lifecircle

import (
	"math"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Unlinked is the cost of a home that has no link to the network, and of one from
// which nothing can be reached.
const Unlinked = math.MaxUint32

// Demand is the homes of an area, in columns of equal length.
type Demand struct {
	// Persons are those who count: rescaled to the official number, or of one age
	// group. Residential land, dwellings and street are as the homes carry them.
	Persons     []geo.Amount
	Residential []geo.Amount
	Dwellings   []geo.Amount
	Street      []geo.Amount
	// Connected reports whether the home has a link to the network in question.
	Connected []bool
	// EdgeM is the straight distance in metres to the edge of the data.
	EdgeM []float64
	// GrainM is the width of the ground whose people the home stands for.
	GrainM []float64
	// Village is an index into Villages, -1 for a home in none.
	Village []int32
	// Villages are those of the area.
	Villages []Village
	// Cell is the home's H3 cell at the resolution of a completeness question; nil
	// where no cells are asked for.
	Cell []uint64
}

// Village is a village of the area as coverage counts it.
type Village struct {
	Code string
	// Seat tells that the village has a seat point; SeatCost is then given apart.
	Seat bool
}

// Len is the number of homes.
func (d *Demand) Len() int { return len(d.Persons) }

// Limit is a limit as the counting rule needs it.
type Limit struct {
	// Cost is the limit in the units of the costs; a cost equal to it is inside.
	Cost uint32
	// ReachM is how far in a straight line the limit can carry at most: people
	// nearer than that to the edge of the data are reported.
	ReachM float64
}
