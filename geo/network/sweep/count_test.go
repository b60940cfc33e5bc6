package sweep

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
)

// TestRandomCount holds counts to a plain loop; some rows are of no unit.
func TestRandomCount(t *testing.T) {
	const seed = 6
	counted := uint32(0)
	for round := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, round))
		n, units := r.IntN(100), r.IntN(5)
		cost := drawRows(r, n).Cost
		unit := make([]uint32, n)
		for i := range unit {
			if unit[i] = r.Uint32N(7); unit[i] == 6 {
				unit[i] = hierarchy.None
			}
		}
		var limits Limits
		for lane := range limits {
			limits[lane] = []uint32{0, 2, hierarchy.None - 2, hierarchy.None, 1<<32 - 1}[r.IntN(5)]
		}
		got, plain, want := make([][Lanes]uint32, units), make([][Lanes]uint32, units), make([][Lanes]uint32, units)
		for u := range units {
			got[u][3], plain[u][3], want[u][3] = 5, 5, 5 // counts go on
		}
		require.NoError(t, Count(cost, unit, limits, got))
		limit := limits.below()
		countGo(cost, unit, &limit, plain)
		for i, u := range unit {
			for lane, c := range cost[i] {
				if int(u) < units && c != hierarchy.None && c <= limits[lane] {
					want[u][lane]++
					counted++
				}
			}
		}
		require.Equal(t, want, got, "seed %d round %d", seed, round)
		require.Equal(t, want, plain, "seed %d round %d", seed, round)
	}
	require.Greater(t, counted, uint32(10_000))
	require.NoError(t, Count(nil, nil, Limits{}, nil))
	require.ErrorContains(t, Count(make([][Lanes]uint32, 3), make([]uint32, 2), Limits{}, nil), "3 rows: there are 2 units")
}
