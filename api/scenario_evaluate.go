package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
	"github.com/seed-4611ae28/lifecircle/geo/scenario"
)

// postEvaluate evaluates the scenario of a body.
func (s *server) postEvaluate(ctx context.Context, q *question, _ *data.Key, body []byte) (func(e *encoder), error) {
	sc, err := decodedScenario(body)
	if err != nil {
		return nil, err
	}
	f, answer, err := evaluateAsked(ctx, q, sc)
	if err != nil {
		return nil, ofScenario(err)
	}
	return func(e *encoder) {
		e.beginObject()
		e.scenario(q, f, answer.After)
		e.endObject()
	}, nil
}

// scenario writes the members of an evaluation.
func (e *encoder) scenario(q *question, f *ScenarioForm, after *analysis.Analysis) {
	e.frame(q, nil)
	e.key("profile_version")
	e.str(q.analyst.Profiles().Version)
	e.key("standards_version")
	e.strOrNull(q.standards.Version)
	e.key("scenario_version")
	e.str(after.Dataset().Version)
	for _, m := range []struct {
		name  string
		value any
	}{{"edits", f.Edits}, {"changes", f.Changes}, {"joints", f.Joints}, {"loose_ends", f.Loose}, {"towns", f.Towns}, {"circles", f.Circles},
		{"categories", f.Categories}, {"standards", f.Standards}, {"coverage", f.Coverage}, {"completeness", f.Completeness},
		{"indicators", f.Indicators}, {"homes_changed", f.HomesChanged}, {"homes_listed", f.HomesListed}, {"features", f.Features}} {
		e.key(m.name)
		e.any(m.value)
	}
}

// decodedScenario reads a scenario; the error is a *Problem.
func decodedScenario(body []byte) (*scenario.Scenario, error) {
	sc, err := scenario.DecodeScenario(body)
	if err != nil {
		return nil, ofScenario(err)
	}
	return sc, nil
}

// evaluateAsked asks what a scenario changes of the dataset in service.
func evaluateAsked(ctx context.Context, q *question, sc *scenario.Scenario) (*ScenarioForm, *scenario.Answer, error) {
	before, ok := q.analyst.(*analysis.Analysis)
	if !ok {
		return nil, nil, fmt.Errorf("no scenario can be made of a %T", q.analyst)
	}
	return EvaluateScenario(ctx, before, sc, q.standards, q.lang)
}

// ofScenario tells what is wrong with a scenario, as a *Problem; an error that is not the
// asker's stays what it is.
func ofScenario(err error) error {
	var edit *scenario.EditError
	var field *analysis.FieldError
	switch {
	case errors.As(err, &edit):
		return invalidEdit(edit)
	case errors.As(err, &field):
		name := map[string]string{"unit": "towns", "category": "categories", "circle": "circles", "standard": "standards"}[field.Field]
		if name == "" {
			name = field.Field
		}
		rule := translated(field.Rule)
		return invalidEdit(&scenario.EditError{Edit: -1, Field: name, Value: field.Value, Rule: scenario.Text{Zh: rule.Zh, En: rule.En}})
	}
	return err
}

// invalidEdit tells which edit, or which other member of the scenario, is wrong. The
// pointer is that of RFC 6901 into the body.
func invalidEdit(w *scenario.EditError) *Problem {
	rule := Text{En: w.Rule.En, Zh: w.Rule.Zh}
	field, value := clip(w.Field), clip(w.Value)
	p := &Problem{Status: http.StatusBadRequest, Kind: kindInvalidBody, Parameter: field, Value: value, Rule: rule,
		Title: Text{En: "The scenario is not accepted", Zh: "情景有误"}, Extra: map[string]any{"pointer": "/" + field},
		Detail: Text{En: fmt.Sprintf("%q is %q: %s", field, value, rule.En), Zh: fmt.Sprintf("%q 的值为 %q：%s", field, value, rule.Zh)}}
	if w.Edit >= 0 {
		p.Extra["pointer"], p.Extra["edit"] = fmt.Sprintf("/edits/%d/%s", w.Edit, field), w.Edit
		p.Detail = Text{En: fmt.Sprintf("edit %d (from 0): %s", w.Edit, p.Detail.En), Zh: fmt.Sprintf("第 %d 条编辑（从 0 起）：%s", w.Edit, p.Detail.Zh)}
	}
	return p
}

// EvaluateScenario asks what a scenario changes: of coverage and completeness, and of the
// rows of the standards asked for. Where no town or no standard is asked for, only rows
// that change are told, of every unit that the edits may bear upon. Errors of the asker
// are a *scenario.EditError or an *analysis.FieldError.
func EvaluateScenario(ctx context.Context, before *analysis.Analysis, sc *scenario.Scenario, standards *Standards, lang Lang) (*ScenarioForm, *scenario.Answer, error) {
	list := standards.List
	if len(sc.Question.Standards) > 0 {
		list = nil
		for _, id := range sc.Question.Standards {
			d := standards.standard(id)
			if d == nil {
				return nil, nil, &analysis.FieldError{Field: "standard", Value: id, Rule: "is no standard; /v1/standards lists them", Missing: true}
			}
			list = append(list, d)
		}
	}
	answer, err := scenario.Evaluate(ctx, before, sc.Edits, sc.Question, scenario.Options{})
	if err != nil {
		return nil, nil, err
	}
	f := formOfScenario(answer, lang)
	f.Edits = len(sc.Edits)
	if len(list) == 0 || standards.Judges == nil {
		return f, answer, nil
	}
	return f, answer, f.judge(ctx, answer, sc, standards.Judges, list)
}

// judge adds the rows of standards.
func (f *ScenarioForm) judge(ctx context.Context, a *scenario.Answer, sc *scenario.Scenario, judges Judges, list []*indicator.Standard) error {
	for _, d := range list {
		f.Standards = append(f.Standards, d.ID)
	}
	old, err := judges.Judge(ctx, a.Before)
	if err != nil {
		return fmt.Errorf("reading what was reported: %w", err)
	}
	next, err := judges.JudgeAs(old, a.After)
	if err != nil {
		return err
	}
	units := f.unitsJudged(a, sc)
	all := len(sc.Question.Towns) > 0 && len(sc.Question.Standards) > 0
	for _, d := range list {
		for _, u := range units {
			if !slices.ContainsFunc(d.Indicators, func(in indicator.Indicator) bool { return in.Level == u.Level }) {
				continue
			}
			x, err := old.Scorecard(ctx, d, u.Code)
			if err != nil {
				return err
			}
			y, err := next.Scorecard(ctx, d, u.Code)
			if err != nil {
				return err
			}
			for _, row := range indicator.Differences(x, y) {
				if all || !row.Same() {
					f.Indicators = append(f.Indicators, formOfDifference(y, &row))
				}
			}
		}
	}
	return nil
}

// unitsJudged are the units asked for, else every one that the edits may bear upon, by
// the widest circle that there is.
func (f *ScenarioForm) unitsJudged(a *scenario.Answer, sc *scenario.Scenario) []*geo.Unit {
	if len(sc.Question.Towns) > 0 {
		var out []*geo.Unit
		for _, u := range a.Before.Units("") {
			if slices.Contains(a.Areas, u.Code) {
				out = append(out, u)
			}
		}
		return out
	}
	var circles []string
	for _, c := range a.Before.Profiles().Circles {
		if c.Available {
			circles = append(circles, c.ID)
		}
	}
	return a.Reached(circles)
}
