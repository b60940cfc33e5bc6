package storetest

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// saved is a scenario that every store takes.
func saved(name string) data.Scenario {
	return data.Scenario{ID: data.NewScenarioID(), Name: name, Author: "王工", By: "设计院", DatasetVersion: "d1",
		Body: json.RawMessage(`{ "edits": [], "name": "东桥 '\"\\" }`), Created: time.Date(2026, 5, 6, 7, 8, 9, 0, time.UTC)}
}

func scenarios(t *testing.T, empty func(t *testing.T) Place) {
	ctx := context.Background()
	place := empty(t)
	s, other := place(t), place(t)
	all, err := s.Scenarios(ctx)
	require.NoError(t, err)
	require.Empty(t, all)
	require.ErrorIs(t, s.DeleteScenario(ctx, "0badcafe"), data.ErrNoSuchScenario)
	require.ErrorIs(t, s.MarkScenario(ctx, "0badcafe", nil), data.ErrNoSuchScenario)

	first, second := saved("乙"), saved("甲")
	before := recordsVersion(t, s)
	require.NoError(t, s.AddScenario(ctx, first))
	require.NotEqual(t, before, recordsVersion(t, other))
	require.NoError(t, other.AddScenario(ctx, second))
	require.Error(t, s.AddScenario(ctx, first), "an id is given once")
	all, err = other.Scenarios(ctx)
	require.NoError(t, err)
	require.Equal(t, []data.Scenario{first, second}, all, "in the order in which they were added, the body to the byte")
	some, err := s.Scenarios(ctx, second.ID, "0badcafe", "'; --")
	require.NoError(t, err)
	require.Equal(t, []data.Scenario{second}, some)

	marked := recordsVersion(t, s)
	applied := &data.ScenarioApplied{At: time.Date(2026, 6, 1, 2, 3, 4, 0, time.UTC), By: "李主任", Before: "v1", After: "v2"}
	require.NoError(t, s.MarkScenario(ctx, first.ID, applied))
	require.NotEqual(t, marked, recordsVersion(t, other))
	some, err = other.Scenarios(ctx, first.ID)
	require.NoError(t, err)
	require.Equal(t, applied, some[0].Applied)
	require.ErrorContains(t, s.MarkScenario(ctx, first.ID, &data.ScenarioApplied{By: "x"}), "have to be known")
	require.NoError(t, other.MarkScenario(ctx, first.ID, nil))
	some, err = s.Scenarios(ctx, first.ID)
	require.NoError(t, err)
	require.Equal(t, []data.Scenario{first}, some)

	require.NoError(t, s.DeleteScenario(ctx, first.ID))
	require.ErrorIs(t, other.DeleteScenario(ctx, first.ID), data.ErrNoSuchScenario)
	all, err = other.Scenarios(ctx)
	require.NoError(t, err)
	require.Equal(t, []data.Scenario{second}, all)

	for field, spoil := range map[string]func(*data.Scenario){
		"id": func(s *data.Scenario) { s.ID = "../etc" }, "name": func(s *data.Scenario) { s.Name = " " }, "author": func(s *data.Scenario) { s.Author = "a\x00" },
		"by": func(s *data.Scenario) { s.By = "" }, "dataset_version": func(s *data.Scenario) { s.DatasetVersion = "" },
		"body": func(s *data.Scenario) { s.Body = json.RawMessage("{") }, "created": func(s *data.Scenario) { s.Created = time.Time{} },
	} {
		bad := saved("丙")
		spoil(&bad)
		require.ErrorContains(t, s.AddScenario(ctx, bad), field)
	}
	expected(t, empty(t)(t))
	dropped(t, empty(t)(t))
}

// expected: a write made for one version is not made on another.
func expected(t *testing.T, s data.Store) {
	a, b, c := three(t, s)
	w := data.Write{Rows: &geo.Dataset{}, Layers: map[geo.Layer]data.Mode{geo.LayerParks: data.ReplaceLayer}, Expect: b.Version}
	require.ErrorIs(t, s.Commit(context.Background(), w), data.ErrChanged)
	require.Equal(t, c.Version, version(t, s))
	requireSame(t, c, load(t, s))
	w.Expect = c.Version
	commit(t, s, w)
	require.NotEqual(t, c.Version, version(t, s))
	restore(t, s, a.Version)
	w.Expect = a.Version
	commit(t, s, w)
	require.Empty(t, load(t, s).Parks)
}

// dropped: named rows go, what is not there is passed over, and the rest stays.
func dropped(t *testing.T, s data.Store) {
	commit(t, s, data.Write{Rows: Full(), Layers: every(data.ReplaceLayer)})
	before := load(t, s)
	park, unit := before.Parks[0], before.Units[0]
	park.Name = "改名"
	unit.Population = geo.Known(4711)
	w := data.Write{Rows: &geo.Dataset{Parks: []geo.Park{park}, Units: []geo.Unit{unit}}, Expect: before.Version,
		Layers: map[geo.Layer]data.Mode{geo.LayerParks: data.Append, geo.LayerUnits: data.Append, geo.LayerRoads: data.Append},
		Drop: map[geo.Layer][]data.RowID{geo.LayerParks: {{ID: park.ID}, {ID: "nobody'; --"}}, geo.LayerRoads: {{ID: before.Roads[0].ID}},
			geo.LayerUnits: {{ID: unit.Code, Source: unit.Source}, {ID: unit.Code, Source: "another"}}}}
	commit(t, s, w)
	got := load(t, s)
	require.Len(t, got.Roads, len(before.Roads)-1)
	require.NotContains(t, ids(got), before.Roads[0].ID)
	require.Len(t, got.Parks, len(before.Parks))
	require.Len(t, got.Units, len(before.Units))
	for i := range got.Units {
		if got.Units[i].Code == unit.Code && got.Units[i].Source == unit.Source {
			require.Equal(t, geo.Known(4711), got.Units[i].Population)
		}
	}
	restore(t, s, before.Version)
	requireSame(t, before, load(t, s))
	require.ErrorContains(t, s.Commit(context.Background(), data.Write{Rows: &geo.Dataset{}, Drop: map[geo.Layer][]data.RowID{geo.LayerParks: {{ID: "x"}}}}), "it is not written")
}

// ids are those of the roads.
func ids(d *geo.Dataset) (out []string) {
	for i := range d.Roads {
		out = append(out, d.Roads[i].ID)
	}
	return out
}
