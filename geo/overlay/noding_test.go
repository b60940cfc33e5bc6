package overlay_test

import (
	"context"
	"math/rand"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/overlay"
)

// Knots on a grid of a few steps: nearly every vertex lies on or beside an edge, and
// rounding moves nearly every crossing.
func TestKnotsOnCoarseGrid(t *testing.T) {
	seed := time.Now().UnixNano()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewSource(seed))
	ctx := context.Background()
	for round := range 1000 {
		extent := 3 + rng.Intn(60)
		layers := make([]overlay.Layer, 1+rng.Intn(3))
		for l := range layers {
			for range 1 + rng.Intn(4) {
				var r orb.Ring
				for range 3 + rng.Intn(10) {
					r = append(r, orb.Point{step * float64(rng.Intn(extent)), step * float64(rng.Intn(extent))})
				}
				layers[l] = append(layers[l], r)
			}
		}
		a, err := overlay.Arrange(ctx, layers...)
		require.NoError(t, err, "seed %d round %d", seed, round)
		var positive, odd, one orb.MultiPolygon
		for l := range layers {
			positive = a.Region(func(w []int32) bool { return w[l] > 0 })
			mustBeProper(t, positive, "seed %d round %d", seed, round)
		}
		odd = a.Region(func(w []int32) bool { return w[0]%2 != 0 })
		one = a.Region(func(w []int32) bool { return w[0] != 0 && w[len(w)-1] != 0 })
		mustBeProper(t, odd, "seed %d round %d", seed, round)
		mustBeProper(t, one, "seed %d round %d", seed, round)
	}
}

// Shared borders drawn with noise of the worst kind, well below a grid step, as a
// reprojection there and back leaves them.
func TestNoisyPartition(t *testing.T) {
	seed := int64(17)
	rng := rand.New(rand.NewSource(seed))
	for _, noise := range []float64{0, 1e-12, 1e-9, 3e-8, 1e-7, 1e-6} {
		const n = 20
		const w = 1e-3
		at := func(i, j int) orb.Point {
			return orb.Point{120 + w*(float64(i)+noise/w*rng.NormFloat64()), 30 + w*(float64(j)+noise/w*rng.NormFloat64())}
		}
		var parcels orb.MultiPolygon
		for i := range n {
			for j := range n {
				p := at(i, j)
				parcels = append(parcels, orb.Polygon{{p, at(i+1, j), at(i+1, j+1), at(i, j+1), p}})
			}
		}
		u, err := overlay.Union(context.Background(), parcels)
		require.NoError(t, err, "noise %g", noise)
		mustBeProper(t, u, "noise %g", noise)
		bound := perimeter(parcels) * (step + 2*noise)
		assert.InDelta(t, n*w*n*w, area(u), bound, "noise %g", noise)
	}
}

func BenchmarkUnion2000Stars(b *testing.B) {
	rng := rand.New(rand.NewSource(1))
	var mp orb.MultiPolygon
	for range 2000 {
		mp = append(mp, star(rng, 120+0.1*rng.Float64(), 30+0.1*rng.Float64(), 0.003))
	}
	for b.Loop() {
		if _, err := overlay.Union(context.Background(), mp); err != nil {
			b.Fatal(err)
		}
	}
}
