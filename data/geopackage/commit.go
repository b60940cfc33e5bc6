package geopackage

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/data"
)

// bulkRows is from how many changed rows on the indexes of a table are made anew
// rather than kept up row by row.
const bulkRows = 500

// errFixed is what a write to a medium that only reads ends with.
var errFixed = fmt.Errorf("%w: the file is on a medium that only reads", data.ErrReadOnly)

// Commit writes all of w in one transaction, or nothing: a reader, another
// program and a later start after a crash see the file before or after it. A row
// that is refused is a [*data.RefusedError]. Readers are not held up.
func (s *Store) Commit(ctx context.Context, w data.Write) error {
	if err := w.Check(); err != nil {
		return fmt.Errorf("commit to %s: %w", s.path, err)
	}
	return s.commit(ctx, &w)
}

// commit writes what was checked.
func (s *Store) commit(ctx context.Context, w *data.Write) error {
	err := s.writing(ctx, func(tx *sql.Tx, known *versions) error {
		if s.filled != nil {
			known = &s.filled.before
		}
		h, err := s.beginHistory(ctx, tx, known, touched(w))
		if err != nil {
			return err
		}
		defer h.end()
		h.reversible = w.Reversible
		if err := s.write(ctx, tx, w, h); err != nil {
			return err
		}
		_, err = h.note(ctx, w.Describe())
		return err
	})
	if err != nil {
		return fmt.Errorf("commit to %s: %w", s.path, err)
	}
	return nil
}

func (s *Store) write(ctx context.Context, tx *sql.Tx, w *data.Write, h *chronicle) error {
	if w.Expect != "" && w.Expect != h.before.whole {
		return fmt.Errorf("%w: it is in version %s, not in %s", data.ErrChanged, h.before.whole, w.Expect)
	}
	now := s.now()
	at, err := readLayout(ctx, tx)
	if err != nil {
		return err
	}
	if err := ensureSystem(ctx, tx, now); err != nil {
		return err
	}
	for _, l := range layers() {
		t := l.spec()
		mode, written := w.Layers[t.layer]
		if _, marked := w.Marks[t.layer]; !written && !marked {
			continue
		}
		st, err := ensureLayer(ctx, tx, t, at.layers[t.name], now)
		if err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
		at.layers[t.name] = st
		if f := s.filled.of(t.layer); f != nil {
			if err := f.taken(ctx, tx, h, now); err != nil {
				return err
			}
			continue
		}
		last, err := lastFID(ctx, tx, t, st)
		if err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
		c := &layerCommit{tx: tx, layer: l, table: t, stored: st, write: w, mode: mode, last: last, history: h, aside: s.opts.aside}
		if written {
			if err := c.run(ctx); err != nil {
				return err
			}
		}
		if err := mark(ctx, tx, t, st, w.Marks[t.layer], last); err != nil {
			return fmt.Errorf("mark rows of table %s: %w", t.name, err)
		}
		if err := c.describe(ctx, now); err != nil {
			return fmt.Errorf("describe table %s: %w", t.name, err)
		}
		// Marks are for rows that stay: where none did, nothing has changed since.
		if !c.whole {
			if err := h.wrote(ctx, l, st, nil); err != nil {
				return err
			}
		}
	}
	if err := writeMeta(ctx, tx, w); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE gpkg_contents SET last_change = ? WHERE table_name IN (?, ?)", now, metaTable, sourcesTable)
	return err
}

// lastFID is the highest fid that the table ever gave to a row.
func lastFID(ctx context.Context, tx *sql.Tx, t *table, st *stored) (int64, error) {
	var highest, given sql.NullInt64
	if err := tx.QueryRowContext(ctx, fmt.Sprintf("SELECT max(%s) FROM %s", quote(st.fid), quote(t.name))).Scan(&highest); err != nil {
		return 0, err
	}
	if err := tx.QueryRowContext(ctx, "SELECT max(seq) FROM sqlite_sequence WHERE name = ?", t.name).Scan(&given); err != nil {
		return 0, err
	}
	return max(highest.Int64, given.Int64), nil
}

// mark sets or clears superseded_by of the rows up to the fid last, which are
// those that this commit has not written. A unit may stand in several sources
// under one code; the row of the source that supersedes is left alone.
func mark(ctx context.Context, tx *sql.Tx, t *table, st *stored, marks map[string]string, last int64) error {
	if len(marks) == 0 {
		return nil
	}
	query := fmt.Sprintf(`UPDATE %s SET superseded_by = nullif(?1, '') WHERE %s = ?2 AND %s <= ?3
  AND coalesce(superseded_by, '') <> ?1 AND (?1 = '' OR coalesce(source, '') <> ?1)`,
		quote(t.name), quote(t.idColumn()), quote(st.fid))
	update, err := tx.PrepareContext(ctx, query)
	if err != nil {
		return err
	}
	defer func() { _ = update.Close() }()
	for id, by := range marks {
		if _, err := update.ExecContext(ctx, by, id, last); err != nil {
			return err
		}
	}
	return nil
}
