package analysis_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

// Where it is not known where people live, sites, gaps and coverage are counted in the same
// thing, which is not called people. Two towns have official numbers, but nothing stands in
// one of them; so nobody can be placed anywhere, though homes are known.
func TestSitesWithoutPeople(t *testing.T) {
	of := map[string]float64{"a": 10, "b": 0, "c": 10, "d": 10, "e": 30, "f": 25}
	for _, row := range []struct {
		kind lifecircle.Denominator
		set  func(h *geo.Home, n geo.Amount)
	}{
		{lifecircle.Residential, func(h *geo.Home, n geo.Amount) { h.ResidentialM2 = n }},
		{lifecircle.Dwellings, func(h *geo.Home, n geo.Amount) { h.Dwellings = n }},
		{lifecircle.Street, func(h *geo.Home, n geo.Amount) { h.StreetM = n }},
		{"", func(*geo.Home, geo.Amount) {}},
	} {
		t.Run("in "+string(row.kind), func(t *testing.T) {
			s := draw(t, streetOfGaps)
			for i := range s.Homes {
				h := &s.Homes[i]
				h.Persons = geo.Unknown()
				row.set(h, geo.Known(of[h.ID]))
			}
			s.unit("1", geo.LevelTown, -5, -5, 60, 5).Population = geo.Known(800)
			s.unit("2", geo.LevelTown, -5, 5, 60, 9).Population = geo.Known(500)
			a := s.ready()
			ask := func(o siting.Objective) *analysis.SitesAnswer {
				answer, err := a.Sites(t.Context(), analysis.SitesQuery{Area: "all", Categories: []string{"E03"}, Mode: "walk", Metres: 500,
					Count: 1, Candidates: analysis.CandidateHomes, Objective: o})
				require.NoError(t, err)
				require.Equal(t, row.kind, answer.Denominator)
				return answer
			}
			coverage, err := a.Coverage(t.Context(), analysis.CoverageQuery{Area: "all", Categories: []string{"E03"}, Mode: "walk", Metres: []float64{500}})
			require.NoError(t, err)
			c := &coverage.Limits[0]
			require.Equal(t, row.kind, c.Coverage.Denominator())
			gaps, err := a.Gaps(t.Context(), analysis.GapsQuery{Area: "all", Categories: []string{"E03"}, Circle: "c500"})
			require.NoError(t, err)
			require.Equal(t, row.kind, gaps.Denominator)
			one := ask(siting.ObjectiveMCLP)
			if row.kind == "" {
				require.Contains(t, one.Grey, "nothing says where in it people live")
				require.Equal(t, c.Grey, one.Grey)
				require.Nil(t, one.Answer)
				return
			}
			require.Equal(t, c.NoPeople, one.NoPeople)
			require.Equal(t, "an official population is given for 2, but nothing says where in it people live", one.NoPeople)
			// As in TestSitesOfAStreet, but for what is counted.
			require.Equal(t, []string{"c"}, ids(one))
			require.Equal(t, geo.Known(40), one.Sites[0].Gained)
			require.Equal(t, []geo.Amount{geo.Known(85), geo.Known(20), geo.Known(60), geo.Known(0)}, []geo.Amount{one.Total, one.Covered, one.CoveredAfter, one.Beyond})
			require.Equal(t, geo.Known(65), gaps.Lacking)
			require.InDelta(t, 40, one.Answer.Value, 1e-9)
			require.Equal(t, []string{"c", "f"}, ids(ask(siting.ObjectiveLSCP)))
			median := ask(siting.ObjectivePMedian)
			require.Equal(t, []string{"e"}, ids(median))
			require.InDelta(t, 30*900+10*600+25*750, median.Sites[0].Saved.Or(-1), 1)
		})
	}
}
