package postgis

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// commitLock is the advisory lock that commits of this package take, so that they
// wait for each other instead of meeting in the middle: "life" in ASCII.
const commitLock = 0x6c696665

// lastWord is how long the final COMMIT may take once everything is written; it is
// not broken off with the caller's context, for then nobody would know whether it
// was done.
const lastWord = time.Minute

// Commit writes all of w in one transaction, or nothing. Rows go in by COPY. A row
// that is refused, by the rules of [data.Write.Check] or by a constraint, is a
// [*data.RefusedError]. Readers are not held up.
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
	pool, err := s.write(ctx)
	if err != nil {
		return err
	}
	tx, err := pool.Begin(ctx)
	if err != nil {
		return err
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWord)
	defer cancel()
	defer func() { _ = tx.Rollback(last) }()
	if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", commitLock); err != nil {
		return fmt.Errorf("wait for another commit: %w", err)
	}
	for _, l := range layers() {
		if err := s.writeLayer(ctx, tx, l, w); err != nil {
			return err
		}
	}
	if err := writeMeta(ctx, tx, w); err != nil {
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
	if _, err := tx.CopyFrom(ctx, t.identifier(), t.columns, l.source(w.Rows)); err != nil {
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
