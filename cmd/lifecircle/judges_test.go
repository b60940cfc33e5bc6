package main

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/api"
	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/geopackage"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// One judge serves until the records, the dataset or the year change; what somebody
// reports is judged by the next question.
func TestAJudgeIsKeptAsLongAsItIsGood(t *testing.T) {
	t.Parallel()
	rules, err := profiles.Load()
	require.NoError(t, err)
	var docs documents
	require.NoError(t, docs.load(rules))
	store, err := geopackage.Open(t.Context(), filepath.Join(t.TempDir(), "d.gpkg"), geopackage.Options{Create: true})
	require.NoError(t, err)
	defer func() { require.NoError(t, store.Close()) }()
	square := orb.MultiPolygon{{{{120, 30}, {120.1, 30}, {120.1, 30.1}, {120, 30.1}, {120, 30}}}}
	require.NoError(t, store.Commit(t.Context(), data.Write{Layers: map[geo.Layer]data.Mode{geo.LayerUnits: data.ReplaceLayer},
		Rows: &geo.Dataset{Units: []geo.Unit{{Code: "990101", Name: "某县", Level: geo.LevelCounty, Source: "a", Geometry: square}}}}))
	ds, err := store.Load(t.Context())
	require.NoError(t, err)
	a, err := analysis.New(t.Context(), ds, rules, analysis.Options{})
	require.NoError(t, err)

	// New Year's Eve in Greenwich is New Year in China.
	now := time.Date(2026, 12, 31, 15, 59, 59, 0, time.UTC)
	judging := &judges{documents: &docs, records: func() data.Records { return store }, now: func() time.Time { return now }}
	ask := func() api.Judge {
		t.Helper()
		j, err := judging.Judge(t.Context(), a)
		require.NoError(t, err)
		return j
	}
	row := func(j api.Judge, id string) *indicator.Row {
		t.Helper()
		s, err := docs.standard("changxing-2023")
		require.NoError(t, err)
		card, err := j.Scorecard(t.Context(), s, "990101")
		require.NoError(t, err)
		for i := range card.Rows {
			if card.Rows[i].Indicator.ID == id {
				return &card.Rows[i]
			}
		}
		require.Fail(t, "no row", id)
		return nil
	}
	first := ask()
	require.Same(t, first, ask())
	require.Equal(t, 2026, first.Year())
	require.False(t, row(first, "CX-01").Value.IsKnown())

	_, err = store.AddReported(t.Context(), []data.ReportedValue{{Unit: "990101", Indicator: "CX-01", Value: 1234, Year: 2026, Source: "统计局", By: "bureau", At: "2026-12-31T15:00:00Z"}})
	require.NoError(t, err)
	second := ask()
	require.NotEqual(t, first.Kept(), second.Kept())
	require.Equal(t, geo.Known(1234), row(second, "CX-01").Value)
	require.Equal(t, indicator.Green, row(second, "CX-01").Lamp)
	require.False(t, row(first, "CX-01").Value.IsKnown(), "an answer under way ends as it began")
	trend, err := second.Trend(t.Context(), "990101", "CX-01")
	require.NoError(t, err)
	require.Empty(t, trend.Results)
	require.Len(t, trend.Reported, 1)
	require.Equal(t, "统计局", trend.Reported[0].Source)

	require.NoError(t, store.AddResults(t.Context(), []data.Result{{Quarter: "2026Q4", TakenAt: now, DatasetVersion: ds.Version, StandardsVersion: docs.version,
		Unit: "990101", Indicator: "CX-01", Value: geo.Known(1234), Lamp: indicator.Green}}))
	third := ask()
	require.NotEqual(t, second.Kept(), third.Kept())
	trend, err = third.Trend(t.Context(), "990101", "CX-01")
	require.NoError(t, err)
	require.Len(t, trend.Results, 1)
	require.Equal(t, geo.Known(1234), trend.Results[0].Value)

	now = now.Add(time.Second)
	fourth := ask()
	require.Equal(t, 2027, fourth.Year())
	require.NotEqual(t, third.Kept(), fourth.Kept())
	other, err := analysis.New(t.Context(), ds, rules, analysis.Options{})
	require.NoError(t, err)
	fifth, err := judging.Judge(t.Context(), other)
	require.NoError(t, err)
	require.NotSame(t, fourth, fifth, "another dataset, another judge")

	// The demo county in memory keeps nothing, and is judged all the same.
	unkept := &judges{documents: &docs, records: func() data.Records { return nil }, now: time.Now}
	j, err := unkept.Judge(t.Context(), a)
	require.NoError(t, err)
	require.False(t, row(j, "CX-01").Value.IsKnown())
	trend, err = j.Trend(t.Context(), "990101", "CX-01")
	require.NoError(t, err)
	require.Equal(t, api.Trend{}, trend)
}
