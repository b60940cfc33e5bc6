package siting

import (
	"context"
	"fmt"
	"slices"
)

// PMedian chooses at most count sites so that the sum of weight times cost to the nearest
// facility, existing or new, is least. A home that reaches none, or pays more than
// capCost, pays capCost; 0 stands for the largest cost that occurs. The answer names it: a
// sum over people of whom some reach nothing means something only beside it. Pairs at or
// above what a home pays today change nothing and may be left out. O(pairs) memory.
func PMedian(ctx context.Context, p *Problem, count int, capCost uint32, o Options) (*Answer, error) {
	if err := p.validate(); err != nil {
		return nil, fmt.Errorf("p-median: %w", err)
	}
	if count < 1 {
		return nil, fmt.Errorf("p-median: count is %d, it has to be at least 1", count)
	}
	if capCost == 0 {
		capCost = p.largestCost()
	}
	capCost = min(capCost, Unreachable-1)
	today := make([]uint32, len(p.Weight))
	for i := range today {
		today[i] = min(p.current(int32(i)), capCost)
	}
	weights, scale := units(p.Weight, capCost)
	in := newInstance(p, weights, func(home int32, cost uint32) uint32 {
		return today[home] - min(cost, today[home])
	})
	var w work
	choice, bound, proven, err := in.maximise(ctx, count, o.withDefaults(), &w)
	if err != nil {
		return nil, fmt.Errorf("%d-median: %w", count, err)
	}
	var before, demand int64
	for i, c := range today {
		before += weights[i] * int64(c)
		demand += weights[i]
	}
	a := &Answer{
		Objective: ObjectivePMedian, Optimal: proven, CapCost: capCost, Work: w.done,
		Demand: float64(demand) / scale, Before: float64(before) / scale, Bound: float64(before-bound) / scale,
	}
	saved := a.save(p, in.inOrderOfGain(choice), weights, scale, today)
	a.Value = float64(before-saved) / scale
	a.Gap = gapOf(a.Bound, a.Value)
	return a, nil
}

// save fills in what sites save, in the order given, and who reaches nothing even so. It
// returns the whole saving. today is changed.
func (a *Answer) save(p *Problem, sites []int, weights []int64, scale float64, today []uint32) int64 {
	saved := int64(0)
	nothing := make([]bool, len(today))
	for i := range today {
		nothing[i] = p.Weight[i] > 0 && p.current(int32(i)) == Unreachable
	}
	for _, j := range sites {
		s := Site{Candidate: j}
		gain := int64(0)
		p.Reach.within(int32(j), Unreachable-1, func(home int32, cost uint32) {
			nothing[home] = false
			if d := today[home] - min(cost, today[home]); d > 0 && p.Weight[home] > 0 {
				gain += weights[home] * int64(d)
				today[home] = cost
				s.Homes = append(s.Homes, home)
			}
		})
		saved += gain
		s.Gain = float64(gain) / scale
		s.sort()
		a.Sites = append(a.Sites, s)
	}
	for i, n := range nothing {
		if n {
			a.Beyond = append(a.Beyond, int32(i))
		}
	}
	return saved
}

// largestCost is the largest cost of any home to anything that it reaches.
func (p *Problem) largestCost() uint32 {
	c := uint32(0)
	for _, list := range [][]uint32{p.Current, p.Reach.Cost} {
		for _, k := range list {
			if k != Unreachable {
				c = max(c, k)
			}
		}
	}
	return c
}

// sort puts the homes in order; one that stands twice in a row is named once.
func (s *Site) sort() {
	slices.Sort(s.Homes)
	s.Homes = slices.Compact(s.Homes)
}
