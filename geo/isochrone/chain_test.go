package isochrone

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// inLine is a town of roads between places of one line, by the metres along it.
func inLine(t *testing.T, roads ...geo.RoadSegment) *network.Linker {
	t.Helper()
	mode := geo.Mode{ID: "walk", Vehicle: geo.OnFoot, SpeedKmh: 3.6, LegFactor: 1, LegSpeedKmh: 3.6, LinkLimitM: 60, Classes: []string{"path"}, ClosedBarriers: []string{"stile"}}
	proj := crs.NewLocalTM(orb.Point{120, 30})
	for i := range roads {
		roads[i].ID, roads[i].Highway = fmt.Sprint(i), "path"
		for k, p := range roads[i].Geometry {
			roads[i].Geometry[k] = proj.ToGeo(p)
		}
	}
	top, err := network.NewTopology(t.Context(), roads)
	require.NoError(t, err)
	g, err := top.Graph(t.Context(), &mode, geo.NetworkDistance)
	require.NoError(t, err)
	return network.NewLinker(g, network.NewGround(top, nil, nil))
}

func road(metres ...float64) geo.RoadSegment {
	var r geo.RoadSegment
	for _, m := range metres {
		r.Geometry = append(r.Geometry, orb.Point{m, 0})
	}
	return r
}

func TestChainFollowsItsStreet(t *testing.T) {
	for _, test := range []struct {
		name  string
		roads []geo.RoadSegment
		want  []link
	}{
		{"one after the other", []geo.RoadSegment{road(0, 100), road(100, 220)}, []link{{0, false}, {1, false}}},
		{"the other way round", []geo.RoadSegment{road(220, 100), road(100, 0)}, []link{{1, true}, {0, true}}},
		{"in any order", []geo.RoadSegment{road(100, 150, 220), road(300, 220), road(0, 100)}, []link{{2, false}, {0, false}, {1, true}}},
	} {
		l := inLine(t, test.roads...)
		x := newIndex(l)
		require.Len(t, x.links, 1, test.name)
		for s, links := range x.links {
			require.Equal(t, test.want, links, test.name)
			for i, p := range x.pieces[x.start[s]:x.start[s+1]] {
				require.InDelta(t, x.pieces[x.start[s]].x+p.back/1000, p.x, 0.1, "%s: piece %d", test.name, i)
				require.Positive(t, p.vx, test.name)
			}
		}
	}
}

// What is closed where two roads join parts the street: all costs of either are by its ends.
func TestClosedJointIsNotPassed(t *testing.T) {
	roads := []geo.RoadSegment{road(0, 100), road(100, 200)}
	roads[0].ToBarrier = "stile"
	l := inLine(t, roads...)
	require.Empty(t, newIndex(l).links)
	g, proj := l.Graph(), crs.NewLocalTM(orb.Point{120, 30})
	f, err := g.Search(t.Context(), []network.Source{{Links: l.Links(nil, proj.ToGeo(orb.Point{0, 0}), true)}}, network.From, g.Units(300))
	require.NoError(t, err)
	defer f.Release()
	out, err := NewTable(l, TableOptions{CellM: 5}).Around(t.Context(), f, []uint32{g.Units(250)})
	require.NoError(t, err)
	require.True(t, contains(out[0], proj.ToGeo(orb.Point{92, 3})))
	require.False(t, contains(out[0], proj.ToGeo(orb.Point{180, 3})), "nobody passes the stile")
}

// TestRandomPlainStreetsCostAsByTheirEdges holds what a street costs by its ends to what it
// costs edge by edge, and the pieces of streets of several edges to lie end to end.
func TestRandomPlainStreetsCostAsByTheirEdges(t *testing.T) {
	const units, metres = 4, 0.01
	single, several, other := 0, 0, 0
	manyTowns(t, 60, func(t *testing.T, w *randomTown) {
		l := w.linker()
		limits := w.limits(l.Graph())
		f, err := l.Graph().Search(t.Context(), w.sources(l, network.From, 2), network.From, limits[2])
		require.NoError(t, err)
		defer f.Release()
		x := newIndex(l)
		a := newArrivals(x)
		require.NoError(t, a.lay(t.Context(), f, float64(limits[2]), 1))
		for _, s := range slices.Clone(a.streets) {
			ends := a.ends[s]
			if ends == notPlain {
				other++
				continue
			}
			pieces := a.run[s].pieces
			if _, chained := x.links[s]; chained {
				several++
				for i := 1; i < len(pieces); i++ {
					p, q := &pieces[i-1], &pieces[i]
					require.InDelta(t, p.x+p.vx, q.x, metres)
					require.InDelta(t, p.y+p.vy, q.y, metres)
					require.InDelta(t, p.back+p.along, q.back, units)
				}
			} else {
				single++
			}
			low, high := a.low[s], a.high[s]
			a.byEdges(s)
			require.InDelta(t, a.low[s], low, units)
			// Beyond the limit a joint is not known.
			if limit := float32(limits[2]); a.high[s] <= limit || high <= limit {
				require.InDelta(t, a.high[s], high, units)
			}
			for i, p := range a.run[s].pieces {
				for _, part := range [...]float32{0, 0.3, 1} {
					want := min(p.back+part*p.along, p.on-part*p.along)
					at := pieces[i].back + part*pieces[i].along
					got := min(ends[0]+at, ends[1]-at)
					if want > float32(limits[2]) && got > float32(limits[2]) {
						continue
					}
					require.False(t, math.IsInf(float64(want), 0))
					require.InDelta(t, want, got, units, "street %d, piece %d", s, i)
				}
			}
		}
	})
	require.Positive(t, single)
	require.Positive(t, several, "streets end where the source changes, not where an edge does")
	require.Positive(t, other, "sources stand on some streets")
}
