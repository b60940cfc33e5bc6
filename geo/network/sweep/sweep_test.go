package sweep

import (
	"context"
	"math/rand/v2"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
)

// order is a random order of nodes.
func order(r *rand.Rand, n int) []uint32 {
	o := make([]uint32, n)
	for i, v := range r.Perm(n) {
		o[i] = uint32(v)
	}
	return o
}

// starts draws those of up to Lanes lanes; costs and sources are few, so that ties are
// many.
func starts(r *rand.Rand, nodes int, highest uint32) [][]Start {
	all := make([][]Start, r.IntN(Lanes+1))
	for lane := range all {
		if r.IntN(5) == 0 {
			continue
		}
		for range 1 + r.IntN(8) {
			s := Start{Position: r.Uint32N(uint32(nodes)), Cost: r.Uint32N(highest + 1), Source: int32(r.IntN(5))}
			if r.IntN(8) == 0 {
				s.Source = hierarchy.None - s.Source
			}
			all[lane] = append(all[lane], s)
		}
	}
	return all
}

// TestRandomSweeps holds sweeps of every kind to Dijkstra, costs and winners, ties and
// all, and the vector kernels to the portable ones.
func TestRandomSweeps(t *testing.T) {
	const seed = 1
	ctx := context.Background()
	reached, tied := 0, 0
	var rows, other Rows // of a sweep before: nothing of it may be seen
	for round := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, round))
		n := 1 + r.IntN(300)
		d := drawing{nodes: n, edges: n * (1 + r.IntN(3)) / 2, highest: 4, directed: round%2 == 0}
		highest := uint32(6)
		switch round % 5 {
		case 1:
			d.highest = 1000
		case 2: // ways of several steps are too dear
			d.highest, highest = hierarchy.None/8, hierarchy.None
		case 3:
			d.highest, highest = hierarchy.None-1, 2
		}
		g := draw(r, d)
		h := contract(g, order(r, n))
		if !d.directed {
			require.True(t, h.Symmetric())
		}
		q := Query{Direction: Direction(r.IntN(2)), Starts: starts(r, n, highest)}
		travelled := g
		if q.Direction == To {
			travelled = g.reversed()
		}
		for _, q.portable = range []bool{false, true} {
			q.Winners = false
			require.NoError(t, other.Sweep(ctx, h, q))
			require.Empty(t, other.Winner)
			q.Winners = true
			require.NoError(t, rows.Sweep(ctx, h, q))
			require.Equal(t, rows.Cost, other.Cost, "seed %d round %d: costs with winners and without", seed, round)
			for lane := range Lanes {
				var s []Start
				if lane < len(q.Starts) {
					s = q.Starts[lane]
				}
				cost, source := search(travelled, h, s)
				for p, v := range h.Node {
					require.Equal(t, cost[v], rows.Cost[p][lane], "seed %d round %d: cost of node %d in lane %d", seed, round, v, lane)
					require.Equal(t, source[v], Source(rows.Winner[p][lane]), "seed %d round %d: source of node %d in lane %d", seed, round, v, lane)
					if cost[v] < hierarchy.None {
						reached++
					} else {
						require.EqualValues(t, unreached, rows.Winner[p][lane])
					}
				}
				_ = tied
			}
		}
	}
	require.Greater(t, reached, 100_000)
}

// TestRows: lines of the cache, whatever the number of nodes.
func TestRows(t *testing.T) {
	for n := range 40 {
		var r Rows
		r.Reset(n, true)
		require.Len(t, r.Cost, n)
		require.Len(t, r.Winner, n)
		if n > 0 {
			require.Zero(t, uintptr(unsafe.Pointer(&r.Cost[0]))%64)
			require.Zero(t, uintptr(unsafe.Pointer(&r.Winner[0]))%64)
		}
		require.Equal(t, 128*n+8*((n+63)/64), r.Bytes())
	}
}
