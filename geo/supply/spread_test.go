package supply_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/supply"
)

// Ten people: one at 5, four at 0, three at 2, two at 1. In order: 0000 11 222 5.
func TestSpreadByHand(t *testing.T) {
	persons, figures := []float64{1, 4, 3, 2, 0}, []float64{5, 0, 2, 1, -9}
	assert.Equal(t, supply.Spread{P10: geo.Known(0), P25: geo.Known(0), Median: geo.Known(1), P75: geo.Known(2), P90: geo.Known(2), Below: geo.Known(6)},
		supply.SpreadOf(persons, figures, 2), "who has just the threshold is not below it")
	assert.False(t, supply.SpreadOf(persons, figures, 0).Below.IsKnown())
	nobody := supply.SpreadOf([]float64{0}, []float64{3}, 1)
	assert.Equal(t, supply.Spread{Below: geo.Known(0)}, nobody)
}

// Everybody stands in a row by figure: a quantile is whom a hundredth falls on.
func TestSpreadAgainstARowOfPeople(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 11))
		var persons, figures, row []float64
		for range 1 + r.IntN(30) {
			n, v := r.IntN(8), float64(r.IntN(12))
			persons, figures = append(persons, float64(n)), append(figures, v)
			for range n {
				row = append(row, v)
			}
		}
		if len(row) == 0 {
			continue
		}
		slices.Sort(row)
		at := func(hundredths int) geo.Amount { return geo.Known(row[(hundredths*len(row)+99)/100-1]) }
		below := 0.0
		for _, v := range row {
			if v < 6 {
				below++
			}
		}
		assert.Equal(t, supply.Spread{P10: at(10), P25: at(25), Median: at(50), P75: at(75), P90: at(90), Below: geo.Known(below)},
			supply.SpreadOf(persons, figures, 6), "seed %d", seed)
	}
}
