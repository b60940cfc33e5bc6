package isochrone

import (
	"context"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// inParallel calls f for 0 to n-1 on several goroutines, each with a tool from the
// shelf in hand, until all is done or the context ends. One worker works on the caller's:
// what it has in its caches another processor has not.
func inParallel[T any](ctx context.Context, workers, n int, tools *shelf[T], f func(tool T, i int)) error {
	if min(workers, n) == 1 {
		tool := tools.get()
		defer tools.put(tool)
		for i := range n {
			if err := ctx.Err(); err != nil {
				return err
			}
			f(tool, i)
		}
		return nil
	}
	var next atomic.Int64
	work, ctx := errgroup.WithContext(ctx)
	for range min(workers, n) {
		work.Go(func() error {
			tool := tools.get()
			defer tools.put(tool)
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return nil
				}
				if err := ctx.Err(); err != nil {
					return err
				}
				f(tool, i)
			}
		})
	}
	return work.Wait()
}

// bareHands is a shelf for work that needs no tool.
func bareHands() *shelf[struct{}] {
	return &shelf[struct{}]{make: func() struct{} { return struct{}{} }}
}
