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

// placeIn is a random place where data of the system are.
func placeIn(rng *rand.Rand, s *crs.System) orb.Point {
	lat := 3 + 50.5*rng.Float64()
	switch {
	case s.CentralMeridian == 0:
		return orb.Point{73.5 + 61.5*rng.Float64(), lat}
	case s.EPSG <= 4512:
		return orb.Point{s.CentralMeridian + 6*rng.Float64() - 3, lat}
	}
	return orb.Point{s.CentralMeridian + 3*rng.Float64() - 1.5, lat}
}

// cs2cs obeys the axis order of the registry, so this holds the table of axis
// orders too. One run does a system: both ways, at random places.
func TestSystemsAgreeWithPROJ(t *testing.T) {
	const seed = 4549
	rng := rand.New(rand.NewSource(seed))
	worst := map[string]float64{}
	for _, s := range crs.Systems() {
		if s.EPSG == 0 || !s.Projected {
			continue
		}
		var places []orb.Point
		var lines []string
		for range 40 {
			p := placeIn(rng, s)
			places, lines = append(places, p), append(lines, num(p[1], p[0]))
		}
		code := fmt.Sprintf("EPSG:%d", s.EPSG)
		base := "EPSG:4490"
		if s.EPSG == 3857 {
			base = "EPSG:4326"
		}
		var planes []string
		for i, row := range ask(t, lines, "cs2cs", "-f", "%.9f", base, code) {
			got := s.FromWGS84(places[i])
			want := orb.Point{row[0], row[1]}
			if s.RegistryNorthFirst {
				want = orb.Point{row[1], row[0]}
			}
			off := math.Hypot(got[0]-want[0], got[1]-want[1])
			worst[code] = max(worst[code], off)
			require.Less(t, off, 1e-4, "%s of %v, seed %d: %v, PROJ says %v", code, places[i], seed, got, want)
			planes = append(planes, num(row[0], row[1]))
		}
		for i, row := range ask(t, planes, "cs2cs", "-f", "%.13f", code, base) {
			p := orb.Point{row[1], row[0]}
			back := s.ToWGS84(s.FromWGS84(places[i]))
			require.InDelta(t, p[0], back[0], 1e-9, "%s, longitude of %v", code, places[i])
			require.InDelta(t, p[1], back[1], 1e-9, "%s, latitude of %v", code, places[i])
		}
	}
	group := map[string]float64{}
	for _, s := range crs.Systems() {
		name := "EPSG:3857"
		switch {
		case s.EPSG == 0 || !s.Projected:
			continue
		case s.EPSG <= 4501 && s.EPSG >= 4491:
			name = "4491–4501"
		case s.EPSG <= 4512 && s.EPSG >= 4502:
			name = "4502–4512"
		case s.EPSG <= 4533 && s.EPSG >= 4513:
			name = "4513–4533"
		case s.EPSG <= 4554 && s.EPSG >= 4534:
			name = "4534–4554"
		}
		group[name] = max(group[name], worst[fmt.Sprintf("EPSG:%d", s.EPSG)])
	}
	t.Logf("seed %d, 40 places per system, farthest from PROJ in metres: %v", seed, group)
}

// The vectors of the planning rules' appendix, which PROJ and an independent series
// agree on. A blog's 40515348.29 / 3349745.54 for the first is 53 m off.
func TestPublishedGridVectors(t *testing.T) {
	for _, c := range []struct {
		name   string
		lonlat orb.Point
		want   orb.Point
	}{
		{"epsg:4549", orb.Point{120.159, 30.267}, orb.Point{515300.0941, 3349722.3021}},
		{"epsg:4528", orb.Point{120.159, 30.267}, orb.Point{40515300.0941, 3349722.3021}},
		{"cgcs2000-3deg-120", orb.Point{121.4737, 31.2304}, orb.Point{640412.3150, 3457455.4886}},
	} {
		s, err := crs.Parse(c.name)
		require.NoError(t, err)
		got := s.FromWGS84(c.lonlat)
		assert.InDelta(t, c.want[0], got[0], 1e-4, c.name)
		assert.InDelta(t, c.want[1], got[1], 1e-4, c.name)
		back := s.ToWGS84(c.want)
		assert.Less(t, crs.Distance(c.lonlat, back), 1e-4, c.name)
	}
	// IOGP Guidance Note 7-2 (2019), §3.2.3: 24°22′54.433″N 100°20′00.000″W.
	got := crs.WebMercatorToPlane(orb.Point{-(100 + 20.0/60), 24 + 22/60.0 + 54.433/3600})
	assert.InDelta(t, -11169055.58, got[0], 0.01)
	assert.InDelta(t, 2800000.00, got[1], 0.01)
}

func TestHolds(t *testing.T) {
	for _, c := range []struct {
		name string
		p    orb.Point
		want bool
	}{
		{"4549", orb.Point{515300, 3349722}, true},
		{"4549", orb.Point{3349722, 515300}, false},
		{"4549", orb.Point{40515300, 3349722}, false},
		{"4528", orb.Point{40515300, 3349722}, true},
		{"4528", orb.Point{41515300, 3349722}, false},
		{"4549", orb.Point{515300, -1}, false},
		{"4549", orb.Point{math.NaN(), 3349722}, false},
		{"4549", orb.Point{515300, math.Inf(1)}, false},
		{"gcj02", orb.Point{120, 30}, true},
		{"gcj02", orb.Point{30, 120}, false},
		{"bd09", orb.Point{-51, -30}, false},
		{"4326", orb.Point{-51, -30}, true},
		{"4326", orb.Point{30, 120}, false},
		{"3857", orb.Point{-5.7e6, -3.5e6}, true},
		{"3857", orb.Point{40515300, 3349722}, false},
		{"3857", orb.Point{120.1, 30.2}, false}, // a row of degrees among metres
		{"4549", orb.Point{120.1, 30.2}, false},
		{"4549", orb.Point{515300, 0}, false},
	} {
		s, err := crs.Parse(c.name)
		require.NoError(t, err)
		assert.Equal(t, c.want, s.Holds(c.p), "%s %v", c.name, c.p)
	}
}

func BenchmarkSystems(b *testing.B) {
	place := orb.Point{120.159, 30.267}
	for _, name := range []string{"epsg:4549", "epsg:3857", "gcj02", "bd09"} {
		s, err := crs.Parse(name)
		require.NoError(b, err)
		there := s.FromWGS84(place)
		b.Run(name+"/from", func(b *testing.B) {
			for b.Loop() {
				s.FromWGS84(place)
			}
		})
		b.Run(name+"/to", func(b *testing.B) {
			for b.Loop() {
				s.ToWGS84(there)
			}
		})
	}
}
