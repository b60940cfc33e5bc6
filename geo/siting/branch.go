package siting

import (
	"cmp"
	"container/heap"
	"context"
	"math"
	"slices"
)

// search looks for count candidates with the greatest gain, and for the proof.
type search struct {
	in    *instance
	count int
	work  *work
	// weight are the homes' weights, most the largest benefit of each.
	weight, most []float64
	// alive are the candidates that none dominates.
	alive     []int32
	tolerance float64
	alpha     float64
	// budget is how many steps may follow the root.
	budget int64
	// choice is the best known, best its gain.
	choice []int32
	best   int64
	// passed is the highest bound of a part that was closed.
	passed float64
	// serial is the number of nodes made; scratch is what each home gains, 0 between uses.
	serial  int
	scratch []uint32
}

// rootSteps and nodeSteps are the subgradient steps at the root and at later nodes. In a
// problem so large that those at the root would take more than rootShare times the budget
// they end with that, but leastSteps are taken in any case.
const (
	rootSteps  = 400
	leastSteps = 100
	nodeSteps  = 40
	rootShare  = 4
)

// rounding is more than the rounding errors of a bound, as a share of it.
const rounding = 1e-11

// maximise finds up to count candidates with the greatest gain, an upper bound for all
// choices, and whether the choice is proven. Both are in units of weight times benefit.
func (in *instance) maximise(ctx context.Context, count int, o Options, w *work) (choice []int32, bound int64, proven bool, err error) {
	s := &search{in: in, count: count, work: w, tolerance: o.Tolerance, alpha: 1, budget: o.Work}
	if err := s.prepare(ctx); err != nil {
		return nil, 0, false, err
	}
	s.choice = in.greedy(count, w)
	if s.choice, err = in.exchange(ctx, s.choice, s.alive, count, w); err != nil {
		return nil, 0, false, err
	}
	if s.best = in.value(s.choice); s.best == 0 {
		return nil, 0, true, nil
	}
	upper, err := s.run(ctx)
	if err != nil {
		return nil, 0, false, err
	}
	// What was closed may pass the best by less than the tolerance.
	proven = math.IsInf(upper, -1)
	bound = max(s.best, whole(max(upper, s.passed)))
	return s.choice, bound, proven, nil
}

// prepare lists what steps read again and again.
func (s *search) prepare(ctx context.Context) error {
	in := s.in
	out, err := in.dominated(ctx, s.work)
	if err != nil {
		return err
	}
	for c := range out {
		if !out[c] {
			s.alive = append(s.alive, int32(c))
		}
	}
	s.scratch = make([]uint32, len(in.weight))
	s.weight, s.most = make([]float64, len(in.weight)), make([]float64, len(in.weight))
	for h, w := range in.weight {
		s.weight[h] = float64(w)
		_, benefits := in.byHome.of(int32(h))
		s.most[h] = float64(slices.Max(benefits))
	}
	return nil
}

// run searches best bound first until nothing is open, and returns the highest open bound
// otherwise, -Inf when all is closed.
func (s *search) run(ctx context.Context) (float64, error) {
	// A home's price begins at what its second best gives: it is nearly that in the end.
	begin := s.in.serve(s.choice)
	price := make([]float64, len(s.weight))
	for h := range price {
		price[h] = float64(begin.second[h])
	}
	open := &nodes{}
	root := &node{price: price, bound: math.Inf(1)}
	s.work.until = s.work.done + rootShare*s.budget
	if err := s.expand(ctx, root, rootSteps, open); err != nil {
		return 0, err
	}
	s.work.until = s.work.done + s.budget
	for len(*open) > 0 {
		n := heap.Pop(open).(*node)
		if s.closes(n.bound) {
			continue
		}
		if s.work.spent() {
			return n.bound, nil
		}
		if err := s.expand(ctx, n, nodeSteps, open); err != nil {
			return 0, err
		}
	}
	return math.Inf(-1), nil
}

// expand bounds a node and, unless that closes it, splits it in two by a candidate.
func (s *search) expand(ctx context.Context, n *node, steps int, open *nodes) error {
	r := s.newRelaxation(n)
	closed, err := r.descend(ctx, steps)
	if err != nil || closed {
		return err
	}
	if n.serial == 0 {
		if err := s.improve(ctx, r); err != nil {
			return err
		}
		if closed, err := r.descend(ctx, steps/2); err != nil || closed {
			return err
		}
	}
	if r.decided() {
		all := append(slices.Clone(r.fixed), r.free[:min(len(r.free), max(0, r.left()))]...)
		s.offer(all)
		return nil
	}
	s.split(n, r, open)
	return nil
}

// branchOn is the free candidate that the steps agreed on least: chosen in nearest to half
// of them; of two alike the one worth more, then the smaller.
func (r *relaxation) branchOn() int32 {
	doubt := func(c int32) float64 { return math.Abs(float64(r.often[c]) - 0.5*float64(r.steps)) }
	return slices.MinFunc(r.free, func(a, b int32) int {
		return cmp.Or(cmp.Compare(doubt(a), doubt(b)), cmp.Compare(r.bestWorth[b], r.bestWorth[a]), cmp.Compare(a, b))
	})
}

// offer takes a choice when it is better than the best known.
func (s *search) offer(choice []int32) {
	gain := int64(0)
	for _, c := range choice {
		homes, benefits := s.in.byCandidate.of(c)
		for x, h := range homes {
			if b := benefits[x]; b > s.scratch[h] {
				gain += s.in.weight[h] * int64(b-s.scratch[h])
				s.scratch[h] = b
			}
		}
		s.work.add(len(homes))
	}
	for _, c := range choice {
		homes, _ := s.in.byCandidate.of(c)
		for _, h := range homes {
			s.scratch[h] = 0
		}
	}
	if gain > s.best {
		s.best, s.choice = gain, slices.Clone(choice)
	}
}

// closes reports whether a bound leaves nothing better than the best known: less than one
// unit more, or less than the tolerance.
func (s *search) closes(bound float64) bool {
	if whole(bound) > s.best && bound > float64(s.best)*(1+s.tolerance) {
		return false
	}
	s.passed = max(s.passed, bound)
	return true
}

// whole is the largest whole number that a bound may stand for.
func whole(bound float64) int64 { return int64(math.Floor(bound + float64(rounding*math.Abs(bound)))) }
