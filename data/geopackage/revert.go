package geopackage

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// Revert takes a change back and leaves what came after it, in one transaction. Rows come
// back with the fids that they had, and with the columns that somebody has added. The
// layers of the change are read a few times over; memory is a hash a row of them.
func (s *Store) Revert(ctx context.Context, r data.Reversal) error {
	err := s.writing(ctx, func(tx *sql.Tx, known *versions) error { return s.revert(ctx, tx, known, &r) })
	var unknown *data.VersionError
	var refused *data.ReversalError
	if err != nil && !errors.As(err, &unknown) && !errors.As(err, &refused) {
		return fmt.Errorf("take a change of %s back: %w", s.path, err)
	}
	return err
}

func (s *Store) revert(ctx context.Context, tx *sql.Tx, now *versions, r *data.Reversal) error {
	if now == nil {
		v, err := readAll(ctx, tx, &geo.Dataset{}, false)
		if err != nil {
			return err
		}
		now = &v
	}
	noted, kept, err := readHistory(ctx, tx)
	if err != nil {
		return err
	}
	content := now.content()
	before, after, differ, err := r.ReversedVersions(data.FinishHistory(noted, kept, &content))
	if err != nil {
		return err
	}
	h, err := s.beginHistory(ctx, tx, now, differ)
	if err != nil {
		return err
	}
	defer h.end()
	at, err := readLayout(ctx, tx)
	if err != nil {
		return err
	}
	refused := &data.ReversalError{}
	changes := map[geo.Layer]map[key]*rowChange{}
	for _, l := range layers() {
		t := l.spec()
		if !differ[t.layer] {
			continue
		}
		if at.layers[t.name], err = ensureLayer(ctx, tx, t, at.layers[t.name], s.now()); err != nil {
			return err
		}
		if changes[t.layer], err = changedRows(ctx, tx, t, at.layers[t.name], before.Layer(t.layer), after.Layer(t.layer), kept); err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
		inTheWay(t.layer, changes[t.layer], refused)
	}
	if refused.All > 0 {
		return refused
	}
	for _, l := range layers() {
		t := l.spec()
		if !differ[t.layer] {
			continue
		}
		st := at.layers[t.name]
		h.changing(t)
		if err := putBack(ctx, tx, t, st, changes[t.layer]); err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
		if err := (&layerCommit{tx: tx, table: t, stored: st}).describe(ctx, s.now()); err != nil {
			return err
		}
		if err := h.wrote(ctx, l, st, nil); err != nil {
			return err
		}
	}
	if err := revertSources(ctx, tx, at, before.Number, after.Number); err != nil {
		return err
	}
	_, err = h.note(ctx, r.What)
	return err
}

// putBack makes the rows of a change what they were before it.
func putBack(ctx context.Context, tx *sql.Tx, t *table, st *stored, changes map[key]*rowChange) error {
	remove, err := tx.PrepareContext(ctx, fmt.Sprintf("DELETE FROM %s WHERE %s = ?", quote(t.name), quote(st.fid)))
	if err != nil {
		return err
	}
	defer func() { _ = remove.Close() }()
	var back []*rowChange
	for _, c := range changes {
		for _, fid := range c.now {
			if _, err := remove.ExecContext(ctx, fid); err != nil {
				return err
			}
		}
		if c.before != nil {
			back = append(back, c)
		}
	}
	// In the order of the fids that they had.
	slices.SortFunc(back, func(a, b *rowChange) int {
		x, _ := a.before.fid.(int64)
		y, _ := b.before.fid.(int64)
		return cmp.Compare(x, y)
	})
	names := contentColumns(st)
	columns := quote(st.fid) + ", " + quote(st.geom)
	for _, name := range names {
		columns += ", " + quote(name)
	}
	// A fid that another row has taken meanwhile is not asked for.
	insert, err := tx.PrepareContext(ctx, fmt.Sprintf("INSERT INTO %[1]s (%[2]s) VALUES ((SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM %[1]s WHERE %[3]s = ?1))%[4]s)",
		quote(t.name), columns, quote(st.fid), strings.Repeat(", ?", len(names)+1)))
	if err != nil {
		return err
	}
	defer func() { _ = insert.Close() }()
	for _, c := range back {
		values := []any{c.before.fid, c.before.geom}
		for _, name := range names {
			values = append(values, c.before.values[name])
		}
		if _, err := insert.ExecContext(ctx, values...); err != nil {
			return err
		}
	}
	return nil
}
