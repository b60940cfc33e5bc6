package api

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// indented lays JSON out for the eye without changing a digit of it.
func indented(t *testing.T, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, json.Indent(&out, b, "", " "), "%s", b)
	return out.Bytes()
}

// The golden responses are reviewed answers of the hand-made Analyst. A change of one
// is a change that clients see.
func TestGoldenResponses(t *testing.T) {
	h := serving(t, newFake())
	targets := goodTargets()
	for file, target := range map[string]string{
		"dataset": targets[pathDataset], "categories": targets[pathCategories], "modes": targets[pathModes], "circles": targets[pathCircles],
		"units": "/v1/units?level=county&lang=en", "towns": "/v1/towns?geometry=false", "town": targets[pathTown], "table": targets[pathTable],
		"facilities": targets[pathFacilities], "coverage": "/v1/towns/330411001/coverage?category=clinic&minutes=5,15&at_least=2&where=open:true&group=60+",
		"coverage_metres":  "/v1/towns/330411001/coverage?category=clinic&metres=300&geometry=false",
		"coverage_slope":   "/v1/towns/330411001/coverage?category=clinic&metres=300&metric=network_distance_slope&geometry=false&lang=en",
		"isochrones_slope": "/v1/isochrones?lon=120.75&lat=30.75&metres=500&metric=network_distance_slope",
		"coverage_grey":    "/v1/towns/330411001/coverage?category=clinic&circle=c15_town&lang=en",
		"completeness":     targets[pathCompleteness], "greenways": targets[pathGreenways],
		"greenways_unknown": "/v1/towns/330411002/greenways?lang=en", "service_radius": targets[pathServiceRadius],
		"service_radius_unknown": "/v1/towns/330411002/service-radius",
		"isochrones":             targets[pathIsochrones], "isochrones_metres": "/v1/isochrones?lon=120.75&lat=30.75&metres=500&direction=to&tolerance=5",
		"sites": targets[pathSites], "sites_pmedian": "/v1/towns/330411001/sites?category=clinic&minutes=10&objective=pmedian&at=120.75,30.75,120.76,30.74&lang=en",
		"sites_lscp": "/v1/towns/330411001/sites?category=clinic&metres=500&objective=lscp&candidates=villages&group=60+",
		"sites_grey": "/v1/towns/330411002/sites?category=clinic&circle=c15_town&lang=en",
		"gaps":       targets[pathGaps], "gaps_categories": "/v1/towns/330411001/gaps?category=clinic&minutes=10&at_least=2&where=open:true&group=60+&count=7&lang=en",
		"supply": targets[pathSupply], "supply_grey": "/v1/towns/330411002/supply?category=clinic&circle=c15_town&capacity=beds&lang=en",
		"supply_units":      "/v1/towns/330411001/supply?category=clinic&minutes=10&method=e2sfca&below=40&features=units&level=town&group=60+&lang=en",
		"supply_facilities": "/v1/towns/330411001/supply?category=clinic&minutes=10&method=e2sfca&decay=gauss&capacity=count&features=facilities&where=open:true",
		"gaps_served":       "/v1/towns/330411001/gaps?category=primary_school&metres=500&lang=en",
		"gaps_grey":         "/v1/towns/330411002/gaps?circle=c15_town&lang=en", "explain": targets[pathExplain], "explain_en": "/v1/explain?lon=120.75&lat=30.75&lang=en",
		"standards": targets[pathStandards], "standard": targets[pathStandard], "scorecard": targets[pathScorecard],
		"scorecard_county": "/v1/towns/330411/scorecard?standard=towns-2020", "behind": targets[pathBehind], "trend": targets[pathTrend],
		"rankings": targets[pathRankings], "rankings_indicator": "/v1/rankings?standard=towns-2020&indicator=T-1",
	} {
		w := ask(h, target)
		require.Equal(t, 200, w.Code, "%s: %s", target, w.Body)
		golden(t, file+".json", indented(t, w.Body.Bytes()))
	}
	for file, target := range map[string]string{
		"table": "/v1/coverage?format=csv&lang=en", "table_zh": "/v1/coverage?format=csv",
		"scorecard": targets[pathScorecard] + "&format=csv", "scorecard_en": targets[pathScorecard] + "&format=csv&lang=en",
	} {
		w := ask(h, target)
		require.Equal(t, 200, w.Code)
		golden(t, file+".csv", w.Body.Bytes())
	}
	w := ask(h, "/v1/units?level=x", "X-Request-Id", "golden")
	golden(t, "problem.json", indented(t, w.Body.Bytes()))
}

// Every collection is read back by another implementation and held to RFC 7946.
func TestCollectionsAreValidGeoJSON(t *testing.T) {
	h := serving(t, newFake())
	for path, target := range goodTargets() {
		if endpointAt(t, path).Media[0] != MediaGeoJSON {
			continue
		}
		w := ask(h, target)
		require.Equal(t, 200, w.Code, target)
		document := map[string]any{}
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &document))
		assert.NotContains(t, document, "crs", "RFC 7946 §4")
		assert.NotNil(t, document["dataset"].(map[string]any)["version"], path)
		assert.Equal(t, []any{"© OpenStreetMap contributors (ODbL-1.0)"}, document["attribution"], path)
		if path == pathTown {
			feature, err := geojson.UnmarshalFeature(w.Body.Bytes())
			require.NoError(t, err, path)
			rightHanded(t, feature.Geometry)
			continue
		}
		collection, err := geojson.UnmarshalFeatureCollection(w.Body.Bytes())
		require.NoError(t, err, path)
		assert.NotEmpty(t, collection.Features, path)
		for _, f := range collection.Features {
			rightHanded(t, f.Geometry)
		}
		for _, f := range document["features"].([]any) {
			assert.Contains(t, f, "geometry", "RFC 7946 §3.2")
			assert.Contains(t, f, "properties")
			finiteNumbers(t, f)
		}
	}
	w := ask(h, "/v1/towns?geometry=false")
	assert.Contains(t, w.Body.String(), `"geometry":null`)
}

func rightHanded(t *testing.T, g orb.Geometry) {
	t.Helper()
	m, ok := g.(orb.MultiPolygon)
	if !ok {
		return
	}
	for _, p := range m {
		for i, ring := range p {
			assert.True(t, ring.Closed())
			want := orb.CW
			if i == 0 {
				want = orb.CCW
			}
			assert.Equal(t, want, ring.Orientation(), "RFC 7946 §3.1.6")
		}
	}
}

func finiteNumbers(t *testing.T, v any) {
	t.Helper()
	switch v := v.(type) {
	case float64:
		assert.False(t, math.IsNaN(v) || math.IsInf(v, 0))
	case []any:
		for _, x := range v {
			finiteNumbers(t, x)
		}
	case map[string]any:
		for _, x := range v {
			finiteNumbers(t, x)
		}
	}
}

func TestCSVIsWhatASpreadsheetOpens(t *testing.T) {
	h := serving(t, newFake())
	w := ask(h, "/v1/coverage", "Accept", "text/csv", "Accept-Language", "en")
	require.Equal(t, 200, w.Code)
	assert.Equal(t, "text/csv; charset=utf-8; header=present", w.Header().Get("Content-Type"))
	assert.Contains(t, w.Header().Get("Content-Disposition"), "attachment")
	body := w.Body.String()
	require.True(t, strings.HasPrefix(body, byteOrderMark))
	assert.Equal(t, strings.Count(body, "\n"), strings.Count(body, "\r\n"), "RFC 4180 §2: lines end in CRLF")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, byteOrderMark))).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 3)
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	first, second := rows[1], rows[2]
	assert.Equal(t, "0.333333", first[column["population_share"]])
	assert.Equal(t, "15", first[column["minutes"]])
	assert.Equal(t, "v1", first[column["dataset_version"]])
	assert.Equal(t, "'=乙镇", second[column["name"]], "a name is no formula")
	assert.Empty(t, second[column["population_total"]], "unknown is empty, not 0")
	assert.Empty(t, second[column["homes"]])
	assert.Equal(t, "no built-up area, none known", second[column["reason"]])

	// The JSON form has the same figures under the same names.
	var table struct{ Rows []map[string]any }
	require.NoError(t, json.Unmarshal(ask(h, "/v1/coverage").Body.Bytes(), &table))
	require.Len(t, table.Rows, 2)
	for name := range table.Rows[0] {
		assert.Contains(t, column, name)
	}
	assert.Equal(t, 0.333333, table.Rows[0]["population_share"])
}

// FuzzRequests sends query strings to every endpoint: whatever comes in, the answer is
// never an internal error, and what is refused is a problem document.
func FuzzRequests(f *testing.F) {
	for _, s := range []string{"", "category=clinic&minutes=5", "lon=1&lat=2&minutes=5", "circle=c15_town", "format=csv", "a=%zz", "units=999",
		"category=%00&minutes=1e-300", "lang=en&x", "lon=-180&lat=90&metres=0.0001", "circle=c15_town&resolution=12", "where=a:b&category=clinic&circle=c15_town"} {
		f.Add(s)
	}
	h := serving(f, newFake())
	f.Fuzz(func(t *testing.T, query string) {
		for _, target := range goodTargets() {
			path, _, _ := strings.Cut(target, "?")
			w := ask(h, path+"?"+query)
			require.Less(t, w.Code, 500, "%s?%s", path, query)
			if w.Code != 200 {
				problemIn(t, w, w.Code)
			}
		}
	})
}
