package indicator_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// figures are reported by town and row; what is not there is not reported.
type figures map[string]map[string]float64

// league is so many towns side by side, with a standard of reported rows.
func league(t *testing.T, towns int, f figures, rows ...indicator.Indicator) (*indicator.Evaluator, *indicator.Standard) {
	t.Helper()
	ds := &geo.Dataset{Version: "league", Date: "2023-01-01"}
	for i := range towns {
		x := 120 + 0.1*float64(i)
		ds.Units = append(ds.Units, geo.Unit{Code: fmt.Sprint("t", i+1), Name: fmt.Sprint("镇", i+1), Level: geo.LevelTown,
			Geometry: orb.MultiPolygon{orb.Bound{Min: orb.Point{x, 30}, Max: orb.Point{x + 0.1, 30.1}}.ToPolygon()}})
	}
	a, err := analysis.New(t.Context(), ds, handProfiles(), analysis.Options{})
	require.NoError(t, err)
	s := &indicator.Standard{ID: "league", Level: geo.LevelTown, Indicators: rows}
	return indicator.New(a, []*indicator.Standard{s}, indicator.Options{Reported: func(unit, id string) []indicator.ReportedValue {
		if v, ok := f[unit][id]; ok {
			return []indicator.ReportedValue{{Value: v, Year: 2022}}
		}
		return nil
	}}), s
}

func reportedRow(id string, targets ...indicator.Target) indicator.Indicator {
	return row(id, indicator.Reported, geo.LevelTown, "%", indicator.Params{}, targets...)
}

func places(r *indicator.Ranking) string {
	out := ""
	for _, p := range r.Places {
		out += fmt.Sprintf("%d:%s ", p.Rank, p.Unit)
	}
	return out
}

func TestTiesShareARank(t *testing.T) {
	e, s := league(t, 5, figures{"t1": {"up": 80, "down": 9}, "t2": {"up": 90, "down": 3}, "t3": {"up": 90, "down": 9}, "t4": {"up": 70, "down": 1}},
		reportedRow("up", atLeast(85)), reportedRow("down", atMost(5)), reportedRow("free"))
	r, err := e.Ranking(t.Context(), s, "up")
	require.NoError(t, err)
	assert.Equal(t, "1:t2 1:t3 3:t1 4:t4 0:t5 ", places(r))
	assert.Equal(t, indicator.Grey, r.Places[4].Lamp)
	assert.Equal(t, []string{"up"}, r.Common)
	r, err = e.Ranking(t.Context(), s, "down")
	require.NoError(t, err)
	assert.Equal(t, "1:t4 2:t2 3:t1 3:t3 0:t5 ", places(r), "of a limit the lowest is the best")
	_, err = e.Ranking(t.Context(), s, "none")
	var wrong *analysis.FieldError
	require.ErrorAs(t, err, &wrong)
	assert.Equal(t, "indicator", wrong.Field)
}

// TestRankedOnWhatAllHave: t2 lacks row c, so that c counts for nobody; t4 has nothing.
func TestRankedOnWhatAllHave(t *testing.T) {
	e, s := league(t, 4, figures{
		"t1": {"a": 100, "b": 50, "c": 100}, "t2": {"a": 100, "b": 95}, "t3": {"a": 95, "b": 100, "c": 0}},
		reportedRow("a", atLeast(100)), reportedRow("b", atLeast(100)), reportedRow("c", atLeast(100)), reportedRow("d"))
	r, err := e.Ranking(t.Context(), s, "")
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b"}, r.Common)
	assert.Equal(t, []string{"c", "d"}, r.Left)
	assert.Equal(t, "1:t2 1:t3 3:t1 0:t4 ", places(r), "one green and one yellow each, against green and red")
	assert.Equal(t, geo.Known(50), r.Places[0].Value)
	assert.Equal(t, indicator.Yellow, r.Places[0].Lamp)
	assert.Equal(t, indicator.Red, r.Places[2].Lamp)
	last := r.Places[3]
	assert.False(t, last.Value.IsKnown())
	assert.Equal(t, []int{0, 0, 0, 4}, []int{last.Green, last.Yellow, last.Red, last.Grey})
	third := r.Places[2]
	assert.Equal(t, []int{2, 0, 1, 1}, []int{third.Green, third.Yellow, third.Red, third.Grey})
}

func TestWrongUnits(t *testing.T) {
	e, s := handEvaluator(t, byHand())
	for unit, rule := range map[string]string{
		"330101":                    "is a county; hand judges units of level town or village",
		"nowhere":                   "is no unit",
		"330101001001,330101001002": "has to be one unit",
	} {
		_, err := e.Scorecard(t.Context(), s, unit)
		var wrong *analysis.FieldError
		require.ErrorAs(t, err, &wrong, unit)
		assert.Equal(t, "unit", wrong.Field)
		assert.Contains(t, wrong.Rule, rule)
	}
	card, err := e.Scorecard(t.Context(), s, "330101001000")
	require.NoError(t, err, "the twelve digits of a town")
	assert.Equal(t, handTown, card.Area.Code)
	card, err = e.Scorecard(t.Context(), s, "330101001001")
	require.NoError(t, err)
	assert.Len(t, card.Rows, 2, "a village has the rows of villages")
	assert.Empty(t, card.RollUps)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	e, s = handEvaluator(t, byHand())
	_, err = e.Scorecard(ctx, s, handTown)
	require.ErrorIs(t, err, context.Canceled)
}

// TestReportedBesideComputed: what differs by more than the bound is flagged, and the
// bound may be chosen.
func TestReportedBesideComputed(t *testing.T) {
	ds := byHand()
	a, err := analysis.New(t.Context(), ds, handProfiles(), analysis.Options{})
	require.NoError(t, err)
	s := &indicator.Standard{ID: "s", Level: geo.LevelTown, Indicators: []indicator.Indicator{
		row("percent", indicator.AttributeShare, geo.LevelTown, "%", indicator.Params{Categories: []string{"nursing_home"}, Attribute: "nursing_beds", Of: "beds"}, atLeast(50)),
		row("pieces", indicator.Ratio, geo.LevelTown, "个/千人", indicator.Params{Categories: []string{"nursing_home"}, Attribute: "beds", Per: 1000}, atLeast(50)),
	}}
	differs := func(percent, pieces float64, o indicator.Options) (bool, bool) {
		o.Reported = func(_, id string) []indicator.ReportedValue {
			return []indicator.ReportedValue{{Value: map[string]float64{"percent": percent, "pieces": pieces}[id]}}
		}
		card, err := indicator.New(a, []*indicator.Standard{s}, o).Scorecard(t.Context(), s, handTown)
		require.NoError(t, err)
		assert.Equal(t, geo.Known(60), card.Rows[0].Value, "the computed one counts")
		assert.Equal(t, geo.Known(100), card.Rows[1].Value)
		return card.Rows[0].Differs, card.Rows[1].Differs
	}
	p, q := differs(61, 105, indicator.Options{})
	assert.False(t, p || q, "a point, and five hundredths")
	p, q = differs(61.01, 94.9, indicator.Options{})
	assert.True(t, p && q)
	p, q = differs(61.01, 94.9, indicator.Options{DifferShare: 0.06, DifferPoints: 2})
	assert.False(t, p || q)
}
