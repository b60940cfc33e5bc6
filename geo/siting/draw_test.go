package siting_test

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

// replay runs one random problem again: go test ./geo/siting -run Name -siting.seed=N.
var replay = flag.Uint64("siting.seed", 0, "replay the random problem of this seed alone")

// many runs f on random problems, one per seed; a failure names its seed.
func many(t *testing.T, n uint64, f func(t *testing.T, r *rand.Rand)) {
	t.Helper()
	first, last := uint64(1), n
	if *replay != 0 {
		first, last = *replay, *replay
	}
	for seed := first; seed <= last; seed++ {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) { f(t, rand.New(rand.NewPCG(seed, 7))) })
	}
}

// pair is one entry of a matrix.
type pair struct {
	home int32
	cost uint32
}

// pack puts rows into a matrix.
func pack(rows [][]pair) siting.Matrix {
	m := siting.Matrix{Start: []int{0}}
	for _, row := range rows {
		for _, p := range row {
			m.Home, m.Cost = append(m.Home, p.home), append(m.Cost, p.cost)
		}
		m.Start = append(m.Start, len(m.Home))
	}
	return m
}

// drawProblem is a small problem without any geometry: costs are anything.
func drawProblem(r *rand.Rand, candidates, homes int) *siting.Problem {
	p := &siting.Problem{Weight: make([]float64, homes)}
	for i := range p.Weight {
		p.Weight[i] = float64(r.IntN(10))
	}
	if r.IntN(3) > 0 {
		for range homes {
			c := uint32(r.IntN(200))
			if r.IntN(4) == 0 {
				c = siting.Unreachable
			}
			p.Current = append(p.Current, c)
		}
	}
	rows := make([][]pair, candidates)
	density := 2 + r.IntN(5)
	for j := range rows {
		for i := range homes {
			if r.IntN(density) == 0 {
				rows[j] = append(rows[j], pair{int32(i), uint32(r.IntN(150))})
			}
		}
		p.IDs = append(p.IDs, fmt.Sprintf("c%03d", j))
	}
	p.Reach = pack(rows)
	return p
}

// town is a problem on a plane: homes in clusters and between them, candidates anywhere,
// costs straight in metres, pairs up to reachM, existing facilities at random.
func town(r *rand.Rand, candidates, homes, existing int, sideM, reachM float64) *siting.Problem {
	type point struct{ x, y float64 }
	place := func() point { return point{r.Float64() * sideM, r.Float64() * sideM} }
	var centres []point
	for range 12 {
		centres = append(centres, place())
	}
	near := func() point {
		if r.IntN(3) == 0 {
			return place()
		}
		c := centres[r.IntN(len(centres))]
		return point{
			math.Abs(c.x + r.NormFloat64()*sideM/15), math.Abs(c.y + r.NormFloat64()*sideM/15),
		}
	}
	p := &siting.Problem{Weight: make([]float64, homes)}
	at := make([]point, homes)
	for i := range at {
		at[i] = near()
		p.Weight[i] = float64(1 + r.IntN(60))
	}
	far := func(a, b point) float64 { return math.Hypot(a.x-b.x, a.y-b.y) }
	if existing > 0 {
		p.Current = make([]uint32, homes)
		for i := range p.Current {
			p.Current[i] = siting.Unreachable
		}
		for range existing {
			e := near()
			for i := range at {
				p.Current[i] = min(p.Current[i], uint32(far(e, at[i])*1000))
			}
		}
	}
	// Homes by cell, so that a large town is drawn quickly.
	cells := map[[2]int][]int32{}
	cell := func(q point) [2]int { return [2]int{int(q.x / reachM), int(q.y / reachM)} }
	for i, q := range at {
		cells[cell(q)] = append(cells[cell(q)], int32(i))
	}
	p.Reach.Start = []int{0}
	for j := range candidates {
		q := near()
		p.IDs = append(p.IDs, fmt.Sprintf("site%06d", j))
		k := cell(q)
		for dx := -1; dx <= 1; dx++ {
			for dy := -1; dy <= 1; dy++ {
				for _, h := range cells[[2]int{k[0] + dx, k[1] + dy}] {
					d := far(q, at[h])
					if c := uint32(d * 1000); d <= reachM && (p.Current == nil || c < p.Current[h]) {
						p.Reach.Home, p.Reach.Cost = append(p.Reach.Home, h), append(p.Reach.Cost, c)
					}
				}
			}
		}
		p.Reach.Start = append(p.Reach.Start, len(p.Reach.Home))
	}
	return p
}
