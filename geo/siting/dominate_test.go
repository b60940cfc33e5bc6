package siting

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDominatedCandidatesAreNotNeeded(t *testing.T) {
	some := 0
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 7))
		in := drawInstance(r, 2+r.IntN(8), 1+r.IntN(6))
		benefit := func(c, h int32) uint32 {
			homes, benefits := in.byCandidate.of(c)
			if k, ok := slices.BinarySearch(homes, h); ok {
				return benefits[k]
			}
			return 0
		}
		out, err := in.dominated(t.Context(), &work{})
		require.NoError(t, err)
		for c := range int32(len(out)) {
			want := in.byCandidate.start[c] == in.byCandidate.start[c+1]
			for d := range int32(len(out)) {
				atLeast, more := d != c, false
				for h := range int32(len(in.weight)) {
					atLeast = atLeast && benefit(d, h) >= benefit(c, h)
					more = more || benefit(d, h) > benefit(c, h)
				}
				want = want || atLeast && (more || d < c)
			}
			require.Equal(t, want, out[c], "seed %d candidate %d", seed, c)
			if want {
				some++
			}
		}
	}
	require.Positive(t, some)
}
