package siting_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

const far = siting.Unreachable

// A street of six homes, 100 m apart, ten people in each but the last, where there are 35.
// A facility stands at the first.
//
//	home   0   1   2   3   4   5
//	       *       A       B   C
func street() *siting.Problem {
	p := &siting.Problem{Weight: []float64{10, 10, 10, 10, 10, 35}, Current: []uint32{0, 100, 200, 300, 400, far}, IDs: []string{"a", "b", "c"}}
	var rows [][]pair
	for _, at := range []int32{2, 4, 5} {
		var row []pair
		for h := range int32(6) {
			row = append(row, pair{h, 100 * uint32(max(at-h, h-at))})
		}
		rows = append(rows, row)
	}
	p.Reach = pack(rows)
	return p
}

func TestStreet(t *testing.T) {
	p := street()
	// Within 100 m today: homes 0 and 1. B brings 3, 4 and 5; then A brings 2.
	a, err := siting.MCLP(t.Context(), p, 2, 100, siting.Options{})
	require.NoError(t, err)
	a.Work = 0
	require.Equal(t, &siting.Answer{
		Objective: siting.ObjectiveMCLP, Demand: 85, Before: 20, Value: 65, Bound: 65, Optimal: true,
		Sites: []siting.Site{{Candidate: 1, Gain: 55, Homes: []int32{3, 4, 5}}, {Candidate: 0, Gain: 10, Homes: []int32{2}}},
	}, a)

	// All of them need the same two, and a third one would serve nobody.
	a, err = siting.MCLP(t.Context(), p, 3, 100, siting.Options{})
	require.NoError(t, err)
	require.Len(t, a.Sites, 2)
	a, err = siting.LSCP(t.Context(), p, 100, siting.Options{})
	require.NoError(t, err)
	a.Work = 0
	require.Equal(t, &siting.Answer{
		Objective: siting.ObjectiveLSCP, Demand: 85, Before: 20, Value: 2, Bound: 2, Optimal: true,
		Sites: []siting.Site{{Candidate: 1, Gain: 55, Homes: []int32{3, 4, 5}}, {Candidate: 0, Gain: 10, Homes: []int32{2}}},
	}, a)

	// Today 10·(0+1+2+3+4)·100 and 35 people who reach nothing and count 1,000 each: 45,000.
	// C saves 35·1000 + 10·(400-100) + 10·(300-200) = 39,000.
	a, err = siting.PMedian(t.Context(), p, 1, 1000, siting.Options{})
	require.NoError(t, err)
	a.Work = 0
	require.Equal(t, &siting.Answer{
		Objective: siting.ObjectivePMedian, Demand: 85, Before: 45_000, Value: 6_000, Bound: 6_000, Optimal: true, CapCost: 1000,
		Sites: []siting.Site{{Candidate: 2, Gain: 39_000, Homes: []int32{3, 4, 5}}},
	}, a)
	// Without a cap the largest cost there is, 500, is one.
	a, err = siting.PMedian(t.Context(), p, 1, 0, siting.Options{})
	require.NoError(t, err)
	require.Equal(t, uint32(500), a.CapCost)
	require.Equal(t, 10_000+35*500.0, a.Before)
}

func TestWhoCannotBeReachedIsNamed(t *testing.T) {
	p := street()
	p.Weight = append(p.Weight, 7, 0)
	p.Current = append(p.Current, far, far)
	a, err := siting.LSCP(t.Context(), p, 100, siting.Options{})
	require.NoError(t, err)
	require.Equal(t, []int32{6}, a.Beyond, "and nobody lives in the last")
	require.Equal(t, 2.0, a.Value)
	a, err = siting.MCLP(t.Context(), p, 1, 100, siting.Options{})
	require.NoError(t, err)
	require.Equal(t, []int32{6}, a.Beyond)
	a, err = siting.PMedian(t.Context(), p, 1, 1000, siting.Options{})
	require.NoError(t, err)
	require.Equal(t, []int32{6}, a.Beyond)
	require.Equal(t, 6_000+7*1000.0, a.Value)
}

func TestExactlyAtTheLimitIsInside(t *testing.T) {
	p := &siting.Problem{Weight: []float64{1, 2}, Current: []uint32{500, far}, Reach: pack([][]pair{{{1, 500}}})}
	a, err := siting.MCLP(t.Context(), p, 1, 500, siting.Options{})
	require.NoError(t, err)
	require.Equal(t, []float64{1, 2}, []float64{a.Before, a.Value})
	a, err = siting.MCLP(t.Context(), p, 1, 499, siting.Options{})
	require.NoError(t, err)
	require.Equal(t, []float64{0, 0}, []float64{a.Before, a.Value})
	require.Equal(t, []int32{0, 1}, a.Beyond)
}

func TestTheSmallerIDWinsATie(t *testing.T) {
	// Three candidates alike, and one pair that stands twice.
	p := &siting.Problem{
		Weight: []float64{4}, IDs: []string{"x", "k", "m"},
		Reach: pack([][]pair{{{0, 1}}, {{0, 9}, {0, 1}}, {{0, 1}}}),
	}
	for _, ask := range []question{mclp(1, 5), lscp(5), pmedian(1, 10)} {
		a, err := ask(t.Context(), p, siting.Options{})
		require.NoError(t, err)
		require.Len(t, a.Sites, 1, a.Objective)
		require.Equal(t, 1, a.Sites[0].Candidate, a.Objective)
		require.Equal(t, []int32{0}, a.Sites[0].Homes)
	}
}

func TestNothingToDo(t *testing.T) {
	none := &siting.Problem{}
	satisfied := &siting.Problem{Weight: []float64{5}, Current: []uint32{0}, Reach: pack([][]pair{{{0, 0}}})}
	nobody := &siting.Problem{Weight: []float64{0}, Reach: pack([][]pair{{{0, 0}}, {}})}
	for _, p := range []*siting.Problem{none, satisfied, nobody} {
		for _, ask := range []question{mclp(2, 5), lscp(5), pmedian(2, 10)} {
			a, err := ask(t.Context(), p, siting.Options{})
			require.NoError(t, err)
			require.Empty(t, a.Sites)
			require.Empty(t, a.Beyond)
			require.Equal(t, []any{0.0, 0.0, 0.0, true}, []any{a.Value, a.Bound, a.Gap, a.Optimal})
		}
	}
}

func TestWrongProblemsAreRefused(t *testing.T) {
	ask := func(change func(p *siting.Problem)) error {
		p := street()
		change(p)
		_, err := siting.LSCP(t.Context(), p, 100, siting.Options{})
		return err
	}
	require.NoError(t, ask(func(*siting.Problem) {}))
	for message, change := range map[string]func(p *siting.Problem){
		"weight of home 2 is -1":        func(p *siting.Problem) { p.Weight[2] = -1 },
		"weight of home 0 is NaN":       func(p *siting.Problem) { p.Weight[0] = math.NaN() },
		"weight of home 1 is +Inf":      func(p *siting.Problem) { p.Weight[1] = math.Inf(1) },
		"current has 2 costs":           func(p *siting.Problem) { p.Current = p.Current[:2] },
		"reach has 18 homes":            func(p *siting.Problem) { p.Reach.Cost = p.Reach.Cost[1:] },
		"reach of candidate 2 is [12, ": func(p *siting.Problem) { p.Reach.Start[3] = 19 },
		"reach names home 6 in pair 4":  func(p *siting.Problem) { p.Reach.Home[4] = 6 },
		"there are 2 IDs":               func(p *siting.Problem) { p.IDs = p.IDs[:2] },
		`ID "a" is given to two`:        func(p *siting.Problem) { p.IDs[2] = "a" },
	} {
		require.ErrorContains(t, ask(change), message)
	}
	_, err := siting.MCLP(t.Context(), street(), 0, 100, siting.Options{})
	require.ErrorContains(t, err, "count is 0")
	_, err = siting.PMedian(t.Context(), street(), -1, 100, siting.Options{})
	require.ErrorContains(t, err, "count is -1")
}

func TestStopsWhenAsked(t *testing.T) {
	p := town(rand.New(rand.NewPCG(1, 7)), 50, 300, 0, 3000, 1000)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, ask := range []question{mclp(3, 500_000), lscp(500_000), pmedian(3, 0)} {
		_, err := ask(ctx, p, siting.Options{})
		require.ErrorIs(t, err, context.Canceled)
	}
}
