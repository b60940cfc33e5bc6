package shape_test

import (
	"math"
	"math/rand"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// star is a ring around a centre with spikes of seeded lengths: it never crosses itself.
func star(r *rand.Rand, centre orb.Point, n int, least, most float64) orb.Ring {
	var ring orb.Ring
	for i := range n {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		d := least + r.Float64()*(most-least)
		ring = append(ring, orb.Point{centre[0] + d*cos, centre[1] + d*sin})
	}
	return append(ring, ring[0])
}

func TestPreparedAgreesWithTryingEverySide(t *testing.T) {
	const seed = 3
	r := rand.New(rand.NewSource(seed))
	for round := range 40 {
		n := 3 + r.Intn(300)
		mp := orb.MultiPolygon{
			{star(r, orb.Point{1, 1}, n, 0.4, 1), star(r, orb.Point{1, 1}, n, 0.1, 0.2)},
			{star(r, orb.Point{4, 1.5}, 3+r.Intn(20), 0.1, 1)},
		}
		p := shape.Prepare(mp)
		inside := 0
		for range 2000 {
			q := orb.Point{6*r.Float64() - 0.5, 3*r.Float64() - 0.5}
			want := planar.MultiPolygonContains(mp, q)
			if want {
				inside++
			}
			require.Equal(t, want, p.Contains(q), "seed %d, round %d: %v", seed, round, q)
		}
		require.NotZero(t, inside)
	}
}

func TestPreparedOfNothingHoldsNothing(t *testing.T) {
	for _, mp := range []orb.MultiPolygon{nil, {}, {{}}, {{{}}}, {{{{1, 1}}}}, {{{{1, 1}, {2, 1}, {1, 1}}}}} {
		require.False(t, shape.Prepare(mp).Contains(orb.Point{1, 1}), "%v", mp)
	}
	require.False(t, new(shape.Prepared).Contains(orb.Point{}))
	square := shape.Prepare(orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 1}}}}) // not closed
	require.True(t, square.Contains(orb.Point{0.5, 0.5}))
	require.False(t, square.Contains(orb.Point{math.NaN(), 0.5}))
	require.False(t, square.Contains(orb.Point{0.5, math.NaN()}))
}

// Neighbours with a common side share no point, and leave out none between them.
func TestPointsOnACommonSideAreInOnePolygon(t *testing.T) {
	west := shape.Prepare(orb.MultiPolygon{{{{0, 0}, {1, 0.25}, {1, 1.25}, {0, 1}, {0, 0}}}})
	east := shape.Prepare(orb.MultiPolygon{{{{1, 0.25}, {2, 0}, {2, 1}, {1, 1.25}, {1, 0.25}}}})
	for k := range 8 {
		p := orb.Point{1, 0.25 + float64(k)/8}
		require.NotEqual(t, west.Contains(p), east.Contains(p), "%v", p)
	}
}

func BenchmarkPrepared(b *testing.B) {
	r := rand.New(rand.NewSource(1))
	mp := orb.MultiPolygon{{star(r, orb.Point{}, 5000, 0.998, 1)}}
	points := make([]orb.Point, 20000)
	for i := range points {
		points[i] = orb.Point{4*r.Float64() - 2, 4*r.Float64() - 2}
	}
	for b.Loop() {
		p, n := shape.Prepare(mp), 0
		for _, q := range points {
			if p.Contains(q) {
				n++
			}
		}
		if n == 0 {
			b.Fatal("no point is inside")
		}
	}
}
