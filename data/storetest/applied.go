package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/scenario"
)

// quarter is a grid of streets with homes and a clinic in one of its corners, in a town
// with an official number of people; its extent is that of its roads.
func quarter() *geo.Dataset {
	const step = 0.0015
	at := func(x, y float64) orb.Point { return orb.Point{120 + x*step, 30 + y*step} }
	d := &geo.Dataset{Title: "quarter", Units: []geo.Unit{{Code: "t", Name: "镇", Level: geo.LevelTown, Population: geo.Known(1000), PopulationYear: 2020, Source: "own",
		Geometry: orb.MultiPolygon{orb.Bound{Min: at(-2, -2), Max: at(8, 8)}.ToPolygon()}}}}
	for y := range 6 {
		for x := range 6 {
			i, j := float64(x), float64(y)
			for n, b := range []orb.Point{at(i+1, j), at(i, j+1)} {
				d.Roads = append(d.Roads, geo.RoadSegment{ID: fmt.Sprintf("r%d-%d-%d", x, y, n), Highway: "residential", Source: "osm",
					From: int64(100*y + x + 1), To: []int64{int64(100*y + x + 2), int64(100*(y+1) + x + 1)}[n], Geometry: orb.LineString{at(i, j), b}})
			}
			d.Homes = append(d.Homes, geo.Home{ID: fmt.Sprintf("h%d%d", x, y), Location: at(i+0.4, j+0.3), Persons: geo.Known(float64(10 + x)),
				Groups: map[string]float64{"60+": 3}, Dwellings: geo.Known(4), Town: "t", GrainM: 50, Source: "own"})
		}
	}
	d.Facilities = []geo.Facility{{ID: "clinic", Categories: []string{"clinic"}, Location: at(0.2, 0.1), Status: geo.StatusExisting,
		Attributes: map[string]any{"beds": 3.0, "open": true}, Source: "own"}}
	d.Parks = []geo.Park{{ID: "park", Kind: "park", Geometry: orb.MultiPolygon{orb.Bound{Min: at(2.2, 2.2), Max: at(2.6, 2.6)}.ToPolygon()}, Source: "osm"}}
	return d
}

func quarterRules() *geo.Profiles {
	return &geo.Profiles{Version: "test",
		Modes: []geo.Mode{{ID: "walk", Vehicle: geo.OnFoot, SpeedKmh: 4, LegFactor: 2, LegSpeedKmh: 4, LinkLimitM: 200, Classes: []string{"residential", "footway"}}},
		Circles: []geo.Circle{{ID: "w500", Mode: "walk", Metric: geo.NetworkDistance, LimitM: 500, Origin: geo.OriginAll, Available: true},
			{ID: "w900", Mode: "walk", Metric: geo.NetworkDistance, LimitM: 900, Origin: geo.OriginAll, Available: true}},
		Categories: []geo.Category{{ID: "clinic", Zh: "诊所", En: "clinic"}}}
}

// coverage is the table of a dataset, a line each.
func coverage(t *testing.T, a *analysis.Analysis) (out []string) {
	t.Helper()
	rows, err := a.Table(context.Background(), analysis.TableQuery{})
	require.NoError(t, err)
	for i := range rows {
		line, err := json.Marshal([]any{rows[i].Area.Code, rows[i].Circle, rows[i].Category, rows[i].Coverage, rows[i].Facilities})
		require.NoError(t, err)
		out = append(out, string(line))
	}
	return out
}

func ready(t *testing.T, d *geo.Dataset) *analysis.Analysis {
	t.Helper()
	a, err := analysis.New(context.Background(), d, quarterRules(), analysis.Options{})
	require.NoError(t, err)
	return a
}

// applied: a scenario that is applied answers, loaded afresh, as it did before; taking it
// back gives the very dataset again.
func applied(t *testing.T, empty func(t *testing.T) Place) {
	ctx := context.Background()
	place := empty(t)
	s := place(t)
	commit(t, s, data.Write{Rows: quarter(), Layers: every(data.ReplaceLayer)})
	before := load(t, s)
	body := `[
	 {"op":"add","layer":"facility","lon":120.0062,"lat":30.0061,"category":"clinic","properties":{"name":"新站","capacity":30,"attributes":{"ownership":"public"}}},
	 {"op":"move","layer":"facility","id":"clinic","lon":120.0004,"lat":30.0003},
	 {"op":"add","layer":"road","id":"short-cut","geometry":{"type":"LineString","coordinates":[[120.00001,30.00001],[120.012,30.0119]]},"properties":{"highway":"footway"}},
	 {"op":"remove","layer":"road","id":"r3-3-0"},
	 {"op":"set","layer":"road","id":"r1-1-1","properties":{"access":"private","maxspeed_kmh":20,"oneway":"-1"}},
	 {"op":"add","layer":"greenway","geometry":{"type":"LineString","coordinates":[[120,30.001],[120.003,30.001]]},"properties":{"name":"绿道"}},
	 {"op":"close","layer":"park","id":"park"},
	 {"op":"add","layer":"park","geometry":{"type":"Polygon","coordinates":[[[120.001,30.001],[120.002,30.001],[120.002,30.002],[120.001,30.002],[120.001,30.001]]]}},
	 {"op":"add","layer":"parcel","geometry":{"type":"Polygon","coordinates":[[[120.004,30.001],[120.005,30.001],[120.005,30.002],[120.004,30.002],[120.004,30.001]]]},"properties":{"use":"residential","dwellings":20}},
	 {"op":"set","layer":"population","geometry":{"type":"Polygon","coordinates":[[[120,30],[120.003,30],[120.003,30.003],[120,30.003],[120,30]]]},"properties":{"persons":250}},
	 {"op":"add","layer":"population","geometry":{"type":"Polygon","coordinates":[[[120.004,30.001],[120.005,30.001],[120.005,30.002],[120.004,30.002],[120.004,30.001]]]},"properties":{"persons":333,"dwellings":100}}]`
	edits, err := scenario.Decode([]byte(body))
	require.NoError(t, err)
	answer, err := scenario.Evaluate(ctx, ready(t, before), edits, scenario.Question{}, scenario.Options{})
	require.NoError(t, err)
	require.NotEmpty(t, answer.Coverage)
	want := answer.After.Dataset()
	require.NotEqual(t, before.Extent, want.Extent, "a road reaches beyond all others")

	w := data.EditsOf(want, answer.Changes)
	w.Expect, w.What = before.Version, "scenario 新站"
	w.Info = &geo.SourceInfo{Name: scenario.Source, Attribution: "lifecircle scenario"}
	commit(t, s, w)
	got := load(t, place(t))
	require.Equal(t, want.Extent, got.Extent)
	require.Equal(t, want.ExtentFrom, got.ExtentFrom)
	require.Equal(t, coverage(t, answer.After), coverage(t, ready(t, got)), "loaded afresh")
	require.Equal(t, "scenario 新站", told(t, s)[0].What)
	again, err := scenario.Evaluate(ctx, ready(t, got), []scenario.Edit{{Op: scenario.Close, Layer: scenario.Road, ID: "short-cut~1"}}, scenario.Question{}, scenario.Options{})
	require.NoError(t, err, "what was applied is there to be edited")
	require.Len(t, again.Changes.Layers, 1)

	restore(t, s, before.Version)
	requireSame(t, before, load(t, place(t)))
	require.Equal(t, coverage(t, ready(t, before)), coverage(t, ready(t, load(t, s))))
}
