package main

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const ms = time.Millisecond

func example() *report {
	return &report{
		Date: "2026-01-02", LoadBefore: "0.10", LoadAfter: "0.20",
		Versions: []remark{{"scipy", "1.2.3"}},
		Absent:   []remark{{"pandana", "pip is not installed"}},
		Networks: []networkRow{{"Porto", 74489, 97347, 298, 100, 7}},
		Ready:    []readyRow{{"Porto", "lifecircle", "extract → graph", 200 * ms}, {"Bergen", "scipy", "edges → ready", ms}, {"Bergen", "lifecircle", "extract → graph", 100 * ms}},
		Nearest: []nearestRow{
			{"Porto", "pgRouting", 0, false, 150 * ms, 3 * ms, 50 * time.Microsecond, comparison{74489, 70000, 0}},
			{"Porto", "pgRouting", 1_000_000, false, 100 * ms, 4 * ms, 50 * time.Microsecond, comparison{74489, 60000, 0}},
			{"Porto", "scipy", 0, true, 33 * ms, 3 * ms, 2 * ms, comparison{74489, 70000, 0.25}},
		},
		Growth:     []growthRow{{"Porto", 74489, 97347, 298, 50 * ms, 1500 * ms, 3 * ms, 50 * time.Microsecond, 100 * time.Microsecond}},
		Equicost:   []equicostRow{{"Porto", 0, 70000, 12345, 6, 1234}},
		Isochrones: []isochroneRow{{"Porto", []float64{5, 15}, 20, 4 * ms, 8 * ms, 16 * ms, 2000, 20000, []shared{{5, 1.1, 0.6}, {15, 1, 0.8}, {5, 1.3, 0.7}, {5, 1.2, 0.9}}}},
	}
}

func TestPage(t *testing.T) {
	b, err := example().markdown()
	require.NoError(t, err)
	page := string(b)
	for _, want := range []string{
		"| Porto | no limit | pgRouting | cost | 150 ms | 3.00 ms | **50 ×** | 50.0 µs | **3000 ×** | 74,489 | 70,000 | 0 |",
		"| Porto | within 1,000 m | pgRouting | cost | 100 ms | 4.00 ms | **25 ×** | 50.0 µs | **2000 ×** | 74,489 | 60,000 | 0 |",
		"| Porto | no limit | scipy | cost, facility | 33.0 ms | 3.00 ms | **11 ×** | 2.00 ms | **16 ×** | 74,489 | 70,000 | 0.25 mm |",
		"| Porto | 5, 15 min | 4.00 ms | 8.00 ms | **0.5 ×** | 16.0 ms | 0.2 × | 2 kB | 20 kB |",
		"| Porto | 5 min | 1.20 | 70 % |",
		"| Porto | no limit | 70,000 | 12,345 | 6 | 1.2 m |",
		"| lifecircle | extract → graph | 200 ms | 100 ms |",
		"| scipy | edges → ready | – | 1.00 ms |",
		"pgRouting takes 25–50 × as long",
		"each takes pgRouting 2000–3000 × as long",
		"| Porto | 74,489 | 298 | 50.0 ms | 1.50 s | 3.00 ms | 50.0 µs | **60 ×** | 100.0 µs | 30 × |",
		"virtual node, at least 20 ×: met, 25 ×",
		"- pandana: pip is not installed",
		"Valhalla takes 0.5 × as long",
	} {
		require.Contains(t, page, want)
	}
	require.NotContains(t, page, "<no value>")

	// Without Valhalla there is no word of isochrones measured.
	r := example()
	r.Isochrones, r.Equicost, r.Absent = nil, nil, nil
	b, err = r.markdown()
	require.NoError(t, err)
	require.NotContains(t, string(b), "## Isochrones")
	require.NotContains(t, string(b), "Left out of this run")
	require.NotContains(t, string(b), "equicost")
}

func TestGoals(t *testing.T) {
	r := example()
	goals := strings.Join(r.Goals(), "\n")
	require.Contains(t, goals, "virtual node, at least 20 ×: met")
	r.Nearest[1].Theirs = 79 * ms
	for i := range r.Isochrones {
		r.Isochrones[i].OwnOne = 3 * r.Isochrones[i].Theirs
	}
	goals = strings.Join(r.Goals(), "\n")
	require.Contains(t, goals, "virtual node, at least 20 ×: **missed**, 20 ×")
	require.Contains(t, goals, "against Valhalla, at least 1 ×: **missed**, 0.33 ×")
	r.Nearest, r.Isochrones = r.Nearest[2:], nil
	require.Empty(t, r.Goals())
}

func TestEveryRowHasAllColumns(t *testing.T) {
	r := example()
	for _, table := range []string{r.NetworkTable(), r.NearestTable(), r.IsochroneTable(), r.GroundTable(), r.GrowthTable(), r.ReadyTable(), r.EquicostTable()} {
		lines := strings.Split(table, "\n")
		require.Greater(t, len(lines), 2)
		for _, l := range lines {
			require.Equal(t, strings.Count(lines[0], "|"), strings.Count(l, "|"), l)
		}
	}
}

func TestPlot(t *testing.T) {
	svg := example().plot()
	widths := make(map[string]float64)
	var background bool
	d := xml.NewDecoder(strings.NewReader(string(svg)))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err, "no XML")
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Local != "rect" {
			continue
		}
		a := make(map[string]string)
		for _, x := range e.Attr {
			a[x.Name.Local] = x.Value
		}
		if a["fill"] == "#ffffff" {
			background = true
			continue
		}
		w, err := strconv.ParseFloat(a["width"], 64)
		require.NoError(t, err)
		x, err := strconv.ParseFloat(a["x"], 64)
		require.NoError(t, err)
		require.LessOrEqual(t, x+w, float64(plotRight))
		widths[fmt.Sprintf("%s %d", a["fill"], len(widths))] = w
	}
	require.True(t, background, "a dark page would shine through")
	require.Len(t, widths, 4)
	// From 1 ms to 1 s are three decades: 150 ms over 3 ms is log10(50) of them.
	require.InDelta(t, 1.69897/3*(plotRight-plotLeft), widths[peerColour+" 1"]-widths[ownColour+" 0"], 0.2)
	require.Contains(t, string(svg), "150 ms · 50 ×")
	require.Contains(t, string(svg), "Porto: nearest of 298 facilities for each of 74,489 nodes")
}

func TestGrowthPlot(t *testing.T) {
	svg := string(example().growthPlot())
	require.NoError(t, xml.Unmarshal([]byte(svg), new(struct{})))
	require.Contains(t, svg, "A field of sixteen computed together, costs alone")
	require.Contains(t, svg, "74,489")
}

func TestPlotOfLittle(t *testing.T) {
	for _, g := range [][]group{nil, {{"one <&>", []bar{{Label: "a", Took: ms}}}}, {{"none", []bar{{Label: "a"}}}}} {
		svg := string(drawPlot(g))
		require.NotContains(t, svg, "NaN")
		require.NotContains(t, svg, "Inf")
		require.NotContains(t, svg, "<&>")
		require.NoError(t, xml.Unmarshal([]byte(svg), new(struct{})))
	}
	low, high := decades([]group{{"", []bar{{Took: ms}, {Took: 10 * ms}}}})
	require.Equal(t, [2]int{-1, 1}, [2]int{low, high}, "a bar of 1 ms is to be seen")
}

func TestFigures(t *testing.T) {
	require.Equal(t, time.Duration(0), median(nil))
	require.Equal(t, 2*ms, median([]time.Duration{3 * ms, ms, 2 * ms}))
	require.Equal(t, 5*ms/2, median([]time.Duration{3 * ms, ms, 2 * ms, 9 * ms}))
	require.Equal(t, "9.9 ×", times(99*ms, 10*ms))
	require.Equal(t, "10 ×", times(100*ms, 10*ms))
	require.Equal(t, "–", times(ms, 0))
	require.Equal(t, "1.50 s", inWords(1500*ms))
	require.Equal(t, "1,234,567", thousands(1234567))
	require.Equal(t, "567", thousands(567))
	n := 0
	took, err := timed(func() error { n++; return nil })
	require.NoError(t, err)
	require.Len(t, took, 5)
	require.Equal(t, 6, n)
	_, err = timed(func() error { return io.ErrUnexpectedEOF })
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
}

// What is published about a failure names no folder.
func TestReasonsNameNoFolder(t *testing.T) {
	_, err := command(t.Context(), "", "/no/such/folder/pip")
	require.Equal(t, "pip is not installed", reason(err))
	_, err = command(t.Context(), t.TempDir(), "false")
	var failed *exec.ExitError
	require.ErrorAs(t, err, &failed)
	require.Equal(t, "false failed (exit status 1)", reason(err))
	require.NotContains(t, reason(errors.New("open /home/someone/x")), "home")
}
