package geopackage

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/geopackage/btree"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// fillRows is from how many new rows on a table of a draft is filled page by page.
const fillRows = 2000

// filling is a layer whose rows are written into a draft without SQLite (package btree),
// together with its key and its R-tree. It is a layerCommit of nothing but new rows,
// which the commit that follows takes over as written.
type filling struct {
	layerCommit
	rows int
	// roots are the root pages by the names of tables and indexes.
	roots map[string]uint32
	// nodeLength is how long a node of the R-tree is.
	nodeLength int
	// keys are the rows' ids, tree their R-tree.
	keys []keyed
	tree *packer
}

// keyed is the id of a row and its fid.
type keyed struct {
	id  string
	fid int64
}

// prefilled is what filling a draft has come to.
type prefilled struct {
	// before is the version of the draft without rows.
	before versions
	layers map[geo.Layer]*filling
}

// fill writes the rows of the large layers into a draft, in which every table is there
// and empty. Units are left out, whose key is made of two columns.
//
// No constraint of the tables is looked at: a Write that [data.Write.Check] lets pass
// breaks none.
func (s *Store) fill(ctx context.Context, w *data.Write) error {
	f := &prefilled{layers: map[geo.Layer]*filling{}}
	for _, l := range layers() {
		t := l.spec()
		if _, written := w.Layers[t.layer]; written && t.key == quote(t.idColumn()) && l.count(w.Rows) >= s.opts.fill {
			f.layers[t.layer] = &filling{rows: l.count(w.Rows),
				layerCommit: layerCommit{layer: l, table: t, write: w, whole: true, bulk: true}}
		}
	}
	if len(f.layers) == 0 {
		return nil
	}
	if err := s.prepareFill(ctx, f); err != nil {
		return err
	}
	pages, err := btree.Open(s.path)
	if err != nil {
		return err
	}
	for _, l := range layers() {
		if c := f.layers[l.spec().layer]; c != nil && err == nil {
			if err = c.run(ctx, pages); err != nil {
				err = fmt.Errorf("fill table %s: %w", c.table.name, err)
			}
		}
	}
	s.filled = f
	return errors.Join(err, pages.Close())
}

// prepareFill learns where the tables begin, makes their R-trees entirely empty, and
// lets go of the file.
func (s *Store) prepareFill(ctx context.Context, f *prefilled) error {
	err := s.reader.use(ctx, func(conn *sql.Conn) error {
		tx, err := conn.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback() }()
		if f.before, err = readAll(ctx, tx, &geo.Dataset{}, false); err != nil {
			return err
		}
		roots := map[string]uint32{}
		err = eachRow(ctx, tx, "SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0", nil, func(rows *sql.Rows) error {
			var name string
			var root uint32
			err := rows.Scan(&name, &root)
			roots[name] = root
			return err
		})
		if err != nil {
			return err
		}
		at, err := readLayout(ctx, tx)
		if err != nil {
			return err
		}
		for _, c := range f.layers {
			c.stored, c.roots = at.layers[c.table.name], roots
			if c.nodeLength, err = clearRTree(ctx, tx, rtreeName(c.table, c.stored)); err != nil {
				return err
			}
		}
		return tx.Commit()
	})
	for _, c := range [...]*session{s.writer, s.reader} {
		release, e := c.take(ctx)
		if e != nil {
			return errors.Join(err, e)
		}
		c.disconnect()
		release()
	}
	return err
}

// run fills the table, then its key and its R-tree.
func (c *filling) run(ctx context.Context, pages *btree.File) error {
	if err := c.fillTable(ctx, pages); err != nil {
		return err
	}
	var work errgroup.Group
	work.SetLimit(runtime.GOMAXPROCS(0))
	work.Go(func() error {
		slices.SortFunc(c.keys, func(a, b keyed) int { return cmp.Compare(a.id, b.id) })
		return nil
	})
	work.Go(func() error {
		c.tree = packRTree(c.nodeLength, c.boxes)
		return nil
	})
	work.Go(func() error {
		c.hash.sort()
		return nil
	})
	if err := errors.Join(work.Wait(), ctx.Err()); err != nil {
		return err
	}
	if err := c.fillKey(pages); err != nil {
		return err
	}
	return c.fillTree(pages)
}

func (c *filling) fillKey(pages *btree.File) error {
	var record []byte
	defer func() { c.keys = nil }()
	return pages.Index(c.roots[keyName(c.table)], func(yield func([]byte, error) bool) {
		for i, k := range c.keys {
			if i > 0 && k.id == c.keys[i-1].id {
				yield(nil, &data.RefusedError{Layer: c.table.layer, ID: k.id, Field: c.table.idColumn(), Value: k.id, Rule: data.RuleUnique})
				return
			}
			var err error
			record, err = btree.AppendRecord(record[:0], k.id, k.fid)
			if !yield(record, err) {
				return
			}
		}
	})
}

func (c *filling) fillTree(pages *btree.File) error {
	name := rtreeName(c.table, c.stored)
	node := func(i int) (int64, any) { return int64(i + rootNode), c.tree.nodes[i] }
	parent := func(i int) (int64, any) { return c.tree.parents[i][0], c.tree.parents[i][1] }
	rowid := func(i int) (int64, any) { return c.tree.rowids[i][0], c.tree.rowids[i][1] }
	defer func() { c.tree = nil }()
	return errors.Join(
		fillPairs(pages, c.roots[name+"_node"], len(c.tree.nodes), node),
		fillPairs(pages, c.roots[name+"_parent"], len(c.tree.parents), parent),
		fillPairs(pages, c.roots[name+"_rowid"], len(c.tree.rowids), rowid))
}

// fillPairs fills a table of a rowid and one more column.
func fillPairs(pages *btree.File, root uint32, n int, pair func(i int) (rowid int64, value any)) error {
	t, err := pages.Table(root)
	if err != nil {
		return err
	}
	var record []byte
	for i := range n {
		rowid, value := pair(i)
		if record, err = btree.AppendRecord(record[:0], nil, value); err != nil {
			return err
		}
		if err := t.Add(rowid, record); err != nil {
			return err
		}
	}
	return t.Close()
}

// of is the filling of a layer, nil where there is none.
func (f *prefilled) of(l geo.Layer) *filling {
	if f == nil {
		return nil
	}
	return f.layers[l]
}

// taken has a commit take over what was written.
func (c *filling) taken(ctx context.Context, tx *sql.Tx, h *chronicle, now string) error {
	c.tx = tx
	if _, err := tx.ExecContext(ctx, "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", c.table.name, c.rows); err != nil {
		return fmt.Errorf("number the rows of table %s: %w", c.table.name, err)
	}
	if err := c.describe(ctx, now); err != nil {
		return fmt.Errorf("describe table %s: %w", c.table.name, err)
	}
	return h.wrote(ctx, c.layer, c.stored, &c.hash)
}
