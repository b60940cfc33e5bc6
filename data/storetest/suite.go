package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// Place is where one dataset is kept. Each call opens it, and so may be made
// several times: two stores of one place stand for two processes.
type Place func(t *testing.T) data.Store

// Patience is how long the suite waits for a store to notice a change.
const Patience = 20 * time.Second

// Run runs the suite. empty makes a new place without content.
func Run(t *testing.T, empty func(t *testing.T) Place) {
	for _, group := range []struct {
		name string
		run  func(t *testing.T, empty func(t *testing.T) Place)
	}{
		{"RoundTrip", roundTrip},
		{"Modes", modes},
		{"Marks", marks},
		{"Versions", versions},
		{"Refusals", refusals},
		{"Near", near},
		{"Watch", watch},
		{"Concurrency", concurrency},
		{"History", history},
		{"Reversal", reversal},
		{"Records", records},
	} {
		t.Run(group.name, func(t *testing.T) { group.run(t, empty) })
	}
}

// same compares datasets field by field. An empty list is no list; versions and
// the extent are looked at where they are tested.
func same(t *testing.T, want, got *geo.Dataset) {
	t.Helper()
	diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmp.AllowUnexported(geo.Amount{}),
		cmpopts.IgnoreFields(geo.Dataset{}, "Version", "LayerVersions", "Extent", "ExtentFrom"))
	require.Empty(t, diff, "-want +got")
}

// every names each layer with one mode.
func every(mode data.Mode) map[geo.Layer]data.Mode {
	out := map[geo.Layer]data.Mode{}
	for _, l := range geo.Layers() {
		out[l] = mode
	}
	return out
}

func commit(t *testing.T, s data.Store, w data.Write) {
	t.Helper()
	require.NoError(t, s.Commit(context.Background(), w))
}

func load(t *testing.T, s data.Store) *geo.Dataset {
	t.Helper()
	d, err := s.Load(context.Background())
	require.NoError(t, err)
	return d
}

func version(t *testing.T, s data.Store) string {
	t.Helper()
	v, err := s.Version(context.Background())
	require.NoError(t, err)
	require.NotEmpty(t, v)
	return v
}
