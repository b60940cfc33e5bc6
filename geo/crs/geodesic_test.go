package crs_test

import (
	"math"
	"math/rand"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

func TestDistancePublished(t *testing.T) {
	for _, c := range []struct {
		source string
		a, b   orb.Point
		want   float64
	}{
		{"Karney 2013, table 4", orb.Point{0, -30}, orb.Point{179.8, 29.9}, 19989832.827610},
		{"Vincenty's antipodal example", orb.Point{0, 0}, orb.Point{179.5, 0.5}, 19936288.578965},
		{"quarter meridian of WGS 84", orb.Point{7, 0}, orb.Point{7, 90}, 10001965.729313},
		{"a degree of the equator", orb.Point{0, 0}, orb.Point{1, 0}, 6378137 * math.Pi / 180},
		{"half the ellipsoid, over a pole", orb.Point{0, 0}, orb.Point{180, 0}, 2 * 10001965.729313},
		{"across the date line", orb.Point{179.5, 0}, orb.Point{-179.5, 0}, 6378137 * math.Pi / 180},
		{"the same place", orb.Point{120, 30}, orb.Point{120, 30}, 0},
	} {
		assert.InDelta(t, c.want, crs.Distance(c.a, c.b), 1e-4, c.source)
		assert.InDelta(t, c.want, crs.Distance(c.b, c.a), 1e-4, c.source)
	}
	// Flinders Peak to Buninyong on GRS 80 (Geocentric Datum of Australia Technical
	// Manual 2.3, table 4.1).
	grs80 := crs.Ellipsoid{A: 6378137, F: 1 / 298.257222101}
	flinders := orb.Point{144 + 25.0/60 + 29.52440/3600, -(37 + 57.0/60 + 3.72030/3600)}
	buninyong := orb.Point{143 + 55.0/60 + 35.38390/3600, -(37 + 39.0/60 + 10.15610/3600)}
	assert.InDelta(t, 54972.271, grs80.Distance(flinders, buninyong), 5e-4)
}

// PROJ's geod implements Karney (2013).
func TestDistanceAgreesWithGeod(t *testing.T) {
	rng := rand.New(rand.NewSource(7))
	var pairs [][2]orb.Point
	anywhere := func() orb.Point { return orb.Point{rng.Float64()*360 - 180, rng.Float64()*180 - 90} }
	for range 500 {
		a := anywhere()
		near := func(scale float64) orb.Point {
			return orb.Point{a[0] + rng.NormFloat64()*scale, max(-90, min(90, a[1]+rng.NormFloat64()*scale))}
		}
		anti := orb.Point{a[0] + 180 + rng.NormFloat64()*0.3, -a[1] + rng.NormFloat64()*0.3}
		pairs = append(pairs, [2]orb.Point{a, anywhere()}, [2]orb.Point{a, near(1e-5)},
			[2]orb.Point{a, near(0.1)}, [2]orb.Point{a, {anti[0], max(-90, min(90, anti[1]))}})
	}
	for _, lon := range []float64{0, 1, 90, 179, 179.39, 179.4, 179.5, 179.9, 180} {
		for _, lat := range []float64{0, 1e-9, 0.3, 30, 90} {
			pairs = append(pairs, [2]orb.Point{{0, -lat}, {lon, lat}}, [2]orb.Point{{0, 0}, {lon, lat}})
		}
	}
	lines := make([]string, len(pairs))
	for i, p := range pairs {
		lines[i] = num(p[0][1], p[0][0], p[1][1], p[1][0])
	}
	rows := ask(t, lines, "geod", "+ellps=WGS84", "-I", "-F", "%.9f", "-f", "%.3f")
	worst := 0.0
	for i, row := range rows {
		want, got := row[len(row)-1], crs.Distance(pairs[i][0], pairs[i][1])
		worst = max(worst, math.Abs(want-got))
		assert.InDelta(t, want, got, 5e-4, "seed 7, %v", pairs[i])
	}
	t.Logf("worst of %d pairs: %.2g m", len(rows), worst)
}

func TestShortDistanceBound(t *testing.T) {
	seed := int64(3)
	rng := rand.New(rand.NewSource(seed))
	worst := map[float64]float64{}
	for range 200_000 {
		limit := 5000.0
		if rng.Intn(2) == 0 {
			limit = 10_000
		}
		a := orb.Point{rng.Float64()*360 - 180, rng.Float64()*150 - 75}
		s, dir := rng.Float64()*limit, rng.Float64()*2*math.Pi
		b := orb.Point{a[0] + s/111320*math.Sin(dir)/math.Cos(a[1]*math.Pi/180), a[1] + s/111320*math.Cos(dir)}
		worst[limit] = max(worst[limit], math.Abs(crs.ShortDistance(a, b)-crs.Distance(a, b)))
	}
	t.Logf("seed %d, worst error: %v m", seed, worst)
	assert.Less(t, worst[5000], 0.002)
	assert.Less(t, worst[10_000], 0.020)
	// Beyond its reach it is Distance.
	for _, p := range [][2]orb.Point{{{120, 30}, {121, 30}}, {{0, 89}, {1, 89}}, {{179.99, 0}, {-179.99, 0}}} {
		assert.Equal(t, crs.Distance(p[0], p[1]), crs.ShortDistance(p[0], p[1]), "%v", p)
	}
}

func TestLength(t *testing.T) {
	ls := orb.LineString{{0, 0}, {1, 0}, {1, 0}, {2, 0}}
	assert.InDelta(t, 2*6378137*math.Pi/180, crs.Length(ls), 1e-4)
	assert.InDelta(t, 3*6378137*math.Pi/180, crs.LengthMulti(orb.MultiLineString{ls, {{5, 0}, {6, 0}}, nil}), 2e-4)
	assert.Zero(t, crs.Length(orb.LineString{{1, 1}}))
	short := orb.LineString{{120, 30}, {120.01, 30.01}, {120.02, 30}}
	assert.InDelta(t, crs.Length(short), crs.ShortLength(short), 1e-3)
}

func TestNotFinite(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, p := range []orb.Point{{nan, 0}, {0, nan}, {inf, 0}, {0, inf}} {
		assert.True(t, math.IsNaN(crs.Distance(p, orb.Point{1, 2})), "%v", p)
		assert.True(t, math.IsNaN(crs.ShortDistance(p, orb.Point{1, 2})), "%v", p)
	}
	assert.True(t, math.IsNaN(crs.Area(orb.Polygon{{{0, 0}, {nan, 1}, {1, 1}, {0, 0}}})))
	assert.True(t, math.IsNaN(crs.Area(orb.Polygon{{{0, 0}, {1, inf}, {2, 1}, {0, 0}}})))
	assert.True(t, math.IsNaN(crs.Area(orb.Polygon{{{0, 0}, {1, 1e300}, {2, 1}, {0, 0}}})))
}
