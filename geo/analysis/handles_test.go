package analysis

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Handles ascend, whatever is put between them, until there is no room; then it is said.
func TestRandomHandlesAscend(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 4))
	for range 50 {
		handles := newHandles(r.IntN(30))
		for range 40 {
			kept := slices.Clone(handles)
			at, n := r.IntN(len(handles)+1), 1+r.IntN(3)
			handles = slices.Insert(handles, at, make([]int32, n)...)
			if !fillHandles(handles) {
				break
			}
			require.Positive(t, slices.Min(handles), "seed %d", seed)
			for i := 1; i < len(handles); i++ {
				require.Less(t, handles[i-1], handles[i], "seed %d", seed)
			}
			require.Equal(t, kept, slices.Delete(slices.Clone(handles), at, at+n), "seed %d: those that were there stay", seed)
		}
	}
	require.False(t, fillHandles([]int32{1, 0, 2}), "no room between 1 and 2")
	require.False(t, fillHandles([]int32{maxHandle, 0}), "no room at the end")
	full := newHandles(1 << 20)
	require.True(t, slices.IsSorted(full))
	require.Positive(t, full[0])
}
