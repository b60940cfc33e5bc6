package siting

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func tightened(t *testing.T, c *cover) *coverBound {
	t.Helper()
	b, w := &coverBound{value: math.Inf(-1), columns: all32(len(c.columns))}, work{}
	require.NoError(t, c.tighten(t.Context(), b, never, math.MaxInt64, &w))
	return b
}

func all32(n int) []int32 {
	out := make([]int32, n)
	for k := range out {
		out[k] = int32(k)
	}
	return out
}

// Cuts close what the relaxation leaves open of rings beside each other, each half a column.
func TestCutsCloseRings(t *testing.T) {
	c := beside(beside(ring(5), ring(7)), ring(9))
	b := tightened(t, c)
	require.Equal(t, 3+4+5, b.bound)
	require.Len(t, b.columns, b.bound)
	require.True(t, c.isCover(b.columns))
}

// Where the bound stands no cover is smaller, and reduced costs add up: a cover has at least
// the bound and what its columns cost beyond, and what it leaves of those worth more.
func TestTightenedBoundsAndCosts(t *testing.T) {
	met := 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 7))
		c := drawCover(r, 8+r.IntN(4), 10+r.IntN(12))
		b := tightened(t, c)
		require.True(t, c.isCover(c.ids(b.columns)))
		fewest := c.fewest()
		require.LessOrEqual(t, b.bound, fewest, "seed %d", seed)
		require.LessOrEqual(t, fewest, len(b.columns))
		require.Len(t, b.price, len(c.rows))
		if b.bound == fewest {
			met++
		}
		c.everyCover(func(chosen []bool, size int) {
			least := b.value
			for j, d := range b.reduced {
				if chosen[j] == (d > 0) {
					least += math.Abs(d)
				}
			}
			require.GreaterOrEqual(t, float64(size), least-1e-9, "seed %d", seed)
		})
	}
	// Without cuts it is 52 of 60.
	require.Greater(t, met, 56)
}
