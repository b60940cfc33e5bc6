package network_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/internal/drawntown"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/slope"
)

func tobler() *geo.SlopeRule {
	return &geo.SlopeRule{Form: geo.SlopeTobler, Steepness: 3.5, BestGrade: -0.05}
}

// climbing is a mode that knows slopes.
func climbing(m *geo.Mode) *geo.Mode {
	m.Slope = tobler()
	return m
}

// ground is an elevation model of 64 x 64 cells around a place, in metres of the local
// plane to the east and north of it; NaN is missing.
func ground(t testing.TB, centre orb.Point, cellM float64, z func(x, y float64) float64) *slope.Surface {
	t.Helper()
	system, err := crs.Parse("epsg:4549")
	require.NoError(t, err)
	middle := system.FromWGS84(centre)
	const side = 64
	b := geo.ElevationBlock{ID: "dem-r0c0", CRS: "epsg:4549", DX: cellM, DY: -cellM, Width: side, Height: side, Source: "dem",
		X0: middle[0] - side/2*cellM, Y0: middle[1] + side/2*cellM}
	var metres []float32
	for r := range side {
		for c := range side {
			metres = append(metres, float32(z((float64(c)-side/2)*cellM, (side/2-float64(r))*cellM)))
		}
	}
	b.BaseM, b.Samples, _, err = slope.Pack(metres)
	require.NoError(t, err)
	s, err := slope.NewSurface([]geo.ElevationBlock{b})
	require.NoError(t, err)
	return s
}

// hilly makes a town's roads routable over a surface.
func hilly(t testing.TB, roads []geo.RoadSegment, barriers []geo.Barrier, s *slope.Surface, m *geo.Mode, metric geo.Metric) (*network.Linker, *slope.Relief) {
	t.Helper()
	top, err := network.NewTopology(t.Context(), roads)
	require.NoError(t, err)
	relief, err := slope.NewRelief(t.Context(), s, top.SlopeRoads())
	require.NoError(t, err)
	sloped := top.WithRelief(relief)
	g, err := sloped.Graph(t.Context(), m, metric)
	require.NoError(t, err)
	return network.NewLinker(g, network.NewGround(top, barriers, nil)), relief
}

func cost(t testing.TB, l *network.Linker, from, to orb.Point) uint32 {
	t.Helper()
	f, err := l.Graph().Field(t.Context(), []network.Source{{ID: 0, Links: l.Links(nil, to, false)}}, network.To, network.Unreachable)
	require.NoError(t, err)
	c, _ := f.At(l.Links(nil, from, true))
	return c
}

// On a plane that rises 10 % to the east, 200 m up count 200·exp(0.35) = 283.813 m,
// 200 m down 200 m; legs are flat. At 3.6 km/h a second is a metre.
func TestUphillAndDownhill(t *testing.T) {
	town := drawntown.Parse(`
   1
A---------B
       a
`, drawntown.Options{})
	s := ground(t, town.Homes["a"], 30, func(x, _ float64) float64 { return 100 + x/10 })
	home, facility := town.Homes["a"], town.Facilities["1"]
	for _, metric := range []geo.Metric{geo.NetworkDistanceSlope, geo.NetworkTimeSlope} {
		l, _ := hilly(t, town.Roads, nil, s, climbing(walking()), metric)
		require.False(t, l.Graph().Symmetric())
		require.Equal(t, metric, l.Graph().Metric())
		require.InDelta(t, 100_000+200_000+100_000, float64(cost(t, l, home, facility)), 60, "down")
		require.InDelta(t, 100_000+283_813+100_000, float64(cost(t, l, facility, home)), 60, "up")
		require.InDelta(t, math.Exp(0.175), l.Graph().Gain(), 1e-12)
		roadM, unknownM, ok := l.Graph().Slopes()
		require.True(t, ok)
		require.InDelta(t, 500, roadM, 0.1)
		require.Zero(t, unknownM)
	}
}

// A home and a facility within one edge that goes over a hill: what lies between
// them counts, not their share of the whole.
func TestWithinAnEdgeOverAHill(t *testing.T) {
	town := drawntown.Parse(`

A--a----1---2--B

`, drawntown.Options{})
	road := town.Roads[0]
	road.Geometry = orb.LineString{town.Roads[0].Geometry[0], town.Roads[len(town.Roads)-1].Geometry[1]}
	road.From, road.To = 0, 0
	// The ridge is in the middle of the view; 10 % up to it and down from it.
	ridge := town.Facilities["1"]
	s := ground(t, ridge, 25, func(x, _ float64) float64 { return 200 - math.Abs(x)/10 })
	l, _ := hilly(t, []geo.RoadSegment{road}, nil, s, climbing(walking()), geo.NetworkDistanceSlope)
	require.Equal(t, 2, l.Graph().Topology().Edges())
	up, down := math.Exp(0.35), 1.0
	// Stations do not fall on the ridge itself: half a piece is off at the most.
	const off = 12
	require.InDelta(t, 250*up, float64(cost(t, l, town.Homes["a"], ridge))/1000, off)
	require.InDelta(t, 250*down, float64(cost(t, l, ridge, town.Homes["a"]))/1000, off)
	require.InDelta(t, 250*up+200*down, float64(cost(t, l, town.Homes["a"], town.Facilities["2"]))/1000, off)
	require.InDelta(t, 200*up+250*down, float64(cost(t, l, town.Facilities["2"], town.Homes["a"]))/1000, off)
	// Where a link meets the road is where it was, whatever the slope.
	for _, p := range []orb.Point{town.Homes["a"], ridge, town.Facilities["2"]} {
		links := l.Links(nil, p, true)
		require.Len(t, links, 2, "up and down")
		for _, k := range links {
			require.Less(t, crs.Distance(p, l.Graph().Place(k)), 0.01)
		}
	}
}

// On level ground every cost is that without slopes, to the unit.
func TestOnLevelGroundNothingChanges(t *testing.T) {
	manyNetworks(t, 40, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(r)
		if len(town.roads) == 0 {
			return
		}
		s := ground(t, townCentre, 30, func(float64, float64) float64 { return 77 })
		for _, m := range []*geo.Mode{climbing(walking()), climbing(cycling())} {
			for flat, metric := range map[geo.Metric]geo.Metric{geo.NetworkDistance: geo.NetworkDistanceSlope, geo.NetworkTime: geo.NetworkTimeSlope} {
				want := costsOf(t, town, m, flat)
				l, _ := hilly(t, town.roads, town.barriers, s, m, metric)
				f, err := l.Graph().Field(t.Context(), town.sources(l, network.To), network.To, network.Unreachable)
				require.NoError(t, err)
				for i, h := range town.homes {
					c, _ := f.At(l.Links(nil, h, true))
					require.InDelta(t, float64(want[i]), float64(c), 1, "%s home %d", metric, i)
				}
			}
		}
	})
}

// hills are random: a slope, two waves, and in some towns a hole in the model.
func hills(r *rand.Rand) func(x, y float64) float64 {
	a, b := (r.Float64()-0.5)/5, (r.Float64()-0.5)/5
	wave, height := 60+r.Float64()*200, r.Float64()*25
	hole := r.IntN(4) == 0
	return func(x, y float64) float64 {
		if hole && math.Abs(x) < 60 && math.Abs(y) < 60 {
			return math.NaN()
		}
		return 500 + a*x + b*y + height*math.Sin(x/wave)*math.Cos(y/wave)
	}
}

// climb is what it takes along a road between two parts of its length, by its
// stations, worked out anew.
func climb(stations []float32, lengthM, from, to float64) float64 {
	n := float64(len(stations) - 1)
	sum := 0.0
	lo, hi := min(from, to), max(from, to)
	for i := 1; i < len(stations); i++ {
		a, b := max(lo, float64(i-1)/n), min(hi, float64(i)/n)
		if a >= b {
			continue
		}
		grade := (float64(stations[i]) - float64(stations[i-1])) / (lengthM / n)
		if to < from {
			grade = -grade
		}
		pace := 1.0
		if grade == grade {
			grade = max(-0.5, min(0.5, grade))
			pace = math.Exp(3.5 * (math.Abs(grade+0.05) - 0.05))
		}
		sum += (b - a) * pace
	}
	return sum
}

func TestRandomSlopesAgainstBruteForce(t *testing.T) {
	manyNetworks(t, 150, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(r)
		if len(town.roads) == 0 {
			return
		}
		s := ground(t, townCentre, []float64{20, 30, 90}[r.IntN(3)], hills(r))
		for _, m := range []*geo.Mode{climbing(walking()), climbing(cycling())} {
			metric := []geo.Metric{geo.NetworkDistanceSlope, geo.NetworkTimeSlope}[r.IntN(2)]
			l, relief := hilly(t, town.roads, town.barriers, s, m, metric)
			g := l.Graph()
			f, err := g.Field(t.Context(), town.sources(l, network.To), network.To, network.Unreachable)
			require.NoError(t, err)
			k2, err := g.KField(t.Context(), town.sources(l, network.To), network.To, network.Unreachable, 2)
			require.NoError(t, err)
			ref := newReference(town.roads, town.barriers, m, metric, townCentre)
			ref.step = func(road int, from, to float64) float64 {
				k := &ref.roads[road]
				return k.cost * climb(relief.Stations(int32(road)), k.length, from/k.cost, to/k.cost)
			}
			for i, home := range town.homes {
				want := ref.costs(home, town.facilities)
				links := l.Links(nil, home, true)
				got, winner := f.At(links)
				nearest := slices.Min(want)
				what := fmt.Sprintf("%s %s home %d", m.ID, metric, i)
				if math.IsInf(nearest, 1) {
					require.Equal(t, uint32(network.Unreachable), got, what)
					continue
				}
				require.InDelta(t, nearest*1000, float64(got), referenceMM, what)
				require.InDelta(t, nearest*1000, want[winner]*1000, referenceMM, "%s: the winner", what)
				for j := range town.facilities {
					one, err := g.Search(t.Context(), []network.Source{{ID: 0, Links: links}}, network.From, network.Unreachable)
					require.NoError(t, err)
					c, _ := one.At(l.Links(nil, town.facilities[j], false))
					one.Release()
					if math.IsInf(want[j], 1) {
						require.Equal(t, uint32(network.Unreachable), c, what)
					} else {
						require.InDelta(t, want[j]*1000, float64(c), referenceMM, what)
					}
				}
				slices.Sort(want)
				if len(want) > 1 && !math.IsInf(want[1], 1) {
					c, _ := k2.At(links)
					require.InDelta(t, want[1]*1000, float64(c), referenceMM, "%s: second nearest", what)
				}
			}
		}
	})
}

func TestRandomSlopesWhateverTheOrder(t *testing.T) {
	manyNetworks(t, 40, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(r)
		if len(town.roads) == 0 {
			return
		}
		s := ground(t, townCentre, 30, hills(r))
		costs := func() []uint32 {
			l, _ := hilly(t, town.roads, town.barriers, s, climbing(cycling()), geo.NetworkTimeSlope)
			f, err := l.Graph().Field(t.Context(), town.sources(l, network.To), network.To, network.Unreachable)
			require.NoError(t, err)
			var out []uint32
			for _, h := range town.homes {
				c, _ := f.At(l.Links(nil, h, true))
				out = append(out, c)
			}
			return out
		}
		want := costs()
		r.Shuffle(len(town.roads), func(i, j int) { town.roads[i], town.roads[j] = town.roads[j], town.roads[i] })
		require.Equal(t, want, costs())
	})
}

func TestSlopesThatCannotBeAsked(t *testing.T) {
	town := drawntown.Parse("\nA---a---B\n", drawntown.Options{})
	top, err := network.NewTopology(t.Context(), town.Roads)
	require.NoError(t, err)
	_, err = top.Graph(t.Context(), climbing(walking()), geo.NetworkDistanceSlope)
	require.ErrorContains(t, err, `metric "network_distance_slope" needs a topology with slopes`)
	relief, err := slope.NewRelief(t.Context(), ground(t, town.Homes["a"], 30, func(float64, float64) float64 { return 1 }), top.SlopeRoads())
	require.NoError(t, err)
	sloped := top.WithRelief(relief)
	_, err = sloped.Graph(t.Context(), climbing(walking()), geo.NetworkDistance)
	require.ErrorContains(t, err, `metric "network_distance" needs a topology without slopes`)
	_, err = sloped.Graph(t.Context(), driving(), geo.NetworkTimeSlope)
	require.ErrorContains(t, err, `mode "car": metric "network_time_slope" needs a rule for slopes, which the mode does not have`)
	_, err = sloped.Graph(t.Context(), walking(), geo.StraightLine)
	require.ErrorContains(t, err, "is not measured on a network")
}
