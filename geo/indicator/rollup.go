package indicator

import (
	"context"
	"fmt"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// RollUpRow is a roll-up (十个一) for one unit.
type RollUpRow struct {
	RollUp *RollUp
	// Met, Missed and Unknown are the ids of its rows whose target in force is met, is
	// missed, and of which that cannot be told; together they are RollUp.Of.
	Met, Missed, Unknown []string
	// Lamp is green when all are met, red when one is missed, else grey.
	Lamp Lamp
	Why  Text
}

// rowsMet is how many of some rows of the same unit are met.
func rowsMet(ctx context.Context, e *Evaluator, in *Indicator, area *analysis.Area) (*figure, error) {
	met, missed, unknown, err := e.rows(ctx, in, in.Params.Each, area)
	if err != nil {
		return nil, err
	}
	all := len(in.Params.Each)
	f := &figure{denominator: "rows", size: geo.Known(float64(all)), method: "roll_up"}
	if len(unknown) == all {
		f.add(fmt.Sprintf("%d项都没有结论", all), fmt.Sprintf("none of the %d rows can be told", all))
		return f, nil
	}
	f.value = geo.Known(float64(len(met)))
	if len(unknown) > 0 {
		f.most = geo.Known(float64(len(met) + len(unknown)))
	}
	f.says = tallied(met, missed, unknown)
	return f, nil
}

// tallied says which rows are met.
func tallied(met, missed, unknown []string) Text {
	all := len(met) + len(missed) + len(unknown)
	t := Text{Zh: fmt.Sprintf("%d项中%d项达标", all, len(met)), En: fmt.Sprintf("%d of %d rows are met", len(met), all)}
	if len(missed) > 0 {
		t.Zh += ",未达标:" + strings.Join(missed, "、")
		t.En += ", missed are " + strings.Join(missed, ", ")
	}
	if len(unknown) > 0 {
		t.Zh += ",无法判断:" + strings.Join(unknown, "、")
		t.En += ", not to be told are " + strings.Join(unknown, ", ")
	}
	return t
}

// rollUp sums up rows of a standard for a unit; nil where none of them judges its level.
func (e *Evaluator) rollUp(ctx context.Context, s *Standard, ru *RollUp, area *analysis.Area) (*RollUpRow, error) {
	ours := false
	out := &RollUpRow{RollUp: ru, Lamp: Grey}
	for _, id := range ru.Of {
		in := s.Indicator(id)
		if in == nil || in.Level != area.Level && area.Level != s.Level {
			out.Unknown = append(out.Unknown, id)
			continue
		}
		ours = true
		r, err := e.at(ctx, in, area)
		if err != nil {
			return nil, err
		}
		switch met, sure := r.met(); {
		case !sure:
			out.Unknown = append(out.Unknown, id)
		case met:
			out.Met = append(out.Met, id)
		default:
			out.Missed = append(out.Missed, id)
		}
	}
	if !ours {
		return nil, nil
	}
	switch {
	case len(out.Missed) > 0:
		out.Lamp = Red
	case len(out.Unknown) == 0:
		out.Lamp = Green
	}
	name, says := unitWord(area), tallied(out.Met, out.Missed, out.Unknown)
	out.Why = Text{Zh: fullWidth(name.Zh+":"+says.Zh) + "。", En: name.En + ": " + says.En + "."}
	return out, nil
}
