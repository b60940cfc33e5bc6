package siting

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// solvedLP is the relaxation of a problem at its optimum.
func solvedLP(t *testing.T, c *cover) *priceLP {
	t.Helper()
	l, w := newPriceLP(c), work{}
	requireOptimal(t, l, &w)
	return l
}

// requireOptimal solves what is left of a relaxation. Prices that no column's limit forbids
// and a fractional cover that costs as much prove each other: neither can be better.
func requireOptimal(t *testing.T, l *priceLP, w *work) {
	t.Helper()
	done, err := l.solve(t.Context(), w, math.MaxInt64)
	require.NoError(t, err)
	require.True(t, done)
	const rounding = 1e-7 // of sums of up to a hundred terms, through as many exchanges
	paid := make([]float64, len(l.limit))
	prices, costs := 0.0, 0.0
	for k, u := range l.prices(len(l.rows)) {
		r := &l.rows[k]
		prices += u * float64(r.atLeast)
		require.LessOrEqual(t, l.bare(r), rounding, "row %d is covered", k)
		for x, j := range r.columns {
			paid[j] += u * float64(r.factor[x])
		}
	}
	for j, x := range l.cover {
		require.GreaterOrEqual(t, x, -rounding)
		require.LessOrEqual(t, paid[j], l.limit[j]+rounding, "column %d is not paid too much", j)
		costs += x * l.limit[j]
	}
	require.InDelta(t, costs, prices, rounding)
	value, reduced := l.bound()
	require.InDelta(t, prices, value, float64(len(paid))*rounding)
	for j := range reduced {
		require.InDelta(t, 1-paid[j], reduced[j], rounding)
	}
}

func TestPricesAndFractionalCoverMeet(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 7))
		l := solvedLP(t, drawCover(r, 5+r.IntN(30), 5+r.IntN(50)))
		// Rows that are added are solved from where it stands, and may be dropped again.
		for range 3 {
			n, w := len(l.rows), work{}
			for range 5 {
				row := lpRow{atLeast: int32(1 + r.IntN(3))}
				for _, j := range r.Perm(len(l.limit))[:4] {
					row.columns, row.factor = append(row.columns, int32(j)), append(row.factor, int32(1+r.IntN(2)))
				}
				l.add(row)
			}
			requireOptimal(t, l, &w)
			before, _ := l.bound()
			l.forget(n)
			after, _ := l.bound()
			require.Equal(t, before, after, "only what pays nothing is dropped")
			for i, k := range l.basis {
				if k >= 0 {
					require.Equal(t, int32(i), l.place[k])
				}
			}
		}
	}
}

// Worked by hand: in a ring of n every column is half chosen.
func TestRelaxationOfARing(t *testing.T) {
	for _, n := range []int{3, 5, 9, 21} {
		l := solvedLP(t, ring(n))
		value, _ := l.bound()
		require.InDelta(t, float64(n)/2, value, float64(n)*lpTie)
		require.LessOrEqual(t, value, float64(n)/2)
		for _, x := range l.cover {
			require.InDelta(t, 0.5, x, 1e-9)
		}
	}
}

// What it ends with when the work is used up is a bound all the same.
func TestRelaxationStopsAnywhere(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 7))
	c := drawCover(r, 14, 40)
	fewest, last := float64(c.fewest()), 0.0
	for until := int64(0); ; until += 200 {
		l, w := newPriceLP(c), work{}
		done, err := l.solve(t.Context(), &w, until)
		require.NoError(t, err)
		value, _ := l.bound()
		require.LessOrEqual(t, value, fewest)
		require.GreaterOrEqual(t, value, last-1e-9, "prices only rise")
		if last = value; done {
			require.Positive(t, until)
			break
		}
	}
}
