package isochrone

import (
	"container/list"
	"context"
	"fmt"
	"runtime"
	"sync"

	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// TableOptions shape a table. The zero value works.
type TableOptions struct {
	// CellM is the size of a cell, and with it the tolerance of what is drawn, in
	// metres. Defaults to 10.
	CellM float64
	// Leaving: points of ground are where trips start (direction [network.To]).
	Leaving bool
	// BudgetBytes is what the tiles may keep. Defaults to 256 MiB.
	BudgetBytes int64
	// Workers make tiles. Defaults to the number of processors.
	Workers int
}

// DefaultCellM is the size of a cell in metres when none is asked for.
const DefaultCellM = 10

const defaultBudgetBytes = 256 << 20

// Table holds the links of the nodes of a ground grid, made tile by tile when
// first drawn over. It is safe for concurrent use.
type Table struct {
	linker *network.Linker
	o      TableOptions
	grid   grid
	err    error // of the options; every question answers it

	mu     sync.Mutex
	tiles  map[tileKey]*tileEntry
	recent *list.List // of *tileEntry, the one used last in front
	bytes  int64
}

// NewTable makes a table for the places that the linker links. Bad options are
// answered by its methods.
func NewTable(l *network.Linker, o TableOptions) *Table {
	if o.CellM == 0 {
		o.CellM = DefaultCellM
	}
	if o.BudgetBytes <= 0 {
		o.BudgetBytes = defaultBudgetBytes
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	t := &Table{linker: l, o: o, tiles: make(map[tileKey]*tileEntry), recent: list.New()}
	t.grid, t.err = newGrid(o.CellM, l.Graph().Topology().Bound().Center()[1])
	return t
}

// CellM is the size of a cell in metres.
func (t *Table) CellM() float64 { return t.o.CellM }

// Bytes is what the tiles made so far keep.
func (t *Table) Bytes() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.bytes
}

// Build makes the tiles over a box in degrees in advance, as far as the budget goes.
func (t *Table) Build(ctx context.Context, box orb.Bound) error {
	if t.err != nil {
		return t.err
	}
	var keys []tileKey
	w := t.grid.tiles(box)
	for y := w.y0; y <= w.y1; y++ {
		for x := w.x0; x <= w.x1; x++ {
			keys = append(keys, tileKey{x, y})
		}
	}
	return t.each(ctx, keys, func(tileKey, *tile) {})
}

// each calls f, one call at a time, with every tile of the list.
func (t *Table) each(ctx context.Context, keys []tileKey, f func(tileKey, *tile)) error {
	var mu sync.Mutex
	work, all := errgroup.WithContext(ctx)
	work.SetLimit(t.o.Workers)
	for _, k := range keys {
		if all.Err() != nil {
			break
		}
		if e := t.ready(k); e != nil {
			mu.Lock()
			f(k, e)
			mu.Unlock()
			continue
		}
		work.Go(func() error {
			e, err := t.tile(all, k)
			if err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			f(k, e)
			return nil
		})
	}
	if err := work.Wait(); err != nil {
		return fmt.Errorf("linking the ground: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("linking the ground: %w", err)
	}
	return nil
}
