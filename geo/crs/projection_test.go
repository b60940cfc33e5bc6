package crs_test

import (
	"fmt"
	"math"
	"math/rand"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

func TestGaussKrugerGolden(t *testing.T) {
	for _, c := range []struct {
		epsg   int
		lonlat orb.Point
		want   orb.Point
	}{
		{4549, orb.Point{120.159, 30.267}, orb.Point{515300.0941, 3349722.3021}},
		{4528, orb.Point{120.159, 30.267}, orb.Point{40515300.0941, 3349722.3021}},
		{4549, orb.Point{121.4737, 31.2304}, orb.Point{640412.3150, 3457455.4886}},
	} {
		p, err := crs.GaussKruger(c.epsg)
		require.NoError(t, err)
		got := p.ToPlane(c.lonlat)
		assert.InDelta(t, c.want[0], got[0], 1e-4, "EPSG:%d easting", c.epsg)
		assert.InDelta(t, c.want[1], got[1], 1e-4, "EPSG:%d northing", c.epsg)
		back := p.ToGeo(c.want)
		assert.InDelta(t, c.lonlat[0], back[0], 1e-9)
		assert.InDelta(t, c.lonlat[1], back[1], 1e-9)
	}
}

func TestGaussKrugerRefusesOtherCodes(t *testing.T) {
	for _, epsg := range []int{0, 4326, 4490, 4555, 3857} {
		_, err := crs.GaussKruger(epsg)
		assert.ErrorContains(t, err, fmt.Sprintf("EPSG:%d", epsg))
	}
}

func TestGaussKrugerAgreesWithPROJ(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	for _, epsg := range []int{4491, 4501, 4502, 4512, 4513, 4528, 4533, 4534, 4548, 4549, 4550, 4554} {
		p, err := crs.GaussKruger(epsg)
		require.NoError(t, err)
		var points []orb.Point
		var lines []string
		for range 50 {
			q := orb.Point{p.CentralMeridian + rng.Float64()*13 - 6.5, 15 + 40*rng.Float64()}
			points, lines = append(points, q), append(lines, num(q[0], q[1]))
		}
		code := fmt.Sprintf("EPSG:%d", epsg)
		var inverse []string
		for i, row := range ask(t, lines, "gdaltransform", "-output_xy", "-s_srs", "EPSG:4490", "-t_srs", code) {
			got := p.ToPlane(points[i])
			assert.InDelta(t, row[0], got[0], 1e-4, "%s easting of %v", code, points[i])
			assert.InDelta(t, row[1], got[1], 1e-4, "%s northing of %v", code, points[i])
			inverse = append(inverse, num(got[0], got[1]))
		}
		for i, row := range ask(t, inverse, "gdaltransform", "-output_xy", "-s_srs", code, "-t_srs", "EPSG:4490") {
			assert.InDelta(t, row[0], points[i][0], 1e-9)
			assert.InDelta(t, row[1], points[i][1], 1e-9)
		}
	}
}

func TestLocalTMAgreesWithPROJ(t *testing.T) {
	rng := rand.New(rand.NewSource(2))
	for _, centre := range []orb.Point{{120.7, 30.9}, {-51.2, -30.03}, {9.5, 47.15}, {179.9, 70}} {
		var points []orb.Point
		var lines []string
		for range 50 {
			q := orb.Point{centre[0] + rng.NormFloat64()*0.5, centre[1] + rng.NormFloat64()*0.5}
			points, lines = append(points, q), append(lines, num(q[0], q[1]))
		}
		tm := crs.NewLocalTM(centre)
		dst := fmt.Sprintf("+proj=tmerc +lat_0=%.17g +lon_0=%.17g +k=1 +ellps=WGS84 +units=m +no_defs", centre[1], centre[0])
		for i, row := range ask(t, lines, "gdaltransform", "-output_xy",
			"-s_srs", "+proj=longlat +ellps=WGS84 +no_defs", "-t_srs", dst) {
			got := tm.ToPlane(points[i])
			assert.InDelta(t, row[0], got[0], 1e-6, "x of %v around %v", points[i], centre)
			assert.InDelta(t, row[1], got[1], 1e-6, "y of %v around %v", points[i], centre)
		}
	}
}

// Degrees hold 1e-14 at 120, which is 1.5 nm: the round trip cannot be finer.
func TestLocalTMRoundTrip(t *testing.T) {
	seed := int64(9)
	rng := rand.New(rand.NewSource(seed))
	worst := 0.0
	for range 20_000 {
		centre := orb.Point{rng.Float64()*360 - 180, rng.Float64()*170 - 85}
		tm := crs.NewLocalTM(centre)
		p := orb.Point{rng.NormFloat64() * 20_000, rng.NormFloat64() * 20_000}
		back := tm.ToPlane(tm.ToGeo(p))
		worst = max(worst, math.Hypot(back[0]-p[0], back[1]-p[1]))
	}
	t.Logf("seed %d, worst round trip %.2g m", seed, worst)
	assert.Less(t, worst, 5e-9)
}

func TestLocalTMCentre(t *testing.T) {
	tm := crs.NewLocalTM(orb.Point{120.5, 30.5})
	assert.Equal(t, orb.Point{120.5, 30.5}, tm.Centre())
	assert.Equal(t, orb.Point{0, 0}, tm.ToPlane(tm.Centre()))
	// Scale 1: a kilometre on the plane is a kilometre on the ground.
	for _, p := range []orb.Point{{1000, 0}, {0, 1000}, {600, 800}, {-600, 800}} {
		assert.InDelta(t, 1000, crs.Distance(tm.Centre(), tm.ToGeo(p)), 1e-4, "%v", p)
	}
	east, north := tm.ToGeo(orb.Point{10, 0}), tm.ToGeo(orb.Point{0, 10})
	assert.Greater(t, east[0], 120.5)
	assert.Greater(t, north[1], 30.5)
	// Both sides of the date line are one place.
	edge := crs.NewLocalTM(orb.Point{179.999, 10})
	assert.InDelta(t, 0.002*111320*math.Cos(10*math.Pi/180), edge.ToPlane(orb.Point{-179.999, 10})[0], 1)
	// The poles are places like others.
	pole := crs.NewLocalTM(orb.Point{0, 80}).ToPlane(orb.Point{50, 90})
	assert.InDelta(t, 0, pole[0], 1e-6)
	assert.InDelta(t, crs.Distance(orb.Point{0, 80}, orb.Point{0, 90}), pole[1], 1e-4)
}

func BenchmarkShortDistance(b *testing.B) {
	p, q := orb.Point{120.1, 30.1}, orb.Point{120.11, 30.12}
	for b.Loop() {
		crs.ShortDistance(p, q)
	}
}

func BenchmarkDistance(b *testing.B) {
	p, q := orb.Point{120.1, 30.1}, orb.Point{120.11, 30.12}
	for b.Loop() {
		crs.Distance(p, q)
	}
}

func BenchmarkToPlane(b *testing.B) {
	tm := crs.NewLocalTM(orb.Point{120, 30})
	for b.Loop() {
		tm.ToPlane(orb.Point{120.11, 30.12})
	}
}

func BenchmarkToGeo(b *testing.B) {
	tm := crs.NewLocalTM(orb.Point{120, 30})
	for b.Loop() {
		tm.ToGeo(orb.Point{12000, 3000})
	}
}
