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
			switch r.IntN(8) {
			case 0:
				s.Source = hierarchy.None - s.Source
			case 1: // begins nothing
				s.Cost = hierarchy.None + r.Uint32N(hierarchy.None)
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
	reached := 0
	var rows, other Rows
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
		if round%3 == 0 { // as hierarchies are made
			var err error
			h, err = hierarchy.Contract(ctx, g.graph(), hierarchy.Options{ChunkNodes: 16})
			require.NoError(t, err)
		}
		if !d.directed {
			require.True(t, h.Symmetric())
		}
		q := Query{Direction: Direction(r.IntN(2)), Starts: starts(r, n, highest)}
		travelled := g
		if q.Direction == To {
			travelled = g.reversed()
		}
		for _, kernels := range everyKernel() {
			soil(&rows)
			soil(&other)
			q.Winners, q.kernel = false, kernels(false)
			require.NoError(t, other.Sweep(ctx, h, q))
			require.Empty(t, other.Winner)
			q.Winners, q.kernel = true, kernels(true)
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
			}
		}
	}
	require.Greater(t, reached, 50_000*len(everyKernel()))
}

// soil leaves in rows what an earlier sweep may have left there: better than any cost.
func soil(r *Rows) {
	for _, rows := range [][][Lanes]uint32{r.Cost[:cap(r.Cost)], r.Winner[:cap(r.Winner)]} {
		for p := range rows {
			rows[p] = [Lanes]uint32{}
		}
	}
	for w := range r.touched {
		r.touched[w] = ^uint64(0)
	}
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
		before := r
		r.Reset(n/2, true)
		require.Len(t, r.Cost, n/2)
		require.Equal(t, unsafe.SliceData(before.Cost), unsafe.SliceData(r.Cost))
		require.Equal(t, before.Bytes(), r.Bytes())
	}
	raw := make([]uint32, 5*Lanes)
	for skip := range Lanes {
		rows := lines(raw[skip:])
		require.Zero(t, uintptr(unsafe.Pointer(&rows[0]))%64)
		require.Len(t, rows, 5-min(1, skip))
	}
}

// TestSweepStops: an ended context ends a sweep, on its way up as on its way down.
func TestSweepStops(t *testing.T) {
	g := make(network, 3*stretch)
	for v := range g[1:] {
		g[v] = append(g[v], hierarchy.Arc{To: uint32(v + 1), Cost: 1})
		g[v+1] = append(g[v+1], hierarchy.Arc{To: uint32(v), Cost: 1})
	}
	h := contract(g, inTurn(len(g)))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var rows Rows
	var ready []int
	q := Query{Starts: [][]Start{{{Position: 5}}}, Ready: func(from, to int) { ready = append(ready, from, to) }}
	require.NoError(t, rows.Sweep(ctx, h, q))
	require.Equal(t, []int{0, stretch, stretch, 2 * stretch, 2 * stretch, 3 * stretch}, ready)
	asked := &counted{Context: ctx}
	require.NoError(t, rows.Sweep(asked, h, q))
	require.Equal(t, 6, asked.times)
	q.Ready = func(from, to int) {
		require.Zero(t, from, "a sweep that has to stop")
		for p := from; p < to; p++ {
			require.NotEqual(t, hierarchy.None, rows.Cost[p][0], "a row that is not ready")
		}
		cancel()
	}
	require.ErrorIs(t, rows.Sweep(ctx, h, q), context.Canceled)
	q.Ready = func(int, int) { t.Error("a sweep that has to stop on its way up") }
	require.ErrorIs(t, rows.Sweep(ctx, h, q), context.Canceled)
}

// counted counts how often it is asked.
type counted struct {
	context.Context
	times int
}

func (c *counted) Err() error {
	c.times++
	return c.Context.Err()
}

// inTurn contracts the path of nodes by halves: even ones first.
func inTurn(n int) []uint32 {
	var o []uint32
	for step := 1; step <= 2*n; step *= 2 {
		for v := step - 1; v < n; v += 2 * step {
			o = append(o, uint32(v))
		}
	}
	return o
}

// TestQueryRefused names the field, the value and the rule.
func TestQueryRefused(t *testing.T) {
	h := contract(make(network, 3), []uint32{2, 0, 1})
	for want, q := range map[string]Query{
		"sweeping a network of 3 nodes: direction 2: it is To or From":                      {Direction: 2},
		"starts of 17 lanes: there are 16":                                                  {Starts: make([][]Start, 17)},
		"start 1 of lane 1: position 3, it has to be below the number of nodes, 3":          {Starts: [][]Start{nil, {{}, {Position: 3}}}},
		"start 0 of lane 0: source -1, it has to be at least 0":                             {Starts: [][]Start{{{Source: -1}}}},
		"start 0 of lane 0: position 2147483647, it has to be below the number of nodes, 3": {Starts: [][]Start{{{Position: hierarchy.None}}}},
	} {
		require.ErrorContains(t, new(Rows).Sweep(context.Background(), h, q), want)
	}
	require.NoError(t, new(Rows).Sweep(context.Background(), h, Query{}))
	require.NoError(t, new(Rows).Sweep(context.Background(), contract(nil, nil), Query{Winners: true}))
}
