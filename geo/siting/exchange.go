package siting

import (
	"context"
	"slices"
)

// exchange swaps one chosen candidate for another as long as that gains, each time the
// swap that gains most (newcomers are among those given, ascending; of two as good the smaller newcomer, then the smaller leaver), and
// fills free places. What a swap gains is
//
//	adds(in) - loses(out) + both(in, out)
//
// where loses is what the leaver's homes lose to their second best, and both what of that
// the newcomer makes good (Whitaker 1983; Resende and Werneck 2007). A round is O(pairs).
func (in *instance) exchange(ctx context.Context, choice, among []int32, count int, work *work) ([]int32, error) {
	choice = slices.Clone(choice)
	swaps := make([]swap, len(among))
	pairs := 0
	for _, c := range among {
		pairs += in.byCandidate.start[c+1] - in.byCandidate.start[c]
	}
	for {
		s := in.serve(choice)
		loses := in.loses(s, len(choice))
		chosen := make([]bool, len(in.candidates))
		for _, c := range choice {
			chosen[c] = true
		}
		err := each(ctx, len(swaps), pairs, func(k int) {
			swaps[k] = swap{}
			if !chosen[among[k]] {
				swaps[k] = in.bestSwap(among[k], s, loses, choice, count)
			}
		})
		if err != nil {
			return nil, err
		}
		work.add(pairs + len(in.weight))
		best := 0
		for c := range swaps {
			if swaps[c].gain > swaps[best].gain {
				best = c
			}
		}
		if len(swaps) == 0 || swaps[best].gain <= 0 {
			return choice, nil
		}
		if out := swaps[best].out; out < 0 {
			choice = append(choice, among[best])
		} else {
			choice[out] = among[best]
		}
	}
}

// swap is what the best exchange with a newcomer gains; out is the position of the
// leaver, -1 where there is room.
type swap struct {
	gain int64
	out  int
}

// loses is, by position in the choice, what is lost without that candidate.
func (in *instance) loses(s *served, n int) []int64 {
	out := make([]int64, n)
	for h, k := range s.by {
		if k >= 0 {
			out[k] += in.weight[h] * int64(s.first[h]-s.second[h])
		}
	}
	return out
}

// bestSwap finds the leaver for a newcomer.
func (in *instance) bestSwap(c int32, s *served, loses []int64, choice []int32, count int) swap {
	if len(choice) < count {
		return swap{in.adds(c, s.first), -1}
	}
	homes, benefits := in.byCandidate.of(c)
	both := make([]int64, len(choice))
	adds := int64(0)
	for x, h := range homes {
		b := benefits[x]
		if b > s.first[h] {
			adds += in.weight[h] * int64(b-s.first[h])
		}
		if k := s.by[h]; k >= 0 && b > s.second[h] {
			both[k] += in.weight[h] * int64(min(b, s.first[h])-s.second[h])
		}
	}
	best := swap{gain: -1}
	for k := range choice {
		g := adds - loses[k] + both[k]
		if g > best.gain || g == best.gain && g >= 0 && choice[k] < choice[best.out] {
			best = swap{g, k}
		}
	}
	return best
}
