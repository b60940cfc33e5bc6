package api

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

func TestGapsAreAskedAsWritten(t *testing.T) {
	f := newFake()
	h := serving(t, f)
	for target, want := range map[string]analysis.GapsQuery{
		"/v1/towns/330411001/gaps?circle=c15_town": {Area: "330411001", AtLeast: 1, Circle: "c15_town", Count: 50},
		"/v1/towns/330411002,330411001/gaps?category=clinic&metres=300&metric=straight_line&count=3": {
			Area: "330411001,330411002", Categories: []string{"clinic"}, AtLeast: 1, Mode: "walk", Metres: 300, StraightLine: true, Count: 3},
		"/v1/towns/all/gaps?category=clinic,primary_school&minutes=5&metric=network_time_slope&at_least=2&where=open:true&group=60+": {
			Area: "all", Categories: []string{"clinic", "primary_school"}, AtLeast: 2, Where: map[string]string{"open": "true"}, Mode: "walk", Minutes: 5, Slope: true, Group: "60+", Count: 50},
	} {
		w := ask(h, target)
		require.Equal(t, 200, w.Code, "%s: %s", target, w.Body)
		assert.Equal(t, want, f.lastGaps, target)
	}
	for target, parameter := range map[string]string{
		"/v1/towns/330411001/gaps?category=clinic":                           "circle",
		"/v1/towns/330411001/gaps?circle=c15_town&minutes=5":                 "minutes",
		"/v1/towns/330411001/gaps?category=clinic&minutes=5,15":              "minutes",
		"/v1/towns/330411001/gaps?category=clinic&minutes=121":               "minutes",
		"/v1/towns/330411001/gaps?circle=c15_town&count=0":                   "count",
		"/v1/towns/330411001/gaps?circle=c15_town&count=501":                 "count",
		"/v1/towns/330411001/gaps?circle=c15_town&mode=walk":                 "mode",
		"/v1/towns/330411001/gaps?category=nothing&circle=c15_town":          "category",
		"/v1/towns/330411001/gaps?category=clinic&minutes=5&radius=3":        "radius",
		"/v1/towns/330411001/gaps?category=clinic&minutes=5&where=ownership": "where",
	} {
		p := problemIn(t, ask(h, target), 400)
		assert.Equal(t, parameter, p["parameter"], target)
	}
}

func TestExplainAsksOfThePlace(t *testing.T) {
	f := newFake()
	h := serving(t, f)
	require.Equal(t, 200, ask(h, "/v1/explain?lon=120.7512345&lat=30.75").Code)
	assert.Equal(t, orb.Point{120.7512345, 30.75}, f.lastExplain)
	for target, parameter := range map[string]string{
		"/v1/explain?lon=120":               "lat",
		"/v1/explain?lat=30":                "lon",
		"/v1/explain?lon=181&lat=30":        "lon",
		"/v1/explain?lon=-1&lat=30.75":      "lon",
		"/v1/explain?lon=1&lat=2&mode=walk": "mode",
	} {
		p := problemIn(t, ask(h, target), 400)
		assert.Equal(t, parameter, p["parameter"], target)
	}
}
