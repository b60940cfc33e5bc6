package geopackage

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/storetest"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// everything is a write of a dataset with a row in every layer.
func everything(ds *geo.Dataset) data.Write {
	w := data.Write{Rows: ds, Layers: map[geo.Layer]data.Mode{}}
	for _, l := range geo.Layers() {
		w.Layers[l] = data.ReplaceLayer
	}
	return w
}

func TestMadeFileIsWhatACommitMakes(t *testing.T) {
	made, committed := filepath.Join(t.TempDir(), "made.gpkg"), filepath.Join(t.TempDir(), "committed.gpkg")
	require.NoError(t, Make(t.Context(), made, everything(storetest.Full()), Options{}))
	s, err := Open(t.Context(), committed, Options{Create: true})
	require.NoError(t, err)
	require.NoError(t, s.Commit(t.Context(), everything(storetest.Full())))
	want, err := s.Load(t.Context())
	require.NoError(t, err)
	require.NoError(t, s.Close())
	m := open(t, made)
	got, err := m.Load(t.Context())
	require.NoError(t, err)
	require.Equal(t, want, got)
	// It is an ordinary file from then on.
	require.NoError(t, m.Commit(t.Context(), everything(storetest.Full())))
	require.NoError(t, m.Close())
	entries, err := os.ReadDir(filepath.Dir(made))
	require.NoError(t, err)
	require.Len(t, entries, 1, "nothing stays beside it")
}

func TestMakeLeavesWhatIsThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "there.gpkg")
	require.NoError(t, os.WriteFile(path, []byte("a letter"), 0o600))
	require.ErrorIs(t, Make(t.Context(), path, everything(storetest.Full()), Options{}), os.ErrExist)
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "a letter", string(b))

	ended, cancel := context.WithCancel(t.Context())
	cancel()
	path = filepath.Join(t.TempDir(), "none.gpkg")
	require.ErrorIs(t, Make(ended, path, everything(storetest.Full()), Options{}), context.Canceled)
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Empty(t, entries)
}

// manyRows stand for the many of which a half is written aside.
const manyRows = bulkRows + 100

// Of many rows a half is written aside; all are there, in order, also after rows that
// were there before.
func TestManyRowsAreWrittenInTwoParts(t *testing.T) {
	const rows = manyRows + 17
	path := filepath.Join(t.TempDir(), "many.gpkg")
	s, err := Open(t.Context(), path, Options{Create: true, aside: manyRows})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	streets := func(source string) data.Write {
		ds := &geo.Dataset{}
		for i := range rows {
			x := 120 + float64(i)/1e5
			ds.Roads = append(ds.Roads, geo.RoadSegment{ID: fmt.Sprintf("%s-%05d", source, i), Source: source, Highway: "footway", Name: fmt.Sprint(i % 7),
				Geometry: orb.LineString{{x, 30}, {x, 30.001}}})
		}
		return data.Write{Rows: ds, Source: source, Layers: map[geo.Layer]data.Mode{geo.LayerRoads: data.ReplaceSource}}
	}
	var want []geo.RoadSegment
	for _, source := range []string{"a", "b"} {
		w := streets(source)
		want = append(want, w.Rows.Roads...)
		require.NoError(t, s.Commit(t.Context(), w))
	}
	ds, err := s.Load(t.Context())
	require.NoError(t, err)
	require.Equal(t, want, ds.Roads)

	// A row that the table itself refuses ends both parts, and nothing is written.
	bad := streets("c")
	bad.Rows.Roads[rows-3].ID = bad.Rows.Roads[rows-4].ID
	require.Error(t, s.Commit(t.Context(), bad))
	ds, err = s.Load(t.Context())
	require.NoError(t, err)
	require.Len(t, ds.Roads, 2*rows)
}

// Several layers of many rows go into one commit, and the next commit finds nothing left
// of it.
func TestManyRowsOfSeveralLayersInOneCommit(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "many.gpkg"), Options{Create: true, aside: manyRows})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	ds := &geo.Dataset{}
	for i := range manyRows {
		at := orb.Point{120 + float64(i)/1e5, 30}
		ds.Facilities = append(ds.Facilities, geo.Facility{ID: fmt.Sprintf("f-%05d", i), Source: "a", Categories: []string{"clinic"}, Location: at})
		ds.Homes = append(ds.Homes, geo.Home{ID: fmt.Sprintf("h-%05d", i), Source: "a", Location: at})
	}
	both := data.Write{Rows: ds, Layers: map[geo.Layer]data.Mode{geo.LayerFacilities: data.ReplaceLayer, geo.LayerHomes: data.ReplaceLayer}}
	for range 2 {
		require.NoError(t, s.Commit(t.Context(), both))
		ds.Facilities[0].Name, ds.Homes[0].StreetM = "another", geo.Known(1)
	}
	got, err := s.Load(t.Context())
	require.NoError(t, err)
	require.Len(t, got.Facilities, manyRows)
	require.Len(t, got.Homes, manyRows)
	require.Equal(t, "another", got.Facilities[0].Name)
	require.Equal(t, geo.Known(1), got.Homes[0].StreetM)
}
