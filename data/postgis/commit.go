package postgis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// takeTurn makes commits of this package wait for each other instead of meeting in
// the middle. A lock on a table, unlike an advisory lock, does not fix what a
// transaction sees (PostgreSQL documentation, LOCK), so that whoever has waited sees
// what the other has done.
const takeTurn = "LOCK TABLE lifecircle.history IN SHARE ROW EXCLUSIVE MODE"

// lastWord is how long the final COMMIT may take once everything is written; it is
// not broken off with the caller's context, for then nobody would know whether it
// was done.
const lastWord = time.Minute

// Commit writes all of w in one transaction, or nothing. Rows go in by COPY. A row
// that is refused, by the rules of [data.Write.Check] or by a constraint, is a
// [*data.RefusedError]. Readers are not held up, but by the first rows of a layer.
func (s *Store) Commit(ctx context.Context, w data.Write) error {
	if err := w.Check(); err != nil {
		return fmt.Errorf("commit to %s: %w", s.at, err)
	}
	if s.isClosed() {
		return fmt.Errorf("commit to %s: %w", s.at, ErrClosed)
	}
	if err := s.commit(ctx, &w); err != nil {
		return fmt.Errorf("commit to %s: %w", s.at, ended(ctx, err))
	}
	return nil
}

func (s *Store) commit(ctx context.Context, w *data.Write) error {
	return s.writing(ctx, func(tx pgx.Tx) error {
		h, err := beginHistory(ctx, tx, nil, touched(w))
		if err != nil {
			return err
		}
		h.reversible = w.Reversible
		if w.Expect != "" && w.Expect != h.before.Version {
			return fmt.Errorf("%w: it is in version %s, not in %s", data.ErrChanged, h.before.Version, w.Expect)
		}
		for _, l := range layers() {
			if err := s.writeLayer(ctx, tx, l, w); err != nil {
				return err
			}
		}
		if err := writeMeta(ctx, tx, w); err != nil {
			return err
		}
		_, err = h.note(ctx, w.Describe())
		return err
	})
}

// writing runs fn in a transaction that writes. It sees one state, its own changes
// included, so that what is kept of the rows is what is replaced. Nobody is held up by
// it; should somebody change the very rows that it replaces, it is run once more, and
// then others wait.
func (s *Store) writing(ctx context.Context, fn func(tx pgx.Tx) error) error {
	pool, err := s.write(ctx)
	if err != nil {
		return err
	}
	err = writeOnce(ctx, pool, false, fn)
	var e *pgconn.PgError
	if errors.As(err, &e) && e.Code == "40001" { // serialization_failure
		err = writeOnce(ctx, pool, true, fn)
	}
	return err
}

// lockAll makes whoever else writes wait until the transaction ends.
func lockAll() string {
	tables := "lifecircle.meta, lifecircle.sources"
	for _, l := range layers() {
		tables += ", " + l.spec().quoted()
	}
	return "LOCK TABLE " + tables + " IN SHARE ROW EXCLUSIVE MODE"
}

func writeOnce(ctx context.Context, pool *pgxpool.Pool, alone bool, fn func(tx pgx.Tx) error) error {
	tx, err := pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead})
	if err != nil {
		return err
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWord)
	defer cancel()
	defer func() { _ = tx.Rollback(last) }()
	if _, err := tx.Exec(ctx, takeTurn); err != nil {
		return fmt.Errorf("wait for another commit: %w", err)
	}
	if alone {
		if _, err := tx.Exec(ctx, lockAll()); err != nil {
			return fmt.Errorf("wait for whoever edits: %w", err)
		}
	}
	if err := fn(tx); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return tx.Commit(last)
}

// writeLayer does what w asks of one layer: it clears, marks what stays, and copies
// the new rows in.
func (s *Store) writeLayer(ctx context.Context, tx pgx.Tx, l layer, w *data.Write) error {
	t := l.spec()
	mode, written := w.Layers[t.layer]
	if written {
		if err := clearRows(ctx, tx, t, mode, w.Source); err != nil {
			return fmt.Errorf("clear table %s: %w", t.name(), err)
		}
	}
	if err := dropRows(ctx, tx, t, w.Drop[t.layer]); err != nil {
		return fmt.Errorf("drop rows of table %s: %w", t.name(), err)
	}
	// Before the new rows come: a mark is not for them.
	if err := mark(ctx, tx, t, w.Marks[t.layer]); err != nil {
		return fmt.Errorf("mark rows of table %s: %w", t.name(), err)
	}
	if !written || w.Rows.Count(t.layer) == 0 {
		return nil
	}
	if err := refuseTaken(ctx, tx, l, w.Rows); err != nil {
		return err
	}
	b, err := beginBulk(ctx, tx, t, w.Rows.Count(t.layer))
	if err != nil {
		return fmt.Errorf("make table %s ready for its first rows: %w", t.name(), err)
	}
	_, err = tx.CopyFrom(ctx, t.identifier(), t.columns, l.source(w.Rows))
	if err == nil {
		err = b.end(ctx)
	}
	if err != nil {
		return s.explain(ctx, err, l, w.Rows)
	}
	return nil
}

func clearRows(ctx context.Context, tx pgx.Tx, t *table, mode data.Mode, source string) error {
	var err error
	switch mode {
	case data.ReplaceLayer:
		_, err = tx.Exec(ctx, "DELETE FROM "+t.quoted())
	case data.ReplaceSource:
		_, err = tx.Exec(ctx, "DELETE FROM "+t.quoted()+" WHERE source = $1", source)
	case data.Append:
	}
	return err
}

// dropRows takes away the rows that are named.
func dropRows(ctx context.Context, tx pgx.Tx, t *table, rows []data.RowID) error {
	if len(rows) == 0 {
		return nil
	}
	ids, sources := make([]string, len(rows)), make([]string, len(rows))
	for i := range rows {
		ids[i], sources[i] = rows[i].ID, rows[i].Source
	}
	query := "DELETE FROM " + t.quoted() + " WHERE " + t.id() + " = ANY ($1)"
	args := []any{ids}
	if t.layer == geo.LayerUnits {
		query = "DELETE FROM " + t.quoted() + " AS t USING unnest($1::text[], $2::text[]) AS m(id, source) WHERE t." + t.id() + " = m.id AND t.source = m.source"
		args = append(args, sources)
	}
	_, err := tx.Exec(ctx, query, args...)
	return err
}

// mark sets or clears superseded_by. A unit may stand in several sources under one
// code; the row of the source that supersedes is left alone.
func mark(ctx context.Context, tx pgx.Tx, t *table, marks map[string]string) error {
	if len(marks) == 0 {
		return nil
	}
	ids, by := make([]string, 0, len(marks)), make([]string, 0, len(marks))
	for id, who := range marks {
		ids, by = append(ids, id), append(by, who)
	}
	_, err := tx.Exec(ctx, fmt.Sprintf(`UPDATE %s AS t SET superseded_by = nullif(m.by, '')
  FROM unnest($1::text[], $2::text[]) AS m(id, by)
  WHERE t.%s = m.id AND coalesce(t.superseded_by, '') <> m.by AND (m.by = '' OR t.source <> m.by)`, t.quoted(), t.id()), ids, by)
	return err
}

// refuseTaken refuses the first new row whose id a row that stays already has.
func refuseTaken(ctx context.Context, tx pgx.Tx, l layer, d *geo.Dataset) error {
	t := l.spec()
	var some bool
	if err := tx.QueryRow(ctx, fmt.Sprintf("SELECT EXISTS (SELECT FROM %s)", t.quoted())).Scan(&some); err != nil {
		return fmt.Errorf("look at table %s: %w", t.name(), err)
	}
	if !some {
		return nil
	}
	ids, sources := l.ids(d)
	same := ""
	if t.layer == geo.LayerUnits {
		same = " AND t.source = n.source"
	}
	rows, err := tx.Query(ctx, fmt.Sprintf(`SELECT n.at - 1, t.%s, t.source FROM %s AS t
  JOIN unnest($1::text[], $2::text[]) WITH ORDINALITY AS n(id, source, at) ON t.%s = n.id%s ORDER BY n.at LIMIT 1`,
		t.id(), t.quoted(), t.id(), same), ids, sources)
	if err != nil {
		return fmt.Errorf("read the ids of table %s: %w", t.name(), err)
	}
	var at int
	var id, source string
	if _, err = pgx.ForEachRow(rows, []any{&at, &id, &source}, func() error {
		return &data.RefusedError{Layer: t.layer, Row: at, ID: id, Field: t.id(), Value: id,
			Rule: fmt.Sprintf("%s, of source %q", data.RuleUnique, source)}
	}); err != nil {
		return fmt.Errorf("the ids of table %s: %w", t.name(), err)
	}
	return nil
}
