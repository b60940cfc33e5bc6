package analysis_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

// Worked by hand: with 500 m the school serves a, b and c. One more at c, d or e serves d and
// e, and with the same people the smaller id is taken; f is alone, 750 m from e.
func TestSitesOfAStreet(t *testing.T) {
	s := draw(t, streetOfGaps).people(map[string]float64{"d": 10, "e": 30, "f": 25})
	s.unit("1", geo.LevelTown, -5, -5, 60, 5)
	for i := range s.Roads {
		s.Roads[i].Name = "长街"
	}
	a := s.ready()
	ask := func(q analysis.SitesQuery) *analysis.SitesAnswer {
		t.Helper()
		q.Area, q.Categories, q.Mode, q.Metres = "all", []string{"E03"}, "walk", 500
		answer, err := a.Sites(t.Context(), q)
		require.NoError(t, err)
		require.Empty(t, answer.Grey)
		require.True(t, answer.Answer.Optimal)
		return answer
	}
	one := ask(analysis.SitesQuery{Count: 1, Candidates: analysis.CandidateHomes})
	require.Equal(t, []string{"c"}, ids(one))
	require.Equal(t, geo.Known(40), one.Sites[0].Gained)
	require.Equal(t, 2, one.Sites[0].Homes)
	require.Equal(t, "1", one.Sites[0].Town.Code)
	require.Equal(t, []geo.Amount{geo.Known(95), geo.Known(30), geo.Known(70)}, []geo.Amount{one.Total, one.Covered, one.CoveredAfter})
	require.InDelta(t, 40, one.Answer.Value, 1e-9)
	require.Equal(t, []int{6, 1, 5}, []int{one.CandidatesAll, one.Far, one.Candidates}, "a is 600 m from the nearest who lacks a school")
	require.Equal(t, []string{"c", "f"}, ids(ask(analysis.SitesQuery{Candidates: analysis.CandidateHomes})), "a third gains nobody")
	require.Equal(t, []string{"c", "f"}, ids(ask(analysis.SitesQuery{Candidates: analysis.CandidateHomes, Objective: siting.ObjectiveLSCP, Count: 1})))
	// Nearest to most: e pays 900 m, f 1650 m; at e they pay 0, 750 m and d 150 m; at f the cap
	// of 1500 m is saved for 25, and nothing for the others.
	median := ask(analysis.SitesQuery{Candidates: analysis.CandidateHomes, Objective: siting.ObjectivePMedian, Count: 1})
	require.Equal(t, []string{"e"}, ids(median))
	require.Equal(t, geo.Known(1500), median.Cap)
	require.InDelta(t, 30*900+10*600+25*750, median.Sites[0].Saved.Or(-1), 1)
	// d and e are within the limit of each other's, and count once.
	require.Equal(t, geo.Known(95), ask(analysis.SitesQuery{Candidates: analysis.CandidateHomes, Objective: siting.ObjectivePMedian, Count: 3}).CoveredAfter)
	// What the asker names is taken as it is; a place off the network is left out.
	off := s.town.At(9, 20)
	named := ask(analysis.SitesQuery{At: []orb.Point{s.home("f").Location, off}, Count: 2})
	require.Equal(t, analysis.CandidateList, named.Kind)
	require.Len(t, named.Sites, 1)
	require.Equal(t, s.home("f").Location, named.Sites[0].Location)
	require.Equal(t, geo.Known(25), named.Sites[0].Gained)
	require.Equal(t, "长街", named.Sites[0].Road)
	require.Equal(t, 1, named.Unplaced)
}

func ids(s *analysis.SitesAnswer) []string {
	var out []string
	for i := range s.Sites {
		out = append(out, s.Sites[i].ID)
	}
	return out
}

func TestWhereNothingIsSited(t *testing.T) {
	s := draw(t, streetOfGaps)
	for i, use := range []string{"residential", "water", "farmland", "education"} {
		x := float64(10 * i)
		s.Parcels = append(s.Parcels, geo.Parcel{ID: use, Use: use, Geometry: s.box(x+1, -1, x+4, 1)})
	}
	s.Barriers = append(s.Barriers, geo.Barrier{ID: "lake", Kind: geo.BarrierWater, Geometry: s.box(14, -3, 19, -2)})
	a := s.ready()
	q := analysis.SitesQuery{Area: "all", Categories: []string{"E03"}, Mode: "walk", Metres: 500, Candidates: analysis.CandidateHomes}
	answer, err := a.Sites(t.Context(), q)
	require.NoError(t, err)
	require.Equal(t, 6, answer.CandidatesAll)
	require.Zero(t, answer.Forbidden, "no home stands on the water's parcel")
	q.Avoid = []string{"residential"} // from 1 to 4: a stands there
	answer, err = a.Sites(t.Context(), q)
	require.NoError(t, err)
	require.Equal(t, 1, answer.Forbidden)
	require.Equal(t, 5, answer.Candidates)
	require.Zero(t, answer.Far, "a, which is far from who lacks a school, is forbidden already")

	q.Avoid, q.Candidates = nil, analysis.CandidateParcels
	answer, err = a.Sites(t.Context(), q)
	require.NoError(t, err)
	require.Equal(t, 1, answer.CandidatesAll, "the category has no family here: residential land alone is for all")
	q.Candidates, q.At = "", []orb.Point{s.town.At(16, -2.5)}
	answer, err = a.Sites(t.Context(), q)
	require.NoError(t, err)
	require.Equal(t, 1, answer.Forbidden)
	require.Equal(t, analysis.ReasonNoCandidates, answer.Grey)
	require.Empty(t, answer.Sites)

	for _, q := range []struct {
		analysis.SitesQuery
		field, rule string
	}{
		{analysis.SitesQuery{Objective: "best"}, "objective", "mclp"},
		{analysis.SitesQuery{Candidates: "roofs"}, "candidates", "villages"},
		{analysis.SitesQuery{Candidates: analysis.CandidateHomes, At: []orb.Point{{120, 30}}}, "at", "leave out candidates"},
		{analysis.SitesQuery{At: []orb.Point{{10, 30}}}, "at", "outside"},
		{analysis.SitesQuery{At: make([]orb.Point, analysis.MaxCandidates+1)}, "at", "at most"},
	} {
		q.Area, q.Categories, q.Circle = "all", []string{"E03"}, "c500"
		_, err := a.Sites(t.Context(), q.SitesQuery)
		refused(t, err, q.field, q.rule)
	}
}

// More candidates than may be weighed are thinned to one in a square, and the answer says so.
func TestCandidatesAreThinned(t *testing.T) {
	s := draw(t, streetOfGaps)
	for i := range analysis.MaxCandidates + 1000 {
		// 6,000 homes on 2.5 km of the street: 50 or more in each square.
		s.Homes = append(s.Homes, geo.Home{ID: fmt.Sprintf("x%05d", i), Location: s.town.At(float64(i)/200, 0), Persons: geo.Known(1)})
	}
	answer, err := s.ready().Sites(t.Context(), analysis.SitesQuery{Area: "all", Categories: []string{"E03"}, Circle: "c500", Candidates: analysis.CandidateHomes, Count: 1})
	require.NoError(t, err)
	require.Equal(t, 50.0, answer.SquareM)
	require.Equal(t, analysis.MaxCandidates+1006, answer.CandidatesAll)
	// The street lies along the side of two rows of squares.
	require.Greater(t, answer.Candidates, 30)
	require.Less(t, answer.Candidates, 70)
	require.Len(t, answer.Sites, 1)
}

// Every choice of two among the homes is tried, with the costs of the reference.
func TestRandomSitesAgainstEveryChoice(t *testing.T) {
	many(t, 30, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(t, r)
		a := town.ready(analysis.Options{})
		walk, _ := town.profiles.Mode("walk")
		ref := newReference(town.Dataset, walk, geo.NetworkDistance)
		of := town.wanted(geo.Requirement{AnyOf: []string{"E03"}})
		n := len(town.Homes)
		today, weight, to, costs := make([]float64, n), make([]float64, n), make([][]float64, n), []float64{}
		for i := range town.Homes {
			h := &town.Homes[i]
			today[i], weight[i] = ref.kth(h.Location, of, 1), h.Persons.Or(0)*town.official(h)
			places := make([]*geo.Facility, n)
			for j := range town.Homes {
				places[j] = &geo.Facility{Location: town.Homes[j].Location}
			}
			to[i] = ref.costs(h.Location, places)
			costs = append(append(costs, to[i]...), today[i])
		}
		limit := clearOf(costs, 100+200*r.Float64())
		best := 0.0
		saved := 0.0
		for j := range n {
			for k := range n {
				gained, nearer := 0.0, 0.0
				for i := range n {
					c := min(to[i][j], to[i][k])
					if today[i] > limit && c <= limit {
						gained += weight[i]
					}
					nearer += weight[i] * max(0, min(today[i], 3*limit)-min(c, 3*limit))
				}
				best, saved = max(best, gained), max(saved, nearer)
			}
		}
		q := analysis.SitesQuery{Area: "all", Categories: []string{"E03"}, Mode: "walk", Metres: limit, Count: 2, Candidates: analysis.CandidateHomes}
		answer, err := a.Sites(t.Context(), q)
		require.NoError(t, err)
		if answer.Grey == "" {
			require.InDelta(t, best, answer.Answer.Value, 1e-6)
			require.InDelta(t, answer.Answer.Value, answer.CoveredAfter.Or(0)-answer.Covered.Or(0), 1e-6)
			require.GreaterOrEqual(t, answer.Answer.Bound, answer.Answer.Value-1e-6)
		} else {
			require.Zero(t, best)
		}
		q.Objective = siting.ObjectivePMedian
		answer, err = a.Sites(t.Context(), q)
		require.NoError(t, err)
		if answer.Grey == "" {
			require.InDelta(t, saved, (answer.Answer.Before-answer.Answer.Value)/1000, 0.02*math.Max(1, answer.Total.Or(0)))
		}
		// The group's own people are counted.
		q.Objective, q.Group = siting.ObjectiveMCLP, "60+"
		group, err := a.Sites(t.Context(), q)
		require.NoError(t, err)
		old := 0.0
		for i := range town.Homes {
			old += town.Homes[i].Groups["60+"] * town.official(&town.Homes[i])
		}
		if group.Grey == "" {
			require.InDelta(t, old, group.Total.Or(-1), 1e-6)
		}
	})
}
