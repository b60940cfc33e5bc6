package scenario_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/analysis"
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
