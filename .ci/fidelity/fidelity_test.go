package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/postgis/cluster"
)

// realdata is the folder of extracts beside the repository; the test is skipped without
// one of them.
func realdata(t *testing.T, e extract) string {
	t.Helper()
	folder := filepath.Join("..", "..", "..", "shared", "realdata")
	for _, name := range []string{e.Roads, e.People} {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			t.Skipf("skipped: no real extract: %v", err)
		}
	}
	return folder
}

// geos reports whether GDAL is here to ask GEOS; a machine that has to run all fails.
func geos(t *testing.T) bool {
	t.Helper()
	_, err := judgeVersion(t.Context(), t.TempDir())
	if err != nil {
		if os.Getenv(cluster.RequireAll) != "" {
			require.NoError(t, err)
		}
		t.Logf("not judged by GEOS: %v", err)
	}
	return err == nil
}

// The limits of docs/fidelity.md on fewer origins and a thinner sample.
func TestPolygonsAreFaithful(t *testing.T) {
	few := plan{Origins: 6, SideM: 6000, RoadM: 15, GridM: 80, Seed: 2}
	for _, e := range extracts() {
		t.Run(e.Name, func(t *testing.T) {
			few.Judged = geos(t)
			f, err := measure(t.Context(), e, realdata(t, e), t.TempDir(), few)
			require.NoError(t, err)
			r := &report{Plan: few, Judge: "a test", Towns: []*found{f}}
			require.Empty(t, r.broken(), "seed %d", few.Seed)
			for _, row := range rows(f) {
				require.Greater(t, row.Places, 1000)
				t.Logf("%s, %g min: %d of %d drawn otherwise than counted", row.Kind, row.Minutes, row.Differ, row.Places)
			}
			for k, m := range minutes {
				require.Positive(t, f.People[k].Counted)
				t.Logf("%g min: people differ by %s", m, f.People[k].Share())
			}
			out := filepath.Join(t.TempDir(), "page.md")
			require.NoError(t, r.write(out))
			b, err := os.ReadFile(out)
			require.NoError(t, err)
			require.Contains(t, string(b), "**Every limit is kept.**")
			require.NotContains(t, string(b), "%!")
		})
	}
}

// displaced asks for the ground around a place some 40 m east of where one thinks.
type displaced struct{ http.Handler }

func (d displaced) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	x, err := parseSteps(q.Get("lon"))
	if err != nil {
		panic(err)
	}
	q.Set("lon", formatSteps(x+5000))
	r.URL.RawQuery = q.Encode()
	d.Handler.ServeHTTP(w, r)
}

func TestWhatIsDisplacedIsFoundOut(t *testing.T) {
	e := extracts()[2]
	p := plan{Origins: 1, SideM: 5000, RoadM: 200, GridM: 400, Seed: 3}
	town, err := open(t.Context(), e, realdata(t, e), p.SideM)
	require.NoError(t, err)
	town.handler = displaced{town.handler}
	f, err := town.compare(t.Context(), p)
	require.NoError(t, err)
	f.Verdict = &verdict{}
	require.NotEmpty(t, f.ByRoad[2].Beyond)
	require.NotEmpty(t, f.Misstated)
	broken := strings.Join((&report{Towns: []*found{f}}).broken(), "\n")
	require.Contains(t, broken, "counted otherwise within 10 m")
	require.Contains(t, broken, "population is ")
}
