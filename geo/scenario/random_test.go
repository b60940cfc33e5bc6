package scenario_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/scenario"
)

// Adding facilities, and roads that are no barrier, takes no home's cover away.
func TestAddingNeverLowersCoverage(t *testing.T) {
	gained := 0
	many(t, 60, func(t *testing.T, r *rand.Rand) {
		ds := town(r)
		before := covered(t, ready(t, ds))
		var edits []scenario.Edit
		for i := range 1 + r.IntN(4) {
			edits = append(edits, adding(r, fmt.Sprint("new", i)))
		}
		next, _ := apply(t, ds, edits...)
		after := covered(t, ready(t, next))
		require.Len(t, after, len(before))
		for home, was := range before {
			if was {
				require.True(t, after[home], home)
			} else if after[home] {
				gained++
			}
		}
	})
	require.Greater(t, gained, 500, "the edits are worth something")
}

// dead is an end of a road where no other is.
func dead(r *rand.Rand, ds *geo.Dataset) (orb.Point, bool) {
	meet := map[orb.Point]int{}
	var ends []orb.Point
	for i := range ds.Roads {
		g := ds.Roads[i].Geometry
		for _, p := range [2]orb.Point{g[0], g[len(g)-1]} {
			meet[p]++
			ends = append(ends, p)
		}
	}
	ends = slices.DeleteFunc(ends, func(p orb.Point) bool { return meet[p] > 1 })
	if len(ends) == 0 {
		return orb.Point{}, false
	}
	return ends[r.IntN(len(ends))], true
}

// costs are those of every home to the nearest facility, by the modes of the rules.
func costs(t *testing.T, ds *geo.Dataset, metric geo.Metric) map[string]uint32 {
	t.Helper()
	top, err := network.NewTopology(t.Context(), ds.Roads)
	require.NoError(t, err)
	p := rules()
	out := map[string]uint32{}
	for i := range p.Modes {
		g, err := top.Graph(t.Context(), &p.Modes[i], metric)
		require.NoError(t, err)
		l := network.NewLinker(g, nil)
		var sources []network.Source
		for k := range ds.Facilities {
			sources = append(sources, network.Source{ID: int32(k), Links: l.Links(nil, ds.Facilities[k].Location, false)})
		}
		f, err := g.Field(t.Context(), sources, network.To, network.Unreachable)
		require.NoError(t, err)
		for k := range ds.Homes {
			out[p.Modes[i].ID+" "+ds.Homes[k].ID], _ = f.At(l.Links(nil, ds.Homes[k].Location, true))
		}
	}
	return out
}

// requireNoLonger compares costs: none is higher than it was, but for roundings. Where a
// road meets another a street is parted, and what goes through is rounded there as well,
// which adds one unit at most; the positions of home and facility are rounded along the
// parts, which may add one each.
func requireNoLonger(t *testing.T, was, is map[string]uint32, meetings int) (nearer int) {
	t.Helper()
	require.Len(t, is, len(was))
	for home, c := range was {
		require.LessOrEqual(t, int64(is[home]), int64(c)+int64(meetings)+2, home)
		if is[home] < c {
			nearer++
		}
	}
	return nearer
}

// Adding roads that are no barrier makes no home's way longer, also where they prolong a
// dead end, or a road of another scenario; and closing such roads makes none shorter.
func TestAddingRoadsMakesNoWayLonger(t *testing.T) {
	prolonged, nearer := 0, 0
	many(t, 80, func(t *testing.T, r *rand.Rand) {
		ds := town(r)
		metric := []geo.Metric{geo.NetworkDistance, geo.NetworkTime}[r.IntN(2)]
		was := costs(t, ds, metric)
		for turn := range 2 {
			var edits []scenario.Edit
			for range 1 + r.IntN(3) {
				e := addingRoad(r, fmt.Sprint("new", turn, len(edits)))
				if at, ok := dead(r, ds); ok && r.IntN(2) == 0 {
					e.Geometry.(orb.LineString)[0] = at
					prolonged++
				}
				edits = append(edits, e)
			}
			next, changes := apply(t, ds, edits...)
			is := costs(t, next, metric)
			nearer += requireNoLonger(t, was, is, len(changes.Joints))

			source := "scenario:" + edits[r.IntN(len(edits))].ID
			var closing []scenario.Edit
			for i := range next.Roads {
				if next.Roads[i].Source == source {
					closing = append(closing, scenario.Edit{Op: scenario.Close, Layer: scenario.Road, ID: next.Roads[i].ID})
				}
			}
			require.NotEmpty(t, closing)
			less, _ := apply(t, next, closing...)
			requireNoLonger(t, costs(t, less, metric), is, len(changes.Joints))
			ds, was = next, is
		}
	})
	require.Greater(t, prolonged, 50)
	require.Greater(t, nearer, 2000)
}

// An id may come again when the road that had it was split: the new one has a source of
// its own all the same.
func TestEveryNewRoadHasASourceOfItsOwn(t *testing.T) {
	ds, town := drawn(t, `
A-------B
`, 50)
	sources := func(ds *geo.Dataset) (list []string) {
		for i := range ds.Roads {
			list = append(list, ds.Roads[i].ID+" "+ds.Roads[i].Source)
		}
		return list
	}
	one, other := road("footway", town.At(4, -2), town.At(4, 2)), road("footway", town.At(4, 2), town.At(9, 2))
	next, _ := apply(t, ds, one)
	require.Equal(t, []string{"new~1 scenario:new", "new~2 scenario:new", "AB@0,0~1 drawn", "AB@0,0~2 drawn"}, sources(next))
	next, _ = apply(t, next, other)
	require.Equal(t, []string{"new~1 scenario:new", "new~2 scenario:new", "AB@0,0~1 drawn", "AB@0,0~2 drawn", "new scenario:new#2"}, sources(next))
	// What is added and closed keeps no source from others.
	closed := scenario.Edit{Op: scenario.Close, Layer: scenario.Road, ID: "new"}
	next, _ = apply(t, ds, other, closed, other)
	require.Equal(t, []string{"AB@0,0 drawn", "new scenario:new"}, sources(next))
	named := other
	named.ID = "new#2"
	apart, _ := apply(t, ds, one)
	next, _ = apply(t, apart, named, other)
	require.Equal(t, []string{"new#2 scenario:new#2", "new scenario:new#3"}, sources(next)[4:])
}

// Closing facilities and roads gives no home cover. A place is linked to the nearest point
// of a street, from junction to junction: a road that is a part of one street with another
// (they meet where no third does) is left out, since without it the rest of the street has
// another nearest point.
func TestClosingNeverRaisesCoverage(t *testing.T) {
	lost := 0
	many(t, 60, func(t *testing.T, r *rand.Rand) {
		ds := town(r)
		before := covered(t, ready(t, ds))
		var edits []scenario.Edit
		degree := map[orb.Point]int{}
		for i := range ds.Roads {
			degree[ds.Roads[i].Geometry[0]]++
			degree[ds.Roads[i].Geometry[1]]++
		}
		for _, k := range r.Perm(len(ds.Roads)) {
			road := &ds.Roads[k]
			if a, b := degree[road.Geometry[0]], degree[road.Geometry[1]]; a == 2 || b == 2 || len(edits) == 2 {
				continue
			}
			degree[road.Geometry[0]]--
			degree[road.Geometry[1]]--
			edits = append(edits, scenario.Edit{Op: []scenario.Op{scenario.Close, scenario.Remove}[r.IntN(2)], Layer: scenario.Road, ID: road.ID})
		}
		edits = append(edits, scenario.Edit{Op: []scenario.Op{scenario.Close, scenario.Remove}[r.IntN(2)], Layer: scenario.Facility, ID: ds.Facilities[r.IntN(len(ds.Facilities))].ID})
		next, _ := apply(t, ds, edits...)
		for home, is := range covered(t, ready(t, next)) {
			if is {
				require.True(t, before[home], home)
			} else if before[home] {
				lost++
			}
		}
	})
	require.Greater(t, lost, 500)
}

// What is added and closed again was never there: alone it gives the dataset itself, and
// among other edits the rows and the answers, to the byte, that those give by themselves.
func TestAddingThenClosingLeavesNoTrace(t *testing.T) {
	many(t, 40, func(t *testing.T, r *rand.Rand) {
		ds := town(r)
		var passing, all, lasting []scenario.Edit
		for i := range 1 + r.IntN(5) {
			passing = append(passing, adding(r, fmt.Sprint("passing", i)))
		}
		for i := range 1 + r.IntN(3) {
			lasting = append(lasting, adding(r, fmt.Sprint("lasting", i)))
		}
		undo := func(to []scenario.Edit) []scenario.Edit {
			for _, k := range r.Perm(len(passing)) {
				to = append(to, scenario.Edit{Op: []scenario.Op{scenario.Close, scenario.Remove}[r.IntN(2)], Layer: passing[k].Layer, ID: passing[k].ID})
			}
			return to
		}
		next, changes := apply(t, ds, undo(slices.Clone(passing))...)
		require.Same(t, ds, next)
		require.Equal(t, &scenario.Changes{}, changes)
		// A facility that is closed and opened again is as it was.
		next, _ = apply(t, ds, scenario.Edit{Op: scenario.Close, Layer: scenario.Facility, ID: "f00"},
			scenario.Edit{Op: scenario.Set, Layer: scenario.Facility, ID: "f00", Properties: map[string]any{"status": ""}})
		require.Same(t, ds, next)

		for i := range max(len(passing), len(lasting)) { // one of each in turn
			all = append(all, passing[min(i, len(passing)):min(i+1, len(passing))]...)
			all = append(all, lasting[min(i, len(lasting)):min(i+1, len(lasting))]...)
		}
		with, _ := apply(t, ds, undo(all)...)
		without, _ := apply(t, ds, lasting...)
		require.Equal(t, without.Roads, with.Roads)
		require.Equal(t, without.Facilities, with.Facilities)
		same(t, answers(t, ready(t, without)), answers(t, ready(t, with)))
	})
}

// A scenario answers as the dataset that it makes does when it is made ready anew, and
// leaves the one it is made of as it was.
func TestAScenarioAnswersAsItsDataset(t *testing.T) {
	many(t, 25, func(t *testing.T, r *rand.Rand) {
		ds := town(r)
		before := ready(t, ds)
		was := answers(t, before)
		edits := []scenario.Edit{adding(r, "a"), adding(r, ""), adding(r, ""),
			{Op: scenario.Remove, Layer: scenario.Road, ID: "r1"}, {Op: scenario.Move, Layer: scenario.Facility, ID: "f00", Geometry: ds.Homes[0].Location},
			{Op: scenario.Set, Layer: scenario.Road, ID: "r0", Properties: map[string]any{"oneway": "-1"}},
			{Op: scenario.Set, Layer: scenario.Population, Properties: map[string]any{"unit": "e", "persons": 300.0}},
			{Op: scenario.Add, Layer: scenario.Population, ID: "estate", Geometry: ds.Homes[1].Location, Properties: map[string]any{"persons": 70.0}}}
		r.Shuffle(len(edits), func(i, j int) { edits[i], edits[j] = edits[j], edits[i] })
		edits = edits[:1+r.IntN(len(edits))]
		got, err := scenario.Evaluate(t.Context(), before, edits, scenario.Question{}, scenario.Options{})
		require.NoError(t, err)
		next, changes := apply(t, ds, edits...)
		require.Equal(t, next, got.After.Dataset(), "the same edits make the same rows")
		same(t, answers(t, ready(t, next)), answers(t, got.After))
		same(t, was, answers(t, before))
		same(t, was, answers(t, ready(t, ds)))
		requireDifference(t, before, got)
		for i := range changes.Layers {
			l := changes.Layers[i].Layer
			require.NotEqual(t, ds.LayerVersions[l], next.LayerVersions[l])
		}
	})
}

// requireDifference adds up the homes of an answer to its rows, and these to the answers
// of before and after: what is not listed is as it was.
func requireDifference(t *testing.T, before *analysis.Analysis, got *scenario.Answer) {
	t.Helper()
	require.Equal(t, len(got.Homes), got.AllHomes)
	changed := map[string]bool{}
	for _, c := range got.Coverage {
		changed[c.Before.Area.Code+" "+c.Before.Circle+" "+c.Before.Category] = true
	}
	x, err := before.Table(t.Context(), analysis.TableQuery{})
	require.NoError(t, err)
	y, err := got.After.Table(t.Context(), analysis.TableQuery{})
	require.NoError(t, err)
	for i := range x {
		cell := x[i].Area.Code + " " + x[i].Circle + " " + x[i].Category
		require.Equal(t, x[i].Coverage != y[i].Coverage, changed[cell], cell)
		covered := map[string]bool{}
		list, err := before.Verdicts(t.Context(), x[i].Area.Code, x[i].Category, x[i].Circle, "")
		require.NoError(t, err)
		for _, v := range list {
			covered[v.Home.ID] = v.Covered
		}
		for _, h := range got.Homes {
			if h.Unit+" "+h.Circle+" "+h.Category == cell {
				require.NotEqual(t, h.Gained, covered[h.Home.ID], "%s %s", cell, h.Home.ID)
				covered[h.Home.ID] = h.Gained
			}
		}
		n := 0
		for _, is := range covered {
			if is {
				n++
			}
		}
		require.Equal(t, y[i].Coverage.HomesCovered, n, cell)
	}
	for _, unit := range []string{"e", "w"} {
		ask := analysis.CompletenessQuery{Area: unit, Circle: "w500"}
		p, err := before.Completeness(t.Context(), ask)
		require.NoError(t, err)
		q, err := got.After.Completeness(t.Context(), ask)
		require.NoError(t, err)
		k := slices.IndexFunc(got.Completeness, func(c scenario.CompletenessChange) bool { return c.Before.Area.Code == unit })
		if k < 0 {
			require.Equal(t, p.Completeness.Complete, q.Completeness.Complete)
			require.Equal(t, p.Completeness.Reached, q.Completeness.Reached)
			continue
		}
		require.Equal(t, p.Completeness.Complete, got.Completeness[k].Before.Coverage.People.Covered)
		require.Equal(t, q.Completeness.Complete, got.Completeness[k].After.Coverage.People.Covered)
	}
}
