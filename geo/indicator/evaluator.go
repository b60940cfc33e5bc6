package indicator

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// Evaluator answers what standards ask, on one analysis. It keeps the rows it has worked
// out, and the answers that several rows share; it is safe for concurrent use.
type Evaluator struct {
	a         *analysis.Analysis
	standards []*Standard
	o         Options
	// year is that of the evaluation, 0 when every year has passed.
	year  int
	known memo
}

// memo keeps answers by their question. Who asks what another is working out works it
// out too: the same question has the same answer.
type memo struct {
	mu      sync.Mutex
	answers map[any]any
}

// once answers a question, from the memo where it has been asked before.
func once[T any](m *memo, key any, ask func() (T, error)) (T, error) {
	m.mu.Lock()
	old, ok := m.answers[key]
	m.mu.Unlock()
	if ok {
		return old.(T), nil
	}
	answer, err := ask()
	if err != nil {
		return answer, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.answers[key] = answer
	return answer, nil
}

// New makes an evaluator. Rows may be worked out from rows of any of the standards; these
// must not be changed afterwards.
func New(a *analysis.Analysis, standards []*Standard, o Options) *Evaluator {
	e := &Evaluator{a: a, standards: standards, o: o.withDefaults(), known: memo{answers: map[any]any{}}}
	if o.Date.IsZero() {
		// ISO 8601 lets a date end after the month or the year.
		for _, form := range []string{time.DateOnly, "2006-01", "2006"} {
			if d, err := time.Parse(form, a.Dataset().Date); err == nil {
				o.Date = d
			}
		}
	}
	if !o.Date.IsZero() {
		e.year = o.Date.Year()
	}
	return e
}

// Scorecard evaluates a standard for a unit. At the standard's own level that is every
// row: what judges wider or narrower units is there without a lamp. At another level it is
// the rows that judge units of it. A unit that does not exist, a cluster, and a unit of a level that the standard has no row
// of are an [analysis.FieldError] on "unit".
func (e *Evaluator) Scorecard(ctx context.Context, s *Standard, unit string) (*Scorecard, error) {
	area, err := e.one(unit)
	if err != nil {
		return nil, err
	}
	out := &Scorecard{Standard: s, Area: area}
	for i := range s.Indicators {
		in := &s.Indicators[i]
		if in.Level != area.Level && area.Level != s.Level {
			continue
		}
		r, err := e.at(ctx, in, area)
		if err != nil {
			return nil, err
		}
		out.Rows = append(out.Rows, *r)
	}
	if len(out.Rows) == 0 {
		return nil, &analysis.FieldError{Field: "unit", Value: unit, Rule: fmt.Sprintf(
			"is a %s; %s judges units of level %s", area.Level, s.ID, strings.Join(s.levels(), " or "))}
	}
	for i := range s.RollUps {
		r, err := e.rollUp(ctx, s, &s.RollUps[i], area)
		if err != nil {
			return nil, err
		}
		if r != nil {
			out.RollUps = append(out.RollUps, *r)
		}
	}
	return out, nil
}

// one is the area of a code that names a single unit.
func (e *Evaluator) one(code string) (*analysis.Area, error) {
	area, err := e.a.Area(code)
	if err != nil {
		return nil, err
	}
	if len(area.Units) != 1 {
		return nil, &analysis.FieldError{Field: "unit", Value: code, Rule: "has to be one unit: a standard judges units one by one"}
	}
	// "all" of one town is that town.
	return e.a.Area(area.Units[0].Code)
}

// levels are those of the standard's rows, its own first.
func (s *Standard) levels() []string {
	var out []string
	for i := range s.Indicators {
		if l := string(s.Indicators[i].Level); !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	slices.SortStableFunc(out, func(x, y string) int {
		switch string(s.Level) {
		case x:
			return -1
		case y:
			return 1
		}
		return 0
	})
	return out
}

// indicator finds a row by its id: of the standard of the row that asks, else of any.
func (e *Evaluator) indicator(asks *Indicator, id string) *Indicator {
	for _, s := range e.standards {
		if s.Indicator(asks.ID) == asks {
			if in := s.Indicator(id); in != nil {
				return in
			}
		}
	}
	for _, s := range e.standards {
		if in := s.Indicator(id); in != nil {
			return in
		}
	}
	return nil
}

// rowKey is the question that a row answers.
type rowKey struct {
	in   *Indicator
	unit string
}

// row works out one indicator for one unit.
func (e *Evaluator) row(ctx context.Context, in *Indicator, area *analysis.Area) (*Row, error) {
	return once(&e.known, rowKey{in, area.Code}, func() (*Row, error) {
		fig, err := e.figure(ctx, in, area)
		if err != nil {
			return nil, fmt.Errorf("indicator %s of %s: %w", in.ID, area.Code, err)
		}
		return e.judge(in, area, fig), nil
	})
}

// figure asks the kind of a row. A question that the dataset cannot be asked (it has no
// roads, a circle needs bus timetables) has no figure but a reason.
func (e *Evaluator) figure(ctx context.Context, in *Indicator, area *analysis.Area) (*figure, error) {
	if in.Level != area.Level {
		zh, en := levelWord(in.Level), levelWord(area.Level)
		return missing(fmt.Sprintf("本指标评价的是%s,而%s是%s", zh.Zh, area.Name, en.Zh),
			fmt.Sprintf("this row judges a %s, and %s is a %s", zh.En, area.Name, en.En)), nil
	}
	return e.workOut(ctx, in, area)
}

// workOut asks the kind of a row, whatever the level of the unit.
func (e *Evaluator) workOut(ctx context.Context, in *Indicator, area *analysis.Area) (*figure, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	work := workOf(in.Kind)
	if work == nil {
		return missing(fmt.Sprintf("未知的计算方式 %s", in.Kind), fmt.Sprintf("%q is no kind", in.Kind)), nil
	}
	fig, err := work(ctx, e, in, area)
	var field *analysis.FieldError
	if errors.As(err, &field) {
		why := reason(fmt.Sprintf("%s %q %s", field.Field, field.Value, field.Rule))
		return missing(why.Zh, why.En), nil
	}
	return fig, err
}

// work is how a kind works out its figure.
type work func(ctx context.Context, e *Evaluator, in *Indicator, area *analysis.Area) (*figure, error)

// workOf is the work of a kind, nil for none.
func workOf(k Kind) work {
	switch k {
	case Coverage:
		return coverage
	case Completeness, RequirementSet:
		return requirementSet
	case Count:
		return count
	case Share:
		return share
	case Ratio:
		return ratio
	case AttributeShare:
		return attributeShare
	case Greenway:
		return greenwayLength
	case GreenwayNetwork:
		return greenwayNetwork
	case GreenwayChain:
		return greenwayChain
	case ServiceRadius:
		return serviceRadius
	case GreenCover:
		return greenCover
	case SeatTime:
		return seatTime
	case Corridor:
		return corridor
	case Supply:
		return supplyReached
	case RollUpOf:
		return rowsMet
	case Reported, Checklist:
		return nothingComputed
	}
	return nil
}

// nothingComputed is the work of rows that are reported.
func nothingComputed(context.Context, *Evaluator, *Indicator, *analysis.Area) (*figure, error) {
	return &figure{method: "reported"}, nil
}

// unitWord is the unit's name for a sentence.
func unitWord(area *analysis.Area) Text {
	t := Text{Zh: area.Name, En: area.Name}
	if len(area.Units) == 1 && area.Units[0].NameEn != "" {
		t.En = area.Units[0].NameEn
	}
	return t
}

// level is a level by its name in params.
func level(name string) geo.Level { return geo.Level(name) }
