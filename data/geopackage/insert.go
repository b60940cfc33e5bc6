package geopackage

import (
	"context"
	"database/sql"
	"fmt"

	"golang.org/x/sync/errgroup"
)

// writable is a connection that rows are written by.
type writable interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// part is some of the new rows of a layer, from one to before another, and what writing
// them has found: the boxes of those that have one, and their hashes where they are asked
// for.
type part struct {
	from, to int
	boxes    []box
	hash     *layerHash
}

// insert writes the new rows, many to a statement; of many rows a half aside.
func (c *layerCommit) insert(ctx context.Context, rows int) error {
	if rows < c.aside || !c.bulk {
		all := c.part(0, rows)
		return c.keep(all, c.insertPart(ctx, c.tx, all))
	}
	var declaration string
	if err := c.tx.QueryRowContext(ctx, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", c.table.name).Scan(&declaration); err != nil {
		return fmt.Errorf("insert into table %s: %w", c.table.name, err)
	}
	a, err := newAside(ctx, declaration)
	if err != nil {
		return fmt.Errorf("insert into table %s: %w", c.table.name, err)
	}
	defer a.close()
	first, second := c.part(0, rows/2), c.part(rows/2, rows)
	work, both := errgroup.WithContext(ctx)
	work.Go(func() error { return c.insertPart(both, c.tx, first) })
	work.Go(func() error { return c.insertPart(both, a.conn, second) })
	if err := work.Wait(); err != nil {
		return err
	}
	if err := a.into(ctx, c.tx, c.table.name); err != nil {
		return fmt.Errorf("insert into table %s: %w", c.table.name, err)
	}
	return c.keep(second, c.keep(first, nil))
}

func (c *layerCommit) part(from, to int) *part {
	p := &part{from: from, to: to, boxes: make([]box, 0, to-from)}
	if c.whole {
		p.hash = &layerHash{}
	}
	return p
}

// keep takes over what writing a part has found, unless that failed.
func (c *layerCommit) keep(p *part, err error) error {
	if err != nil {
		return err
	}
	c.boxes = append(c.boxes, p.boxes...)
	if p.hash != nil {
		c.hash.rows = append(c.hash.rows, p.hash.rows...)
	}
	return nil
}

func (c *layerCommit) insertPart(ctx context.Context, to writable, p *part) error {
	width := len(c.table.columns) + 2
	perStatement := max(1, valuesPerStatement/width)
	many, err := to.PrepareContext(ctx, c.insertSQL(perStatement))
	if err != nil {
		return fmt.Errorf("insert into table %s: %w", c.table.name, err)
	}
	defer func() { _ = many.Close() }()
	var w record
	for first := p.from; first < p.to; first += perStatement {
		last := min(first+perStatement, p.to)
		w.clear()
		for i := first; i < last; i++ {
			if err := c.row(&w, p, i); err != nil {
				return fmt.Errorf("table %s: %w", c.table.name, err)
			}
		}
		if last-first == perStatement {
			_, err = many.ExecContext(ctx, w.values...)
		} else {
			_, err = to.ExecContext(ctx, c.insertSQL(last-first), w.values...)
		}
		if err != nil {
			return c.explain(err, first, last)
		}
	}
	return nil
}

// row adds a row to those that are about to be written.
func (c *layerCommit) row(w *record, p *part, i int) error {
	fid, start := c.last+1+int64(i), len(w.values)
	w.integer(fid)
	c.layer.encode(w, c.write.Rows, i)
	if w.err != nil {
		return w.err
	}
	if p.hash != nil {
		p.hash.addWritten(c.table, w.values[start:])
	}
	if w.some {
		p.boxes = append(p.boxes, box{fid, w.bound})
	}
	return nil
}
