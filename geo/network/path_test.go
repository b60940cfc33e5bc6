package network_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/internal/drawntown"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// tour follows a path in a drawn town and names what it passes: the ids of its edges.
func (w *world) tour(home string, d network.Direction, facilities ...string) (ids []string, line orb.LineString, path network.Path) {
	w.t.Helper()
	f, sources := w.field(d, network.Unreachable, facilities...), w.sources(d, facilities...)
	links := w.links(w.town.Homes[home], d == network.To)
	_, id := f.At(links)
	require.GreaterOrEqual(w.t, id, int32(0), "home %s reaches %v", home, facilities)
	paths := network.NewPaths(w.graph)
	path, ok, err := paths.Find(f, links, sources[id])
	require.NoError(w.t, err)
	require.True(w.t, ok)
	for _, s := range path.Steps {
		ids = append(ids, w.graph.Topology().Road(s.Edge).ID[:2])
	}
	return ids, paths.Line(&path, d, w.town.Homes[home], w.town.Facilities[facilities[id]]), path
}

func TestPathRoundTheBlock(t *testing.T) {
	oneWay := func(r *geo.RoadSegment) { r.OneWay = geo.Forward }
	against := func(r *geo.RoadSegment) { r.OneWay = geo.Backward }
	w := build(t, `
A-1-a-B
|     |
D-----C
`, drawntown.Options{Roads: map[string]func(*geo.RoadSegment){
		"A1": oneWay, "1a": oneWay, "aB": oneWay, "BC": oneWay, "DC": against, "AD": against,
	}}, driving(), geo.NetworkDistance)
	ids, line, _ := w.tour("a", network.To, "1")
	require.Equal(t, []string{"aB", "BC", "DC", "AD", "A1"}, ids)
	at := w.town.Nodes
	require.Equal(t, orb.LineString{w.town.Homes["a"], at["B"], at["C"], at["D"], at["A"], w.town.Facilities["1"]}, line)
	// From the facility to the home the traffic goes straight on.
	ids, line, _ = w.tour("a", network.From, "1")
	require.Equal(t, []string{"1a"}, ids)
	require.Equal(t, orb.LineString{w.town.Facilities["1"], w.town.Homes["a"]}, line)
}

func TestPathOnOneEdge(t *testing.T) {
	w := build(t, `
  a   1
A---------B
`, drawntown.Options{}, walking(), geo.NetworkDistance)
	_, line, path := w.tour("a", network.To, "1")
	require.Len(t, path.Steps, 1)
	require.InDelta(t, 200_000, float64(path.Steps[0].Cost()), drawnMM)
	require.Len(t, line, 4, "leg, along the edge, leg")
	require.InDelta(t, 50+200+50, crs.Length(line), 0.01)

	// At one point of it there is nothing to walk.
	w = build(t, `
    a
A---------B
    1
`, drawntown.Options{}, walking(), geo.NetworkDistance)
	_, line, path = w.tour("a", network.To, "1")
	require.Empty(t, path.Steps)
	require.InDelta(t, 100, crs.Length(line), 0.01)
}

func TestPathOutOfAnEstate(t *testing.T) {
	private := func(r *geo.RoadSegment) { r.Access = "private" }
	w := build(t, `
2-A--b--C-1
  |     |
  D-----E
`, drawntown.Options{Roads: map[string]func(*geo.RoadSegment){"Ab": private, "bC": private}}, cycling(), geo.NetworkDistance)
	ids, _, _ := w.tour("b", network.To, "1")
	require.Equal(t, []string{"bC", "C1"}, ids)
	ids, _, _ = w.tour("b", network.From, "2")
	require.Equal(t, []string{"2A", "Ab"}, ids)
}

func TestPathBeyondTheLimitAndWrongSources(t *testing.T) {
	w := build(t, `
1----a--2
`, drawntown.Options{}, walking(), geo.NetworkDistance)
	links, sources := w.links(w.town.Homes["a"], true), w.sources(network.To, "1", "2")
	paths := network.NewPaths(w.graph)
	_, ok, err := paths.Find(w.field(network.To, 1000, "1", "2"), links, sources[1])
	require.NoError(t, err)
	require.False(t, ok)
	f := w.field(network.To, network.Unreachable, "1", "2")
	_, _, err = paths.Find(f, links, sources[0])
	require.ErrorContains(t, err, "source 1 is nearest, not 0")
	sources[1].Links = nil
	_, _, err = paths.Find(f, links, sources[1])
	require.ErrorContains(t, err, "not those that source 1 has")
	other := build(t, "\n1----a--2\n", drawntown.Options{}, walking(), geo.NetworkDistance)
	_, _, err = network.NewPaths(other.graph).Find(f, links, sources[1])
	require.ErrorContains(t, err, "not of this graph")
}

// Ways of random towns hold together, go where the mode may go, are private only at their
// ends, and cost what the field says, to the unit; drawn, they are as long as they cost.
func TestRandomPaths(t *testing.T) {
	found, zero := 0, 0
	manyNetworks(t, 150, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(r)
		if len(town.roads) == 0 {
			return
		}
		// Some roads begin at a node of their own, which two edges without length join to
		// the other roads there: steps without cost, in a circle.
		for k := range int64(4) {
			i := r.IntN(len(town.roads))
			if town.roads[i].From != 0 || town.roads[i].ID == "tiny" {
				continue
			}
			a, p, q := town.roads[i].Geometry[0], 1000+2*k, 1001+2*k
			town.roads[i].From = q
			for range 2 {
				town.roads = append(town.roads, geo.RoadSegment{
					ID: "tiny", From: p, To: q, Highway: "residential", Geometry: orb.LineString{a, a},
				})
			}
		}
		surface := ground(t, townCentre, 30, hills(r))
		for k := range 4 {
			m, metric := []*geo.Mode{walking(), cycling()}[k%2], []geo.Metric{geo.NetworkDistance, geo.NetworkTime}[r.IntN(2)]
			g, l := town.world(t, m, metric)
			if k >= 2 {
				l, _ = hilly(t, town.roads, town.barriers, surface, climbing(m), geo.NetworkTimeSlope)
				g, metric = l.Graph(), geo.NetworkTimeSlope
			}
			paths := network.NewPaths(g)
			for _, d := range []network.Direction{network.To, network.From} {
				sources := town.sources(l, d)
				f, err := g.Field(t.Context(), sources, d, network.Unreachable)
				require.NoError(t, err)
				for _, home := range town.homes {
					links := l.Links(nil, home, d == network.To)
					cost, id := f.At(links)
					if id < 0 {
						continue
					}
					path, ok, err := paths.Find(f, links, sources[id])
					require.NoError(t, err)
					require.True(t, ok)
					require.Equal(t, cost, path.Cost)
					require.Equal(t, id, path.Source)
					require.Contains(t, links, path.Place)
					require.Contains(t, sources[id].Links, path.At)
					found++
					zero += checkPath(t, g, &path, d)
					line := paths.Line(&path, d, home, town.facilities[id])
					ends := []orb.Point{home, town.facilities[id]}
					if d == network.From {
						slices.Reverse(ends)
					}
					require.Equal(t, ends, []orb.Point{line[0], line[len(line)-1]})
					if metric == geo.NetworkDistance {
						legs := float64(path.Place.Leg+path.At.Leg) / 2 // they count twice
						want := (float64(cost) - legs) / 1000
						require.InDelta(t, want, crs.Length(line), 0.01+1e-5*want)
					}
				}
			}
		}
	})
	if *replay == 0 {
		require.Greater(t, found, 1000)
		require.Positive(t, zero, "some ways have parts without cost")
	}
}

// checkPath checks the steps of a path and returns how often it passes an edge that costs
// nothing.
func checkPath(t *testing.T, g *network.Graph, path *network.Path, d network.Direction) (zero int) {
	t.Helper()
	// Nodes that edges without length join are one.
	same := map[int32]int32{}
	for e := range int32(g.Topology().Edges()) {
		if g.Topology().Road(e).ID == "tiny" {
			a, b := g.Topology().Ends(e)
			same[b] = a
		}
	}
	// node is where an end of a step lies on the network, -1 in the middle of an edge.
	node := func(e int32, offset uint32) int32 {
		a, b := g.Topology().Ends(e)
		line, p := g.Topology().Road(e).Geometry, g.Place(network.Link{Edge: e, Offset: offset})
		switch {
		case offset == 0:
		case crs.Distance(p, line[len(line)-1]) < 1e-3:
			a = b
		default:
			return -1
		}
		if n, ok := same[a]; ok {
			zero++
			return n
		}
		return a
	}
	sum := path.Place.Leg + path.At.Leg
	first, last := path.Place, path.At
	if d == network.From {
		first, last = last, first
	}
	at, phase := g.Place(first), 0
	for i, s := range path.Steps {
		sum += s.Cost()
		along, against := g.Directions(s.Edge)
		require.True(t, s.From < s.To && along || s.From > s.To && against, "step %d goes where the mode may go", i)
		if i > 0 {
			before := path.Steps[i-1]
			n := node(s.Edge, s.From)
			require.NotEqual(t, int32(-1), n, "step %d begins at a node", i)
			require.Equal(t, n, node(before.Edge, before.To), "step %d begins where the last ended", i)
		}
		require.Less(t, crs.Distance(at, g.Place(network.Link{Edge: s.Edge, Offset: s.From})), 0.01, "step %d begins where the last ended", i)
		at = g.Place(network.Link{Edge: s.Edge, Offset: s.To})
		switch private := g.Topology().Road(s.Edge).Access == "private"; {
		case !private:
			require.Less(t, phase, 2, "step %d leaves an estate that the way had entered", i)
			phase = 1
		case phase == 1:
			phase = 2
		}
	}
	require.Less(t, crs.Distance(at, g.Place(last)), 0.01, "the way ends at the last link")
	require.Equal(t, path.Cost, sum, "the parts cost what the whole does")
	return zero
}
