package indicator

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// at is a row as a unit of any level has it: its own, or that of another scale.
func (e *Evaluator) at(ctx context.Context, in *Indicator, area *analysis.Area) (*Row, error) {
	switch {
	case in.Level == area.Level:
		return e.row(ctx, in, area)
	case wider(in.Level, area.Level):
		return e.above(ctx, in, area)
	}
	return e.throughout(ctx, in, area)
}

// wider reports whether units of one level hold those of another.
func wider(l, than geo.Level) bool {
	for _, k := range geo.Levels() {
		if k == than {
			return false
		}
		if k == l {
			return true
		}
	}
	return false
}

// above is a row that judges a wider unit, as one inside it sees it: the value is that
// unit's, and no lamp shows, because a town never fails what is asked of its county.
func (e *Evaluator) above(ctx context.Context, in *Indicator, area *analysis.Area) (*Row, error) {
	of := levelWord(in.Level)
	holder, err := e.holder(area, in.Level)
	if err != nil {
		return nil, err
	}
	if holder == nil {
		r := e.judge(in, area, missing("本指标评价的是"+of.Zh+",而数据中没有包含本单元的"+of.Zh,
			"this row judges a "+of.En+", and no "+of.En+" that holds this unit is known"))
		r.Lamp, r.OtherScale = Grey, true
		return r, nil
	}
	r, err := e.row(ctx, in, holder)
	if err != nil {
		return nil, err
	}
	own := *r
	own.Lamp, own.OtherScale = Grey, true
	own.Why = Text{Zh: fmt.Sprintf("本指标评价的是%s,不计入本单元。%s", of.Zh, r.Why.Zh), En: fmt.Sprintf("This row judges a %s and does not count here. %s", of.En, r.Why.En)}
	return &own, nil
}

// holder is the unit of a wider level that an area belongs to, nil where none is known.
func (e *Evaluator) holder(area *analysis.Area, l geo.Level) (*analysis.Area, error) {
	type question struct {
		unit  string
		level geo.Level
	}
	return once(&e.known, question{area.Code, l}, func() (*analysis.Area, error) {
		for _, u := range e.a.Units(l) {
			a, err := e.a.Area(u.Code)
			if err != nil {
				return nil, err
			}
			for _, part := range e.a.PartsOf(a, area.Level) {
				if part.Code == area.Code {
					return a, nil
				}
			}
		}
		return nil, nil
	})
}

// throughout is a row that judges narrower units, worked out for a whole that holds many:
// a share of all its people, a count of all that is in it. No lamp shows, since the
// target is not for the whole.
func (e *Evaluator) throughout(ctx context.Context, in *Indicator, area *analysis.Area) (*Row, error) {
	type question struct {
		in   *Indicator
		unit string
	}
	return once(&e.known, question{in, area.Code}, func() (*Row, error) {
		fig, err := e.workOut(ctx, in, area)
		if err != nil {
			return nil, fmt.Errorf("indicator %s throughout %s: %w", in.ID, area.Code, err)
		}
		r := e.judge(in, area, fig)
		r.Lamp, r.OtherScale = Grey, true
		of := levelWord(in.Level)
		r.Why = Text{Zh: fmt.Sprintf("本指标评价的是%s,此处为全域数值,不亮灯。%s", of.Zh, r.Why.Zh),
			En: fmt.Sprintf("This row judges a %s; here is the figure of the whole, without a lamp. %s", of.En, r.Why.En)}
		return r, nil
	})
}
