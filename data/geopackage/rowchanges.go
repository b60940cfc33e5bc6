package geopackage

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"maps"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

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
