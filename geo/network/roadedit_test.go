package network_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// roadEdits are a random town whose roads are edited, and what follows them.
type roadEdits struct {
	t       *testing.T
	r       *rand.Rand
	town    *randomTown
	mode    *geo.Mode
	metric  geo.Metric
	nextID  int
	trail   strings.Builder
	graph   *network.Graph
	linker  *network.Linker
	fields  []*editedField
	homes   []orb.Point
	links   map[network.Direction][][]network.Link
	repairs int
}

// editedField is a field that is repaired, and where its sources are.
type editedField struct {
	f       *network.Field
	d       network.Direction
	at      map[int32]orb.Point
	sources map[int32]network.Source
	limit   uint32
}

// newRoadEdits draws a town with roads of all kinds. Two paths far outside, which no edit
// touches, keep its box and with it the plane in which places are measured.
func newRoadEdits(t *testing.T, r *rand.Rand) *roadEdits {
	side := 3 + r.IntN(4)
	if r.IntN(10) == 0 {
		side = 18
	}
	e := &roadEdits{t: t, r: r, town: newRandomTownOf(r, side)}
	e.mode = []*geo.Mode{walking(), cycling(), driving()}[r.IntN(3)]
	if r.IntN(2) == 0 { // long ways round to a place that is near
		e.mode.LinkLimitM, e.mode.LegFactor = 60, 8
	}
	e.metric = []geo.Metric{geo.NetworkDistance, geo.NetworkTime}[r.IntN(2)]
	named := r.IntN(3)
	number := map[orb.Point]int64{}
	for i := range e.town.roads {
		s := &e.town.roads[i]
		e.furnish(s)
		for k, end := range [2]*int64{&s.From, &s.To} {
			p := s.Geometry[k*(len(s.Geometry)-1)]
			if number[p] == 0 {
				number[p] = int64(len(number) + 1)
			}
			switch {
			case named == 1:
				*end = number[p]
			case named == 2 && r.IntN(2) == 0:
				*end = number[p] + int64(1000*r.IntN(2)) // a bridge above a crossing
			}
		}
	}
	for i, p := range [2]orb.Point{{townCentre[0] - 0.1, townCentre[1] - 0.1}, {townCentre[0] + 0.1, townCentre[1] + 0.1}} {
		e.town.roads = append(e.town.roads, geo.RoadSegment{
			ID: fmt.Sprint("frame", i), Highway: "residential", Geometry: orb.LineString{p, {p[0], p[1] + 0.0001}},
		})
	}
	e.graph, e.linker = e.town.world(t, e.mode, e.metric)
	for range 20 {
		e.homes = append(e.homes, e.place())
	}
	e.linkHomes(nil)
	for i := range 3 {
		f := &editedField{d: network.Direction(i % 2), at: map[int32]orb.Point{}, sources: map[int32]network.Source{}, limit: network.Unreachable}
		if i == 2 {
			f.limit = e.graph.Units(400)
		}
		for id := range int32(1 + r.IntN(5)) {
			e.put(f, id, e.place())
		}
		var err error
		f.f, err = e.graph.Field(t.Context(), list(f.sources), f.d, f.limit)
		require.NoError(t, err)
		e.fields = append(e.fields, f)
	}
	return e
}

func list(sources map[int32]network.Source) []network.Source {
	var out []network.Source
	for _, s := range sources {
		out = append(out, s)
	}
	return out
}

func (e *roadEdits) put(f *editedField, id int32, at orb.Point) {
	f.at[id] = at
	f.sources[id] = network.Source{ID: id, Links: e.linker.Links(nil, at, f.d == network.From)}
}

// place is one in the town, without the frame; now and then a place twice.
func (e *roadEdits) place() orb.Point {
	if len(e.homes) > 0 && e.r.IntN(5) == 0 {
		return e.homes[e.r.IntN(len(e.homes))]
	}
	inner := *e.town
	inner.roads = slices.DeleteFunc(slices.Clone(inner.roads), isFrame)
	if len(inner.roads) == 0 {
		return townCentre
	}
	return inner.somewhere(e.r)
}

func isFrame(s geo.RoadSegment) bool { return strings.HasPrefix(s.ID, "frame") }

// furnish draws what a road is.
func (e *roadEdits) furnish(s *geo.RoadSegment) {
	switch e.r.IntN(12) {
	case 0:
		s.Highway = "primary"
	case 1:
		s.Highway, s.MaxSpeedKmh = "service", float64(10+e.r.IntN(40))
	case 2:
		s.Highway = "motorway"
	case 3:
		s.FromBarrier = "gate;access=private"
	case 4:
		s.ToBarrier = []string{"stile", "bollard", "gate;access=no"}[e.r.IntN(3)]
	case 5, 6:
		s.Source = []string{"survey", "plan"}[e.r.IntN(2)]
	}
}

// draw is a new road between two places, now and then along the very line of another.
func (e *roadEdits) draw(a, b orb.Point) geo.RoadSegment {
	e.nextID++
	s := geo.RoadSegment{ID: fmt.Sprint("n", e.nextID), Highway: "residential", Geometry: orb.LineString{a, b}}
	if e.r.IntN(2) == 0 {
		bend := orb.Point{a[0] + (b[0]-a[0])*e.r.Float64(), a[1] + (b[1]-a[1])*e.r.Float64()}
		s.Geometry = orb.LineString{a, bend, b}
	}
	switch e.r.IntN(8) {
	case 0:
		s.OneWay = geo.Forward
	case 1:
		s.Access = "private"
	case 2:
		s.Bridge = true
	}
	e.furnish(&s)
	return s
}

// corner is a place where a road ends.
func (e *roadEdits) corner() orb.Point {
	s := e.road()
	if s < 0 {
		return townCentre
	}
	g := e.town.roads[s].Geometry
	return g[e.r.IntN(2)*(len(g)-1)]
}

// road is one of the town's, -1 when only the frame is left.
func (e *roadEdits) road() int {
	if len(e.town.roads) <= 2 {
		return -1
	}
	for {
		if k := e.r.IntN(len(e.town.roads)); !isFrame(e.town.roads[k]) {
			return k
		}
	}
}

// edit changes the town and returns what went and what came.
func (e *roadEdits) edit() (removed []string, added []geo.RoadSegment) {
	take := func() (geo.RoadSegment, bool) {
		k := e.road()
		if k < 0 {
			return geo.RoadSegment{}, false
		}
		s := e.town.roads[k]
		e.town.roads = slices.Delete(slices.Clone(e.town.roads), k, k+1)
		removed = append(removed, s.ID)
		return s, true
	}
	again := func(s geo.RoadSegment) geo.RoadSegment {
		e.nextID++
		s.ID = fmt.Sprint("n", e.nextID)
		return s
	}
	switch kind := e.r.IntN(8); kind {
	case 0:
		take()
	case 1:
		added = append(added, e.draw(e.corner(), e.corner()))
	case 2:
		added = append(added, e.draw(e.corner(), e.place()))
	case 3, 4: // a new crossing: two pieces, and a road that leads away from it
		s, ok := take()
		if !ok {
			break
		}
		a, b := again(s), again(s)
		k := e.r.IntN(len(s.Geometry) - 1)
		p, q := s.Geometry[k], s.Geometry[k+1]
		f := e.r.Float64()
		at := orb.Point{p[0] + f*(q[0]-p[0]), p[1] + f*(q[1]-p[1])}
		a.Geometry = append(slices.Clone(s.Geometry[:k+1]), at)
		b.Geometry = append(orb.LineString{at}, s.Geometry[k+1:]...)
		a.To, b.From, a.ToBarrier, b.FromBarrier = 0, 0, "", ""
		if e.r.IntN(2) == 0 {
			a.To = int64(1000 + e.nextID)
			b.From = a.To
		}
		added = append(added, a, b)
		if kind == 3 {
			added = append(added, e.draw(at, e.corner()))
		}
	case 5: // one way, or no longer
		if s, ok := take(); ok {
			s.OneWay = []geo.OneWay{geo.Forward, geo.Backward, geo.BothWays}[e.r.IntN(3)]
			added = append(added, again(s))
		}
	case 6: // a gate put up, or taken away
		if s, ok := take(); ok {
			s.Access = []string{"private", ""}[e.r.IntN(2)]
			added = append(added, again(s))
		}
	default:
		if s, ok := take(); ok {
			s.Highway, s.MaxSpeedKmh, s.FromBarrier, s.ToBarrier = "residential", 0, "", ""
			e.furnish(&s)
			added = append(added, again(s))
		}
	}
	for i := range added {
		for _, end := range [2]*int64{&added[i].From, &added[i].To} {
			if *end == 0 && e.r.IntN(20) == 0 {
				*end = int64(2000 + e.r.IntN(5)) // an identifier that others elsewhere may have
			}
		}
	}
	e.town.roads = slices.Concat(e.town.roads, added)
	return removed, added
}

// step makes an edit and follows it up.
func (e *roadEdits) step() {
	t := e.t
	removed, added := e.edit()
	fmt.Fprintf(&e.trail, "\nremoved %v", removed)
	for i := range added {
		fmt.Fprintf(&e.trail, "\nadded %+v", added[i])
	}
	var edges []int32
	top := e.graph.Topology()
	for k := range int32(top.Edges()) {
		if !top.Removed(k) && slices.Contains(removed, top.Road(k).ID) {
			edges = append(edges, k)
		}
	}
	require.Len(t, edges, len(removed))
	top, err := top.Edited(t.Context(), edges, added)
	require.NoError(t, err)
	g, c, err := e.graph.Edited(t.Context(), top)
	require.NoError(t, err)
	e.keepsNumbers(g)
	e.graph, e.linker = g, network.NewLinker(g, network.NewGround(top, e.town.barriers, nil))
	affected := map[network.Direction]*network.Affected{}
	for _, d := range [2]network.Direction{network.To, network.From} {
		affected[d], err = c.Affected(t.Context(), d == network.To) // for homes
		require.NoError(t, err)
	}
	e.linkHomes(affected)
	for _, f := range e.fields {
		var moved []network.Source
		for id, s := range f.sources {
			if !affected[1-f.d].Place(f.at[id], s.Links) {
				continue
			}
			links := e.linker.Links(nil, f.at[id], f.d == network.From)
			if same := slices.Equal(links, s.Links); !same || e.r.IntN(2) == 0 {
				s.Links = links
				moved = append(moved, s)
				f.sources[id] = s
			}
		}
		if e.r.IntN(2) == 0 {
			f.f, err = f.f.RepairedWhatever(t.Context(), c, moved...)
		} else {
			f.f, err = f.f.Repaired(t.Context(), c, moved...)
		}
		require.NoError(t, err)
		if f.f.Edited() {
			e.repairs++
		}
		e.facility(f)
	}
}

// keepsNumbers checks that what is there before and after has its number still.
func (e *roadEdits) keepsNumbers(g *network.Graph) {
	for k := range int32(e.graph.Topology().Edges()) {
		a, b := e.graph.Topology().Ends(k)
		c, d := g.Topology().Ends(k)
		was, is := e.graph.EdgeState(k), g.EdgeState(k)
		if a == c && b == d && was.Use == is.Use && was.Use != 0 {
			x, y := e.graph.EndNodes(k), g.EndNodes(k)
			for i := range x {
				// A node may be cut off at last, or be one again.
				require.True(e.t, x[i] == y[i] || int(y[i]) >= e.graph.Nodes() || int(y[i]) < e.graph.Topology().Nodes(), "edge %d, node %d: %d is now %d%s", k, i, x[i], y[i], &e.trail)
			}
		}
	}
}

// facility now and then adds or closes one.
func (e *roadEdits) facility(f *editedField) {
	var err error
	id := int32(e.r.IntN(8))
	switch _, there := f.sources[id]; {
	case e.r.IntN(3) > 0:
		return
	case there:
		f.f, err = f.f.WithoutWhatever(e.t.Context(), id)
		delete(f.sources, id)
		delete(f.at, id)
	default:
		e.put(f, id, e.place())
		f.f, err = f.f.With(e.t.Context(), f.sources[id])
	}
	require.NoError(e.t, err)
}

// linkHomes links the homes that have to be linked anew, all of them at first.
func (e *roadEdits) linkHomes(affected map[network.Direction]*network.Affected) {
	was := e.links
	e.links = map[network.Direction][][]network.Link{}
	for _, d := range [2]network.Direction{network.To, network.From} {
		for i, p := range e.homes {
			if affected != nil && !affected[d].Place(p, was[d][i]) {
				e.links[d] = append(e.links[d], was[d][i])
			} else {
				e.links[d] = append(e.links[d], e.linker.Links(nil, p, d == network.To))
			}
		}
	}
}

// twins are numbers that stand for each other in two graphs.
type twins struct{ there, back map[int32]int32 }

func newTwins() twins { return twins{map[int32]int32{}, map[int32]int32{}} }

func (w *twins) match(a, b int32) bool {
	x, ok := w.there[a]
	y, known := w.back[b]
	if !ok && !known {
		w.there[a], w.back[b] = b, a
		return true
	}
	return ok && known && x == b && y == a
}

// check compares everything with what is made afresh from the edited town. Its roads are
// in the order of the edges: two along the very same line are told apart by that alone.
func (e *roadEdits) check() {
	t := e.t
	fresh := e.town
	g, linker := fresh.world(t, e.mode, e.metric)
	there := map[string]int32{}
	for k := range int32(e.graph.Topology().Edges()) {
		if !e.graph.Topology().Removed(k) {
			there[e.graph.Topology().Road(k).ID] = k
		} else {
			require.False(t, e.graph.Usable(k), "edge %d is gone", k)
		}
	}
	require.Len(t, there, len(fresh.roads))
	nodes, streets := newTwins(), newTwins()
	for i := range fresh.roads {
		a, id := int32(i), fresh.roads[i].ID
		b := there[id]
		x, y := g.Topology(), e.graph.Topology()
		af, at := x.Ends(a)
		bf, bt := y.Ends(b)
		require.True(t, nodes.match(af, bf) && nodes.match(at, bt), "road %s: nodes %d %d, afresh %d %d%s", id, bf, bt, af, at, &e.trail)
		require.Equal(t, g.EdgeState(a), e.graph.EdgeState(b), "road %s%s", id, &e.trail)
		require.Equal(t, g.Usable(a), e.graph.Usable(b))
		if g.Usable(a) {
			require.True(t, streets.match(g.Street(a), e.graph.Street(b)), "road %s: street%s", id, &e.trail)
		}
	}
	nodes = newTwins()
	for _, f := range e.fields {
		var sources []network.Source
		for id, p := range f.at {
			sources = append(sources, network.Source{ID: id, Links: linker.Links(nil, p, f.d == network.From)})
		}
		want, err := g.Field(t.Context(), sources, f.d, f.limit)
		require.NoError(t, err)
		for i := range fresh.roads {
			a, b := int32(i), there[fresh.roads[i].ID]
			if !g.Usable(a) {
				continue
			}
			x, y := g.EndNodes(a), e.graph.EndNodes(b)
			for k := range x {
				require.True(t, nodes.match(x[k], y[k]), "road %s: copy %d%s", fresh.roads[i].ID, k, &e.trail)
				if v, w := want.Label(x[k]), f.f.Label(y[k]); v != w {
					require.FailNow(t, "labels differ", "%s, direction %d, road %s, end %d: cost %d of %d, afresh %d of %d%s",
						e.mode.ID, f.d, fresh.roads[i].ID, k, w>>32, int32(w), v>>32, int32(v), &e.trail)
				}
			}
		}
		for i, p := range e.homes {
			c, id := want.At(linker.Links(nil, p, f.d == network.To))
			d, other := f.f.At(e.links[f.d][i])
			require.Equal(t, [2]int64{int64(c), int64(id)}, [2]int64{int64(d), int64(other)}, "%s, direction %d, home %d%s", e.mode.ID, f.d, i, &e.trail)
			d, other = f.f.At(e.linker.Links(nil, p, f.d == network.To))
			require.Equal(t, [2]int64{int64(c), int64(id)}, [2]int64{int64(d), int64(other)}, "%s, direction %d, home %d linked anew%s", e.mode.ID, f.d, i, &e.trail)
		}
	}
}

// Roads that are removed, added, split and changed leave the graph, the fields and the
// links that are made afresh from the edited dataset.
func TestRandomRoadEdits(t *testing.T) {
	repairs := 0
	manyNetworks(t, 120, func(t *testing.T, r *rand.Rand) {
		e := newRoadEdits(t, r)
		for range 6 {
			e.step()
			e.check()
		}
		repairs += e.repairs
	})
	t.Logf("%d fields were repaired", repairs)
}
