package analysis_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/supply"
)

// TestSetsAgreeWithCompleteness: two ways to the same people, for every scope.
func TestSetsAgreeWithCompleteness(t *testing.T) {
	for seed := range uint64(25) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			town := newRandomTown(t, rand.New(rand.NewPCG(seed, 41)))
			a, err := analysis.New(t.Context(), town.Dataset, town.profiles, analysis.Options{Workers: 2})
			require.NoError(t, err)
			for _, circle := range []string{"c500", "line500", "c500_town", "c500_rural"} {
				for _, area := range []string{"e", "w", "all"} {
					want, err := a.Completeness(t.Context(), analysis.CompletenessQuery{Area: area, Circle: circle})
					require.NoError(t, err)
					got, err := a.SetCoverage(t.Context(), analysis.SetQuery{Area: area, Circle: circle})
					require.NoError(t, err)
					require.Equal(t, want.Grey, got.Grey, "%s in %s", circle, area)
					require.Equal(t, want.Completeness.People, got.Coverage.People.Total)
					require.Equal(t, want.Completeness.Complete, got.Coverage.People.Covered, "%s in %s", circle, area)
					for i := range got.Parts {
						if got.Grey == "" {
							require.Equal(t, want.Completeness.Reached[i], got.Parts[i].Coverage.People.Covered)
						}
					}
				}
			}
		})
	}
}

// TestSupplyIsShared: what all people reach together is one unit for every facility that
// somebody reaches, and the two towns make up the whole.
func TestSupplyIsShared(t *testing.T) {
	for seed := range uint64(25) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			town := newRandomTown(t, rand.New(rand.NewPCG(seed, 43)))
			a, err := analysis.New(t.Context(), town.Dataset, town.profiles, analysis.Options{Workers: 2})
			require.NoError(t, err)
			for _, circle := range []string{"c500", "line500"} {
				sum := map[string]float64{}
				facilities := 0
				for _, area := range []string{"e", "w", "all"} {
					got, err := a.Supply(t.Context(), analysis.SupplyQuery{Area: area, Categories: []string{"primary_school", "kindergarten"}, Circle: circle})
					require.NoError(t, err)
					sum[area] = got.PerPerson.Or(0) * got.People.Or(0)
					facilities = len(got.Facilities)
				}
				require.InDelta(t, sum["all"], sum["e"]+sum["w"], 1e-6)
				require.InDelta(t, math.Round(sum["all"]), sum["all"], 1e-6, "a whole number of facilities")
				require.LessOrEqual(t, sum["all"], float64(facilities)+1e-6)
				if circle == "line500" && facilities > 0 {
					require.Positive(t, sum["all"])
				}
			}
		})
	}
}

// TestSupplyByZones: homes a, b and c are 150, 300 and 450 m from the one school, in the three
// thirds of 500 m; d and beyond reach none. Everybody has 10 people.
//
//	R = 40 / (10·1.00 + 10·0.68 + 10·0.22) = 40/19;  A(a) = R, A(b) = 0.68 R, A(c) = 0.22 R
func TestSupplyByZones(t *testing.T) {
	s := draw(t, streetOfGaps)
	s.facility("1").Attributes = map[string]any{"places": 40.0}
	s.unit("1", geo.LevelTown, -5, -5, 60, 5)
	s.unit("1a", geo.LevelVillage, -5, -5, 7.5, 5)
	s.unit("1b", geo.LevelVillage, 7.5, -5, 60, 5)
	a := s.ready()
	q := analysis.SupplyQuery{Area: "1", Categories: []string{"E03"}, Attribute: "places", Circle: "c500",
		Zones: supply.SlowDecay(), Parts: geo.LevelVillage, Homes: true}
	got, err := a.Supply(t.Context(), q)
	require.NoError(t, err)
	const r = 40 / 19.0
	require.Len(t, got.Homes, 6)
	for i, want := range []float64{r, 0.68 * r, 0.22 * r, 0, 0, 0} {
		require.InDelta(t, want, got.Homes[i].PerPerson, 1e-9, got.Homes[i].Home.ID)
		require.Equal(t, geo.Known(10), got.Homes[i].Persons)
	}
	require.InDelta(t, 40, got.PerPerson.Or(0)*got.People.Or(0), 1e-9, "nothing is lost")
	require.Len(t, got.Parts, 2)
	require.Equal(t, "1a", got.Parts[0].Unit.Code)
	require.Equal(t, 20.0, got.Parts[0].People, "a and b")
	require.InDelta(t, 1.68*r/2, got.Parts[0].PerPerson.Or(-1), 1e-9)
	require.InDelta(t, 0.22*r/4, got.Parts[1].PerPerson.Or(-1), 1e-9)
	require.Equal(t, 10.0, got.Parts[1].Reached)
	q.Zones = supply.Zones{{UpTo: 2, Weight: 1}}
	_, err = a.Supply(t.Context(), q)
	require.Error(t, err)
}

// TestSeatsAndCorridors: from A a car takes 10 s for 100 m; the road to C is one-way
// inwards, so that nobody leaves by it.
func TestSeatsAndCorridors(t *testing.T) {
	s := draw(t, "C---A---1---B")
	for i := range s.Roads {
		r := &s.Roads[i]
		r.Highway = "primary"
		if r.Geometry[0] == s.town.Nodes["C"] || r.Geometry[len(r.Geometry)-1] == s.town.Nodes["C"] {
			r.OneWay = geo.Forward // drawn from C to A
		}
	}
	car := &s.profiles.Modes[2]
	car.Classes, car.ClassSpeedKmh = []string{"primary"}, map[string]float64{"primary": 36}
	s.unit("county", geo.LevelCounty, -5, -5, 20, 5).Seat = s.seat(4, 0)
	s.unit("t1", geo.LevelTown, 2, -5, 6, 5).Seat = s.seat(4, 0)
	s.unit("t2", geo.LevelTown, 6, -5, 20, 5).Seat = s.seat(12, 0)
	s.unit("t3", geo.LevelTown, -5, -5, 2, 5).Seat = s.seat(0, 0)
	a := s.ready()

	got, err := a.SeatToFacility(t.Context(), "t1", "car", []string{"primary_school"})
	require.NoError(t, err)
	require.Equal(t, "1", got.To)
	require.InDelta(t, 20.0/60, got.Minutes.Or(-1), 1e-3)
	got, err = a.SeatToFacility(t.Context(), "t1", "car", []string{"kindergarten"})
	require.NoError(t, err)
	require.Equal(t, analysis.ReasonNoTargets, got.Reason)

	parts, err := a.SeatToParts(t.Context(), "county", "car", geo.LevelTown)
	require.NoError(t, err)
	require.Len(t, parts, 3)
	require.Equal(t, geo.Known(0), parts[0].Minutes, "the seat of the county is that of t1")
	require.InDelta(t, 40.0/60, parts[1].Minutes.Or(-1), 1e-3)
	require.Equal(t, analysis.ReasonNoWay, parts[2].Reason, "nobody drives to C")

	// Both roads cross the border of t1; one may only be come in by. They have no name and
	// lie 200 m apart.
	out, err := a.Corridors(t.Context(), "t1", "secondary")
	require.NoError(t, err)
	require.Len(t, out.Crossings, 2)
	reached := map[bool]int{}
	for _, c := range out.Crossings {
		reached[c.Reached]++
		east := c.At[0] > s.town.At(4, 0)[0]
		require.Equal(t, east, c.Reached)
	}
	require.Equal(t, map[bool]int{true: 1, false: 1}, reached)
	out, err = a.Corridors(t.Context(), "t1", "trunk")
	require.NoError(t, err)
	require.Empty(t, out.Crossings, "a primary road is no trunk road")
	_, err = a.Corridors(t.Context(), "t1", "lane")
	refused(t, err, "class", "has to be one of")
	_, err = a.SeatToFacility(t.Context(), "t1,t2", "car", []string{"primary_school"})
	refused(t, err, "unit", "a cluster has no seat")
}
