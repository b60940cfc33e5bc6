package lifecircle_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// gapTown reads a drawn town: a character is 100 m wide and a line as high. Letters are
// homes with ten people each, named by their letter.
func gapTown(drawing string) (homes []household, ids []string, places []lifecircle.Place) {
	for y, line := range strings.Split(strings.Trim(drawing, "\n"), "\n") {
		for x, c := range line {
			if c != ' ' && c != '.' {
				homes, ids = append(homes, people(10, 0)), append(ids, string(c))
				places = append(places, lifecircle.Place{float64(x) * 100, -float64(y) * 100})
			}
		}
	}
	return homes, ids, places
}

// Two gaps are planted in a town where all others have both a school and a clinic within
// 1000: a, b, c in the north-west lack the clinic, x, y, z in the south-east the school; x
// and y lack both, and z has no link. They are 300 m apart at least; m stands between them
// and lacks nothing.
func TestTwoPlantedGaps(t *testing.T) {
	homes, ids, places := gapTown(`
a b . h i
. c . . .
. . m . .
j . . x y
k l . . z
`)
	at := map[string]int32{}
	for i, id := range ids {
		at[id] = int32(i)
	}
	school, clinic := make([]uint32, len(ids)), make([]uint32, len(ids))
	for id, c := range map[string]uint32{"a": 1100, "b": 1300, "c": 1500} {
		clinic[at[id]] = c
	}
	school[at["x"]], clinic[at["x"]] = 1400, 1600
	school[at["y"]], clinic[at["y"]] = none, 1001
	school[at["z"]] = none
	homes[at["b"]].persons, homes[at["c"]].persons = 30, 60
	homes[at["a"]].dwellings = 4
	homes[at["x"]].persons = 50
	homes[at["z"]] = homes[at["z"]].without()
	d, _ := demand(homes)
	old := make([]geo.Amount, len(ids))
	old[at["b"]], old[at["c"]] = geo.Known(7), geo.Known(8)
	q := &lifecircle.GapQuestion{
		Name: "town", IDs: ids, Places: places, Requirements: []string{"school", "clinic"}, Costs: [][]uint32{school, clinic},
		Limit: lifecircle.Limit{Cost: 1000}, Groups: []lifecircle.Group{{Name: "60+", Persons: old}},
	}
	got, err := lifecircle.FindGaps(d, q, lifecircle.GapOptions{})
	require.NoError(t, err)
	require.Equal(t, lifecircle.People, got.Denominator)
	require.Equal(t, 200.0, got.ApartM)
	require.Equal(t, 6, got.Homes)
	require.Len(t, got.Gaps, 2)

	// x: 50 people, 600 beyond: 30. y and z: 10 each who never get there: 20.
	south := got.Gaps[0]
	require.InDelta(t, 50*0.6+10+10, south.Burden, 1e-9)
	require.Equal(t, []int32{at["x"], at["y"], at["z"]}, south.Homes)
	require.Equal(t, at["x"], south.Centre)
	require.Equal(t, geo.Known(70), south.People)
	require.Equal(t, []geo.Amount{geo.Known(70), geo.Known(70)}, south.Missing, "z has no link, and so nothing")
	require.Equal(t, []geo.Amount{geo.Known(600), geo.Known(600)}, []geo.Amount{south.MedianBeyond, south.P90Beyond}, "of x alone")
	require.Equal(t, 2, south.NeverHomes)
	require.Equal(t, geo.Known(20), south.Never)
	require.Equal(t, []geo.Amount{geo.Unknown()}, south.Groups, "not known is not nobody")

	// a: 10 people, 100 beyond; b: 30, 300; c: 60, 500. Half of the 100 people are at 500.
	north := got.Gaps[1]
	require.InDelta(t, 10*0.1+30*0.3+60*0.5, north.Burden, 1e-9)
	require.Equal(t, []int32{at["a"], at["b"], at["c"]}, north.Homes)
	require.Equal(t, at["c"], north.Centre)
	require.Equal(t, geo.Known(100), north.People)
	require.Equal(t, geo.Known(4), north.Dwellings)
	require.Equal(t, geo.Unknown(), north.Residential)
	require.Equal(t, []geo.Amount{geo.Unknown(), geo.Known(100)}, north.Missing)
	require.Equal(t, []geo.Amount{geo.Known(500), geo.Known(500)}, []geo.Amount{north.MedianBeyond, north.P90Beyond})
	require.Zero(t, north.NeverHomes)
	require.Equal(t, []geo.Amount{geo.Known(15)}, north.Groups)

	// With 100 m a and x stand alone …
	got, err = lifecircle.FindGaps(d, q, lifecircle.GapOptions{ApartM: 100})
	require.NoError(t, err)
	require.Len(t, got.Gaps, 4, "b-c and y-z are 100 m apart")
	// … and at 500 m all are one.
	got, err = lifecircle.FindGaps(d, q, lifecircle.GapOptions{ApartM: 500})
	require.NoError(t, err)
	require.Len(t, got.Gaps, 1)
}

func TestWhoIsNotInAGap(t *testing.T) {
	// The first is within the limit, in the second nobody lives; of the third nothing is known.
	d, costs := demand([]household{people(5, 1000), people(0, far), people(-1, far)})
	q := &lifecircle.GapQuestion{
		IDs: []string{"a", "b", "c"}, Places: make([]lifecircle.Place, 3), Requirements: []string{"school"},
		Costs: [][]uint32{costs}, Limit: lifecircle.Limit{Cost: 1000},
	}
	got, err := lifecircle.FindGaps(d, q, lifecircle.GapOptions{})
	require.NoError(t, err)
	require.Len(t, got.Gaps, 1)
	g := got.Gaps[0]
	require.Equal(t, []int32{2}, g.Homes)
	for _, a := range []geo.Amount{g.People, g.Missing[0], g.MedianBeyond, g.Never} {
		require.Equal(t, geo.Unknown(), a)
	}

	for message, change := range map[string]func(){
		`two homes have the ID "c"`: func() { q.IDs = []string{"a", "c", "c"}; d.Persons[1] = geo.Known(1) },
		"2 IDs":                     func() { q.IDs = q.IDs[:2] },
		"costs for 0 of 1":          func() { q.Costs = nil },
		`"school" has 2 costs`:      func() { q.Costs = [][]uint32{{1, 2}} },
		`group "60+" has 0 numbers`: func() { q.Groups = []lifecircle.Group{{Name: "60+"}} },
	} {
		before := *q
		change()
		_, err := lifecircle.FindGaps(d, q, lifecircle.GapOptions{})
		require.ErrorContains(t, err, message)
		*q = before
	}
}

// Groups are those of a search over all pairs, the order of the homes changes nothing, and
// the figures are recounts.
func TestGapsAgainstAllPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		homes := drawHomes(t)
		n := len(homes)
		places, ids := make([]lifecircle.Place, n), make([]string, n)
		for i := range places {
			places[i] = lifecircle.Place{float64(rapid.IntRange(-20, 20).Draw(t, "x")) * 10, float64(rapid.IntRange(-8, 8).Draw(t, "y")) * 10}
			ids[i] = fmt.Sprintf("h%02d", i)
		}
		d, costs := demand(homes)
		second := rapid.Permutation(costs).Draw(t, "second")
		ask := func(order []int) (*lifecircle.Gaps, []string) {
			var h []household
			q := &lifecircle.GapQuestion{
				Name: "q", Requirements: []string{"x", "y"}, Costs: make([][]uint32, 2), Limit: lifecircle.Limit{Cost: 7},
				Groups: []lifecircle.Group{{Name: "land"}},
			}
			for _, i := range order {
				h, q.IDs, q.Places = append(h, homes[i]), append(q.IDs, ids[i]), append(q.Places, places[i])
				q.Costs[0], q.Costs[1] = append(q.Costs[0], costs[i]), append(q.Costs[1], second[i])
			}
			d, _ := demand(h)
			q.Groups[0].Persons = d.Residential
			got, err := lifecircle.FindGaps(d, q, lifecircle.GapOptions{ApartM: 50})
			if err != nil {
				t.Fatal(err)
			}
			// Homes by their IDs, to compare.
			var named []string
			for k, g := range got.Gaps {
				text := ""
				for _, i := range g.Homes {
					text += q.IDs[i] + " "
				}
				named = append(named, text+"at "+q.IDs[g.Centre])
				got.Gaps[k].Homes, got.Gaps[k].Centre = nil, 0
			}
			return got, named
		}
		order := make([]int, n)
		for i := range order {
			order[i] = i
		}
		got, named := ask(order)
		again, namedAgain := ask(rapid.Permutation(order).Draw(t, "order"))
		require.Equal(t, got, again)
		require.Equal(t, named, namedAgain)

		// Who is outside, and who belongs to whom: by flooding over all pairs.
		column := slices.IndexFunc(columns, func(c column) bool { return recount(homes, c, always).IsKnown() })
		group := make([]int, n)
		count := 0
		outside := func(i int) bool {
			h := homes[i]
			return (h.unplaced || costs[i] > 7 || second[i] > 7) && (column < 0 || columns[column](h) != 0)
		}
		for i := range n {
			if !outside(i) || group[i] != 0 {
				continue
			}
			count++
			group[i] = count
			for changed := true; changed; {
				changed = false
				for a := range n {
					for b := range n {
						near := math.Hypot(places[a][0]-places[b][0], places[a][1]-places[b][1]) <= 50
						if group[a] == count && outside(b) && group[b] == 0 && near {
							group[b], changed = count, true
						}
					}
				}
			}
		}
		require.Len(t, got.Gaps, count)
		for k, g := range got.Gaps {
			first := slices.Index(ids, named[k][:3])
			mine := func(i int) bool { return group[i] == group[first] }
			var list []household
			for i, h := range homes {
				if mine(i) {
					list = append(list, h)
					require.Contains(t, named[k], ids[i]+" ")
				}
			}
			for c, amount := range []geo.Amount{g.People, g.Residential, g.Dwellings, g.Street} {
				require.Equal(t, recount(list, columns[c], always), amount)
			}
			require.Equal(t, g.Residential, g.Groups[0])
			require.Len(t, list, strings.Count(named[k], "h")-1)
			if k > 0 {
				require.LessOrEqual(t, g.Burden, got.Gaps[k-1].Burden, "the worst first")
			}
			if column >= 0 {
				require.LessOrEqual(t, g.Burden, recount(list, columns[column], always).Or(0))
			}
		}
		require.Equal(t, d.Len(), n)
	})
}

func TestHowFarBeyond(t *testing.T) {
	// 50, 30, 11 and 9 people at 100, 200, 300 and 400 beyond, whatever their order.
	d, costs := demand([]household{people(11, 1300), people(50, 1100), people(9, 1400), people(30, 1200)})
	q := &lifecircle.GapQuestion{
		IDs: []string{"a", "b", "c", "d"}, Places: make([]lifecircle.Place, 4), Requirements: []string{"school"},
		Costs: [][]uint32{costs}, Limit: lifecircle.Limit{Cost: 1000},
	}
	got, err := lifecircle.FindGaps(d, q, lifecircle.GapOptions{})
	require.NoError(t, err)
	require.Equal(t, geo.Known(100), got.Gaps[0].MedianBeyond, "just half of them are no farther")
	require.Equal(t, geo.Known(300), got.Gaps[0].P90Beyond)
	require.InDelta(t, 50*0.1+30*0.2+11*0.3+9*0.4, got.Gaps[0].Burden, 1e-9)
}

func TestGapIDs(t *testing.T) {
	id := func(name string, ids ...string) string {
		h := make([]household, len(ids))
		for i := range h {
			h[i] = people(1, far)
		}
		d, costs := demand(h)
		q := &lifecircle.GapQuestion{
			Name: name, IDs: ids, Places: make([]lifecircle.Place, len(ids)), Requirements: []string{"school"},
			Costs: [][]uint32{costs}, Limit: lifecircle.Limit{Cost: 1000},
		}
		got, err := lifecircle.FindGaps(d, q, lifecircle.GapOptions{})
		require.NoError(t, err)
		require.Len(t, got.Gaps, 1)
		require.Len(t, got.Gaps[0].ID, 16)
		return got.Gaps[0].ID
	}
	same := id("q", "a", "b", "c")
	require.Equal(t, same, id("q", "c", "a", "b"))
	for _, other := range []string{id("p", "a", "b", "c"), id("q", "a", "b"), id("q", "a", "bc"), id("qa", "b", "c")} {
		require.NotEqual(t, same, other)
	}
}

func TestOutline(t *testing.T) {
	places := []lifecircle.Place{{0, 0}, {300, 0}, {150, 200}, {150, 50}, {9e9, 9e9}}
	homes := []int32{0, 1, 2, 3}
	p := lifecircle.Outline(homes, places, 100, nil)
	require.Equal(t, p[0][0], p[0][len(p[0])-1])
	require.Equal(t, orb.CCW, p[0].Orientation())
	for _, i := range homes {
		for k := range 100 {
			s, c := math.Sincos(2 * math.Pi * float64(k) / 100)
			require.True(t, planar.PolygonContains(p, orb.Point{places[i][0] + 98*c, places[i][1] + 98*s}), "98 m around home %d", i)
		}
	}
	// The hull of the homes has 30,000 m², its boundary 300 + 2·250 m; the corners add nearly a circle.
	// Chords are 2 % inside the arcs, and so may the sides be that are moved outwards.
	require.InDelta(t, 30_000+0.99*(800*100+math.Pi*100*100), planar.Area(p), 0.02*(800*100+math.Pi*100*100))
	turned := lifecircle.Outline(homes[:1], places, 10, func(q orb.Point) orb.Point { return orb.Point{q[0] + 1, q[1]} })
	require.InDelta(t, 1.0, turned.Bound().Center()[0], 1e-9)
	require.Nil(t, lifecircle.Outline(nil, places, 10, nil))
}
