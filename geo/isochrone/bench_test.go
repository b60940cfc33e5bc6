package isochrone_test

import (
	"context"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/importer/osm"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/isochrone"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// realFile finds a real extract beside the repository.
func realFile(tb testing.TB, name string) string {
	tb.Helper()
	dir, err := os.Getwd()
	require.NoError(tb, err)
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		require.NotEqual(tb, dir, filepath.Dir(dir), "go.mod is above the package")
		dir = filepath.Dir(dir)
	}
	path := filepath.Join(dir, "..", "shared", "realdata", name)
	if _, err := os.Stat(path); err != nil {
		tb.Skipf("%s is not here: %v", name, err)
	}
	return path
}

// onFoot is walking as the profiles describe it, at 4 km/h.
func onFoot() *geo.Mode {
	return &geo.Mode{
		ID: "walk", Vehicle: geo.OnFoot, SpeedKmh: 4, LegFactor: 2, LegSpeedKmh: 4, LinkLimitM: 500, LinkLimitBuiltUpM: 200,
		Classes: []string{
			"primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified", "residential",
			"living_street", "service", "road", "track", "pedestrian", "path", "footway", "steps", "cycleway", "bridleway", "corridor",
		},
		OnlyIfAllowed: []string{"motorway", "motorway_link", "trunk", "trunk_link"},
	}
}

func porto(tb testing.TB) (*network.Linker, []geo.RoadSegment) {
	tb.Helper()
	roads, _, err := osm.ReadRoads(context.Background(), realFile(tb, "porto.osm.pbf"), osm.Options{})
	require.NoError(tb, err)
	top, err := network.NewTopology(context.Background(), roads)
	require.NoError(tb, err)
	g, err := top.Graph(context.Background(), onFoot(), geo.NetworkTime)
	require.NoError(tb, err)
	return network.NewLinker(g, network.NewGround(top, nil, nil)), roads
}

// cpuTime is what the process has used of the processors: unlike a clock it does
// not count what other processes take.
func cpuTime(tb testing.TB) time.Duration {
	var u syscall.Rusage
	require.NoError(tb, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkAroundPorto is 5, 15 and 30 minutes' walk from seeded origins on streets.
func BenchmarkAroundPorto(b *testing.B) {
	l, roads := porto(b)
	t0 := time.Now()
	table := isochrone.NewTable(l, isochrone.TableOptions{})
	require.NoError(b, table.Build())
	b.ReportMetric(float64(time.Since(t0).Milliseconds()), "build-ms")
	b.ReportMetric(float64(table.Bytes())/1e6, "MB")
	g := l.Graph()
	limits := []uint32{g.Units(300), g.Units(900), g.Units(1800)}
	r := rand.New(rand.NewSource(1))
	var took, links, search []time.Duration
	began := cpuTime(b)
	var drawing time.Duration
	points, rings := 0, 0
	for b.Loop() {
		road := &roads[r.Intn(len(roads))]
		p := road.Geometry[r.Intn(len(road.Geometry))]
		if len(took) == 0 {
			p = orb.Point{-8.6110, 41.1496}
		}
		t0 := time.Now()
		at := l.Links(nil, p, true)
		t1 := time.Now()
		f, err := g.Search(b.Context(), []network.Source{{Links: at}}, network.From, limits[2])
		require.NoError(b, err)
		before := cpuTime(b)
		t2 := time.Now()
		out, err := table.Around(b.Context(), f, limits)
		require.NoError(b, err)
		drawing += cpuTime(b) - before
		f.Release()
		took = append(took, time.Since(t2))
		links, search = append(links, t1.Sub(t0)), append(search, t2.Sub(t1))
		for _, mp := range out {
			for _, poly := range mp {
				for _, ring := range poly {
					points += len(ring)
					rings++
				}
			}
		}
		if len(took) == 1 {
			b.Logf("centre: links %v (%d) search %v draw %v points %d", t1.Sub(t0), len(at), t2.Sub(t1), took[0], points)
		}
	}
	at := func(d []time.Duration, q float64) float64 {
		slices.Sort(d)
		return d[int(q*float64(len(d)-1))].Seconds() * 1e3
	}
	n := float64(len(took))
	b.ReportMetric(drawing.Seconds()*1e3/n, "draw-cpu-ms")
	b.ReportMetric((cpuTime(b)-began).Seconds()*1e3/n, "all-cpu-ms")
	b.ReportMetric(at(took, 0.5), "draw-p50-ms")
	b.ReportMetric(at(took, 0.99), "draw-p99-ms")
	b.ReportMetric(at(took, 1), "draw-max-ms")
	b.ReportMetric(at(links, 0.99), "link-p99-ms")
	b.ReportMetric(at(search, 0.99), "search-p99-ms")
	b.ReportMetric(float64(points)/n, "points")
	b.ReportMetric(float64(rings)/n, "rings")
}

// BenchmarkCoveredPorto is the ground of the centre of Porto, 8 km square, within
// 15 minutes' walk of 300 places, in cells of 20 m.
func BenchmarkCoveredPorto(b *testing.B) {
	l, roads := porto(b)
	table := isochrone.NewTable(l, isochrone.TableOptions{CellM: 20})
	require.NoError(b, table.Build())
	g := l.Graph()
	r := rand.New(rand.NewSource(1))
	var sources []network.Source
	for i := range 300 {
		road := &roads[r.Intn(len(roads))]
		sources = append(sources, network.Source{ID: int32(i), Links: l.Links(nil, road.Geometry[0], true)})
	}
	box := orb.Bound{Min: orb.Point{-8.66, 41.11}, Max: orb.Point{-8.56, 41.19}}
	clip := isochrone.Clip{Inside: []orb.MultiPolygon{{box.ToPolygon()}}}
	for _, k := range []int{1, 2} {
		b.Run(fmt.Sprintf("k=%d", k), func(b *testing.B) {
			var costs isochrone.Costs
			costs, err := g.Field(b.Context(), sources, network.To, network.Unreachable)
			if k > 1 {
				costs, err = g.KField(b.Context(), sources, network.To, network.Unreachable, k)
			}
			require.NoError(b, err)
			for b.Loop() {
				_, err := table.Covered(b.Context(), costs, []uint32{g.Units(900)}, clip)
				require.NoError(b, err)
			}
		})
	}
}
