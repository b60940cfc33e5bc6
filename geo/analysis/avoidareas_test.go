package analysis_test

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// On the street of gaps c serves d and e as well as d and e themselves do. Areas drawn
// over c, over c and d, and over all; the second question is the first for those not
// forbidden, though candidates are kept between the two.
func TestAreasThatTheAskerForbids(t *testing.T) {
	s := draw(t, streetOfGaps).people(map[string]float64{"d": 10, "e": 30, "f": 25})
	a := s.ready()
	ask := func(areas ...orb.MultiPolygon) *analysis.SitesAnswer {
		t.Helper()
		answer, err := a.Sites(t.Context(), analysis.SitesQuery{Area: "all", Categories: []string{"E03"}, Mode: "walk", Metres: 500, Count: 1,
			Candidates: analysis.CandidateHomes, AvoidAreas: areas})
		require.NoError(t, err)
		return answer
	}
	overC, overD := s.box(8, -1, 10, 1), s.box(10, -1, 16, 1)
	require.Equal(t, []string{"c"}, ids(ask()))
	one := ask(overC)
	require.Equal(t, []string{"d"}, ids(one))
	require.Equal(t, []int{6, 1, 1, 1, 4}, []int{one.CandidatesAll, one.Forbidden, one.Drawn, one.Far, one.Candidates})
	require.Equal(t, []string{"e"}, ids(ask(overC, overD)))
	require.Equal(t, []string{"e"}, ids(ask(append(overC, overD...))))
	require.Equal(t, []string{"c"}, ids(ask(s.box(20, -1, 30, 1))), "nobody stands there")
	// The areas overlap: what lies in both is forbidden as well.
	require.Equal(t, []string{"d"}, ids(ask(overC, overC)))
	none := ask(s.box(-1, -1, 60, 1))
	require.Equal(t, analysis.ReasonNoCandidates, none.Grey)
	require.Equal(t, 6, none.Drawn)
	require.Equal(t, []string{"c"}, ids(ask()), "what is kept is not changed")
}

// A list of the asker's, with ids: the best of two is answered by its id.
func TestPlacesOfTheAskersWithIDs(t *testing.T) {
	s := draw(t, streetOfGaps)
	a := s.ready()
	q := analysis.SitesQuery{Area: "all", Categories: []string{"E03"}, Mode: "walk", Metres: 500, Count: 1, Places: []analysis.Candidate{
		{ID: "K-7", Name: "旧仓库", Location: s.home("f").Location}, {ID: "K-3", Location: s.home("e").Location}}}
	answer, err := a.Sites(t.Context(), q)
	require.NoError(t, err)
	require.Equal(t, analysis.CandidateList, answer.Kind)
	require.Equal(t, []string{"K-3"}, ids(answer), "d and e, against f alone")
	q.AvoidAreas = []orb.MultiPolygon{s.box(17, -1, 19, 1)}
	answer, err = a.Sites(t.Context(), q)
	require.NoError(t, err)
	require.Equal(t, []string{"K-7"}, ids(answer))
	require.Equal(t, "旧仓库", answer.Sites[0].Name)
	require.Equal(t, geo.Known(10), answer.Sites[0].Gained)
	q.Places[0].Location = orb.Point{10, 10}
	_, err = a.Sites(t.Context(), q)
	refused(t, err, "candidates", "outside")
}
