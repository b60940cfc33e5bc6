package oracle

import (
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/demo"
	"github.com/seed-4611ae28/lifecircle/data/importer/osm"
	"github.com/seed-4611ae28/lifecircle/data/postgis/cluster"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

func TestMain(m *testing.M) {
	cluster.Main(m, cluster.Options{
		Settings: map[string]string{"work_mem": "64MB"},
	})
}

// root is the folder of go.mod.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	require.NoError(t, err)
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		require.NotEqual(t, filepath.Dir(dir), dir, "no go.mod above the test")
		dir = filepath.Dir(dir)
	}
}

// realdata is the path of a real extract beside the repository, and skips the test
// where there is none.
func realdata(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join(root(t), "..", "shared", "realdata", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("skipped: no real extract: %v", err)
	}
	return path
}

// made keeps a dataset that several tests read, which none of them may change.
type made struct {
	once    sync.Once
	dataset *geo.Dataset
	report  *osm.Report
	err     error
}

var (
	demoCounty made
	extracts   = map[string]*made{"liechtenstein.osm.pbf": {}, "heidelberg.osm.pbf": {}, "monaco-2026.osm.pbf": {}, "andorra.osm.pbf": {}}
)

// demoDataset is the demo county.
func demoDataset(t testing.TB) *geo.Dataset {
	t.Helper()
	d := &demoCounty
	// Of the tests, not of the one that asks first: nothing here may end with it.
	d.once.Do(func() { d.dataset, d.err = demo.Make(background, demo.Options{}) })
	require.NoError(t, d.err)
	return d.dataset
}

// extract is what the importer makes of a real extract, and what it says of it.
func extract(t testing.TB, name string) (*geo.Dataset, *osm.Report) {
	t.Helper()
	path := realdata(t, name)
	d := extracts[name]
	d.once.Do(func() {
		p, err := profiles.Load()
		if err != nil {
			d.err = err
			return
		}
		m, err := profiles.NewMatcher(p)
		if err != nil {
			d.err = err
			return
		}
		d.dataset, d.report, d.err = osm.Read(background, path, osm.Options{Classifier: m, TownLevel: townLevel(name)})
	})
	require.NoError(t, d.err)
	return d.dataset, d.report
}

// townLevel is the admin_level of towns in an extract.
func townLevel(name string) int {
	if name == "andorra.osm.pbf" {
		return 7
	}
	return 8
}

// analysed is a dataset made ready for questions under the built-in profiles, with the
// hierarchies of its walking network, as a server has them soon after its start.
func analysed(t testing.TB, ds *geo.Dataset) *analysis.Analysis {
	t.Helper()
	p, err := profiles.Load()
	require.NoError(t, err)
	a, err := analysis.New(t.Context(), ds, p, analysis.Options{Hierarchies: analysis.NewHierarchies(t.Context(), nil, slog.New(slog.DiscardHandler))})
	require.NoError(t, err)
	if len(ds.Roads) > 0 {
		for _, metric := range []geo.Metric{geo.NetworkDistance, geo.NetworkTime} {
			require.NoError(t, a.Contract(t.Context(), "walk", metric))
		}
	}
	return a
}

// mode is one of the built-in modes.
func mode(t testing.TB, id string) *geo.Mode {
	t.Helper()
	p, err := profiles.Load()
	require.NoError(t, err)
	m, ok := p.Mode(id)
	require.True(t, ok, "no mode %s", id)
	return m
}

// unavailable skips the test, or fails it on a machine that has to run all.
func unavailable(t testing.TB, why string) {
	t.Helper()
	if os.Getenv(cluster.RequireAll) != "" {
		t.Fatal(why)
	}
	t.Skip("skipped: " + why)
}
