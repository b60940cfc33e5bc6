package siting

import (
	"cmp"
	"slices"
)

// instance is a problem made ready: candidates in the order of their IDs, homes in that
// of their rows, equal homes merged, only pairs with a benefit. It must not be changed.
type instance struct {
	// candidates are the candidates' indexes in the problem.
	candidates []int32
	// weight is by merged home.
	weight []int64
	// byCandidate lists the homes of a candidate, ascending, with what they gain.
	byCandidate rows
	// byHome lists the candidates of a home, ascending, with what it gains.
	byHome rows
}

// rows is a sparse matrix in compressed rows.
type rows struct {
	start   []int
	other   []int32
	benefit []uint32
}

func (r *rows) len() int { return len(r.start) - 1 }

// of is row k.
func (r *rows) of(k int32) ([]int32, []uint32) {
	a, b := r.start[k], r.start[k+1]
	return r.other[a:b], r.benefit[a:b]
}

// newInstance keeps the pairs that benefit reports a gain for. weights are whole; homes
// of weight 0 are left out.
func newInstance(p *Problem, weights []int64, benefit func(home int32, cost uint32) uint32) *instance {
	in := &instance{candidates: p.order()}
	homes := in.collect(p, weights, benefit)
	in.merge(&homes, weights)
	in.byCandidate = in.byHome.transposed(len(in.candidates))
	return in
}

// collect lists the pairs by home. Candidates are visited in order, so that they ascend.
func (in *instance) collect(p *Problem, weights []int64, benefit func(int32, uint32) uint32) rows {
	each := func(f func(candidate, home int32, b uint32)) {
		for c, j := range in.candidates {
			p.Reach.within(j, Unreachable-1, func(home int32, cost uint32) {
				if weights[home] <= 0 {
					return
				}
				if b := benefit(home, cost); b > 0 {
					f(int32(c), home, b)
				}
			})
		}
	}
	r := rows{start: make([]int, len(weights)+1)}
	each(func(_, home int32, _ uint32) { r.start[home+1]++ })
	for i := 1; i < len(r.start); i++ {
		r.start[i] += r.start[i-1]
	}
	total := r.start[len(weights)]
	r.other, r.benefit = make([]int32, total), make([]uint32, total)
	next := slices.Clone(r.start)
	each(func(c, home int32, b uint32) {
		k := next[home]
		if k > r.start[home] && r.other[k-1] == c { // the pair stands twice
			r.benefit[k-1] = max(r.benefit[k-1], b)
			return
		}
		r.other[k], r.benefit[k] = c, b
		next[home]++
	})
	// Pairs that stood twice have left room at the end of their rows.
	end := 0
	for i := range weights {
		from := r.start[i]
		n := next[i] - from
		copy(r.other[end:], r.other[from:from+n])
		copy(r.benefit[end:], r.benefit[from:from+n])
		r.start[i] = end
		end += n
	}
	r.start[len(weights)] = end
	r.other, r.benefit = r.other[:end], r.benefit[:end]
	return r
}

// merge sorts the homes by their rows and makes one of those with equal rows.
func (in *instance) merge(r *rows, weights []int64) {
	compare := func(a, b int32) int {
		ac, ab := r.of(a)
		bc, bb := r.of(b)
		return cmp.Or(slices.Compare(ac, bc), slices.Compare(ab, bb))
	}
	order := make([]int32, 0, len(weights))
	for i := range weights {
		if r.start[i] < r.start[i+1] {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, compare)
	in.byHome = rows{start: []int{0}, other: make([]int32, 0, len(r.other)), benefit: make([]uint32, 0, len(r.benefit))}
	for k, h := range order {
		if k > 0 && compare(order[k-1], h) == 0 {
			in.weight[len(in.weight)-1] += weights[h]
			continue
		}
		c, b := r.of(h)
		in.weight = append(in.weight, weights[h])
		in.byHome.other = append(in.byHome.other, c...)
		in.byHome.benefit = append(in.byHome.benefit, b...)
		in.byHome.start = append(in.byHome.start, len(in.byHome.other))
	}
}

// transposed swaps rows and columns; rows of the result ascend.
func (r *rows) transposed(columns int) rows {
	t := rows{start: make([]int, columns+1), other: make([]int32, len(r.other)), benefit: make([]uint32, len(r.other))}
	for _, c := range r.other {
		t.start[c+1]++
	}
	for i := 1; i <= columns; i++ {
		t.start[i] += t.start[i-1]
	}
	next := slices.Clone(t.start)
	for k := range int32(r.len()) {
		cs, bs := r.of(k)
		for x, c := range cs {
			t.other[next[c]], t.benefit[next[c]] = k, bs[x]
			next[c]++
		}
	}
	return t
}
