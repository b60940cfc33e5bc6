package indicator

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// Evaluator answers what standards ask on one analysis. It is safe for concurrent use.
type Evaluator struct {
	a         *analysis.Analysis
	standards []*Standard
	o         Options
}

// New makes an evaluator. The standards must not be changed afterwards.
func New(a *analysis.Analysis, standards []*Standard, o Options) *Evaluator {
	return &Evaluator{a: a, standards: standards, o: o}
}

// Scorecard evaluates the rows of a standard that are of the unit's level. A unit of a
// level that the standard has no row of is an [analysis.FieldError] that names the right
// levels.
func (e *Evaluator) Scorecard(ctx context.Context, s *Standard, unit string) (*Scorecard, error) {
	area, err := e.a.Area(unit)
	if err != nil {
		return nil, err
	}
	out := &Scorecard{Standard: s, Area: area}
	for i := range s.Indicators {
		in := &s.Indicators[i]
		if in.Level != area.Level {
			continue
		}
		out.Rows = append(out.Rows, Row{Indicator: in, Unit: area.Code, Lamp: Grey,
			Why: Text{Zh: "尚未计算", En: fmt.Sprintf("%s is not evaluated", in.Kind)}})
	}
	return out, ctx.Err()
}

// Ranking orders the units of the indicator's level; indicatorID "" ranks by the whole
// standard.
func (e *Evaluator) Ranking(ctx context.Context, s *Standard, indicatorID string) (*Ranking, error) {
	return &Ranking{Standard: s}, ctx.Err()
}
