package serviceradius_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/serviceradius"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// oneBand serves r metres whatever the size, so that brute force needs no dissolve.
func oneBand(r float64) geo.ParkRule {
	return geo.ParkRule{ID: "one", Kinds: []string{"park"}, Bands: []geo.ParkBand{{RadiusM: r}}}
}

// town draws parks and parcels at random, overlapping freely, in the plane.
func town(rng *rand.Rand, extent float64, parks, parcels int) (ps, hs []orb.MultiPolygon) {
	at := func() (float64, float64) { return extent * (rng.Float64() - 0.5), extent * (rng.Float64() - 0.5) }
	for range parks {
		x, y := at()
		ps = append(ps, blob(rng, 1.2*x, 1.2*y, 20+150*rng.Float64()))
	}
	for range parcels {
		x, y := at()
		hs = append(hs, blob(rng, x, y, 30+100*rng.Float64()))
	}
	return ps, hs
}

func rows(ps, hs []orb.MultiPolygon) (parks []geo.Park, parcels []geo.Parcel) {
	for i, p := range ps {
		parks = append(parks, park(fmt.Sprint("p", i), p))
	}
	for _, h := range hs {
		parcels = append(parcels, parcel(geo.UseResidential, h))
	}
	return parks, parcels
}

// Point by point: a place is covered when it is residential, in the unit and within
// the radius of some park's boundary, or in the park.
func TestAgreesWithPointByPoint(t *testing.T) {
	seed := time.Now().UnixNano()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewSource(seed))
	for round := range 12 {
		r := []float64{60, 300, 500, 2000}[round%4]
		extent := max(600, 3*r)
		ps, hs := town(rng, extent, 1+rng.Intn(12), 1+rng.Intn(25))
		unit := blob(rng, 0, 0, 0.6*extent)
		parks, parcels := rows(ps, hs)
		res, err := serviceradius.Measure(context.Background(), drawn(unit), oneBand(r), parks, parcels)
		require.NoError(t, err, "seed %d round %d", seed, round)
		for _, mp := range []orb.MultiPolygon{res.Ground, res.Covered, res.Uncovered} {
			require.NoError(t, shape.Validate(mp), "seed %d round %d", seed, round)
		}
		// Where rounding decides: 2 cm for the grid and for sides straight in degrees,
		// and what the package allows itself at the radius.
		const edge = 0.02
		band := edge + 0.0004*r + serviceradius.NotchM
		for range 1500 {
			p := orb.Point{extent * (rng.Float64() - 0.5) * 1.4, extent * (rng.Float64() - 0.5) * 1.4}
			unclear := toBoundary(p, unit) < edge
			home, served := false, false
			for _, h := range hs {
				home = home || inside(p, h)
				unclear = unclear || toBoundary(p, h) < edge
			}
			for _, q := range ps {
				d := toBoundary(p, q)
				served = served || inside(p, q) || d <= r
				unclear = unclear || (d > r-band && d < r+band)
			}
			if unclear {
				continue
			}
			in, g := inside(p, unit), plane.ToGeo(p)
			require.Equal(t, in && served, inside(g, res.Ground), "seed %d round %d: ground at %v", seed, round, p)
			require.Equal(t, in && served && home, inside(g, res.Covered), "seed %d round %d: covered at %v", seed, round, p)
			require.Equal(t, in && !served && home, inside(g, res.Uncovered), "seed %d round %d: uncovered at %v", seed, round, p)
		}
	}
}

// SpatiaLite (GEOS) buffers and overlays the same plane drawing.
func TestAgreesWithSpatiaLite(t *testing.T) {
	ogrinfo, err := exec.LookPath("ogrinfo")
	if err != nil {
		t.Skip("ogrinfo is not installed (Debian package gdal-bin): no independent oracle")
	}
	seed := int64(4)
	rng := rand.New(rand.NewSource(seed))
	for _, r := range []float64{300, 500, 1200} {
		ps, hs := town(rng, 4000, 25, 80)
		unit := blob(rng, 0, 0, 2200)
		fc := geojson.NewFeatureCollection()
		add := func(kind string, mp orb.MultiPolygon) {
			f := geojson.NewFeature(mp)
			f.Properties["kind"] = kind
			fc.Append(f)
		}
		for _, p := range ps {
			add("park", p)
		}
		for _, h := range hs {
			add("home", h)
		}
		add("unit", unit)
		data, err := json.Marshal(fc)
		require.NoError(t, err)
		file := filepath.Join(t.TempDir(), "t.geojson")
		require.NoError(t, os.WriteFile(file, data, 0o600))
		sql := fmt.Sprintf(`SELECT ST_Area(h) AS a, ST_Area(ST_Intersection(h, b)) AS c FROM (SELECT
			ST_Intersection((SELECT ST_Union(geometry) FROM t WHERE kind='home'), (SELECT ST_Union(geometry) FROM t WHERE kind='unit')) AS h,
			(SELECT ST_Union(ST_Buffer(geometry, %g, 128)) FROM t WHERE kind='park') AS b)`, r)
		out, err := exec.Command(ogrinfo, "-q", "-dialect", "sqlite", "-sql", sql, file).CombinedOutput()
		require.NoError(t, err, string(out))
		m := regexp.MustCompile(`(?s)a \(Real\) = (\S+).*c \(Real\) = (\S+)`).FindStringSubmatch(string(out))
		if m == nil {
			t.Skipf("this GDAL has no SpatiaLite: %s", out)
		}
		all, err := strconv.ParseFloat(m[1], 64)
		require.NoError(t, err)
		covered, err := strconv.ParseFloat(m[2], 64)
		require.NoError(t, err)

		parks, parcels := rows(ps, hs)
		res, err := serviceradius.Measure(context.Background(), drawn(unit), oneBand(r), parks, parcels)
		require.NoError(t, err)
		// The grid moves each of some thousand sides by up to 6 mm, either way.
		assert.InEpsilon(t, all, value(t, res.ResidentialM2), 3e-5, "seed %d r %g", seed, r)
		// GEOS's circles of 128 sides a quarter lie inside theirs by 2e-5 of r; ours go
		// either way by 2e-4 of r over stretches that cancel out.
		assert.InEpsilon(t, covered, value(t, res.CoveredM2), 1e-4, "seed %d r %g", seed, r)
		t.Logf("r %g: covered %.1f m², SpatiaLite %.1f m²", r, value(t, res.CoveredM2), covered)
	}
}

// A town with hundreds of parks and thousands of parcels has an answer: overlays of
// so many rings neither fail nor run out of the identity.
func TestTownWithManyParks(t *testing.T) {
	rng := rand.New(rand.NewSource(8))
	var ps, hs []orb.MultiPolygon
	at := func() float64 { return 10_000 * (rng.Float64() - 0.5) }
	for range 500 {
		ps = append(ps, wiggly(rng, at(), at(), 20+100*rng.Float64(), 6+rng.Intn(20)))
	}
	for range 2000 {
		hs = append(hs, wiggly(rng, at(), at(), 30+100*rng.Float64(), 5+rng.Intn(8)))
	}
	parks, parcels := rows(ps, hs)
	unit := drawn(wiggly(rng, 0, 0, 7000, 800))
	res, err := serviceradius.Measure(context.Background(), unit, rule2022, parks, parcels)
	require.NoError(t, err)
	assert.Greater(t, value(t, res.Rate), 0.0)
	assert.Less(t, value(t, res.Rate), 1.0)
}
