package supply_test

import (
	"context"
	"flag"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/supply"
)

var replay = flag.Uint64("supply.seed", 0, "replay the random towns of one seed")

// T7 of the planning notes: 100 beds, 300 and 700 people in reach: 0.1 beds each.
func TestTwoCellsShareOneFacility(t *testing.T) {
	res, err := supply.TwoStep(t.Context(), []float64{300, 700}, []float64{100}, [][]supply.Reach{{{Home: 0, Share: 0.2}, {Home: 1, Share: 1}}}, supply.Flat)
	require.NoError(t, err)
	assert.Equal(t, []float64{0.1, 0.1}, res.PerPerson)
	assert.Equal(t, 100.0, res.Served)
	assert.Empty(t, res.Alone)
}

func TestFacilityThatNobodyReaches(t *testing.T) {
	res, err := supply.TwoStep(t.Context(), []float64{10, 0}, []float64{5, 7, 9}, [][]supply.Reach{{{Home: 0}}, nil, {{Home: 1}}}, supply.Flat)
	require.NoError(t, err)
	assert.Equal(t, []float64{0.5, 0}, res.PerPerson)
	assert.Equal(t, []int{1, 2}, res.Alone, "no one, and a home without people")
	assert.Equal(t, 5.0, res.Served)
	assert.Equal(t, []float64{10, 0, 0}, res.Demand)
}

func TestWeights(t *testing.T) {
	assert.Equal(t, 1.0, supply.Gauss(0))
	assert.InDelta(t, 0, supply.Gauss(1), 1e-12)
	assert.InDelta(t, (0.882496902584595-0.606530659712633)/(1-0.606530659712633), supply.Gauss(0.5), 1e-12)
	assert.Equal(t, []float64{1, 0.68, 0.22}, []float64{supply.Bands(0.2), supply.Bands(0.5), supply.Bands(0.9)})
	// With bands: demand 100 + 0.68·100 + 0.22·100 = 190 for 19 beds: 0.1, 0.068, 0.022.
	res, err := supply.TwoStep(t.Context(), []float64{100, 100, 100}, []float64{19}, [][]supply.Reach{{{0, 0.1}, {1, 0.6}, {2, 1}}}, supply.Bands)
	require.NoError(t, err)
	assert.InDeltaSlice(t, []float64{0.1, 0.068, 0.022}, res.PerPerson, 1e-12)
}

// TestNothingIsLostAndNothingMade: people times supply is the supply that anybody
// reaches, whatever the town and the weight.
func TestNothingIsLostAndNothingMade(t *testing.T) {
	seeds := []uint64{*replay}
	if *replay == 0 {
		seeds = seeds[:0]
		for s := uint64(1); s <= 50; s++ {
			seeds = append(seeds, s)
		}
	}
	for _, seed := range seeds {
		r := rand.New(rand.NewPCG(seed, 7))
		persons := make([]float64, 1+r.IntN(40))
		for i := range persons {
			persons[i] = float64(r.IntN(200))
		}
		amounts := make([]float64, 1+r.IntN(10))
		reach := make([][]supply.Reach, len(amounts))
		for j := range amounts {
			amounts[j] = float64(r.IntN(300))
			for h := range persons {
				if r.IntN(3) == 0 {
					reach[j] = append(reach[j], supply.Reach{Home: int32(h), Share: r.Float64() * 0.99})
				}
			}
		}
		for name, w := range map[string]supply.Weight{"flat": supply.Flat, "bands": supply.Bands, "gauss": supply.Gauss} {
			res, err := supply.TwoStep(t.Context(), persons, amounts, reach, w)
			require.NoError(t, err)
			sum, served := 0.0, 0.0
			for i, a := range res.PerPerson {
				sum += persons[i] * a
			}
			for j, homes := range reach {
				people := 0.0
				for _, h := range homes {
					people += persons[h.Home]
				}
				if people > 0 {
					served += amounts[j]
				}
			}
			assert.InDelta(t, served, sum, 1e-6, "%s: replay with -supply.seed=%d", name, seed)
			assert.InDelta(t, served, res.Served, 1e-6, "%s: replay with -supply.seed=%d", name, seed)
		}
	}
}

func TestStopsWhenAsked(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := supply.TwoStep(ctx, []float64{1}, []float64{1}, [][]supply.Reach{{{Home: 0}}}, supply.Flat)
	require.ErrorIs(t, err, context.Canceled)
}
