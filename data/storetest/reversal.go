package storetest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/scenario"
)

// The scenarios that are taken back: of every layer, of roads and a facility, and of one
// facility that the first leaves alone.
const (
	manyEdits = `[
	 {"op":"add","layer":"facility","lon":120.0062,"lat":30.0061,"category":"clinic","properties":{"name":"新站"}},
	 {"op":"move","layer":"facility","id":"clinic","lon":120.0004,"lat":30.0003},
	 {"op":"add","layer":"road","id":"short-cut","geometry":{"type":"LineString","coordinates":[[120.00001,30.00001],[120.012,30.0119]]},"properties":{"highway":"footway"}},
	 {"op":"remove","layer":"road","id":"r3-3-0"},
	 {"op":"close","layer":"park","id":"park"},
	 {"op":"add","layer":"greenway","geometry":{"type":"LineString","coordinates":[[120,30.001],[120.003,30.001]]},"properties":{"name":"绿道"}},
	 {"op":"add","layer":"parcel","geometry":{"type":"Polygon","coordinates":[[[120.004,30.001],[120.005,30.001],[120.005,30.002],[120.004,30.002],[120.004,30.001]]]},"properties":{"use":"residential"}},
	 {"op":"set","layer":"population","geometry":{"type":"Polygon","coordinates":[[[120,30],[120.003,30],[120.003,30.003],[120,30.003],[120,30]]]},"properties":{"persons":250}}]`
	fewEdits = `[
	 {"op":"set","layer":"road","id":"r5-5-1","properties":{"access":"private"}},
	 {"op":"add","layer":"facility","lon":120.0081,"lat":30.0001,"category":"clinic","properties":{"name":"二站"}}]`
)

// made applies a scenario, and tells the change by its versions.
func made(t *testing.T, s data.Store, what, body string) data.Reversal {
	t.Helper()
	edits, err := scenario.Decode([]byte(body))
	require.NoError(t, err)
	ds := load(t, s)
	next, changes, err := scenario.Apply(context.Background(), ds, edits, scenario.Options{Profiles: quarterRules()})
	require.NoError(t, err)
	w := data.EditsOf(next, changes)
	w.Expect, w.What, w.Reversible = ds.Version, "scenario "+what, true
	w.Info = &geo.SourceInfo{Name: scenario.Source, Attribution: "scenario " + what, ImportedAt: "2026-01-01T00:00:00Z"}
	commit(t, s, w)
	return data.Reversal{Before: ds.Version, After: version(t, s), What: "undo " + what}
}

// RenameParks commits parks under another name, as an edit of a scenario does: the rows go,
// and others come in their place. It tells the change by its versions.
func RenameParks(t *testing.T, s data.Store, parks ...geo.Park) data.Reversal {
	t.Helper()
	w := data.Write{Reversible: true, Rows: &geo.Dataset{}, Layers: map[geo.Layer]data.Mode{geo.LayerParks: data.Append}, Drop: map[geo.Layer][]data.RowID{}}
	for _, p := range parks {
		w.Drop[geo.LayerParks] = append(w.Drop[geo.LayerParks], data.RowID{ID: p.ID})
		p.Name = "renamed"
		w.Rows.Parks = append(w.Rows.Parks, p)
	}
	r := data.Reversal{Before: version(t, s), What: "back"}
	commit(t, s, w)
	r.After = version(t, s)
	return r
}

// later is a commit of somebody else: a facility more, another of the dataset's words, and
// a home that nobody edited.
func later(t *testing.T, s data.Store) {
	t.Helper()
	home := geo.Home{ID: "h55", Location: orb.Point{120.008, 30.008}, Persons: geo.Known(77), Town: "t", GrainM: 50, Source: "own"}
	commit(t, s, data.Write{Layers: map[geo.Layer]data.Mode{geo.LayerFacilities: data.Append, geo.LayerHomes: data.Append}, What: "later",
		Drop: map[geo.Layer][]data.RowID{geo.LayerHomes: {{ID: "h55"}}},
		Info: &geo.SourceInfo{Name: "own", Attribution: "the county", ImportedAt: "2026-03-03T00:00:00Z"},
		Rows: &geo.Dataset{Notice: "later", Homes: []geo.Home{home}, Facilities: []geo.Facility{{ID: "later", Categories: []string{"school"}, Location: orb.Point{120.001, 30.002}, Source: "own"}}}})
}

// reversal: a change is taken back row by row, whatever came after it, as long as that left
// its rows alone.
func reversal(t *testing.T, empty func(t *testing.T) Place) {
	t.Run("AfterOthers", func(t *testing.T) { reversedAfterOthers(t, empty(t), empty(t)) })
	t.Run("InAnyOrder", func(t *testing.T) { reversedInAnyOrder(t, empty(t)) })
	t.Run("PartOfASource", func(t *testing.T) { partOfASource(t, empty(t)) })
	t.Run("InTheWay", func(t *testing.T) { rowsInTheWay(t, empty(t)) })
	t.Run("NotKept", func(t *testing.T) { reversalNotKept(t, empty(t)) })
}

// The dataset is what it would be had only the later commit been made: to the version.
func reversedAfterOthers(t *testing.T, place, other Place) {
	s, never := place(t), other(t)
	for _, each := range []data.Store{s, never} {
		commit(t, each, data.Write{Rows: quarter(), Layers: every(data.ReplaceLayer)})
	}
	change := made(t, s, "一", manyEdits)
	require.Contains(t, sourcesOf(load(t, s)), scenario.Source)
	later(t, s)
	later(t, never)
	want := load(t, never)
	require.NotEqual(t, want.Version, version(t, s))

	require.NoError(t, s.Revert(context.Background(), change))
	got := load(t, place(t))
	require.Equal(t, want.Version, got.Version)
	requireSame(t, want, got)
	require.Equal(t, []string{"undo 一", "later", "scenario 一"}, words(told(t, s))[:3])

	// Once more there is nothing to take back, and nothing to note.
	require.NoError(t, s.Revert(context.Background(), change))
	require.Equal(t, want.Version, version(t, s))
	require.Equal(t, "later", words(told(t, s))[1])

	// The reversal is a commit like any other: it can be taken back, and restored.
	back := told(t, s)
	restore(t, s, back[1].Version)
	require.Contains(t, roadIDs(load(t, s)), "short-cut~1")
	restore(t, s, want.Version)
	requireSame(t, want, load(t, s))
}

func sourcesOf(d *geo.Dataset) (out []string) {
	for _, s := range d.Sources {
		out = append(out, s.Name)
	}
	return out
}

func roadIDs(d *geo.Dataset) (out []string) {
	for i := range d.Roads {
		out = append(out, d.Roads[i].ID)
	}
	return out
}

// Two changes of different rows of the same layers: whichever is taken back first, in the
// end there is what there was.
func reversedInAnyOrder(t *testing.T, place Place) {
	s := place(t)
	commit(t, s, data.Write{Rows: quarter(), Layers: every(data.ReplaceLayer)})
	before := load(t, s)
	for _, order := range [][]int{{0, 1}, {1, 0}} {
		both := []data.Reversal{made(t, s, "一", manyEdits), made(t, s, "二", fewEdits)}
		require.NotEqual(t, before.Version, version(t, s))
		require.NoError(t, s.Revert(context.Background(), both[order[0]]))
		half := load(t, s)
		require.Equal(t, order[0] == 1, slices.Contains(roadIDs(half), "short-cut~1"))
		require.Contains(t, sourcesOf(half), scenario.Source, "the other one has rows of it")
		require.NoError(t, s.Revert(context.Background(), both[order[1]]))
		requireSame(t, before, load(t, place(t)))
	}
}

// A source stays as long as a row of a part of it does.
func partOfASource(t *testing.T, place Place) {
	s := place(t)
	commit(t, s, data.Write{Rows: quarter(), Layers: every(data.ReplaceLayer)})
	change := made(t, s, "二", fewEdits)
	for _, source := range []string{scenario.Source + "s", scenario.Source + ":x"} {
		road := quarter().Roads[0]
		road.ID, road.Source = source, source
		commit(t, s, data.Write{Rows: &geo.Dataset{Roads: []geo.RoadSegment{road}}, Layers: map[geo.Layer]data.Mode{geo.LayerRoads: data.Append}})
		require.NoError(t, s.Revert(context.Background(), change))
		require.Equal(t, source == scenario.Source+":x", slices.Contains(sourcesOf(load(t, s)), scenario.Source))
		change = made(t, s, "二", fewEdits)
	}
}

// A row that somebody has changed, taken away or put in the place of another since is
// named, and nothing is written. One that the change added and that is gone is none.
func rowsInTheWay(t *testing.T, place Place) {
	s := place(t)
	commit(t, s, data.Write{Rows: quarter(), Layers: every(data.ReplaceLayer)})
	change := made(t, s, "一", manyEdits)
	at := load(t, s)
	road := at.Roads[slices.IndexFunc(at.Roads, func(r geo.RoadSegment) bool { return r.ID == "short-cut~1" })]
	moved := at.Facilities[slices.IndexFunc(at.Facilities, func(f geo.Facility) bool { return f.ID == "clinic" })]
	moved.Name = "改名"
	added := at.Facilities[slices.IndexFunc(at.Facilities, func(f geo.Facility) bool { return strings.HasPrefix(f.ID, scenario.Source) })]
	// A street that the change took away is there again, and of another class.
	again := quarter().Roads[slices.IndexFunc(quarter().Roads, func(r geo.RoadSegment) bool { return r.ID == "r3-3-0" })]
	again.Highway = "service"
	commit(t, s, data.Write{
		Layers: map[geo.Layer]data.Mode{geo.LayerFacilities: data.Append, geo.LayerRoads: data.Append, geo.LayerParks: data.Append},
		Rows:   &geo.Dataset{Facilities: []geo.Facility{moved}, Roads: []geo.RoadSegment{again}},
		Drop:   map[geo.Layer][]data.RowID{geo.LayerFacilities: {{ID: moved.ID}, {ID: added.ID}}, geo.LayerRoads: {{ID: road.ID}}, geo.LayerParks: {{ID: "park"}}},
		What:   "somebody else"})
	was := load(t, s)
	var refused *data.ReversalError
	require.ErrorAs(t, s.Revert(context.Background(), change), &refused)
	require.Equal(t, 3, refused.All)
	require.Equal(t, []data.ReversalRow{
		{Layer: geo.LayerFacilities, RowID: data.RowID{ID: "clinic"}, Rule: data.ReversalChanged},
		{Layer: geo.LayerRoads, RowID: data.RowID{ID: "r3-3-0"}, Rule: data.ReversalTaken},
		{Layer: geo.LayerParks, RowID: data.RowID{ID: "park"}, Rule: data.ReversalGone}}, refused.Rows)
	requireSame(t, was, load(t, place(t)))
	require.Equal(t, "somebody else", told(t, s)[0].What)
}

func reversalNotKept(t *testing.T, place Place) {
	s := place(t)
	commit(t, s, data.Write{Rows: quarter(), Layers: every(data.ReplaceLayer)})
	change := made(t, s, "一", fewEdits)
	later(t, s)
	var unknown *data.VersionError
	require.ErrorAs(t, s.Revert(context.Background(), data.Reversal{Before: "0123456789", After: change.After, What: "x"}), &unknown)
	require.Contains(t, unknown.Rule, "is not known")
	require.NoError(t, s.KeepHistory(context.Background(), 1))
	require.ErrorAs(t, s.Revert(context.Background(), change), &unknown)
	require.Contains(t, unknown.Rule, "pruned")
}
