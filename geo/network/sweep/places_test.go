package sweep

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
)

// drawRows draws rows with winners, of few costs and few sources.
func drawRows(r *rand.Rand, n int) *Rows {
	var rows Rows
	rows.Reset(n, true)
	for p := range n {
		for lane := range Lanes {
			rows.Cost[p][lane], rows.Winner[p][lane] = drawCost(r), code(int32(r.IntN(4)))
			if rows.Cost[p][lane] == hierarchy.None {
				rows.Winner[p][lane] = unreached
			}
		}
	}
	return &rows
}

// drawCost draws a small cost, one near None, or None.
func drawCost(r *rand.Rand) uint32 {
	switch r.IntN(4) {
	case 0:
		return hierarchy.None
	case 1:
		return hierarchy.None - r.Uint32N(4)
	default:
		return r.Uint32N(4)
	}
}

// TestRandomPlaces holds rows of places to a plain loop over the ends of their links,
// with winners and without, on the vector kernels and the portable ones.
func TestRandomPlaces(t *testing.T) {
	const seed = 2
	reached := 0
	for round := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, round))
		n := r.IntN(20)
		rows := drawRows(r, n)
		p := Places{Start: []uint32{0}}
		position := func() uint32 {
			switch r.IntN(8) {
			case 0:
				return hierarchy.None
			case 1: // no position either
				return uint32(n)
			}
			if n == 0 {
				return hierarchy.None
			}
			return r.Uint32N(uint32(n))
		}
		for range r.IntN(30) {
			for range r.IntN(4) {
				p.Links = append(p.Links, Link{A: position(), CostA: drawCost(r), B: position(), CostB: drawCost(r)})
			}
			p.Start = append(p.Start, uint32(len(p.Links)))
		}
		from := r.IntN(p.Len() + 1)
		for _, winners := range []bool{true, false} {
			var out, plain Rows
			out.Reset(r.IntN(p.Len()-from+1), winners)
			plain.Reset(len(out.Cost), winners)
			require.NoError(t, p.Gather(rows, from, &out))
			gatherGo(rows, p.Start[from:], p.Links, &plain)
			require.Equal(t, plain.Cost, out.Cost, "seed %d round %d", seed, round)
			require.Equal(t, plain.Winner, out.Winner, "seed %d round %d", seed, round)
			for i := range out.Cost {
				for lane := range Lanes {
					best := uint64(1<<64 - 1)
					offer := func(position, more uint32) {
						if int(position) >= n || rows.Cost[position][lane]+more >= hierarchy.None {
							return
						}
						l := uint64(rows.Cost[position][lane]+more) << 32
						if winners {
							l |= uint64(Source(rows.Winner[position][lane]))
						}
						best = min(best, l)
					}
					for _, l := range p.Links[p.Start[from+i]:p.Start[from+i+1]] {
						offer(l.A, l.CostA)
						offer(l.B, l.CostB)
					}
					if best == 1<<64-1 {
						require.EqualValues(t, hierarchy.None, out.Cost[i][lane], "seed %d round %d", seed, round)
						if winners {
							require.EqualValues(t, -1, Source(out.Winner[i][lane]))
						}
						continue
					}
					reached++
					require.Equal(t, uint32(best>>32), out.Cost[i][lane], "seed %d round %d", seed, round)
					if winners {
						require.Equal(t, int32(uint32(best)), Source(out.Winner[i][lane]), "seed %d round %d", seed, round)
					}
				}
			}
		}
	}
	require.Greater(t, reached, 10_000)
}

// TestPlacesRefused: what would be read beyond its end is refused.
func TestPlacesRefused(t *testing.T) {
	rows := drawRows(rand.New(rand.NewPCG(3, 3)), 4)
	p := Places{Start: []uint32{0, 1, 2}, Links: make([]Link, 2)}
	room := func(places int, winners bool) *Rows {
		var out Rows
		out.Reset(places, winners)
		return &out
	}
	require.NoError(t, p.Gather(rows, 0, room(2, true)))
	require.NoError(t, p.Gather(rows, 2, room(0, true)))
	require.NoError(t, (&Places{}).Gather(rows, 0, room(0, true)))
	require.ErrorContains(t, p.Gather(rows, 1, room(2, true)), "places 1 to 3: there are 2")
	require.ErrorContains(t, p.Gather(rows, -1, room(2, true)), "places -1 to 1")
	short := room(2, true)
	short.Winner = short.Winner[:1]
	require.ErrorContains(t, p.Gather(rows, 0, short), "room for 1")
	require.ErrorContains(t, p.Gather(&Rows{Cost: rows.Cost}, 0, room(2, true)), "0 of 4 rows have winners")
	p.Start[2] = 3
	require.ErrorContains(t, p.Gather(rows, 0, room(2, true)), "place 1: links 1 to 3 of 2")
	p.Start[1] = 4
	require.ErrorContains(t, p.Gather(rows, 1, room(1, true)), "place 1: links 4 to 3 of 2")
}

// TestRandomOffers holds an offer to its definition.
func TestRandomOffers(t *testing.T) {
	const seed = 4
	r := rand.New(rand.NewPCG(seed, 1))
	for range 2000 {
		var acc, row [Lanes]uint32
		for lane := range Lanes {
			acc[lane], row[lane] = drawCost(r), drawCost(r)
		}
		add := drawCost(r)
		got, plain := acc, acc
		Offer(&got, &row, add)
		lower(&plain, &row, add)
		require.Equal(t, plain, got, "seed %d", seed)
		for lane := range Lanes {
			want := min(uint64(acc[lane]), uint64(row[lane])+uint64(add))
			require.EqualValues(t, want, got[lane], "seed %d", seed)
		}
	}
}
