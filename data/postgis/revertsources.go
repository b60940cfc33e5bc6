package postgis

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// revertSources takes what a change said of sources back: one that no row names any more
// goes, and one that is as the change left it becomes what it was.
func revertSources(ctx context.Context, tx pgx.Tx, before, after int64) error {
	was, err := sourcesOf(ctx, tx, before)
	if err != nil {
		return err
	}
	left, err := sourcesOf(ctx, tx, after)
	if err != nil {
		return err
	}
	for name, changed := range left {
		old, known := was[name]
		if known && string(changed) == string(old) {
			continue
		}
		named := "false" // a part of it, "s:1" of "s", names it too
		for _, l := range layers() {
			named += " OR EXISTS (SELECT FROM " + l.spec().quoted() + " WHERE source = $1 OR starts_with(source, $1 || ':'))"
		}
		if _, err := tx.Exec(ctx, "DELETE FROM lifecircle.sources WHERE name = $1 AND NOT ("+named+")", name); err != nil {
			return fmt.Errorf("restore the source %q: %w", name, err)
		}
		if !known {
			continue
		}
		if _, err := tx.Exec(ctx, `UPDATE lifecircle.sources s SET (file, license, attribution, date, imported_at) = (r.file, r.license, r.attribution, r.date, r.imported_at)
  FROM jsonb_populate_record(NULL::lifecircle.sources, $2) r WHERE s.name = $1 AND to_jsonb(s) = $3`, name, old, changed); err != nil {
			return fmt.Errorf("restore the source %q: %w", name, err)
		}
	}
	return nil
}

// sourcesOf are the sources of a version, by name.
func sourcesOf(ctx context.Context, tx pgx.Tx, number int64) (map[string]json.RawMessage, error) {
	rows, err := tx.Query(ctx, "SELECT s->>'name', s FROM lifecircle.history h, jsonb_array_elements(h.about->'sources') s WHERE h.number = $1", number)
	if err != nil {
		return nil, fmt.Errorf("read table history: %w", err)
	}
	out := map[string]json.RawMessage{}
	var name string
	var source json.RawMessage
	if _, err := pgx.ForEachRow(rows, []any{&name, &source}, func() error {
		out[name] = append(json.RawMessage(nil), source...)
		return nil
	}); err != nil {
		return nil, fmt.Errorf("read table history: %w", err)
	}
	return out, nil
}
