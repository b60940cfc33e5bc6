package geopackage

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/storetest"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// elsewhere commits a park that has nothing to do with the others.
func elsewhere(t *testing.T, s *Store) {
	t.Helper()
	p := storetest.Full().Parks[0]
	p.ID, p.Name = "elsewhere", "elsewhere"
	require.NoError(t, s.Commit(context.Background(), data.Write{Rows: &geo.Dataset{Parks: []geo.Park{p}}, Layers: map[geo.Layer]data.Mode{geo.LayerParks: data.Append}}))
}

// A row that is taken back has its fid and the columns that planners have added, and one
// drawn in QGIS without an id is the same row again.
func TestRowsAreTakenBackWithWhatPlannersAdded(t *testing.T) {
	ctx := context.Background()
	path, s := filled(t)
	db := edit(t, path)
	for _, q := range []string{
		"ALTER TABLE parks ADD COLUMN remark TEXT", "ALTER TABLE parks ADD COLUMN photo BLOB",
		"UPDATE parks SET remark = 'windy', photo = x'00ff00' WHERE id = 'p1'",
		"INSERT INTO parks (geom, name, remark, source) SELECT geom, 'drawn', 'by hand', '' FROM parks WHERE id = 'p2'",
	} {
		run(t, db, q)
	}
	whole := func() (rows []string) {
		q, err := db.Query("SELECT fid || quote(geom) || quote(id) || quote(name) || quote(remark) || quote(photo) FROM parks WHERE coalesce(id, '') <> 'elsewhere' ORDER BY fid")
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
	before, rows := load(t, s), whole()
	require.Equal(t, "parks-fid3", before.Parks[2].ID)
	change := storetest.RenameParks(t, s, before.Parks[0], before.Parks[2])
	require.Len(t, load(t, s).Parks, 3, "the row without an id went for the one in its place")
	elsewhere(t, s)
	require.NoError(t, s.Revert(ctx, change))
	require.Equal(t, rows, whole())
	require.Len(t, load(t, s).Parks, 4)
	var verdict string
	require.NoError(t, db.QueryRow("SELECT rtreecheck('rtree_parks_geom')").Scan(&verdict))
	require.Equal(t, "ok", verdict)

	// What somebody has noted of a row since would be lost: it stands in the way.
	change = storetest.RenameParks(t, s, before.Parks[0])
	run(t, db, "UPDATE parks SET remark = 'calm' WHERE id = 'p1'")
	var refused *data.ReversalError
	require.ErrorAs(t, s.Revert(ctx, change), &refused)
	require.Equal(t, []data.ReversalRow{{Layer: geo.LayerParks, RowID: data.RowID{ID: "p1"}, Rule: data.ReversalChanged}}, refused.Rows)
	// A column that is gone is gone.
	run(t, db, "UPDATE parks SET remark = NULL WHERE id = 'p1'")
	run(t, db, "ALTER TABLE parks DROP COLUMN photo")
	require.NoError(t, s.Revert(ctx, change))
	var remark string
	require.NoError(t, db.QueryRow("SELECT name || remark FROM parks WHERE id = 'p1'").Scan(&remark))
	require.Equal(t, before.Parks[0].Name+"windy", remark)
}

// A program that saves a geometry again may write another envelope: the row is the same.
func TestAnotherEnvelopeIsNoChange(t *testing.T) {
	path, s := filled(t)
	change := storetest.RenameParks(t, s, load(t, s).Parks[0])
	elsewhere(t, s)
	db := edit(t, path)
	var blob []byte
	require.NoError(t, db.QueryRow("SELECT geom FROM parks WHERE id = 'p1'").Scan(&blob))
	head, err := parseHeader(blob)
	require.NoError(t, err)
	bare := append(append([]byte{}, blob[:8]...), head.body...)
	bare[3] &^= 0x0e // no envelope (OGC 12-128r17, table 5)
	_, err = db.Exec("UPDATE parks SET geom = ? WHERE id = 'p1'", bare)
	require.NoError(t, err)
	require.NotEqual(t, blob, bare)
	require.NoError(t, s.Revert(context.Background(), change))
	require.NotEqual(t, "renamed", load(t, s).Parks[1].Name)
}

// What was kept and is damaged is noticed, and nothing is changed.
func TestDamageIsNoticedByAReversal(t *testing.T) {
	for _, damage := range []string{
		"UPDATE lifecircle_kept SET content = substr(content, 1, length(content) / 2) WHERE layer = 'parks'",
		"UPDATE lifecircle_kept SET content = x'deadbeef' WHERE layer = 'parks'",
	} {
		path, s := filled(t)
		change := storetest.RenameParks(t, s, load(t, s).Parks[0])
		elsewhere(t, s)
		before := load(t, s)
		run(t, edit(t, path), damage)
		require.Error(t, s.Revert(context.Background(), change))
		require.Equal(t, before, load(t, s))
	}
}
