package geopackage

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// A file of a few kilobytes can ask SQLite for a value of a gigabyte.
func TestFeaturesThatClaimAGigabyte(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.gpkg")
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	for _, q := range []string{
		"PRAGMA application_id = 1196444487",
		"CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER, definition TEXT)",
		"INSERT INTO gpkg_spatial_ref_sys VALUES ('x', 4549, 'EPSG', 4549, 'x'), ('y', 99, 'NONE', 99, 'PROJCS[...]')",
		"CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT)",
		"CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER)",
		"CREATE VIEW bomb AS SELECT 1 AS fid, zeroblob(900000000) AS geom",
		`CREATE TABLE "a""b" (fid INTEGER PRIMARY KEY, geom BLOB, n INTEGER, s TEXT)`,
		`INSERT INTO "a""b" VALUES (1, NULL, 7, '王'), (2, x'00', NULL, NULL), (3, 'text', NULL, NULL)`,
		`INSERT INTO gpkg_contents VALUES ('bomb', 'features'), ('a"b', 'features'), ('other', 'attributes')`,
		`INSERT INTO gpkg_geometry_columns VALUES ('bomb', 'geom', 99), ('a"b', 'geom', 4549)`,
	} {
		_, err := db.ExecContext(context.Background(), q)
		require.NoError(t, err, q)
	}
	require.NoError(t, db.Close())
	ctx := context.Background()
	f, err := OpenFeatures(ctx, path)
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	require.Equal(t, []string{`a"b`, "bomb"}, f.Tables())

	require.NoError(t, f.Use(ctx, "bomb"))
	require.Equal(t, "PROJCS[...]", f.Reference())
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	require.ErrorContains(t, f.Read(ctx, func(Feature) error { return nil }), "too big")
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(8<<20), "statements and rows, and no value of a gigabyte")

	require.NoError(t, f.Use(ctx, `a"b`))
	require.Equal(t, "EPSG:4549", f.Reference())
	require.Equal(t, []string{"fid", "n", "s"}, f.Columns())
	var rows []Feature
	require.NoError(t, f.Read(ctx, func(r Feature) error { rows = append(rows, r); return nil }))
	require.Equal(t, map[string]any{"fid": int64(1), "n": int64(7), "s": "王"}, rows[0].Values)
	require.NoError(t, rows[0].Problem)
	require.ErrorContains(t, rows[1].Problem, "header GP")
	require.ErrorContains(t, rows[2].Problem, "stored as a blob")

	before2, err := os.ReadFile(path)
	require.NoError(t, err)
	_, err = f.session.conn.ExecContext(ctx, `DELETE FROM "a""b"`)
	require.Error(t, err, "what is imported is only read")
	after2, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, before2, after2)
}
