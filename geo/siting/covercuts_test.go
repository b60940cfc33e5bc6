package siting

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every cover meets every cut, also those that are made of cuts, and the fractional cover of
// which they are made misses them.
func TestCutsSpareEveryCover(t *testing.T) {
	made, rounds := 0, 0
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 7))
		c := drawCover(r, 8+r.IntN(4), 10+r.IntN(12))
		l, w := newPriceLP(c), work{}
		for range 6 {
			done, err := l.solve(t.Context(), &w, math.MaxInt64)
			require.NoError(t, err)
			require.True(t, done)
			cuts := l.cuts(&w)
			for k := range cuts {
				require.Greater(t, l.bare(&cuts[k]), cutLeast, "seed %d", seed)
				c.everyCover(func(chosen []bool, _ int) {
					sum := int32(0)
					for x, j := range cuts[k].columns {
						if chosen[j] {
							sum += cuts[k].factor[x]
						}
					}
					require.GreaterOrEqual(t, sum, cuts[k].atLeast, "seed %d", seed)
				})
				l.add(cuts[k])
			}
			if made += len(cuts); len(cuts) == 0 {
				break
			}
			rounds++
		}
	}
	require.Greater(t, made, 100)
	require.Greater(t, rounds, 40, "cuts are made of cuts")
}

// Worked by hand: the one cut of a ring is that of all its rows, and asks for more than half.
func TestCutOfARing(t *testing.T) {
	for _, n := range []int{3, 5, 9, 21} {
		l, w := solvedLP(t, ring(n)), work{}
		cuts := l.cuts(&w)
		require.Len(t, cuts, 1)
		require.Equal(t, int32(n+1)/2, cuts[0].atLeast)
		require.Len(t, cuts[0].columns, n)
		for _, f := range cuts[0].factor {
			require.Equal(t, int32(1), f)
		}
	}
	l, w := solvedLP(t, ring(8)), work{}
	require.Empty(t, l.cuts(&w), "an even ring needs no more than half")
}

func TestFactorsAreNoLargerThanWhatIsAsked(t *testing.T) {
	// Three rows that share a column: with it, all are covered.
	c := &cover{rows: [][]int32{{0, 1}, {0, 2}, {0, 3}}, columns: [][]int32{{0, 1, 2}, {0}, {1}, {2}}, id: []int32{0, 1, 2, 3}}
	l, all := newPriceLP(c), newBitset(3)
	for k := range 3 {
		all.flip(k)
	}
	require.Equal(t, lpRow{columns: []int32{0, 1, 2, 3}, factor: []int32{2, 1, 1, 1}, atLeast: 2}, l.halved(all))
	all.flip(2)
	require.Equal(t, lpRow{columns: []int32{0, 1, 2}, factor: []int32{1, 1, 1}, atLeast: 1}, l.halved(all))
	l.add(lpRow{columns: []int32{0, 1}, factor: []int32{5, 1}, atLeast: 1})
	one := newBitset(4)
	one.flip(3)
	require.Equal(t, lpRow{columns: []int32{0, 1}, factor: []int32{1, 1}, atLeast: 1}, l.halved(one))
}

// No two cuts of a round are alike, and there are several.
func TestCutsOfARoundAreUnlike(t *testing.T) {
	several := 0
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 7))
		l, w := solvedLP(t, drawCover(r, 40, 60)), work{}
		cuts := l.cuts(&w)
		require.NotEmpty(t, cuts)
		if len(cuts) > 1 {
			several++
		}
		product := func(a, b lpRow) (sum float64) {
			for x, j := range a.columns {
				if y, ok := slices.BinarySearch(b.columns, j); ok {
					sum += float64(a.factor[x]) * float64(b.factor[y])
				}
			}
			return sum
		}
		for k, a := range cuts {
			for _, b := range cuts[:k] {
				p := product(a, b)
				require.LessOrEqual(t, p*p, cutAlike*product(a, a)*product(b, b), "seed %d", seed)
			}
		}
	}
	require.Greater(t, several, 10)
}
