package siting_test

import (
	"context"
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
