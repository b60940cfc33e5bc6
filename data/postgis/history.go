package postgis

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// History returns the versions that the database held, the newest first. It reads no
// row of any layer.
func (s *Store) History(ctx context.Context) (out []data.HistoryEntry, err error) {
	err = s.snapshot(ctx, func(tx pgx.Tx) error {
		now, err := readContent(ctx, tx)
		if err != nil {
			return err
		}
		noted, kept, err := readHistory(ctx, tx)
		if err != nil {
			return err
		}
		out = data.FinishHistory(noted, kept, now)
		if len(out) > 0 && out[0].Number == 0 {
			return lastChange(ctx, tx, &out[0])
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("history of %s: %w", s.at, err)
	}
	return out, nil
}

// KeepHistory sets how many versions before the current one are kept. The room of the
// others is used again by the database (VACUUM).
func (s *Store) KeepHistory(ctx context.Context, keep int) error {
	if keep < 0 {
		return fmt.Errorf("keep %d versions of %s: has to be 0 or more", keep, s.at)
	}
	err := s.writing(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO lifecircle.history_keep (versions) VALUES ($1)
  ON CONFLICT (only_row) DO UPDATE SET versions = excluded.versions`, keep); err != nil {
			return err
		}
		return prune(ctx, tx, keep)
	})
	if err != nil {
		return fmt.Errorf("keep %d versions of %s: %w", keep, s.at, ended(ctx, err))
	}
	return nil
}

// readContent reads what the database holds now, from the sums that the triggers keep.
func readContent(ctx context.Context, tx pgx.Tx) (*data.Content, error) {
	var d geo.Dataset
	if err := readVersions(ctx, tx, &d); err != nil {
		return nil, err
	}
	c := &data.Content{Version: d.Version, Layers: d.LayerVersions, Rows: map[geo.Layer]int{}}
	rows, err := tx.Query(ctx, "SELECT layer, sum(rows)::bigint FROM lifecircle.changes GROUP BY layer")
	if err != nil {
		return nil, fmt.Errorf("read table changes: %w", err)
	}
	counts := map[string]int{}
	var table string
	var count int
	if _, err := pgx.ForEachRow(rows, []any{&table, &count}, func() error {
		counts[table] = count
		return nil
	}); err != nil {
		return nil, fmt.Errorf("read table changes: %w", err)
	}
	for _, l := range layers() {
		c.Rows[l.spec().layer] = counts[l.spec().name()]
	}
	return c, nil
}

// lastChange tells of a version that was made outside when it was made, and by whom.
func lastChange(ctx context.Context, tx pgx.Tx, e *data.HistoryEntry) error {
	var by, program string
	err := tx.QueryRow(ctx, `SELECT changed_at, changed_by, coalesce(program, '') FROM lifecircle.changes
  ORDER BY changed_at DESC, xact DESC LIMIT 1`).Scan(&e.At, &by, &program)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read table changes: %w", err)
	}
	e.At = e.At.UTC()
	if e.What += ", by " + by; program != "" {
		e.What += " with " + program
	}
	return nil
}

// readHistory reads what was noted, oldest first, and which contents are kept.
func readHistory(ctx context.Context, tx pgx.Tx) ([]data.HistoryEntry, map[data.KeptLayer]bool, error) {
	rows, err := tx.Query(ctx, "SELECT number, version, at, what, outside, pruned, layers FROM lifecircle.history ORDER BY number")
	if err != nil {
		return nil, nil, fmt.Errorf("read table history: %w", err)
	}
	noted, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (e data.HistoryEntry, err error) {
		err = row.Scan(&e.Number, &e.Version, &e.At, &e.What, &e.Outside, &e.Pruned, &e.Layers)
		e.At = e.At.UTC()
		return e, err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("read table history: %w", err)
	}
	if rows, err = tx.Query(ctx, "SELECT layer, version FROM lifecircle.kept WHERE part = 0"); err != nil {
		return nil, nil, fmt.Errorf("read table kept: %w", err)
	}
	kept := map[data.KeptLayer]bool{}
	var layer, version string
	if _, err := pgx.ForEachRow(rows, []any{&layer, &version}, func() error {
		kept[data.KeptLayer{Layer: geo.Layer(layer), Version: version}] = true
		return nil
	}); err != nil {
		return nil, nil, fmt.Errorf("read table kept: %w", err)
	}
	return noted, kept, nil
}

// readKeep is how many versions are kept.
func readKeep(ctx context.Context, tx pgx.Tx) (keep int, err error) {
	err = tx.QueryRow(ctx, "SELECT versions FROM lifecircle.history_keep").Scan(&keep)
	if errors.Is(err, pgx.ErrNoRows) {
		return data.DefaultHistory, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read table history_keep: %w", err)
	}
	return keep, nil
}

// prune lets go of what is older than the keep versions before the newest.
func prune(ctx context.Context, tx pgx.Tx, keep int) error {
	noted, kept, err := readHistory(ctx, tx)
	if err != nil {
		return err
	}
	gone, needed := data.Prune(noted, keep)
	if len(gone) > 0 {
		if _, err := tx.Exec(ctx, "UPDATE lifecircle.history SET pruned = true WHERE number = ANY ($1)", gone); err != nil {
			return fmt.Errorf("prune table history: %w", err)
		}
	}
	for k := range kept {
		if needed[k] {
			continue
		}
		if _, err := tx.Exec(ctx, "DELETE FROM lifecircle.kept WHERE layer = $1 AND version = $2", string(k.Layer), k.Version); err != nil {
			return fmt.Errorf("prune table kept: %w", err)
		}
	}
	return nil
}
