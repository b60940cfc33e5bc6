package standards

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/demo"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// readDemo makes the demo county ready once.
var readDemo = sync.OnceValues(func() (*analysis.Analysis, error) {
	p, err := readProfiles()
	if err != nil {
		return nil, err
	}
	ds, err := demo.Make(context.Background(), demo.Options{})
	if err != nil {
		return nil, err
	}
	return analysis.New(context.Background(), ds, p, analysis.Options{})
})

func onDemo(t *testing.T, o indicator.Options) (*analysis.Analysis, *indicator.Evaluator) {
	t.Helper()
	a, err := readDemo()
	require.NoError(t, err)
	return a, indicator.New(a, shippedStandards(t), o)
}

// computed are the rows that have a value on the demo county wherever they apply, from
// its data alone.
const computed = `XZ-01 XZ-06 XZ-07 XZ-09 XZ-11 XZ-21 XZ-22 XZ-23 XZ-24 XZ-27 XZ-28 XZ-29 XZ-31 XZ-33 XZ-34 XZ-35 XZ-36
	XZ-38 XZ-39 XZ-40 XZ-41 XZ-42 XZ-50 XZ-51 XZ-55 CX-22 CX-25 HZ-01 HZ-03 HZ-04 HZ-05 HZ-06 HZ-09 HZ-17
	ZJ-05 ZJ-06 ZJ-07 LS-08 LS-09 LS-10 LS-11`

func TestRowsHaveValuesOnTheDemo(t *testing.T) {
	a, e := onDemo(t, indicator.Options{})
	rows := rowsOf(t, a, e)
	for id := range strings.FieldsSeq(computed) {
		require.NotEmpty(t, rows[id], "%s judges no unit of the demo", id)
		for _, r := range rows[id] {
			assert.True(t, r.Value.IsKnown(), "%s: %s", id, r.Why.En)
			if r.Target != nil {
				assert.NotEqual(t, indicator.Grey, r.Lamp, "%s: %s", id, r.Why.En)
			}
		}
	}
}

// rowsOf evaluates every standard for every unit.
func rowsOf(t *testing.T, a *analysis.Analysis, e *indicator.Evaluator) map[string][]indicator.Row {
	t.Helper()
	out := map[string][]indicator.Row{}
	for _, s := range shippedStandards(t) {
		for _, u := range a.Units("") {
			card, err := e.Scorecard(t.Context(), s, u.Code)
			if err != nil {
				var wrong *analysis.FieldError
				require.ErrorAs(t, err, &wrong)
				require.Equal(t, "unit", wrong.Field)
				continue
			}
			for _, r := range card.Rows {
				out[r.Indicator.ID] = append(out[r.Indicator.ID], r)
			}
		}
	}
	return out
}

// TestReportedRowsOnTheDemo: figures that no data of the county can give come from
// reports, and a town has no row of a county.
func TestReportedRowsOnTheDemo(t *testing.T) {
	figures := map[string]float64{"XZ-32": 2, "XZ-37": 36.5}
	a, e := onDemo(t, indicator.Options{Reported: func(unit, id string) []indicator.ReportedValue {
		if v, ok := figures[id]; ok {
			return []indicator.ReportedValue{{Unit: unit, Indicator: id, Value: v, Year: 2024, Source: "county office"}}
		}
		return nil
	}})
	s := shippedStandard(t, "xiuzhou-2020")
	judged := map[string]int{}
	for _, level := range []geo.Level{geo.LevelCounty, geo.LevelTown} {
		for _, u := range a.Units(level) {
			card, err := e.Scorecard(t.Context(), s, u.Code)
			require.NoError(t, err)
			for _, r := range card.Rows {
				assert.Equal(t, level, r.Indicator.Level, "%s judged %s", r.Indicator.ID, u.Name)
				if v, ok := figures[r.Indicator.ID]; ok {
					judged[r.Indicator.ID]++
					assert.Equal(t, geo.Known(v), r.Value, r.Why.En)
					assert.Equal(t, indicator.Green, r.Lamp, r.Why.En)
				}
			}
		}
	}
	assert.Equal(t, map[string]int{"XZ-32": 1, "XZ-37": 6}, judged)
}

// TestRankingOfTheDemo ranks the towns by greenway per 10,000 people, and by the whole of
// a standard.
func TestRankingOfTheDemo(t *testing.T) {
	a, e := onDemo(t, indicator.Options{})
	s := shippedStandard(t, "xiuzhou-2020")
	r, err := e.Ranking(t.Context(), s, "XZ-36")
	require.NoError(t, err)
	require.Len(t, r.Places, len(a.Units(geo.LevelTown)))
	for i := 1; i < len(r.Places); i++ {
		assert.GreaterOrEqual(t, r.Places[i-1].Value.Or(-1), r.Places[i].Value.Or(-1))
	}
	r, err = e.Ranking(t.Context(), s, "")
	require.NoError(t, err)
	assert.Contains(t, r.Common, "XZ-36")
	assert.Contains(t, r.Left, "XZ-13", "nobody reports it")
	rows := 0
	for i := range s.Indicators {
		if s.Indicators[i].Level == geo.LevelTown {
			rows++
		}
	}
	assert.Len(t, append(r.Common, r.Left...), rows)
	assert.Equal(t, 1, r.Places[0].Rank)
}
