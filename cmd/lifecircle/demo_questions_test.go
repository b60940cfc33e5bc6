package main

import (
	"slices"
	"testing"

	"github.com/paulmach/orb/planar"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/demo"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

// demoAnalysis is the demo county made ready.
func demoAnalysis(tb testing.TB) (*geo.Dataset, *analysis.Analysis) {
	tb.Helper()
	ds, err := demo.Make(tb.Context(), demo.Options{})
	require.NoError(tb, err)
	p, err := profiles.Load()
	require.NoError(tb, err)
	a, err := analysis.New(tb.Context(), ds, p, analysis.Options{})
	require.NoError(tb, err)
	return ds, a
}

// Every planted gap of the demo county is named by a fitting question.
func TestGapsNamesWhatIsPlantedInTheDemo(t *testing.T) {
	withoutRaceDetector(t)
	ds, a := demoAnalysis(t)
	unit := func(code string) *geo.Unit {
		i := slices.IndexFunc(ds.Units, func(u geo.Unit) bool { return u.Code == code })
		require.GreaterOrEqual(t, i, 0, code)
		return &ds.Units[i]
	}
	inGaps := func(answer *analysis.GapsAnswer) (people float64) {
		for i := range answer.Gaps {
			people += answer.Gaps[i].People.Or(0)
		}
		require.InDelta(t, people, answer.Lacking.Or(-1), 1e-6, "all gaps are described")
		return people
	}
	named := 0
	for _, g := range demo.Gaps(0) {
		area, err := a.Area(g.Unit)
		require.NoError(t, err)
		people := a.Population(area).Persons.Or(0)
		require.Positive(t, people, g.En)
		q := analysis.GapsQuery{Area: g.Unit, Categories: g.Categories, Group: analysis.GroupAll, Count: 10_000}
		switch g.Kind {
		case demo.FarFromHomes, demo.FarFromSeat:
			// Farther than that in a straight line is farther on every network. The seat is
			// no home, but homes stand about it.
			q.Mode, q.Metres, q.StraightLine = "walk", g.RadiusM, true
			answer, err := a.Gaps(t.Context(), q)
			require.NoError(t, err)
			require.NotEmpty(t, answer.Gaps, g.En)
			for i := range answer.Gaps {
				gap := &answer.Gaps[i]
				require.NotNil(t, gap.Lacks[0].Nearest, g.En)
				require.Greater(t, gap.Lacks[0].Nearest.Cost, g.RadiusM)
				require.Positive(t, gap.MedianBeyondLimit.Or(0))
			}
			if g.Kind == demo.FarFromHomes {
				require.InDelta(t, people, inGaps(answer), 1e-6, "every home lacks it: %s", g.En)
			} else {
				require.True(t, slices.ContainsFunc(answer.Gaps, func(gap analysis.Gap) bool {
					return crs.Distance(gap.CentreHome.Location, *unit(g.Unit).Seat) < 1000
				}), g.En)
			}
			q.StraightLine = false
			walked, err := a.Gaps(t.Context(), q)
			require.NoError(t, err)
			require.GreaterOrEqual(t, inGaps(walked), inGaps(answer))
		case demo.NoneInUnit, demo.NoneExisting, demo.NonePublic:
			// What stands nearest is elsewhere: nothing in the unit counts.
			if g.Kind == demo.NonePublic {
				q.Where = map[string]string{"ownership": "public"}
			}
			q.Mode, q.Metres = "walk", 1000
			answer, err := a.Gaps(t.Context(), q)
			require.NoError(t, err)
			require.NotEmpty(t, answer.Gaps, g.En)
			require.Greater(t, inGaps(answer), people/2, g.En)
			for i := range answer.Gaps {
				if n := answer.Gaps[i].Lacks[0].Nearest; n != nil {
					require.False(t, planar.MultiPolygonContains(unit(g.Unit).Geometry, n.Facility.Location), "%s: %s", g.En, n.Facility.ID)
				}
			}
			if g.Kind == demo.NonePublic {
				q.Where = nil
				private, err := a.Gaps(t.Context(), q)
				require.NoError(t, err)
				require.Less(t, inGaps(private), inGaps(answer), "private ones are there")
			}
		default:
			t.Fatalf("unknown kind %q", g.Kind)
		}
		named++
	}
	require.Equal(t, 6, named)
}

func BenchmarkExplainDemo(b *testing.B) {
	ds, a := demoAnalysis(b)
	_, err := a.Explain(b.Context(), ds.Homes[0].Location)
	require.NoError(b, err)
	b.ResetTimer()
	for i := range b.N {
		_, err := a.Explain(b.Context(), ds.Homes[i*97%len(ds.Homes)].Location)
		require.NoError(b, err)
	}
}

func BenchmarkGapsDemo(b *testing.B) {
	_, a := demoAnalysis(b)
	for _, q := range []analysis.GapsQuery{{Area: "all", Circle: "c5_town", Categories: []string{"kindergarten"}}, {Area: "all", Circle: "c15_town"}, {Area: "all", Circle: "c30_township"}} {
		_, err := a.Gaps(b.Context(), q)
		require.NoError(b, err)
		b.Run(q.Circle, func(b *testing.B) {
			for range b.N {
				g, err := a.Gaps(b.Context(), q)
				require.NoError(b, err)
				b.ReportMetric(float64(g.GapsTotal), "gaps")
				b.ReportMetric(float64(g.Homes), "homes")
			}
		})
	}
}

// One clinic more: every village is tried by itself, with costs found here, and the one that
// brings the most people within a kilometre is the one that is answered.
func TestSitesPutsTheClinicWhereItServesMostInTheDemo(t *testing.T) {
	withoutRaceDetector(t)
	c := demoCounting(t)
	walk, ok := c.profiles.Mode("walk")
	require.True(t, ok)
	g, err := c.topology.Graph(t.Context(), walk, geo.NetworkDistance)
	require.NoError(t, err)
	l, limit := network.NewLinker(g, c.ground), g.Units(1000)
	var clinics []network.Source
	for i := range c.ds.Facilities {
		if f := &c.ds.Facilities[i]; f.Counts() && f.Serves("village_clinic") {
			s := network.Source{ID: int32(i)}
			for _, p := range f.AccessPoints() {
				s.Links = append(s.Links, l.Links(nil, p, false)...)
			}
			clinics = append(clinics, s)
		}
	}
	today, err := g.Field(t.Context(), clinics, network.To, network.Unreachable)
	require.NoError(t, err)
	// People are scaled to the official number of their town.
	homes, official := map[string]float64{}, map[string]float64{}
	for i := range c.ds.Homes {
		homes[c.ds.Homes[i].Town] += c.ds.Homes[i].Persons.Or(0)
	}
	for i := range c.ds.Units {
		if n, ok := c.ds.Units[i].Population.Get(); ok {
			official[c.ds.Units[i].Code] = n
		}
	}
	type waiting struct {
		links  []network.Link
		people float64
	}
	var wait []waiting
	lacking := 0.0
	for i := range c.ds.Homes {
		h := &c.ds.Homes[i]
		n := h.Persons.Or(0)
		if all, ok := official[h.Town]; ok {
			n *= all / homes[h.Town]
		}
		if links := l.Links(nil, h.Location, true); today.Cost(links) > limit {
			wait = append(wait, waiting{links, n})
			lacking += n
		}
	}
	best, most, tried := "", 0.0, 0
	for i := range c.ds.Units {
		u := &c.ds.Units[i]
		if u.Level != geo.LevelVillage || u.Seat == nil {
			continue
		}
		links := l.Links(nil, *u.Seat, false)
		if len(links) == 0 {
			continue
		}
		field, err := g.Search(t.Context(), []network.Source{{Links: links}}, network.To, limit)
		require.NoError(t, err)
		gained := 0.0
		for _, w := range wait {
			if field.Cost(w.links) <= limit {
				gained += w.people
			}
		}
		field.Release()
		if tried++; gained > most+1e-6 || gained > most-1e-6 && u.Code < best {
			best, most = u.Code, gained
		}
	}
	require.Greater(t, tried, 50)
	require.Greater(t, most, 100.0)
	answer, err := c.analysis.Sites(t.Context(), analysis.SitesQuery{Area: "all", Categories: []string{"village_clinic"}, Mode: "walk", Metres: 1000,
		Count: 1, Candidates: analysis.CandidateVillages})
	require.NoError(t, err)
	require.Empty(t, answer.Grey)
	require.Equal(t, tried, answer.Candidates)
	require.Len(t, answer.Sites, 1)
	require.Equal(t, best, answer.Sites[0].ID)
	require.InDelta(t, most, answer.Sites[0].Gained.Or(-1), 1e-6*most)
	require.InDelta(t, lacking, answer.Total.Or(-1)-answer.Covered.Or(-1), 1e-6*lacking)
	require.True(t, answer.Answer.Optimal)
	require.InDelta(t, 0, answer.Answer.Gap, 1e-9)
}

// The fewest libraries that bring everybody within the limit: within one of the bound, and
// with them everybody is.
func TestSitesAreAsFewAsCanBeInTheDemo(t *testing.T) {
	withoutRaceDetector(t)
	_, a := demoAnalysis(t)
	for _, category := range []string{"library", "primary_school", "village_clinic"} {
		for _, metres := range []float64{500, 800, 1000} {
			answer, err := a.Sites(t.Context(), analysis.SitesQuery{Area: "all", Categories: []string{category}, Mode: "walk", Metres: metres,
				Objective: siting.ObjectiveLSCP})
			require.NoError(t, err)
			require.Empty(t, answer.Grey)
			require.LessOrEqual(t, answer.Answer.Value-answer.Answer.Bound, 1.0, "%s within %v m", category, metres)
			require.Len(t, answer.Sites, int(answer.Answer.Value))
			// Sums of the same numbers in another order.
			require.InDelta(t, answer.Total.Or(-1)-answer.Beyond.Or(-1), answer.CoveredAfter.Or(-1), 1e-9*answer.Total.Or(-1))
		}
	}
}

func BenchmarkSitesDemo(b *testing.B) {
	_, a := demoAnalysis(b)
	for _, objective := range []siting.Objective{siting.ObjectiveMCLP, siting.ObjectiveLSCP, siting.ObjectivePMedian} {
		for _, q := range []analysis.SitesQuery{
			{Area: "all", Categories: []string{"village_clinic"}, Mode: "walk", Metres: 1000, Count: 5},
			{Area: "all", Categories: []string{"library"}, Mode: "walk", Metres: 1000, Count: 5},
			{Area: "all", Categories: []string{"fire_station"}, Circle: "c30_township", Count: 5},
		} {
			q.Objective = objective
			b.Run(string(objective)+"/"+q.Categories[0], func(b *testing.B) {
				for range b.N {
					s, err := a.Sites(b.Context(), q)
					require.NoError(b, err)
					if s.Answer == nil {
						b.Fatal(s.Grey)
					}
					b.ReportMetric(float64(s.Candidates), "candidates")
					b.ReportMetric(100*s.Answer.Gap, "gap-%")
					b.ReportMetric(float64(len(s.Sites)), "sites")
				}
			})
		}
	}
}
