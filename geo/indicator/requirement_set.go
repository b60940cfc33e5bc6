package indicator

import (
	"context"
	"fmt"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// requirementSet is the share of people or villages with a whole requirement set: the
// row's, or the circle's own.
func requirementSet(ctx context.Context, e *Evaluator, in *Indicator, area *analysis.Area) (*figure, error) {
	p := &in.Params
	if p.Circle == "" {
		return e.setsInVillages(ctx, in, area)
	}
	var s sum
	var names []Text
	var answers []*analysis.SetAnswer
	for _, id := range p.circles() {
		q := analysis.SetQuery{Area: area.Code, Circle: id, Set: p.Set}
		answer, err := once(&e.known, q, func() (*analysis.SetAnswer, error) { return e.a.SetCoverage(ctx, q) })
		if err != nil {
			return nil, err
		}
		for i := range answer.Parts {
			if r := &answer.Parts[i]; r.Facilities < r.Requirement.Count() {
				return e.unmetEverywhere(answer.Set, r.Requirement, r.Unknown), nil
			}
		}
		s.add(&answer.Coverage, p.Of, answer.Grey)
		answers = append(answers, answer)
		names = append(names, e.circle(id))
	}
	f := s.figure()
	if !f.value.IsKnown() {
		return f, nil
	}
	sets := []string{}
	for _, a := range answers {
		if !slices.Contains(sets, a.Set.ID) {
			sets = append(sets, a.Set.ID)
		}
	}
	f.profile, f.method = e.profile(append(slices.Clone(p.circles()), sets...)...), string(answers[0].Circle.Metric)
	share, circle := s.share(f, e.target(in)), join(names, " and ")
	f.add(fmt.Sprintf("%s在%s内设施齐备(%s)", share.Zh, circle.Zh, answers[0].Set.Zh),
		fmt.Sprintf("%s have the whole set %q in %s", share.En, answers[0].Set.En, circle.En))
	e.weakest(f, answers, p.Of)
	for _, a := range answers {
		for i := range a.Parts {
			if r := &a.Parts[i]; r.Unknown > 0 && !f.most.IsKnown() {
				f.most = geo.Known(100)
				e.lacking(f, r.Unknown, r.Facilities+r.Unknown, r.Requirement.Where)
			}
		}
	}
	return f, nil
}

// unmetEverywhere says that a requirement cannot be met with what the dataset holds.
func (e *Evaluator) unmetEverywhere(set *geo.RequirementSet, r *geo.Requirement, lacking int) *figure {
	f := e.noFacilities(r.AnyOf, r.Where, lacking)
	f.says = Text{Zh: fmt.Sprintf("“%s”中的“%s”:", set.Zh, r.ID) + f.says.Zh,
		En: fmt.Sprintf("of the set %q the requirement %q: ", set.En, r.ID) + f.says.En}
	return f
}

// weakest names the requirement that the fewest reach.
func (e *Evaluator) weakest(f *figure, answers []*analysis.SetAnswer, of string) {
	var worst *geo.Requirement
	least, total := 0.0, 0.0
	var d lifecircle.Denominator
	for _, a := range answers {
		for i := range a.Parts {
			t, unit := tally(&a.Parts[i].Coverage, of)
			n, ok := t.Total.Get()
			if c := t.Covered.Or(0); ok && c < n && (worst == nil || n-c > total-least) {
				worst, least, total, d = a.Parts[i].Requirement, c, n, unit
			}
		}
	}
	if worst == nil {
		return
	}
	what, unit := e.categories(worst.AnyOf), denominator(d)
	f.add(fmt.Sprintf(",最缺%s(%s%s中仅%s可达)", what.Zh, number(total), unit.Zh, number(least)),
		fmt.Sprintf(", the weakest being %s (%s of %s %s)", what.En, number(least), number(total), unit.En))
}

// setsInVillages is the share of villages with a whole set on their own ground.
func (e *Evaluator) setsInVillages(ctx context.Context, in *Indicator, area *analysis.Area) (*figure, error) {
	set, ok := e.a.Profiles().RequirementSet(in.Params.Set)
	if !ok {
		return nil, &analysis.FieldError{Field: "set", Value: in.Params.Set, Rule: "is no requirement set"}
	}
	villages := e.villages(area)
	if len(villages) == 0 {
		return missing("辖区内没有村(社区)数据", "no village is known here"), nil
	}
	var with, without, unknown []string
	for _, v := range villages {
		state, err := e.setInside(ctx, v.Code, set)
		if err != nil {
			return nil, err
		}
		if state.impossible != nil {
			return e.unmetEverywhere(set, state.impossible, state.lacking), nil
		}
		switch {
		case state.missing:
			without = append(without, v.Code)
		case state.lacking > 0:
			unknown = append(unknown, v.Code)
		default:
			with = append(with, v.Code)
		}
	}
	f := partsHeld(with, without, unknown)
	f.denominator, f.profile, f.method = string(lifecircle.Villages), e.profile(set.ID), "inside"
	f.add(fmt.Sprintf("%d个村(社区)中%d个在村内设施齐备(%s)", len(villages), len(with), set.Zh),
		fmt.Sprintf("%d of %d villages have the whole set %q on their ground", len(with), len(villages), set.En))
	if len(unknown) > 0 {
		f.add(fmt.Sprintf(",%d个村的设施缺少属性", len(unknown)), fmt.Sprintf(", and of %d the facilities lack an attribute", len(unknown)))
	}
	return f, nil
}

// villages are those of an area; a village is its own.
func (e *Evaluator) villages(area *analysis.Area) []*geo.Unit {
	return e.a.PartsOf(area, geo.LevelVillage)
}

// setState is how a set stands on the ground of a unit.
type setState struct {
	missing    bool
	lacking    int
	impossible *geo.Requirement
}

func (e *Evaluator) setInside(ctx context.Context, unit string, set *geo.RequirementSet) (setState, error) {
	var s setState
	for i := range set.Requirements {
		r := &set.Requirements[i]
		sorted, err := e.a.SortFacilities(ctx, unit, r.AnyOf, r.Where)
		if err != nil {
			return s, err
		}
		have := len(sorted.With)
		switch {
		case sorted.Everywhere == 0:
			s.impossible = r
			return s, nil
		case have >= r.Count():
		case have+len(sorted.Unknown) >= r.Count():
			s.lacking += len(sorted.Unknown)
		default:
			s.missing = true
		}
	}
	return s, nil
}
