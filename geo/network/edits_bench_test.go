package network_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/importer/osm"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/network/trial"
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
		sources := c.places(n, 0)
		b.Run(fmt.Sprintf("afresh/of=%d", n), func(b *testing.B) {
			each(b, 5, func(int) {
				_, err := c.graph.Field(b.Context(), sources, network.To, network.Unreachable)
				require.NoError(b, err)
			})
		})
	}
}

// BenchmarkFacilityEverywherePorto adds one facility to the fields of 72 categories, one by
// one and at once.
func BenchmarkFacilityEverywherePorto(b *testing.B) {
	c := porto(b)
	var fields []*network.Field
	for _, sources := range trial.Random(c.graph, 72, 303, 5) {
		f, err := c.graph.Field(b.Context(), sources, network.To, network.Unreachable)
		require.NoError(b, err)
		fields = append(fields, f)
	}
	newcomers := trial.Random(c.graph, 1, 101, 6)[0]
	for name, add := range map[string]func(s network.Source) error{
		"each": func(s network.Source) error {
			for _, f := range fields {
				if _, err := f.With(b.Context(), s); err != nil {
					return err
				}
			}
			return nil
		},
		"all": func(s network.Source) error {
			_, err := network.AddSources(b.Context(), fields, s)
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			var times []time.Duration
			b.ReportAllocs()
			for b.Loop() {
				newcomer := newcomers[len(times)%len(newcomers)]
				newcomer.ID += 303
				t0 := time.Now()
				require.NoError(b, add(newcomer))
				times = append(times, time.Since(t0))
			}
			slices.Sort(times)
			b.ReportMetric(times[len(times)/2].Seconds()*1e6, "median-us")
		})
	}
}

// BenchmarkGraphPorto makes the graph of the town, and edits its roads.
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
	b.Run("edit=first", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			top, err := network.NewTopology(b.Context(), c.roads)
			require.NoError(b, err)
			b.StartTimer()
			_, err = top.Edited(b.Context(), []int32{7}, c.roads[7:8])
			require.NoError(b, err)
		}
	})
	b.Run("edit=next", func(b *testing.B) {
		for b.Loop() {
			_, err := c.top.Edited(b.Context(), []int32{7}, c.roads[7:8])
			require.NoError(b, err)
		}
	})
	b.Run("plane=edited", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			top, err := c.top.Edited(b.Context(), []int32{7}, c.roads[7:8])
			require.NoError(b, err)
			b.StartTimer()
			top.Projection()
		}
	})
	b.Logf("%d nodes of the topology, %d of the graph, %d edges", c.top.Nodes(), c.graph.Nodes(), c.top.Edges())
}

// path is a footpath of about 300 m between two streets, which it parts where it meets
// them.
func (c *city) path() (removed []int32, added []geo.RoadSegment) {
	end := func(near func(orb.Point) bool) (int32, int) {
		for {
			e := int32(c.r.IntN(c.top.Edges()))
			g := c.roads[e].Geometry
			if k := c.r.IntN(len(g)); c.graph.Usable(e) && near(g[k]) {
				return e, k
			}
		}
	}
	centre := orb.Point{-8.6110, 41.1496}
	e, k := end(func(p orb.Point) bool { return crs.Distance(p, centre) < 4000 })
	from := c.roads[e].Geometry[k]
	o, l := end(func(p orb.Point) bool { d := crs.Distance(p, from); return d > 250 && d < 350 })
	for _, at := range [2]struct {
		edge   int32
		vertex int
	}{{e, k}, {o, l}} {
		s := c.roads[at.edge]
		if at.vertex == 0 || at.vertex == len(s.Geometry)-1 || at.edge == o && e == o && len(removed) > 0 {
			continue
		}
		a, b := s, s
		a.Geometry, b.Geometry = s.Geometry[:at.vertex+1], s.Geometry[at.vertex:]
		a.To, b.From, a.ToBarrier, b.FromBarrier = 0, 0, "", ""
		removed, added = append(removed, at.edge), append(added, a, b)
	}
	return removed, append(added, geo.RoadSegment{ID: "path", Highway: "path", Geometry: orb.LineString{from, c.roads[o].Geometry[l]}})
}

// BenchmarkPathPorto adds a path of 300 m to 64 fields, 40 in turn; closed takes away
// a road in its stead.
func BenchmarkPathPorto(b *testing.B) {
	c := porto(b)
	for _, n := range []int{10, 303} {
		var sources [64][]network.Source
		var places [64]map[int32]orb.Point
		var fields [64]*network.Field
		for k := range fields {
			places[k] = map[int32]orb.Point{}
			for len(sources[k]) < n {
				road := &c.roads[c.r.IntN(len(c.roads))]
				p := road.Geometry[c.r.IntN(len(road.Geometry))]
				if links := c.linker.Links(nil, p, false); len(links) > 0 {
					id := int32(len(sources[k]))
					sources[k] = append(sources[k], network.Source{ID: id, Links: links})
					places[k][id] = p
				}
			}
			var err error
			fields[k], err = c.graph.Field(b.Context(), sources[k], network.To, network.Unreachable)
			require.NoError(b, err)
		}
		for _, kind := range []string{"added", "closed"} {
			const turns = 40
			var topology, graph, affected [turns]time.Duration
			var changes [turns]*network.Change
			var moved [turns][64][]network.Source
			sum, changed := 0, 0
			for i := range turns {
				removed, added := c.path()
				if kind == "closed" {
					removed, added = []int32{int32(c.r.IntN(c.top.Edges()))}, nil
				}
				t0 := time.Now()
				top, err := c.top.Edited(b.Context(), removed, added)
				require.NoError(b, err)
				t1 := time.Now()
				g, change, err := c.graph.Edited(b.Context(), top)
				require.NoError(b, err)
				t2 := time.Now()
				a, err := change.Affected(b.Context(), false)
				require.NoError(b, err)
				topology[i], graph[i], affected[i] = t1.Sub(t0), t2.Sub(t1), time.Since(t2)
				changes[i] = change
				l := network.NewLinker(g, network.NewGround(top, nil, nil))
				for k := range fields {
					for _, s := range sources[k] {
						if p := places[k][s.ID]; a.Place(p, s.Links) {
							moved[i][k] = append(moved[i][k], network.Source{ID: s.ID, Links: l.Links(nil, p, false)})
							sum++
						}
					}
				}
			}
			b.Run(fmt.Sprintf("%s/of=%d", kind, n), func(b *testing.B) {
				bytes := 0
				each(b, turns, func(i int) {
					bytes = 0
					for k, f := range fields {
						r, err := f.Repaired(b.Context(), changes[i], moved[i][k]...)
						require.NoError(b, err)
						bytes += r.Bytes()
					}
					changed += bytes
				})
				slices.Sort(topology[:])
				slices.Sort(graph[:])
				slices.Sort(affected[:])
				ms := func(d time.Duration) float64 { return d.Seconds() * 1e3 }
				b.ReportMetric(ms(topology[turns/2]), "topology-ms")
				b.ReportMetric(ms(graph[turns/2]), "graph-ms")
				b.ReportMetric(ms(affected[turns/2]), "affected-ms")
				b.ReportMetric(float64(sum)/turns, "moved")
				b.ReportMetric(float64(changed)/turns/float64(max(1, 3*b.N))/1e3, "kB")
			})
		}
	}
}
