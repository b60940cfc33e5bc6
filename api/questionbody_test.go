package api

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

func sendJSON(t *testing.T, h http.Handler, target, body string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, target, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Language", "en")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// What is sent asks what the address asks, to the last byte of the answer.
func TestAQuestionIsTheSameSentAsWritten(t *testing.T) {
	f := newFake()
	h := serving(t, f)
	const sites = "/v1/towns/330411001/sites"
	for query, body := range map[string]string{
		"category=clinic&circle=c15_town": `{"category":"clinic","circle":"c15_town"}`,
		"category=clinic,primary_school&metres=300.5&metric=straight_line&count=7&objective=lscp&candidates=parcels&avoid=farmland,water": `{"category":["primary_school","clinic"],"metres":300.5,
			"metric":"straight_line","count":7,"objective":"lscp","candidates":"parcels","avoid":["water","farmland"]}`,
		"category=clinic&minutes=5&objective=pmedian&at=120.76,30.74,120.75,30.75&where=open:true&where=star:5&group=60%2B": `{"category":"clinic","minutes":5,"objective":"pmedian",
			"at":[[120.75,30.75],[120.76,30.74]],"where":{"open":true,"star":5},"group":"60+"}`,
		"category=clinic&minutes=5&at=120.76,30.74&where=open:true": `{"category":"clinic","minutes":"5","at":[120.76,30.74],"where":"open:true"}`,
	} {
		asked := ask(h, sites+"?"+query, "Accept-Language", "en")
		require.Equal(t, 200, asked.Code, asked.Body)
		want := f.lastSites
		sent := sendJSON(t, h, sites, body)
		require.Equal(t, 200, sent.Code, "%s: %s", body, sent.Body)
		assert.Equal(t, want, f.lastSites, body)
		assert.Equal(t, asked.Body.String(), sent.Body.String())
		assert.Equal(t, MediaGeoJSON, sent.Header().Get("Content-Type"))
		assert.Equal(t, "no-store", sent.Header().Get("Cache-Control"))
	}
	// Parameters may stand in the address, and an area alone in the body.
	sent := sendJSON(t, h, sites+"?category=clinic&metres=300&lang=zh", `{"count":2}`)
	require.Equal(t, 200, sent.Code, sent.Body)
	assert.Equal(t, []any{300.0, 2}, []any{f.lastSites.Metres, f.lastSites.Count})
	assert.Equal(t, "zh", sent.Header().Get("Content-Language"))
}

const (
	area   = `{"type":"Polygon","coordinates":[[[120.7,30.7],[120.8,30.7],[120.8,30.8],[120.7,30.7]]]}`
	onePt  = `{"type":"Feature","id":"K-7","properties":{"name":"旧仓库"},"geometry":{"type":"Point","coordinates":[120.75,30.75]}}`
	twoPt  = `{"type":"Feature","properties":{"fid":3},"geometry":{"type":"Point","coordinates":[120.76,30.75,4.5]}}`
	noIDPt = `{"type":"Feature","properties":null,"geometry":{"type":"Point","coordinates":[120.77,30.75]}}`
)

func TestAreasAndCandidatesOfABody(t *testing.T) {
	f := newFake()
	h := serving(t, f)
	const sites = "/v1/towns/330411001/sites?category=clinic&metres=300"
	ring := orb.Polygon{{{120.7, 30.7}, {120.8, 30.7}, {120.8, 30.8}, {120.7, 30.7}}}
	multi := `{"type":"MultiPolygon","coordinates":[` + strings.TrimSuffix(strings.TrimPrefix(area, `{"type":"Polygon","coordinates":`), "}") + `]}`
	feature := `{"type":"Feature","properties":{},"geometry":` + area + `}`
	for body, want := range map[string][]orb.MultiPolygon{
		area: {{ring}}, multi: {{ring}}, feature: {{ring}},
		`{"type":"FeatureCollection","name":"禁建","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features":[` + feature + `,` + strings.Replace(feature, area, multi, 1) + `]}`: {{ring}, {ring}},
	} {
		w := sendJSON(t, h, sites, `{"avoid_area":`+body+`}`)
		require.Equal(t, 200, w.Code, "%s: %s", body, w.Body)
		assert.Equal(t, want, f.lastSites.AvoidAreas)
		var got struct {
			Summary struct {
				Candidates struct {
					Areas     int `json:"avoid_areas"`
					Forbidden int `json:"forbidden_by_area"`
				}
			}
		}
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &got))
		assert.Equal(t, []int{len(want), 3}, []int{got.Summary.Candidates.Areas, got.Summary.Candidates.Forbidden})
	}
	w := sendJSON(t, h, sites, `{"candidates":{"type":"FeatureCollection","features":[`+onePt+`,`+twoPt+`,`+noIDPt+`]}}`)
	require.Equal(t, 200, w.Code, w.Body)
	assert.Equal(t, []analysis.Candidate{{ID: "K-7", Name: "旧仓库", Location: orb.Point{120.75, 30.75}}, {ID: "3", Location: orb.Point{120.76, 30.75}},
		{Location: orb.Point{120.77, 30.75}}}, f.lastSites.Places)
	assert.Equal(t, analysis.CandidateKind(""), f.lastSites.Candidates)
}

func TestBodiesOfQuestionsThatAreRefused(t *testing.T) {
	h := serving(t, newFake())
	const sites = "/v1/towns/330411001/sites?category=clinic&metres=300"
	knot := strings.Replace(area, "[120.8,30.8],[120.7,30.7]]", "[120.7,30.8],[120.85,30.8],[120.7,30.7]]", 1)
	collection := func(features string) string { return `{"type":"FeatureCollection","features":[` + features + `]}` }
	for body, want := range map[string][2]string{ // parameter or pointer, and rule
		`{"count":0}`:                 {"count", "at least 1"},
		`{"count":[1,2]}`:             {"count", "given once"},
		`{"count":null}`:              {"/count", "a whole number"},
		`{"metres":300}`:              {"/metres", "given twice"},
		`{"count":1,"count":1}`:       {"/count", "given twice"},
		`{"radius":1}`:                {"/radius", "is no member"},
		`{"code":"330411002"}`:        {"/code", "is no member"},
		`{"at":[120.75]}`:             {"/at", "lon,lat"},
		`{"at":[120.75,91]}`:          {"at", "lon,lat"},
		`{"where":{}}`:                {"/where", "attribute:value"},
		`{"where":{"open":[1]}}`:      {"/where", "attribute:value"},
		`{"candidates":"list"}`:       {"candidates", "one of nodes"},
		`{"avoid_area":"water"}`:      {"/avoid_area", "has to be GeoJSON"},
		`{"avoid_area":null}`:         {"/avoid_area", "has to be one of Point"},
		`{"avoid_area":` + knot + `}`: {"/avoid_area", "does not cross or touch itself"},
		`{"avoid_area":{"type":"Polygon","coordinates":[[[121,31],[122,31],[122,32],[121,31.5]]]}}`:                                          {"/avoid_area", "a ring ends where it begins"},
		`{"avoid_area":{"type":"Polygon","coordinates":[[[500000,3400000],[500100,3400000],[500100,3400100],[500000,3400000]]]}}`:            {"/avoid_area", "is no longitude and latitude"},
		`{"avoid_area":` + collection(onePt) + `}`:                                                                                           {"/avoid_area/features/0", "has to be a Polygon"},
		`{"avoid_area":` + collection("") + `}`:                                                                                              {"/avoid_area", "has to have 1 to 1000 features"},
		`{"avoid_area":` + collection(`{"type":"Feature","geometry":null}`) + `}`:                                                            {"/avoid_area/features/0", "with a geometry"},
		`{"avoid_area":{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4549"}},"features":[]}}`: {"/avoid_area", "longitude and latitude"},
		`{"candidates":` + collection(onePt+","+onePt) + `}`:                                                                                 {"/candidates/features/1", "another candidate has"},
		`{"candidates":` + collection(`{"type":"Feature","geometry":`+area+`}`) + `}`:                                                        {"/candidates/features/0", "has to be a Point"},
		`{"candidates":` + collection(strings.Repeat(onePt+",", analysis.MaxCandidates)+onePt) + `}`:                                         {"/candidates", "1 to 5000 features"},
		`{"at":[1,2],"candidates":` + collection(onePt) + `}`:                                                                                {"candidates", "at names the candidates"},
		`[]`:                 {"", "the body has to be an object"},
		`{"count":1}{}`:      {"", "there is more after the end"},
		`{"count":1`:         {"", "before it is whole"},
		`{"category":"bar"}`: {"/category", "given twice"},
	} {
		w := sendJSON(t, h, sites, body)
		require.Equal(t, http.StatusBadRequest, w.Code, "%.200s: %s", body, w.Body)
		var p struct{ Parameter, Pointer, Rule, Detail string }
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &p))
		if strings.HasPrefix(want[0], "/") {
			assert.Equal(t, want[0], p.Pointer, "%.200s", body)
		} else {
			assert.Equal(t, want[0], p.Parameter, "%.200s", body)
		}
		assert.Contains(t, p.Rule+p.Detail, want[1], "%.200s", body)
	}
	w := sendJSON(t, h, sites, `{}`+strings.Repeat(" ", maxQuestionBytes))
	assert.Equal(t, http.StatusRequestEntityTooLarge, w.Code)
	w = sendJSON(t, h, "/v1/towns/999/sites", `{"category":"clinic","metres":300}`)
	assert.Equal(t, http.StatusNotFound, w.Code)
	w = sendJSON(t, h, "/v1/towns/330411001/gaps", `{"circle":"c15_town"}`)
	assert.Equal(t, http.StatusMethodNotAllowed, w.Code)
	f := newFake()
	f.fails = assert.AnError
	w = sendJSON(t, serving(t, f), sites, `{}`)
	assert.Equal(t, http.StatusInternalServerError, w.Code)
	assert.NotContains(t, w.Body.String(), assert.AnError.Error())
}
