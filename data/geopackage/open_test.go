package geopackage

import (
	"bytes"
	"context"
	"database/sql"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/storetest"
	"github.com/seed-4611ae28/lifecircle/geo"
)

func TestOpenSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, content, 0o644))
		return path
	}
	database := func(name string, statements ...string) string {
		path := filepath.Join(dir, name)
		s := newSession(path, time.Second, nil)
		require.NoError(t, s.connect(context.Background(), "rwc"))
		for _, q := range statements {
			_, err := s.conn.ExecContext(context.Background(), q)
			require.NoError(t, err)
		}
		s.disconnect()
		return path
	}
	for _, c := range []struct{ path, want string }{
		{filepath.Join(dir, "missing.gpkg"), "no such file"},
		{dir, "it is a folder"},
		{write("empty.gpkg", nil), "it is empty, not a GeoPackage"},
		{write("text.gpkg", bytes.Repeat([]byte("not a database at all\n"), 100)), "not even an SQLite database"},
		{database("other.db", "CREATE TABLE t (a)"), "but no GeoPackage"},
		{database("claims.gpkg", "PRAGMA application_id = 1196444487", "CREATE TABLE t (a)"), "has no gpkg_contents"},
	} {
		_, err := Open(context.Background(), c.path, Options{})
		require.ErrorContains(t, err, c.want, c.path)
		require.ErrorContains(t, err, c.path)
	}
	_, err := Open(context.Background(), filepath.Join(dir, "missing.gpkg"), Options{})
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.NoFileExists(t, filepath.Join(dir, "missing.gpkg"))
	// Create makes no GeoPackage of what is something else.
	for _, name := range []string{"text.gpkg", "other.db"} {
		_, err := Open(context.Background(), filepath.Join(dir, name), Options{Create: true})
		require.Error(t, err)
	}
}

func TestOpenRefusesANewerFile(t *testing.T) {
	path, s := filled(t)
	db := edit(t, path)
	run(t, db, "UPDATE lifecircle_meta SET value = '2' WHERE key = 'schema_version'")
	require.NoError(t, db.Close())
	require.NoError(t, s.Close())
	_, err := Open(context.Background(), path, Options{})
	require.ErrorContains(t, err, "newer lifecircle (schema_version 2; this one knows 1)")
}

// A GeoPackage of another tool reads as empty, and takes what is imported beside
// what is in it.
func TestOpenOfAnotherToolsGeoPackage(t *testing.T) {
	path, s := filled(t)
	db := edit(t, path)
	for _, l := range layers() {
		run(t, db, "DROP TABLE "+l.spec().name)
		run(t, db, "DROP TABLE rtree_"+l.spec().name+"_geom")
	}
	for _, query := range []string{
		"DROP TABLE lifecircle_meta", "DROP TABLE lifecircle_sources", "DROP TABLE gpkg_extensions",
		"DELETE FROM gpkg_geometry_columns", "DELETE FROM gpkg_contents", "CREATE TABLE theirs (a)",
	} {
		run(t, db, query)
	}
	_, err := s.Load(context.Background())
	require.ErrorIs(t, err, data.ErrEmpty)
	require.NoError(t, s.Commit(context.Background(), data.Write{Rows: storetest.Full(), Layers: map[geo.Layer]data.Mode{geo.LayerHomes: data.Append}}))
	d, err := s.Load(context.Background())
	require.NoError(t, err)
	require.Equal(t, storetest.Full().Homes, d.Homes)
	require.Equal(t, []int64{0}, ints(t, db, "SELECT count(*) FROM theirs"))
}

// The file is what the standard says, and sound.
func TestFileIsAGeoPackage(t *testing.T) {
	clock := time.Date(2025, 7, 1, 8, 0, 0, 0, time.FixedZone("CST", 8*3600))
	path := filepath.Join(t.TempDir(), "town.gpkg")
	s, err := Open(context.Background(), path, Options{Create: true, Now: func() time.Time { return clock }})
	require.NoError(t, err)
	layers := map[geo.Layer]data.Mode{}
	for _, l := range geo.Layers() {
		layers[l] = data.Append
	}
	clock = clock.Add(time.Hour)
	require.NoError(t, s.Commit(context.Background(), data.Write{Rows: storetest.Full(), Layers: layers}))
	require.NoError(t, s.Close())

	head, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "SQLite format 3\x00", string(head[:16]))
	require.Equal(t, "GPKG", string(head[68:72]))
	require.Equal(t, []byte{0, 0, 0x28, 0x3c}, head[60:64], "user_version 10300")
	require.Equal(t, []byte{1, 1}, head[18:20], "a closed file is not in WAL mode")
	for _, beside := range []string{"-wal", "-shm", "-journal"} {
		require.NoFileExists(t, path+beside)
	}

	db := edit(t, path)
	var verdict string
	require.NoError(t, db.QueryRow("PRAGMA integrity_check").Scan(&verdict))
	require.Equal(t, "ok", verdict)
	require.Empty(t, ints(t, db, "SELECT 1 FROM pragma_foreign_key_check"))
	require.Equal(t, []int64{-1, 0, 4326}, ints(t, db, "SELECT srs_id FROM gpkg_spatial_ref_sys ORDER BY srs_id"))
	for _, l := range geo.Layers() {
		name := tableOf(l).name
		require.Equal(t, []int64{1}, ints(t, db, `SELECT count(*) FROM gpkg_contents c JOIN gpkg_geometry_columns g USING (table_name, srs_id)
  JOIN gpkg_extensions e USING (table_name, column_name)
  WHERE table_name = ? AND data_type = 'features' AND srs_id = 4326 AND z = 0 AND m = 0
  AND last_change = '2025-07-01T01:00:00.000Z' AND extension_name = 'gpkg_rtree_index' AND scope = 'write-only'`, name), name)
		require.Equal(t, []int64{1}, ints(t, db, `SELECT (min_x, max_x, min_y, max_y) = (SELECT min(minx), max(maxx), min(miny), max(maxy)
  FROM rtree_`+name+`_geom) FROM gpkg_contents WHERE table_name = ?`, name), name)
		require.Equal(t, []int64{6}, ints(t, db, "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", name), name)
	}
	require.Equal(t, []int64{2}, ints(t, db, "SELECT count(*) FROM gpkg_contents WHERE data_type = 'attributes' AND table_name LIKE 'lifecircle_%'"))
}

func tableOf(l geo.Layer) *table {
	for _, k := range layers() {
		if k.spec().layer == l {
			return k.spec()
		}
	}
	return nil
}

// Every layer has a table, in the order of the layers.
func TestEveryLayerHasATable(t *testing.T) {
	var got []geo.Layer
	for _, l := range layers() {
		got = append(got, l.spec().layer)
	}
	require.Equal(t, geo.Layers(), got)
}

// A file that is put in the place of another is an edit like any other.
func TestReplacedFileIsNoticed(t *testing.T) {
	path, s := filled(t)
	_, err := s.Load(context.Background())
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	changes := s.Watch(ctx)

	other := filepath.Join(filepath.Dir(path), "other.gpkg")
	o := open(t, other)
	require.NoError(t, o.Commit(ctx, data.Write{Rows: storetest.Full(), Layers: map[geo.Layer]data.Mode{geo.LayerParks: data.Append}}))
	want, err := o.Version(ctx)
	require.NoError(t, err)
	require.NoError(t, o.Close())
	require.NoError(t, os.Rename(other, path))
	require.Equal(t, want, receive(t, changes))
	d, err := s.Load(ctx)
	require.NoError(t, err)
	require.Empty(t, d.Homes)
	require.Len(t, d.Parks, 2)

	// While another program reads the old file, its log cannot be emptied; it is not
	// mistaken for one of the new file.
	reading, err := edit(t, path).BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	require.NoError(t, err)
	require.NoError(t, reading.QueryRow("SELECT count(*) FROM parks").Err())
	require.NoError(t, s.Commit(ctx, data.Write{Rows: storetest.Full(), Layers: map[geo.Layer]data.Mode{geo.LayerHomes: data.Append}}))
	third := open(t, filepath.Join(filepath.Dir(path), "third.gpkg"))
	require.NoError(t, third.Close())
	require.NoError(t, os.Rename(third.Path(), path))
	for range 2 {
		_, err = s.Version(ctx)
		require.ErrorContains(t, err, "was put in the place of another file")
	}
	require.NoError(t, reading.Rollback())
	_, err = s.Load(ctx)
	require.ErrorIs(t, err, data.ErrEmpty)

	require.NoError(t, os.Remove(path))
	_, err = s.Version(ctx)
	require.ErrorIs(t, err, fs.ErrNotExist)
}

func receive(t *testing.T, changes <-chan string) string {
	t.Helper()
	select {
	case v := <-changes:
		return v
	case <-time.After(storetest.Patience):
		require.Fail(t, "the change was not noticed")
		return ""
	}
}

// A file that was away when last looked for is left as one plain file all the same.
func TestCloseAfterTheFileWasAway(t *testing.T) {
	path := filepath.Join(t.TempDir(), "town.gpkg")
	s, err := Open(t.Context(), path, Options{Create: true, Poll: time.Hour})
	require.NoError(t, err)
	s.reader.keepLog(t.Context())
	require.NoError(t, s.Commit(t.Context(), data.Write{Rows: storetest.Full(), Layers: map[geo.Layer]data.Mode{geo.LayerFacilities: data.Append}}))
	_, err = s.Version(t.Context())
	require.NoError(t, err)
	require.FileExists(t, path+"-wal")
	require.NoError(t, os.Rename(path, path+".aside"))
	_, err = s.Version(t.Context())
	require.Error(t, err)
	require.Nil(t, s.reader.conn, "nothing is open under the name")
	require.NoError(t, os.Rename(path+".aside", path))
	require.NoError(t, s.Close())
	for _, beside := range []string{"-wal", "-shm"} {
		require.NoFileExists(t, path+beside)
	}
}
