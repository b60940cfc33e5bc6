package doctor

import (
	"math"
	"math/rand"
	"testing"

	"github.com/stretchr/testify/require"
)

// Worked by hand.
func TestSignedRanks(t *testing.T) {
	one := trial{m: []float64{1, 2, 3, 4}}
	require.Zero(t, one.beats(one), "nothing differs")
	// Differences 1, 2, 3, 4 with the ranks 1 to 4: 10 over the root of 30.
	require.InDelta(t, 10/math.Sqrt(30), one.beats(trial{m: []float64{2, 4, 6, 8}}), 1e-12)
	// Differences 1, -2, 3, -4: -2.
	require.InDelta(t, -2/math.Sqrt(30), one.beats(trial{m: []float64{2, 0, 6, 0}}), 1e-12)
	// Differences 1, 1, -1, 5: three of rank 2, one of rank 4.
	require.InDelta(t, (2+2-2+4)/math.Sqrt(4+4+4+16), one.beats(trial{m: []float64{2, 3, 2, 9}}), 1e-12)
	// What is not different takes no part.
	require.InDelta(t, 1, one.beats(trial{m: []float64{1, 2, 3, 5}}), 1e-12)
}

// Places that have nothing to do with the roads give numbers of a standard normal
// distribution: mean 0, variance 1.
func TestSignedRanksByChance(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	const draws, n = 4000, 30
	sum, squares := 0.0, 0.0
	for range draws {
		a, b := trial{m: make([]float64, n)}, trial{m: make([]float64, n)}
		for i := range n {
			a.m[i], b.m[i] = r.Float64(), r.Float64()
		}
		z := a.beats(b)
		sum, squares = sum+z, squares+z*z
		require.InDelta(t, -z, b.beats(a), 1e-12)
	}
	require.InDelta(t, 0, sum/draws, 4/math.Sqrt(draws))
	require.InDelta(t, 1, squares/draws, 0.1)
}

func TestMedian(t *testing.T) {
	require.Equal(t, 0.0, median(nil))
	require.Equal(t, 2.0, median([]float64{3, 1, 2}))
	require.Equal(t, 2.5, median([]float64{4, 1, 2, 3}))
	require.Equal(t, []int{0, 3, 6}, sampled([]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 3))
}
