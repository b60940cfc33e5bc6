package isochrone

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// replay runs one random town again: go test ./geo/isochrone -run Random -seed N.
var replay = flag.Uint64("seed", 0, "replay the random town of this seed alone")

// manyTowns runs f on random towns, one per seed; a failure names its seed.
func manyTowns(t *testing.T, n uint64, f func(t *testing.T, town *randomTown)) {
	t.Helper()
	first, last := uint64(1), n
	if *replay != 0 {
		first, last = *replay, *replay
	}
	for seed := first; seed <= last; seed++ {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) { f(t, newRandomTown(t, rand.New(rand.NewPCG(seed, 11)))) })
	}
}

// randomTown is a network with everything that makes the cost of ground jump:
// crooked streets with gaps, stray paths, one-way and private streets, bridges,
// water, and a built-up area in which legs are shorter.
type randomTown struct {
	r        *rand.Rand
	t        *testing.T
	proj     *crs.LocalTM
	side     float64
	roads    []geo.RoadSegment
	barriers []geo.Barrier
	builtUp  []orb.MultiPolygon
	mode     *geo.Mode
	metric   geo.Metric
}

func newRandomTown(t *testing.T, r *rand.Rand) *randomTown {
	const block = 130
	n := 2 + r.IntN(4)
	w := &randomTown{r: r, t: t, proj: crs.NewLocalTM(orb.Point{120, 30}), side: float64(n) * block}
	w.mode = &geo.Mode{
		ID: "walk", Vehicle: geo.OnFoot, SpeedKmh: 3.6, LegFactor: 2, LegSpeedKmh: 3.6,
		LinkLimitM: 120, LinkLimitBuiltUpM: 60, Classes: []string{"residential"},
	}
	w.metric = geo.NetworkDistance
	if r.IntN(2) == 0 {
		w.metric = geo.NetworkTime
	}
	if r.IntN(2) == 0 {
		w.mode.Vehicle, w.mode.ObeysOneWay, w.mode.SpeedKmh = geo.OnBicycle, true, 9
	}
	at := make([][]orb.Point, n)
	for y := range at {
		for x := range n {
			at[y] = append(at[y], w.proj.ToGeo(orb.Point{(float64(x) + r.Float64()/2) * block, (float64(y) + r.Float64()/2) * block}))
		}
	}
	add := func(a, b orb.Point) {
		s := geo.RoadSegment{ID: fmt.Sprint("r", len(w.roads)), Highway: "residential", Geometry: orb.LineString{a}}
		// Bends go forward, so that no street crosses itself: there a millimetre decides
		// which of its two costs a place has.
		for k, bends := 0, r.IntN(4); k < bends; k++ {
			f, aside := (float64(k)+r.Float64())/float64(bends), 0.3*(r.Float64()-0.5)
			s.Geometry = append(s.Geometry, orb.Point{a[0] + (b[0]-a[0])*f + (b[1]-a[1])*aside, a[1] + (b[1]-a[1])*f - (b[0]-a[0])*aside})
		}
		s.Geometry = append(s.Geometry, b)
		switch r.IntN(10) {
		case 0:
			s.OneWay = geo.Forward
		case 1:
			s.OneWay = geo.Backward
		case 2:
			s.Access = "private"
		case 3:
			s.Bridge = true
		}
		w.roads = append(w.roads, s)
	}
	for y := range n {
		for x := range n {
			if x+1 < n && r.IntN(4) > 0 {
				add(at[y][x], at[y][x+1])
			}
			if y+1 < n && r.IntN(4) > 0 {
				add(at[y][x], at[y+1][x])
			}
		}
	}
	for range 1 + r.IntN(4) { // stray paths
		add(w.place(), w.place())
	}
	for range r.IntN(4) {
		w.barriers = append(w.barriers, geo.Barrier{Kind: geo.BarrierWater, Geometry: orb.LineString{w.place(), w.place()}})
	}
	if r.IntN(2) == 0 {
		a, b := w.place(), w.place()
		w.builtUp = []orb.MultiPolygon{{orb.MultiPoint{a, b}.Bound().ToPolygon()}}
	}
	return w
}

// place is a place in or just outside the town.
func (w *randomTown) place() orb.Point {
	return w.proj.ToGeo(orb.Point{w.r.Float64()*(w.side+80) - 40, w.r.Float64()*(w.side+80) - 40})
}

func (w *randomTown) linker() *network.Linker {
	w.t.Helper()
	top, err := network.NewTopology(w.t.Context(), w.roads)
	require.NoError(w.t, err)
	g, err := top.Graph(w.t.Context(), w.mode, w.metric)
	require.NoError(w.t, err)
	return network.NewLinker(g, network.NewGround(top, w.barriers, w.builtUp))
}

func (w *randomTown) sources(l *network.Linker, d network.Direction, n int) []network.Source {
	var out []network.Source
	for i := range n {
		out = append(out, network.Source{ID: int32(i), Links: l.Links(nil, w.place(), d == network.From)})
	}
	return out
}

// limits are three, ascending, of which the last lies about where the town ends.
func (w *randomTown) limits(g *network.Graph) []uint32 {
	m := make([]float64, 3)
	for i := range m {
		m[i] = 20 + w.r.Float64()*w.side*1.2
	}
	slices.Sort(m)
	out := make([]uint32, len(m))
	for i := range m {
		out[i] = g.Units(m[i])
	}
	return out
}
