package shape_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// A covering answers as orb does at any place: in the open, at corners, on sides, beside
// them; with holes, with several polygons, on coordinates that fall on one another.
func TestRandomCoveringsAgainstOrb(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 2))
	for range 300 {
		// A coarse grid makes corners, vertical sides and points on sides frequent.
		step := []float64{1, 0.25, 1e-6}[r.IntN(3)]
		draw := func() orb.Point { return orb.Point{float64(r.IntN(12)) * step, float64(r.IntN(12)) * step} }
		ring := func() orb.Ring {
			out := make(orb.Ring, 3+r.IntN(20))
			for i := range out {
				out[i] = draw()
			}
			if r.IntN(4) > 0 {
				out = append(out, out[0])
			}
			return out
		}
		var mp orb.MultiPolygon
		var corners []orb.Point
		for range 1 + r.IntN(3) {
			p := orb.Polygon{ring()}
			for range r.IntN(3) {
				p = append(p, ring())
			}
			for _, q := range p {
				corners = append(corners, q...)
			}
			mp = append(mp, p)
		}
		c := shape.Cover(mp)
		for range 200 {
			p := draw()
			switch r.IntN(4) {
			case 0:
				p = orb.Point{(r.Float64()*14 - 1) * step, (r.Float64()*14 - 1) * step}
			case 1: // on a line between two corners, or as near as it gets
				a, b, f := corners[r.IntN(len(corners))], corners[r.IntN(len(corners))], r.Float64()
				p = orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])}
			}
			require.Equal(t, planar.MultiPolygonContains(mp, p), c.Contains(p), "seed %d: %v in %v", seed, p, mp)
		}
	}
}

func TestNothingCoversNothing(t *testing.T) {
	require.False(t, new(shape.Covering).Contains(orb.Point{}))
	require.False(t, shape.Cover(nil).Contains(orb.Point{}))
	require.False(t, shape.Cover(orb.MultiPolygon{{}}).Contains(orb.Point{}))
	require.False(t, shape.Cover(orb.MultiPolygon{{{}}}).Contains(orb.Point{}))
}
