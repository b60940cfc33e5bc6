package analysis_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/supply"
)

// Worked by hand: of 500 m the school of 60 places serves a, b and c (150, 300 and 450 m),
// ten people each, and the one of 20 at the east end f alone (150 m). a lives in the west,
// all others in the east; the border keeps nobody away. The third does not say its places.
func TestSupplyByHand(t *testing.T) {
	s := draw(t, "1--a--b--c-----d--e--------------f--2--3")
	s.facility("1").Attributes = map[string]any{"places": 60.0}
	s.facility("2").Attributes = map[string]any{"places": "20"}
	s.unit("w", geo.LevelTown, -5, -5, 4.5, 5)
	s.unit("e", geo.LevelTown, 4.5, -5, 60, 5)
	a := s.ready()
	ask := func(q analysis.SupplyQuery) *analysis.SupplyAnswer {
		t.Helper()
		q.Categories = []string{"E03"}
		answer, err := a.Supply(t.Context(), q)
		require.NoError(t, err)
		return answer
	}
	q := analysis.SupplyQuery{Area: "all", Attribute: "places", Mode: "walk", Metres: 500, Parts: geo.LevelTown, Homes: true, Offers: true, Below: 2.5}
	all := ask(q)
	require.Empty(t, all.Grey)
	var got []float64
	for _, h := range all.Homes {
		got = append(got, h.PerPerson)
	}
	require.Equal(t, []float64{2, 2, 2, 0, 0, 2}, got, "60 by 30, and 20 by 10")
	require.Equal(t, []geo.Amount{geo.Known(60), geo.Known(40), geo.Known(0), geo.Known(0)}, []geo.Amount{all.People, all.Reached, all.Unplaced, all.Edge})
	require.InDelta(t, 80.0/60, all.PerPerson.Or(-1), 1e-12)
	require.Equal(t, supply.Spread{P10: geo.Known(0), P25: geo.Known(0), Median: geo.Known(2), P75: geo.Known(2), P90: geo.Known(2), Below: geo.Known(60)}, all.Spread)
	require.Equal(t, geo.Known(80), all.Inside)
	require.Equal(t, []string{"3"}, all.Unknown, "named, and nothing assumed")
	require.Len(t, all.Offers, 3)
	require.Equal(t, []geo.Amount{geo.Known(60), geo.Known(30), geo.Known(2)}, []geo.Amount{all.Offers[0].Supply, all.Offers[0].Demand, all.Offers[0].PerPerson})
	require.Equal(t, []geo.Amount{{}, {}, {}}, []geo.Amount{all.Offers[2].Supply, all.Offers[2].Demand, all.Offers[2].PerPerson})
	require.Equal(t, []string{"e", "w"}, []string{all.Parts[0].Unit.Code, all.Parts[1].Unit.Code})
	require.Equal(t, []geo.Amount{geo.Known(2), geo.Known(10)}, []geo.Amount{all.Parts[1].PerPerson, all.Parts[1].Spread.Below})

	// The part is that of the whole, and only what is near it is told.
	q.Area = "w"
	west := ask(q)
	require.Equal(t, geo.Known(2), west.PerPerson, "not 6: the east shares")
	require.Len(t, west.Offers, 1)
	require.Equal(t, geo.Known(30), west.Offers[0].Demand)
	require.True(t, west.Offers[0].Inside)
	require.Equal(t, geo.Known(60), west.Inside)
	q.Area = "e"
	east := ask(q)
	require.Len(t, east.Offers, 3)
	require.False(t, east.Offers[0].Inside)

	// A shorter limit, in a straight line, by number, with attributes.
	q = analysis.SupplyQuery{Area: "w", Mode: "walk", Metres: 160, StraightLine: true}
	require.Equal(t, geo.Known(0.1), ask(q).PerPerson, "one school by ten people")
	s.facility("1").Attributes["ownership"] = "public"
	a = s.ready()
	q.Where = map[string]string{"ownership": "private"}
	none := ask(q)
	require.Equal(t, analysis.ReasonNoTargets, none.Grey)
	require.Equal(t, 2, none.Unclear)
	q.Where, q.Attribute = nil, "beds"
	require.Equal(t, analysis.ReasonNoSupply, ask(q).Grey)
	require.False(t, ask(q).PerPerson.IsKnown())
	require.Len(t, ask(q).Unknown, 3)

	for _, q := range []struct {
		analysis.SupplyQuery
		field, rule string
	}{
		{analysis.SupplyQuery{Area: "w", Categories: []string{"E03"}, Circle: "seat1"}, "circle", "starts at a seat"},
		{analysis.SupplyQuery{Area: "w", Categories: []string{"E03"}}, "circle", "name a circle"},
		{analysis.SupplyQuery{Area: "w", Circle: "c500"}, "category", "at least one"},
		{analysis.SupplyQuery{Area: "x", Categories: []string{"E03"}, Circle: "c500"}, "unit", "is no unit"},
		{analysis.SupplyQuery{Area: "w", Categories: []string{"E03"}, Circle: "c500", Group: "9+"}, "group", "age groups"},
	} {
		_, err := a.Supply(t.Context(), q.SupplyQuery)
		refused(t, err, q.field, q.rule)
	}
	grey := ask(analysis.SupplyQuery{Area: "w", Circle: "c500_town"})
	require.NotEmpty(t, grey.Grey, "no built-up area is known")
}

// Only children share a kindergarten; who lives off the network reaches none.
func TestSupplyOfAnAgeGroup(t *testing.T) {
	s := draw(t, "1--a--b--c-----d")
	s.serving("E03", "6-11", "0-17")
	for i, n := range []float64{1, 2, 0, 5} {
		s.Homes[i].Groups = map[string]float64{"0-14": n}
	}
	off := s.Homes[3]
	off.ID, off.Location = "off", s.town.At(5, 8)
	s.Homes = append(s.Homes, off)
	s.facility("1").Attributes = map[string]any{"places": 12.0}
	a := s.ready()
	q := analysis.SupplyQuery{Area: "all", Categories: []string{"E03"}, Attribute: "places", Circle: "c500", Homes: true}
	children, err := a.Supply(t.Context(), q)
	require.NoError(t, err)
	require.Equal(t, "0-14", children.Counted.Group)
	require.Equal(t, 4.0, children.Homes[0].PerPerson, "12 places by 3 children")
	require.Equal(t, []geo.Amount{geo.Known(13), geo.Known(3), geo.Known(5)}, []geo.Amount{children.People, children.Reached, children.Unplaced})
	require.True(t, children.Homes[4].Unplaced)
	// Of a village nobody knows the children: it has no number, and not 0.
	s.unit("t", geo.LevelTown, -5, -5, 60, 20)
	s.unit("v", geo.LevelVillage, -5, -5, 10.5, 20)
	s.unit("u", geo.LevelVillage, 10.5, -5, 60, 20)
	s.home("d").Groups = nil
	q.Area, q.Parts = "t", analysis.LevelWithin
	parts, err := s.ready().Supply(t.Context(), q)
	require.NoError(t, err)
	require.Equal(t, []bool{true, false}, []bool{parts.Parts[0].NoPeople, parts.Parts[1].NoPeople})
	require.Equal(t, "u", parts.Parts[0].Unit.Code)
	q.Area = "all"
	q.Group = analysis.GroupAll
	all, err := a.Supply(t.Context(), q)
	require.NoError(t, err)
	require.Equal(t, 0.4, all.Homes[0].PerPerson, "12 by 30")
}

// Both steps, home by home, with costs of the reference.
func TestRandomSupplyAgainstBruteForce(t *testing.T) {
	many(t, 40, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(t, r)
		for i := range town.Facilities {
			if r.IntN(4) > 0 {
				town.Facilities[i].Attributes["places"] = float64(r.IntN(200))
			}
		}
		a := town.ready(analysis.Options{})
		mode := &town.profiles.Modes[r.IntN(2)]
		ref := newReference(town.Dataset, mode, geo.NetworkDistance)
		ask := geo.Requirement{AnyOf: []string{"E03", "school"}}
		if r.IntN(3) == 0 {
			ask.Where = map[string]string{"ownership": "public"}
		}
		of := town.wanted(ask)
		persons, to, costs := make([]float64, len(town.Homes)), make([][]float64, len(town.Homes)), []float64{}
		for i := range town.Homes {
			h := &town.Homes[i]
			persons[i] = h.Persons.Or(0) * town.official(h)
			to[i] = ref.costs(h.Location, of)
			costs = append(costs, to[i]...)
		}
		limit := clearOf(costs, 100+500*r.Float64())
		// It falls with the cost, but not to 0, where a rounding would decide who shares.
		weight := func(share float64) float64 { return 1 - share/2 }
		want, known := make([]float64, len(town.Homes)), 0
		for j, f := range of {
			places, ok := f.Attributes["places"].(float64)
			if !ok {
				continue
			}
			known++
			demand := 0.0
			for i := range to {
				if to[i][j] <= limit {
					demand += persons[i] * weight(to[i][j]/limit)
				}
			}
			for i := range to {
				if to[i][j] <= limit && demand > 0 {
					want[i] += places / demand * weight(to[i][j]/limit)
				}
			}
		}
		for _, area := range []string{"all", "e", "w"} {
			// Each facility as one: who is covered has something of it.
			each, err := a.Supply(t.Context(), analysis.SupplyQuery{Area: area, Categories: ask.AnyOf, Where: ask.Where, Mode: mode.ID, Metres: limit})
			require.NoError(t, err)
			covered := a.cover(analysis.CoverageQuery{Area: area, Categories: ask.AnyOf, Where: ask.Where, Mode: mode.ID, Metres: []float64{limit}}).Coverage
			if each.Grey == "" {
				about(t, covered.People, tally(each.People.Or(-1), each.Reached.Or(-1)))
				require.Equal(t, covered.UnplacedPeople, each.Unplaced)
				require.Equal(t, covered.EdgePeople, each.Edge)
			}
			got, err := a.Supply(t.Context(), analysis.SupplyQuery{Area: area, Categories: ask.AnyOf, Where: ask.Where, Attribute: "places", Mode: mode.ID, Metres: limit, Weight: weight, Homes: true, Offers: true})
			require.NoError(t, err)
			require.Len(t, got.Facilities, known)
			require.Len(t, got.Unknown, len(of)-known)
			if got.Grey != "" {
				require.Zero(t, known, got.Grey)
				return
			}
			sum, people := 0.0, 0.0
			for _, h := range got.Homes {
				i := int(h.Home.ID[1]-'0')*10 + int(h.Home.ID[2]-'0')
				// Costs are rounded to millimetres, and weights with them.
				require.InDelta(t, want[i], h.PerPerson, 1e-3*math.Max(1, want[i]), h.Home.ID)
				require.InDelta(t, persons[i], h.Persons.Or(-1), 1e-9)
				sum, people = sum+persons[i]*h.PerPerson, people+persons[i]
			}
			require.InDelta(t, sum, got.PerPerson.Or(0)*people, 1e-6)
			if area == "all" {
				served := 0.0
				for _, o := range got.Offers {
					served += o.PerPerson.Or(0) * o.Demand.Or(0)
				}
				require.InDelta(t, served, sum, 1e-6, "nothing is lost and nothing made")
			}
		}
	})
}
