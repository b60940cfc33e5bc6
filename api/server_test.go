package api

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

func TestOptionsAreChecked(t *testing.T) {
	_, err := New(Options{})
	assert.ErrorContains(t, err, "Provider")
	_, err = New(Options{Provider: &provider{}, RequestTimeout: -1})
	assert.ErrorContains(t, err, "RequestTimeout")
}

func TestHealth(t *testing.T) {
	p := &provider{}
	h, err := New(Options{Provider: p, Logger: quiet()})
	require.NoError(t, err)
	alive := func() {
		w := ask(h, "/healthz")
		assert.Equal(t, http.StatusOK, w.Code)
		assert.Equal(t, "no-cache", w.Header().Get("Cache-Control"))
		assert.Equal(t, MediaJSON, w.Header().Get("Content-Type"))
	}
	alive()
	w := ask(h, "/readyz")
	problemIn(t, w, http.StatusServiceUnavailable)
	assert.NotEmpty(t, w.Header().Get("Retry-After"))
	w = ask(h, "/v1/dataset")
	problemIn(t, w, http.StatusServiceUnavailable)
	assert.Equal(t, "5", w.Header().Get("Retry-After"))

	p.analyst = newFake()
	assert.Equal(t, http.StatusOK, ask(h, "/readyz").Code)
	p.err = errors.New("dial tcp db.internal:5432: refused")
	w = ask(h, "/readyz")
	problemIn(t, w, http.StatusServiceUnavailable)
	assert.NotContains(t, w.Body.String(), "db.internal", "the store's words stay inside")
	assert.Equal(t, http.StatusOK, ask(h, "/v1/dataset").Code, "the version in service keeps answering")
	alive()
}

func TestMethods(t *testing.T) {
	server := httptest.NewServer(servingSaved(t, newFake()))
	defer server.Close()
	type answer struct {
		status int
		header http.Header
		body   string
	}
	send := func(method, path string) answer {
		r, err := http.NewRequestWithContext(context.Background(), method, server.URL+path, nil)
		require.NoError(t, err)
		r.Header.Set("Accept-Encoding", "identity")
		w, err := server.Client().Do(r)
		require.NoError(t, err)
		defer func() { _ = w.Body.Close() }()
		body, err := io.ReadAll(w.Body)
		require.NoError(t, err)
		return answer{w.StatusCode, w.Header, string(body)}
	}
	targets := goodTargets()
	targets[pathHealthz], targets[pathReadyz] = "/healthz", "/readyz"
	for _, e := range Endpoints() {
		target := targets[e.Path]
		if e.PostOnly { // what it takes is tested with what it does
			target = strings.ReplaceAll(e.Path, "{id}", savedID)
			refused := send(http.MethodGet, target)
			assert.Equal(t, http.StatusMethodNotAllowed, refused.status, target)
			assert.Equal(t, "OPTIONS, POST", refused.header.Get("Allow"), target)
			assert.Equal(t, "OPTIONS, POST", send(http.MethodOptions, target).header.Get("Allow"), target)
			continue
		}
		get := send(http.MethodGet, target)
		require.Equal(t, http.StatusOK, get.status, "%s: %s", target, get.body)
		head := send(http.MethodHead, target)
		assert.Equal(t, http.StatusOK, head.status, target)
		assert.Empty(t, head.body, target)
		for _, name := range []string{"Content-Type", "Etag", "Cache-Control", "Vary", "Content-Crs", "Content-Language", "Content-Disposition"} {
			assert.Equal(t, get.header.Values(name), head.header.Values(name), "%s %s", target, name)
		}
		options := send(http.MethodOptions, target)
		assert.Equal(t, http.StatusNoContent, options.status, target)
		assert.Equal(t, e.methods(), options.header.Get("Allow"), target)
		assert.Empty(t, options.body)
		for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch, "BREW"} {
			if method == http.MethodPost && e.Post != nil || method == http.MethodDelete && e.Delete != nil {
				continue
			}
			refused := send(method, target)
			assert.Equal(t, http.StatusMethodNotAllowed, refused.status, "%s %s", method, target)
			assert.Equal(t, MediaProblem, refused.header.Get("Content-Type"))
			assert.Contains(t, refused.header.Get("Allow"), "GET")
			assert.Contains(t, refused.body, "method-not-allowed")
		}
	}
}

func TestPathCodes(t *testing.T) {
	f := newFake()
	h := serving(t, f)
	for target, want := range map[string]string{
		"/v1/towns/330411002,330411001/coverage?category=clinic&minutes=5":             "330411001,330411002",
		"/v1/towns/330411001%2C330411002/coverage?category=clinic&minutes=5":           "330411001,330411002",
		"/v1/towns/330411001,330411001/coverage?category=clinic&minutes=5":             "330411001",
		"/v1/towns/all/coverage?category=clinic&minutes=5":                             "all",
		"/v1/towns/%33%330411001/coverage?category=clinic&minutes=5":                   "330411001",
		"/v1/towns/330411001/coverage?category=clinic&mode=walk&minutes=5&group=60%2B": "330411001",
	} {
		w := ask(h, target)
		require.Equal(t, 200, w.Code, "%s: %s", target, w.Body)
		assert.Equal(t, want, f.lastCoverage.Area, target)
	}
	problemIn(t, ask(h, "/v1/towns/330411001,/coverage?category=clinic&minutes=5"), 400)
	problemIn(t, ask(h, "/v1/towns/a%2Fb"), 404)
	problemIn(t, ask(h, "/v1/towns/%E7%94%B2"), 404)
}

// off is an Analyst whose isochrones leave the Earth.
type off struct{ *fake }

func (o off) Isochrones(ctx context.Context, q analysis.IsochroneQuery) (*analysis.IsochroneAnswer, error) {
	a, err := o.fake.Isochrones(ctx, q)
	a.Contours[0].Geometry = append(wobblyPolygons(1, 3), orb.Polygon{{{0, 0}, {1, 0}, {math.NaN(), 1}, {0, 0}}})
	if len(q.Minutes) == 2 {
		a.Contours[0].Geometry = append(wobblyPolygons(1, 9000), a.Contours[0].Geometry...)
	}
	return a, err
}

func TestAnAnswerThatCannotBeWrittenIsNeverHalfSent(t *testing.T) {
	server := httptest.NewServer(serving(t, off{newFake()}))
	defer server.Close()
	get := func(path string) (*http.Response, error) {
		r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, server.URL+path, nil)
		require.NoError(t, err)
		return server.Client().Do(r)
	}
	w, err := get("/v1/isochrones?lon=1&lat=1&minutes=5")
	require.NoError(t, err)
	_ = w.Body.Close()
	assert.Equal(t, http.StatusInternalServerError, w.StatusCode, "nothing was sent yet")
	assert.Equal(t, MediaProblem, w.Header.Get("Content-Type"))

	w, err = get("/v1/isochrones?lon=1&lat=1&minutes=5,15")
	if err == nil {
		_, err = io.ReadAll(w.Body)
		_ = w.Body.Close()
	}
	assert.Error(t, err, "what was begun breaks off rather than ending well")
}

func TestQuestionsReachTheAnalysis(t *testing.T) {
	f := newFake()
	h := serving(t, f)
	require.Equal(t, 200, ask(h, "/v1/towns/all/coverage?category=clinic,primary_school&metres=500,300&metric=straight_line&at_least=2&where=open:true&group=60+&geometry=false&tolerance=5").Code)
	assert.Equal(t, analysis.CoverageQuery{Area: "all", Categories: []string{"clinic", "primary_school"}, AtLeast: 2, Where: map[string]string{"open": "true"},
		Mode: "walk", Metres: []float64{300, 500}, StraightLine: true, Group: "60+", ToleranceM: 5}, f.lastCoverage)
	require.Equal(t, 200, ask(h, "/v1/towns/all/coverage?category=E03&circle=c15_town").Code)
	assert.Equal(t, analysis.CoverageQuery{Area: "all", Categories: []string{"E03"}, AtLeast: 1, Circle: "c15_town", Geometry: true, ToleranceM: 20}, f.lastCoverage,
		"a circle brings its own mode")
	require.Equal(t, 200, ask(h, "/v1/isochrones?lon=120.5&lat=30.5&minutes=15,5&direction=to").Code)
	assert.Equal(t, analysis.IsochroneQuery{Point: orb.Point{120.5, 30.5}, Mode: "walk", Minutes: []float64{5, 15}, Direction: analysis.DirectionTo, ToleranceM: 10}, f.lastIsochrone)
	require.Equal(t, 200, ask(h, "/v1/towns/all/completeness?circle=c15_town&resolution=9&group=60%2B").Code)
	assert.Equal(t, analysis.CompletenessQuery{Area: "all", Circle: "c15_town", Resolution: 9, Group: "60+"}, f.lastCompleteness)
	require.Equal(t, 200, ask(h, "/v1/coverage?units=all&circles=c15_town&categories=clinic&group=0-14").Code)
	assert.Equal(t, analysis.TableQuery{Units: []string{"all"}, Categories: []string{"clinic"}, Circles: []string{"c15_town"}, Group: "0-14"}, f.lastTable)
}

func TestADatasetWithoutTownsShowsItsBox(t *testing.T) {
	f := newFake()
	f.dataset.Units = nil
	h := serving(t, f)
	w := ask(h, "/v1/towns")
	require.Equal(t, 200, w.Code)
	assert.Contains(t, w.Body.String(), `"data_box":true`)
	assert.Contains(t, w.Body.String(), `"code":"all"`)
	w = ask(h, "/v1/towns/all")
	require.Equal(t, 200, w.Code)
	assert.Contains(t, w.Body.String(), `"data_box":true`)
	assert.JSONEq(t, `[]`, string(member(t, ask(h, "/v1/units").Body.Bytes(), "features")))
}

// member returns one member of a JSON object as it is written.
func member(t *testing.T, document []byte, name string) json.RawMessage {
	t.Helper()
	all := map[string]json.RawMessage{}
	require.NoError(t, json.Unmarshal(document, &all))
	return all[name]
}
