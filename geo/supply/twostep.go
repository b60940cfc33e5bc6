package supply

import (
	"context"
	"math"
)

// Reach is a home in reach of a facility.
type Reach struct {
	// Home is an index into the persons, Share the cost as a share of the limit, 0 to 1.
	Home  int32
	Share float64
}

// Weight says how much a facility counts at a cost, given as a share of the limit.
type Weight func(share float64) float64

// Flat is the weight of 2SFCA: everything within the limit counts alike.
func Flat(float64) float64 { return 1 }

// Bands is the weight of E2SFCA with three bands of equal width and the weights 1.00,
// 0.68 and 0.22 (the slow decay of Luo and Qi 2009).
func Bands(share float64) float64 {
	switch {
	case share <= 1.0/3:
		return 1
	case share <= 2.0/3:
		return 0.68
	}
	return 0.22
}

// Gauss is the weight of Ga2SFCA (Dai 2010, Health & Place 16: 1038–1052):
// (exp(-½x²) - exp(-½)) / (1 - exp(-½)). At the limit itself it is 0.
func Gauss(share float64) float64 {
	e := math.Exp(-0.5)
	return (math.Exp(-0.5*share*share) - e) / (1 - e)
}

// Result is what everybody reaches.
type Result struct {
	// PerPerson is the supply per person of every home.
	PerPerson []float64
	// Demand is by facility: its people, each counted by weight. What a facility has for
	// each of them is its supply by that.
	Demand []float64
	// Served is how much of the supply is in reach of anybody: Σ persons × PerPerson.
	Served float64
	// Alone are the facilities, by index, that nobody is in reach of.
	Alone []int
}

// Sharing adds up what everybody reaches, facility by facility, so that the homes in reach
// of all of them need not be kept at once. Sums hang on the order of the facilities to the
// last digit.
type Sharing struct {
	persons []float64
	weight  Weight
	result  Result
}

// NewSharing starts with no facility.
func NewSharing(persons []float64, w Weight) *Sharing {
	return &Sharing{persons: persons, weight: w, result: Result{PerPerson: make([]float64, len(persons))}}
}

// Add adds a facility with its supply and the homes in reach of it. O(homes).
func (s *Sharing) Add(supply float64, homes []Reach) {
	demand := 0.0
	for _, r := range homes {
		demand += s.persons[r.Home] * s.weight(r.Share)
	}
	s.result.Demand = append(s.result.Demand, demand)
	if !(demand > 0) {
		s.result.Alone = append(s.result.Alone, len(s.result.Demand)-1)
		return
	}
	s.result.Served += supply
	for _, r := range homes {
		s.result.PerPerson[r.Home] += supply / demand * s.weight(r.Share)
	}
}

// Result is what everybody reaches of the facilities added.
func (s *Sharing) Result() Result { return s.result }

// TwoStep computes the supply per person. reach[j] lists the homes in reach of facility
// j, whose supply is supply[j]. It stops with the error of ctx soon after that ends.
// O(pairs of a home and a facility in reach).
func TwoStep(ctx context.Context, persons, supply []float64, reach [][]Reach, w Weight) (Result, error) {
	s := NewSharing(persons, w)
	for j, homes := range reach {
		if err := ctx.Err(); err != nil {
			return s.Result(), err
		}
		s.Add(supply[j], homes)
	}
	return s.Result(), nil
}
