package siting

import (
	"context"
	"math"
)

// cutRounds is how many times cuts are added at most, cutPatience how many rounds may pass
// that gain less than cutGain together.
const (
	cutRounds   = 100
	cutPatience = 8
	cutGain     = 0.01
)

// tightens tells whether the linear relaxation is likely to be solved in so many steps: it
// takes about as many exchanges as there are columns.
func (c *cover) tightens(steps int64) bool {
	n := int64(len(c.columns))
	return n*n*n/lpEntries <= steps
}

// tighten raises a bound by the linear relaxation and cuts, until it reaches upper, nothing
// is gained any more, or the work until then is used up. Every fractional cover is completed
// to a cover. Cuts that pay nothing are dropped after each round.
func (c *cover) tighten(ctx context.Context, b *coverBound, upper int, until int64, w *work) error {
	l := newPriceLP(c)
	before, since := b.value, 0
	for range cutRounds {
		done, err := l.solve(ctx, w, until)
		if err != nil {
			return err
		}
		value, reduced := l.bound()
		if value > b.value {
			b.value, b.reduced, b.price = value, reduced, l.prices(len(c.rows))
			b.cover = append(b.cover[:0], l.cover...)
			b.bound = int(math.Ceil(value - 1e-6))
		}
		if found := c.complete(l.costs(), w); len(found) < len(b.columns) {
			b.columns = found
		}
		if !done || b.bound >= min(upper, len(b.columns)) {
			return nil
		}
		if since++; value > before+cutGain {
			before, since = value, 0
		}
		l.forget(len(c.rows))
		cuts := l.cuts(w)
		if len(cuts) == 0 || since >= cutPatience {
			return nil
		}
		for _, r := range cuts {
			l.add(r)
		}
	}
	return nil
}

// costs order columns for a cover: those of which the fractional cover has most come first.
func (l *priceLP) costs() []float64 {
	out := make([]float64, len(l.cover))
	for j, x := range l.cover {
		out[j] = -x
	}
	return out
}
