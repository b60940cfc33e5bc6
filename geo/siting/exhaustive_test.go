package siting_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

// costWith is what every home pays with some candidates opened, by reading the matrix.
func costWith(p *siting.Problem, sites []int) []uint32 {
	out := make([]uint32, len(p.Weight))
	for i := range out {
		out[i] = siting.Unreachable
		if p.Current != nil {
			out[i] = p.Current[i]
		}
	}
	for _, j := range sites {
		for k := p.Reach.Start[j]; k < p.Reach.Start[j+1]; k++ {
			h := p.Reach.Home[k]
			out[h] = min(out[h], p.Reach.Cost[k])
		}
	}
	return out
}

// covered is the weight within a limit.
func covered(p *siting.Problem, sites []int, limit uint32) float64 {
	sum := 0.0
	for i, c := range costWith(p, sites) {
		if c <= limit {
			sum += p.Weight[i]
		}
	}
	return sum
}

// total is the sum of weight times cost.
func total(p *siting.Problem, sites []int, capCost uint32) float64 {
	sum := 0.0
	for i, c := range costWith(p, sites) {
		sum += p.Weight[i] * float64(min(c, capCost))
	}
	return sum
}

// subsets calls f with every choice of at most count of n.
func subsets(n, count int, f func(sites []int)) {
	var walk func(from int, sites []int)
	walk = func(from int, sites []int) {
		f(sites)
		if len(sites) == count {
			return
		}
		for j := from; j < n; j++ {
			walk(j+1, append(sites, j))
		}
	}
	walk(0, make([]int, 0, count))
}

func chosen(a *siting.Answer) []int {
	var out []int
	for _, s := range a.Sites {
		out = append(out, s.Candidate)
	}
	return out
}

func TestMCLPAgainstAllChoices(t *testing.T) {
	many(t, 300, func(t *testing.T, r *rand.Rand) {
		p := drawProblem(r, 1+r.IntN(11), 1+r.IntN(30))
		count, limit := 1+r.IntN(4), uint32(r.IntN(150))
		before, best := covered(p, nil, limit), 0.0
		subsets(p.Reach.Candidates(), count, func(sites []int) { best = max(best, covered(p, sites, limit)-before) })
		a, err := siting.MCLP(t.Context(), p, count, limit, siting.Options{})
		require.NoError(t, err)
		require.Equal(t, best, a.Value)
		require.Equal(t, best, a.Bound)
		require.True(t, a.Optimal)
		require.Zero(t, a.Gap)
		require.Equal(t, before, a.Before)
		require.Equal(t, best, covered(p, chosen(a), limit)-before, "the sites give what the answer says")
		require.LessOrEqual(t, len(a.Sites), count)
		for k, s := range a.Sites {
			require.Positive(t, s.Gain)
			require.Equal(t, covered(p, chosen(a)[:k+1], limit)-covered(p, chosen(a)[:k], limit), s.Gain)
			if k > 0 {
				require.LessOrEqual(t, s.Gain, a.Sites[k-1].Gain, "in the order of gain")
			}
			sum := 0.0
			for _, h := range s.Homes {
				sum += p.Weight[h]
			}
			require.Equal(t, s.Gain, sum, "the homes are those that make the gain")
		}
	})
}

func TestPMedianAgainstAllChoices(t *testing.T) {
	many(t, 300, func(t *testing.T, r *rand.Rand) {
		p := drawProblem(r, 1+r.IntN(11), 1+r.IntN(30))
		count, capCost := 1+r.IntN(4), uint32(1+r.IntN(250))
		best := total(p, nil, capCost)
		subsets(p.Reach.Candidates(), count, func(sites []int) { best = min(best, total(p, sites, capCost)) })
		a, err := siting.PMedian(t.Context(), p, count, capCost, siting.Options{})
		require.NoError(t, err)
		require.Equal(t, best, a.Value)
		require.Equal(t, best, a.Bound)
		require.True(t, a.Optimal)
		require.Equal(t, capCost, a.CapCost)
		require.Equal(t, total(p, nil, capCost), a.Before)
		require.Equal(t, best, total(p, chosen(a), capCost))
		for k, s := range a.Sites {
			require.Equal(t, total(p, chosen(a)[:k], capCost)-total(p, chosen(a)[:k+1], capCost), s.Gain)
			if k > 0 {
				require.LessOrEqual(t, s.Gain, a.Sites[k-1].Gain, "in the order of gain")
			}
		}
	})
}

func TestLSCPAgainstAllChoices(t *testing.T) {
	many(t, 400, func(t *testing.T, r *rand.Rand) {
		p := drawProblem(r, 1+r.IntN(12), 1+r.IntN(30))
		limit := uint32(r.IntN(150))
		n := p.Reach.Candidates()
		everything := make([]int, n)
		for j := range everything {
			everything[j] = j
		}
		most := costWith(p, everything)
		covers := func(sites []int) bool {
			for i, c := range costWith(p, sites) {
				if p.Weight[i] > 0 && c > limit && most[i] <= limit {
					return false
				}
			}
			return true
		}
		fewest := n
		subsets(n, n, func(sites []int) {
			if len(sites) < fewest && covers(sites) {
				fewest = len(sites)
			}
		})
		a, err := siting.LSCP(t.Context(), p, limit, siting.Options{})
		require.NoError(t, err)
		require.Equal(t, []any{float64(fewest), float64(fewest), true}, []any{a.Value, a.Bound, a.Optimal})
		require.True(t, covers(chosen(a)))
		var beyond []int32
		for i, c := range most {
			if p.Weight[i] > 0 && c > limit {
				beyond = append(beyond, int32(i))
			}
		}
		require.Equal(t, beyond, a.Beyond)
	})
}
