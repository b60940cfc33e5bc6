package api

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// goodTargets is a good request to every endpoint that has a dataset behind it.
func goodTargets() map[string]string {
	return map[string]string{
		pathDataset: "/v1/dataset", pathCategories: "/v1/categories", pathModes: "/v1/modes", pathCircles: "/v1/circles",
		pathUnits: "/v1/units", pathTowns: "/v1/towns", pathTown: "/v1/towns/330411001", pathTable: "/v1/coverage",
		pathFacilities:    "/v1/towns/330411001/facilities?category=clinic",
		pathCoverage:      "/v1/towns/330411001/coverage?category=clinic&mode=walk&minutes=5,15,30",
		pathCompleteness:  "/v1/towns/330411001/completeness?circle=c15_town",
		pathGreenways:     "/v1/towns/330411001/greenways",
		pathServiceRadius: "/v1/towns/330411001/service-radius?rule=park_2022",
		pathIsochrones:    "/v1/isochrones?lon=120.75&lat=30.75&minutes=5,15",
		pathGaps:          "/v1/towns/330411001/gaps?circle=c15_town",
		pathSites:         "/v1/towns/330411001/sites?category=clinic&circle=c15_town&count=2",
		pathSupply:        "/v1/towns/330411001/supply?category=primary_school&minutes=15",
		pathExplain:       "/v1/explain?lon=120.75&lat=30.75",
		pathStandards:     "/v1/standards",
		pathStandard:      "/v1/standards/towns-2020",
		pathScorecard:     "/v1/towns/330411001/scorecard?standard=towns-2020",
		pathBehind:        "/v1/towns/330411001/scorecard/features?standard=towns-2020&indicator=T-1",
		pathTrend:         "/v1/towns/330411001/trend?indicator=T-1",
		pathRankings:      "/v1/rankings?standard=towns-2020",
		pathReported:      "/v1/reported",
		pathScenarios:     "/v1/scenarios",
		pathScenario:      "/v1/scenarios/" + savedID,
		pathCompare:       "/v1/scenarios/compare?ids=" + savedID,
	}
}

func TestEveryAnswerHasValidatorsAndItsNotModified(t *testing.T) {
	for _, e := range Endpoints() {
		if e.Health || e.PostOnly {
			continue
		}
		target, ok := goodTargets()[e.Path]
		require.True(t, ok, "no request for %s", e.Path)
		t.Run(e.Path, func(t *testing.T) {
			f := newFake()
			h := servingSaved(t, f)
			full := ask(h, target)
			require.Equal(t, http.StatusOK, full.Code, full.Body)
			tag := full.Header().Get("ETag")
			assert.Regexp(t, `^W/"[A-Za-z0-9_-]{24}"$`, tag)
			assert.Equal(t, map[bool]string{false: "public, max-age=60, stale-while-revalidate=300", true: "no-cache"}[e.Records || e.Judged], full.Header().Get("Cache-Control"))
			assert.Equal(t, "Accept, Accept-Encoding, Accept-Language", full.Header().Get("Vary"))
			assert.Equal(t, contentType(e.Media[0]), full.Header().Get("Content-Type"))

			before := f.calls.Load()
			again := ask(h, target, "If-None-Match", tag)
			assert.Equal(t, http.StatusNotModified, again.Code)
			assert.Empty(t, again.Body.String())
			assert.Equal(t, before, f.calls.Load(), "a 304 costs no computation")
			for _, name := range []string{"ETag", "Cache-Control", "Vary", "Content-Language", "Content-Crs"} {
				assert.Equal(t, full.Header().Values(name), again.Header().Values(name), name)
			}
			assert.Empty(t, again.Header().Get("Content-Type"))
			assert.Empty(t, again.Header().Get("Content-Encoding"))
		})
	}
}

// The comparison of RFC 9110 §13.1.2, by its table of cases.
func TestTagMatching(t *testing.T) {
	const tag = `W/"abc"`
	for _, c := range []struct {
		header      []string
		match, star bool
	}{
		{nil, false, false},
		{[]string{`W/"abc"`}, true, false},
		{[]string{`"abc"`}, true, false},
		{[]string{`"x", W/"abc"`}, true, false},
		{[]string{`"x","abc"`}, true, false},
		{[]string{`"x"`, `"abc"`}, true, false},
		{[]string{`  , "abc" ,`}, true, false},
		{[]string{`"abcd"`}, false, false},
		{[]string{`"a,b", "abc"`}, true, false},
		{[]string{`"x, W/"abc"`}, false, false},
		{[]string{`abc`}, false, false},
		{[]string{`"abc`}, false, false},
		{[]string{`w/"abc"`}, false, false},
		{[]string{`*`}, false, true},
		{[]string{``}, false, false},
	} {
		match, star := tagMatches(c.header, tag)
		assert.Equal(t, c.match, match, "%q", c.header)
		assert.Equal(t, c.star, star, "%q", c.header)
	}
}

func TestStarHoldsOnlyWhereThereIsAnAnswer(t *testing.T) {
	h := serving(t, newFake())
	assert.Equal(t, http.StatusNotModified, ask(h, "/v1/towns/330411001", "If-None-Match", "*").Code)
	assert.Equal(t, http.StatusNotFound, ask(h, "/v1/towns/999", "If-None-Match", "*").Code)
}

func TestTagDependsOnEverythingTheAnswerDependsOn(t *testing.T) {
	const target = "/v1/towns/330411001/coverage?category=clinic&minutes=5"
	base := newFake()
	tag := func(h http.Handler, target string, headers ...string) string {
		w := ask(h, target, headers...)
		require.Equal(t, http.StatusOK, w.Code, w.Body)
		return w.Header().Get("ETag")
	}
	h := serving(t, base)
	want := tag(h, target)
	seen := map[string]string{want: "the base"}
	differs := func(why, got string) {
		assert.NotContains(t, seen, got, "%s has the tag of %s", why, seen[got])
		seen[got] = why
	}
	differs("another query", tag(h, target+",15"))
	differs("another unit", tag(h, "/v1/towns/330411002/coverage?category=clinic&minutes=5"))
	differs("another resource", tag(h, "/v1/towns"))
	differs("English", tag(h, target, "Accept-Language", "en"))
	other := newFake()
	other.dataset.Version = "v2"
	differs("another dataset", tag(serving(t, other), target))
	other = newFake()
	other.profiles.Version = "p2"
	differs("other profiles", tag(serving(t, other), target))
	build, err := New(Options{Provider: &provider{analyst: base}, Build: "next", Logger: quiet()})
	require.NoError(t, err)
	differs("another build", tag(build, target))
	other = newFake()
	standards := other.standards()
	standards.Version = "s2"
	judged, err := New(Options{Provider: &provider{analyst: other}, Build: "test", Logger: quiet(), Standards: standards})
	require.NoError(t, err)
	differs("other standards", tag(judged, target))
	const card = "/v1/towns/330411001/scorecard?standard=towns-2020"
	differs("a scorecard", tag(h, card))
	differs("a scorecard as CSV", tag(h, card+"&format=csv"))
	other = newFake()
	other.kept = "2"
	differs("a scorecard after a report", tag(serving(t, other), card))
	assert.Equal(t, want, tag(serving(t, other), target), "coverage does not hang on what people report")
	differs("JSON table", tag(h, "/v1/coverage"))
	differs("CSV table", tag(h, "/v1/coverage", "Accept", "text/csv"))

	assert.Equal(t, want, tag(h, "/v1/towns/330411001/coverage?minutes=5.0&category=clinic"), "the same question otherwise put")
	assert.Equal(t, want, tag(h, target, "Accept-Language", "zh-CN, en;q=0.5"), "the default language by name")
	assert.Equal(t, want, tag(h, target, "Accept-Encoding", "gzip"), "a weak tag spans the encodings")
	assert.Equal(t, tag(h, "/v1/coverage?format=csv"), tag(h, "/v1/coverage?format=csv", "Accept", "application/json"))
}
