package postgis_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/storetest"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// A row that is taken back has its fid and the columns that somebody has added; whoever may
// write may take back, and the triggers count it.
func TestRowsAreTakenBackWithWhatSQLAdded(t *testing.T) {
	ctx := context.Background()
	address := migrated(t)
	s := open(t, as(t, address, "lc_reverter", "lifecircle_writer"))
	everything(t, s)
	run(t, address, "ALTER TABLE lifecircle.parks ADD COLUMN remark text, ADD COLUMN extra jsonb",
		`UPDATE lifecircle.parks SET remark = id || ' is windy', extra = '{"b": 1.50, "a": [null]}'`)
	whole := func() (rows []string) {
		q, err := connect(t, address).Query(ctx, "SELECT p::text FROM lifecircle.parks p WHERE source <> 'later' ORDER BY fid")
		require.NoError(t, err)
		defer q.Close()
		for q.Next() {
			var row string
			require.NoError(t, q.Scan(&row))
			rows = append(rows, row)
		}
		require.NoError(t, q.Err())
		return rows
	}
	before, rows := load(t, s), whole()
	change := storetest.RenameParks(t, s, before.Parks...)
	require.NotEqual(t, rows, whole())
	run(t, address, "INSERT INTO lifecircle.parks (geom, name, source) SELECT geom, 'later', 'later' FROM lifecircle.parks LIMIT 1")
	reader := open(t, as(t, address, "lc_onlooker", "lifecircle_reader"))
	require.ErrorContains(t, reader.Revert(ctx, change), "permission denied")
	require.NoError(t, s.Revert(ctx, change))
	require.Equal(t, rows, whole())
	got := load(t, open(t, address))
	require.Len(t, got.Parks, len(before.Parks)+1)
	run(t, address, "DELETE FROM lifecircle.parks WHERE source = 'later'")
	require.Equal(t, before.Version, load(t, s).Version, "the sums are those of the rows")

	// What somebody has noted of a row since would be lost: it stands in the way.
	change = storetest.RenameParks(t, s, before.Parks[0])
	run(t, address, "UPDATE lifecircle.parks SET remark = 'calm' WHERE id = '"+before.Parks[0].ID+"'")
	var refused *data.ReversalError
	require.ErrorAs(t, s.Revert(ctx, change), &refused)
	require.Equal(t, []data.ReversalRow{{Layer: geo.LayerParks, RowID: data.RowID{ID: before.Parks[0].ID}, Rule: data.ReversalChanged}}, refused.Rows)
	// A fid that somebody has given to another row is not asked for.
	run(t, address, "UPDATE lifecircle.parks SET remark = NULL WHERE name = 'renamed'",
		"INSERT INTO lifecircle.parks (fid, geom, name, source) SELECT 1, geom, 'squatter', 'later' FROM lifecircle.parks LIMIT 1")
	require.NoError(t, s.Revert(ctx, change))
	require.Len(t, whole(), len(rows))
	run(t, address, "DELETE FROM lifecircle.parks WHERE source = 'later'")
	require.Equal(t, before.Version, load(t, s).Version)
}
