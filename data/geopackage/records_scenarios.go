package geopackage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

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
	return s.recording(ctx, "keep scenario "+sc.ID, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO "+scenariosTable+" (id, name, author, saved_by, dataset_version, body, created) VALUES (?, ?, ?, ?, ?, ?, ?)",
			sc.ID, sc.Name, sc.Author, sc.By, sc.DatasetVersion, string(sc.Body), instant(sc.Created))
		if err != nil || sc.Applied == nil {
			return err
		}
		return markScenario(ctx, tx, sc.ID, sc.Applied)
	})
}

// Scenarios returns scenarios, the oldest first.
func (s *Store) Scenarios(ctx context.Context, ids ...string) (out []data.Scenario, err error) {
	where, args := "", []any(nil)
	if len(ids) > 0 {
		raw, err := json.Marshal(ids)
		if err != nil {
			return nil, err
		}
		where, args = " WHERE id IN (SELECT value FROM json_each(?))", []any{string(raw)}
	}
	err = s.records(ctx, "read the scenarios", scenariosTable, func(tx *sql.Tx) error {
		return eachRow(ctx, tx, "SELECT id, name, author, saved_by, dataset_version, body, created, coalesce(applied_at, ''), coalesce(applied_by, ''), "+
			"coalesce(applied_before, ''), coalesce(applied_after, '') FROM "+scenariosTable+where+" ORDER BY number", args, func(rows *sql.Rows) error {
			var sc data.Scenario
			var body, created, at string
			var applied data.ScenarioApplied
			if err := rows.Scan(&sc.ID, &sc.Name, &sc.Author, &sc.By, &sc.DatasetVersion, &body, &created, &at, &applied.By, &applied.Before, &applied.After); err != nil {
				return err
			}
			sc.Body = json.RawMessage(body)
			var err error
			if sc.Created, err = time.Parse(time.RFC3339, created); err != nil {
				return fmt.Errorf("scenario %s: %w", sc.ID, err)
			}
			if at != "" {
				if applied.At, err = time.Parse(time.RFC3339, at); err != nil {
					return fmt.Errorf("scenario %s: %w", sc.ID, err)
				}
				sc.Applied = &applied
			}
			out = append(out, sc)
			return nil
		})
	})
	return out, err
}

// MarkScenario notes whether a scenario is applied.
func (s *Store) MarkScenario(ctx context.Context, id string, applied *data.ScenarioApplied) error {
	if err := data.CheckApplied(applied); err != nil {
		return err
	}
	return s.recording(ctx, "mark scenario "+id, func(tx *sql.Tx) error { return markScenario(ctx, tx, id, applied) })
}

func markScenario(ctx context.Context, tx *sql.Tx, id string, applied *data.ScenarioApplied) error {
	values := []any{nil, nil, nil, nil, id}
	if applied != nil {
		values = []any{instant(applied.At), applied.By, applied.Before, applied.After, id}
	}
	done, err := tx.ExecContext(ctx, "UPDATE "+scenariosTable+" SET applied_at = ?, applied_by = ?, applied_before = ?, applied_after = ? WHERE id = ?", values...)
	return scenarioFound(done, err)
}

// DeleteScenario takes a scenario away.
func (s *Store) DeleteScenario(ctx context.Context, id string) error {
	return s.recording(ctx, "delete scenario "+id, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, "DELETE FROM "+scenariosTable+" WHERE id = ?", id)
		return scenarioFound(done, err)
	})
}

// scenarioFound is an error where a statement met no row.
func scenarioFound(done sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return data.ErrNoSuchScenario
}
