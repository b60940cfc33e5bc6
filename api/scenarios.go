package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo/scenario"
)

// The paths of saved scenarios.
const (
	pathScenarios = "/v1/scenarios"
	pathScenario  = "/v1/scenarios/{id}"
	pathEvaluate  = "/v1/scenarios/evaluate"
	pathCompare   = "/v1/scenarios/compare"
	pathApply     = "/v1/scenarios/{id}/apply"
	pathUndo      = "/v1/scenarios/{id}/undo"
)

// The kinds of problem with saved scenarios.
const (
	kindNoSuchScenario = "no-such-scenario"
	kindState          = "conflicting-state"
)

const (
	// maxScenarioBytes bounds a scenario.
	maxScenarioBytes = 1 << 20
	// maxCompared bounds the scenarios that are set side by side.
	maxCompared = 10
)

func scenarioEndpoints() []Endpoint {
	json := []string{MediaJSON}
	id := Param{Name: "id", In: InPath, Type: String, Required: true, Doc: "The id of a saved scenario, as /v1/scenarios lists them."}
	return []Endpoint{
		{Path: pathEvaluate, Doc: "What a list of edits would change: coverage, completeness and indicators before and after, and the homes that gain or lose. Nothing is saved.",
			Media: json, PostOnly: true, Params: []Param{langParam()},
			Post: &Post{MaxBytes: maxScenarioBytes, Answers: true,
				Doc: "Edits, at most 200, and what is asked of them: towns, circles, categories, standards, group; what is left out is chosen by the edits, and only what they change is told."}},
		{Path: pathScenarios, Doc: "The saved scenarios, and whether the dataset has changed since they were saved.", Media: json, Records: true, Params: []Param{langParam()},
			Post: &Post{Role: data.RoleDesigner, MaxBytes: maxScenarioBytes, Doc: "Save a scenario: name, edits, author (the key's name unless it is given), and what is asked. Its edits have to fit the dataset in service."}},
		{Path: pathCompare, Doc: "Saved scenarios side by side: every figure that one of them changes, before and after each. What is asked for is chosen by the edits.",
			Media: json, Records: true, Judged: true, Params: []Param{
				{Name: "ids", In: InQuery, Type: String, List: true, MaxItems: maxCompared, Required: true, Doc: "The ids of saved scenarios."}, langParam()}},
		{Path: pathScenario, Doc: "A saved scenario, evaluated on the dataset in service.", Media: json, Records: true, Judged: true, Params: []Param{id, langParam()},
			Delete: &Post{Role: data.RoleDesigner, Doc: "Delete a scenario. What it changed of the dataset, if it was applied, stays."}},
		{Path: pathApply, Doc: "Applying a scenario to the dataset.", Media: json, PostOnly: true, Params: []Param{id, langParam()},
			Post: &Post{Role: data.RoleAdmin, Answers: true, Doc: "Make the edits on the dataset, in one commit that its history notes."}},
		{Path: pathUndo, Doc: "Taking an applied scenario back.", Media: json, PostOnly: true, Params: []Param{id, langParam()},
			Post: &Post{Role: data.RoleAdmin, Answers: true, Doc: "Make the dataset what it was before, to the byte; where others have committed since, make the rows that the scenario changed what they were. Refused, with the rows, when somebody has changed one of them since."}},
	}
}

// savedForm is a saved scenario without its edits.
type savedForm struct {
	ID             string    `json:"id"`
	Name           string    `json:"name"`
	Author         string    `json:"author"`
	By             string    `json:"by"`
	CreatedAt      time.Time `json:"created_at"`
	DatasetVersion string    `json:"dataset_version"`
	// ChangedSince: the dataset in service is not the one it was saved on.
	ChangedSince bool         `json:"dataset_changed_since"`
	Applied      *appliedForm `json:"applied"`
}

type appliedForm struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Before string    `json:"dataset_version_before"`
	After  string    `json:"dataset_version_after"`
}

func formOfSaved(s *data.Scenario, q *question) savedForm {
	f := savedForm{ID: s.ID, Name: s.Name, Author: s.Author, By: s.By, CreatedAt: s.Created, DatasetVersion: s.DatasetVersion,
		ChangedSince: s.DatasetVersion != q.analyst.Dataset().Version}
	if a := s.Applied; a != nil {
		f.Applied = &appliedForm{a.At, a.By, a.Before, a.After}
	}
	return f
}

// answerScenarios lists the saved scenarios.
func answerScenarios(ctx context.Context, q *question) (func(e *encoder), error) {
	var all []data.Scenario
	if q.records != nil {
		var err error
		if all, err = q.records.Scenarios(ctx); err != nil {
			return nil, err
		}
	}
	return func(e *encoder) {
		e.beginObject()
		e.key("dataset")
		e.datasetName(q.analyst.Dataset())
		e.key("scenarios")
		e.beginArray()
		for i := range all {
			e.any(formOfSaved(&all[i], q))
		}
		e.endArray()
		e.endObject()
	}, nil
}

// savedScenarios are the scenarios of some ids, in the order of the ids.
func savedScenarios(ctx context.Context, records data.Records, ids ...string) ([]data.Scenario, error) {
	var found []data.Scenario
	if records != nil {
		var err error
		if found, err = records.Scenarios(ctx, ids...); err != nil {
			return nil, err
		}
	}
	out := make([]data.Scenario, 0, len(ids))
	for _, id := range ids {
		at := slices.IndexFunc(found, func(s data.Scenario) bool { return s.ID == id })
		if at < 0 {
			return nil, noSuchScenario(id)
		}
		out = append(out, found[at])
	}
	return out, nil
}

func noSuchScenario(id string) *Problem {
	return &Problem{Status: http.StatusNotFound, Kind: kindNoSuchScenario, Parameter: "id", Value: clip(id),
		Title:  Text{En: "No such scenario", Zh: "没有这个情景"},
		Detail: Text{En: fmt.Sprintf("no saved scenario has the id %q; /v1/scenarios lists them", clip(id)), Zh: fmt.Sprintf("没有编号为 %q 的情景；见 /v1/scenarios", clip(id))}}
}

// conflict tells of a request that does not fit the state of things (RFC 9110 §15.5.10).
func conflict(en, zh string) *Problem {
	return &Problem{Status: http.StatusConflict, Kind: kindState,
		Title: Text{En: "This cannot be done now", Zh: "目前不能执行"}, Detail: Text{En: en, Zh: zh}}
}

// answerScenario gives a saved scenario and what it changes of the dataset in service.
// Where its edits no longer fit, or are in it already, it says so in place of that.
func answerScenario(ctx context.Context, q *question) (func(e *encoder), error) {
	saved, err := savedScenarios(ctx, q.records, q.values.String("id"))
	if err != nil {
		return nil, err
	}
	s := &saved[0]
	f, answer, reason, err := evaluateSaved(ctx, q, s, false)
	if err != nil {
		return nil, err
	}
	return func(e *encoder) {
		e.beginObject()
		e.key("scenario")
		e.any(formOfSaved(s, q))
		e.key("body")
		e.any(s.Body)
		e.key("reason")
		e.strOrNull(reason.in(q.lang))
		e.key("evaluation")
		if f == nil {
			e.null()
		} else {
			e.beginObject()
			e.scenario(q, f, answer.After)
			e.endObject()
		}
		e.endObject()
	}, nil
}

// evaluateSaved evaluates a saved scenario on the dataset in service, or gives the reason
// why it cannot be. free leaves what is asked to the edits.
func evaluateSaved(ctx context.Context, q *question, s *data.Scenario, free bool) (*ScenarioForm, *scenario.Answer, Text, error) {
	if s.Applied != nil {
		return nil, nil, Text{En: "the scenario is applied: its edits are in the dataset; undo it to see the difference", Zh: "情景已应用到数据集；撤销后可再比较"}, nil
	}
	sc, err := scenario.DecodeScenario(s.Body)
	if err == nil {
		if free {
			sc.Question = scenario.Question{}
		}
		var f *ScenarioForm
		var answer *scenario.Answer
		if f, answer, err = evaluateAsked(ctx, q, sc); err == nil {
			return f, answer, Text{}, nil
		}
	}
	var problem *Problem
	if errors.As(ofScenario(err), &problem) {
		return nil, nil, Text{En: "the edits no longer fit the dataset: " + problem.Detail.En, Zh: "情景与当前数据集不再相符：" + problem.Detail.Zh}, nil
	}
	return nil, nil, Text{}, err
}

// postScenario saves a scenario.
func (s *server) postScenario(ctx context.Context, q *question, key *data.Key, body []byte) (func(e *encoder), error) {
	sc, err := decodedScenario(body)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(sc.Name) == "" {
		return nil, invalidEdit(&scenario.EditError{Edit: -1, Field: "name", Rule: scenario.Text{Zh: "必须给出", En: "is required"}})
	}
	if sc.Author == "" {
		sc.Author = key.Name
	}
	version := q.analyst.Dataset().Version
	if sc.DatasetVersion != "" && sc.DatasetVersion != version {
		return nil, invalidEdit(&scenario.EditError{Edit: -1, Field: "dataset_version", Value: sc.DatasetVersion,
			Rule: scenario.Text{Zh: "不是当前数据集版本；请在当前数据集上重新评估后保存", En: "is not that of the dataset in service: evaluate the scenario on that, and save it then"}})
	}
	if _, _, err := scenario.Apply(ctx, q.analyst.Dataset(), sc.Edits, scenario.Options{Profiles: q.analyst.Profiles()}); err != nil {
		return nil, ofScenario(err)
	}
	store, err := s.store()
	if err != nil {
		return nil, err
	}
	saved := data.Scenario{ID: data.NewScenarioID(), Name: sc.Name, Author: sc.Author, By: key.Name, DatasetVersion: version, Body: json.RawMessage(body),
		Created: s.now().UTC().Truncate(time.Second)}
	if err := saved.Check(); err != nil {
		return nil, badBody(err.Error(), "情景不能保存："+err.Error())
	}
	if err := store.AddScenario(ctx, saved); err != nil {
		return nil, err
	}
	return func(e *encoder) { e.any(formOfSaved(&saved, q)) }, nil
}

// deleteScenario deletes a scenario.
func (s *server) deleteScenario(ctx context.Context, q *question, _ *data.Key, _ []byte) (func(e *encoder), error) {
	store, err := s.store()
	if err != nil {
		return nil, err
	}
	id := q.values.String("id")
	err = store.DeleteScenario(ctx, id)
	if errors.Is(err, data.ErrNoSuchScenario) {
		return nil, noSuchScenario(id)
	}
	return nil, err
}
