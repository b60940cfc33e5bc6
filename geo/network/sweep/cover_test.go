package sweep

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
)

// TestRandomCover holds sums to a plain loop, bit for bit: weights of very different
// sizes, whose sum depends on their order.
func TestRandomCover(t *testing.T) {
	const seed = 5
	covered := 0
	for round := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, round))
		units := r.IntN(6)
		bounds := []uint32{0}
		for range units {
			bounds = append(bounds, bounds[len(bounds)-1]+r.Uint32N(20))
		}
		n := int(bounds[units])
		cost := drawRows(r, n).Cost
		weight := make([]float64, n)
		for i := range weight {
			weight[i] = r.Float64() * math.Pow(10, float64(r.IntN(20)))
		}
		var limits Limits
		for lane := range limits {
			limits[lane] = []uint32{0, 2, hierarchy.None - 2, hierarchy.None, 1<<32 - 1}[r.IntN(5)]
		}
		sum := make([][Lanes]float64, units)
		for u := range sum {
			sum[u][u] = 7 // what was there does not count
		}
		require.NoError(t, Cover(cost, weight, bounds, limits, sum))
		limit := limits.below()
		for u := range units {
			var plain [Lanes]float64
			coverGo(cost[bounds[u]:bounds[u+1]], weight[bounds[u]:bounds[u+1]], &limit, &plain)
			for lane := range Lanes {
				want := 0.0
				for i := bounds[u]; i < bounds[u+1]; i++ {
					if c := cost[i][lane]; c != hierarchy.None && c <= limits[lane] {
						want += weight[i]
						covered++
					}
				}
				require.Equal(t, math.Float64bits(want), math.Float64bits(sum[u][lane]), "seed %d round %d", seed, round)
				require.Equal(t, math.Float64bits(want), math.Float64bits(plain[lane]), "seed %d round %d", seed, round)
			}
		}
	}
	require.Greater(t, covered, 10_000)
}

// TestCoverRefused: what would be read beyond its end is refused.
func TestCoverRefused(t *testing.T) {
	cost := make([][Lanes]uint32, 3)
	weight := make([]float64, 3)
	sum := make([][Lanes]float64, 2)
	require.NoError(t, Cover(cost, weight, []uint32{0, 2, 3}, Limits{}, sum))
	require.NoError(t, Cover(nil, nil, []uint32{0}, Limits{}, nil))
	require.ErrorContains(t, Cover(cost, weight[:2], []uint32{0, 2, 3}, Limits{}, sum), "3 places: there are 2 weights")
	require.ErrorContains(t, Cover(cost, weight, []uint32{0, 2}, Limits{}, sum), "2 units: their places have 2 bounds")
	require.ErrorContains(t, Cover(cost, weight, []uint32{0, 2, 4}, Limits{}, sum), "unit 1: places 2 to 4 of 3")
	require.ErrorContains(t, Cover(cost, weight, []uint32{2, 1, 3}, Limits{}, sum), "unit 0: places 2 to 1 of 3")
}
