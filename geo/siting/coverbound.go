package siting

import "context"

// coverBound is what is known of a covering problem without branching.
type coverBound struct {
	// bound is a lower bound for the number of columns, value the same before rounding up.
	bound int
	value float64
	// reduced is, at the best prices, what each column costs beyond what its rows pay.
	reduced []float64
	price   []float64
	// cover is how much of each column a fractional cover has, nil where only prices are known.
	cover []float64
	// columns are a cover.
	columns []int32
}

// coverSteps are the subgradient steps of a part at the root (fewer where they would take
// more than rootShare times the budget), coverNodeSteps at later nodes; localSteps is how
// many steps per pair local search may take at the root, localShare and lpShare how many
// times the budget local search and the linear relaxation may take there, a part as much of
// it as it has of the pairs.
const (
	coverSteps     = 1000
	coverNodeSteps = 50
	localSteps     = 1500
	localShare     = 1
	lpShare        = 4
)

// bounded bounds a problem: by subgradient steps, which are cheap; at the root by local
// search for a small cover; and where bound and cover do not meet by the linear relaxation
// with cuts, if the work allowed is enough for that.
func (c *cover) bounded(ctx context.Context, upper, depth int, w *work) (*coverBound, error) {
	from, budget := w.done, w.budget*int64(c.pairs())/int64(w.whole)
	columns, steps := c.complete(c.greedyCosts(), w), coverNodeSteps
	if depth == 0 {
		steps = int(max(leastSteps, min(coverSteps, rootShare*w.budget/int64(c.pairs()))))
	}
	b, err := c.relax(ctx, columns, upper, steps, w)
	if err != nil {
		return nil, err
	}
	if depth == 0 && len(b.columns) > b.bound {
		local := min(localSteps*int64(c.pairs()), localShare*budget)
		if b.columns, err = c.shrink(ctx, b.columns, b.bound, local, w); err != nil {
			return nil, err
		}
	}
	until := w.until
	if depth == 0 {
		until = w.done + lpShare*budget
	}
	if b.bound < min(upper, len(b.columns)) && c.tightens(until-w.done) {
		if err := c.tighten(ctx, b, upper, until, w); err != nil {
			return nil, err
		}
	}
	if depth == 0 {
		w.until += w.done - from // the root does not count
	}
	return b, nil
}

// greedyCosts orders columns by size, for a first cover.
func (c *cover) greedyCosts() []float64 {
	out := make([]float64, len(c.columns))
	for j, rows := range c.columns {
		out[j] = -float64(len(rows))
	}
	return out
}
