package scenario_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/scenario"
)

// rules have a mode on foot and one that obeys one-way streets, and circles of each.
func rules() *geo.Profiles {
	circle := func(id, mode string, metric geo.Metric, m float64, set string) geo.Circle {
		return geo.Circle{ID: id, Mode: mode, Metric: metric, LimitM: m, Origin: geo.OriginAll, RequirementSet: set, Available: true}
	}
	p := &geo.Profiles{Version: "test",
		Modes: []geo.Mode{
			{ID: "walk", Vehicle: geo.OnFoot, SpeedKmh: 3.6, LegFactor: 2, LegSpeedKmh: 3.6, LinkLimitM: 200, Classes: []string{"residential", "footway"}},
			{ID: "bike", Vehicle: geo.OnBicycle, SpeedKmh: 14.4, LegFactor: 2, LegSpeedKmh: 3.6, LinkLimitM: 200, Classes: []string{"residential"}, ObeysOneWay: true},
			{ID: "car", Vehicle: geo.InCar, LegFactor: 2, LegSpeedKmh: 3.6, LinkLimitM: 200, ClassSpeedKmh: map[string]float64{"residential": 36, "motorway": 100},
				Classes: []string{"residential", "motorway"}, ObeysOneWay: true},
		},
		Circles: []geo.Circle{
			circle("w500", "walk", geo.NetworkDistance, 500, "basic"), circle("b800", "bike", geo.NetworkDistance, 800, ""), circle("line300", "", geo.StraightLine, 300, ""),
			{ID: "drive1", Mode: "car", Metric: geo.NetworkTime, LimitS: 60, Origin: geo.OriginAll, Available: true},
			{ID: "seat", Mode: "car", Metric: geo.NetworkTime, LimitS: 60, Origin: geo.OriginSeat, Available: true},
		},
		RequirementSets: []geo.RequirementSet{{ID: "basic", Requirements: []geo.Requirement{{ID: "c", AnyOf: []string{"clinic"}}, {ID: "s", AnyOf: []string{"school"}}}}},
	}
	for _, c := range [][2]string{{"clinic", "H03"}, {"school", "E03"}} {
		p.Categories = append(p.Categories, geo.Category{ID: c[0], Code: c[1], Zh: c[0], En: c[0]})
	}
	return p
}

var centre = orb.Point{120, 30}

// town is a grid of crooked streets with gaps in two units, with homes and facilities.
// Half of the streets name their nodes, as those of OpenStreetMap do.
func town(r *rand.Rand) *geo.Dataset {
	const blockM, side = 150.0, 5
	proj := crs.NewLocalTM(centre)
	half := blockM * side / 2
	at := func(x, y float64) orb.Point {
		p := proj.ToGeo(orb.Point{x - half, y - half})
		return orb.Point{math.Round(p[0]*1e7) / 1e7, math.Round(p[1]*1e7) / 1e7}
	}
	place := func() orb.Point { return at(2*half*r.Float64(), 2*half*r.Float64()) }
	ds := &geo.Dataset{Version: "random", LayerVersions: map[geo.Layer]string{}, ExtentFrom: "header",
		Extent: orb.Bound{Min: orb.Point{119.5, 29.5}, Max: orb.Point{120.5, 30.5}}}
	for _, l := range geo.Layers() {
		ds.LayerVersions[l] = "1"
	}
	named := r.IntN(2) == 0
	var nodes [side][side]orb.Point
	for y := range nodes {
		for x := range nodes[y] {
			nodes[y][x] = at((float64(x)+0.1+r.Float64()*0.5)*blockM, (float64(y)+0.1+r.Float64()*0.5)*blockM)
		}
	}
	road := func(ax, ay, bx, by int) {
		if r.Float64() > 0.75 || bx >= side || by >= side {
			return
		}
		s := geo.RoadSegment{ID: fmt.Sprint("r", len(ds.Roads)), Highway: "residential", Geometry: orb.LineString{nodes[ay][ax], nodes[by][bx]}, Source: "drawn"}
		if named {
			s.From, s.To = int64(100*ay+ax+1), int64(100*by+bx+1)
		}
		s.OneWay = []geo.OneWay{geo.BothWays, geo.BothWays, geo.Forward}[r.IntN(3)]
		ds.Roads = append(ds.Roads, s)
	}
	for y := range side {
		for x := range side {
			road(x, y, x+1, y)
			road(x, y, x, y+1)
		}
	}
	low, high := at(-400, -400), at(2*half+400, 2*half+400)
	for i, code := range []string{"e", "w"} {
		b := orb.Bound{Min: low, Max: high}
		if i == 0 {
			b.Min[0] = centre[0]
		} else {
			b.Max[0] = centre[0]
		}
		seat := place()
		u := geo.Unit{Code: code, Name: code, Level: geo.LevelTown, Seat: &seat, Geometry: orb.MultiPolygon{b.ToPolygon()}}
		if r.IntN(2) == 0 {
			u.Population = geo.Known(math.Round(1000 * r.Float64()))
		}
		ds.Units = append(ds.Units, u)
	}
	for i := range 40 {
		n := math.Round(20*r.Float64()) + 1
		ds.Homes = append(ds.Homes, geo.Home{ID: fmt.Sprintf("h%02d", i), Location: place(), Persons: geo.Known(n), Groups: map[string]float64{"60+": n / 4}, GrainM: 60})
	}
	for i := range 2 + r.IntN(4) {
		ds.Facilities = append(ds.Facilities, geo.Facility{ID: fmt.Sprintf("f%02d", i), Location: place(),
			Categories: []string{[]string{"clinic", "school"}[r.IntN(2)]}, Attributes: map[string]any{}})
	}
	return ds
}

// somewhere is a place in the town.
func somewhere(r *rand.Rand) orb.Point {
	p := crs.NewLocalTM(centre).ToGeo(orb.Point{750 * (r.Float64() - 0.5), 750 * (r.Float64() - 0.5)})
	return orb.Point{math.Round(p[0]*1e7) / 1e7, math.Round(p[1]*1e7) / 1e7}
}

// adding is an edit that adds a facility or a road, somewhere.
func adding(r *rand.Rand, id string) scenario.Edit {
	if r.IntN(2) == 0 {
		return scenario.Edit{Op: scenario.Add, Layer: scenario.Facility, ID: id, Geometry: somewhere(r),
			Properties: map[string]any{"category": []string{"clinic", "E03"}[r.IntN(2)]}}
	}
	return addingRoad(r, id)
}

// addingRoad is an edit that adds a road, somewhere.
func addingRoad(r *rand.Rand, id string) scenario.Edit {
	line := orb.LineString{somewhere(r), somewhere(r)}
	for range r.IntN(2) {
		line = append(line, somewhere(r))
	}
	e := scenario.Edit{Op: scenario.Add, Layer: scenario.Road, ID: id, Geometry: line, Properties: map[string]any{"highway": []string{"residential", "footway"}[r.IntN(2)]}}
	if r.IntN(3) == 0 {
		e.Properties["bridge"] = true
	}
	return e
}

// many runs f for some seeds, each named by it: -run '.../seed=7$' replays one.
func many(t *testing.T, n uint64, f func(t *testing.T, r *rand.Rand)) {
	t.Helper()
	for seed := range n {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) { f(t, rand.New(rand.NewPCG(seed, 5))) })
	}
}

func ready(t *testing.T, ds *geo.Dataset) *analysis.Analysis {
	t.Helper()
	a, err := analysis.New(t.Context(), ds, rules(), analysis.Options{})
	require.NoError(t, err)
	return a
}

func apply(t *testing.T, ds *geo.Dataset, edits ...scenario.Edit) (*geo.Dataset, *scenario.Changes) {
	t.Helper()
	next, changes, err := scenario.Apply(context.Background(), ds, edits, scenario.Options{Profiles: rules()})
	require.NoError(t, err)
	return next, changes
}

// answers are everything that an analysis says of coverage and completeness, a line each.
func answers(t *testing.T, a *analysis.Analysis) (out []string) {
	t.Helper()
	rows, err := a.Table(t.Context(), analysis.TableQuery{})
	require.NoError(t, err)
	add := func(what ...any) {
		text, err := json.Marshal(what)
		require.NoError(t, err)
		out = append(out, string(text))
	}
	for i := range rows {
		r := &rows[i]
		add(r.Area.Code, r.Circle, r.Category, r.Coverage, r.Facilities, r.FacilitiesInside, r.UnplacedFacilities, r.Grey)
	}
	for _, code := range []string{"e", "w", "all"} {
		for _, group := range []string{"", "60+"} {
			c, err := a.Completeness(t.Context(), analysis.CompletenessQuery{Area: code, Circle: "w500", Group: group})
			require.NoError(t, err)
			add(code, group, c.Completeness.People, c.Completeness.Complete, c.Completeness.Reached)
			for i := range c.Completeness.Cells {
				add(code, group, c.Completeness.Cells[i])
			}
		}
	}
	return out
}

// same compares answers, and tells the first line that differs.
func same(t *testing.T, want, got []string) {
	t.Helper()
	for i := range min(len(want), len(got)) {
		require.Equal(t, want[i], got[i])
	}
	require.Len(t, got, len(want))
}

// covered are the verdicts of every home, by circle, category and home.
func covered(t *testing.T, a *analysis.Analysis) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for _, c := range a.Profiles().Circles {
		for _, category := range []string{"clinic", "school"} {
			list, err := a.Verdicts(t.Context(), "all", category, c.ID, "")
			require.NoError(t, err)
			for _, v := range list {
				out[c.ID+" "+category+" "+v.Home.ID] = v.Covered
			}
		}
	}
	return out
}
