package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// generation is a dataset in which every row of two layers bears one number.
func generation(g, n int) data.Write {
	d := &geo.Dataset{Title: fmt.Sprint(g)}
	for i := range n {
		id := fmt.Sprintf("%05d", i)
		d.Homes = append(d.Homes, geo.Home{ID: id, Location: orb.Point{float64(i%180) / 2, 1}, Persons: geo.Known(float64(g)), Source: "s"})
		d.Parks = append(d.Parks, geo.Park{ID: id, Name: fmt.Sprint(g), Geometry: orb.MultiPolygon{{square(float64(i%100), 0)}}, Source: "s"})
	}
	return data.Write{Rows: d, Layers: map[geo.Layer]data.Mode{geo.LayerHomes: data.ReplaceSource, geo.LayerParks: data.ReplaceSource}, Source: "s"}
}

// requireWhole requires that a dataset is of one generation, and returns it.
func requireWhole(t *testing.T, d *geo.Dataset, n int) string {
	t.Helper()
	require.Len(t, d.Homes, n)
	require.Len(t, d.Parks, n)
	for i := range d.Homes {
		require.Equal(t, d.Title, fmt.Sprint(d.Homes[i].Persons.Or(-1)))
		require.Equal(t, d.Title, d.Parks[i].Name)
	}
	return d.Title
}

func concurrency(t *testing.T, empty func(t *testing.T) Place) {
	t.Run("readers see before or after, never between", func(t *testing.T) {
		const rows, generations = 800, 8
		place := empty(t)
		writer := place(t)
		commit(t, writer, generation(0, rows))
		stores := []data.Store{writer, place(t), place(t)}
		ctx, stop := context.WithCancel(context.Background())
		var wg sync.WaitGroup
		var mu sync.Mutex
		seen := map[string]string{}
		for _, s := range stores {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for ctx.Err() == nil {
					d, err := s.Load(context.Background())
					if err != nil {
						t.Errorf("load during commits: %v", err)
						return
					}
					mu.Lock()
					title := requireWholeOrReport(t, d, rows)
					if v, again := seen[title]; again && v != d.Version {
						t.Errorf("generation %s has the versions %s and %s", title, v, d.Version)
					}
					seen[title] = d.Version
					mu.Unlock()
				}
			}()
		}
		for g := 1; g <= generations; g++ {
			commit(t, writer, generation(g, rows))
		}
		stop()
		wg.Wait()
		require.Equal(t, fmt.Sprint(generations), requireWhole(t, load(t, stores[2]), rows))
	})
	t.Run("two writers wait for each other", func(t *testing.T) {
		place := empty(t)
		var wg sync.WaitGroup
		for w := range 2 {
			s := place(t)
			wg.Add(1)
			go func() {
				defer wg.Done()
				for i := range 10 {
					source := fmt.Sprintf("%d-%d", w, i)
					if err := s.Commit(context.Background(), data.Write{Rows: parks(source, source), Layers: onParks(data.ReplaceSource), Source: source}); err != nil {
						t.Errorf("commit beside another writer: %v", err)
					}
				}
			}()
		}
		wg.Wait()
		require.Len(t, load(t, place(t)).Parks, 20)
	})
	t.Run("a context that has ended changes nothing", func(t *testing.T) {
		s := empty(t)(t)
		commit(t, s, generation(1, 10))
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		require.ErrorIs(t, s.Commit(ctx, generation(2, 10)), context.Canceled)
		_, err := s.Load(ctx)
		require.ErrorIs(t, err, context.Canceled)
		require.Equal(t, "1", requireWhole(t, load(t, s), 10))
	})
	t.Run("a context that ends on the way leaves all or nothing", func(t *testing.T) {
		const rows = 6000
		s := empty(t)(t)
		commit(t, s, generation(0, rows))
		last := "0"
		for g := 1; g <= 8; g++ {
			ctx, cancel := context.WithTimeout(context.Background(), time.Duration(g*g)*3*time.Millisecond)
			err := s.Commit(ctx, generation(g, rows))
			cancel()
			now := requireWhole(t, load(t, s), rows)
			if err == nil {
				require.Equal(t, fmt.Sprint(g), now)
			} else {
				require.ErrorIs(t, err, context.DeadlineExceeded)
				require.Equal(t, last, now)
			}
			last = now
		}
	})
}

// requireWholeOrReport is requireWhole for a goroutine that may not end a test.
func requireWholeOrReport(t *testing.T, d *geo.Dataset, n int) string {
	if len(d.Homes) != n || len(d.Parks) != n {
		t.Errorf("%d homes and %d parks, not %d of each", len(d.Homes), len(d.Parks), n)
		return d.Title
	}
	for i := range d.Homes {
		if people, name := fmt.Sprint(d.Homes[i].Persons.Or(-1)), d.Parks[i].Name; people != d.Title || name != d.Title {
			t.Errorf("row %d of generation %s is of the generations %s and %s", i, d.Title, people, name)
			return d.Title
		}
	}
	return d.Title
}
