package siting

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// drawInstance is an instance without a problem: every pair at random, a few candidates
// alike.
func drawInstance(r *rand.Rand, candidates, homes int) *instance {
	p := &Problem{Weight: make([]float64, homes), Reach: Matrix{Start: []int{0}}}
	for i := range p.Weight {
		p.Weight[i] = float64(1 + r.IntN(9))
	}
	var last []uint32
	for range candidates {
		row := make([]uint32, homes)
		for i := range row {
			row[i] = uint32(r.IntN(8))
		}
		if last != nil && r.IntN(3) == 0 { // as the one before, or less
			row = slices.Clone(last)
			for i := range row {
				row[i] -= min(row[i], uint32(r.IntN(4)/3))
			}
		}
		for i, b := range row {
			if b > 3 {
				p.Reach.Home, p.Reach.Cost = append(p.Reach.Home, int32(i)), append(p.Reach.Cost, b)
			}
		}
		p.Reach.Start, last = append(p.Reach.Start, len(p.Reach.Home)), row
	}
	whole, _ := units(p.Weight, 8)
	return newInstance(p, whole, func(_ int32, cost uint32) uint32 { return cost })
}

func TestSwapsGainWhatTheySay(t *testing.T) {
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 7))
		in := drawInstance(r, 4+r.IntN(8), 1+r.IntN(20))
		order := r.Perm(len(in.candidates))
		choice := []int32{int32(order[0]), int32(order[1]), int32(order[2])}
		s := in.serve(choice)
		for _, c := range order[3:] {
			best := int64(math.MinInt64)
			for k := range choice {
				other := slices.Clone(choice)
				other[k] = int32(c)
				best = max(best, in.value(other)-s.gain)
			}
			got := in.bestSwap(int32(c), s, in.loses(s, 3), choice, 3)
			if best < 0 {
				require.Negative(t, got.gain, "seed %d", seed)
				continue
			}
			require.Equal(t, best, got.gain, "seed %d", seed)
			other := slices.Clone(choice)
			other[got.out] = int32(c)
			require.Equal(t, best, in.value(other)-s.gain, "seed %d", seed)
			require.Equal(t, in.value(append(slices.Clone(choice), int32(c)))-s.gain, in.bestSwap(int32(c), s, nil, choice, 4).gain)
		}
	}
}
