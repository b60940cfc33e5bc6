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

// edited is a graph without some roads, given by their IDs, and with others.
func edited(t *testing.T, g *network.Graph, removed []string, added ...geo.RoadSegment) (*network.Graph, *network.Change) {
	t.Helper()
	var edges []int32
	top := g.Topology()
	for e := range int32(top.Edges()) {
		if !top.Removed(e) && slices.Contains(removed, top.Road(e).ID) {
			edges = append(edges, e)
		}
	}
	require.Len(t, edges, len(removed), "%v are roads", removed)
	top, err := top.Edited(t.Context(), edges, added)
	require.NoError(t, err)
	n, c, err := g.Edited(t.Context(), top)
	require.NoError(t, err)
	return n, c
}

// road is a road between two drawn nodes.
func (w *world) road(id, from, to string) geo.RoadSegment {
	return geo.RoadSegment{ID: id, Highway: "residential", Geometry: orb.LineString{w.drawn(from), w.drawn(to)}}
}

// drawn is the place of a node, facility or home.
func (w *world) drawn(name string) orb.Point {
	for _, places := range []map[string]orb.Point{w.town.Nodes, w.town.Facilities, w.town.Homes} {
		if p, ok := places[name]; ok {
			return p
		}
	}
	require.Failf(w.t, "not drawn", "%s", name)
	return orb.Point{}
}

// idBetween is the ID of the road between two drawn nodes.
func (w *world) idBetween(a, b string) string {
	w.t.Helper()
	for _, r := range w.town.Roads {
		p, q := r.Geometry[0], r.Geometry[len(r.Geometry)-1]
		if x, y := w.drawn(a), w.drawn(b); p == x && q == y || p == y && q == x {
			return r.ID
		}
	}
	require.Failf(w.t, "no road", "%s to %s", a, b)
	return ""
}

func TestClosedBridge(t *testing.T) {
	w := build(t, `
A----1----------B
                |
~~~~~~~~~~~~~~~~"~~
                |
C----a----------D
`, drawntown.Options{}, walking(), geo.NetworkDistance)
	home := w.links(w.town.Homes["a"], true)
	f := w.field(network.To, network.Unreachable, "1")
	before, id := f.At(home)
	require.InDelta(t, 26*50_000, float64(before), drawnMM)
	require.Equal(t, int32(0), id)

	closed, c := edited(t, w.graph, []string{w.idBetween("B", "D")})
	g, err := f.Repaired(t.Context(), c)
	require.NoError(t, err)
	require.Same(t, closed, g.Graph())
	none, id := g.At(home)
	require.Equal(t, uint32(network.Unreachable), none)
	require.Equal(t, int32(-1), id)
	again, _ := f.At(home)
	require.Equal(t, before, again, "the field before is as it was")

	// Opened farther west the bridge makes the way shorter; A and C are dead ends.
	_, c = edited(t, closed, nil, w.road("new", "A", "C"))
	g, err = g.Repaired(t.Context(), c)
	require.NoError(t, err)
	west, _ := g.At(home)
	require.InDelta(t, (5+4+5)*50_000, float64(west), drawnMM)
}

// Roads that cost nothing must not hold each other up in a circle when the road that
// led to them is gone.
func TestCircleThatCostsNothing(t *testing.T) {
	proj := crs.NewLocalTM(townCentre)
	at := func(x, y float64) orb.Point { return proj.ToGeo(orb.Point{x, y}) }
	road := func(id string, from, to int64, a, b orb.Point) geo.RoadSegment {
		return geo.RoadSegment{ID: id, Highway: "residential", From: from, To: to, Geometry: orb.LineString{a, b}}
	}
	// 1 and 2 are 100 m apart; 2, 3 and 4 are at one place, and so are the roads between.
	far := at(100, 0)
	roads := []geo.RoadSegment{
		road("way", 1, 2, at(0, 0), far), road("on", 4, 5, far, at(200, 0)),
		road("a", 2, 3, far, far), road("b", 3, 4, far, far), road("c", 4, 2, far, far),
	}
	top, err := network.NewTopology(t.Context(), roads)
	require.NoError(t, err)
	g, err := top.Graph(t.Context(), walking(), geo.NetworkDistance)
	require.NoError(t, err)
	for e := int32(2); e < 5; e++ {
		require.Zero(t, g.EdgeState(e).Cost)
	}
	f, err := g.Field(t.Context(), []network.Source{{ID: 7, Links: []network.Link{{Edge: 0}}}}, network.To, network.Unreachable)
	require.NoError(t, err)
	_, end := top.Ends(1)
	cost, _ := f.Node(end)
	require.InDelta(t, 200_000, float64(cost), 1)

	_, c := edited(t, g, []string{"way"})
	for _, repair := range []func() (*network.Field, error){
		func() (*network.Field, error) {
			return f.RepairedWhatever(t.Context(), c, network.Source{ID: 7})
		},
		func() (*network.Field, error) { return f.Repaired(t.Context(), c, network.Source{ID: 7}) },
	} {
		n, err := repair()
		require.NoError(t, err)
		for v := range int32(top.Nodes()) {
			cost, id := n.Node(v)
			require.Equal(t, uint32(network.Unreachable), cost, "node %d", v)
			require.Equal(t, int32(-1), id)
		}
	}
}

// A source that is as near as another by a way that is closed goes, one that is as near
// by a way that is opened comes when its ID is smaller.
func TestTiesAfterRoadEdits(t *testing.T) {
	w := build(t, `
A-3-B-a-C-7-D
`, drawntown.Options{}, walking(), geo.NetworkDistance)
	home := w.links(w.town.Homes["a"], true)
	sources := []network.Source{{ID: 3, Links: w.links(w.town.Facilities["3"], false)}, {ID: 7, Links: w.links(w.town.Facilities["7"], false)}}
	f, err := w.graph.Field(t.Context(), sources, network.To, network.Unreachable)
	require.NoError(t, err)
	cost, id := f.At(home)
	require.Equal(t, [2]uint32{200_000, 3}, [2]uint32{cost, uint32(id)})

	name := w.idBetween("3", "B")
	k := slices.IndexFunc(w.town.Roads, func(r geo.RoadSegment) bool { return r.ID == name })
	closed, c := edited(t, w.graph, []string{name})
	moved := func(g *network.Graph) []network.Source {
		l := network.NewLinker(g, nil)
		var out []network.Source
		for i, name := range []string{"3", "7"} {
			out = append(out, network.Source{ID: sources[i].ID, Links: l.Links(nil, w.town.Facilities[name], false)})
		}
		return out
	}
	g, err := f.RepairedWhatever(t.Context(), c, moved(closed)...)
	require.NoError(t, err)
	home = network.NewLinker(closed, nil).Links(nil, w.town.Homes["a"], true)
	cost, id = g.At(home)
	require.Equal(t, [2]uint32{200_000, 7}, [2]uint32{cost, uint32(id)})

	open, c := edited(t, closed, nil, w.town.Roads[k])
	g, err = g.RepairedWhatever(t.Context(), c, moved(open)...)
	require.NoError(t, err)
	home = network.NewLinker(open, nil).Links(nil, w.town.Homes["a"], true)
	cost, id = g.At(home)
	require.Equal(t, [2]uint32{200_000, 3}, [2]uint32{cost, uint32(id)})
}

// A street that bites its own tail starts at its smallest node until a road meets it: all
// places beside it have to be linked anew, though only the new road is near some of them.
func TestRoadThatMeetsARing(t *testing.T) {
	w := build(t, `
A---------------B   E
|               |
D---------------C
`, drawntown.Options{CellM: 60}, walking(), geo.NetworkDistance)
	far := w.town.Nodes["D"]
	links := w.links(far, true)
	require.Len(t, links, 1)
	g, c := edited(t, w.graph, nil, geo.RoadSegment{ID: "new", Highway: "residential", Geometry: orb.LineString{w.town.Nodes["B"], w.town.At(20, 0)}})
	a, err := c.Affected(t.Context(), true)
	require.NoError(t, err)
	require.True(t, a.Place(far, links))
	require.False(t, a.Place(w.town.At(-10, 40), nil), "no street is near")

	roads := slices.Clone(w.town.Roads)
	roads = append(roads, geo.RoadSegment{ID: "new", Highway: "residential", Geometry: orb.LineString{w.town.Nodes["B"], w.town.At(20, 0)}})
	top, err := network.NewTopology(t.Context(), roads)
	require.NoError(t, err)
	fresh, err := top.Graph(t.Context(), walking(), geo.NetworkDistance)
	require.NoError(t, err)
	for e := range int32(len(roads)) {
		require.Equal(t, fresh.EdgeState(e), g.EdgeState(e), "road %s", roads[e].ID)
	}
}

// What stands on nodes and behind gates keeps its copies and their numbers when a road
// somewhere else is closed.
func TestCopiesKeepTheirNumbers(t *testing.T) {
	stile := func(r *geo.RoadSegment) { r.ToBarrier = "stile" }
	private := func(r *geo.RoadSegment) { r.Access = "private" }
	m := walking()
	m.ClosedBarriers = []string{"stile"}
	w := build(t, `
A---B---C---D
|   |   |   |
E---F---G---H
`, drawntown.Options{Roads: map[string]func(*geo.RoadSegment){
		"AB": stile, "FG": private, "CG": private,
	}}, m, geo.NetworkDistance)
	closed, _ := edited(t, w.graph, []string{w.idBetween("A", "E")})
	open, _ := edited(t, closed, nil, w.road("new", "A", "E"))
	for _, g := range []*network.Graph{closed, open} {
		require.Equal(t, w.graph.Nodes(), g.Nodes())
		for e := range int32(w.graph.Topology().Edges()) {
			if g.Usable(e) {
				require.Equal(t, w.graph.EndNodes(e), g.EndNodes(e))
			}
		}
	}
}

// An edge that ends at one barrier already and at another that is put up costs what it
// did and serves otherwise.
func TestBarrierAtTheOtherEnd(t *testing.T) {
	m := walking()
	m.ClosedBarriers = []string{"stile"}
	w := build(t, `
      1
A---B---C---D
        |
        E
`, drawntown.Options{Roads: map[string]func(*geo.RoadSegment){
		"AB": func(r *geo.RoadSegment) { r.ToBarrier = "stile" },
	}}, m, geo.NetworkDistance)
	edge := func(a, b string) int32 {
		return int32(slices.IndexFunc(w.town.Roads, func(r geo.RoadSegment) bool { return r.ID == w.idBetween(a, b) }))
	}
	f := w.field(network.To, network.Unreachable, "1")
	cost, _ := f.At([]network.Link{{Edge: edge("C", "D")}})
	require.InDelta(t, 200_000, float64(cost), drawnMM)
	gate := w.road("new", "E", "C")
	gate.ToBarrier = "stile"
	g, c := edited(t, w.graph, []string{w.idBetween("C", "E")}, gate)
	n, err := f.RepairedWhatever(t.Context(), c)
	require.NoError(t, err)
	cost, _ = n.At([]network.Link{{Edge: edge("C", "D")}})
	require.Equal(t, uint32(network.Unreachable), cost)
	for i, v := range g.EndNodes(edge("B", "C")) {
		require.InDelta(t, 200_000, float64(n.Label(v)>>32), drawnMM, "end %d", i)
	}
}

// Roads join where an edited dataset joins them: whoever has the smallest identifier at a
// place takes those without one, and gives them back when it goes.
func TestEditedRoadsJoin(t *testing.T) {
	at := func(x int) orb.Point { return orb.Point{120 + float64(x)*0.001, 30} }
	road := func(id string, from, to int64, a, b int) geo.RoadSegment {
		return geo.RoadSegment{ID: id, Highway: "residential", From: from, To: to, Geometry: orb.LineString{at(a), at(b)}}
	}
	for name, c := range map[string]struct {
		base    []geo.RoadSegment
		removed []string
		added   []geo.RoadSegment
	}{
		"by place":                   {base: []geo.RoadSegment{road("a", 0, 0, 0, 1)}, added: []geo.RoadSegment{road("b", 0, 0, 1, 2)}},
		"by identifier":              {base: []geo.RoadSegment{road("a", 1, 2, 0, 1)}, added: []geo.RoadSegment{road("b", 2, 3, 1, 2)}},
		"by place to an identifier":  {base: []geo.RoadSegment{road("a", 1, 2, 0, 1)}, added: []geo.RoadSegment{road("b", 0, 0, 1, 2)}},
		"by identifier to a place":   {base: []geo.RoadSegment{road("a", 0, 0, 0, 1)}, added: []geo.RoadSegment{road("b", 5, 6, 1, 2)}},
		"the same identifier afar":   {base: []geo.RoadSegment{road("a", 1, 2, 0, 1)}, added: []geo.RoadSegment{road("b", 2, 3, 5, 6)}},
		"a smaller one comes":        {base: []geo.RoadSegment{road("a", 1, 5, 0, 1), road("b", 0, 0, 1, 2)}, added: []geo.RoadSegment{road("c", 3, 4, 1, 3)}},
		"a greater one comes":        {base: []geo.RoadSegment{road("a", 1, 5, 0, 1), road("b", 0, 0, 1, 2)}, added: []geo.RoadSegment{road("c", 7, 8, 1, 3)}},
		"the smaller one goes":       {base: []geo.RoadSegment{road("a", 1, 5, 0, 1), road("b", 0, 0, 1, 2), road("c", 7, 8, 1, 3)}, removed: []string{"a"}},
		"the only one goes":          {base: []geo.RoadSegment{road("a", 1, 5, 0, 1), road("b", 0, 0, 1, 2), road("c", 0, 0, 1, 3)}, removed: []string{"a"}},
		"it goes but is still afar":  {base: []geo.RoadSegment{road("a", 1, 5, 0, 1), road("b", 0, 0, 1, 2), road("c", 5, 6, 9, 8)}, removed: []string{"a"}},
		"one goes, one comes":        {base: []geo.RoadSegment{road("a", 1, 5, 0, 1), road("b", 0, 0, 1, 2)}, removed: []string{"a"}, added: []geo.RoadSegment{road("d", 1, 9, 0, 1)}},
		"two that came meet":         {base: []geo.RoadSegment{road("a", 1, 5, 0, 1)}, added: []geo.RoadSegment{road("b", 0, 0, 7, 8), road("c", 0, 0, 8, 9), road("d", 20, 0, 9, 10)}},
		"one identifier, two places": {base: []geo.RoadSegment{road("a", 1, 5, 0, 1), road("b", 5, 6, 3, 4), road("c", 0, 0, 3, 2), road("d", 0, 0, 1, 7)}, removed: []string{"b"}},
	} {
		t.Run(name, func(t *testing.T) {
			top, err := network.NewTopology(t.Context(), c.base)
			require.NoError(t, err)
			g, err := top.Graph(t.Context(), walking(), geo.NetworkDistance)
			require.NoError(t, err)
			n, _ := edited(t, g, c.removed, c.added...)
			var roads []geo.RoadSegment
			var edges []int32
			for e := range int32(n.Topology().Edges()) {
				if !n.Topology().Removed(e) {
					edges = append(edges, e)
					roads = append(roads, *n.Topology().Road(e))
				}
			}
			fresh, err := network.NewTopology(t.Context(), roads)
			require.NoError(t, err)
			nodes := newTwins()
			for i, e := range edges {
				a, b := fresh.Ends(int32(i))
				x, y := n.Topology().Ends(e)
				require.True(t, nodes.match(a, x) && nodes.match(b, y), "road %s: nodes %d %d, afresh %d %d", roads[i].ID, x, y, a, b)
			}
		})
	}
}

func TestEditsThatAreRefused(t *testing.T) {
	town := newRandomTown(rand.New(rand.NewPCG(3, 7)))
	g, l := town.world(t, walking(), geo.NetworkDistance)
	top := g.Topology()
	_, err := top.Edited(t.Context(), nil, []geo.RoadSegment{{ID: "dot", Geometry: orb.LineString{{120, 30}}}})
	require.ErrorContains(t, err, `road "dot": geometry has 1 points`)
	_, err = top.Edited(t.Context(), []int32{int32(top.Edges())}, nil)
	require.ErrorContains(t, err, "cannot be removed")
	less, err := top.Edited(t.Context(), []int32{2}, nil)
	require.NoError(t, err)
	_, err = less.Edited(t.Context(), []int32{2}, nil)
	require.ErrorContains(t, err, "edge 2 cannot be removed")

	n, c, err := g.Edited(t.Context(), less)
	require.NoError(t, err)
	other, err := network.NewTopology(t.Context(), town.roads)
	require.NoError(t, err)
	_, _, err = g.Edited(t.Context(), other)
	require.ErrorContains(t, err, "not made by editing")
	_, _, err = n.Edited(t.Context(), less)
	require.ErrorContains(t, err, "not made by editing", "it has no newer edits")

	f, err := g.Field(t.Context(), []network.Source{{ID: 4, Links: []network.Link{{Edge: 2}}}}, network.To, network.Unreachable)
	require.NoError(t, err)
	_, err = f.Repaired(t.Context(), c)
	require.ErrorContains(t, err, "source 4 stands on edge 2")
	same, err := n.Field(t.Context(), nil, network.To, network.Unreachable)
	require.NoError(t, err)
	_, err = same.Repaired(t.Context(), c)
	require.ErrorContains(t, err, "another graph")
	borrowed, err := g.Search(t.Context(), town.sources(l, network.To), network.To, network.Unreachable)
	require.NoError(t, err)
	_, err = borrowed.Repaired(t.Context(), c)
	require.ErrorContains(t, err, "cannot be edited")
	borrowed.Release()

	relief := top.WithRelief(nil)
	_, err = relief.Edited(t.Context(), nil, nil)
	require.ErrorContains(t, err, "make the topology of the edited roads afresh")
}

// A link that was left out because the street was reached on foot sooner is one again
// when that way is closed, far from the place as it may be.
func TestWayThatMadeALinkNeedless(t *testing.T) {
	m := walking()
	m.LegFactor = 8
	w := build(t, `
      H
      |
E-----F---G
      |
      |
 a    |
A-----B---C
      |
      D
`, drawntown.Options{}, m, geo.NetworkDistance)
	// The way round is 8*50 + 250 + 200 + 250 m, the leg to E-F 8*150 m.
	home := w.town.Homes["a"]
	for _, leaving := range []bool{true, false} {
		before := w.links(home, leaving)
		closed, c := edited(t, w.graph, []string{w.idBetween("F", "B")})
		after := network.NewLinker(closed, nil).Links(nil, home, leaving)
		require.Greater(t, len(after), len(before))
		a, err := c.Affected(t.Context(), leaving)
		require.NoError(t, err)
		require.True(t, a.Place(home, before))

		closed, c = edited(t, w.graph, []string{w.idBetween("F", "G")})
		require.Equal(t, before, network.NewLinker(closed, nil).Links(nil, home, leaving))
		a, err = c.Affected(t.Context(), leaving)
		require.NoError(t, err)
		require.False(t, a.Place(w.town.At(1, 40), nil), "far from all")
	}
}

// The first one-way street of a town: a search to the sources is no longer the mirror
// image of one from them, and private streets are read where they were not.
func TestFirstOneWayStreet(t *testing.T) {
	private := func(r *geo.RoadSegment) { r.Access = "private" }
	w := build(t, `
A---B---C
|   |   |
D---E-1-F
| a | b |
G---H---I
`, drawntown.Options{Roads: map[string]func(*geo.RoadSegment){"E1": private, "1F": private, "GH": private}}, cycling(), geo.NetworkDistance)
	require.True(t, w.graph.Symmetric())
	for _, d := range []network.Direction{network.To, network.From} {
		f := w.field(d, network.Unreachable, "1")
		road := w.road("new", "A", "I")
		road.OneWay = geo.Forward
		g, c := edited(t, w.graph, nil, road)
		require.False(t, g.Symmetric())
		l := network.NewLinker(g, nil)
		f, err := f.RepairedWhatever(t.Context(), c, network.Source{ID: 0, Links: l.Links(nil, w.town.Facilities["1"], d == network.From)})
		require.NoError(t, err)
		top, err := network.NewTopology(t.Context(), append(slices.Clone(w.town.Roads), road))
		require.NoError(t, err)
		fresh, err := top.Graph(t.Context(), cycling(), geo.NetworkDistance)
		require.NoError(t, err)
		l = network.NewLinker(fresh, nil)
		want, err := fresh.Field(t.Context(), []network.Source{{ID: 0, Links: l.Links(nil, w.town.Facilities["1"], d == network.From)}}, d, network.Unreachable)
		require.NoError(t, err)
		for e := range int32(top.Edges()) { // road e is edge e in both
			x, y := fresh.EndNodes(e), g.EndNodes(e)
			for k := range x {
				require.Equal(t, want.Label(x[k]), f.Label(y[k]), "direction %d, edge %d, end %d", d, e, k)
			}
		}
	}
}
