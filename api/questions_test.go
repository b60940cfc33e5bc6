package api

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/siting"
	"github.com/seed-4611ae28/lifecircle/geo/supply"
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

func TestSitesAreAskedAsWritten(t *testing.T) {
	f := newFake()
	h := serving(t, f)
	avoid := analysis.DefaultAvoid()
	for target, want := range map[string]analysis.SitesQuery{
		"/v1/towns/330411001/sites?category=clinic&circle=c15_town": {Area: "330411001", Categories: []string{"clinic"}, Circle: "c15_town",
			Objective: siting.ObjectiveMCLP, Count: 3, Candidates: analysis.CandidateNodes, Avoid: avoid},
		"/v1/towns/330411002,330411001/sites?category=clinic&metres=300&metric=straight_line&count=7&objective=lscp&candidates=parcels&avoid=farmland,water": {
			Area: "330411001,330411002", Categories: []string{"clinic"}, Mode: "walk", Metres: 300, StraightLine: true, Objective: siting.ObjectiveLSCP,
			Count: 7, Candidates: analysis.CandidateParcels, Avoid: []string{"farmland", "water"}},
		"/v1/towns/all/sites?category=clinic&minutes=5&objective=pmedian&at=120.76,30.74%3B120.75,30.750&at=120.75,30.75&where=open:true&group=60+": {
			Area: "all", Categories: []string{"clinic"}, Mode: "walk", Minutes: 5, Objective: siting.ObjectivePMedian, Count: 3,
			At: []orb.Point{{120.75, 30.75}, {120.76, 30.74}}, Where: map[string]string{"open": "true"}, Group: "60+", Avoid: avoid},
	} {
		w := ask(h, target)
		require.Equal(t, 200, w.Code, "%s: %s", target, w.Body)
		assert.Equal(t, want, f.lastSites, target)
	}
	const town = "/v1/towns/330411001/sites?"
	for target, parameter := range map[string]string{
		"circle=c15_town":                                                           "category",
		"category=clinic":                                                           "circle",
		"category=clinic&circle=c15_town&count=0":                                   "count",
		"category=clinic&circle=c15_town&count=51":                                  "count",
		"category=clinic&circle=c15_town&objective=best":                            "objective",
		"category=clinic&circle=c15_town&candidates=list":                           "candidates",
		"category=clinic&circle=c15_town&at=120.75":                                 "at",
		"category=clinic&circle=c15_town&at=120.75,91":                              "at",
		"category=clinic&circle=c15_town&at=120.75,30.75,":                          "at",
		"category=clinic&circle=c15_town&at=1,2&candidates=homes":                   "candidates",
		"category=clinic&circle=c15_town&at=" + strings.Repeat("1,2,", 500) + "1,3": "at",
	} {
		p := problemIn(t, ask(h, town+target), 400)
		assert.Equal(t, parameter, p["parameter"], target)
	}
}

func TestSupplyIsAskedAsWritten(t *testing.T) {
	f := newFake()
	f.profiles.Categories[1].Capacity = "beds"
	h := serving(t, f)
	const town = "/v1/towns/330411001/supply?"
	base := analysis.SupplyQuery{Area: "330411001", Categories: []string{"clinic"}, Attribute: "beds", Parts: analysis.LevelWithin, Homes: true, Offers: true}
	for target, change := range map[string]func(q *analysis.SupplyQuery){
		"category=clinic&circle=c15_town": func(q *analysis.SupplyQuery) { q.Circle = "c15_town" },
		"category=clinic&metres=300&metric=straight_line&capacity=doctors&group=60+": func(q *analysis.SupplyQuery) {
			q.Mode, q.Metres, q.StraightLine, q.Attribute, q.Group = "walk", 300, true, "doctors", "60+"
		},
		"category=clinic&minutes=5&capacity=count&features=units&level=village&below=2.5": func(q *analysis.SupplyQuery) {
			q.Mode, q.Minutes, q.Attribute, q.Homes, q.Parts, q.Below = "walk", 5, "", false, "village", 0.0025
		},
		"category=clinic,primary_school&minutes=5&method=e2sfca&where=open:true": func(q *analysis.SupplyQuery) {
			q.Categories, q.Attribute, q.Mode, q.Minutes, q.Where = []string{"clinic", "primary_school"}, "capacity", "walk", 5, map[string]string{"open": "true"}
			q.Zones = supply.SlowDecay()
		},
		"category=clinic&minutes=5&method=e2sfca&decay=sharp": func(q *analysis.SupplyQuery) {
			q.Mode, q.Minutes, q.Zones = "walk", 5, supply.SharpDecay()
		},
	} {
		w := ask(h, town+target)
		require.Equal(t, 200, w.Code, "%s: %s", target, w.Body)
		want := base
		change(&want)
		assert.Equal(t, want, f.lastSupply, target)
	}
	require.Equal(t, 200, ask(h, town+"category=clinic&minutes=5&method=e2sfca&decay=gauss").Code)
	assert.InDelta(t, supply.Gauss(0.5), f.lastSupply.Weight(0.5), 0)
	for target, parameter := range map[string]string{
		"category=clinic":                                         "circle",
		"minutes=5":                                               "category",
		"category=clinic&minutes=5,10":                            "minutes",
		"category=clinic&minutes=5&decay=slow":                    "decay",
		"category=clinic&minutes=5&method=2sfca&decay=gauss":      "decay",
		"category=clinic&minutes=5&method=e2sfca&decay=linear":    "decay",
		"category=clinic&minutes=5&method=3sfca":                  "method",
		"category=clinic&minutes=5&below=0":                       "below",
		"category=clinic&minutes=5&features=streets":              "features",
		"category=clinic&minutes=5&level=street":                  "level",
		"category=clinic&minutes=5&zones=3":                       "zones",
		"category=clinic&circle=c15_town&mode=walk&method=e2sfca": "mode",
	} {
		p := problemIn(t, ask(h, town+target), 400)
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
