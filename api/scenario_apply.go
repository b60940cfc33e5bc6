package api

import (
	"context"
	"errors"
	"fmt"
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
	w.Expect, w.What = ds.Version, fmt.Sprintf("scenario %s: %s", saved.ID, saved.Name)
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

// postUndo makes the dataset what it was before a scenario was applied. Where anything was
// changed since, that would take the change back too: it is refused.
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
	version, err := store.Version(ctx)
	if err != nil {
		return nil, err
	}
	switch version {
	case saved.Applied.After:
		err = store.Restore(ctx, saved.Applied.Before)
	case saved.Applied.Before:
		// It is taken back already, by a restore.
	default:
		return nil, conflict(
			fmt.Sprintf("the dataset was changed since the scenario was applied (it is in version %s, not in %s): undo what came after first, or restore version %s, which takes everything since back", version, saved.Applied.After, saved.Applied.Before),
			fmt.Sprintf("应用情景后数据集又有改动（当前版本 %s，应用后为 %s）：请先撤销之后的改动，或恢复版本 %s（之后的全部改动都会撤回）", version, saved.Applied.After, saved.Applied.Before))
	}
	var gone *data.VersionError
	if errors.As(err, &gone) {
		return nil, conflict("the version before is not kept any more: "+gone.Rule, "之前的版本已不再保留")
	}
	if err != nil {
		return nil, err
	}
	if err := store.MarkScenario(ctx, saved.ID, nil); err != nil {
		return nil, err
	}
	saved.Applied = nil
	return func(e *encoder) { e.any(formOfSaved(saved, q)) }, nil
}
