package storetest

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// told is the history of a store, which has to be in itself as it is promised.
func told(t *testing.T, s data.Store) []data.HistoryEntry {
	t.Helper()
	out, err := s.History(context.Background())
	require.NoError(t, err)
	for i := range out {
		e := &out[i]
		require.Equal(t, i == 0, e.Current, "the newest is the current one")
		require.Len(t, e.Layers, len(geo.Layers()))
		require.NotEmpty(t, e.What)
		if i > 0 {
			require.NotZero(t, e.Number)
			require.False(t, e.At.IsZero())
			require.True(t, i == 1 || e.Number < out[i-1].Number, "the newest comes first")
			require.NotEqual(t, out[i-1].Version, e.Version, "an entry is another version than the one before it")
		}
	}
	if len(out) > 0 {
		require.Equal(t, version(t, s), out[0].Version)
		require.True(t, out[0].Restorable())
	}
	return out
}

// words are what the entries say of themselves, the newest first; who edited outside
// is left out, for not every store knows.
func words(entries []data.HistoryEntry) (out []string) {
	for i := range entries {
		what := entries[i].What
		if entries[i].Outside {
			what, _, _ = strings.Cut(what, ", by ")
		}
		out = append(out, what)
	}
	return out
}

func restore(t *testing.T, s data.Store, v string) {
	t.Helper()
	require.NoError(t, s.Restore(context.Background(), v))
}

// requireSame requires that two loads gave the same in every field, versions and
// extent included.
func requireSame(t *testing.T, want, got *geo.Dataset) {
	t.Helper()
	same(t, want, got)
	require.Equal(t, want, got)
}

// three commits three versions of everything, and returns what was loaded of each.
func three(t *testing.T, s data.Store) (a, b, c *geo.Dataset) {
	t.Helper()
	commit(t, s, data.Write{Rows: Full(), Layers: every(data.ReplaceSource), Source: "s", Info: info(), What: "first"})
	a = load(t, s)
	other := Full()
	for _, change := range changes {
		change.change(other)
	}
	other.Title, other.Notice, other.Extent.Max[0], other.ExtentFrom = "B", "another notice", 121, "header"
	again := info()
	again.ImportedAt, again.License = "2026-02-02T00:00:00Z", "CC0-1.0"
	commit(t, s, data.Write{Rows: other, Layers: every(data.ReplaceSource), Source: "s", Info: again, What: "second"})
	b = load(t, s)
	commit(t, s, data.Write{Rows: &geo.Dataset{Date: "2027-01-01"}, Layers: every(data.ReplaceLayer), Info: &geo.SourceInfo{Name: "z"}, What: "emptied"})
	more := parks("z", "one")
	commit(t, s, data.Write{Rows: more, Layers: onParks(data.Append), Source: "z", What: "third"})
	return a, b, load(t, s)
}

func history(t *testing.T, empty func(t *testing.T) Place) {
	t.Run("an empty store has none", func(t *testing.T) {
		s := empty(t)(t)
		require.Empty(t, told(t, s))
		var unknown *data.VersionError
		require.ErrorAs(t, s.Restore(context.Background(), "abcdef"), &unknown)
		require.ErrorContains(t, unknown, "the history is empty")
	})
	t.Run("every version comes back, whole", func(t *testing.T) {
		place := empty(t)
		s := place(t)
		a, b, c := three(t, s)
		require.Equal(t, []string{"third", "emptied", "second", "first"}, words(told(t, s)))
		for _, step := range []struct {
			want *geo.Dataset
			what string
		}{{a, "restore " + a.Version[:8] + " (first)"}, {c, "restore " + c.Version[:8] + " (third)"},
			{b, "restore " + b.Version[:8] + " (second)"}, {a, "restore " + a.Version[:8] + " (first)"}} {
			restore(t, s, step.want.Version)
			requireSame(t, step.want, load(t, s))
			requireSame(t, step.want, load(t, place(t)))
			now := told(t, s)
			require.Equal(t, step.what, now[0].What)
			require.Equal(t, step.want.Version, now[0].Version)
		}
		for _, e := range told(t, s) {
			require.True(t, e.Restorable(), e.What)
		}
	})
	t.Run("an emptied dataset comes back empty", func(t *testing.T) {
		s := empty(t)(t)
		three(t, s)
		restore(t, s, told(t, s)[1].Version)
		_, err := s.Load(context.Background())
		require.ErrorIs(t, err, data.ErrEmpty)
		require.True(t, told(t, s)[0].Current)
	})
	t.Run("what changed is told by layer", func(t *testing.T) {
		s := empty(t)(t)
		commit(t, s, data.Write{Rows: parks("a", "1", "2"), Layers: onParks(data.ReplaceSource), Source: "a"})
		commit(t, s, data.Write{Rows: parks("b", "3"), Layers: onParks(data.ReplaceSource), Source: "b", Info: &geo.SourceInfo{Name: "b", File: "b.csv"}})
		d := parks("b", "3")
		d.Parks[0].Name = "renamed"
		commit(t, s, data.Write{Rows: d, Layers: onParks(data.ReplaceSource), Source: "b"})
		now := told(t, s)
		require.Equal(t, []string{"import of source b", "import b.csv (source b)", "import of source a"}, words(now))
		for i, want := range []data.HistoryLayer{{Rows: 3, Was: 3, Changed: true}, {Rows: 3, Was: 2, Changed: true}, {Rows: 2, Was: 0, Changed: true}} {
			want.Layer, want.Version = geo.LayerParks, now[i].Layer(geo.LayerParks).Version
			require.Equal(t, want, now[i].Layer(geo.LayerParks))
			require.False(t, now[i].Layer(geo.LayerHomes).Changed)
		}
		require.Equal(t, load(t, s).LayerVersions[geo.LayerParks], now[0].Layer(geo.LayerParks).Version)
	})
	t.Run("the same content again is no version", func(t *testing.T) {
		s := empty(t)(t)
		w := data.Write{Rows: Full(), Layers: every(data.ReplaceSource), Source: "s", Info: info()}
		commit(t, s, w)
		before := told(t, s)
		commit(t, s, w)
		later := info()
		later.ImportedAt = "2031-01-01T00:00:00Z"
		w.Info = later
		commit(t, s, w)
		require.Equal(t, before, told(t, s))
		restore(t, s, before[0].Version)
		require.Equal(t, before, told(t, s), "restoring the current version")
		// When it was imported comes back as it was last.
		commit(t, s, data.Write{Rows: parks("x", "x"), Layers: onParks(data.Append)})
		restore(t, s, before[0].Version)
		require.Equal(t, later.ImportedAt, load(t, s).Sources[0].ImportedAt)
	})
	t.Run("marks, too, come back", func(t *testing.T) {
		s := empty(t)(t)
		commit(t, s, data.Write{Rows: Full(), Layers: every(data.ReplaceSource), Source: "s"})
		before := load(t, s)
		commit(t, s, data.Write{Marks: map[geo.Layer]map[string]string{geo.LayerFacilities: {"osm-n2": "x"}}})
		require.NotEqual(t, before.Version, version(t, s))
		restore(t, s, before.Version)
		requireSame(t, before, load(t, s))
	})
	t.Run("many rows", func(t *testing.T) {
		s := empty(t)(t)
		commit(t, s, generation(1, 3000))
		before := load(t, s)
		commit(t, s, generation(2, 1200))
		after := load(t, s)
		restore(t, s, before.Version)
		requireSame(t, before, load(t, s))
		restore(t, s, after.Version)
		requireSame(t, after, load(t, s))
		commit(t, s, generation(3, 10)) // and rows can be written again
		require.Equal(t, "3", requireWhole(t, load(t, s), 10))
	})
	t.Run("a version is named by a prefix", func(t *testing.T) {
		s := empty(t)(t)
		a, b, _ := three(t, s)
		before := version(t, s)
		for prefix, says := range map[string]string{
			"":                "give at least 6 digits",
			a.Version[:5]:     "give at least 6 digits",
			"nothing-like-it": "is not known; there is:",
			a.Version + "0":   "is not known; there is:",
		} {
			err := s.Restore(context.Background(), prefix)
			var unknown *data.VersionError
			require.ErrorAs(t, err, &unknown, prefix)
			require.ErrorContains(t, err, says)
			require.ErrorContains(t, err, b.Version, "what there is")
			require.Equal(t, before, version(t, s))
		}
		restore(t, s, a.Version[:6])
		require.Equal(t, a.Version, version(t, s))
	})
	t.Run("only so many are kept", func(t *testing.T) {
		place := empty(t)
		s := place(t)
		var all []string
		next := func() {
			name := fmt.Sprint(len(all))
			commit(t, s, data.Write{Rows: parks("s", name), Layers: onParks(data.ReplaceLayer), What: name})
			all = append(all, version(t, s))
		}
		restorable := func() (n int) {
			for _, e := range told(t, s) {
				require.Empty(t, e.Missing)
				if e.Restorable() {
					n++
				}
			}
			return n
		}
		for range data.DefaultHistory + 3 {
			next()
		}
		require.Equal(t, data.DefaultHistory+1, restorable(), "and the current one")
		require.ErrorContains(t, s.Restore(context.Background(), all[0]), "was pruned")
		require.Error(t, s.KeepHistory(context.Background(), -1))

		require.NoError(t, s.KeepHistory(context.Background(), 2))
		require.Equal(t, 3, restorable())
		require.Len(t, told(t, s), len(all))
		s = place(t) // it is the place that remembers
		next()
		require.Equal(t, 3, restorable())
		require.ErrorContains(t, s.Restore(context.Background(), all[len(all)-4]), "was pruned")
		restore(t, s, all[len(all)-3])
		require.Equal(t, all[len(all)-3], version(t, s))

		require.NoError(t, s.KeepHistory(context.Background(), 0))
		next()
		require.Equal(t, 1, restorable())
		require.NoError(t, s.KeepHistory(context.Background(), 1))
		next()
		require.Equal(t, 2, restorable())
		restore(t, s, all[len(all)-2])
		require.Equal(t, all[len(all)-2], version(t, s))
	})
	t.Run("is told to whoever watches", func(t *testing.T) {
		place := empty(t)
		s, foreign := place(t), place(t)
		a, _, _ := three(t, s)
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		watched := foreign.Watch(ctx)
		restore(t, s, a.Version)
		await(t, watched, a.Version)
		requireSame(t, a, load(t, foreign))
	})
	t.Run("two that restore and write wait for each other", func(t *testing.T) {
		place := empty(t)
		first := place(t)
		commit(t, first, generation(1, 300))
		one := version(t, first)
		commit(t, first, generation(2, 300))
		two := version(t, first)
		var wg sync.WaitGroup
		for w := range 2 {
			s := place(t)
			wg.Add(1)
			go func() {
				defer wg.Done()
				for i := range 6 {
					if err := s.Restore(context.Background(), []string{one, two}[(i+w)%2]); err != nil {
						t.Errorf("restore beside another: %v", err)
					}
					if err := s.Commit(context.Background(), generation(10*w+i, 300)); err != nil {
						t.Errorf("commit beside a restore: %v", err)
					}
				}
			}()
		}
		wg.Wait()
		requireWhole(t, load(t, place(t)), 300)
		for _, e := range told(t, first) {
			require.False(t, e.Outside, "%v", words(told(t, first)))
			require.True(t, e.Pruned || len(e.Missing) == 0)
		}
	})
	t.Run("a restore that is interrupted changes nothing", func(t *testing.T) {
		s := empty(t)(t)
		a, _, c := three(t, s)
		before := told(t, s)
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		require.ErrorIs(t, s.Restore(ctx, a.Version), context.Canceled)
		requireSame(t, c, load(t, s))
		require.Equal(t, before, told(t, s))
	})
	t.Run("a commit that is refused is no version", func(t *testing.T) {
		s := empty(t)(t)
		commit(t, s, data.Write{Rows: parks("a", "1"), Layers: onParks(data.Append)})
		before := told(t, s)
		require.Error(t, s.Commit(context.Background(), data.Write{Rows: parks("b", "1"), Layers: onParks(data.Append)}))
		require.Equal(t, before, told(t, s))
	})
	t.Run("the numbers of a negative zero and of tiny values", func(t *testing.T) {
		s := empty(t)(t)
		minus := math.Copysign(0, -1)
		h := geo.Home{ID: "h", Location: orb.Point{minus, 5e-324}, Persons: geo.Known(minus), Dwellings: geo.Known(1e-300), Source: "s"}
		commit(t, s, data.Write{Rows: &geo.Dataset{Homes: []geo.Home{h}}, Layers: map[geo.Layer]data.Mode{geo.LayerHomes: data.Append}})
		now := told(t, s)
		require.False(t, now[0].Outside)
		before := load(t, s)
		commit(t, s, data.Write{Rows: &geo.Dataset{}, Layers: map[geo.Layer]data.Mode{geo.LayerHomes: data.ReplaceLayer}})
		restore(t, s, before.Version)
		requireSame(t, before, load(t, s))
	})
	t.Run("sequences at random", func(t *testing.T) { sequences(t, empty, nil) })
}

// Edit renames a park of a place by hand, past the store, and reports whether there is
// one of that id.
type Edit func(t *testing.T, id, name string)

// Outside runs the part of the suite in which somebody edits a place past the store.
// empty makes a new place, and tells how it is edited.
func Outside(t *testing.T, empty func(t *testing.T) (Place, Edit)) {
	t.Run("is a version of its own", func(t *testing.T) {
		place, edit := empty(t)
		s := place(t)
		commit(t, s, data.Write{Rows: parks("a", "1", "2"), Layers: onParks(data.ReplaceSource), Source: "a", What: "first"})
		first := load(t, s)
		edit(t, "1", "by hand")
		now := told(t, s)
		require.Equal(t, []string{"edited outside", "first"}, words(now))
		require.True(t, now[0].Outside)
		require.Equal(t, []geo.Layer{geo.LayerParks}, now[1].Missing, "nobody kept it")
		byHand := load(t, s)

		commit(t, s, data.Write{Rows: parks("b", "3"), Layers: onParks(data.ReplaceSource), Source: "b", What: "second"})
		second := load(t, s)
		now = told(t, s)
		require.Equal(t, []string{"second", "edited outside", "first"}, words(now))
		require.Equal(t, byHand.Version, now[1].Version)
		require.True(t, now[1].Outside)
		require.True(t, now[1].Restorable())
		err := s.Restore(context.Background(), first.Version)
		require.ErrorContains(t, err, "was changed outside (in QGIS or SQL) before anybody kept its parks")
		require.ErrorContains(t, err, byHand.Version)
		requireSame(t, second, load(t, s))

		restore(t, s, byHand.Version)
		requireSame(t, byHand, load(t, s))
		// Made by hand again, what was lost is there again.
		edit(t, "1", "1 of a")
		require.Equal(t, first.Version, version(t, s))
		require.True(t, slices.ContainsFunc(told(t, s), func(e data.HistoryEntry) bool { return e.What == "first" && e.Restorable() }))
	})
	t.Run("before the history began", func(t *testing.T) {
		place, edit := empty(t)
		s := place(t)
		require.NoError(t, s.KeepHistory(context.Background(), 3))
		commit(t, s, data.Write{Rows: parks("a", "1"), Layers: onParks(data.ReplaceSource), Source: "a"})
		edit(t, "1", "x")
		restored := load(t, s)
		commit(t, s, data.Write{Rows: &geo.Dataset{}, Layers: onParks(data.ReplaceLayer)})
		restore(t, s, restored.Version)
		requireSame(t, restored, load(t, s))
	})
	t.Run("sequences at random", func(t *testing.T) {
		sequences(t, func(t *testing.T) Place {
			place, _ := empty(t)
			return place
		}, empty)
	})
}
