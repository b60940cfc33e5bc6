package indicator

import (
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// judge makes a row of a figure: it sets the reported one beside it and compares.
//
// Value is the computed figure. Only where that is missing, or is the known part of
// something that does not show whether the target is met, a reported figure stands in.
func (e *Evaluator) judge(in *Indicator, area *analysis.Area, f *figure) *Row {
	r := &Row{
		Indicator: in, Unit: area.Code, Computed: f.value, Value: f.value, Most: f.most,
		LowerBound: f.value.IsKnown() && f.most.IsKnown(),
		Reported:   e.reported(in, area.Code), Target: e.target(in),
		Denominator: f.denominator, DenominatorSize: f.size, Profile: f.profile, Method: f.method, Features: f.features,
	}
	expected := 0.0
	if r.Target != nil {
		expected = r.Target.expected(e.base(in, area.Code), e.year)
	}
	r.Lamp = r.light(expected, e.o.Curve.Yellow)
	unclear := !r.Value.IsKnown() || r.LowerBound && r.Target != nil && r.Lamp == Grey
	if r.Reported != nil && unclear {
		r.Value, r.Most, r.LowerBound, r.Method = geo.Known(r.Reported.Value), geo.Unknown(), false, "reported"
		r.Lamp = r.light(expected, e.o.Curve.Yellow)
	}
	r.Differs = e.differs(in, r)
	r.Why = e.why(r, area, f, expected)
	return r
}

// light is the lamp of a row: where only the least and the most are known and one of the
// two would do, nothing is shown.
func (r *Row) light(expected, yellow float64) Lamp {
	v, known := r.Value.Get()
	if !known || r.Target == nil {
		return Grey
	}
	lamp := r.Target.lamp(v, expected, yellow)
	if most, ok := r.Most.Get(); ok {
		if other := r.Target.lamp(most, expected, yellow); (lamp == Green) != (other == Green) {
			return Grey
		}
	}
	return lamp
}

// met tells whether the target in force is met now, whatever the way to it expects;
// known is false where that cannot be told.
func (r *Row) met() (met, known bool) {
	v, ok := r.Value.Get()
	if !ok || r.Target == nil {
		return false, false
	}
	met = r.Target.Met(v)
	if most, ok := r.Most.Get(); ok && r.Target.Met(most) != met {
		return false, false
	}
	return met, true
}

// target is the target in force: the first whose year has not passed, else the last.
func (e *Evaluator) target(in *Indicator) *Target {
	for i := range in.Targets {
		t := &in.Targets[i]
		if t.Year == 0 || e.year != 0 && t.Year >= e.year || i == len(in.Targets)-1 {
			return t
		}
	}
	return nil
}

// base is where the line to the target in force begins; a base after every target is none.
func (e *Evaluator) base(in *Indicator, unit string) Base {
	none := Base{Year: int(^uint(0) >> 1)}
	if e.year == 0 {
		return none
	}
	if e.o.Curve.Base != nil {
		if b, ok := e.o.Curve.Base(unit, in.ID); ok {
			return b
		}
	}
	t := e.target(in)
	for i := range in.Targets {
		if &in.Targets[i] == t && i > 0 && in.Targets[i-1].Op == t.Op {
			return Base{Year: in.Targets[i-1].Year, Value: in.Targets[i-1].Value}
		}
	}
	out := none
	for _, v := range e.reports(in, unit) {
		if v.Year > 0 && v.Year < e.year && v.Year < out.Year {
			out = Base{Year: v.Year, Value: v.Value}
		}
	}
	return out
}

func (e *Evaluator) reports(in *Indicator, unit string) []ReportedValue {
	if e.o.Reported == nil {
		return nil
	}
	return e.o.Reported(unit, in.ID)
}

// reported is the latest figure that is not of a later year than the evaluation's; of one
// year, the one recorded last.
func (e *Evaluator) reported(in *Indicator, unit string) *ReportedValue {
	var out *ReportedValue
	for _, v := range e.reports(in, unit) {
		if e.year != 0 && v.Year > e.year {
			continue
		}
		if out == nil || v.Year > out.Year || v.Year == out.Year && v.At >= out.At {
			one := v
			out = &one
		}
	}
	return out
}

// differs flags a reported figure that lies too far from the computed one.
func (e *Evaluator) differs(in *Indicator, r *Row) bool {
	v, ok := r.Computed.Get()
	if !ok || r.Reported == nil {
		return false
	}
	bound := e.o.DifferShare * abs(v)
	if in.Unit == "%" {
		bound = e.o.DifferPoints
	}
	// A billionth of slack: a figure that differs by exactly the bound does not exceed it.
	return abs(v-r.Reported.Value) > bound+1e-9*max(1, abs(v))
}

// why is one sentence with the numbers in it.
func (e *Evaluator) why(r *Row, area *analysis.Area, f *figure, expected float64) Text {
	name := unitWord(area)
	out := f.says
	switch {
	case r.Indicator.Kind == Reported || r.Indicator.Kind == Checklist:
		if r.Reported == nil {
			out = Text{Zh: name.Zh + ":没有填报值", En: name.En + ": nobody has reported a figure"}
			return Text{Zh: fullWidth(out.Zh) + "。", En: out.En + "."}
		}
		out = Text{Zh: name.Zh + ":", En: name.En + ": "}
	case f.value.IsKnown():
		out = Text{Zh: name.Zh + ":" + out.Zh, En: name.En + ": " + out.En}
	default:
		out = Text{Zh: name.Zh + ":无法计算," + out.Zh, En: name.En + ": cannot be computed, " + out.En}
	}
	if v := r.Reported; v != nil {
		sep := Text{Zh: ";", En: "; "}
		if f.says.En == "" {
			sep = Text{}
		}
		out.Zh += fmt.Sprintf("%s%s填报%s%s", sep.Zh, from(v).Zh, against(v.Value, r.Target), shownUnit(r.Indicator))
		out.En += fmt.Sprintf("%sreported %s %s%s", sep.En, against(v.Value, r.Target), shownUnit(r.Indicator), from(v).En)
		if r.Differs {
			c := r.Computed.Or(0)
			out.Zh += fmt.Sprintf(",与计算值相差%s", number(abs(c-v.Value)))
			out.En += fmt.Sprintf(", which differs from the computed figure by %s", number(abs(c-v.Value)))
		}
	}
	end := r.ending(expected)
	return Text{Zh: fullWidth(out.Zh+end.Zh) + "。", En: out.En + end.En + "."}
}

// from says where a reported figure is from.
func from(v *ReportedValue) Text {
	var t Text
	if v.Source != "" {
		t = Text{Zh: v.Source, En: " by " + v.Source}
	}
	if v.Year != 0 {
		t.Zh += fmt.Sprintf("%d年", v.Year)
		t.En += fmt.Sprintf(" for %d", v.Year)
	}
	return t
}

func shownUnit(in *Indicator) string {
	if in.Kind == Checklist {
		return "(1=是 yes, 0=否 no)"
	}
	return in.Unit
}

// ending says what the comparison gave.
func (r *Row) ending(expected float64) Text {
	if r.Target == nil {
		return Text{Zh: ";文件没有给出可比较的数值", En: "; the document gives no number to compare with"}
	}
	t := Text{Zh: ";目标" + r.Target.String(), En: "; target " + r.Target.String()}
	if expected != r.Target.Value {
		t.Zh += ",现阶段应达到" + number(expected)
		t.En += ", by now " + number(expected)
	}
	v, known := r.Value.Get()
	switch met, _ := r.met(); {
	case !known:
		return t
	case r.Lamp == Grey:
		return Text{Zh: t.Zh + ",是否达标无法判断", En: t.En + ": whether it is met cannot be told"}
	case met:
		return Text{Zh: t.Zh + ",达标", En: t.En + ": met"}
	case r.Lamp == Green:
		return Text{Zh: t.Zh + ",进度正常", En: t.En + ": on the way"}
	default:
		gap := number(abs(r.Target.Value - v))
		return Text{Zh: t.Zh + ",未达标,差" + gap, En: t.En + ": missed by " + gap}
	}
}
