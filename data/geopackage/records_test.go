package geopackage

import (
	"context"
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/storetest"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// The tables of records are nobody's layers, GDAL has no complaint, and a change that
// another program makes is another version.
func TestRecordsAndGDAL(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "town.gpkg")
	s := open(t, path)
	w := data.Write{Rows: storetest.Full(), Layers: map[geo.Layer]data.Mode{}}
	for _, l := range geo.Layers() {
		w.Layers[l] = data.ReplaceLayer
	}
	require.NoError(t, s.Commit(ctx, w))
	_, err := s.AddReported(ctx, []data.ReportedValue{{Unit: "330411101", Indicator: "XZ-36", Value: 1.5, Year: 2025, Source: "统计局", At: "2026-01-02T03:04:05Z", By: "王工"}})
	require.NoError(t, err)
	key, secret, err := data.NewKey("王工", data.RoleAdmin, time.Now())
	require.NoError(t, err)
	require.NoError(t, s.AddKey(ctx, key))
	for _, args := range [][]string{{"-so", "-al", path}, {path}} {
		out := gdal(t, "ogrinfo", args...)
		require.NotRegexp(t, `lifecircle_(reported|keys|results|records)|(?i)warning|(?i)error`, out)
		require.Contains(t, out, "facilities")
	}
	before, err := s.RecordsVersion(ctx)
	require.NoError(t, err)
	gdal(t, "ogrinfo", "-q", path, "-sql", "UPDATE lifecircle_reported SET value = 2")
	after, err := s.RecordsVersion(ctx)
	require.NoError(t, err)
	require.NotEqual(t, before, after)
	all, err := s.Reported(ctx, data.ReportedQuery{})
	require.NoError(t, err)
	require.Equal(t, 2.0, all[0].Value)

	// The secret is nowhere in the file.
	require.NoError(t, s.Close())
	dump, err := exec.Command("grep", "-c", "--binary-files=text", secret, path).CombinedOutput()
	require.Error(t, err, "%s", dump)
}

// A hash that was cut short opens nothing: it is an error, not a key.
func TestABrokenHash(t *testing.T) {
	ctx := context.Background()
	s := open(t, filepath.Join(t.TempDir(), "town.gpkg"))
	key, _, err := data.NewKey("王工", data.RoleAdmin, time.Now())
	require.NoError(t, err)
	require.NoError(t, s.AddKey(ctx, key))
	require.NoError(t, s.writer.use(ctx, func(conn *sql.Conn) error {
		_, err := conn.ExecContext(ctx, "UPDATE lifecircle_keys SET hash = x'00'")
		return err
	}))
	_, err = s.Keys(ctx)
	require.ErrorContains(t, err, "its hash has 1 bytes")
}

// A file that may only be read is told from one that fails.
func TestRecordsOfAFileThatMayOnlyBeRead(t *testing.T) {
	if path := os.Getenv(readOnlyRecordsChild); path != "" {
		recordsReadOnly(t, path)
		return
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "town.gpkg")
	require.NoError(t, open(t, path).Close())
	require.NoError(t, os.Chmod(path, 0o444))
	runAsNobody(t, dir, "TestRecordsOfAFileThatMayOnlyBeRead", readOnlyRecordsChild+"="+path)
}

const readOnlyRecordsChild = "LIFECIRCLE_TEST_READ_ONLY_RECORDS"

func recordsReadOnly(t *testing.T, path string) {
	t.Helper()
	ctx := context.Background()
	s, err := Open(ctx, path, Options{})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	key, _, err := data.NewKey("王工", data.RoleAdmin, time.Now())
	require.NoError(t, err)
	require.ErrorIs(t, s.AddKey(ctx, key), data.ErrReadOnly)
	keys, err := s.Keys(ctx)
	require.NoError(t, err)
	require.Empty(t, keys)
}
