package lifecircle_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// Amounts are whole, so that sums are exact in any order. A failure prints the
// seed: go test ./geo/lifecircle -rapid.seed=N.

func drawHomes(t *rapid.T) []household {
	amount := rapid.SampledFrom([]float64{-1, 0, 1, 2, 3, 5, 8, 13, 500})
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) household {
		h := household{
			persons: amount.Draw(t, "persons"), land: amount.Draw(t, "land"),
			dwellings: amount.Draw(t, "dwellings"), street: amount.Draw(t, "street"),
			cost:  rapid.OneOf(rapid.Uint32Range(0, 20), rapid.Just(uint32(none))).Draw(t, "cost"),
			edgeM: float64(rapid.IntRange(0, 20).Draw(t, "edge")), village: rapid.IntRange(0, 3).Draw(t, "village"),
			cell: uint64(rapid.IntRange(1, 4).Draw(t, "cell")),
		}
		if rapid.IntRange(0, 4).Draw(t, "linked") == 0 {
			h = h.without()
		}
		return h
	}), 0, 12).Draw(t, "homes")
}

func drawVillages(t *rapid.T) (villages []lifecircle.Village, seats []uint32) {
	for range 3 {
		villages = append(villages, lifecircle.Village{Seat: rapid.Bool().Draw(t, "seat")})
		seats = append(seats, rapid.Uint32Range(0, 20).Draw(t, "seat cost"))
	}
	return villages, seats
}

// column reads one denominator of a household.
type column func(h household) float64

var columns = []column{
	func(h household) float64 { return h.persons },
	func(h household) float64 { return h.land },
	func(h household) float64 { return h.dwellings },
	func(h household) float64 { return h.street },
}

// recount sums a column over the homes that a condition picks: unknown when no home
// at all knows it.
func recount(homes []household, of column, pick func(household) bool) geo.Amount {
	sum, known := 0.0, false
	for _, h := range homes {
		if n := of(h); n >= 0 {
			known = true
			if pick(h) {
				sum += n
			}
		}
	}
	if !known {
		return geo.Unknown()
	}
	return geo.Known(sum)
}

func always(household) bool { return true }

func TestCoverageAgainstARecount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		homes := drawHomes(t)
		villages, seats := drawVillages(t)
		limit := lifecircle.Limit{Cost: rapid.Uint32Range(0, 20).Draw(t, "limit"), ReachM: 7}
		d, costs := demand(homes, villages...)
		c := lifecircle.Cover(d, costs, seats, limit)

		within := func(h household) bool { return !h.unplaced && h.cost <= limit.Cost }
		beyond := func(h household) bool { return !within(h) }
		for k, got := range []lifecircle.Tally{c.People, c.Residential, c.Dwellings, c.Street} {
			require.Equal(t, recount(homes, columns[k], always), got.Total)
			require.Equal(t, recount(homes, columns[k], within), got.Covered)
			// P11: covered and uncovered make up the total.
			require.Equal(t, got.Total, got.Covered.Plus(recount(homes, columns[k], beyond)))
		}
		require.Equal(t, recount(homes, columns[0], func(h household) bool { return h.unplaced }), c.UnplacedPeople)
		require.Equal(t, recount(homes, columns[0], func(h household) bool { return h.edgeM < 7 }), c.EdgePeople)

		var want lifecircle.Tally
		for v := range villages {
			covered, counts := villageOf(homes, v+1, villages[v].Seat, seats[v], limit.Cost)
			if counts {
				want.Total, want.Covered = geo.Known(want.Total.Or(0)+1), geo.Known(want.Covered.Or(0))
				if covered {
					want.Covered = geo.Known(want.Covered.Or(0) + 1)
				}
			}
		}
		require.Equal(t, want, c.Villages)
	})
}

// villageOf judges one village by itself.
func villageOf(homes []household, v int, seat bool, seatCost, limit uint32) (covered, counts bool) {
	if seat {
		return seatCost <= limit, true
	}
	var of []household
	for _, h := range homes {
		if h.village == v {
			of = append(of, h)
		}
	}
	for _, k := range columns {
		total := recount(of, k, always)
		if !total.IsKnown() {
			continue
		}
		in := recount(of, k, func(h household) bool { return !h.unplaced && h.cost <= limit })
		return in.Or(0) >= total.Or(0)/2, total.Or(0) > 0
	}
	return false, false
}

// P1: a wider limit covers no less, of anything, and leaves the totals alone.
func TestWiderLimitsCoverNoLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		homes := drawHomes(t)
		villages, seats := drawVillages(t)
		d, costs := demand(homes, villages...)
		narrow := rapid.Uint32Range(0, 20).Draw(t, "narrow")
		wide := rapid.Uint32Range(narrow, 21).Draw(t, "wide")
		a := lifecircle.Cover(d, costs, seats, lifecircle.Limit{Cost: narrow, ReachM: 3})
		b := lifecircle.Cover(d, costs, seats, lifecircle.Limit{Cost: wide, ReachM: 9})
		for _, k := range [][2]lifecircle.Tally{
			{a.People, b.People}, {a.Residential, b.Residential}, {a.Dwellings, b.Dwellings},
			{a.Street, b.Street}, {a.Villages, b.Villages},
		} {
			require.Equal(t, k[0].Total, k[1].Total)
			require.LessOrEqual(t, k[0].Covered.Or(-1), k[1].Covered.Or(-1))
		}
		require.LessOrEqual(t, a.HomesCovered, b.HomesCovered)
		require.LessOrEqual(t, a.EdgePeople.Or(-1), b.EdgePeople.Or(-1))
		require.Equal(t, a.UnplacedPeople, b.UnplacedPeople)

		other := rapid.Permutation(costs).Draw(t, "other")
		p := lifecircle.Complete(d, []string{"x", "y"}, [][]uint32{costs, other}, lifecircle.Limit{Cost: narrow})
		q := lifecircle.Complete(d, []string{"x", "y"}, [][]uint32{costs, other}, lifecircle.Limit{Cost: wide})
		require.LessOrEqual(t, p.Complete.Or(-1), q.Complete.Or(-1))
		require.GreaterOrEqual(t, p.MeanMissing.Or(-1), q.MeanMissing.Or(-1))
	})
}

func TestCompletenessAgainstARecount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		homes := drawHomes(t)
		d, costs := demand(homes)
		limit := lifecircle.Limit{Cost: rapid.Uint32Range(0, 20).Draw(t, "limit"), ReachM: 7}
		names := []string{"x", "y", "z"}
		all := [][]uint32{costs, rapid.Permutation(costs).Draw(t, "y"), rapid.Permutation(costs).Draw(t, "z")}
		got := lifecircle.Complete(d, names, all, limit)

		want := map[uint64]*[6]float64{} // people, complete, missing, reached x, y, z
		var total [6]float64
		kind := -1
		for k := range columns {
			if kind < 0 && recount(homes, columns[k], always).IsKnown() {
				kind = k
			}
		}
		if kind < 0 {
			require.Equal(t, lifecircle.Denominator(""), got.Denominator)
			require.False(t, got.People.IsKnown() || got.Complete.IsKnown() || got.MeanMissing.IsKnown())
			return
		}
		for i, h := range homes {
			n := columns[kind](h)
			if n < 0 {
				continue
			}
			if want[h.cell] == nil {
				want[h.cell] = new([6]float64)
			}
			add := [6]float64{n, n}
			for r := range all {
				if !h.unplaced && all[r][i] <= limit.Cost {
					add[3+r] = n
				} else {
					add[1] = 0
					add[2] += n
				}
			}
			for k := range add {
				want[h.cell][k] += add[k]
				total[k] += add[k]
			}
		}
		require.Equal(t, geo.Known(total[0]), got.People)
		require.Equal(t, geo.Known(total[1]), got.Complete)
		require.Equal(t, geo.Known(total[2]).Ratio(geo.Known(total[0])), got.MeanMissing)
		require.Equal(t, recount(homes, columns[kind], func(h household) bool { return h.unplaced }), got.Unplaced)
		require.Equal(t, recount(homes, columns[kind], func(h household) bool { return h.edgeM < 7 }), got.Edge)
		// Totals come from homes, and equal the sums over cells.
		var people, complete float64
		var reached [3]float64
		count, last := 0, uint64(0)
		for _, c := range got.Cells {
			require.Greater(t, c.Index, last, "cells ascend")
			last = c.Index
			count += c.Homes
			w := want[c.Index]
			require.Equal(t, w != nil, c.People.IsKnown())
			if w == nil {
				require.False(t, c.Complete.IsKnown())
				continue
			}
			require.Equal(t, geo.Known(w[0]), c.People)
			require.Equal(t, geo.Known(w[1]), c.Complete)
			people, complete = people+c.People.Or(0), complete+c.Complete.Or(0)
			for r := range reached {
				require.Equal(t, geo.Known(w[3+r]), c.Reached[r])
				reached[r] += c.Reached[r].Or(0)
			}
		}
		require.Equal(t, len(homes), count)
		require.Equal(t, got.People, geo.Known(people))
		require.Equal(t, got.Complete, geo.Known(complete))
		for r := range reached {
			require.Equal(t, got.Reached[r], geo.Known(reached[r]))
			require.GreaterOrEqual(t, got.Reached[r].Or(-1), got.Complete.Or(0), "who has all has each")
		}
	})
}
