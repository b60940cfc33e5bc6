package geopackage

import (
	"context"
	"fmt"
	"math"
	"math/rand"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/storetest"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// fillings are the two ways to make a draft: tables of so many rows page by page, or
// every table by inserts.
func fillings(rows int) map[string]Options {
	return map[string]Options{"filled": {fill: rows}, "inserted": {fill: math.MaxInt}}
}

// noon is a clock that stands still, so that two files differ in nothing.
func noon() time.Time { return time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC) }

func makeDraft(t *testing.T, w data.Write, o Options) (string, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "made.gpkg")
	o.Now = noon
	return path, Make(t.Context(), path, w, o)
}

// valuesOf lists every row of a table with its rowid, and the type of each value.
func valuesOf(t *testing.T, path, table string) (out []string) {
	t.Helper()
	rows, err := edit(t, path).Query(fmt.Sprintf("SELECT rowid, * FROM %s ORDER BY rowid", quote(table)))
	require.NoError(t, err)
	defer func() { require.NoError(t, rows.Close()) }()
	names, err := rows.Columns()
	require.NoError(t, err)
	values, into := make([]any, len(names)), make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		require.NoError(t, rows.Scan(into...))
		line := ""
		for i, v := range values {
			line += fmt.Sprintf("%s=%T(%v) ", names[i], v, v)
		}
		out = append(out, line)
	}
	require.NoError(t, rows.Err())
	return out
}

// wide is a dataset of many rows in the layers that are large, some with long texts,
// besides a row of everything.
func wide(r *rand.Rand, rows int) *geo.Dataset {
	ds := storetest.Full()
	place := func() orb.Point { return orb.Point{r.Float64()*2 - 1, r.Float64()*2 - 1} }
	for i := range rows {
		s := ds.Roads[i%3]
		s.ID, s.Name = fmt.Sprintf("r%d-%s", r.Intn(1000), fmt.Sprint(i)), strings.Repeat("路", r.Intn(3)*r.Intn(900))
		s.Geometry = nil
		for range 2 + r.Intn(5)*r.Intn(60) {
			s.Geometry = append(s.Geometry, place())
		}
		s.MaxSpeedKmh = []float64{0, 30, 27.5, 1e15}[i%4]
		ds.Roads = append(ds.Roads, s)
		h := ds.Homes[i%len(ds.Homes)]
		h.ID, h.Location, h.Persons = fmt.Sprint("h", strings.Repeat("x", r.Intn(3)*r.Intn(700)), i), place(), geo.Known(float64(i)/2)
		ds.Homes = append(ds.Homes, h)
	}
	return ds
}

// A file that is filled page by page holds, row by row and value by value, what inserts
// put into one, under the same version; SQLite and its R-tree find no fault with it.
func TestFilledDraftEqualsInserted(t *testing.T) {
	const seed = 21
	w := everything(wide(rand.New(rand.NewSource(seed)), 3000))
	paths, loaded := map[string]string{}, map[string]*geo.Dataset{}
	for name, o := range fillings(1000) {
		path, err := makeDraft(t, w, o)
		require.NoError(t, err)
		paths[name] = path
		s := open(t, path)
		loaded[name], err = s.Load(t.Context())
		require.NoError(t, err)
		require.NoError(t, s.Close())
		db := edit(t, path)
		var verdict string
		require.NoError(t, db.QueryRow("PRAGMA integrity_check").Scan(&verdict))
		require.Equal(t, "ok", verdict, name)
	}
	require.Equal(t, loaded["inserted"], loaded["filled"])
	require.NotEmpty(t, loaded["filled"].Version)

	var tables []string
	rows, err := edit(t, paths["inserted"]).Query("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
	require.NoError(t, err)
	defer func() { require.NoError(t, rows.Close()) }()
	for rows.Next() {
		var name string
		require.NoError(t, rows.Scan(&name))
		tables = append(tables, name)
	}
	require.NoError(t, rows.Err())
	require.Subset(t, tables, []string{"roads", "homes", "rtree_roads_geom_node", historyTable, "sqlite_sequence", "gpkg_contents"})
	for _, table := range tables {
		want, got := valuesOf(t, paths["inserted"], table), valuesOf(t, paths["filled"], table)
		if table == "sqlite_sequence" { // it has no order
			require.ElementsMatch(t, want, got)
			continue
		}
		if strings.HasPrefix(table, "rtree_") && len(want) < 30 {
			continue // of few rows the triggers make another tree, which is as good
		}
		require.Equal(t, want, got, table)
	}
	requireIndex(t, edit(t, paths["filled"]), "roads", rand.New(rand.NewSource(seed)))
	requireIndex(t, edit(t, paths["filled"]), "homes", rand.New(rand.NewSource(seed)))
}

// A filled file takes part in everything: it is read by GDAL without a warning, imported
// into again, and restored to.
func TestFilledDraftLivesOn(t *testing.T) {
	const seed = 22
	ds := wide(rand.New(rand.NewSource(seed)), 700)
	path, err := makeDraft(t, everything(ds), Options{fill: 1})
	require.NoError(t, err)
	gdal(t, "ogrinfo", "-al", "-ro", path)
	s := open(t, path)
	first, err := s.Load(t.Context())
	require.NoError(t, err)
	again := everything(wide(rand.New(rand.NewSource(seed+1)), 700))
	require.NoError(t, s.Commit(t.Context(), again))
	require.NoError(t, s.Restore(t.Context(), first.Version))
	got, err := s.Load(t.Context())
	require.NoError(t, err)
	require.Equal(t, first, got)
	history, err := s.History(t.Context())
	require.NoError(t, err)
	require.Len(t, history, 3)
	require.NoError(t, s.Close())
	gdal(t, "ogrinfo", "-al", "-so", path)
}

// hostile are values that a field of a row may be given.
func hostile(kind reflect.Type) (out []reflect.Value) {
	add := func(v any) { out = append(out, reflect.ValueOf(v).Convert(kind)) }
	switch kind.Kind() {
	case reflect.String:
		for _, s := range []string{"", " ", "a\x00b", "\xff", "NaN", "1e999", "'", "CAPITALS", "a,b", "{}", "[1", strings.Repeat("长", 40000)} {
			add(s)
		}
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Int:
		for _, i := range []int64{math.MinInt64, math.MinInt8, -2, -1, 0, 2, math.MaxInt8, math.MaxInt64} {
			add(i) // cut to the width of the field
		}
	case reflect.Float64, reflect.Float32:
		for _, f := range []float64{math.Inf(-1), -1, math.Copysign(0, -1), 1 << 47, 1<<53 + 2, math.MaxFloat64, math.SmallestNonzeroFloat64, math.NaN()} {
			add(f)
		}
	case reflect.Struct:
		if kind == reflect.TypeFor[geo.Amount]() {
			for _, f := range []float64{-1, math.Copysign(0, -1), 0, 1 << 47, math.MaxFloat64, math.NaN(), math.Inf(1)} {
				add(geo.Known(f))
			}
		}
	}
	return out
}

// Whatever stands in a field, what [data.Write.Check] lets pass no constraint of a table
// refuses, and both ways store it alike: filling may do without the constraints.
func TestFillingStoresWhatInsertingStores(t *testing.T) {
	for _, l := range layers() {
		name := l.spec().layer
		rowsOf := func(ds *geo.Dataset) reflect.Value { return reflect.ValueOf(ds).Elem().FieldByName(fieldOf[name]) }
		all := &geo.Dataset{}
		w := data.Write{Rows: all, Layers: map[geo.Layer]data.Mode{name: data.ReplaceLayer}}
		row := rowsOf(all).Type().Elem()
		for f := range row.NumField() {
			for i, v := range hostile(row.Field(f).Type) {
				r := reflect.Append(rowsOf(&geo.Dataset{}), rowsOf(storetest.Full()).Index(0))
				r.Index(0).Field(0).SetString(fmt.Sprintf("%d-%d", f, i)) // the id, or the code
				r.Index(0).Field(f).Set(v)
				alone := &geo.Dataset{}
				rowsOf(alone).Set(r)
				if (&data.Write{Rows: alone, Layers: w.Layers}).Check() == nil {
					rowsOf(all).Set(reflect.AppendSlice(rowsOf(all), r))
				}
			}
		}
		require.Greater(t, all.Count(name), 5, name)
		stored := map[string][]string{}
		for way, o := range fillings(1) {
			path, err := makeDraft(t, w, o)
			require.NoError(t, err, "%s, %s", name, way)
			stored[way] = valuesOf(t, path, l.spec().name)
		}
		require.Len(t, stored["filled"], all.Count(name), name)
		require.Equal(t, stored["inserted"], stored["filled"], name)
	}
}

// fieldOf names the field of a dataset that holds the rows of a layer.
var fieldOf = map[geo.Layer]string{
	geo.LayerUnits: "Units", geo.LayerBuiltUp: "BuiltUps", geo.LayerFacilities: "Facilities", geo.LayerRoads: "Roads",
	geo.LayerGreenways: "Greenways", geo.LayerParks: "Parks", geo.LayerParcels: "Parcels", geo.LayerBuildings: "Buildings",
	geo.LayerBarriers: "Barriers", geo.LayerPopulation: "Population", geo.LayerElevation: "Elevation", geo.LayerHomes: "Homes",
}

// Whoever breaks off while pages are written leaves nothing behind.
func TestBreakingOffWhileFilling(t *testing.T) {
	ds := wide(rand.New(rand.NewSource(1)), 20000)
	path := filepath.Join(t.TempDir(), "none.gpkg")
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- Make(ctx, path, everything(ds), Options{fill: 1}) }()
	require.Eventually(t, func() bool { // the draft has begun to grow
		files, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".*.part"))
		if err != nil || len(files) == 0 {
			return false
		}
		info, err := os.Stat(files[0])
		return err == nil && info.Size() > 1<<20
	}, 30*time.Second, time.Millisecond)
	cancel()
	require.ErrorIs(t, <-done, context.Canceled)
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Empty(t, entries)
}
