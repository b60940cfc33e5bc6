package siting

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// never is more columns than any cover needs.
const never = math.MaxInt32

// solve finds a cover with fewer than upper candidates, nil when there is none (or none
// was found within the budget), and a lower bound for what any cover needs: with a bound of
// upper or more there is none. Every level reduces the problem, splits it into parts that
// have nothing in common, bounds each part, fixes what the bound fixes, and branches.
func (c *cover) solve(ctx context.Context, upper, depth int, w *work) (chosen []int32, lower int, err error) {
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	if slices.ContainsFunc(c.rows, func(columns []int32) bool { return len(columns) == 0 }) {
		return nil, never, nil // what was ruled out is needed
	}
	left, forced := c.reduced(w)
	if w.whole == 0 {
		w.whole = left.pairs()
	}
	if len(left.rows) == 0 {
		return fewer(forced, upper), len(forced), nil
	}
	parts := left.parts()
	if len(parts) == 1 {
		found, lower, err := parts[0].solvePart(ctx, upper-len(forced), depth, w)
		if err != nil || found == nil {
			return nil, lower + len(forced), err
		}
		return slices.Concat(found, forced), lower + len(forced), nil
	}
	// The small ones first: they are closed with little work, before a large one takes it all.
	slices.SortStableFunc(parts, func(a, b *cover) int { return cmp.Compare(a.pairs(), b.pairs()) })
	// Every part needs at least one; what the parts before it need is known better.
	lower, chosen = len(forced)+len(parts), forced
	for _, p := range parts {
		found, need, err := p.solve(ctx, upper-(lower-1), depth, w)
		if err != nil {
			return nil, 0, err
		}
		lower += need - 1
		if found == nil {
			return nil, lower, nil
		}
		chosen = append(chosen, found...)
	}
	return fewer(chosen, upper), lower, nil
}

// fewer is the choice when it has fewer members than upper, else nil.
func fewer(chosen []int32, upper int) []int32 {
	if len(chosen) >= upper {
		return nil
	}
	return append([]int32{}, chosen...)
}

// solvePart is solve for a problem that is reduced and hangs together.
func (c *cover) solvePart(ctx context.Context, upper, depth int, w *work) (chosen []int32, lower int, err error) {
	b, err := c.bounded(ctx, upper, depth, w)
	if err != nil {
		return nil, 0, err
	}
	if len(b.columns) < upper {
		upper, chosen = len(b.columns), c.ids(b.columns)
	}
	if b.bound >= upper || w.spent() {
		return chosen, b.bound, nil
	}
	if in, out := b.fixed(upper); len(in)+len(out) > 0 {
		next := *c
		next.price = b.price
		found, need, err := next.with(in, out).solve(ctx, upper-len(in), depth+1, w)
		if err != nil {
			return nil, 0, err
		}
		if found != nil {
			chosen, upper = slices.Concat(found, c.ids(in)), len(found)+len(in)
		}
		// What was fixed away holds only covers of the old upper and more.
		return chosen, max(b.bound, min(need+len(in), upper)), nil
	}
	return c.branch(ctx, b, chosen, upper, depth, w)
}

// branch tries one column in and out.
func (c *cover) branch(ctx context.Context, b *coverBound, chosen []int32, upper, depth int, w *work) ([]int32, int, error) {
	j := c.branchOn(b)
	next := *c
	next.price = b.price
	with, needWith, err := next.with([]int32{j}, nil).solve(ctx, upper-1, depth+1, w)
	if err != nil {
		return nil, 0, err
	}
	if with != nil {
		chosen, upper = slices.Concat(with, []int32{c.id[j]}), len(with)+1
	}
	if b.bound >= upper || w.spent() {
		return chosen, b.bound, nil
	}
	without, needWithout, err := next.with(nil, []int32{j}).solve(ctx, upper, depth+1, w)
	if err != nil {
		return nil, 0, err
	}
	if without != nil {
		chosen, upper = without, len(without)
	}
	return chosen, max(b.bound, min(needWith+1, needWithout, upper)), nil
}

// branchOn is the column of which a fractional cover has most and not all. Where there is
// none it is one whose cost is nearest to nothing; of two alike the one with more rows, then
// the smaller.
func (c *cover) branchOn(b *coverBound) int32 {
	best, most := int32(-1), 0.0
	for j, x := range b.cover {
		if x > most && x < 1-cutLeast {
			best, most = int32(j), x
		}
	}
	if best >= 0 {
		return best
	}
	best = 0
	for j := range int32(len(c.columns)) {
		if cmp.Or(
			cmp.Compare(math.Abs(b.reduced[j]), math.Abs(b.reduced[best])),
			cmp.Compare(len(c.columns[best]), len(c.columns[j]))) < 0 {
			best = j
		}
	}
	return best
}

// fixed lists the columns that every cover with fewer than upper columns has, and those
// that none has.
func (b *coverBound) fixed(upper int) (in, out []int32) {
	reaches := func(v float64) bool { return int(math.Ceil(v-1e-6)) >= upper }
	for j, cost := range b.reduced {
		switch {
		case cost > 0 && reaches(b.value+cost):
			out = append(out, int32(j))
		case cost < 0 && reaches(b.value-cost):
			in = append(in, int32(j))
		}
	}
	return in, out
}
