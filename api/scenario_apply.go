package api

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/scenario"
)

// datasets is the store of the dataset in service; some keep records alone.
func (s *server) datasets() (data.Store, error) {
	records, err := s.store()
	if err != nil {
		return nil, err
	}
	store, ok := records.(data.Store)
	if !ok {
		return nil, noRecords()
	}
	return store, nil
}

// postApply makes the edits of a saved scenario on the dataset. The commit is made for the
// very version that the edits were made on; the mark that it was made is a second write,
// so that a crash between the two leaves the edits in the dataset, in its history by the
// scenario's name, and the scenario unmarked.
func (s *server) postApply(ctx context.Context, q *question, key *data.Key, _ []byte) (func(e *encoder), error) {
	store, err := s.datasets()
	if err != nil {
		return nil, err
	}
	found, err := savedScenarios(ctx, store, q.values.String("id"))
	if err != nil {
		return nil, err
	}
	saved := &found[0]
	if saved.Applied != nil {
		return nil, conflict("the scenario is applied already", "情景已经应用")
	}
	sc, err := scenario.DecodeScenario(saved.Body)
	if err != nil {
		return nil, ofScenario(err)
	}
	ds := q.analyst.Dataset()
	version, err := store.Version(ctx)
	if err != nil {
		return nil, err
	}
	if version != ds.Version { // it has changed, and is not in service yet
		if ds, err = store.Load(ctx); err != nil {
			return nil, err
		}
	}
	next, changes, err := scenario.Apply(ctx, ds, sc.Edits, scenario.Options{Profiles: q.analyst.Profiles()})
	if err != nil {
		return nil, ofScenario(err)
	}
	if len(changes.Layers) == 0 {
		return nil, conflict("the scenario changes nothing of the dataset", "情景没有改变数据集")
	}
	now := s.now().UTC().Truncate(time.Second)
	w := data.EditsOf(next, changes)
	w.Expect, w.Reversible, w.What = ds.Version, true, fmt.Sprintf("scenario %s: %s", saved.ID, saved.Name)
	w.Info = &geo.SourceInfo{Name: scenario.Source, Attribution: "lifecircle scenario: " + saved.Name, ImportedAt: now.Format(time.RFC3339)}
	if err := store.Commit(ctx, w); err != nil {
		if errors.Is(err, data.ErrChanged) {
			return nil, conflict("the dataset was changed at this moment by somebody else: look at the scenario again", "数据集刚被他人修改：请重新查看情景")
		}
		return nil, err
	}
	saved.Applied = &data.ScenarioApplied{At: now, By: key.Name, Before: ds.Version}
	if saved.Applied.After, err = store.Version(ctx); err != nil {
		return nil, err
	}
	if err := store.MarkScenario(ctx, saved.ID, saved.Applied); err != nil {
		return nil, err
	}
	return func(e *encoder) { e.any(formOfSaved(saved, q)) }, nil
}

// postUndo takes an applied scenario back. Where nothing was committed since, the dataset
// becomes what it was before, to the byte; else the rows that the scenario changed become
// what they were, as long as nobody has changed them since. Either is one commit.
func (s *server) postUndo(ctx context.Context, q *question, _ *data.Key, _ []byte) (func(e *encoder), error) {
	store, err := s.datasets()
	if err != nil {
		return nil, err
	}
	found, err := savedScenarios(ctx, store, q.values.String("id"))
	if err != nil {
		return nil, err
	}
	saved := &found[0]
	if saved.Applied == nil {
		return nil, conflict("the scenario is not applied", "情景没有应用，无需撤销")
	}
	if err := undo(ctx, store, saved, q.lang); err != nil {
		return nil, err
	}
	if err := store.MarkScenario(ctx, saved.ID, nil); err != nil {
		return nil, err
	}
	saved.Applied = nil
	return func(e *encoder) { e.any(formOfSaved(saved, q)) }, nil
}

// undo takes a scenario back, as [server.postUndo] says.
func undo(ctx context.Context, store data.Store, saved *data.Scenario, lang Lang) error {
	version, err := store.Version(ctx)
	if err != nil {
		return err
	}
	switch version {
	case saved.Applied.After:
		err = store.Restore(ctx, saved.Applied.Before)
	case saved.Applied.Before:
		// It is taken back already, by a restore.
	default:
		err = store.Revert(ctx, data.Reversal{Before: saved.Applied.Before, After: saved.Applied.After, What: fmt.Sprintf("undo scenario %s: %s", saved.ID, saved.Name)})
	}
	var gone *data.VersionError
	var changed *data.ReversalError
	switch {
	case errors.As(err, &gone):
		return conflict("the version before or after the scenario is not kept any more: "+gone.Rule, "应用前或应用后的版本已不再保留")
	case errors.As(err, &changed):
		return rowsChanged(changed, saved.Applied.Before, lang)
	}
	return err
}

// rowsChanged tells which rows stand in the way of taking a scenario back.
func rowsChanged(e *data.ReversalError, before string, lang Lang) *Problem {
	type row struct {
		Layer  geo.Layer `json:"layer"`
		ID     string    `json:"id"`
		Source string    `json:"source,omitempty"`
		Rule   string    `json:"rule"`
	}
	rows, first := []row{}, []string{}
	for i := range e.Rows {
		r := &e.Rows[i]
		rows = append(rows, row{r.Layer, r.ID, r.Source, translated(r.Rule).in(lang)})
		if i < 3 {
			first = append(first, fmt.Sprintf("%s %s", r.Layer, clip(r.ID)))
		}
	}
	list := strings.Join(first, ", ")
	if e.All > len(first) {
		list += ", …"
	}
	p := conflict(
		fmt.Sprintf("others have changed rows of the scenario since, %d in all (%s): undo what came after first, or restore version %s, which takes everything since back", e.All, list, before),
		fmt.Sprintf("情景改动过的 %d 行其后又被他人修改（%s）：请先撤销之后的改动，或恢复版本 %s（之后的全部改动都会撤回）", e.All, list, before))
	p.Extra = map[string]any{"rows": rows, "rows_total": e.All}
	return p
}
