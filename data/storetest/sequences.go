package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// remembered is what the model knows of a version: what was loaded while it was
// there.
type remembered struct {
	version string
	dataset *geo.Dataset
	outside bool
}

// sequences commits, edits outside, restores and prunes at random, and compares with
// a model that simply remembers every dataset.
func sequences(t *testing.T, empty func(t *testing.T) Place, edited func(t *testing.T) (Place, Edit)) {
	seed := time.Now().UnixNano()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewSource(seed))
	var place Place
	var edit Edit
	if edited != nil {
		place, edit = edited(t)
	} else {
		place = empty(t)
	}
	stores := []data.Store{place(t), place(t)}
	var model []remembered        // the newest last
	void := version(t, stores[0]) // before anything was written
	look := func(s data.Store, outside bool) {
		d, err := s.Load(context.Background())
		if errors.Is(err, data.ErrEmpty) {
			d, err = &geo.Dataset{Version: version(t, s)}, nil
		}
		require.NoError(t, err)
		switch n := len(model); {
		case n > 0 && model[n-1].version == d.Version:
			model[n-1].dataset = d // a source may have been imported again
			return
		case n == 0 && d.Version == void:
			return
		}
		model = append(model, remembered{d.Version, d, outside})
	}
	for range 60 {
		s := stores[r.Intn(2)]
		switch r.Intn(10) {
		case 0, 1, 2, 3:
			commit(t, s, randomWrite(r))
			look(s, false)
		case 4:
			if edit != nil && len(model) > 0 {
				edit(t, fmt.Sprint(r.Intn(8)), fmt.Sprint("by hand ", r.Intn(4)))
				look(s, true)
			}
		case 5:
			if r.Intn(4) == 0 {
				require.NoError(t, s.KeepHistory(context.Background(), r.Intn(12)))
			}
		default:
			if len(model) == 0 {
				continue
			}
			want := model[r.Intn(len(model))]
			newest := want // of that version, which may have been there before
			for _, m := range model {
				if m.version == want.version {
					newest = m
				}
			}
			err := s.Restore(context.Background(), want.version[:data.ShortestPrefix+r.Intn(20)])
			var unknown *data.VersionError
			if errors.As(err, &unknown) {
				require.True(t, lost(told(t, s), want.version), "a version that can be restored is: %v", err)
				continue
			}
			require.NoError(t, err)
			look(s, false)
			got := model[len(model)-1]
			require.Equal(t, want.version, got.version)
			requireSame(t, newest.dataset, got.dataset)
		}
		requireTold(t, told(t, s), model)
	}
	t.Logf("%d versions, of which %d can be restored", len(model), restorableOf(told(t, stores[0])))
}

// lost reports whether no entry of a version can be restored.
func lost(entries []data.HistoryEntry, version string) bool {
	for i := range entries {
		if entries[i].Version == version && entries[i].Restorable() {
			return false
		}
	}
	return true
}

func restorableOf(entries []data.HistoryEntry) (n int) {
	for i := range entries {
		if entries[i].Restorable() {
			n++
		}
	}
	return n
}

// requireTold requires that the history tells what the model remembers. Of edits
// outside, between which nobody committed, it knows the last.
func requireTold(t *testing.T, entries []data.HistoryEntry, model []remembered) {
	t.Helper()
	at := len(model) - 1
	for i := range entries {
		for at >= 0 && model[at].version != entries[i].Version {
			require.True(t, model[at].outside, "%s is not told", model[at].version)
			at--
		}
		require.GreaterOrEqual(t, at, 0, "%s never was", entries[i].Version)
		at--
	}
	for ; at >= 0; at-- {
		require.True(t, model[at].outside, "%s is not told", model[at].version)
	}
}

// randomWrite replaces or adds to some layers of one of two sources, so that the same
// contents turn up again.
func randomWrite(r *rand.Rand) data.Write {
	source := []string{"a", "b"}[r.Intn(2)]
	w := data.Write{Rows: &geo.Dataset{}, Layers: map[geo.Layer]data.Mode{}, Source: source}
	if r.Intn(3) > 0 {
		w.Layers[geo.LayerParks] = []data.Mode{data.ReplaceSource, data.ReplaceLayer}[r.Intn(2)]
		first := map[string]int{"a": 0, "b": 4}[source]
		for i := range r.Intn(4) {
			w.Rows.Parks = append(w.Rows.Parks, geo.Park{ID: fmt.Sprint(first + i), Name: fmt.Sprint("park ", r.Intn(3)), Source: source})
		}
	}
	if r.Intn(3) == 0 {
		w.Layers[geo.LayerHomes] = data.ReplaceLayer
		for i := range 1 + r.Intn(700) {
			w.Rows.Homes = append(w.Rows.Homes, geo.Home{ID: fmt.Sprint(i), Location: orb.Point{1, float64(r.Intn(3))}, Source: source})
		}
	}
	if r.Intn(4) == 0 {
		w.Rows.Title = fmt.Sprint("title ", r.Intn(3))
	}
	if r.Intn(4) == 0 {
		w.Info = &geo.SourceInfo{Name: source, License: fmt.Sprint(r.Intn(3)), ImportedAt: fmt.Sprint(2020 + r.Intn(9))}
	}
	return w
}
