package network_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/internal/drawntown"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// requireSameField compares all that two fields on one graph tell.
func requireSameField(t *testing.T, want, got *network.Field, links [][]network.Link, what string) {
	t.Helper()
	g := want.Graph()
	for v := range int32(g.Nodes()) {
		c, id := want.Node(v)
		d, other := got.Node(v)
		if c != d || id != other {
			require.FailNow(t, "labels differ", "%s: node %d: (%d, %d), afresh (%d, %d)", what, v, d, other, c, id)
		}
	}
	for i, l := range links {
		c, id := want.At(l)
		d, other := got.At(l)
		require.Equal(t, [2]int64{int64(c), int64(id)}, [2]int64{int64(d), int64(other)}, "%s: place %d", what, i)
	}
	require.Equal(t, edgesOf(want), edgesOf(got), "%s: edges", what)
}

// edgesOf is what a field tells of the edges in reach.
func edgesOf(f *network.Field) map[int32]network.EdgeCosts {
	out := map[int32]network.EdgeCosts{}
	f.EachEdge(func(e int32) {
		c := f.Ends(e)
		c.Sources = slices.SortedFunc(slices.Values(c.Sources), func(a, b network.EdgeSource) int {
			return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Leg, b.Leg), cmp.Compare(a.ID, b.ID))
		})
		out[e] = c
	})
	return out
}

// facilityEdits are facilities that are added, closed and moved, and the field that
// follows them.
type facilityEdits struct {
	r    *rand.Rand
	l    *network.Linker
	d    network.Direction
	now  []network.Source
	next int32
}

func (e *facilityEdits) source(town *randomTown, id int32) network.Source {
	at := town.somewhere(e.r)
	if len(town.facilities) > 0 && e.r.IntN(4) == 0 {
		at = town.facilities[e.r.IntN(len(town.facilities))] // two at one place: a tie
	}
	return network.Source{ID: id, Links: e.l.Links(nil, at, e.d == network.From)}
}

// step makes one edit and tells what it was.
func (e *facilityEdits) step(t *testing.T, town *randomTown, f *network.Field) (*network.Field, string) {
	t.Helper()
	kind := e.r.IntN(3)
	if len(e.now) == 0 {
		kind = 0
	}
	var err error
	what := ""
	if kind > 0 { // close
		var ids []int32
		for range 1 + e.r.IntN(2) {
			ids = append(ids, e.now[e.r.IntN(len(e.now))].ID)
		}
		if e.r.IntN(2) == 0 {
			f, err = f.Without(t.Context(), ids...)
		} else {
			f, err = f.WithoutWhatever(t.Context(), ids...)
		}
		require.NoError(t, err)
		e.now = slices.DeleteFunc(slices.Clone(e.now), func(s network.Source) bool { return slices.Contains(ids, s.ID) })
		what = fmt.Sprint("close ", ids)
		if kind == 2 { // and open again elsewhere
			s := e.source(town, ids[0])
			f, err = f.With(t.Context(), s)
			require.NoError(t, err)
			e.now = append(slices.Clone(e.now), s)
			what = fmt.Sprint("move ", ids[0], " of ", ids)
		}
		return f, what
	}
	var more []network.Source
	for range 1 + e.r.IntN(3) {
		id := e.next
		e.next++
		if e.r.IntN(5) == 0 && len(e.now) > 0 { // another entrance of one that is there
			id = e.now[e.r.IntN(len(e.now))].ID
		}
		more = append(more, e.source(town, id))
		what += fmt.Sprint("add ", id, " ")
	}
	f, err = f.With(t.Context(), more...)
	require.NoError(t, err)
	e.now = slices.Concat(e.now, more)
	return f, what
}

// Facilities added, closed and moved leave the field that is computed afresh, in every
// node, place and edge, whatever was edited before.
func TestRandomFacilityEdits(t *testing.T) {
	manyNetworks(t, 100, func(t *testing.T, r *rand.Rand) {
		side := 3 + r.IntN(4)
		if r.IntN(8) == 0 {
			side = 24 // several pages
		}
		town := newRandomTownOf(r, side)
		if len(town.roads) == 0 {
			return
		}
		m := []*geo.Mode{walking(), cycling()}[r.IntN(2)]
		g, l := town.world(t, m, geo.NetworkTime)
		d := network.Direction(r.IntN(2))
		e := &facilityEdits{r: r, l: l, d: d, next: int32(len(town.facilities)), now: town.sources(l, d)}
		limit := uint32(network.Unreachable)
		if r.IntN(3) == 0 {
			limit = g.Units(300)
		}
		var homes [][]network.Link
		for range 40 {
			homes = append(homes, l.Links(nil, town.somewhere(r), d == network.To))
		}
		f, err := g.Field(t.Context(), e.now, d, limit)
		require.NoError(t, err)
		fields, all, trail := []*network.Field{f}, [][]network.Source{e.now}, ""
		for range 8 {
			// Edits are of any field made before: that one stays as it was.
			k := r.IntN(len(fields))
			e.now = all[k]
			var what string
			f, what = e.step(t, town, fields[k])
			trail += fmt.Sprintf("\nfield %d of %d: %s", len(fields), k, what)
			fields, all = append(fields, f), append(all, e.now)
		}
		for k, f := range fields {
			fresh, err := g.Field(t.Context(), all[k], d, limit)
			require.NoError(t, err)
			requireSameField(t, fresh, f, homes, fmt.Sprintf("field %d after%s\n", k, trail))
		}
	})
}

// Sources added to many fields at once make the fields that they make one by one: of
// several limits, edited before or not, ties between old and new included.
func TestAddingToManyFields(t *testing.T) {
	manyNetworks(t, 60, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(r)
		if len(town.roads) == 0 {
			return
		}
		mode := []*geo.Mode{walking(), cycling(), driving()}[r.IntN(3)]
		g, l := town.world(t, mode, geo.NetworkDistance)
		d := network.Direction(r.IntN(2))
		source := func(id int) network.Source {
			p := town.facilities[r.IntN(len(town.facilities))] // often where another is
			if r.IntN(3) > 0 {
				p = town.somewhere(r)
			}
			return network.Source{ID: int32(id), Links: l.Links(nil, p, d == network.From)}
		}
		sources := func(n int) (list []network.Source) {
			for range n {
				list = append(list, source(r.IntN(9)))
			}
			return list
		}
		var fields []*network.Field
		for range []int{1, 3, 64, 65, 70}[r.IntN(5)] {
			limit := []uint32{network.Unreachable, network.Unreachable, g.Units(300), 0}[r.IntN(4)]
			f, err := g.Field(t.Context(), sources(r.IntN(4)), d, limit)
			require.NoError(t, err)
			if r.IntN(3) == 0 {
				f, err = f.With(t.Context(), source(20))
				require.NoError(t, err)
			}
			fields = append(fields, f)
		}
		added := sources(r.IntN(4))
		all, err := network.AddSources(t.Context(), fields, added...)
		require.NoError(t, err)
		require.Len(t, all, len(fields))
		var homes [][]network.Link
		for range 20 {
			homes = append(homes, l.Links(nil, town.somewhere(r), d == network.To))
		}
		for i, f := range fields {
			one, err := f.With(t.Context(), added...)
			require.NoError(t, err)
			requireSameField(t, one, all[i], homes, fmt.Sprintf("field %d of %d", i, len(fields)))
			require.Equal(t, one.Bytes(), all[i].Bytes())
		}
	})
}

// Fields of another graph or direction, or lent ones, are refused.
func TestAddingToUnlikeFields(t *testing.T) {
	town := newRandomTown(rand.New(rand.NewPCG(3, 7)))
	var fields []*network.Field
	for _, d := range []network.Direction{network.To, network.From, network.To} {
		g, _ := town.world(t, walking(), geo.NetworkDistance)
		for range 2 {
			f, err := g.Field(t.Context(), nil, d, network.Unreachable)
			require.NoError(t, err)
			fields = append(fields, f)
		}
	}
	none, err := network.AddSources(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, none)
	for _, list := range [][]*network.Field{{fields[0], fields[2]}, {fields[0], fields[4]}, append(slices.Repeat(fields[:1], 64), fields[4])} {
		_, err := network.AddSources(t.Context(), list)
		require.ErrorContains(t, err, "not of one graph and direction")
	}
	lent, err := fields[0].Graph().Search(t.Context(), nil, network.To, network.Unreachable)
	require.NoError(t, err)
	defer lent.Release()
	_, err = network.AddSources(t.Context(), []*network.Field{fields[0], lent})
	require.ErrorContains(t, err, "it cannot be edited")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = network.AddSources(ctx, fields[:2])
	require.ErrorIs(t, err, context.Canceled)
}

// A facility added and closed again leaves nothing behind.
func TestAddThenCloseHoldsNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 7))
	town := newRandomTownOf(r, 60)
	g, l := town.world(t, walking(), geo.NetworkDistance)
	base, err := g.Field(t.Context(), town.sources(l, network.To), network.To, network.Unreachable)
	require.NoError(t, err)
	require.GreaterOrEqual(t, base.Bytes(), 8*g.Nodes())
	empty, err := base.Without(t.Context(), 99)
	require.NoError(t, err)
	more, err := base.With(t.Context(), network.Source{ID: 99, Links: l.Links(nil, town.somewhere(r), false)})
	require.NoError(t, err)
	require.Greater(t, more.Bytes(), empty.Bytes())
	require.Less(t, more.Bytes(), base.Bytes(), "an edit holds what it changes")
	back, err := more.WithoutWhatever(t.Context(), 99)
	require.NoError(t, err)
	require.Equal(t, empty.Bytes(), back.Bytes())
	requireSameField(t, base, back, nil, "added and closed")
}

// Of two sources as near the smaller ID wins, whichever came first.
func TestTiesAfterEdits(t *testing.T) {
	// Both are 100 m from a and from the nodes between.
	w := build(t, `
A-3-B-a-C-7-D
`, drawntown.Options{}, walking(), geo.NetworkDistance)
	source := func(name string, id int32) network.Source {
		return network.Source{ID: id, Links: w.links(w.town.Facilities[name], false)}
	}
	home := w.links(w.town.Homes["a"], true)
	at := func(f *network.Field) [2]uint32 {
		c, id := f.At(home)
		return [2]uint32{c, uint32(id)}
	}
	f, err := w.graph.Field(t.Context(), []network.Source{source("7", 7)}, network.To, network.Unreachable)
	require.NoError(t, err)
	require.Equal(t, [2]uint32{200_000, 7}, at(f))
	both, err := f.With(t.Context(), source("3", 3))
	require.NoError(t, err)
	require.Equal(t, [2]uint32{200_000, 3}, at(both))
	less, err := both.Without(t.Context(), 3)
	require.NoError(t, err)
	require.Equal(t, [2]uint32{200_000, 7}, at(less))
	less, err = both.Without(t.Context(), 7)
	require.NoError(t, err)
	require.Equal(t, [2]uint32{200_000, 3}, at(less))
	none, err := less.Without(t.Context(), 3)
	require.NoError(t, err)
	require.Equal(t, [2]uint32{network.Unreachable, 1<<32 - 1}, at(none))
}

func TestBorrowedFieldsAreNotEdited(t *testing.T) {
	town := newRandomTown(rand.New(rand.NewPCG(3, 7)))
	g, l := town.world(t, walking(), geo.NetworkDistance)
	f, err := g.Search(t.Context(), town.sources(l, network.To), network.To, network.Unreachable)
	require.NoError(t, err)
	_, err = f.With(t.Context(), town.sources(l, network.To)...)
	require.ErrorContains(t, err, "cannot be edited")
	f.Release()
	_, err = f.Without(t.Context(), 0)
	require.ErrorContains(t, err, "cannot be edited")
}
