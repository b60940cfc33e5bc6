package postgis_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// many is a write of more rows than are inserted one by one into an empty table.
func many() data.Write {
	ds := &geo.Dataset{}
	for i := range 2500 {
		x := 120 + float64(i%50)/100
		y := 30 + float64(i/50)/100
		ds.Roads = append(ds.Roads, geo.RoadSegment{ID: fmt.Sprintf("r%05d", i*7919%100003), Source: "a", Highway: []string{"path", "steps"}[i%2],
			Name: fmt.Sprintf("路 %d, \"quoted\" (x)", i), MaxSpeedKmh: float64(i%7) * 1.1, From: int64(i), To: 1 << 40, Bridge: i%3 == 0,
			Geometry: orb.LineString{{x, y}, {x + 0.001, y}, {x, y + 0.0000001}}})
		ds.Facilities = append(ds.Facilities, geo.Facility{ID: fmt.Sprintf("f%05d", i), Source: "a", Categories: []string{"clinic"}, Location: orb.Point{x, y},
			Attributes: map[string]any{"beds": float64(i)}})
	}
	return data.Write{Rows: ds, Source: "a", Layers: map[geo.Layer]data.Mode{geo.LayerRoads: data.ReplaceSource, geo.LayerFacilities: data.ReplaceSource}}
}

// lines are the rows of a query of one column of text.
func lines(t *testing.T, conn *pgx.Conn, query string) []string {
	t.Helper()
	rows, err := conn.Query(context.Background(), query)
	require.NoError(t, err)
	out, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	return out
}

// schemaOf is everything that the server says of the tables: columns, indexes, keys and
// other constraints, triggers.
func schemaOf(t *testing.T, conn *pgx.Conn) []string {
	t.Helper()
	return lines(t, conn, `SELECT s FROM (
    SELECT format('%s %s', indexname, indexdef) FROM pg_indexes WHERE schemaname = 'lifecircle'
    UNION ALL SELECT format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE connamespace = 'lifecircle'::regnamespace
    UNION ALL SELECT format('%s %s', pg_get_triggerdef(oid), tgenabled) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT format('%s.%s %s %s %s', attrelid::regclass, attname, atttypid::regtype, attnotnull, attidentity) FROM pg_attribute
      JOIN pg_class c ON c.oid = attrelid WHERE relnamespace = 'lifecircle'::regnamespace AND relkind = 'r' AND attnum > 0
    UNION ALL SELECT format('%s valid %s ready %s', indexrelid::regclass, indisvalid, indisready) FROM pg_index JOIN pg_class c ON c.oid = indrelid
      WHERE relnamespace = 'lifecircle'::regnamespace) AS all_of_it(s) ORDER BY s`)
}

// The first rows of a table, which come without its indexes and its trigger, leave what
// inserts leave: the same rows, the same version and note of the change, the same indexes,
// keys and triggers, which then do their work.
func TestFirstRowsInBulk(t *testing.T) {
	loaded, changes, schemas := map[string]*geo.Dataset{}, map[string][]string{}, map[string][]string{}
	var before []string
	for _, way := range []string{"bulk", "used before", "looked at"} {
		url := migrated(t)
		conn := connect(t, url)
		before = schemaOf(t, conn)
		looking := connect(t, url)
		switch way {
		case "used before": // the table takes room, though it has no rows
			run(t, url, "INSERT INTO lifecircle.roads (geom, highway) VALUES (ST_GeomFromText('LINESTRING(1 1, 2 2)', 4326), 'path')")
			run(t, url, "DELETE FROM lifecircle.roads")
			run(t, url, "INSERT INTO lifecircle.facilities (geom) VALUES (ST_GeomFromText('POINT(1 1)', 4326))")
			run(t, url, "DELETE FROM lifecircle.facilities")
			run(t, url, "DELETE FROM lifecircle.changes") // cancelled out
		case "looked at":
			_, err := looking.Exec(t.Context(), "BEGIN; SELECT count(*) FROM lifecircle.roads; SELECT count(*) FROM lifecircle.facilities")
			require.NoError(t, err)
		}
		oid := lines(t, conn, "SELECT 'lifecircle.roads_key'::regclass::oid::text")
		s := open(t, url)
		require.NoError(t, s.Commit(t.Context(), many()))
		_, err := looking.Exec(t.Context(), "ROLLBACK")
		require.NoError(t, err)
		require.Equal(t, way != "bulk", fmt.Sprint(oid) == fmt.Sprint(lines(t, conn, "SELECT 'lifecircle.roads_key'::regclass::oid::text")),
			"%s: whether the key was made anew", way)
		loaded[way], err = s.Load(t.Context())
		require.NoError(t, err)
		loaded[way].Sources = nil
		changes[way] = lines(t, conn, "SELECT format('%s %s %s %s', layer, sum(rows), sum(sum_a), sum(sum_b)) FROM lifecircle.changes GROUP BY layer HAVING sum(rows) <> 0 ORDER BY layer")
		schemas[way] = schemaOf(t, conn)
		_, err = conn.Exec(t.Context(), "INSERT INTO lifecircle.roads (geom, highway, id) SELECT geom, highway, id FROM lifecircle.roads LIMIT 1")
		require.ErrorContains(t, err, "roads_key")
		version, err := s.Version(t.Context())
		require.NoError(t, err)
		run(t, url, "UPDATE lifecircle.roads SET name = 'another' WHERE id = 'r00000'")
		after, err := s.Version(t.Context())
		require.NoError(t, err)
		require.NotEqual(t, version, after, "the triggers count again")
	}
	require.Len(t, loaded["bulk"].Roads, 2500)
	require.Equal(t, before, schemas["bulk"])
	for _, way := range []string{"used before", "looked at"} {
		require.Equal(t, loaded[way], loaded["bulk"], way)
		require.Equal(t, changes[way], changes["bulk"], way)
	}
}

// What a constraint refuses of the first rows is named, and the table is as before.
func TestFirstRowsInBulkAreRefused(t *testing.T) {
	url := migrated(t)
	conn := connect(t, url)
	before := schemaOf(t, conn)
	s := open(t, url)
	w := many()
	w.Rows.Facilities[2100].Footprint = orb.MultiPolygon{{{{0, 0}, {1, 1}, {1, 0}, {0, 1}, {0, 0}}}}
	err := s.Commit(t.Context(), w)
	var refused *data.RefusedError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, "f02100", refused.ID)
	require.Equal(t, before, schemaOf(t, conn))
	_, err = s.Load(t.Context())
	require.ErrorIs(t, err, data.ErrEmpty)
	require.NoError(t, s.Commit(t.Context(), many()))
	require.Equal(t, before, schemaOf(t, conn))
}

// Who may write rows, and not change tables, fills them as any other.
func TestFirstRowsOfAWriter(t *testing.T) {
	url := migrated(t)
	s := open(t, as(t, url, "lc_bulk_writer", "lifecircle_writer"))
	require.NoError(t, s.Commit(t.Context(), many()))
	ds, err := s.Load(t.Context())
	require.NoError(t, err)
	require.Len(t, ds.Roads, 2500)
}
