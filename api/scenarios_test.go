package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/storetest"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// lane is one street with three homes along it, in one town, and a clinic at its west end.
func lane(version string) *geo.Dataset {
	at := func(m float64) orb.Point { return orb.Point{120 + m/96_000, 30} }
	ds := &geo.Dataset{Version: version, LayerVersions: map[geo.Layer]string{}, Title: "一条街", ExtentFrom: "header",
		Extent:     orb.Bound{Min: orb.Point{119, 29}, Max: orb.Point{121, 31}},
		Units:      []geo.Unit{{Code: "t", Name: "镇", Level: geo.LevelTown, Geometry: square(119.9, 29.9, 0.2)}},
		Roads:      []geo.RoadSegment{{ID: "r", Highway: "residential", Geometry: orb.LineString{at(0), at(2000)}}},
		Facilities: []geo.Facility{{ID: "f", Categories: []string{"clinic"}, Location: at(0)}}}
	for i, m := range []float64{200, 900, 1600} {
		ds.Homes = append(ds.Homes, geo.Home{ID: fmt.Sprint("h", i), Location: at(m), Persons: geo.Known(10)})
	}
	for _, l := range geo.Layers() {
		ds.LayerVersions[l] = version
	}
	return ds
}

func laneAnalysis(t testing.TB, version string) *analysis.Analysis {
	t.Helper()
	a, err := analysis.New(context.Background(), lane(version), &geo.Profiles{Version: "p",
		Modes:      []geo.Mode{{ID: "walk", Vehicle: geo.OnFoot, SpeedKmh: 4, LegFactor: 2, LegSpeedKmh: 4, LinkLimitM: 200, Classes: []string{"residential"}}},
		Circles:    []geo.Circle{{ID: "w500", Mode: "walk", Metric: geo.NetworkDistance, LimitM: 500, Origin: geo.OriginAll, Available: true}},
		Categories: []geo.Category{{ID: "clinic", Code: "H", Zh: "诊所", En: "Clinic"}, {ID: "school", Zh: "学校", En: "School"}}}, analysis.Options{})
	require.NoError(t, err)
	return a
}

// laneJudges judge by one row: the share within 500 m of a clinic, 60 % wanted.
type laneJudges struct{ list []*indicator.Standard }

type laneJudge struct{ *indicator.Evaluator }

func (laneJudge) Trend(context.Context, string, string) (Trend, error) { return Trend{}, nil }
func (laneJudge) Year() int                                            { return 2026 }
func (laneJudge) Kept() string                                         { return "" }

func (l laneJudges) Judge(_ context.Context, a Analyst) (Judge, error) {
	return laneJudge{indicator.New(a.(*analysis.Analysis), l.list, indicator.Options{})}, nil
}
func (l laneJudges) JudgeAs(_ Judge, a Analyst) (Judge, error) {
	return l.Judge(context.Background(), a)
}

// street serves the lane, with records that are no store of datasets.
type street struct {
	http.Handler
	provider *provider
	secrets  map[data.Role]string
}

func onStreet(t testing.TB) *street {
	t.Helper()
	records := &storetest.MemoryRecords{}
	s := &street{provider: &provider{analyst: laneAnalysis(t, "v1")}, secrets: map[data.Role]string{}}
	for _, role := range data.Roles() {
		key, secret, err := data.NewKey(string(role), role, time.Now())
		require.NoError(t, err)
		require.NoError(t, records.AddKey(context.Background(), key))
		s.secrets[role] = secret
	}
	list := []*indicator.Standard{{ID: "lane-2020", Level: geo.LevelTown, Text: indicator.Text{Zh: "街", En: "Lane"}, Indicators: []indicator.Indicator{
		{ID: "L-1", Text: indicator.Text{Zh: "诊所", En: "Clinic"}, Kind: indicator.Coverage, Level: geo.LevelTown, Unit: "%",
			Targets: []indicator.Target{{Op: indicator.AtLeast, Value: 60}}, Params: indicator.Params{Circle: "w500", Categories: []string{"clinic"}}},
		{ID: "L-2", Text: indicator.Text{Zh: "学校", En: "Schools"}, Kind: indicator.Count, Level: geo.LevelTown, Unit: "所",
			Targets: []indicator.Target{{Op: indicator.AtLeast, Value: 1}}, Params: indicator.Params{Categories: []string{"school"}}}}}}
	h, err := New(Options{Provider: s.provider, Build: "test", Logger: quiet(), Records: func() data.Records { return records },
		Standards: Standards{List: list, Version: "s", Judges: laneJudges{list}}})
	require.NoError(t, err)
	s.Handler = h
	return s
}

func (s *street) send(method, path, body string, role data.Role) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.Background(), method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Language", "en")
	if role != "" {
		r.Header.Set(headerAPIKey, s.secrets[role])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// eastClinic adds a clinic at the east end: it reaches the third home.
const eastClinic = `{"op":"add","layer":"facility","lon":120.0175,"lat":30,"category":"H"}`

// What a scenario changes, to the last member, worked out by hand: of three homes of ten
// people the first has a clinic within 500 m, and with the new one the third.
func TestEvaluateByHand(t *testing.T) {
	s := onStreet(t)
	w := s.send(http.MethodPost, pathEvaluate, `{"edits":[`+eastClinic+`]}`, "")
	require.Equal(t, http.StatusOK, w.Code, w.Body)
	require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	golden(t, "scenario.json", w.Body.Bytes())
	var got struct {
		Coverage []coverageForm
		Features homesForm
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &got))
	require.Len(t, got.Coverage, 1, "schools are not touched")
	c := got.Coverage[0]
	assert.Equal(t, []float64{10, 20, 10, 30, 30}, []float64{*c.Before, *c.After, *c.Difference, *c.TotalBefore, *c.TotalAfter})
	require.Len(t, got.Features.Features, 1)
	assert.Equal(t, "h2", got.Features.Features[0].Properties.Home)

	// All rows where towns, circles, categories and standards are named.
	w = s.send(http.MethodPost, pathEvaluate, `{"towns":["t"],"circles":["w500"],"categories":["H","school"],"standards":["lane-2020"],"edits":[]}`, "")
	require.Equal(t, http.StatusOK, w.Code, w.Body)
	var all struct {
		Coverage   []coverageForm
		Indicators []differenceForm
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &all))
	require.Len(t, all.Coverage, 2)
	require.Len(t, all.Indicators, 2)
	assert.InDelta(t, 0, *all.Coverage[0].Difference, 0)
}

func TestScenariosThatAreRefused(t *testing.T) {
	s := onStreet(t)
	for body, want := range map[string][3]string{ // pointer, value, rule
		`{"edits":[` + eastClinic + `,{"op":"close","layer":"facility","id":"x"}]}`: {"/edits/1/id", "x", "is no facility of this dataset"},
		`{"edits":[],"towns":["nowhere"]}`:                                          {"/towns", "nowhere", "is no unit of this dataset; /v1/units lists them"},
		`{"edits":[],"standards":["nowhere"]}`:                                      {"/standards", "nowhere", "is no standard; /v1/standards lists them"},
		`{"edits":[` + eastClinic + `],"circles":["c"]}`:                            {"/circles", "c", "is no circle; /v1/circles lists them"},
		`{"edits":[` + eastClinic + `],"categories":["c"]}`:                         {"/categories", "c", "is no category; /v1/categories lists them"},
		`{"edits":[` + eastClinic + `],"colour":"red"}`:                             {"/colour", "", "is no member"},
		`{"edits":[` + strings.Repeat(eastClinic+",", 200) + eastClinic + `]}`:      {"/edits", "201", "has to have at most 200 edits"},
		`no`: {"/", "no", "is an object"},
	} {
		w := s.send(http.MethodPost, pathEvaluate, body, "")
		require.Equal(t, http.StatusBadRequest, w.Code, w.Body)
		var p struct{ Pointer, Value, Rule string }
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &p))
		assert.Equal(t, want[0], p.Pointer)
		assert.Equal(t, want[1], p.Value)
		assert.Contains(t, p.Rule, want[2])
	}
	w := s.send(http.MethodPost, pathEvaluate, `{"edits":[]}`+strings.Repeat(" ", maxScenarioBytes), "")
	assert.Equal(t, http.StatusRequestEntityTooLarge, w.Code)
	w = s.send(http.MethodPost, pathEvaluate+"?towns=t", `{"edits":[]}`, "")
	assert.Equal(t, http.StatusBadRequest, w.Code)
	w = s.send(http.MethodPost, pathScenarios, `{"edits":[]}`, data.RoleDesigner)
	assert.Contains(t, w.Body.String(), `"pointer":"/name"`)
	w = s.send(http.MethodPost, pathScenarios, `{"name":"x","dataset_version":"old","edits":[]}`, data.RoleDesigner)
	assert.Contains(t, w.Body.String(), `"pointer":"/dataset_version"`)
	w = s.send(http.MethodPost, pathScenarios, `{"name":"x","edits":[{"op":"close","layer":"park","id":"p"}]}`, data.RoleDesigner)
	assert.Contains(t, w.Body.String(), `"pointer":"/edits/0/id"`, "what does not fit the dataset is not saved")
	w = s.send(http.MethodPost, pathScenarios, `{"name":"x","edits":[]}`, "")
	assert.Equal(t, http.StatusUnauthorized, w.Code)
	w = ask(s, pathCompare+"?ids=0badcafe", "Accept-Language", "en")
	assert.Equal(t, http.StatusNotFound, w.Code)
	assert.Contains(t, w.Body.String(), "no-such-scenario")
}

// A saved scenario is evaluated on whatever dataset is in service, and says when that is
// another, or when its edits no longer fit.
func TestASavedScenarioFollowsTheDataset(t *testing.T) {
	s := onStreet(t)
	save := func(body string) savedForm {
		w := s.send(http.MethodPost, pathScenarios, body, data.RoleDesigner)
		require.Equal(t, http.StatusCreated, w.Code, w.Body)
		var f savedForm
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &f))
		return f
	}
	east := save(`{"name":"东","author":"王工","edits":[` + eastClinic + `]}`)
	closed := save(`{"name":"关","edits":[{"op":"close","layer":"facility","id":"f"}]}`)
	assert.Equal(t, "designer", closed.Author, "whose key it is")
	get := func(id string) (changed bool, reason string, evaluated bool, tag string) {
		w := ask(s, pathScenarios+"/"+id, "Accept-Language", "en")
		require.Equal(t, http.StatusOK, w.Code, w.Body)
		var a struct {
			Scenario   savedForm
			Reason     string
			Evaluation *json.RawMessage
		}
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &a))
		return a.Scenario.ChangedSince, a.Reason, a.Evaluation != nil, w.Header().Get("ETag")
	}
	changed, reason, evaluated, tag := get(closed.ID)
	assert.Equal(t, []any{false, "", true}, []any{changed, reason, evaluated})

	w := ask(s, pathCompare+"?ids="+closed.ID+","+east.ID, "Accept-Language", "en")
	require.Equal(t, http.StatusOK, w.Code, w.Body)
	var side struct {
		Coverage   []comparedCoverage
		Indicators []comparedIndicator
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &side))
	require.Len(t, side.Coverage, 1)
	after := map[string]float64{}
	for _, x := range side.Coverage[0].Sides {
		after[x.Scenario] = *x.After
	}
	assert.Equal(t, map[string]float64{east.ID: 20, closed.ID: 0}, after)
	require.Len(t, side.Indicators, 1)
	assert.Equal(t, indicator.Red, side.Indicators[0].Lamp)
	lamps := map[string]indicator.Lamp{}
	for _, x := range side.Indicators[0].Sides {
		lamps[x.Scenario] = x.Lamp
	}
	assert.Equal(t, map[string]indicator.Lamp{east.ID: indicator.Green, closed.ID: indicator.Grey}, lamps, "grey: the data has no clinic at all")

	next := lane("v2")
	next.Facilities = nil
	a, err := s.provider.analyst.(*analysis.Analysis).Next(context.Background(), next)
	require.NoError(t, err)
	s.provider.analyst = a
	changed, reason, evaluated, now := get(closed.ID)
	assert.Equal(t, []any{true, false}, []any{changed, evaluated})
	assert.Contains(t, reason, "the edits no longer fit the dataset")
	assert.NotEqual(t, tag, now)
	changed, _, evaluated, _ = get(east.ID)
	assert.Equal(t, []any{true, true}, []any{changed, evaluated})

	// Records alone hold no dataset to apply anything to.
	w = s.send(http.MethodPost, pathScenarios+"/"+east.ID+"/apply", "", data.RoleAdmin)
	assert.Equal(t, http.StatusServiceUnavailable, w.Code)
	w = s.send(http.MethodPost, pathScenarios+"/"+east.ID+"/undo", "", data.RoleDesigner)
	assert.Equal(t, http.StatusForbidden, w.Code)
	w = s.send(http.MethodDelete, pathScenarios+"/"+east.ID, "", data.RoleDesigner)
	assert.Equal(t, http.StatusNoContent, w.Code)
	assert.Equal(t, http.StatusNotFound, s.send(http.MethodDelete, pathScenarios+"/"+east.ID, "", data.RoleDesigner).Code)
}
