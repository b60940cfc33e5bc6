package network_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/importer/osm"
	"github.com/seed-4611ae28/lifecircle/geo"
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

// city is a real town on foot, and places in it.
type city struct {
	roads  []geo.RoadSegment
	top    *network.Topology
	graph  *network.Graph
	linker *network.Linker
	r      *rand.Rand
}

func porto(b *testing.B) *city {
	b.Helper()
	roads, _, err := osm.ReadRoads(b.Context(), realFile(b, "porto.osm.pbf"), osm.Options{})
	require.NoError(b, err)
	c := &city{roads: roads, r: rand.New(rand.NewPCG(1, 7))}
	c.top, err = network.NewTopology(b.Context(), roads)
	require.NoError(b, err)
	m := walking()
	m.SpeedKmh, m.LegSpeedKmh, m.LinkLimitM = 4, 4, 200
	m.Classes = []string{
		"primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified", "residential",
		"living_street", "service", "road", "track", "pedestrian", "path", "footway", "steps", "cycleway", "bridleway", "corridor",
	}
	m.OnlyIfAllowed = []string{"motorway", "motorway_link", "trunk", "trunk_link"}
	c.graph, err = c.top.Graph(b.Context(), m, geo.NetworkTime)
	require.NoError(b, err)
	c.linker = network.NewLinker(c.graph, network.NewGround(c.top, nil, nil))
	return c
}

// places are sources on streets drawn at random.
func (c *city) places(n, first int) []network.Source {
	var out []network.Source
	for len(out) < n {
		road := &c.roads[c.r.IntN(len(c.roads))]
		links := c.linker.Links(nil, road.Geometry[c.r.IntN(len(road.Geometry))], false)
		if len(links) > 0 {
			out = append(out, network.Source{ID: int32(first + len(out)), Links: links})
		}
	}
	return out
}

// each times f over n turns, of each the best of three, and reports mean and worst.
func each(b *testing.B, n int, f func(i int)) {
	b.Helper()
	best := make([]time.Duration, n)
	for b.Loop() {
		for i := range best {
			for range 3 {
				t0 := time.Now()
				f(i)
				if d := time.Since(t0); best[i] == 0 || d < best[i] {
					best[i] = d
				}
			}
		}
	}
	var sum, worst time.Duration
	for _, d := range best {
		sum += d
		worst = max(worst, d)
	}
	b.ReportMetric(sum.Seconds()*1e6/float64(n), "mean-us")
	b.ReportMetric(worst.Seconds()*1e6, "max-us")
}

// BenchmarkFacilityPorto adds a facility to one field, and closes one, 200 in turn.
func BenchmarkFacilityPorto(b *testing.B) {
	c := porto(b)
	newcomers := c.places(200, 10_000)
	for _, n := range []int{10, 303} {
		base, err := c.graph.Field(b.Context(), c.places(n, 0), network.To, network.Unreachable)
		require.NoError(b, err)
		b.Run(fmt.Sprintf("added/of=%d", n), func(b *testing.B) {
			bytes := 0
			each(b, len(newcomers), func(i int) {
				f, err := base.With(b.Context(), newcomers[i])
				require.NoError(b, err)
				bytes = max(bytes, f.Bytes())
			})
			b.ReportMetric(float64(bytes)/1e3, "max-kB")
		})
		b.Run(fmt.Sprintf("closed/of=%d", n), func(b *testing.B) {
			each(b, min(n, 200), func(i int) {
				_, err := base.Without(b.Context(), int32(i))
				require.NoError(b, err)
			})
		})
		b.Run(fmt.Sprintf("afresh/of=%d", n), func(b *testing.B) {
			sources := c.places(n, 0)
			each(b, 5, func(int) {
				_, err := c.graph.Field(b.Context(), sources, network.To, network.Unreachable)
				require.NoError(b, err)
			})
		})
	}
}

// BenchmarkGraphPorto makes the graph of the town.
func BenchmarkGraphPorto(b *testing.B) {
	c := porto(b)
	b.Run("graph", func(b *testing.B) {
		for b.Loop() {
			_, err := c.top.Graph(b.Context(), c.graph.Mode(), geo.NetworkTime)
			require.NoError(b, err)
		}
	})
	b.Run("topology", func(b *testing.B) {
		for b.Loop() {
			_, err := network.NewTopology(b.Context(), c.roads)
			require.NoError(b, err)
		}
	})
	b.Logf("%d nodes of the topology, %d of the graph, %d edges", c.top.Nodes(), c.graph.Nodes(), c.top.Edges())
}
