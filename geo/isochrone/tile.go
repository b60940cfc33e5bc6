package isochrone

import (
	"container/list"
	"context"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

type tileKey struct{ x, y int }

// tile is the links of the nodes of one tile: those of node i, row by row, are
// links[start[i]:start[i+1]]. A tile without any link has no start.
type tile struct {
	start []uint32
	links []network.Link
}

func (t *tile) of(i int) []network.Link { return t.links[t.start[i]:t.start[i+1]] }

const linkBytes, entryBytes = 12, 200

func (t *tile) bytes() int64 {
	return entryBytes + 4*int64(len(t.start)) + linkBytes*int64(cap(t.links))
}

// tileEntry is a tile, or the promise of one.
type tileEntry struct {
	key  tileKey
	done chan struct{}
	// tile is set when done is closed, unless err is.
	tile *tile
	err  error
	use  *list.Element
}

// ready returns a tile that is made already, or nil.
func (t *Table) ready(k tileKey) *tile {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e := t.tiles[k]; e != nil && e.use != nil {
		t.recent.MoveToFront(e.use)
		return e.tile
	}
	return nil
}

// tile returns a tile, making it if need be. Of several that ask for it at once one
// makes it and the others wait; if that one is called off another takes over.
func (t *Table) tile(ctx context.Context, k tileKey) (*tile, error) {
	for {
		t.mu.Lock()
		e := t.tiles[k]
		if e == nil {
			e = &tileEntry{key: k, done: make(chan struct{})}
			t.tiles[k] = e
			t.mu.Unlock()
			t.make(ctx, e)
			return e.tile, e.err
		}
		if e.use != nil {
			t.recent.MoveToFront(e.use)
		}
		t.mu.Unlock()
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-e.done:
		}
		if e.err == nil {
			return e.tile, nil
		}
	}
}

// make fills an entry, and makes room for it.
func (t *Table) make(ctx context.Context, e *tileEntry) {
	e.tile, e.err = t.link(ctx, e.key)
	t.mu.Lock()
	defer t.mu.Unlock()
	defer close(e.done)
	if e.err != nil {
		delete(t.tiles, e.key)
		return
	}
	e.use = t.recent.PushFront(e)
	t.bytes += e.tile.bytes()
	for t.bytes > t.o.BudgetBytes && t.recent.Len() > 1 {
		old := t.recent.Remove(t.recent.Back()).(*tileEntry)
		delete(t.tiles, old.key)
		t.bytes -= old.tile.bytes()
	}
}

// link finds the links of every node of a tile.
func (t *Table) link(ctx context.Context, k tileKey) (*tile, error) {
	proj := t.linker.Graph().Topology().Projection()
	out := &tile{start: make([]uint32, tileNodes*tileNodes+1)}
	for r := range tileNodes {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for c := range tileNodes {
			p := proj.ToPlane(t.grid.point(k.x<<tileShift+c, k.y<<tileShift+r))
			out.links = t.linker.LinksInPlane(out.links, p, t.o.Leaving)
			out.start[r<<tileShift+c+1] = uint32(len(out.links))
		}
	}
	if len(out.links) == 0 {
		return &tile{}, nil
	}
	out.links = append([]network.Link(nil), out.links...)
	return out, nil
}
