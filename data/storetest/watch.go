package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// await waits until the watch says want. Versions on the way may be skipped.
func await(t *testing.T, changes <-chan string, want string) {
	t.Helper()
	deadline := time.After(Patience)
	for {
		select {
		case v, open := <-changes:
			require.True(t, open, "the watch ended before it said %s", want)
			if v == want {
				return
			}
		case <-deadline:
			require.Fail(t, "the change was not noticed", "waited %s for %s", Patience, want)
		}
	}
}

func watch(t *testing.T, empty func(t *testing.T) Place) {
	t.Run("sees own and foreign commits", func(t *testing.T) {
		place := empty(t)
		own, foreign := place(t), place(t)
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		changes := own.Watch(ctx)
		commit(t, own, data.Write{Rows: parks("a", "1"), Layers: onParks(data.ReplaceSource), Source: "a"})
		await(t, changes, version(t, foreign))
		commit(t, foreign, data.Write{Rows: parks("b", "2"), Layers: onParks(data.ReplaceSource), Source: "b"})
		await(t, changes, version(t, foreign))
		require.Equal(t, []string{"1 of a", "2 of b"}, parkNames(t, own))
	})
	t.Run("begins where the last load ended", func(t *testing.T) {
		place := empty(t)
		s, foreign := place(t), place(t)
		commit(t, s, data.Write{Rows: parks("a", "1"), Layers: onParks(data.Append)})
		load(t, s)
		commit(t, foreign, data.Write{Rows: parks("a", "2"), Layers: onParks(data.Append)})
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		await(t, s.Watch(ctx), version(t, foreign))
	})
	t.Run("says the last version to one who was slow", func(t *testing.T) {
		s := empty(t)(t)
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		changes := s.Watch(ctx)
		for _, id := range []string{"1", "2", "3", "4"} {
			commit(t, s, data.Write{Rows: parks("a", id), Layers: onParks(data.Append)})
			time.Sleep(20 * time.Millisecond)
		}
		await(t, changes, version(t, s))
	})
	t.Run("is silent while nothing changes", func(t *testing.T) {
		place := empty(t)
		s, foreign := place(t), place(t)
		w := data.Write{Rows: Full(), Layers: every(data.ReplaceLayer)}
		commit(t, s, w)
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		changes := s.Watch(ctx)
		commit(t, foreign, w)
		select {
		case v := <-changes:
			require.Fail(t, "the same content was sent as a change", v)
		case <-time.After(300 * time.Millisecond):
		}
	})
	t.Run("serves several at once", func(t *testing.T) {
		s := empty(t)(t)
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		one, two := s.Watch(ctx), s.Watch(ctx)
		commit(t, s, data.Write{Rows: parks("a", "1"), Layers: onParks(data.Append)})
		await(t, one, version(t, s))
		await(t, two, version(t, s))
	})
	t.Run("ends with its context, and with the store", func(t *testing.T) {
		s := empty(t)(t)
		ctx, cancel := context.WithCancel(context.Background())
		first := s.Watch(ctx)
		second := s.Watch(context.Background())
		cancel()
		requireEnds(t, first)
		require.NoError(t, s.Close())
		requireEnds(t, second)
		requireEnds(t, s.Watch(context.Background()))
	})
	t.Run("notices each layer", func(t *testing.T) {
		place := empty(t)
		s, foreign := place(t), place(t)
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		changes := s.Watch(ctx)
		for _, l := range geo.Layers() {
			commit(t, foreign, data.Write{Rows: Full(), Layers: map[geo.Layer]data.Mode{l: data.Append}})
			await(t, changes, version(t, foreign))
		}
		same(t, Full(), withoutMeta(load(t, s)))
	})
}

// withoutMeta gives a dataset the words of [Full], which the caller does not
// test.
func withoutMeta(d *geo.Dataset) *geo.Dataset {
	d.Title, d.Notice, d.Date = Full().Title, Full().Notice, Full().Date
	return d
}

func requireEnds(t *testing.T, changes <-chan string) {
	t.Helper()
	deadline := time.After(Patience)
	for {
		select {
		case _, open := <-changes:
			if !open {
				return
			}
		case <-deadline:
			require.Fail(t, "the watch did not end")
		}
	}
}
