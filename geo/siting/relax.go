package siting

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// Every home may be served once. The relaxation lets it be served more often and charges
// for it: home i pays w(i)·μ(i) whether served or not, and a candidate then is worth
//
//	ρ(j) = Σ w(i)·max(0, b(i,j) - μ(i))
//
// so that Σ w(i)·μ(i) + the count largest ρ is an upper bound for every μ ≥ 0 (Cornuéjols,
// Fisher and Nemhauser 1977). Subgradient steps lower it: where a home is served twice its
// price rises, where it is not it falls.

// relaxation is the work space of one node.
type relaxation struct {
	s     *search
	price []float64
	worth []float64
	// free are the candidates not decided, in the fixed choice.
	free, fixed []int32
	// chosen is fixed and then the best of free, at the last step.
	chosen []int32
	times  []int32
	dir    []float64
	// best is the lowest bound seen, bestPrice its prices, bestWorth its ρ, bestChosen what
	// it chose; often counts how often each candidate was chosen.
	best       float64
	bestPrice  []float64
	bestWorth  []float64
	bestChosen []int32
	often      []int32
	steps      int
	// seen are some of the choices on the way, where exchange may begin.
	seen [][]int32
}

// newRelaxation begins at a node.
func (s *search) newRelaxation(n *node) *relaxation {
	state := make([]bool, len(s.in.candidates))
	for _, c := range n.in {
		state[c] = true
	}
	for _, c := range n.out {
		state[c] = true
	}
	r := &relaxation{
		s: s, price: slices.Clone(n.price), fixed: slices.Clone(n.in), best: math.Inf(1),
		worth: make([]float64, len(state)), bestWorth: make([]float64, len(state)), often: make([]int32, len(state)),
		bestPrice: slices.Clone(n.price), times: make([]int32, len(n.price)), dir: make([]float64, len(n.price)),
	}
	for _, c := range s.alive {
		if !state[c] {
			r.free = append(r.free, c)
		}
	}
	return r
}

// left is how many candidates may still be chosen.
func (r *relaxation) left() int { return r.s.count - len(r.fixed) }

// decided reports whether nothing is left to choose.
func (r *relaxation) decided() bool { return r.left() <= 0 || len(r.free) <= r.left() }

// evaluate computes the worths and the bound at the prices.
func (r *relaxation) evaluate(ctx context.Context) (float64, error) {
	in := r.s.in
	all := append(slices.Clip(r.fixed), r.free...)
	pairs := 0
	for _, c := range all {
		pairs += in.byCandidate.start[c+1] - in.byCandidate.start[c]
	}
	err := each(ctx, len(all), pairs, func(k int) {
		homes, benefits := in.byCandidate.of(all[k])
		sum := 0.0
		for x, h := range homes {
			if d := float64(benefits[x]) - r.price[h]; d > 0 {
				sum += float64(r.s.weight[h] * d) // rounded: no machine may fuse the two
			}
		}
		r.worth[all[k]] = sum
	})
	r.s.work.add(pairs + len(r.price))
	bound := 0.0
	for h, p := range r.price {
		bound += float64(r.s.weight[h] * p)
	}
	for _, c := range r.fixed {
		bound += r.worth[c]
	}
	slices.SortFunc(r.free, func(a, b int32) int {
		return cmp.Or(cmp.Compare(r.worth[b], r.worth[a]), cmp.Compare(a, b))
	})
	take := min(r.left(), len(r.free))
	for _, c := range r.free[:take] {
		bound += r.worth[c]
	}
	r.chosen = append(append(r.chosen[:0], r.fixed...), r.free[:take]...)
	return bound, err
}

// descend takes subgradient steps until the node is closed, decided or the steps are used
// up. It offers every choice on the way to the search. It reports whether the node is
// closed: no choice in it is better than the best known.
func (r *relaxation) descend(ctx context.Context, steps int) (bool, error) {
	copy(r.price, r.bestPrice)
	clear(r.dir)
	alpha, since := r.s.alpha, 0
	for range steps {
		if r.decided() || r.steps >= leastSteps && r.s.work.spent() {
			break
		}
		bound, err := r.evaluate(ctx)
		if err != nil {
			return false, err
		}
		r.steps++
		for _, c := range r.chosen {
			r.often[c]++
		}
		if r.steps%seenEvery == 0 {
			r.seen = append(r.seen, slices.Clone(r.chosen))
		}
		improved := bound < r.best
		if bound < r.best-float64(progress*math.Abs(r.best-float64(r.s.best))) {
			since = 0
		} else if since++; since >= patience {
			since, alpha = 0, alpha/2
		}
		if improved {
			r.best = bound
			copy(r.bestPrice, r.price)
			copy(r.bestWorth, r.worth)
			r.bestChosen = append(r.bestChosen[:0], r.chosen...)
		}
		r.s.offer(r.chosen)
		if r.s.closes(r.best) {
			return true, nil
		}
		if improved {
			r.settle()
		}
		if alpha < 1e-4 || !r.step(bound, alpha) {
			break
		}
	}
	return false, nil
}
