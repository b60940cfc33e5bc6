package analysis_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
)

// replay runs one random town again: go test ./geo/analysis -run Random -seed N.
var replay = flag.Uint64("seed", 0, "replay the random town of this seed alone")

// many runs f on random towns, one per seed; a failure names its seed.
func many(t *testing.T, n uint64, f func(t *testing.T, r *rand.Rand)) {
	t.Helper()
	first, last := uint64(1), n
	if *replay != 0 {
		first, last = *replay, *replay
	}
	for seed := first; seed <= last; seed++ {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) { f(t, rand.New(rand.NewPCG(seed, 11))) })
	}
}
