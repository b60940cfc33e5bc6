package network

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
	"github.com/seed-4611ae28/lifecircle/geo/network/sweep"
)

// Lanes is how many fields a [Batch] holds at most.
const Lanes = sweep.Lanes

// Batch is up to [Lanes] fields of one graph in one direction, as far as they go: for
// every node the cost to (or from) the nearest source of each. It borrows its memory, 64
// bytes a node (128 with winners), which Release gives back. It is immutable and safe
// for concurrent use until then.
type Batch struct {
	c         *Contracted
	direction Direction
	// out is as in [Field].
	out     bool
	winners bool
	sources [][]Source
	rows    *sweep.Rows
}

// Batch computes the fields of up to [Lanes] lists of sources, with winners or costs
// alone. What one field costs does not depend on how many sources it has, nor much on
// how many fields there are. O(arcs of the hierarchy).
func (c *Contracted) Batch(ctx context.Context, lanes [][]Source, d Direction, winners bool) (*Batch, error) {
	b := &Batch{c: c, direction: d, winners: winners, sources: lanes, rows: c.rows.get()}
	_, b.out = c.g.search(d)
	q := c.query(lanes, d)
	q.Winners = winners
	if err := b.rows.Sweep(ctx, c.h, q); err != nil {
		b.Release()
		return nil, fmt.Errorf("searching the %s network: %w", c.g.mode.ID, err)
	}
	return b, nil
}

// query is what a sweep has to be asked for the fields of some sources.
func (c *Contracted) query(lanes [][]Source, d Direction) sweep.Query {
	q := sweep.Query{Direction: sweep.To}
	arcs, out := c.g.search(d)
	if arcs == c.g.forward {
		q.Direction = sweep.From
	}
	var starts []start
	for _, sources := range lanes {
		starts = c.g.starts(starts[:0], sources, d, out)
		lane := make([]sweep.Start, len(starts))
		for i, s := range starts {
			lane[i] = sweep.Start{Position: c.h.Position[s.node], Cost: uint32(s.label >> 32), Source: int32(uint32(s.label))}
		}
		q.Starts = append(q.Starts, lane)
	}
	return q
}

// Release gives back what a batch borrowed; it must not be used afterwards.
func (b *Batch) Release() {
	if b.rows != nil {
		b.c.rows.put(b.rows)
		b.rows = nil
	}
}

// Bytes is the memory that the batch borrows.
func (b *Batch) Bytes() int { return b.rows.Bytes() }

// Len is the number of fields.
func (b *Batch) Len() int { return len(b.sources) }

// Field is one field of the batch by itself, in memory of its own: what [Graph.Field]
// makes of the same sources without a limit. The batch has to have winners. O(nodes).
func (b *Batch) Field(lane int) (*Field, error) {
	if !b.winners {
		return nil, fmt.Errorf("field %d of a batch: the batch was computed without winners", lane)
	}
	g := b.c.g
	f := &Field{
		g: g, direction: b.direction, limit: maxLimit, lab: make([]label, g.nodes),
		out: b.out, onEdge: newEdgeSources(b.sources[lane], len(g.use)),
	}
	for p, v := range b.c.h.Node {
		f.lab[v] = unlabelled
		if cost := b.rows.Cost[p][lane]; cost < hierarchy.None {
			f.lab[v] = newLabel(cost, sweep.Source(b.rows.Winner[p][lane]))
		}
	}
	return f, nil
}

// rowsPool keeps rows between batches, at most as many as were ever used at once, up to
// maxRows.
type rowsPool struct{ free chan *sweep.Rows }

// maxRows is how many batches at once find their memory ready.
const maxRows = 4

func newRowsPool() *rowsPool { return &rowsPool{free: make(chan *sweep.Rows, maxRows)} }

func (p *rowsPool) get() *sweep.Rows {
	select {
	case r := <-p.free:
		return r
	default:
		return &sweep.Rows{}
	}
}

func (p *rowsPool) put(r *sweep.Rows) {
	select {
	case p.free <- r:
	default:
	}
}
