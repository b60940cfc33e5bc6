package postgis_test

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/postgis"
	"github.com/seed-4611ae28/lifecircle/data/storetest"
	"github.com/seed-4611ae28/lifecircle/geo"
)

func TestHistoryOfEditsOutside(t *testing.T) {
	storetest.Outside(t, func(t *testing.T) (storetest.Place, storetest.Edit) {
		url := migrated(t)
		place := func(t *testing.T) data.Store { return open(t, url) }
		return place, func(t *testing.T, id, name string) {
			t.Helper()
			conn := connect(t, url)
			_, err := conn.Exec(context.Background(), "UPDATE lifecircle.parks SET name = $1 WHERE id = $2", name, id)
			require.NoError(t, err)
			require.NoError(t, conn.Close(context.Background()))
		}
	})
}

// Who edited outside, and when, is told; what SQL leaves empty comes back empty, and
// so do columns that somebody has added.
func TestWhatIsDoneBySQLIsToldAndComesBack(t *testing.T) {
	ctx := context.Background()
	url := migrated(t)
	s := open(t, url)
	everything(t, s)
	run(t, url, "ALTER TABLE lifecircle.parks ADD COLUMN remark text", "UPDATE lifecircle.parks SET remark = id || ' is windy', name = 'x'",
		"UPDATE lifecircle.meta SET value = NULL WHERE key = 'notice'", "INSERT INTO lifecircle.sources (name) VALUES ('bare')")
	entries, err := s.History(ctx)
	require.NoError(t, err)
	require.Regexp(t, `^edited outside, by \w+`, entries[0].What)
	require.False(t, entries[0].At.IsZero())
	at := entries[0].At
	want := load(t, s)

	require.NoError(t, s.Commit(ctx, data.Write{Rows: &geo.Dataset{Notice: "other"}, Info: &geo.SourceInfo{Name: "bare", License: "l"},
		Layers: map[geo.Layer]data.Mode{geo.LayerParks: data.ReplaceLayer}}))
	entries, err = s.History(ctx)
	require.NoError(t, err)
	require.Equal(t, want.Version, entries[1].Version)
	require.Equal(t, at, entries[1].At, "when it was edited, not when that was noticed")
	require.NoError(t, s.Restore(ctx, want.Version))
	require.Equal(t, want, load(t, open(t, url)))
	var remarks int
	require.NoError(t, connect(t, url).QueryRow(ctx, "SELECT count(*) FROM lifecircle.parks WHERE remark = id || ' is windy'").Scan(&remarks))
	require.Equal(t, 2, remarks)
	run(t, url, "INSERT INTO lifecircle.parks (name) VALUES ('by hand')") // fid and id are still to be had
}

// A restore is a change like any other: the sums that it leaves are those of the rows.
func TestSumsAfterARestoreAreThoseOfTheRows(t *testing.T) {
	ctx := context.Background()
	url := migrated(t)
	s := open(t, url)
	write(t, s, beforeDerived()) // what the steps taken back below leave alone
	first := load(t, s)
	require.NoError(t, s.Commit(ctx, onePark()))
	require.NoError(t, s.Restore(ctx, first.Version))
	require.Equal(t, first.Version, load(t, s).Version)
	downTo(t, url, "00007_records.sql")
	_, err := postgis.MigrateDown(ctx, url, false)
	require.ErrorContains(t, err, "holds versions that can be restored")
	_, err = postgis.MigrateDown(ctx, url, true)
	require.NoError(t, err)
	downTo(t, url, "00003_changes.sql")
	_, err = postgis.MigrateUp(ctx, url)
	require.NoError(t, err)
	require.Equal(t, first, load(t, open(t, url)))
	entries, err := open(t, url).History(ctx)
	require.NoError(t, err)
	require.Equal(t, "there before the history began", entries[0].What[:30])
}

func TestWhoMayRestore(t *testing.T) {
	ctx := context.Background()
	address := migrated(t)
	writer := open(t, as(t, address, "lc_restorer", "lifecircle_writer"))
	everything(t, writer)
	before := load(t, writer)
	require.NoError(t, writer.Commit(ctx, onePark()))

	reader := open(t, as(t, address, "lc_looker", "lifecircle_reader"))
	entries, err := reader.History(ctx)
	require.NoError(t, err)
	require.Len(t, entries, 2)
	require.ErrorContains(t, reader.Restore(ctx, before.Version), "permission denied")
	require.ErrorContains(t, reader.KeepHistory(ctx, 1), "permission denied")
	require.NoError(t, writer.Restore(ctx, before.Version))
	require.NoError(t, writer.KeepHistory(ctx, 1))
	require.Equal(t, before, load(t, reader))
}

// Edits by SQL beside commits: nobody is held up, no edit is lost unseen, and every
// version that is told is one that there was.
func TestEditsOutsideBesideCommits(t *testing.T) {
	ctx := context.Background()
	url := migrated(t)
	s := open(t, url)
	everything(t, s)
	var wg sync.WaitGroup
	wg.Add(1)
	stop := make(chan struct{})
	go func() {
		defer wg.Done()
		conn := connect(t, url)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			if _, err := conn.Exec(ctx, "UPDATE lifecircle.parks SET name = 'edit ' || $1::int WHERE id = 'p1'", i); err != nil {
				t.Errorf("edit: %v", err)
			}
		}
	}()
	require.NoError(t, s.KeepHistory(ctx, 1000))
	for i := range 25 {
		w := onePark()
		w.Rows.Parks[0].Name = string(rune('a' + i))
		if i%2 == 0 { // meets the row that is edited
			w.Layers[geo.LayerParks] = data.ReplaceLayer
			w.Rows.Parks = append(w.Rows.Parks, storetest.Full().Parks[:1]...)
		}
		require.NoError(t, s.Commit(ctx, w))
	}
	close(stop)
	wg.Wait()
	entries, err := s.History(ctx)
	require.NoError(t, err)
	require.Equal(t, load(t, s).Version, entries[0].Version)
	restored := 0
	for i := range entries {
		if entries[i].Restorable() && !entries[i].Current {
			require.NoError(t, s.Restore(ctx, entries[i].Version))
			require.Equal(t, entries[i].Version, load(t, s).Version)
			restored++
		}
	}
	t.Logf("%d of %d versions restored", restored, len(entries))
	require.Positive(t, restored)
}
