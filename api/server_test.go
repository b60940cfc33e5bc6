package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// problemIn checks that an answer is a proper problem document and returns it.
func problemIn(t testing.TB, w *httptest.ResponseRecorder, status int) map[string]any {
	t.Helper()
	require.Equal(t, status, w.Code, w.Body)
	require.Equal(t, MediaProblem, w.Header().Get("Content-Type"))
	assert.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	assert.Empty(t, w.Header().Get("ETag"))
	assert.Contains(t, w.Header().Get("Vary"), "Accept-Language")
	p := map[string]any{}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &p))
	assert.EqualValues(t, status, p["status"])
	assert.Contains(t, p["type"], typePrefix)
	assert.NotEmpty(t, p["title"])
	assert.NotEmpty(t, p["detail"])
	assert.Equal(t, w.Header().Get("X-Request-Id"), p["request_id"])
	return p
}

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
	server := httptest.NewServer(serving(t, newFake()))
	defer server.Close()
	send := func(method, path string) (*http.Response, string) {
		r, err := http.NewRequestWithContext(context.Background(), method, server.URL+path, nil)
		require.NoError(t, err)
		r.Header.Set("Accept-Encoding", "identity")
		w, err := server.Client().Do(r)
		require.NoError(t, err)
		defer func() { _ = w.Body.Close() }()
		body, err := io.ReadAll(w.Body)
		require.NoError(t, err)
		return w, string(body)
	}
	targets := goodTargets()
	targets[pathHealthz], targets[pathReadyz] = "/healthz", "/readyz"
	for _, e := range Endpoints() {
		target := targets[e.Path]
		get, body := send(http.MethodGet, target)
		require.Equal(t, http.StatusOK, get.StatusCode, "%s: %s", target, body)
		head, nothing := send(http.MethodHead, target)
		assert.Equal(t, http.StatusOK, head.StatusCode, target)
		assert.Empty(t, nothing, target)
		for _, name := range []string{"Content-Type", "Etag", "Cache-Control", "Vary", "Content-Crs", "Content-Language", "Content-Disposition"} {
			assert.Equal(t, get.Header.Values(name), head.Header.Values(name), "%s %s", target, name)
		}
		options, nothing := send(http.MethodOptions, target)
		assert.Equal(t, http.StatusNoContent, options.StatusCode, target)
		assert.Equal(t, allowedMethods, options.Header.Get("Allow"), target)
		assert.Empty(t, nothing)
		for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch, "BREW"} {
			refused, body := send(method, target)
			assert.Equal(t, http.StatusMethodNotAllowed, refused.StatusCode, "%s %s", method, target)
			assert.Equal(t, MediaProblem, refused.Header.Get("Content-Type"))
			assert.Contains(t, refused.Header.Get("Allow"), "GET")
			assert.Contains(t, body, "method-not-allowed")
		}
	}
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	h := serving(t, newFake())
	for _, path := range []string{"/", "/x", "/v1", "/v1/", "/v1/nothing", "/v1/standards", "/v1/towns/330411001/gaps", "/v1/towns/330411001/coverage/x",
		"/v1/dataset/", "/V1/dataset", "/v2/dataset", "/v1/towns/", "/metrics", "/openapi.json", "//v1/dataset"} {
		p := problemIn(t, ask(h, path), http.StatusNotFound)
		assert.Equal(t, typePrefix+kindNotFound, p["type"], path)
		problemIn(t, do(h, http.MethodPost, path), http.StatusNotFound)
	}
}

func TestErrorsOfTheAnalysis(t *testing.T) {
	h := serving(t, newFake())
	en := []string{"Accept-Language", "en"}
	for _, c := range []struct {
		target    string
		status    int
		parameter string
		value     string
	}{
		{"/v1/towns/999", 404, "code", "999"},
		{"/v1/towns/999/coverage?category=clinic&minutes=5", 404, "code", "999"},
		{"/v1/towns/330411001,999/greenways", 404, "code", "999"},
		{"/v1/coverage?units=999", 400, "units", "999"},
		{"/v1/coverage?units=all&categories=nope", 400, "categories", "nope"},
		{"/v1/towns/all/coverage?category=nope&minutes=5", 400, "category", "nope"},
		{"/v1/towns/all/coverage?category=clinic&minutes=5&mode=broom", 400, "mode", "broom"},
		{"/v1/towns/all/coverage?category=clinic&circle=c99", 400, "circle", "c99"},
		{"/v1/towns/all/completeness?circle=c99", 400, "circle", "c99"},
		{"/v1/towns/all/service-radius?rule=park_1900", 400, "rule", "park_1900"},
		{"/v1/isochrones?lon=-1&lat=1&minutes=5", 422, "lon,lat", "-1,1"},
		{"/v1/towns/330411", 400, "code", "330411"},
	} {
		p := problemIn(t, ask(h, c.target, en...), c.status)
		assert.Equal(t, c.parameter, p["parameter"], c.target)
		assert.Equal(t, c.value, p["value"], c.target)
		if c.status != 422 { // there the place is written with all its decimals
			assert.Contains(t, p["detail"], c.value)
		}
	}
	p := problemIn(t, ask(h, "/v1/isochrones?lon=-1&lat=1&minutes=5", en...), 422)
	assert.Equal(t, 812.3, p["nearest_m"])
	assert.Equal(t, 500.0, p["limit_m"])
	p = problemIn(t, ask(h, "/v1/towns/330411", en...), 400)
	assert.Equal(t, "county", p["level"])
	assert.Contains(t, p["detail"], "/v1/units?level=county", "the right place is named")
	p = problemIn(t, ask(h, "/v1/towns/330411,330411001", en...), 400)
	assert.Contains(t, p["detail"], "several levels")
}

func TestProblemsSpeakBothLanguages(t *testing.T) {
	h := serving(t, newFake())
	zh := ask(h, "/v1/units?level=x")
	assert.Equal(t, "参数无效", problemIn(t, zh, 400)["title"])
	assert.Equal(t, "zh", zh.Header().Get("Content-Language"))
	en := ask(h, "/v1/units?level=x", "Accept-Language", "en-US")
	assert.Equal(t, "Invalid parameter", problemIn(t, en, 400)["title"])
	assert.Equal(t, "en", en.Header().Get("Content-Language"))
	assert.Equal(t, "Invalid parameter", problemIn(t, ask(h, "/v1/units?level=x&lang=en"), 400)["title"])
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

func TestPanicsAreToldWithoutInternals(t *testing.T) {
	f := newFake()
	f.panics = true
	var log bytes.Buffer
	h, err := New(Options{Provider: &provider{analyst: f}, Logger: slog.New(slog.NewJSONHandler(&log, nil))})
	require.NoError(t, err)
	w := ask(h, "/v1/dataset", "Accept-Encoding", "gzip", "X-Request-Id", "abc-1")
	p := problemIn(t, w, http.StatusInternalServerError)
	assert.NotContains(t, w.Body.String(), "secret")
	assert.Equal(t, "abc-1", p["request_id"])
	line := map[string]any{}
	require.NoError(t, json.Unmarshal(log.Bytes(), &line))
	assert.Contains(t, line["error"], "secret of the house", "the log has the cause")
	assert.Contains(t, line["error"], "fake_test.go", "and where it happened")
	assert.Equal(t, "abc-1", line["id"])
	assert.Equal(t, "/v1/dataset", line["route"])
	assert.EqualValues(t, 500, line["status"])
}

func TestInnerErrorsStayInside(t *testing.T) {
	f := newFake()
	f.fails = errors.New("graph file /secret/path is broken")
	w := ask(serving(t, f), "/v1/dataset")
	problemIn(t, w, http.StatusInternalServerError)
	assert.NotContains(t, w.Body.String(), "secret")
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

func TestADroppedRequestEndsItsComputation(t *testing.T) {
	f := newFake()
	f.waits = true
	var log bytes.Buffer
	h, err := New(Options{Provider: &provider{analyst: f}, Logger: slog.New(slog.NewJSONHandler(&log, nil))})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/v1/coverage", nil)
	w := httptest.NewRecorder()
	w.Code = 0
	done := make(chan any)
	go func() {
		defer func() { done <- recover() }()
		h.ServeHTTP(w, r)
	}()
	<-f.asked
	cancel()
	select {
	case <-f.ended:
	case <-time.After(5 * time.Second):
		t.Fatal("the computation went on")
	}
	assert.Equal(t, http.ErrAbortHandler, <-done, "the connection is broken off")
	assert.Zero(t, w.Code, "nothing was written")
	assert.Empty(t, w.Body.String())
	assert.Contains(t, log.String(), `"status":499`)
}

func TestAnAnswerThatTakesTooLong(t *testing.T) {
	f := newFake()
	f.waits = true
	h, err := New(Options{Provider: &provider{analyst: f}, Logger: quiet(), RequestTimeout: 10 * time.Millisecond})
	require.NoError(t, err)
	w := ask(h, "/v1/coverage")
	p := problemIn(t, w, http.StatusServiceUnavailable)
	assert.Equal(t, typePrefix+kindTimeout, p["type"])
	assert.Contains(t, p["detail"], "0.01")
	assert.NotEmpty(t, w.Header().Get("Retry-After"))
	<-f.ended
}

func TestRequestIDs(t *testing.T) {
	h := serving(t, newFake())
	assert.Regexp(t, `^[0-9a-f]{16}$`, ask(h, "/healthz").Header().Get("X-Request-Id"))
	assert.Equal(t, "proxy-1.2_3", ask(h, "/healthz", "X-Request-Id", "proxy-1.2_3").Header().Get("X-Request-Id"))
	for _, bad := range []string{"a b", "a\"b", "é", string(make([]byte, 65))} {
		assert.NotEqual(t, bad, ask(h, "/healthz", "X-Request-Id", bad).Header().Get("X-Request-Id"))
	}
}

func TestCORS(t *testing.T) {
	h := serving(t, newFake())
	for _, target := range []string{"/v1/dataset", "/v1/units?level=x", "/nothing"} {
		w := ask(h, target, "Origin", "https://a.example")
		assert.Equal(t, "*", w.Header().Get("Access-Control-Allow-Origin"), target)
		for _, name := range []string{"ETag", "Link", "Content-Crs"} {
			assert.Contains(t, w.Header().Get("Access-Control-Expose-Headers"), name)
		}
	}
	w := do(h, http.MethodOptions, "/v1/dataset", "Origin", "https://a.example", "Access-Control-Request-Method", "GET")
	assert.Equal(t, http.StatusNoContent, w.Code)
	assert.Equal(t, allowedMethods, w.Header().Get("Access-Control-Allow-Methods"))
	assert.Contains(t, w.Header().Get("Access-Control-Allow-Headers"), "If-None-Match")

	some, err := New(Options{Provider: &provider{analyst: newFake()}, Logger: quiet(), CORSOrigins: []string{"https://a.example"}})
	require.NoError(t, err)
	w = ask(some, "/v1/dataset", "Origin", "https://a.example")
	assert.Equal(t, "https://a.example", w.Header().Get("Access-Control-Allow-Origin"))
	assert.Equal(t, "Accept, Accept-Encoding, Accept-Language, Origin", w.Header().Get("Vary"))
	w = ask(some, "/v1/dataset", "Origin", "https://b.example")
	assert.Empty(t, w.Header().Get("Access-Control-Allow-Origin"))
}

func TestTheMapIsServedBesideTheResources(t *testing.T) {
	pages := http.FileServer(http.FS(testPages()))
	h, err := New(Options{Provider: &provider{analyst: newFake()}, Logger: quiet(), Map: pages})
	require.NoError(t, err)
	w := ask(h, "/")
	assert.Equal(t, http.StatusOK, w.Code)
	assert.Contains(t, w.Body.String(), "<title>")
	w = ask(h, "/assets/a.js?v=1", "Accept-Encoding", "gzip")
	assert.Equal(t, http.StatusOK, w.Code)
	assert.Equal(t, "gzip", w.Header().Get("Content-Encoding"))
	problemIn(t, ask(h, "/assets/b.js"), http.StatusNotFound)
	problemIn(t, ask(h, "/v1/nothing"), http.StatusNotFound)
	problemIn(t, do(h, http.MethodPost, "/"), http.StatusMethodNotAllowed)
	assert.Equal(t, http.StatusNoContent, do(h, http.MethodOptions, "/").Code)
	assert.Equal(t, http.StatusOK, do(h, http.MethodHead, "/").Code)
	assert.Equal(t, MediaJSON, ask(h, "/healthz").Header().Get("Content-Type"))
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
