package isochrone

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// TestRandomChartsAgreeWithTheProjection holds charts to the projection, as far as they
// serve and for towns as far off the projection's centre as a province reaches.
func TestRandomChartsAgreeWithTheProjection(t *testing.T) {
	const seed = 9
	r := rand.New(rand.NewPCG(seed, 1))
	at := func(wide float64) float64 { return (2*r.Float64() - 1) * wide }
	for range 200 {
		proj := crs.NewLocalTM(orb.Point{at(180), at(65)})
		origin := orb.Point{at(200e3), at(200e3)}
		c := newChart(proj, origin)
		for _, far := range [...]float64{1000, chartM} {
			x, y := at(far), at(far)
			want := proj.ToGeo(orb.Point{origin[0] + x, origin[1] + y})
			// Twice what was found at most, 4.8 mm and 0.1 mm.
			limitM := 0.01
			if far < chartM {
				limitM = 2e-4
			}
			require.Less(t, crs.Distance(want, c.toGeo(x, y)), limitM, "seed %d: %g m off at latitude %g", seed, far, want[1])
		}
	}
}
