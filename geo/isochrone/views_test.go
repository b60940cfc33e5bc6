package isochrone

import (
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

func TestViewsAreKeptWhileThereIsRoom(t *testing.T) {
	var kept atomic.Pointer[[]view]
	var room atomic.Int64
	room.Store(40)
	var b blockViews
	b.begin(&kept)
	b.add(7, 0b101)
	b.add(3, 0)
	n, known := b.of(7)
	require.True(t, known)
	require.Equal(t, uint64(0b101), n)
	b.keep(&kept, &room)
	require.Equal(t, int64(8), room.Load())

	b.begin(&kept)
	n, known = b.of(3)
	require.True(t, known, "no node may be linked to it, and that is known")
	require.Zero(t, n)
	_, known = b.of(5)
	require.False(t, known)
	b.add(5, 1)
	b.keep(&kept, &room)
	require.Equal(t, int64(8), room.Load())
	b.begin(&kept)
	_, known = b.of(5)
	require.False(t, known, "there was no room for it")
	_, known = b.of(7)
	require.True(t, known)
}

// TestRandomViewsDoNotChangeDrawings draws with room for what is found out about
// barriers, without, and again: the same to the byte.
func TestRandomViewsDoNotChangeDrawings(t *testing.T) {
	known := 0
	manyTowns(t, 25, func(t *testing.T, w *randomTown) {
		l := w.linker()
		limits := w.limits(l.Graph())
		f, err := l.Graph().Search(t.Context(), w.sources(l, network.From, 1), network.From, limits[2])
		require.NoError(t, err)
		defer f.Release()
		kept, bare := NewTable(l, TableOptions{}), NewTable(l, TableOptions{})
		require.NoError(t, bare.Build())
		bare.views.room.Store(0)
		draw := func(table *Table) [][]byte {
			out, err := table.Around(t.Context(), f, limits)
			require.NoError(t, err)
			return bytesOf(t, out)
		}
		want := draw(bare)
		require.Equal(t, want, draw(kept))
		require.Equal(t, want, draw(kept))
		require.Empty(t, bare.views.tiles)
		for _, tile := range kept.views.tiles {
			for i := range tile {
				if tile[i].Load() != nil {
					known++
				}
			}
		}
	})
	require.Positive(t, known, "barriers stand in some towns")
}
