package siting

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// work counts steps. It is what bounds a search: unlike time it is the same everywhere.
type work struct {
	done int64
	// budget is what branch and bound may take, until where it gives up.
	budget, until int64
	// whole is the size in pairs of all that the budget is for, once it is known.
	whole int
}

func (w *work) add(n int) { w.done += int64(n) }

func (w *work) spent() bool { return w.done >= w.until }

// smallWork is the number of pairs below which starting goroutines costs more than it saves.
const smallWork = 1 << 16

// each calls f for 0 to n-1, in pieces side by side when there are many pairs. What f
// writes for one index must not depend on another.
func each(ctx context.Context, n, pairs int, f func(i int)) error {
	workers := min(runtime.GOMAXPROCS(0), n)
	if pairs < smallWork || workers < 2 {
		for i := range n {
			f(i)
		}
		return ctx.Err()
	}
	// More pieces than workers: rows are of unlike length.
	pieces := min(n, 8*workers)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(workers)
	for p := range pieces {
		group.Go(func() error {
			for i := n * p / pieces; i < n*(p+1)/pieces; i++ {
				f(i)
			}
			return ctx.Err()
		})
	}
	return group.Wait()
}
