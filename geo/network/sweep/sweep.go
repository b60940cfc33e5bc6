package sweep

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
)

// stretch is how many positions a kernel works on before the context is asked and the
// rows are handed on: a whole number of words of bits, few enough that their rows stay
// in the second level of the cache.
const stretch = 4096

// Sweep computes the fields of a query into the rows: for every node, in each lane, the
// minimum over the lane's starts of the start's cost and the way between. Whatever is
// [hierarchy.None] or more is None. O(arcs + starts); nothing but the rows' memory is
// kept between sweeps. When ctx ends it stops soon, and the rows are undefined.
//
// The hierarchy is taken as it is, and the kernels look at no bounds: one that has been
// kept in a file has to be checked when it is read.
func (r *Rows) Sweep(ctx context.Context, h *hierarchy.Hierarchy, q Query) error {
	n := h.Nodes()
	if err := q.check(n); err != nil {
		return fmt.Errorf("sweeping a network of %d nodes: %w", n, err)
	}
	r.Reset(n, q.Winners)
	r.begin(&q)
	up, down := q.Direction.arcs(h)
	k := q.kernel
	if k == nil {
		k = best(n, up, down, q.Winners)
	}
	for to := len(r.touched); to > 0; {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("sweeping a network of %d nodes: %w", n, err)
		}
		from := max(0, to-stretch/64)
		k.up(r, h.Start, up, from, to)
		to = from
	}
	for from := 0; from < n; {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("sweeping a network of %d nodes: %w", n, err)
		}
		to := min(n, from+stretch)
		k.down(r, h.Start, down, from, to)
		if q.Ready != nil {
			q.Ready(from, to)
		}
		from = to
	}
	return nil
}

// begin writes the rows of the starts. None stands in them first, and none is dearer.
func (r *Rows) begin(q *Query) {
	clear(r.touched)
	for lane, starts := range q.Starts {
		for _, s := range starts {
			r.touch(s.Position, q.Winners)
			cost, c := &r.Cost[s.Position][lane], code(s.Source)
			if q.Winners {
				winner := &r.Winner[s.Position][lane]
				if s.Cost < *cost {
					*winner = c
				} else if s.Cost == *cost {
					*winner = max(*winner, c)
				}
			}
			*cost = min(*cost, s.Cost)
		}
	}
}

// touch marks a position; the first time, its row is made one that is not reached.
func (r *Rows) touch(p uint32, winners bool) {
	word, bit := &r.touched[p/64], uint64(1)<<(p%64)
	if *word&bit != 0 {
		return
	}
	*word |= bit
	r.Cost[p] = noCosts
	if winners {
		r.Winner[p] = noWinners
	}
}
