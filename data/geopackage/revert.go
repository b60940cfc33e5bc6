package geopackage

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"maps"
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

// rowChange is what a change did to a row: before it, after it and now; nil where it is
// not there.
type rowChange struct {
	before, after *keptRow
	// now are the rows that are known by the key; the same of them are what the change left,
	// or what was there before.
	now  []int64
	same bool
}

// changedRows are the rows in which two versions of a layer differ, with what is there now.
func changedRows(ctx context.Context, tx *sql.Tx, t *table, st *stored, before, after data.HistoryLayer, kept map[data.KeptLayer]bool) (map[key]*rowChange, error) {
	columns := contentColumns(st)
	was := map[key][sha256.Size]byte{}
	err := eachKept(ctx, tx, t, st, before, kept, func(r *keptRow) (err error) {
		was[r.key(t)], err = r.sum(columns)
		return err
	})
	if err != nil {
		return nil, err
	}
	out := map[key]*rowChange{}
	err = eachKept(ctx, tx, t, st, after, kept, func(r *keptRow) error {
		k := r.key(t)
		sum, err := r.sum(columns)
		if old, there := was[k]; there && old == sum {
			delete(was, k)
			return err
		}
		out[k] = &rowChange{after: r.clone()}
		return err
	})
	if err != nil {
		return nil, err
	}
	err = eachKept(ctx, tx, t, st, before, kept, func(r *keptRow) error {
		k := r.key(t)
		if _, changed := was[k]; !changed {
			return nil
		}
		if out[k] == nil {
			out[k] = &rowChange{}
		}
		out[k].before = r.clone()
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, eachStored(ctx, tx, t, st, func(r *keptRow) error {
		c := out[r.key(t)]
		if c == nil {
			return nil
		}
		fid, _ := r.fid.(int64)
		c.now = append(c.now, fid)
		sum, err := r.sum(columns)
		if err != nil {
			return err
		}
		for _, old := range []*keptRow{c.before, c.after} {
			if old == nil {
				continue
			}
			if is, err := old.sum(columns); err != nil {
				return err
			} else if is == sum {
				c.same = true
			}
		}
		return nil
	})
}

func (r *keptRow) clone() *keptRow {
	return &keptRow{r.fid, r.geom, maps.Clone(r.values)}
}

// inTheWay names the rows that are neither what a change left nor what was before it.
func inTheWay(l geo.Layer, changes map[key]*rowChange, refused *data.ReversalError) {
	keys := slices.SortedFunc(maps.Keys(changes), func(a, b key) int {
		return cmp.Or(strings.Compare(a.id, b.id), strings.Compare(a.source, b.source))
	})
	for _, k := range keys {
		c := changes[k]
		row := data.ReversalRow{Layer: l, RowID: data.RowID{ID: k.id, Source: k.source}}
		switch {
		case len(c.now) == 0 && c.before != nil && c.after != nil:
			row.Rule = data.ReversalGone
		case len(c.now) == 0, len(c.now) == 1 && c.same:
			continue
		case c.after == nil:
			row.Rule = data.ReversalTaken
		default:
			row.Rule = data.ReversalChanged
		}
		refused.Add(row)
	}
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

// revertSources takes what a change said of sources back: one that no row names any more
// goes, and one that is as the change left it becomes what it was.
func revertSources(ctx context.Context, tx *sql.Tx, at *layout, before, after int64) error {
	was, err := sourcesOf(ctx, tx, before)
	if err != nil {
		return err
	}
	left, err := sourcesOf(ctx, tx, after)
	if err != nil {
		return err
	}
	var now geo.Dataset
	if at.source {
		if err := readSources(ctx, tx, &now); err != nil {
			return fmt.Errorf("read table %s: %w", sourcesTable, err)
		}
	}
	for i := range now.Sources {
		is := now.Sources[i]
		old, known := was[is.Name]
		if changed, some := left[is.Name]; !some || known && changed == old {
			continue
		}
		named, err := sourceNamed(ctx, tx, at, is.Name)
		switch {
		case err != nil:
			return err
		case !named:
			_, err = tx.ExecContext(ctx, "DELETE FROM "+sourcesTable+" WHERE name = ?", is.Name)
		case known && is == left[is.Name]:
			err = writeMeta(ctx, tx, &data.Write{Info: &old})
		}
		if err != nil {
			return fmt.Errorf("restore the source %q: %w", is.Name, err)
		}
	}
	return nil
}

// sourcesOf are the sources of a version, by name.
func sourcesOf(ctx context.Context, tx *sql.Tx, number int64) (map[string]geo.SourceInfo, error) {
	a, err := aboutOf(ctx, tx, number)
	if err != nil {
		return nil, err
	}
	out := map[string]geo.SourceInfo{}
	for _, s := range a.Sources {
		out[s.Name] = s
	}
	return out, nil
}

// sourceNamed reports whether a row of any layer names a source.
func sourceNamed(ctx context.Context, tx *sql.Tx, at *layout, name string) (bool, error) {
	for _, l := range layers() {
		t := l.spec()
		st := at.layers[t.name]
		if st == nil || !st.columns["source"] {
			continue
		}
		var some bool
		if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM "+quote(t.name)+" WHERE source = ?)", name).Scan(&some); err != nil || some {
			return some, err
		}
	}
	return false, nil
}
