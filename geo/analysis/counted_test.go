package analysis_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

// serving makes a category of the test profiles one for some ages.
func (s *scene) serving(category, ages, within string) {
	c, ok := s.profiles.Category(category)
	require.True(s.t, ok)
	c.Serves = &geo.ServedAges{Ages: ages, Within: within, Provenance: geo.Provenance{Source: "a law"}}
}

// Of groups that a dataset may have, the one that is counted for a kindergarten (3-5).
func TestTheGroupThatACategoryCounts(t *testing.T) {
	for name, c := range map[string]struct {
		known        []string
		within, want string
		reason       analysis.CountedReason
	}{
		"just these ages":            {[]string{"0-14", "0-6", "3-5"}, "0-17", "3-5", analysis.CountedServed},
		"the narrowest that holds":   {[]string{"0-14", "0-6", "15-59", "60+"}, "0-17", "0-6", analysis.CountedHolding},
		"as narrow, of lower ages":   {[]string{"3-6", "2-5", "0-14"}, "0-17", "2-5", analysis.CountedHolding},
		"overlapping is not holding": {[]string{"0-4", "5-9", "4-8"}, "0-17", "", analysis.CountedNoGroup},
		"too wide to stand in":       {[]string{"0-59", "0+"}, "0-17", "", analysis.CountedNoGroup},
		"none may stand in":          {[]string{"0-6"}, "", "", analysis.CountedNoGroup},
		"names that are no ages":     {[]string{"<6", "children"}, "0-17", "", analysis.CountedNoGroup},
		"no groups":                  {nil, "0-17", "", analysis.CountedNoGroup},
	} {
		s := draw(t, streetOfGaps)
		s.serving("E02", "3-5", c.within)
		s.home("a").Groups = map[string]float64{}
		for _, g := range c.known {
			s.home("a").Groups[g] = 1
		}
		answer, err := s.ready().Gaps(t.Context(), analysis.GapsQuery{Area: "all", Categories: []string{"E02"}, Circle: "c500"})
		require.NoError(t, err, name)
		require.Equal(t, c.want, answer.Counted.Group, name)
		require.Equal(t, c.reason, answer.Counted.Reason, name)
		require.Equal(t, "3-5", answer.Counted.Serves.Ages, name)
	}
}

// Homes a to f have ten people each, and from 1 to 6 children.
func TestAKindergartenCountsChildren(t *testing.T) {
	s := draw(t, streetOfGaps)
	s.serving("E02", "3-5", "0-17")
	s.serving("E03", "6-11", "0-17")
	s.facility("1").Categories = []string{"kindergarten"}
	for i := range s.Homes {
		s.Homes[i].Groups = map[string]float64{"0-6": float64(i + 1), "60+": 2}
	}
	a := s.ready()
	// d, e and f are beyond 500 m.
	gaps := func(group string, categories ...string) *analysis.GapsAnswer {
		answer, err := a.Gaps(t.Context(), analysis.GapsQuery{Area: "all", Categories: categories, Circle: "c500", Group: group})
		require.NoError(t, err)
		return answer
	}
	require.Equal(t, []geo.Amount{geo.Known(21), geo.Known(4 + 5 + 6)}, []geo.Amount{gaps("", "E02").Total, gaps("", "E02").Lacking})
	require.Equal(t, geo.Known(60), gaps("all", "E02").Total)
	require.Equal(t, analysis.Counted{Reason: analysis.CountedAsked}, gaps("all", "E02").Counted)
	require.Equal(t, geo.Known(12), gaps("60+", "E02").Total)
	require.Equal(t, geo.Known(60), gaps("", "E03").Total, "nobody knows the children of 6 to 11")
	require.Equal(t, analysis.CountedNoGroup, gaps("", "E03").Counted.Reason)
	require.Equal(t, analysis.CountedMixed, gaps("", "E02", "E03").Counted.Reason)
	require.Equal(t, analysis.CountedMixed, gaps("", "E02", "H03").Counted.Reason, "for children, and for everybody")
	require.Equal(t, analysis.Counted{}, gaps("", "H03").Counted)
	require.Equal(t, analysis.Counted{}, gaps("").Counted, "a set")
	require.Equal(t, geo.Known(60), a.cover(analysis.CoverageQuery{Categories: []string{"E02"}}).Coverage.People.Total, "coverage counts everybody unless it is asked")
	require.Equal(t, geo.Known(60), a.cover(analysis.CoverageQuery{Categories: []string{"E02"}, Group: "all"}).Coverage.People.Total)

	sites, err := a.Sites(t.Context(), analysis.SitesQuery{Area: "all", Categories: []string{"E02"}, Circle: "c500", Count: 3, Candidates: analysis.CandidateHomes})
	require.NoError(t, err)
	require.Equal(t, "0-6", sites.Counted.Group)
	require.Equal(t, geo.Known(21), sites.Total)
	require.Equal(t, siting.ObjectiveMCLP, sites.Answer.Objective)
	require.InDelta(t, 15, sites.Answer.Value, 1e-9)
}
