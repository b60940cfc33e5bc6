package analysis_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

func TestLimitsAscendWithoutRepeats(t *testing.T) {
	a := draw(t, threeSchools).ready()
	got, err := a.Coverage(t.Context(), analysis.CoverageQuery{Area: "all", Categories: []string{"E03"}, Mode: "walk", Minutes: []float64{30, 5, 15, 5}})
	require.NoError(t, err)
	var minutes []geo.Amount
	for _, l := range got.Limits {
		minutes = append(minutes, l.Minutes)
		require.False(t, l.Metres.IsKnown())
		require.Equal(t, geo.NetworkTime, l.Metric)
		require.Equal(t, "walk", l.Mode)
		require.Equal(t, geo.OriginAll, l.Origin)
	}
	require.Equal(t, []geo.Amount{geo.Known(5), geo.Known(15), geo.Known(30)}, minutes)

	row := a.cover(analysis.CoverageQuery{Mode: "walk", Metres: []float64{100}})
	require.Equal(t, geo.NetworkDistance, row.Metric)
	require.Equal(t, geo.Known(100), row.Metres)
	require.False(t, row.Minutes.IsKnown())
	row = a.cover(analysis.CoverageQuery{Circle: "c500"})
	require.Equal(t, "c500", row.Circle)
	require.Equal(t, []geo.Amount{geo.Known(500), geo.Known(15)}, []geo.Amount{row.Metres, row.Minutes})
	row = a.cover(analysis.CoverageQuery{Circle: "drive1"})
	require.Equal(t, geo.NetworkTime, row.Metric)
	require.False(t, row.Metres.IsKnown())
}

func TestTimeIsMeasuredAtTheModesSpeed(t *testing.T) {
	// 600 m at a metre a second on foot, 4 by bicycle, 10 by car.
	a := draw(t, "\na-----------1\n").ready()
	for mode, seconds := range map[string]float64{"walk": 600, "bike": 150, "car": 60} {
		for s, covered := range map[float64]float64{seconds: 10, seconds - 0.01: 0} {
			row := a.cover(analysis.CoverageQuery{Mode: mode, Minutes: []float64{s / 60}})
			require.Equal(t, tally(10, covered), row.Coverage.People, "%s %g s", mode, s)
		}
	}
	require.Equal(t, tally(10, 10), a.cover(analysis.CoverageQuery{Circle: "drive1"}).Coverage.People)
}

func TestBadLimitsNameTheField(t *testing.T) {
	a := draw(t, threeSchools).ready()
	for _, c := range []struct {
		q           analysis.CoverageQuery
		field, rule string
	}{
		{analysis.CoverageQuery{}, "circle", "name a circle, or a mode"},
		{analysis.CoverageQuery{Mode: "walk"}, "circle", "name a circle, or a mode"},
		{analysis.CoverageQuery{Circle: "c9"}, "circle", "is no circle"},
		{analysis.CoverageQuery{Circle: "bus"}, "circle", "no timetable"},
		{analysis.CoverageQuery{Circle: "c500", Mode: "walk"}, "circle", "its own mode"},
		{analysis.CoverageQuery{Circle: "c500", Minutes: []float64{5}}, "circle", "its own mode"},
		{analysis.CoverageQuery{Circle: "c500", Metres: []float64{5}}, "circle", "its own mode"},
		{analysis.CoverageQuery{Circle: "c500", StraightLine: true}, "circle", "its own mode"},
		{analysis.CoverageQuery{Mode: "walk", Minutes: []float64{5}, Metres: []float64{5}}, "metres", "not both"},
		{analysis.CoverageQuery{Mode: "swim", Minutes: []float64{5}}, "mode", "is no mode"},
		{analysis.CoverageQuery{Minutes: []float64{5}}, "mode", "is no mode"},
		{analysis.CoverageQuery{Mode: "walk", Minutes: []float64{5}, StraightLine: true}, "minutes", "metres"},
		{analysis.CoverageQuery{Mode: "walk", Minutes: []float64{5, 0}}, "minutes", "above 0"},
		{analysis.CoverageQuery{Mode: "walk", Minutes: []float64{math.NaN()}}, "minutes", "above 0"},
		{analysis.CoverageQuery{Mode: "walk", Metres: []float64{-1}}, "metres", "above 0"},
		{analysis.CoverageQuery{Mode: "walk", Metres: []float64{math.Inf(1)}}, "metres", "above 0"},
	} {
		c.q.Area, c.q.Categories = "all", []string{"E03"}
		_, err := a.Coverage(t.Context(), c.q)
		refused(t, err, c.field, c.rule)
	}
	// Farther than costs can count is as far as costs can count.
	require.Equal(t, tally(10, 10), a.within(1e12))
}

func TestBadCompletenessQueries(t *testing.T) {
	a := draw(t, threeSchools).ready()
	for _, c := range []struct {
		q           analysis.CompletenessQuery
		field, rule string
	}{
		{analysis.CompletenessQuery{Area: "no", Circle: "c500"}, "unit", "is no unit"},
		{analysis.CompletenessQuery{Area: "all", Circle: "c9"}, "circle", "is no circle"},
		{analysis.CompletenessQuery{Area: "all", Circle: "bare"}, "circle", "no requirement set"},
		{analysis.CompletenessQuery{Area: "all", Circle: "c500", Resolution: 16}, "resolution", "0 to 15"},
		{analysis.CompletenessQuery{Area: "all", Circle: "c500", Resolution: -1}, "resolution", "0 to 15"},
		{analysis.CompletenessQuery{Area: "all", Circle: "c500", Group: "old"}, "group", "age groups"},
	} {
		_, err := a.Completeness(t.Context(), c.q)
		refused(t, err, c.field, c.rule)
	}
}

func TestCellsAreNeverFinerThanThePopulation(t *testing.T) {
	// The mean hexagon of resolution 10 is some 130 m wide, of 9 some 350 m, of 8 some
	// 920 m (areas 0.015, 0.105 and 0.737 km²).
	for grain, want := range map[float64]int{0: 10, 130: 10, 200: 9, 350: 9, 500: 8, 900: 8} {
		s := draw(t, threeSchools)
		s.home("a").GrainM = grain
		a := s.ready()
		c, err := a.Completeness(t.Context(), analysis.CompletenessQuery{Area: "all", Circle: "c500"})
		require.NoError(t, err)
		require.Equal(t, want, c.Resolution, "grain %g m", grain)
		require.Equal(t, grain, c.Completeness.GrainM)
		require.Equal(t, grain, a.cover(analysis.CoverageQuery{}).Coverage.GrainM)
		c, err = a.Completeness(t.Context(), analysis.CompletenessQuery{Area: "all", Circle: "c500", Resolution: 7})
		require.NoError(t, err)
		require.Equal(t, 7, c.Resolution, "coarser is as asked")
	}
}
