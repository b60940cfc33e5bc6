package crs_test

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

func sampleOf(points ...orb.Point) *crs.Sample {
	s := &crs.Sample{}
	for _, p := range points {
		s.Add(p)
	}
	return s
}

func flip(p orb.Point) orb.Point { return orb.Point{p[1], p[0]} }

// Over places of every system, in both orders of axes: what is detected is right
// to a metre, and where it is not detected the truth is among the answers, and
// answering with it is right.
func TestDetectionIsNeverSilentlyWrong(t *testing.T) {
	const seed = 4534
	rng := rand.New(rand.NewSource(seed))
	found, asked := 0, 0
	for _, s := range crs.Systems() {
		for i := range 60 {
			centre := placeIn(rng, s)
			var places, numbers []orb.Point
			for range 1 + rng.Intn(20) {
				p := orb.Point{centre[0] + 0.1*rng.NormFloat64(), centre[1] + 0.1*rng.NormFloat64()}
				places, numbers = append(places, p), append(numbers, s.FromWGS84(p))
			}
			north := i%3 == 2
			if north {
				for j := range numbers {
					numbers[j] = flip(numbers[j])
				}
			}
			r, err := crs.Detect(sampleOf(numbers...), "")
			if err != nil {
				asked++
				q := &crs.Question{}
				require.ErrorAs(t, err, &q)
				r = nil
				for _, a := range q.Answers {
					answer, err := crs.Choose(a.Name, sampleOf(numbers...))
					require.NoError(t, err, a.Name)
					same := answer.System.SamePlane(s) || (s.EPSG == 0 && answer.System.EPSG == 4326)
					if same && answer.NorthFirst == north {
						r = answer
					}
				}
				require.NotNil(t, r, "seed %d: %s (north first: %v) at %v is no answer of %v", seed, s, north, centre, err)
			} else {
				found++
			}
			if s.EPSG == 0 {
				continue // GCJ-02 and BD-09 are taken for WGS 84, with a note: see below
			}
			for j, p := range numbers {
				got, err := r.ToWGS84(p)
				require.NoError(t, err)
				require.Less(t, crs.Distance(places[j], got), 1e-3, "seed %d: %s (north first: %v) read as %s", seed, s, north, r)
			}
		}
	}
	t.Logf("seed %d: %d files detected, %d asked about", seed, found, asked)
	assert.Greater(t, found, 1000)
	assert.Greater(t, asked, 1000)
}

func TestDetectByZoneNumber(t *testing.T) {
	for zone := 25; zone <= 45; zone++ {
		p := orb.Point{float64(zone)*1e6 + 515300.0941, 3349722.3021}
		r, err := crs.Detect(sampleOf(p), "")
		require.NoError(t, err)
		assert.Equal(t, 4513+zone-25, r.System.EPSG)
		assert.False(t, r.NorthFirst)
		assert.Contains(t, strings.Join(r.Notes, " "), "Xian 1980")
		r, err = crs.Detect(sampleOf(flip(p)), "")
		require.NoError(t, err)
		assert.Equal(t, 4513+zone-25, r.System.EPSG)
		assert.True(t, r.NorthFirst)
		assert.Contains(t, r.String(), "northing comes first")
	}
}

func TestQuestions(t *testing.T) {
	for _, c := range []struct {
		name    string
		points  []orb.Point
		ref     string
		why     string
		answers []string
	}{
		{"no zone number", []orb.Point{{515300.0941, 3349722.3021}, {516000, 3350000}}, "", "without a zone number, and nothing says the central meridian", []string{"epsg:4534", "epsg:4548", "epsg:4549", "epsg:4554"}},
		{"no zone number, northing first", []orb.Point{{3349722, 515300}}, "", "without a zone number", []string{"epsg:4549,north-first"}},
		{"Web Mercator or zone 13", []orb.Point{{13376038, 3537916}}, "", "fit 2 systems", []string{"epsg:3857", "epsg:4491"}},
		{"two zones", []orb.Point{{40515300, 3349722}, {41215300, 3349722}}, "", "zone numbers from 40 to 41: a file holds one zone", nil},
		{"nothing known", []orb.Point{{-5.7e6, -3.5e6}}, "", "does not give away", nil},
		{"local grid", []orb.Point{{51530, 49722}}, "", "does not give away", nil},
		{"Xinjiang or the Arctic", []orb.Point{{39.5, 76}, {40, 80}}, "", "in the far north if longitude does", []string{"epsg:4326,east-first", "epsg:4326,north-first"}},
		{"metres under a name of degrees", []orb.Point{{515300, 3349722}}, "EPSG:4490", "the file says epsg:4490", []string{"epsg:4549"}},
		{"zone number under a name without", []orb.Point{{40515300, 3349722}}, "EPSG:4549", "do not lie in it", []string{"epsg:4528"}},
		{"degrees under a name of metres", []orb.Point{{120.1, 30.2}}, "EPSG:4549", "do not lie in it", []string{"epsg:4326", "gcj02", "bd09"}},
	} {
		_, err := crs.Detect(sampleOf(c.points...), c.ref)
		var q *crs.Question
		require.ErrorAs(t, err, &q, c.name)
		assert.Contains(t, q.Error(), c.why, c.name)
		var names []string
		for _, a := range q.Answers {
			names = append(names, a.Name)
			_, err := crs.Choose(a.Name, sampleOf(c.points...))
			assert.NoError(t, err, c.name)
		}
		assert.Subset(t, names, c.answers, c.name)
		if c.answers == nil {
			assert.Empty(t, names, c.name)
		}
	}
	_, err := crs.Detect(sampleOf(orb.Point{515300.0941, 3349722.3021}), "")
	assert.ErrorContains(t, err, "epsg:4549 (CGCS2000 / 3-degree Gauss-Krüger, central meridian 120°E: the middle lies at 120.1590°E 30.2670°N)")
}

func TestDegrees(t *testing.T) {
	for _, c := range []struct {
		points []orb.Point
		north  bool
		notes  int
	}{
		{[]orb.Point{{120.7, 30.9}, {119, 29}}, false, 1},
		{[]orb.Point{{30.9, 120.7}, {29, 119}}, true, 1},
		{[]orb.Point{{30.9, 120.7}, {40, 80}}, true, 1},        // one of them shows it for all
		{[]orb.Point{{120.7, 30.9}, {30.9, 120.7}}, false, 1},  // one row is wrong, not the file
		{[]orb.Point{{-51.2, -30.03}, {-51.1, -30}}, false, 0}, // not in China
		{[]orb.Point{{35.7, 139.7}}, true, 0},
		{[]orb.Point{{0, 0}, {120.7, 30.9}, {515300, 3349722}}, false, 1},
		{nil, false, 0},
	} {
		r, err := crs.Detect(sampleOf(c.points...), "")
		require.NoError(t, err, "%v", c.points)
		assert.Equal(t, 4326, r.System.EPSG)
		assert.Equal(t, c.north, r.NorthFirst, "%v", c.points)
		assert.Len(t, r.Notes, c.notes, "%v", c.points)
	}
}

func TestChoose(t *testing.T) {
	for _, c := range []struct {
		name  string
		p     orb.Point
		north bool
	}{
		{"4549", orb.Point{515300, 3349722}, false},
		{"epsg:4549", orb.Point{3349722, 515300}, true},
		{"epsg:4549, north-first", orb.Point{3349722, 515300}, true},
		{"4528", orb.Point{3349722, 40515300}, true},
		{"gcj02", orb.Point{120.7, 30.9}, false},
		{"gcj02", orb.Point{30.9, 120.7}, true},
		{"gcj02", orb.Point{40, 80}, true}, // only China has GCJ-02
		{"bd09,east-first", orb.Point{120.7, 30.9}, false},
	} {
		r, err := crs.Choose(c.name, sampleOf(c.p))
		require.NoError(t, err, c.name)
		assert.Equal(t, c.north, r.NorthFirst, c.name)
		_, err = r.ToWGS84(c.p)
		assert.NoError(t, err, c.name)
	}
	r, err := crs.Choose("4549", sampleOf(orb.Point{120.7, 30.9}))
	require.NoError(t, err)
	_, err = r.ToWGS84(orb.Point{120.7, 30.9})
	assert.ErrorContains(t, err, "x 120.7, y 30.9 cannot be in epsg:4549")
	_, err = crs.Choose("4549", sampleOf(orb.Point{515300, 615300}))
	assert.ErrorContains(t, err, "whichever axis comes first")
	_, err = crs.Choose("4549,yx", &crs.Sample{})
	assert.ErrorContains(t, err, "east-first or north-first")
}

func TestParse(t *testing.T) {
	for name, code := range map[string]int{
		"4549": 4549, "EPSG:4549": 4549, " epsg: 4549 ": 4549, "EPSG::4549": 4549, "urn:ogc:def:crs:EPSG::4549": 4549, "urn:ogc:def:crs:EPSG:9.9:4549": 4549,
		"WGS84": 4326, "wgs 84": 4326, "CRS84": 4326, "urn:ogc:def:crs:OGC:1.3:CRS84": 4326, "OGC:CRS84": 4326, "CGCS2000": 4490,
		"web-mercator": 3857, "cgcs2000-3deg-120": 4549, "cgcs2000-3deg-zone40": 4528, "cgcs2000-6deg-117": 4509, "cgcs2000-6deg-zone20": 4498,
	} {
		s, err := crs.Parse(name)
		require.NoError(t, err, name)
		assert.Equal(t, code, s.EPSG, name)
	}
	for _, name := range []string{"gcj02", "GCJ-02", "gcj_02", "bd09", "BD-09"} {
		_, err := crs.Parse(name)
		assert.NoError(t, err, name)
	}
	for name, want := range map[string]string{
		"": "cannot be converted", "nad83": "cannot be converted", "epsg:32650": `"EPSG:32650"`, "cgcs2000-3deg-121": "no such grid", "cgcs2000-6deg-120": "no such grid", "999999999": "cannot be converted",
		"西安80": "Xian 1980", "beijing54": "Beijing 1954",
	} {
		_, err := crs.Parse(name)
		assert.ErrorContains(t, err, want, name)
	}
	for _, r := range []struct {
		first, last int
		datum       string
	}{{4610, 4610, "Xian 1980"}, {2327, 2390, "Xian 1980"}, {4214, 4214, "Beijing 1954"}, {2401, 2442, "Beijing 1954"}, {21413, 21423, "Beijing 1954"}, {21453, 21463, "Beijing 1954"}} {
		for code := r.first; code <= r.last; code++ {
			_, err := crs.Parse(fmt.Sprint(code))
			require.ErrorContains(t, err, r.datum, "%d", code)
			require.ErrorContains(t, err, "not public", "%d", code)
		}
	}
}
