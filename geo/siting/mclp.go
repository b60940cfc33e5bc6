package siting

import (
	"context"
	"fmt"
)

// MCLP chooses at most count sites so that the most weight comes within the limit that is
// not within it today. A cost equal to the limit is inside. O(pairs) memory.
func MCLP(ctx context.Context, p *Problem, count int, limit uint32, o Options) (*Answer, error) {
	if err := p.validate(); err != nil {
		return nil, fmt.Errorf("maximal covering: %w", err)
	}
	if count < 1 {
		return nil, fmt.Errorf("maximal covering: count is %d, it has to be at least 1", count)
	}
	limit = min(limit, Unreachable-1)
	weights, scale := units(p.Weight, 1)
	in := newInstance(p, weights, func(home int32, cost uint32) uint32 {
		if cost <= limit && p.current(home) > limit {
			return 1
		}
		return 0
	})
	var w work
	choice, bound, proven, err := in.maximise(ctx, count, o.withDefaults(), &w)
	if err != nil {
		return nil, fmt.Errorf("maximal covering by %d sites: %w", count, err)
	}
	a := &Answer{Objective: ObjectiveMCLP, Optimal: proven, Bound: float64(bound) / scale, Work: w.done}
	a.cover(p, in.inOrderOfGain(choice), weights, scale, limit)
	for _, s := range a.Sites {
		a.Value += s.Gain
	}
	a.Gap = gapOf(a.Bound, a.Value)
	return a, nil
}

// inOrderOfGain puts a choice in the order in which its candidates gain most, and returns
// the candidates' indexes in the problem. Those that would gain nothing are left out.
func (in *instance) inOrderOfGain(choice []int32) []int {
	first := make([]uint32, len(in.weight))
	var out []int
	for range choice {
		best, most := int32(-1), int64(0)
		for _, c := range choice {
			if g := in.adds(c, first); g > most || g == most && g > 0 && c < best {
				best, most = c, g
			}
		}
		if best < 0 {
			break
		}
		out = append(out, int(in.candidates[best]))
		homes, benefits := in.byCandidate.of(best)
		for x, h := range homes {
			first[h] = max(first[h], benefits[x])
		}
	}
	return out
}

// cover fills in what sites bring within the limit, in the order given, and who stays
// beyond it whatever is chosen.
func (a *Answer) cover(p *Problem, sites []int, weights []int64, scale float64, limit uint32) {
	var demand, before int64
	inside := make([]bool, len(weights))
	for i, w := range weights {
		demand += w
		if inside[i] = p.current(int32(i)) <= limit; inside[i] {
			before += w
		}
	}
	a.Demand, a.Before = float64(demand)/scale, float64(before)/scale
	a.Beyond = p.beyond(limit)
	for _, j := range sites {
		s := Site{Candidate: j}
		gain := int64(0)
		p.Reach.within(int32(j), limit, func(home int32, _ uint32) {
			if !inside[home] && p.Weight[home] > 0 {
				inside[home] = true
				gain += weights[home]
				s.Homes = append(s.Homes, home)
			}
		})
		s.Gain = float64(gain) / scale
		s.sort()
		a.Sites = append(a.Sites, s)
	}
}

// beyond lists the homes with a weight that are not within the limit and that no candidate
// brings there.
func (p *Problem) beyond(limit uint32) []int32 {
	reached := make([]bool, len(p.Weight))
	for j := range p.Reach.Candidates() {
		p.Reach.within(int32(j), limit, func(home int32, _ uint32) { reached[home] = true })
	}
	var out []int32
	for i, w := range p.Weight {
		if w > 0 && !reached[i] && p.current(int32(i)) > limit {
			out = append(out, int32(i))
		}
	}
	return out
}
