package importer

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// categories are a few that tests need.
func categories() []geo.Category {
	return []geo.Category{
		{ID: "kindergarten", Code: "E02", Zh: "幼儿园", En: "Kindergarten", Family: "education"},
		{ID: "primary_school", Code: "E03", Zh: "小学", En: "Primary school", Family: "education"},
		{ID: "junior_high", Code: "E04", Zh: "初中", En: "Junior high", Family: "education"},
		{ID: "sports_centre", Code: "S01", Zh: "体育馆/全民健身中心", En: "Sports hall, fitness centre", Family: "sport"},
		{ID: "school", Zh: "学校", En: "School", Family: "education", Generic: true},
		{ID: "pharmacy", Code: "H05", Zh: "药店", En: "Pharmacy", Family: "health"},
	}
}

func inFile(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func noon() time.Time { return time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC) }

// dry imports into nothing.
func dry(t *testing.T, layer, name, text string, change ...func(*LayerOptions)) (*Result, error) {
	t.Helper()
	o := LayerOptions{Layer: layer, File: inFile(t, name, text), DryRun: true, Categories: categories(), Now: noon}
	for _, c := range change {
		c(&o)
	}
	return Layer(context.Background(), o)
}

// accepted imports into nothing what has to be accepted, and returns the dataset.
func accepted(t *testing.T, layer, name, text string, change ...func(*LayerOptions)) (*geo.Dataset, *Report) {
	t.Helper()
	r, err := dry(t, layer, name, text, change...)
	require.NoError(t, err, "refused: %v", r.Report.Refused)
	return r.Settlement.Dataset, r.Report
}

// realdata is the path of a real extract, and skips the test where there is none.
func realdata(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	require.NoError(t, err)
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		parent := filepath.Dir(dir)
		require.NotEqual(t, dir, parent, "no go.mod above the test")
		dir = parent
	}
	path := filepath.Join(dir, "..", "shared", "realdata", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("skipped: %s is not here", path)
	}
	return path
}
