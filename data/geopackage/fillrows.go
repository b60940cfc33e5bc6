package geopackage

import (
	"context"
	"fmt"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/seed-4611ae28/lifecircle/data/geopackage/btree"
)

// batchRows are encoded together on one processor.
const batchRows = 2048

// batch are some rows as they are stored.
type batch struct {
	*part
	// records are the rows' records, one after another, which end at ends.
	records []byte
	ends    []int
	keys    []keyed
}

// fillTable writes the rows into the table. They are encoded on all processors, a few
// batches ahead of the one that is written.
func (c *filling) fillTable(ctx context.Context, pages *btree.File) error {
	table, err := pages.Table(c.roots[c.table.name])
	if err != nil {
		return err
	}
	c.boxes, c.keys = make([]box, 0, c.rows), make([]keyed, 0, c.rows)
	c.hash.rows = make([]rowHash, 0, c.rows)
	work, ctx := errgroup.WithContext(ctx)
	queue := make(chan chan *batch, runtime.GOMAXPROCS(0))
	work.Go(func() error {
		defer close(queue)
		for from := 0; from < c.rows; from += batchRows {
			done := make(chan *batch, 1)
			select {
			case queue <- done:
			case <-ctx.Done():
				return ctx.Err()
			}
			work.Go(func() error {
				b, err := c.encode(from, min(from+batchRows, c.rows))
				done <- b
				return err
			})
		}
		return nil
	})
	work.Go(func() error {
		for done := range queue {
			select {
			case b := <-done:
				if err := c.add(table, b); err != nil {
					return err
				}
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return ctx.Err()
	})
	if err := work.Wait(); err != nil {
		return err
	}
	return table.Close()
}

// encode makes the records of some rows.
func (c *filling) encode(from, to int) (*batch, error) {
	b := &batch{part: c.part(from, to), ends: make([]int, 0, to-from), keys: make([]keyed, 0, to-from)}
	var w record
	for i := from; i < to; i++ {
		w.clear()
		if err := c.row(&w, b.part, i); err != nil {
			return nil, fmt.Errorf("row %d: %w", i, err)
		}
		id, _ := w.values[2].(string)
		b.keys = append(b.keys, keyed{id, int64(i) + 1})
		w.values[0] = nil // the fid is the rowid
		var err error
		if b.records, err = btree.AppendRecord(b.records, w.values...); err != nil {
			return nil, fmt.Errorf("row %d: %w", i, err)
		}
		b.ends = append(b.ends, len(b.records))
	}
	return b, nil
}

// add adds a batch to the table.
func (c *filling) add(table *btree.Table, b *batch) error {
	if b == nil {
		return nil // its encoding failed, which ends the work
	}
	from := 0
	for i, end := range b.ends {
		if err := table.Add(b.keys[i].fid, b.records[from:end]); err != nil {
			return err
		}
		from = end
	}
	c.keys = append(c.keys, b.keys...)
	return c.keep(b.part, nil)
}
