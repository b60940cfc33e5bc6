package postgis

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/seed-4611ae28/lifecircle/data"
)

// AddScenario keeps a scenario.
func (s *Store) AddScenario(ctx context.Context, sc data.Scenario) error {
	if err := sc.Check(); err != nil {
		return err
	}
	if err := data.CheckApplied(sc.Applied); err != nil {
		return err
	}
	return s.recording(ctx, "keep scenario "+sc.ID, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO lifecircle.scenarios (id, name, author, saved_by, dataset_version, body, created)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`, sc.ID, sc.Name, sc.Author, sc.By, sc.DatasetVersion, string(sc.Body), sc.Created)
		if err != nil || sc.Applied == nil {
			return err
		}
		return markScenario(ctx, tx, sc.ID, sc.Applied)
	})
}

// Scenarios returns scenarios, the oldest first.
func (s *Store) Scenarios(ctx context.Context, ids ...string) (out []data.Scenario, err error) {
	err = s.records(ctx, "read the scenarios", func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT id, name, author, saved_by, dataset_version, body, created, applied_at, coalesce(applied_by, ''),
  coalesce(applied_before, ''), coalesce(applied_after, '') FROM lifecircle.scenarios
  WHERE cardinality($1::text[]) = 0 OR id = ANY ($1) ORDER BY number`, list(ids))
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (sc data.Scenario, err error) {
			var body string
			var at *time.Time
			var applied data.ScenarioApplied
			err = row.Scan(&sc.ID, &sc.Name, &sc.Author, &sc.By, &sc.DatasetVersion, &body, &sc.Created, &at, &applied.By, &applied.Before, &applied.After)
			sc.Body, sc.Created = json.RawMessage(body), sc.Created.UTC()
			if at != nil {
				applied.At = at.UTC()
				sc.Applied = &applied
			}
			return sc, err
		})
		return err
	})
	return out, err
}

// MarkScenario notes whether a scenario is applied.
func (s *Store) MarkScenario(ctx context.Context, id string, applied *data.ScenarioApplied) error {
	if err := data.CheckApplied(applied); err != nil {
		return err
	}
	return s.recording(ctx, "mark scenario "+id, func(tx pgx.Tx) error { return markScenario(ctx, tx, id, applied) })
}

func markScenario(ctx context.Context, tx pgx.Tx, id string, applied *data.ScenarioApplied) error {
	var at *time.Time
	var by, before, after *string
	if applied != nil {
		moment := applied.At.UTC().Truncate(time.Second)
		at, by, before, after = &moment, &applied.By, &applied.Before, &applied.After
	}
	done, err := tx.Exec(ctx, "UPDATE lifecircle.scenarios SET applied_at = $1, applied_by = $2, applied_before = $3, applied_after = $4 WHERE id = $5", at, by, before, after, id)
	if err == nil && done.RowsAffected() == 0 {
		return data.ErrNoSuchScenario
	}
	return err
}

// DeleteScenario takes a scenario away.
func (s *Store) DeleteScenario(ctx context.Context, id string) error {
	return s.recording(ctx, "delete scenario "+id, func(tx pgx.Tx) error {
		done, err := tx.Exec(ctx, "DELETE FROM lifecircle.scenarios WHERE id = $1", id)
		if err == nil && done.RowsAffected() == 0 {
			return data.ErrNoSuchScenario
		}
		return err
	})
}
