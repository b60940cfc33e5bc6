package indicator

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// partsHeld is the share of parts for which something holds: the least where it is not
// known of some, unknown where it is known of none.
func partsHeld(with, without, unknown []string) *figure {
	all := float64(len(with) + len(without) + len(unknown))
	f := &figure{size: geo.Known(all)}
	f.feature(geo.LayerUnits, roleCounted, with)
	f.feature(geo.LayerUnits, roleUnmet, without)
	f.feature(geo.LayerUnits, roleNoFigure, unknown)
	if len(with)+len(without) == 0 {
		return f
	}
	f.value = geo.Known(100 * float64(len(with)) / all)
	if len(unknown) > 0 {
		f.most = geo.Known(100 * float64(len(with)+len(unknown)) / all)
	}
	return f
}

// share is the share of the parts of a unit for which all rows of Each hold their target.
func share(ctx context.Context, e *Evaluator, in *Indicator, area *analysis.Area) (*figure, error) {
	of := levelWord(level(in.Params.Parts))
	parts := e.a.PartsOf(area, level(in.Params.Parts))
	if len(parts) == 0 {
		return missing("辖区内没有"+of.Zh+"数据", "no unit of level "+of.En+" is known here"), nil
	}
	var with, without, unknown []string
	for _, u := range parts {
		part, err := e.a.Area(u.Code)
		if err != nil {
			return nil, err
		}
		met, missed, _, err := e.rows(ctx, in, in.Params.Each, part)
		if err != nil {
			return nil, err
		}
		switch {
		case len(missed) > 0:
			without = append(without, u.Code)
		case len(met) == len(in.Params.Each):
			with = append(with, u.Code)
		default:
			unknown = append(unknown, u.Code)
		}
	}
	f := partsHeld(with, without, unknown)
	f.denominator, f.method = in.Params.Parts+"s", "share"
	rule := join(e.titles(in, in.Params.Each), " and ")
	if !f.value.IsKnown() {
		f.add(fmt.Sprintf("%d个%s都没有“%s”的数值", len(parts), of.Zh, rule.Zh),
			fmt.Sprintf("none of the %d units of level %s has a figure for %q", len(parts), of.En, rule.En))
		return f, nil
	}
	f.add(fmt.Sprintf("%d个%s中%d个达到“%s”", len(parts), of.Zh, len(with), rule.Zh),
		fmt.Sprintf("%d of %d units of level %s hold %q", len(with), len(parts), of.En, rule.En))
	if n := len(unknown); n > 0 {
		f.add(fmt.Sprintf(",%d个未知(数值为下限)", n), fmt.Sprintf(", of %d it is not known (the figure is a lower bound)", n))
	}
	return f, nil
}

// rows sorts rows of a unit by whether their target is met.
func (e *Evaluator) rows(ctx context.Context, asks *Indicator, each []string, area *analysis.Area) (met, missed, unknown []string, err error) {
	for _, id := range each {
		row := e.indicator(asks, id)
		if row == nil {
			unknown = append(unknown, id)
			continue
		}
		r, err := e.row(ctx, row, area)
		if err != nil {
			return nil, nil, nil, err
		}
		switch ok, sure := r.met(); {
		case !sure:
			unknown = append(unknown, id)
		case ok:
			met = append(met, id)
		default:
			missed = append(missed, id)
		}
	}
	return met, missed, unknown, nil
}

func (e *Evaluator) titles(asks *Indicator, each []string) []Text {
	var out []Text
	for _, id := range each {
		if row := e.indicator(asks, id); row != nil {
			out = append(out, row.Text)
		}
	}
	return out
}
