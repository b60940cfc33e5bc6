package geopackage

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/scenario"
)

// What somebody has noted in QGIS beside the rows stays where a scenario leaves the rows
// alone.
func TestAppliedEditsLeaveTheColumnsOfOthers(t *testing.T) {
	ctx := context.Background()
	s := open(t, filepath.Join(t.TempDir(), "town.gpkg"))
	rows := &geo.Dataset{}
	for _, id := range []string{"a", "b", "c"} {
		rows.Facilities = append(rows.Facilities, geo.Facility{ID: id, Categories: []string{"clinic"}, Location: orb.Point{120, 30}, Source: "own"})
	}
	require.NoError(t, s.Commit(ctx, data.Write{Rows: rows, Layers: map[geo.Layer]data.Mode{geo.LayerFacilities: data.ReplaceLayer}}))
	remarks := func() (all []string) {
		require.NoError(t, s.writer.use(ctx, func(conn *sql.Conn) error {
			rows, err := conn.QueryContext(ctx, "SELECT id || ' ' || coalesce(remark, '-') FROM facilities ORDER BY id")
			if err != nil {
				return err
			}
			defer func() { _ = rows.Close() }()
			for rows.Next() {
				var one string
				if err := rows.Scan(&one); err != nil {
					return err
				}
				all = append(all, one)
			}
			return rows.Err()
		}))
		return all
	}
	require.NoError(t, s.writer.use(ctx, func(conn *sql.Conn) error {
		_, err := conn.ExecContext(ctx, "ALTER TABLE facilities ADD COLUMN remark TEXT; UPDATE facilities SET remark = id || '!'")
		return err
	}))
	ds, err := s.Load(ctx)
	require.NoError(t, err)
	next, changes, err := scenario.Apply(ctx, ds, []scenario.Edit{
		{Op: scenario.Remove, Layer: scenario.Facility, ID: "a"}, {Op: scenario.Close, Layer: scenario.Facility, ID: "b"},
		{Op: scenario.Add, Layer: scenario.Facility, ID: "d", Geometry: orb.Point{120, 30}, Properties: map[string]any{"category": "clinic"}}}, scenario.Options{})
	require.NoError(t, err)
	w := data.EditsOf(next, changes)
	w.Expect = ds.Version
	require.NoError(t, s.Commit(ctx, w))
	require.Equal(t, []string{"b -", "c c!", "d -"}, remarks())
	require.NoError(t, s.Restore(ctx, ds.Version))
	require.Equal(t, []string{"a a!", "b b!", "c c!"}, remarks())
}
