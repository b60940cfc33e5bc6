package network_test

import (
	"context"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// replay runs one random network again: go test ./geo/network -run Random -seed N.
var replay = flag.Uint64("seed", 0, "replay the random network of this seed alone")

// manyNetworks runs f on random networks, one per seed; a failure names its seed.
func manyNetworks(t *testing.T, n uint64, f func(t *testing.T, r *rand.Rand)) {
	t.Helper()
	first, last := uint64(1), n
	if *replay != 0 {
		first, last = *replay, *replay
	}
	for seed := first; seed <= last; seed++ {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) { f(t, rand.New(rand.NewPCG(seed, 7))) })
	}
}

var townCentre = orb.Point{120, 30}

// randomTown is a grid of crooked streets with gaps, one-way streets, bridges,
// private roads and a few lines of water.
type randomTown struct {
	roads      []geo.RoadSegment
	barriers   []geo.Barrier
	homes      []orb.Point
	facilities []orb.Point
}

const townBlockM = 130

func newRandomTown(r *rand.Rand) *randomTown { return newRandomTownOf(r, 3+r.IntN(4)) }

// newRandomTownOf draws a town of side x side crossings.
func newRandomTownOf(r *rand.Rand, side int) *randomTown {
	proj := crs.NewLocalTM(townCentre)
	at := make([][]orb.Point, side)
	for y := range at {
		for x := range side {
			at[y] = append(at[y], proj.ToGeo(orb.Point{
				(float64(x)+r.Float64()*0.5)*townBlockM - 300, (float64(y)+r.Float64()*0.5)*townBlockM - 300,
			}))
		}
	}
	t := &randomTown{}
	add := func(a, b orb.Point) {
		if r.Float64() > 0.75 {
			return
		}
		s := geo.RoadSegment{ID: fmt.Sprint("r", len(t.roads)), Highway: "residential", Geometry: orb.LineString{a}}
		for range r.IntN(3) { // bends
			s.Geometry = append(s.Geometry, orb.Point{a[0] + (b[0]-a[0])*r.Float64(), a[1] + (b[1]-a[1])*r.Float64()})
		}
		s.Geometry = append(s.Geometry, b)
		switch r.IntN(8) {
		case 0:
			s.OneWay = geo.Forward
		case 1:
			s.OneWay = geo.Backward
		case 2:
			s.Access = "private"
		case 3:
			s.Bridge = true
		}
		t.roads = append(t.roads, s)
	}
	for y := range side {
		for x := range side {
			if x+1 < side {
				add(at[y][x], at[y][x+1])
			}
			if y+1 < side {
				add(at[y][x], at[y+1][x])
			}
		}
	}
	place := func() orb.Point {
		return proj.ToGeo(orb.Point{r.Float64()*float64(side)*townBlockM - 320, r.Float64()*float64(side)*townBlockM - 320})
	}
	for range r.IntN(4) {
		t.barriers = append(t.barriers, geo.Barrier{Kind: geo.BarrierWater, Geometry: orb.LineString{place(), place()}})
	}
	for range 12 {
		t.homes = append(t.homes, place())
	}
	for range 1 + r.IntN(5) {
		t.facilities = append(t.facilities, place())
	}
	return t
}

// survey gives some roads another source than the others have.
func (t *randomTown) survey(r *rand.Rand) {
	for i := range t.roads {
		t.roads[i].Source = []string{"map", "map", "survey"}[r.IntN(3)]
	}
}

func (t *randomTown) world(tb testing.TB, m *geo.Mode, metric geo.Metric) (*network.Graph, *network.Linker) {
	tb.Helper()
	top, err := network.NewTopology(tb.Context(), t.roads)
	require.NoError(tb, err)
	g, err := top.Graph(tb.Context(), m, metric)
	require.NoError(tb, err)
	return g, network.NewLinker(g, network.NewGround(top, t.barriers, nil))
}

func (t *randomTown) sources(l *network.Linker, d network.Direction) []network.Source {
	var out []network.Source
	for i, p := range t.facilities {
		out = append(out, network.Source{ID: int32(i), Links: l.Links(nil, p, d == network.From)})
	}
	return out
}

// referenceMM bounds the difference to the reference, in the integer units of the
// graph: the two roundings of a position, one of each leg and one of every street
// on the way never add up to more in towns of this size.
const referenceMM = 8.0

func TestRandomFieldsAgainstBruteForce(t *testing.T) {
	manyNetworks(t, 300, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(r)
		if len(town.roads) == 0 {
			return
		}
		if r.IntN(2) == 0 {
			town.survey(r)
		}
		for _, m := range []*geo.Mode{walking(), cycling()} {
			metric := []geo.Metric{geo.NetworkDistance, geo.NetworkTime}[r.IntN(2)]
			_, l := town.world(t, m, metric)
			f, err := l.Graph().Field(t.Context(), town.sources(l, network.To), network.To, network.Unreachable)
			require.NoError(t, err)
			k2, err := l.Graph().KField(t.Context(), town.sources(l, network.To), network.To, network.Unreachable, 2)
			require.NoError(t, err)
			ref := newReference(town.roads, town.barriers, m, metric, townCentre)
			for i, home := range town.homes {
				want := ref.costs(home, town.facilities)
				links := l.Links(nil, home, true)
				got, winner := f.At(links)
				nearest := slices.Min(want)
				if math.IsInf(nearest, 1) {
					require.Equal(t, uint32(network.Unreachable), got, "%s %s home %d", m.ID, metric, i)
					continue
				}
				require.NotEqual(t, uint32(network.Unreachable), got, "%s %s home %d: the reference finds a way of %.3f", m.ID, metric, i, nearest)
				require.InDelta(t, nearest*1000, float64(got), referenceMM, "%s %s home %d", m.ID, metric, i)
				require.InDelta(t, nearest*1000, want[winner]*1000, referenceMM, "%s %s home %d: the winner", m.ID, metric, i)
				// The same from the facilities' side, one by one.
				for j := range town.facilities {
					one, err := l.Graph().Search(t.Context(), []network.Source{{ID: 0, Links: links}}, network.From, network.Unreachable)
					require.NoError(t, err)
					c, _ := one.At(l.Links(nil, town.facilities[j], false))
					one.Release()
					if math.IsInf(want[j], 1) {
						require.Equal(t, uint32(network.Unreachable), c)
					} else {
						require.InDelta(t, want[j]*1000, float64(c), referenceMM)
					}
				}
				slices.Sort(want)
				if len(want) > 1 && !math.IsInf(want[1], 1) {
					c, n := k2.At(links)
					require.Equal(t, 2, n)
					require.InDelta(t, want[1]*1000, float64(c), referenceMM, "second nearest")
				}
			}
		}
	})
}

// costsOf are the costs of every home of the town to the nearest facility.
func costsOf(t *testing.T, town *randomTown, m *geo.Mode, metric geo.Metric) []uint32 {
	t.Helper()
	_, l := town.world(t, m, metric)
	f, err := l.Graph().Field(t.Context(), town.sources(l, network.To), network.To, network.Unreachable)
	require.NoError(t, err)
	out := make([]uint32, len(town.homes))
	for i, h := range town.homes {
		out[i], _ = f.At(l.Links(nil, h, true))
	}
	return out
}

// P2: a facility more never takes anything away, nor do roads that have sources of their
// own, wherever they start and end, a dead end included. Read the other way round: closing
// such roads brings nobody nearer, though streets that they parted are one again.
func TestRandomAddingNeverTakesAway(t *testing.T) {
	prolonged, nearer := 0, 0
	manyNetworks(t, 400, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(r)
		if len(town.roads) < 8 {
			return
		}
		m := []*geo.Mode{walking(), cycling(), driving()}[r.IntN(3)]
		metric := []geo.Metric{geo.NetworkDistance, geo.NetworkTime}[r.IntN(2)]
		more := 1 + r.IntN(4)
		less := *town
		less.roads = slices.Clone(town.roads)
		for i := range more {
			k := r.IntN(len(less.roads))
			if town.prolongs(less.roads[k].ID) {
				prolonged++
			}
			s := &town.roads[slices.IndexFunc(town.roads, func(s geo.RoadSegment) bool { return s.ID == less.roads[k].ID })]
			s.Source = fmt.Sprint("added ", i)
			less.roads = slices.Delete(less.roads, k, k+1)
		}
		all := costsOf(t, town, m, metric)
		for i, c := range costsOf(t, &less, m, metric) {
			// Every end of a road more may part a street: what goes through is then rounded
			// there as well, which adds one unit at most; and the positions of home and
			// facility are rounded along the parts, which may add one each.
			require.LessOrEqual(t, all[i], sum(c, uint32(2*more+2)), "%s, home %d with %d roads more", m.ID, i, more)
			if all[i] < c {
				nearer++
			}
		}
		less = *town
		less.facilities = town.facilities[:len(town.facilities)-1]
		for i, c := range costsOf(t, &less, m, metric) {
			require.LessOrEqual(t, all[i], c, "home %d without the last facility", i)
		}
	})
	if *replay == 0 {
		require.Greater(t, prolonged, 200, "roads from dead ends")
		require.Greater(t, nearer, 500, "homes that are nearer")
	}
}

// prolongs reports whether a road ends where just one other road does.
func (t *randomTown) prolongs(id string) bool {
	meet := map[orb.Point]int{}
	var g orb.LineString
	for _, s := range t.roads {
		meet[s.Geometry[0]]++
		meet[s.Geometry[len(s.Geometry)-1]]++
		if s.ID == id {
			g = s.Geometry
		}
	}
	return meet[g[0]] == 2 || meet[g[len(g)-1]] == 2
}

func sum(c, d uint32) uint32 {
	if c == network.Unreachable {
		return c
	}
	return c + d
}

// P3: where every street goes both ways, there and back cost the same.
func TestRandomThereAndBack(t *testing.T) {
	manyNetworks(t, 40, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(r)
		if len(town.roads) == 0 {
			return
		}
		g, l := town.world(t, walking(), geo.NetworkDistance)
		require.True(t, g.Symmetric())
		for _, d := range []network.Direction{network.To, network.From} {
			f, err := g.Field(t.Context(), town.sources(l, d), d, network.Unreachable)
			require.NoError(t, err)
			for i, h := range town.homes {
				c, id := f.At(l.Links(nil, h, d == network.To))
				if c == network.Unreachable {
					continue
				}
				back, err := g.Search(t.Context(), []network.Source{{ID: 9, Links: l.Links(nil, h, d == network.To)}}, 1-d, network.Unreachable)
				require.NoError(t, err)
				b, _ := back.At(l.Links(nil, town.facilities[id], d == network.From))
				require.Equal(t, c, b, "home %d", i)
				back.Release()
			}
		}
	})
}

// P4: the order of roads and facilities does not matter, and a repeat is equal.
func TestRandomOrderDoesNotMatter(t *testing.T) {
	manyNetworks(t, 200, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(r)
		if len(town.roads) == 0 {
			return
		}
		want := costsOf(t, town, cycling(), geo.NetworkTime)
		require.Equal(t, want, costsOf(t, town, cycling(), geo.NetworkTime))
		r.Shuffle(len(town.roads), func(i, j int) { town.roads[i], town.roads[j] = town.roads[j], town.roads[i] })
		r.Shuffle(len(town.facilities), func(i, j int) {
			town.facilities[i], town.facilities[j] = town.facilities[j], town.facilities[i]
		})
		require.Equal(t, want, costsOf(t, town, cycling(), geo.NetworkTime))
	})
}

// P14: a node in the middle of an edge, or more vertices along it, change nothing.
func TestRandomSplitAndDensify(t *testing.T) {
	manyNetworks(t, 200, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(r)
		if len(town.roads) == 0 {
			return
		}
		if r.IntN(2) == 0 {
			town.survey(r)
		}
		want := costsOf(t, town, cycling(), geo.NetworkDistance)
		changed := *town
		changed.roads = nil
		for i, s := range town.roads {
			var line orb.LineString
			for k, p := range s.Geometry {
				if k > 0 {
					q := s.Geometry[k-1]
					line = append(line, orb.Point{(p[0] + q[0]) / 2, (p[1] + q[1]) / 2})
				}
				line = append(line, p)
			}
			if i%2 == 0 {
				s.Geometry = line
				changed.roads = append(changed.roads, s)
				continue
			}
			a, b := s, s
			a.ID, b.ID = s.ID+"a", s.ID+"b"
			a.Geometry, b.Geometry = line[:2], line[1:]
			changed.roads = append(changed.roads, a, b)
		}
		got := costsOf(t, &changed, cycling(), geo.NetworkDistance)
		for i := range want {
			if want[i] == network.Unreachable {
				require.Equal(t, want[i], got[i])
				continue
			}
			// The middle of a straight line in degrees lies a hair beside it in metres: each
			// leg and each position (four roundings in all) may fall on the other side of
			// a border between two units, and a ring street may start at the new node.
			require.InDelta(t, float64(want[i]), float64(got[i]), 6, "home %d", i)
		}
	})
}

// P15: speeds times k and limits divided by k give the same sets.
func TestRandomScaledSpeeds(t *testing.T) {
	manyNetworks(t, 40, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(r)
		if len(town.roads) == 0 {
			return
		}
		// At 3.6 km/h a millimetre is a millisecond; at a tenth of that, ten of them.
		fast, slow := walking(), walking()
		slow.SpeedKmh, slow.LegSpeedKmh = 0.36, 0.36
		a, b := costsOf(t, town, fast, geo.NetworkTime), costsOf(t, town, slow, geo.NetworkTime)
		for i := range a {
			if a[i] == network.Unreachable {
				require.Equal(t, a[i], b[i])
				continue
			}
			require.InDelta(t, float64(a[i]), float64(b[i])/10, referenceMM, "home %d", i)
		}
	})
}

// P1 and P10: a bounded field is the unbounded one cut off, its limit included.
func TestRandomBoundedFields(t *testing.T) {
	manyNetworks(t, 40, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(r)
		if len(town.roads) == 0 {
			return
		}
		g, l := town.world(t, cycling(), geo.NetworkDistance)
		full, err := g.Field(t.Context(), town.sources(l, network.To), network.To, network.Unreachable)
		require.NoError(t, err)
		for _, h := range town.homes {
			links := l.Links(nil, h, true)
			want, id := full.At(links)
			if want == network.Unreachable {
				continue
			}
			for _, limit := range []uint32{want, want - 1} {
				f, err := g.Search(t.Context(), town.sources(l, network.To), network.To, limit)
				require.NoError(t, err)
				c, i := f.At(links)
				if limit == want {
					require.Equal(t, want, c, "a cost equal to the limit is inside")
					require.Equal(t, id, i)
				} else {
					require.Equal(t, uint32(network.Unreachable), c)
				}
				f.Release()
			}
		}
	})
}

// P12: a search stops when nobody waits for it.
func TestSearchStopsWithItsContext(t *testing.T) {
	town := newRandomTown(rand.New(rand.NewPCG(3, 7)))
	g, l := town.world(t, walking(), geo.NetworkDistance)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := g.KField(ctx, nil, network.To, network.Unreachable, 0)
	require.Error(t, err)
	_, err = l.Graph().Topology().Graph(ctx, walking(), geo.NetworkTime)
	require.ErrorIs(t, err, context.Canceled)
	_, err = network.NewTopology(ctx, town.roads)
	require.ErrorIs(t, err, context.Canceled)
}

// somewhere is a place in the town or just outside it.
func (t *randomTown) somewhere(r *rand.Rand) orb.Point {
	var box orb.Bound
	for i := range t.roads {
		if b := t.roads[i].Geometry.Bound(); i == 0 {
			box = b
		} else {
			box = box.Union(b)
		}
	}
	const margin = 0.0005
	box = box.Pad(margin)
	return orb.Point{box.Min[0] + r.Float64()*(box.Max[0]-box.Min[0]), box.Min[1] + r.Float64()*(box.Max[1]-box.Min[1])}
}
