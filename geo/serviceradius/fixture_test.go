package serviceradius_test

import (
	"context"
	"math"
	"math/rand"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/serviceradius"
)

// Tests draw in metres around a place in Jiaxing.
var plane = crs.NewLocalTM(orb.Point{120.7, 30.9})

func drawn(mp orb.MultiPolygon) orb.MultiPolygon {
	return project.MultiPolygon(mp.Clone(), plane.ToGeo)
}

func rect(x, y, w, h float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}, {x, y}}}}
}

// disc has the area of the circle, by 2000 sides.
func disc(x, y, r float64) orb.MultiPolygon {
	const n = 2000
	r *= math.Sqrt(2 * math.Pi / n / math.Sin(2*math.Pi/n))
	var ring orb.Ring
	for i := range n {
		s, c := math.Sincos(float64(i) / n * 2 * math.Pi)
		ring = append(ring, orb.Point{x + r*c, y + r*s})
	}
	return orb.MultiPolygon{{append(ring, ring[0])}}
}

func park(id string, mp orb.MultiPolygon) geo.Park {
	return geo.Park{ID: id, Kind: "park", Geometry: drawn(mp)}
}

func parcel(use string, mp orb.MultiPolygon) geo.Parcel {
	return geo.Parcel{Use: use, Geometry: drawn(mp)}
}

// The two garden-city rules: 建城〔2016〕235号 and 建城〔2022〕2号.
var (
	rule2016 = geo.ParkRule{ID: "park_2016", Kinds: []string{"park", "garden"},
		Bands: []geo.ParkBand{{MinAreaM2: 2000, RadiusM: 300}, {MinAreaM2: 5000, RadiusM: 500}}, Target: 0.8}
	rule2022 = geo.ParkRule{ID: "park_2022", Kinds: []string{"park", "garden"},
		Bands: []geo.ParkBand{{MinAreaM2: 400, RadiusM: 300}, {MinAreaM2: 5000, RadiusM: 500}}, Target: 0.85}
)

// plain is 4 km of residential land in every direction.
var plain = rect(-4000, -4000, 8000, 8000)

func onPlain(t *testing.T, rule geo.ParkRule, parks ...geo.Park) serviceradius.Result {
	t.Helper()
	res, err := serviceradius.Measure(context.Background(), drawn(plain), rule, parks,
		[]geo.Parcel{parcel(geo.UseResidential, plain)})
	require.NoError(t, err)
	require.Equal(t, rule.ID, res.Rule)
	require.Equal(t, rule.Target, res.Target)
	return res
}

func value(t *testing.T, a geo.Amount) float64 {
	t.Helper()
	v, ok := a.Get()
	require.True(t, ok, "the amount is known")
	return v
}

// blob is a wiggly simple polygon with some area around a place, by turns with a
// hole.
func blob(rng *rand.Rand, x, y, size float64) orb.MultiPolygon {
	return wiggly(rng, x, y, size, 6+rng.Intn(60))
}

// wiggly is a blob of n corners.
func wiggly(rng *rand.Rand, x, y, size float64, n int) orb.MultiPolygon {
	var outer, hole orb.Ring
	for i := range n {
		s, c := math.Sincos((float64(i) + 0.6*rng.Float64()) / float64(n) * 2 * math.Pi)
		r := size * (0.4 + 0.6*rng.Float64())
		outer = append(outer, orb.Point{x + r*c, y + r*s})
		hole = append(hole, orb.Point{x + 0.5*r*c, y + 0.5*r*s})
	}
	p := orb.Polygon{append(outer, outer[0])}
	if rng.Intn(2) == 0 {
		p = append(p, append(hole, hole[0]))
	}
	return orb.MultiPolygon{p}
}

func inside(p orb.Point, mp orb.MultiPolygon) bool {
	for _, poly := range mp {
		in := false
		for _, r := range poly {
			for i := 1; i < len(r); i++ {
				a, b := r[i-1], r[i]
				if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
					in = !in
				}
			}
		}
		if in {
			return true
		}
	}
	return false
}

// toBoundary is the distance from p to the nearest side.
func toBoundary(p orb.Point, mp orb.MultiPolygon) float64 {
	best := math.Inf(1)
	for _, poly := range mp {
		for _, r := range poly {
			for i := 1; i < len(r); i++ {
				a, b := r[i-1], r[i]
				dx, dy := b[0]-a[0], b[1]-a[1]
				f := max(0, min(1, ((p[0]-a[0])*dx+(p[1]-a[1])*dy)/(dx*dx+dy*dy)))
				best = min(best, math.Hypot(p[0]-a[0]-f*dx, p[1]-a[1]-f*dy))
			}
		}
	}
	return best
}
