package geopackage

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/storetest"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// Reading does not wait for a writer, and nothing holds a lock between calls.
func TestNobodyIsHeldUp(t *testing.T) {
	path, first := filled(t)
	require.NoError(t, first.Close())
	s, err := Open(context.Background(), path, Options{Busy: 200 * time.Millisecond, Poll: time.Millisecond})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	other := edit(t, path)

	load := func() {
		t.Helper()
		_, err := s.Load(context.Background())
		require.NoError(t, err)
	}
	// In the mode in which the file was closed, a store that only reads leaves it
	// to others to write.
	load()
	run(t, other, "BEGIN EXCLUSIVE")
	run(t, other, "UPDATE parks SET name = 'a' WHERE id = 'p1'")
	run(t, other, "COMMIT")
	load()

	// While it watches, it reads beside a writer that is not done.
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	changes := s.Watch(ctx)
	run(t, other, "BEGIN IMMEDIATE")
	run(t, other, "UPDATE parks SET name = 'b' WHERE id = 'p1'")
	load()
	before, err := s.Version(context.Background())
	require.NoError(t, err)
	err = s.Commit(context.Background(), data.Write{Rows: storetest.Full(), Layers: map[geo.Layer]data.Mode{geo.LayerParks: data.ReplaceLayer}})
	require.ErrorContains(t, err, "locked", "two writers: one waits, and says so")
	run(t, other, "COMMIT")
	require.NotEqual(t, before, receive(t, changes))
}
