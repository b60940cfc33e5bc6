package geopackage

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/storetest"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// replaced commits other parks in the place of all.
func replaced(t *testing.T, s *Store) {
	t.Helper()
	other := storetest.Full().Parks[:1]
	other[0].Name = "other"
	require.NoError(t, s.Commit(context.Background(), data.Write{Rows: &geo.Dataset{Parks: other}, Layers: map[geo.Layer]data.Mode{geo.LayerParks: data.ReplaceLayer}}))
}

// What planners do to a file comes back with it: rows without ids, columns of their
// own of whatever type, values that the column's type does not promise.
func TestWhatPlannersAddComesBack(t *testing.T) {
	ctx := context.Background()
	path, s := filled(t)
	db := edit(t, path)
	for _, q := range []string{
		"ALTER TABLE parks ADD COLUMN visited DATE", "ALTER TABLE parks ADD COLUMN open BOOLEAN", "ALTER TABLE parks ADD COLUMN \"my \"\"notes\" TEXT",
		"ALTER TABLE parks ADD COLUMN photo BLOB",
		"UPDATE parks SET visited = '2026-05-01', open = 1, \"my \"\"notes\" = 'a' || char(10) || 'ü', photo = x'00ff00' WHERE id = 'p1'",
		"UPDATE parks SET visited = 7, open = 'perhaps', photo = CAST(x'ff41' AS TEXT) WHERE id = 'p2'",
		"INSERT INTO parks (name, source) VALUES ('drawn', '')",
	} {
		run(t, db, q)
	}
	whole := func() (rows []string) {
		q, err := db.Query(`SELECT fid || quote(geom) || quote(id) || quote(name) || typeof(visited) || quote(visited) || typeof(open) || quote(open) ||
  quote("my ""notes") || typeof(photo) || hex(photo) FROM parks ORDER BY fid`)
		require.NoError(t, err)
		defer func() { require.NoError(t, q.Close()) }()
		for q.Next() {
			var row string
			require.NoError(t, q.Scan(&row))
			rows = append(rows, row)
		}
		require.NoError(t, q.Err())
		return rows
	}
	want, rows := load(t, s), whole()
	require.Len(t, rows, 3)
	replaced(t, s)
	require.NoError(t, s.Restore(ctx, want.Version))
	require.Equal(t, want, load(t, s))
	require.Equal(t, rows, whole())
	require.Equal(t, "parks-fid3", want.Parks[2].ID)

	// A column that is gone is gone; the rows come back without it.
	replaced(t, s)
	run(t, db, "ALTER TABLE parks DROP COLUMN photo")
	require.NoError(t, s.Restore(ctx, want.Version))
	require.Equal(t, want, load(t, s))
	run(t, db, "INSERT INTO parks (geom, name) SELECT geom, 'more' FROM parks WHERE id = 'p1'") // the index has its triggers
	var verdict string
	require.NoError(t, db.QueryRow("SELECT rtreecheck('rtree_parks_geom')").Scan(&verdict))
	require.Equal(t, "ok", verdict)
}

func load(t *testing.T, s *Store) *geo.Dataset {
	t.Helper()
	d, err := s.Load(context.Background())
	require.NoError(t, err)
	return d
}

// What was kept and is damaged is noticed, whatever the damage, and nothing is changed.
func TestDamageIsNoticed(t *testing.T) {
	ctx := context.Background()
	for name, damage := range map[string]string{
		"another content": "UPDATE lifecircle_kept SET content = (SELECT content FROM lifecircle_kept WHERE layer = 'homes') WHERE layer = 'parks'",
		"cut off":         "UPDATE lifecircle_kept SET content = substr(content, 1, length(content) / 2) WHERE layer = 'parks'",
		"other bytes":     "UPDATE lifecircle_kept SET content = x'deadbeef' WHERE layer = 'parks'",
		"nothing":         "UPDATE lifecircle_kept SET content = x'' WHERE layer = 'parks'",
	} {
		path, s := filled(t)
		first := load(t, s)
		replaced(t, s)
		require.NoError(t, s.Commit(ctx, data.Write{Rows: &geo.Dataset{}, Layers: map[geo.Layer]data.Mode{geo.LayerHomes: data.ReplaceLayer}}))
		before := load(t, s)
		run(t, edit(t, path), damage)
		require.Error(t, s.Restore(ctx, first.Version), name)
		require.Equal(t, before, load(t, s), name)
	}
}

func TestValuesComeBack(t *testing.T) {
	values := []any{nil, int64(0), int64(math.MinInt64), int64(math.MaxInt64), -0.5, math.Inf(1), 5e-324, "", "\xff\x00", []byte{}, []byte{0, 1}}
	var b []byte
	var err error
	for _, v := range values {
		b, err = appendValue(b, v)
		require.NoError(t, err)
	}
	r := bufio.NewReader(bytes.NewReader(b))
	for _, want := range values {
		got, err := readValue(r)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	_, err = readValue(r)
	require.Equal(t, io.EOF, err)
	_, err = appendValue(nil, 1)
	require.Error(t, err, "no type of SQLite")
	for cut := range b {
		r := bufio.NewReader(bytes.NewReader(b[:cut]))
		for err = nil; err == nil; _, err = readValue(r) {
		}
		require.True(t, err == io.EOF || errors.Is(err, errDamaged), err) //nolint:errorlint // it promises io.EOF itself
	}
}

// What is let go of gives its room back.
func TestPrunedRoomIsGivenBack(t *testing.T) {
	ctx := context.Background()
	path, s := filled(t)
	require.NoError(t, s.Commit(ctx, generation(1, crashRows)))
	first := load(t, s)
	require.NoError(t, s.Commit(ctx, generation(2, crashRows)))
	require.NoError(t, s.Restore(ctx, first.Version))
	require.NoError(t, s.KeepHistory(ctx, 0))
	require.Equal(t, first, load(t, s))
	var kept, free int
	db := edit(t, path)
	require.NoError(t, db.QueryRow("SELECT count(*) FROM lifecircle_kept").Scan(&kept))
	require.Zero(t, kept)
	require.NoError(t, db.QueryRow("PRAGMA freelist_count").Scan(&free))
	require.Zero(t, free)
}
