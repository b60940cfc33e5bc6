package siting

import (
	"context"
	"math/rand/v2"
	"slices"
)

// coverLocal is a local search for a small cover with weights on rows (Gao, Weise and Li
// 2015, "An efficient local search heuristic with row weighting for the unicost set
// covering problem", European Journal of Operational Research 246: 750–761). A cover loses
// a column; then, as long as rows are bare, one more column goes and one that covers a bare
// row comes, and rows that stay bare grow in weight. Ties go to the column that has not
// moved for longest.
type coverLocal struct {
	c *cover
	// chosen by column; times is how many chosen columns cover a row.
	chosen []bool
	times  []int32
	weight []int64
	// score is what a column would cover anew, by weight; of a chosen one, what would
	// be bare without it, negative.
	score []int64
	moved []int
	// changed is when a row last gained or lost a column; sum is the sum of the chosen
	// columns that cover a row: of a row covered once, that column.
	changed []int
	sum     []int32
	// bare lists the rows that nothing covers, at where each stands in it.
	bare, at []int32
	list     []int32
	dice     *rand.Rand
}

// newCoverLocal begins with nothing chosen.
func newCoverLocal(c *cover) *coverLocal {
	l := &coverLocal{
		c: c, chosen: make([]bool, len(c.columns)), times: make([]int32, len(c.rows)), weight: make([]int64, len(c.rows)),
		score: make([]int64, len(c.columns)), moved: make([]int, len(c.columns)),
		changed: make([]int, len(c.rows)), sum: make([]int32, len(c.rows)), at: make([]int32, len(c.rows)),
		dice: rand.New(rand.NewPCG(1, 2)),
	}
	for r := range c.rows {
		l.weight[r] = 1
		l.lay(int32(r))
	}
	for j, rows := range c.columns {
		l.score[j] = int64(len(rows))
	}
	return l
}

// shrink looks for a cover with fewer columns, until it has lower of them or the steps are
// used up.
func (c *cover) shrink(ctx context.Context, columns []int32, lower int, steps int64, w *work) ([]int32, error) {
	l := newCoverLocal(c)
	for _, j := range columns {
		l.add(j, 1, w)
	}
	best := columns
	until := w.done + steps
	tabu := int32(-1)
	for turn := 2; ; turn += 2 {
		if turn&0x3fe == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for len(l.bare) == 0 {
			best = slices.Sorted(slices.Values(l.list))
			if len(best) <= lower {
				return best, nil
			}
			l.remove(l.pick(l.list, -1, w), turn, w)
		}
		if w.done >= until || len(l.list) == 0 {
			return best, nil
		}
		l.remove(l.pick(l.list, tabu, w), turn, w)
		tabu = l.newcomer(l.bare[l.dice.IntN(len(l.bare))])
		l.add(tabu, turn+1, w) // later than what left
		l.reweigh(w)
	}
}

// reweigh lets the rows that are bare count for more.
func (l *coverLocal) reweigh(w *work) {
	for _, r := range l.bare {
		l.weight[r]++
		for _, j := range l.c.rows[r] {
			l.score[j]++
		}
		w.add(len(l.c.rows[r]))
	}
}

// pick is the chosen column whose loss is least.
func (l *coverLocal) pick(list []int32, tabu int32, w *work) int32 {
	best := int32(-1)
	for _, j := range list {
		if j != tabu && (best < 0 || l.ahead(j, best)) {
			best = j
		}
	}
	w.add(len(list))
	if best < 0 {
		return tabu
	}
	return best
}

// newcomer is the best column of a bare row that may come.
func (l *coverLocal) newcomer(row int32) int32 {
	best := int32(-1)
	for _, j := range l.c.rows[row] {
		if l.may(j) && (best < 0 || l.ahead(j, best)) {
			best = j
		}
	}
	if best < 0 {
		return l.c.rows[row][0]
	}
	return best
}

func (l *coverLocal) ahead(a, b int32) bool {
	if l.score[a] != l.score[b] {
		return l.score[a] > l.score[b]
	}
	return l.moved[a] < l.moved[b] || l.moved[a] == l.moved[b] && a < b
}

// add chooses a column.
func (l *coverLocal) add(j int32, turn int, w *work) {
	l.chosen[j] = true
	l.list = append(l.list, j)
	l.score[j] = -l.score[j]
	w.add(len(l.c.columns[j]))
	for _, r := range l.c.columns[j] {
		l.changed[r] = turn
		switch l.times[r]++; l.times[r] {
		case 1: // nobody else covers it anew
			for _, k := range l.c.rows[r] {
				if k != j {
					l.score[k] -= l.weight[r]
				}
			}
			w.add(len(l.c.rows[r]))
			l.lift(r)
		case 2: // who covered it alone is needed less
			l.score[l.sum[r]] += l.weight[r]
		}
		l.sum[r] += j
	}
	l.moved[j] = turn
}

// remove gives a column up.
func (l *coverLocal) remove(j int32, turn int, w *work) {
	l.chosen[j] = false
	l.list = slices.DeleteFunc(l.list, func(k int32) bool { return k == j })
	l.score[j] = -l.score[j]
	w.add(len(l.c.columns[j]) + len(l.list))
	for _, r := range l.c.columns[j] {
		l.changed[r] = turn
		l.sum[r] -= j
		switch l.times[r]--; l.times[r] {
		case 0:
			for _, k := range l.c.rows[r] {
				if k != j {
					l.score[k] += l.weight[r]
				}
			}
			w.add(len(l.c.rows[r]))
			l.lay(r)
		case 1: // who is left covers it alone
			l.score[l.sum[r]] -= l.weight[r]
		}
	}
	l.moved[j] = turn
}

// may reports whether something near a column has changed since it moved: without, it
// would come back to where it left.
func (l *coverLocal) may(j int32) bool {
	return slices.ContainsFunc(l.c.columns[j], func(r int32) bool { return l.changed[r] > l.moved[j] })
}

// lay notes that a row is bare, lift that it no longer is.
func (l *coverLocal) lay(r int32) {
	l.at[r] = int32(len(l.bare))
	l.bare = append(l.bare, r)
}

func (l *coverLocal) lift(r int32) {
	last := l.bare[len(l.bare)-1]
	l.bare[l.at[r]], l.at[last] = last, l.at[r]
	l.bare = l.bare[:len(l.bare)-1]
}
