package demo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// standard is the county that no options ask for.
var standard = sync.OnceValues(func() (*geo.Dataset, error) { return Make(context.Background(), Options{}) })

func county5(t *testing.T) *geo.Dataset {
	t.Helper()
	ds, err := standard()
	require.NoError(t, err)
	return ds
}

// others are counties of other seeds and sizes.
var others = func() map[Options]func() (*geo.Dataset, error) {
	m := map[Options]func() (*geo.Dataset, error){}
	for _, o := range otherOptions {
		m[o] = sync.OnceValues(func() (*geo.Dataset, error) { return Make(context.Background(), o) })
	}
	return m
}()

var otherOptions = []Options{{Seed: 1, Towns: 1}, {Seed: 2, Towns: 2}, {Seed: 3, Towns: 4}, {Seed: 4, Towns: 9}}

// several checks what holds for every seed on some.
func several(t *testing.T, check func(t *testing.T, ds *geo.Dataset, towns int)) {
	t.Run("default", func(t *testing.T) { check(t, county5(t), DefaultTowns) })
	for _, o := range otherOptions {
		t.Run(fmt.Sprintf("seed %d, %d towns", o.Seed, o.Towns), func(t *testing.T) {
			ds, err := others[o]()
			require.NoError(t, err)
			check(t, ds, o.Towns)
		})
	}
}

// digest hashes everything in a dataset: encoding/json writes maps by sorted key.
func digest(t *testing.T, ds *geo.Dataset) string {
	t.Helper()
	h := sha256.New()
	require.NoError(t, json.NewEncoder(h).Encode(ds))
	return hex.EncodeToString(h.Sum(nil))
}

func TestSameSeedSameBytes(t *testing.T) {
	again, err := Make(context.Background(), Options{Seed: DefaultSeed, Towns: DefaultTowns})
	require.NoError(t, err)
	first := digest(t, county5(t))
	assert.Equal(t, first, digest(t, again), "two runs of the default options")

	other, err := Make(context.Background(), Options{Seed: DefaultSeed + 1})
	require.NoError(t, err)
	assert.NotEqual(t, first, digest(t, other), "another seed")

	if runtime.GOARCH != "amd64" {
		t.Skipf("the golden digest holds for amd64: on %s the compiler may fuse multiplications and additions", runtime.GOARCH)
	}
	const golden = "8bdac2185f75b8b390621c62dce05a24afe1787b95993f500bd8fb076168ddca"
	assert.Equal(t, golden, first, "the default county has changed: raise the edition if that is meant")
}

func TestOptionsOutOfBounds(t *testing.T) {
	for _, towns := range []int{-1, MaxTowns + 1} {
		_, err := Make(context.Background(), Options{Towns: towns})
		require.Error(t, err)
		assert.Contains(t, err.Error(), fmt.Sprintf("Towns is %d", towns))
	}
}

func TestEndedContextStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Make(ctx, Options{})
	require.ErrorIs(t, err, context.Canceled)
}

func TestCounts(t *testing.T) {
	ds := county5(t)
	nodes := map[int64]bool{}
	for _, r := range ds.Roads {
		nodes[r.From], nodes[r.To] = true, true
	}
	between := func(what string, n, lo, hi int) {
		assert.True(t, lo <= n && n <= hi, "%s: %d, want %d to %d", what, n, lo, hi)
	}
	between("road nodes", len(nodes), 35000, 45000)
	between("homes", len(ds.Homes), 18000, 22000)
	between("facilities", len(ds.Facilities), 1001, 6000)
	between("buildings", len(ds.Buildings), 500, 4000)

	levels := map[geo.Level]int{}
	types := map[string]int{}
	for _, u := range ds.Units {
		levels[u.Level]++
		types[u.Type]++
	}
	assert.Equal(t, 6, levels[geo.LevelTown])
	assert.Equal(t, 1, types["街道"])
	assert.Equal(t, 5, types["镇"])
	for _, l := range []geo.Level{geo.LevelProvince, geo.LevelPrefecture, geo.LevelCounty} {
		assert.Equal(t, 1, levels[l], l)
	}
	between("villages", levels[geo.LevelVillage], 60, 250)
	assert.Len(t, ds.BuiltUps, 6)
	assert.Contains(t, ds.Notice, "虚构")
	assert.Contains(t, ds.Title, "虚构")
}

// TestTownsScale: each town adds about as many nodes as another.
func TestTownsScale(t *testing.T) {
	count := map[int]float64{}
	several(t, func(t *testing.T, ds *geo.Dataset, towns int) {
		nodes := map[int64]bool{}
		for _, r := range ds.Roads {
			nodes[r.From], nodes[r.To] = true, true
		}
		count[towns] = float64(len(nodes))
	})
	few, many := (count[5]-count[1])/4, (count[9]-count[5])/4
	assert.InDelta(t, few, many, 0.25*many, "%v", count)
}

// TestPlainRows checks what every row owes to whoever reads it: an id of its own,
// a source, and places rounded to 1e-7 degrees.
func TestPlainRows(t *testing.T) {
	several(t, func(t *testing.T, ds *geo.Dataset, _ int) {
		seen := map[string]bool{}
		row := func(l geo.Layer, id, from string) {
			key := string(l) + " " + id
			if seen[key] || from != source {
				assert.Fail(t, "an id twice, or another source", "%s of %q", key, from)
			}
			seen[key] = true
		}
		for _, x := range ds.Units {
			row(geo.LayerUnits, x.Code, x.Source)
		}
		for _, x := range ds.BuiltUps {
			row(geo.LayerBuiltUp, x.ID, x.Source)
		}
		for _, x := range ds.Facilities {
			row(geo.LayerFacilities, x.ID, x.Source)
			checkRounded(t, x.ID, append(orb.MultiPoint{x.Location}, x.Entrances...))
		}
		for _, x := range ds.Roads {
			row(geo.LayerRoads, x.ID, x.Source)
			checkRounded(t, x.ID, orb.MultiPoint(x.Geometry))
		}
		for _, x := range ds.Greenways {
			row(geo.LayerGreenways, x.ID, x.Source)
		}
		for _, x := range ds.Parks {
			row(geo.LayerParks, x.ID, x.Source)
		}
		for _, x := range ds.Parcels {
			row(geo.LayerParcels, x.ID, x.Source)
		}
		for _, x := range ds.Buildings {
			row(geo.LayerBuildings, x.ID, x.Source)
		}
		for _, x := range ds.Barriers {
			row(geo.LayerBarriers, x.ID, x.Source)
		}
		for _, x := range ds.Population {
			row(geo.LayerPopulation, x.ID, x.Source)
		}
		for _, x := range ds.Homes {
			row(geo.LayerHomes, x.ID, x.Source)
			checkRounded(t, x.ID, orb.MultiPoint{x.Location})
		}
		for _, l := range geo.Layers() {
			if l == geo.LayerElevation {
				assert.Zero(t, ds.Count(l), "the county lies in a plain")
				continue
			}
			assert.NotZero(t, ds.Count(l), l)
		}
	})
}

func checkRounded(t *testing.T, id string, ps orb.MultiPoint) {
	t.Helper()
	for _, p := range ps {
		for _, v := range p {
			if _, digits, _ := strings.Cut(strconv.FormatFloat(v, 'f', -1, 64), "."); len(digits) > 7 {
				assert.Fail(t, "not rounded to 1e-7°", "%s: %v", id, v)
			}
		}
		// Open sea: nowhere near 123° E, let alone the coast.
		if math.Abs(p[0]-centre[0]) > 0.6 || math.Abs(p[1]-centre[1]) > 0.5 {
			assert.Fail(t, "far from the centre", "%s: %v", id, p)
		}
	}
}

// TestRoadsGoOnBeyondTheCounty: roads reach at least a kilometre past the border on
// every side, and some facilities stand out there.
func TestRoadsGoOnBeyondTheCounty(t *testing.T) {
	several(t, func(t *testing.T, ds *geo.Dataset, _ int) {
		b := countyOf(t, ds).Geometry.Bound()
		assert.Equal(t, "roads", ds.ExtentFrom)
		mid := b.Center()
		for side, d := range map[string]float64{
			"west":  crs.Distance(orb.Point{ds.Extent.Min[0], mid[1]}, orb.Point{b.Min[0], mid[1]}),
			"east":  crs.Distance(orb.Point{ds.Extent.Max[0], mid[1]}, orb.Point{b.Max[0], mid[1]}),
			"south": crs.Distance(orb.Point{mid[0], ds.Extent.Min[1]}, orb.Point{mid[0], b.Min[1]}),
			"north": crs.Distance(orb.Point{mid[0], ds.Extent.Max[1]}, orb.Point{mid[0], b.Max[1]}),
		} {
			assert.Greater(t, d, 1000.0, side)
			assert.Less(t, d, 3000.0, side)
		}
		outside := 0
		for _, f := range ds.Facilities {
			if !inside(countyOf(t, ds).Geometry, f.Location) {
				outside++
			}
		}
		assert.GreaterOrEqual(t, outside, 4)
	})
}

func BenchmarkMake(b *testing.B) {
	for b.Loop() {
		if _, err := Make(context.Background(), Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
