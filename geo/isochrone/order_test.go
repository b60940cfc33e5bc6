package isochrone

import (
	"bytes"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

func TestRandomOrderOfRoadsDoesNotMatter(t *testing.T) {
	manyTowns(t, 25, func(t *testing.T, w *randomTown) {
		l := w.linker()
		limits := w.limits(l.Graph())
		place := w.place()
		draw := func(workers int) [][]byte {
			l := w.linker()
			f, err := l.Graph().Field(t.Context(), []network.Source{{Links: l.Links(nil, place, true)}}, network.From, limits[2])
			require.NoError(t, err)
			out, err := NewTable(l, TableOptions{Workers: workers}).Around(t.Context(), f, limits)
			require.NoError(t, err)
			return bytesOf(t, out)
		}
		want := draw(1)
		for range 3 {
			w.r.Shuffle(len(w.roads), func(i, j int) { w.roads[i], w.roads[j] = w.roads[j], w.roads[i] })
			require.True(t, slices.EqualFunc(want, draw(4), bytes.Equal), "the same drawing to the byte")
		}
	})
}

func TestRandomAgainGivesTheSame(t *testing.T) {
	// What one question leaves behind in a table must not show in the next.
	manyTowns(t, 15, func(t *testing.T, w *randomTown) {
		l := w.linker()
		limits := w.limits(l.Graph())
		table := NewTable(l, TableOptions{Workers: 2})
		sources := [][]network.Source{w.sources(l, network.From, 1), w.sources(l, network.From, 2)}
		draw := func(table *Table, i int) [][]byte {
			f, err := l.Graph().Search(t.Context(), sources[i], network.From, limits[2])
			require.NoError(t, err)
			defer f.Release()
			out, err := table.Around(t.Context(), f, limits)
			require.NoError(t, err)
			return bytesOf(t, out)
		}
		want := [][][]byte{draw(NewTable(l, TableOptions{}), 0), draw(NewTable(l, TableOptions{}), 1)}
		done := make(chan [][]byte)
		for range 4 {
			for i := range want {
				require.True(t, slices.EqualFunc(want[i], draw(table, i), bytes.Equal))
			}
			go func() { done <- draw(table, 0) }()
		}
		for range 4 {
			require.True(t, slices.EqualFunc(want[0], <-done, bytes.Equal))
		}
	})
}

func bytesOf(t *testing.T, out []orb.MultiPolygon) [][]byte {
	t.Helper()
	var b [][]byte
	for _, mp := range out {
		data, err := wkb.Marshal(mp)
		require.NoError(t, err)
		b = append(b, data)
	}
	return b
}
