package siting_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

// A site more, a candidate more, a facility more and a wider limit never hurt.
func TestMoreNeverHurts(t *testing.T) {
	many(t, 100, func(t *testing.T, r *rand.Rand) {
		p := drawProblem(r, 3+r.IntN(9), 1+r.IntN(40))
		count, limit := 1+r.IntN(4), uint32(r.IntN(120))
		value := func(ask question, p *siting.Problem) float64 {
			a, err := ask(t.Context(), p, siting.Options{})
			require.NoError(t, err)
			require.True(t, a.Optimal)
			return a.Value
		}
		require.LessOrEqual(t, value(mclp(count, limit), p), value(mclp(count+1, limit), p))
		require.GreaterOrEqual(t, value(pmedian(count, 200), p), value(pmedian(count+1, 200), p))

		fewer := *p
		fewer.Reach.Start, fewer.IDs = p.Reach.Start[:len(p.Reach.Start)-1], p.IDs[:len(p.IDs)-1]
		require.LessOrEqual(t, value(mclp(count, limit), &fewer), value(mclp(count, limit), p))
		require.GreaterOrEqual(t, value(pmedian(count, 200), &fewer), value(pmedian(count, 200), p))

		// Open the last candidate for good: then what is within the limit in the end is no less.
		all, err := siting.MCLP(t.Context(), p, count, limit, siting.Options{})
		require.NoError(t, err)
		more := *p
		more.Current = costWith(p, []int{p.Reach.Candidates() - 1})
		now, err := siting.MCLP(t.Context(), &more, count, limit, siting.Options{})
		require.NoError(t, err)
		require.GreaterOrEqual(t, now.Before+now.Value, all.Before+all.Value)
		require.LessOrEqual(t, value(pmedian(count, 200), &more), value(pmedian(count, 200), p))
	})
}

// A budget that runs out at once leaves an answer that is a choice, and bounds that hold.
func TestBoundsHoldWithoutAProof(t *testing.T) {
	open := 0
	many(t, 60, func(t *testing.T, r *rand.Rand) {
		p := drawProblem(r, 12+r.IntN(20), 20+r.IntN(60))
		for _, ask := range []question{mclp(1+r.IntN(6), 80), lscp(80), pmedian(1+r.IntN(6), 200)} {
			proven, err := ask(t.Context(), p, siting.Options{Work: 1 << 40})
			require.NoError(t, err)
			require.True(t, proven.Optimal)
			hasty, err := ask(t.Context(), p, siting.Options{Work: 1})
			require.NoError(t, err)
			low, high := hasty.Value, hasty.Bound
			if hasty.Objective != siting.ObjectiveMCLP {
				low, high = high, low
			}
			require.LessOrEqual(t, low, proven.Value)
			require.GreaterOrEqual(t, high, proven.Value)
			require.InDelta(t, hasty.Gap*high, high-low, 1e-6*high)
			require.Equal(t, low == high, hasty.Optimal || low == high)
			if hasty.Optimal {
				require.Equal(t, proven.Value, hasty.Value)
			} else {
				open++
			}
		}
	})
	if *replay == 0 {
		require.Positive(t, open, "some of these need branching")
	}
}

// Weights may be fractions: the answer is as exact as sums of fractions are.
func TestFractions(t *testing.T) {
	many(t, 100, func(t *testing.T, r *rand.Rand) {
		p := drawProblem(r, 1+r.IntN(9), 1+r.IntN(40))
		for i := range p.Weight {
			p.Weight[i] = r.Float64() * 3
		}
		const limit, capCost = 75, 120
		most, least := 0.0, math.Inf(1)
		before := covered(p, nil, limit)
		subsets(p.Reach.Candidates(), 3, func(sites []int) {
			most, least = max(most, covered(p, sites, limit)-before), min(least, total(p, sites, capCost))
		})
		a, err := siting.MCLP(t.Context(), p, 3, limit, siting.Options{})
		require.NoError(t, err)
		require.InDelta(t, most, a.Value, 1e-9)
		require.InDelta(t, most, a.Bound, 1e-9+1e-7*most, "the tolerance")
		a, err = siting.PMedian(t.Context(), p, 3, capCost, siting.Options{})
		require.NoError(t, err)
		require.InDelta(t, least, a.Value, 1e-6)
		require.InDelta(t, least, a.Bound, 1e-6+1e-7*(a.Before-least), "the tolerance, of what is saved")
	})
}

// Larger towns: within 1 % of the bound, and the covering of all within one site.
func TestLargerTowns(t *testing.T) {
	many(t, 2, func(t *testing.T, r *rand.Rand) {
		p := town(r, 300, 1500, 4, 7000, 2000)
		for _, ask := range []question{mclp(3, 800_000), mclp(12, 500_000), pmedian(3, 0), pmedian(12, 0)} {
			a, err := ask(t.Context(), p, siting.Options{Work: 5_000_000})
			require.NoError(t, err)
			require.LessOrEqual(t, a.Gap, 0.01, "%s %v of %v", a.Objective, a.Value, a.Bound)
		}
		a, err := siting.LSCP(t.Context(), p, 900_000, siting.Options{Work: 5_000_000})
		require.NoError(t, err)
		require.LessOrEqual(t, a.Value, a.Bound+1)
	})
}
