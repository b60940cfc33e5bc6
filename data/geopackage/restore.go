package geopackage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// Restore makes the file hold again what it held in a version, in one transaction.
// Only the layers that differ are written: with the fids and the columns of their own
// that they had, as far as those columns still exist. It takes about as long as
// importing the rows of these layers.
func (s *Store) Restore(ctx context.Context, version string) error {
	err := s.writing(ctx, func(tx *sql.Tx, known *versions) error { return s.restore(ctx, tx, known, version) })
	var unknown *data.VersionError
	if err != nil && !errors.As(err, &unknown) {
		return fmt.Errorf("restore version %s of %s: %w", version, s.path, err)
	}
	return err
}

// restore restores a version in a transaction; before is the one there is, nil where it
// has to be read.
func (s *Store) restore(ctx context.Context, tx *sql.Tx, before *versions, version string) error {
	if before == nil {
		v, err := readAll(ctx, tx, &geo.Dataset{}, false)
		if err != nil {
			return err
		}
		before = &v
	}
	noted, kept, err := readHistory(ctx, tx)
	if err != nil {
		return err
	}
	now := before.content()
	e, err := data.FindVersion(data.FinishHistory(noted, kept, &now), version)
	if err != nil || e.Version == before.whole {
		return err
	}
	differ := map[geo.Layer]bool{}
	for _, l := range e.Layers {
		differ[l.Layer] = l.Version != before.layers[l.Layer]
	}
	h, err := s.beginHistory(ctx, tx, before, differ)
	if err != nil {
		return err
	}
	defer h.end()
	if err := ensureSystem(ctx, tx, s.now()); err != nil {
		return err
	}
	at, err := readLayout(ctx, tx)
	if err != nil {
		return err
	}
	for _, l := range layers() {
		if t := l.spec(); differ[t.layer] {
			h.changing(t)
			st, err := s.restoreLayer(ctx, tx, t, at, e.Layer(t.layer))
			if err != nil {
				return fmt.Errorf("table %s: %w", t.name, err)
			}
			if err := h.wrote(ctx, l, st, nil); err != nil {
				return err
			}
		}
	}
	if err := restoreAbout(ctx, tx, e.Number); err != nil {
		return err
	}
	after, err := h.note(ctx, data.Restoring(e))
	if err == nil && after.whole != e.Version {
		err = fmt.Errorf("what was kept makes version %s: nothing was changed", after.whole)
	}
	return err
}

// restoreLayer puts what was kept in the place of the rows of a layer, and returns how
// its table now stands.
func (s *Store) restoreLayer(ctx context.Context, tx *sql.Tx, t *table, at *layout, want data.HistoryLayer) (*stored, error) {
	now := s.now()
	st, err := ensureLayer(ctx, tx, t, at.layers[t.name], now)
	if err != nil {
		return nil, err
	}
	if err := dropTriggers(ctx, tx, t, st); err != nil {
		return nil, err
	}
	if err := execAll(ctx, tx, "DROP INDEX IF EXISTS "+quote(keyName(t)), "DELETE FROM "+quote(t.name)); err != nil {
		return nil, err
	}
	if want.Rows > 0 {
		if err := unpackLayer(ctx, tx, t, st, want.Version); err != nil {
			return nil, err
		}
	}
	c := &layerCommit{tx: tx, table: t, stored: st, bulk: true}
	if c.boxes, err = storedBoxes(ctx, tx, t, st); err != nil {
		return nil, err
	}
	if err := execAll(ctx, tx, createKey(t)); err != nil {
		return nil, err
	}
	if err := fillRTree(ctx, tx, rtreeName(t, st), c.boxes); err != nil {
		return nil, err
	}
	if err := createTriggers(ctx, tx, t, st); err != nil {
		return nil, err
	}
	return st, c.describe(ctx, now)
}

// unpackLayer inserts the rows that were kept under a version.
func unpackLayer(ctx context.Context, tx *sql.Tx, t *table, st *stored, version string) error {
	r, err := keptReader(ctx, tx, t, version)
	if err != nil {
		return err
	}
	names, err := readNames(r)
	if err != nil {
		return err
	}
	columns := []string{quote(st.fid), quote(st.geom)}
	exists := make([]bool, len(names)) // a column that somebody has dropped since stays so
	for i, name := range names {
		if exists[i] = st.columns[name]; exists[i] {
			columns = append(columns, quote(name))
		}
	}
	insert := inserter{tx: tx, table: t, columns: columns, most: max(1, valuesPerStatement/len(columns))}
	defer insert.close()
	for {
		fid, err := readValue(r)
		if errors.Is(err, io.EOF) {
			return insert.flush(ctx)
		}
		if err != nil {
			return err
		}
		insert.values = append(insert.values, fid)
		for i := -1; i < len(names); i++ {
			v, err := readValue(r)
			if err != nil {
				return errors.Join(errDamaged, err)
			}
			if i < 0 || exists[i] {
				insert.values = append(insert.values, v)
			}
		}
		if len(insert.values) == insert.most*len(columns) {
			if err := insert.flush(ctx); err != nil {
				return err
			}
		}
	}
}

// inserter inserts rows of a table as they were stored, many to a statement.
type inserter struct {
	tx      *sql.Tx
	table   *table
	columns []string
	most    int
	values  []any
	full    *sql.Stmt
}

func (n *inserter) flush(ctx context.Context) error {
	rows := len(n.values) / len(n.columns)
	if rows == 0 {
		return nil
	}
	one := "(" + strings.Repeat("?, ", len(n.columns)-1) + "?)"
	query := fmt.Sprintf("INSERT INTO %s (%s) VALUES %s", quote(n.table.name), strings.Join(n.columns, ", "),
		one+strings.Repeat(", "+one, rows-1))
	var err error
	switch {
	case rows < n.most:
		_, err = n.tx.ExecContext(ctx, query, n.values...)
	case n.full == nil:
		if n.full, err = n.tx.PrepareContext(ctx, query); err != nil {
			break
		}
		fallthrough
	default:
		_, err = n.full.ExecContext(ctx, n.values...)
	}
	n.values = n.values[:0]
	return err
}

func (n *inserter) close() {
	if n.full != nil {
		_ = n.full.Close()
	}
}

// restoreAbout makes what is said of the dataset and its sources what it was in a
// version.
func restoreAbout(ctx context.Context, tx *sql.Tx, number int64) error {
	a, err := aboutOf(ctx, tx, number)
	if err != nil {
		return err
	}
	for _, p := range [...][2]string{{metaTitle, a.Title}, {metaNotice, a.Notice}, {metaDate, a.Date}, {metaExtent, a.Extent}, {metaExtentFrom, a.ExtentFrom}} {
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+metaTable+" WHERE key = ?", p[0]); err != nil {
			return fmt.Errorf("restore the %s: %w", p[0], err)
		}
		if p[1] == "" {
			continue
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO "+metaTable+" (key, value) VALUES (?, ?)", p[0], p[1]); err != nil {
			return fmt.Errorf("restore the %s: %w", p[0], err)
		}
	}
	if err := execAll(ctx, tx, "DELETE FROM "+sourcesTable); err != nil {
		return err
	}
	for i := range a.Sources {
		if err := writeMeta(ctx, tx, &data.Write{Info: &a.Sources[i]}); err != nil {
			return err
		}
	}
	return nil
}

// aboutOf is what was said of the dataset and its sources in a version.
func aboutOf(ctx context.Context, tx *sql.Tx, number int64) (*about, error) {
	var said string
	if err := tx.QueryRowContext(ctx, "SELECT about FROM "+historyTable+" WHERE number = ?", number).Scan(&said); err != nil {
		return nil, fmt.Errorf("read table %s: %w", historyTable, err)
	}
	var a about
	if err := json.Unmarshal([]byte(said), &a); err != nil {
		return nil, fmt.Errorf("table %s, number %d: %w", historyTable, number, err)
	}
	return &a, nil
}
