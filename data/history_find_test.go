package data

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

func TestFindVersion(t *testing.T) {
	at := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	entries := []HistoryEntry{
		{Number: 7, Version: "abcdef11", What: "restore of the first", At: at, Current: true},
		{Number: 6, Version: "abcdef22", What: "second", At: at},
		{Number: 5, Version: "123456aa", What: "in part", At: at, Missing: []geo.Layer{geo.LayerRoads, geo.LayerHomes}},
		{Number: 4, Version: "123456aa", What: "again in part, and pruned", At: at, Pruned: true},
		{Number: 3, Version: "999999ff", What: "long ago", At: at, Pruned: true},
		{Number: 1, Version: "abcdef11", What: "first", At: at, Pruned: true},
	}
	for _, c := range []struct {
		prefix, says string
		number       int64
	}{
		{"abcdef11", "", 7},
		{"ABCDEF2", "", 6},
		{"abcdef", "names 2 versions; give more digits:\n  abcdef11  2026-03-01T08:00:00Z  restore of the first\n  abcdef22  2026-03-01T08:00:00Z  second", 0},
		{"abcde", "give at least 6 digits of it; there is:\n  abcdef11", 0},
		{"123456", "was changed outside (in QGIS or SQL) before anybody kept its roads, homes; there is:\n  abcdef11", 0},
		{"999999", "was pruned", 0},
		{"777777", "is not known; there is:\n  abcdef11", 0},
		{"abcdef110", "is not known", 0},
	} {
		e, err := FindVersion(entries, c.prefix)
		if c.says == "" {
			require.NoError(t, err)
			require.Equal(t, c.number, e.Number)
			continue
		}
		require.ErrorContains(t, err, c.says, c.prefix)
		require.Nil(t, e)
	}
	_, err := FindVersion(nil, "abcdef")
	require.EqualError(t, err, `version "abcdef": is not known; the history is empty`)
	var many []HistoryEntry
	for i := range 25 {
		many = append(many, HistoryEntry{Number: int64(i + 1), Version: "aaaaaa" + string(rune('a'+i)), At: at})
	}
	_, err = FindVersion(many, "bbbbbb")
	require.ErrorContains(t, err, "\n  and 5 older ones")
	require.Equal(t, 22, len(strings.Split(err.Error(), "\n")))
}

func TestDescribe(t *testing.T) {
	for want, w := range map[string]Write{
		"said":                        {What: "said", Source: "s"},
		"import a.csv (source s)":     {Source: "s", Info: &geo.SourceInfo{Name: "s", File: "a.csv"}},
		"import of source s":          {Source: "s", Info: &geo.SourceInfo{Name: "s"}},
		"import of source i":          {Info: &geo.SourceInfo{Name: "i"}},
		"write roads, parks":          {Layers: map[geo.Layer]Mode{geo.LayerParks: Append, geo.LayerRoads: Append}},
		"write facilities":            {Marks: map[geo.Layer]map[string]string{geo.LayerFacilities: {"a": "b"}}},
		"what is said of the dataset": {Rows: &geo.Dataset{Title: "t"}},
	} {
		require.Equal(t, want, w.Describe())
	}
}

// What two entries share is needed as long as one of them is kept.
func TestPrune(t *testing.T) {
	entry := func(number int64, roads string) HistoryEntry {
		return HistoryEntry{Number: number, Layers: []HistoryLayer{{Layer: geo.LayerRoads, Version: roads, Rows: 1}}}
	}
	noted := []HistoryEntry{entry(1, "a"), entry(2, "b"), entry(3, "a"), entry(4, "c")}
	noted[0].Pruned = true
	need := func(versions ...string) map[KeptLayer]bool {
		out := map[KeptLayer]bool{}
		for _, v := range versions {
			out[KeptLayer{geo.LayerRoads, v}] = true
		}
		return out
	}
	for _, c := range []struct {
		keep   int
		gone   []int64
		needed map[KeptLayer]bool
	}{
		{9, nil, need("a", "b", "c")}, {2, nil, need("a", "b", "c")}, {1, []int64{2}, need("a", "c")}, {0, []int64{2, 3}, need()},
	} {
		gone, needed := Prune(noted, c.keep)
		require.Equal(t, c.gone, gone, c.keep)
		require.Equal(t, c.needed, needed, c.keep)
	}
}
