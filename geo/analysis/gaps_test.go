package analysis_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// A street with a school at its west end, and homes along it that are ever farther from it:
// a character is 50 m. The school is 0 m from the street, and so are the homes.
const streetOfGaps = `
1--a--b--c-----d--e--------------f
`

// Worked by hand: with 500 m the homes within are a (150 m) and b (300 m) and c (450 m);
// d is 750 m away and e 900 m, 150 m apart; f is 1650 m away.
func TestGapsOfAStreet(t *testing.T) {
	s := draw(t, streetOfGaps).people(map[string]float64{"d": 10, "e": 30, "f": 5})
	s.home("d").Groups, s.home("e").Groups = map[string]float64{"60+": 4}, map[string]float64{"60+": 1}
	a := s.ready()
	answer, err := a.Gaps(t.Context(), analysis.GapsQuery{Area: "all", Categories: []string{"E03"}, Circle: "c500"})
	require.NoError(t, err)
	require.Equal(t, 2, answer.GapsTotal)
	require.Len(t, answer.Gaps, 2)
	require.Equal(t, geo.Known(75), answer.Total)
	require.Equal(t, geo.Known(45), answer.Lacking)
	require.Equal(t, 3, answer.Homes)
	require.Equal(t, []string{"primary_school"}, answer.Requirements)
	require.Equal(t, []string{"60+"}, answer.Groups)

	near := answer.Gaps[0]
	require.Equal(t, geo.Known(40), near.People)
	require.Equal(t, []geo.Amount{geo.Known(5)}, near.Groups)
	require.InDelta(t, 400, near.MedianBeyondLimit.Or(-1), 0.5, "e, with 30 of the 40")
	require.Equal(t, "e", near.CentreHome.ID)
	require.Equal(t, 0, near.Main)
	n := near.Lacks[0].Nearest
	require.Equal(t, "1", n.Facility.ID)
	require.InDelta(t, 900, n.Cost, 0.5)
	require.Equal(t, s.home("e").Location, n.Path[0])
	require.Equal(t, s.facility("1").Location, n.Path[len(n.Path)-1])
	require.InDelta(t, 900, lengthM(n.Path), 0.5)
	// Two circles of 100 m, 150 m apart: 2πr² less the lens between them.
	half := 75.0
	lens := 2*100*100*math.Acos(half/100) - 2*half*math.Sqrt(100*100-half*half)
	require.InDelta(t, 2*math.Pi*100*100-lens, near.AreaM2, 2500, "drawn in cells of 20 m")
	for _, id := range []string{"d", "e"} {
		require.True(t, planar.MultiPolygonContains(near.Outline, s.home(id).Location))
	}
	require.Len(t, near.Outline, 1, "a gap is drawn in one piece")

	far := answer.Gaps[1]
	require.Equal(t, geo.Known(5), far.People)
	require.InDelta(t, 1150, far.P90BeyondLimit.Or(-1), 0.5)
	require.InDelta(t, 5, far.Burden, 1e-9, "more than the limit beyond it counts as once")

	// Ids are those of the homes: another run, and a version in which another home has moved
	// nowhere near, has the same.
	again, err := draw(t, streetOfGaps).people(map[string]float64{"d": 10, "e": 30, "f": 6}).ready().
		Gaps(t.Context(), analysis.GapsQuery{Area: "all", Categories: []string{"primary_school"}, Circle: "c500", Count: 1})
	require.NoError(t, err)
	require.Len(t, again.Gaps, 1)
	require.Equal(t, 2, again.GapsTotal)
	require.Equal(t, near.ID, again.Gaps[0].ID)
	require.NotEqual(t, near.ID, far.ID)
}

func TestGapsOfASetAndOfWhatIsNotThere(t *testing.T) {
	s := draw(t, streetOfGaps)
	s.facility("1").Attributes = map[string]any{"ownership": "public"}
	a := s.ready()
	answer, err := a.Gaps(t.Context(), analysis.GapsQuery{Area: "all", Circle: "c500"})
	require.NoError(t, err)
	require.Equal(t, "basic", answer.Set.ID)
	require.Equal(t, []string{"school", "clinic", "two_public"}, answer.Requirements)
	// Nobody has a clinic or two schools. c and d are 300 m apart, and so are a gap each; in
	// the first only clinic and the second school are missing.
	require.Len(t, answer.Gaps, 3)
	first := answer.Gaps[slices.IndexFunc(answer.Gaps, func(g analysis.Gap) bool { return len(g.Homes) == 3 })]
	require.Len(t, first.Lacks, 2)
	require.Equal(t, []string{analysis.ReasonNoTargets, analysis.ReasonTooFew}, []string{first.Lacks[0].Reason, first.Lacks[1].Reason})
	require.Equal(t, -1, first.Main)
	require.Equal(t, 3, first.NeverHomes)
	second := answer.Gaps[slices.IndexFunc(answer.Gaps, func(g analysis.Gap) bool { return len(g.Homes) == 2 })]
	require.Len(t, second.Lacks, 3)
	require.Equal(t, 0, second.Main)
	require.Equal(t, "1", second.Lacks[0].Nearest.Facility.ID)

	for _, q := range []struct {
		analysis.GapsQuery
		field, rule string
	}{
		{analysis.GapsQuery{Area: "all", Circle: "seat1"}, "circle", "starts at a seat"},
		{analysis.GapsQuery{Area: "all", Circle: "bare"}, "circle", "has no requirement set"},
		{analysis.GapsQuery{Area: "all", Mode: "walk", Metres: 5}, "category", "at least one category"},
		{analysis.GapsQuery{Area: "all", Circle: "c500", Where: map[string]string{"a": "b"}}, "category", "beside where"},
		{analysis.GapsQuery{Area: "x", Circle: "c500"}, "unit", "is no unit"},
		{analysis.GapsQuery{Area: "all", Circle: "c500", Group: "9+"}, "group", "age groups"},
		{analysis.GapsQuery{Area: "all", Categories: []string{"E03"}}, "circle", "name a circle"},
	} {
		_, err := a.Gaps(t.Context(), q.GapsQuery)
		refused(t, err, q.field, q.rule)
	}
	// Where a built-up circle has no answer, gaps have none.
	grey, err := a.Gaps(t.Context(), analysis.GapsQuery{Area: "all", Circle: "c500_town"})
	require.NoError(t, err)
	require.NotEmpty(t, grey.Grey)
	require.Empty(t, grey.Gaps)
}

func lengthM(l orb.LineString) float64 {
	sum := 0.0
	for i := 1; i < len(l); i++ {
		sum += crs.Distance(l[i-1], l[i])
	}
	return sum
}

// Gaps and explanations of random towns, home by home, against the reference.
func TestRandomGapsAndExplanationsAgainstBruteForce(t *testing.T) {
	many(t, 40, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(t, r)
		a := town.ready(analysis.Options{})
		walk, _ := town.profiles.Mode("walk")
		ref := newReference(town.Dataset, walk, geo.NetworkDistance)
		set := town.profiles.RequirementSets[0].Requirements
		lacking := map[string]float64{}
		reachedBy := map[string][]float64{}
		for i := range town.Homes {
			h := &town.Homes[i]
			for k := range set {
				c := ref.kth(h.Location, town.wanted(set[k]), set[k].Count())
				require.Greater(t, math.Abs(c-500), doubtfulM, "the seed draws a home too near to the limit")
				reachedBy[h.ID] = append(reachedBy[h.ID], c)
				if c > 500 {
					lacking[h.ID] = h.Persons.Or(0) * town.official(h)
				}
			}
		}
		answer, err := a.Gaps(t.Context(), analysis.GapsQuery{Area: "all", Circle: "c500"})
		require.NoError(t, err)
		var people, inGaps float64
		for _, n := range lacking {
			people += n
		}
		for i := range answer.Gaps {
			g := &answer.Gaps[i]
			inGaps += g.People.Or(0)
			require.Contains(t, lacking, g.CentreHome.ID)
			for _, l := range g.Lacks {
				checkNearest(t, ref, town, g.CentreHome.Location, set[l.Requirement], l.Nearest, reachedBy[g.CentreHome.ID][l.Requirement])
			}
			if g.Main >= 0 {
				require.InDelta(t, g.Lacks[g.Main].Nearest.Cost, pathCost(g.Lacks[g.Main].Nearest.Path), 0.1)
			}
		}
		require.InDelta(t, people, inGaps, 1e-6)
		require.InDelta(t, people, answer.Lacking.Or(-1), 1e-6)
		require.Equal(t, len(lacking), answer.Homes)

		for range 3 {
			h := &town.Homes[r.IntN(len(town.Homes))]
			explained, err := a.Explain(t.Context(), h.Location)
			require.NoError(t, err)
			i := slices.IndexFunc(explained.Circles, func(c analysis.ExplainedCircle) bool { return c.Circle.ID == "c500" })
			c := explained.Circles[i]
			require.True(t, c.Applies)
			if !ref.connected(h.Location) {
				require.NotNil(t, c.OffNetwork)
				require.Empty(t, c.Requirements)
				continue
			}
			require.Len(t, c.Requirements, len(set))
			for k, got := range c.Requirements {
				of, cost := town.wanted(set[k]), reachedBy[h.ID][k]
				require.Equal(t, cost <= 500, got.Met, set[k].ID)
				require.Equal(t, len(of), got.Facilities)
				within := 0
				for _, d := range ref.costs(h.Location, of) {
					if d <= 500 {
						within++
					}
				}
				require.Equal(t, min(within, set[k].Count()), got.Within)
				if !math.IsInf(cost, 1) {
					checkNearest(t, ref, town, h.Location, set[k], got.Nearest, cost)
					require.InDelta(t, cost, pathCost(got.Nearest.Path), 0.1)
				}
			}
		}
	})
}

// checkNearest compares a facility that decides with what the reference finds.
func checkNearest(t *testing.T, ref *reference, town *randomTown, from orb.Point, req geo.Requirement, n *analysis.Nearest, cost float64) {
	t.Helper()
	if math.IsInf(cost, 1) {
		require.Nil(t, n)
		return
	}
	require.NotNil(t, n)
	require.InDelta(t, cost, n.Cost, doubtfulM)
	require.InDelta(t, cost, ref.kth(from, []*geo.Facility{n.Facility}, 1), doubtfulM, "it is that facility")
	require.Contains(t, town.wanted(req), n.Facility)
}

// pathCost is what a drawn path costs on foot: its first and last piece are legs, which
// count twice, and the rest its length.
func pathCost(path orb.LineString) float64 {
	if len(path) < 3 {
		return 2 * lengthM(path)
	}
	return lengthM(path) + lengthM(path[:2]) + lengthM(path[len(path)-2:])
}
