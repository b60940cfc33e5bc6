package siting_test

import (
	"context"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

// question asks one of the three.
type question func(ctx context.Context, p *siting.Problem, o siting.Options) (*siting.Answer, error)

func mclp(count int, limit uint32) question {
	return func(ctx context.Context, p *siting.Problem, o siting.Options) (*siting.Answer, error) {
		return siting.MCLP(ctx, p, count, limit, o)
	}
}

func lscp(limit uint32) question {
	return func(ctx context.Context, p *siting.Problem, o siting.Options) (*siting.Answer, error) {
		return siting.LSCP(ctx, p, limit, o)
	}
}

func pmedian(count int, capCost uint32) question {
	return func(ctx context.Context, p *siting.Problem, o siting.Options) (*siting.Answer, error) {
		return siting.PMedian(ctx, p, count, capCost, o)
	}
}

// shuffled is the same problem with candidates, homes and pairs in another order.
func shuffled(r *rand.Rand, p *siting.Problem) (q *siting.Problem, homes []int) {
	homes = r.Perm(len(p.Weight)) // home i of p is home homes[i] of q
	q = &siting.Problem{Weight: make([]float64, len(homes))}
	if p.Current != nil {
		q.Current = make([]uint32, len(homes))
	}
	for i, k := range homes {
		q.Weight[k] = p.Weight[i]
		if p.Current != nil {
			q.Current[k] = p.Current[i]
		}
	}
	var rows [][]pair
	for _, j := range r.Perm(p.Reach.Candidates()) {
		var row []pair
		for k := p.Reach.Start[j]; k < p.Reach.Start[j+1]; k++ {
			row = append(row, pair{int32(homes[p.Reach.Home[k]]), p.Reach.Cost[k]})
		}
		r.Shuffle(len(row), func(a, b int) { row[a], row[b] = row[b], row[a] })
		rows, q.IDs = append(rows, row), append(q.IDs, p.IDs[j])
	}
	q.Reach = pack(rows)
	return q, homes
}

// P4: the order of candidates and homes changes nothing, not a bit of any figure; nor does
// the number of cores.
func TestOrderDoesNotMatter(t *testing.T) {
	check := func(t *testing.T, r *rand.Rand, p *siting.Problem, ask question, o siting.Options) {
		t.Helper()
		want, err := ask(t.Context(), p, o)
		require.NoError(t, err)
		q, homes := shuffled(r, p)
		got, err := ask(t.Context(), q, o)
		require.NoError(t, err)
		for k := range want.Sites {
			for x, h := range want.Sites[k].Homes {
				want.Sites[k].Homes[x] = int32(homes[h])
			}
			slices.Sort(want.Sites[k].Homes)
			require.Equal(t, p.IDs[want.Sites[k].Candidate], q.IDs[got.Sites[k].Candidate])
			got.Sites[k].Candidate = want.Sites[k].Candidate
		}
		for x, h := range want.Beyond {
			want.Beyond[x] = int32(homes[h])
		}
		slices.Sort(want.Beyond)
		require.Equal(t, want, got)
	}
	many(t, 60, func(t *testing.T, r *rand.Rand) {
		p := drawProblem(r, 2+r.IntN(20), 1+r.IntN(60))
		for i := range p.Weight {
			p.Weight[i] += r.Float64() // sums of fractions depend on their order
		}
		for _, ask := range []question{mclp(1+r.IntN(5), 80), lscp(80), pmedian(1+r.IntN(5), 0)} {
			check(t, r, p, ask, siting.Options{})
		}
	})
	r := rand.New(rand.NewPCG(2, 7))
	p := town(r, 220, 1200, 1, 5000, 3000)
	require.Greater(t, len(p.Reach.Home), 1<<16, "large enough to be shared among cores")
	for _, ask := range []question{mclp(5, 400_000), lscp(1_000_000), pmedian(4, 0)} {
		o := siting.Options{Work: 500_000}
		check(t, r, p, ask, o)
		want, err := ask(t.Context(), p, o)
		require.NoError(t, err)
		cores := runtime.GOMAXPROCS(1)
		got, err := ask(t.Context(), p, o)
		runtime.GOMAXPROCS(max(2, cores))
		require.NoError(t, err)
		require.Equal(t, want, got)
		runtime.GOMAXPROCS(cores)
	}
}

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
