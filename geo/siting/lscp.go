package siting

import (
	"context"
	"fmt"
)

// LSCP chooses the fewest sites that bring every home within the limit that is not within
// it today and that some candidate brings there; [Answer.Beyond] lists the homes that none
// does. A cost equal to the limit is inside. O(pairs) memory, and where a gap is left that of
// the candidates squared, of one part after reductions: with the default work 30 MB at most.
func LSCP(ctx context.Context, p *Problem, limit uint32, o Options) (*Answer, error) {
	if err := p.validate(); err != nil {
		return nil, fmt.Errorf("set covering: %w", err)
	}
	limit = min(limit, Unreachable-1)
	weights, scale := units(p.Weight, 1)
	in := newInstance(p, weights, func(home int32, cost uint32) uint32 {
		if cost <= limit && p.current(home) > limit {
			return 1
		}
		return 0
	})
	budget := o.withDefaults().Work
	w := work{budget: budget, until: budget}
	choice, lower, err := newCover(in).solve(ctx, never, 0, &w)
	if err != nil {
		return nil, fmt.Errorf("set covering: %w", err)
	}
	a := &Answer{Objective: ObjectiveLSCP, Bound: float64(lower), Work: w.done}
	a.cover(p, in.inOrderOfGain(choice), weights, scale, limit)
	a.Value = float64(len(a.Sites))
	a.Optimal = len(a.Sites) == lower
	a.Gap = gapOf(a.Bound, a.Value)
	return a, nil
}
