package supply_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/supply"
)

// Worked by hand. Two clinics and four homes; the limit is 30 minutes.
//
//	              persons   clinic A, 33 doctors   clinic B, 10 doctors
//	home 0          200       5 min  (1.00)          -
//	home 1          100      15 min  (0.68)         10 min (1.00)
//	home 2          100      30 min  (0.22)         20 min (0.68)
//	home 3           50       -                     25 min (0.22)
//
// A: 33 / (200 + 68 + 22) = 33/290; B: 10 / (100 + 68 + 11) = 10/179.
func TestE2SFCAByHand(t *testing.T) {
	persons := []float64{200, 100, 100, 50}
	reach := [][]supply.Reach{
		{{0, 5.0 / 30}, {1, 0.5}, {2, 1}},
		{{1, 10.0 / 30}, {2, 20.0 / 30}, {3, 25.0 / 30}},
	}
	res, err := supply.E2SFCA(t.Context(), persons, []geo.Amount{geo.Known(33), geo.Known(10)}, reach, nil)
	require.NoError(t, err)
	a, b := 33.0/290, 10.0/179
	assert.InDeltaSlice(t, []float64{a, 0.68*a + b, 0.22*a + 0.68*b, 0.22 * b}, res.PerPerson, 1e-12)
	assert.Equal(t, 43.0, res.Served)
	assert.InDeltaSlice(t, []float64{290, 179}, res.Demand, 1e-9)
	assert.Empty(t, res.Unknown)

	// The sharper set: 33 / (200 + 42 + 9) and 10 / (100 + 42 + 4.5).
	res, err = supply.E2SFCA(t.Context(), persons, []geo.Amount{geo.Known(33), geo.Known(10)}, reach, supply.SharpDecay())
	require.NoError(t, err)
	a, b = 33.0/251, 10.0/146.5
	assert.InDeltaSlice(t, []float64{a, 0.42*a + b, 0.09*a + 0.42*b, 0.09 * b}, res.PerPerson, 1e-12)

	// A zone of one's own: everything within half of the limit, nothing beyond.
	res, err = supply.E2SFCA(t.Context(), persons, []geo.Amount{geo.Known(33), geo.Known(10)}, reach, supply.Zones{{0.5, 1}})
	require.NoError(t, err)
	assert.InDeltaSlice(t, []float64{0.11, 0.11 + 0.1, 0, 0}, res.PerPerson, 1e-12)
}

func TestCapacityThatIsNotKnownIsNotAssumed(t *testing.T) {
	reach := [][]supply.Reach{{{0, 0}}, {{0, 0}}, nil}
	res, err := supply.E2SFCA(t.Context(), []float64{10}, []geo.Amount{geo.Unknown(), geo.Known(5), geo.Known(7)}, reach, nil)
	require.NoError(t, err)
	assert.Equal(t, []int{0}, res.Unknown)
	assert.Equal(t, []int{2}, res.Alone, "by its own index, not by that among the known")
	assert.Equal(t, []float64{0.5}, res.PerPerson)
	assert.Equal(t, []float64{0, 10, 0}, res.Demand)
	assert.Equal(t, 5.0, res.Served)
	// A capacity of 0 is known.
	res, err = supply.E2SFCA(t.Context(), []float64{10}, []geo.Amount{geo.Known(0)}, reach[:1], nil)
	require.NoError(t, err)
	assert.Empty(t, res.Unknown)
	assert.Equal(t, []float64{0}, res.PerPerson)
}

func TestZones(t *testing.T) {
	for _, share := range []float64{0, 0.2, 1.0 / 3, 0.34, 0.5, 2.0 / 3, 0.7, 1} {
		assert.Equal(t, supply.Bands(share), supply.SlowDecay().Weight(share), "%v", share)
	}
	assert.Zero(t, supply.SlowDecay().Weight(1.01))
	assert.NoError(t, supply.SlowDecay().Validate())
	assert.NoError(t, supply.SharpDecay().Validate())
	for message, z := range map[string]supply.Zones{
		"zone 1 ends at 0.5 of the limit": {{0.5, 1}, {0.5, 0.5}},
		"zone 0 ends at 1.5":              {{1.5, 1}},
		"zone 0 ends at 0 ":               {{0, 1}},
		"zone 1 has the weight 0.6":       {{0.5, 0.5}, {1, 0.6}},
		"zone 0 has the weight -1":        {{0.5, -1}},
	} {
		_, err := supply.E2SFCA(t.Context(), nil, nil, nil, z)
		assert.ErrorContains(t, err, message)
	}
}

func TestByUnit(t *testing.T) {
	got := supply.ByUnit([]float64{10, 30, 5, 0, 8}, []float64{2, 0, 4, 9, 1}, []int32{0, 0, 1, 0, -1}, 3)
	assert.Equal(t, []supply.UnitFigure{
		{People: 40, Reached: 10, PerPerson: geo.Known(0.5), Least: geo.Known(0), Most: geo.Known(2)},
		{People: 5, Reached: 5, PerPerson: geo.Known(4), Least: geo.Known(4), Most: geo.Known(4)},
		{},
	}, got)
}

// Σ demand × accessibility is the capacity of the facilities that have any demand, and the
// units together hold the same.
func TestE2SFCALosesNothing(t *testing.T) {
	first, last := uint64(1), uint64(60)
	if *replay != 0 {
		first, last = *replay, *replay
	}
	for seed := first; seed <= last; seed++ {
		r := rand.New(rand.NewPCG(seed, 9))
		persons, unit := make([]float64, 1+r.IntN(40)), []int32{}
		for i := range persons {
			persons[i] = float64(r.IntN(100))
			unit = append(unit, int32(r.IntN(4)))
		}
		zones := supply.Zones{{0.1 + 0.3*r.Float64(), 1}, {0.6, 0.3 + 0.7*r.Float64()}, {1, 0.1}}
		capacity, reach, want := []geo.Amount{}, [][]supply.Reach{}, 0.0
		for range 1 + r.IntN(10) {
			c, people, homes := geo.Known(float64(r.IntN(50))), 0.0, []supply.Reach{}
			if r.IntN(4) == 0 {
				c = geo.Unknown()
			}
			for h := range persons {
				if r.IntN(4) == 0 {
					homes = append(homes, supply.Reach{Home: int32(h), Share: r.Float64()})
					people += persons[h]
				}
			}
			if people > 0 {
				want += c.Or(0)
			}
			capacity, reach = append(capacity, c), append(reach, homes)
		}
		res, err := supply.E2SFCA(t.Context(), persons, capacity, reach, zones)
		require.NoError(t, err)
		sum := 0.0
		for i, a := range res.PerPerson {
			sum += persons[i] * a
		}
		byUnit := 0.0
		for _, u := range supply.ByUnit(persons, res.PerPerson, unit, 4) {
			byUnit += u.People * u.PerPerson.Or(0)
		}
		assert.InDelta(t, want, sum, 1e-9, "replay with -supply.seed=%d", seed)
		assert.InDelta(t, want, res.Served, 1e-9, "replay with -supply.seed=%d", seed)
		assert.InDelta(t, want, byUnit, 1e-9, "replay with -supply.seed=%d", seed)
	}
}

func TestE2SFCAStopsWhenAsked(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := supply.E2SFCA(ctx, []float64{1}, []geo.Amount{geo.Known(1)}, [][]supply.Reach{{{Home: 0}}}, nil)
	require.ErrorIs(t, err, context.Canceled)
}
