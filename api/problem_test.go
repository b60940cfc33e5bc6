package api

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	h := serving(t, newFake())
	for _, path := range []string{"/", "/x", "/v1", "/v1/", "/v1/nothing", "/v1/towns/330411001/nothing", "/v1/towns/330411001/coverage/x",
		"/v1/dataset/", "/V1/dataset", "/v2/dataset", "/v1/towns/", "/metrics", "/openapi.json", "//v1/dataset"} {
		p := problemIn(t, ask(h, path), http.StatusNotFound)
		assert.Equal(t, typePrefix+kindNotFound, p["type"], path)
		problemIn(t, do(h, http.MethodPost, path), http.StatusNotFound)
	}
}
