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
		q := analysis.GapsQuery{Area: g.Unit, Categories: g.Categories, Count: 10_000}
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
