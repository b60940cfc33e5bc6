package lifecircle_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// A sheet counts what Cover counts, lane by lane, to the bit: with everything known or
// nothing, with villages that have a seat and such that go by their homes.
func TestRandomSheetsCountAsCover(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 1))
	for range 200 {
		villages := make([]lifecircle.Village, r.IntN(5))
		for v := range villages {
			villages[v].Seat = r.IntN(3) == 0
		}
		known := [4]int{r.IntN(3), r.IntN(3), r.IntN(3), r.IntN(3)}
		amount := func(k int) float64 {
			if known[k] == 0 || known[k] == 1 && r.IntN(2) == 0 {
				return -1
			}
			return float64(r.IntN(2000)) / 7
		}
		homes := make([]household, r.IntN(40))
		rows := make([][lifecircle.Lanes]uint32, len(homes))
		for i := range homes {
			h := &homes[i]
			*h = household{persons: amount(0), land: amount(1), dwellings: amount(2), street: amount(3),
				unplaced: r.IntN(6) == 0, edgeM: float64(r.IntN(500)), grainM: float64(r.IntN(300)), village: r.IntN(len(villages) + 1)}
			for lane := range rows[i] {
				rows[i][lane] = uint32(800 + r.IntN(400))
				if h.unplaced || r.IntN(5) == 0 {
					rows[i][lane] = none
				}
			}
		}
		seats := make([][lifecircle.Lanes]uint32, len(villages))
		for v := range seats {
			for lane := range seats[v] {
				seats[v][lane] = uint32(800 + r.IntN(400))
			}
		}
		limit := lifecircle.Limit{Cost: uint32(800 + r.IntN(400)), ReachM: 250}
		d, _ := demand(homes, villages...)
		got, err := lifecircle.NewSheet(d).Cover(rows, seats, d.Connected, limit)
		require.NoError(t, err, "seed %d", seed)
		for lane := range lifecircle.Lanes {
			costs, seat := make([]uint32, len(homes)), make([]uint32, len(villages))
			for i := range costs {
				costs[i] = rows[i][lane]
			}
			for v := range seat {
				seat[v] = seats[v][lane]
			}
			require.Equal(t, lifecircle.Cover(d, costs, seat, limit), got[lane], "seed %d lane %d", seed, lane)
		}
	}
}

// Rows that are not those of the homes are refused.
func TestSheetWithTooFewRows(t *testing.T) {
	d, _ := demand([]household{people(1, 0), people(2, 0)})
	_, err := lifecircle.NewSheet(d).Cover(make([][lifecircle.Lanes]uint32, 1), nil, d.Connected, lifecircle.Limit{Cost: 1})
	require.ErrorContains(t, err, "counting 1 homes")
}
