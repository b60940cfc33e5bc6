package siting

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// Asked for fewer than a number of columns, the search finds a cover just when there is one,
// in one part and in several.
func TestCoversBelowABound(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 7))
		a, b := drawCover(r, 10, 14), drawCover(r, 9, 12)
		fewest := []int{a.fewest(), b.fewest()}
		for k, c := range []*cover{a, b, beside(a, b)} {
			want := append(fewest, fewest[0]+fewest[1])[k]
			for depth := range 2 {
				for _, upper := range []int{want - 1, want, want + 1, want + 3, never} {
					w := work{budget: 1 << 40, until: 1 << 60}
					what := fmt.Sprintf("seed %d problem %d upper %d", seed, k, upper)
					found, lower, err := c.solve(t.Context(), upper, depth, &w)
					require.NoError(t, err)
					if upper <= want {
						require.Nil(t, found, what)
						require.GreaterOrEqual(t, lower, upper, what)
						continue
					}
					require.True(t, c.isCover(found), what)
					require.Len(t, found, want, what)
					require.Equal(t, want, lower, what)
				}
			}
		}
	}
}
