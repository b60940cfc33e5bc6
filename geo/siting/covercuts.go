package siting

import (
	"cmp"
	"slices"
)

// Cuts are rows that every cover meets though they do not stand in the problem, and that the
// fractional cover misses. Add up some rows that ask for an odd number in all, halve, and
// round up: what is chosen is whole, so
//
//	Σ ⌈a(j)/2⌉·x(j) ≥ ⌈b/2⌉
//
// (zero-half cuts: Caprara and Fischetti 1996, Mathematical Programming 74: 221–235). Three
// homes, each two of which share a candidate, are covered by three halves of candidates; the
// cut says that it takes two. A fractional cover misses the cut where what the rows have too
// much, and what of it stands in them an odd number of times, come to less than 1.

// parity is a sum of rows as far as it matters what is odd.
type parity struct {
	// odd are the columns of the fractional cover that stand in it an odd number of times, by
	// their rank; rows are the rows in it.
	odd, rows bitset
	// asks tells that it asks for an odd number.
	asks bool
	// spare is what its rows have too much.
	spare float64
}

// cutLeast is by how much a fractional cover has to miss a cut: far more than rounding.
const cutLeast = 1e-3

// cuts finds cuts by Gaussian elimination (Koster, Zymolka and Kutschka 2009, Algorithmica
// 55: 375–391): column by column, the largest first, the row with least to spare is added to
// all others that have the column, and what has too much to spare is given up.
// O(rows · columns · (rows + columns) / 64).
func (l *priceLP) cuts(w *work) []lpRow {
	order := l.support()
	sums := l.parities(order)
	var found []missed
	for _, p := range sums {
		found = l.judge(found, p, order)
	}
	for rank := range order {
		w.add(len(sums))
		pivot := -1
		for k, p := range sums {
			if p.odd.has(rank) && (pivot < 0 || p.spare < sums[pivot].spare) {
				pivot = k
			}
		}
		if pivot < 0 {
			continue
		}
		by := sums[pivot]
		stay := sums[:0]
		for k, p := range sums {
			switch {
			case k == pivot:
				continue
			case !p.odd.has(rank):
			case p.spare+by.spare >= 1-cutLeast:
				continue
			default:
				p.plus(by)
				w.add(len(p.odd) + len(p.rows) + p.odd.count())
				found = l.judge(found, p, order)
			}
			stay = append(stay, p)
		}
		sums = stay
	}
	return l.best(found, w)
}

// support lists the columns of the fractional cover, the largest first.
func (l *priceLP) support() []int32 {
	var order []int32
	for j, x := range l.cover {
		if x > cutLeast {
			order = append(order, int32(j))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(l.cover[b], l.cover[a]), cmp.Compare(a, b))
	})
	return order
}

// parities are the rows by themselves, but for those that have too much to spare.
func (l *priceLP) parities(order []int32) []*parity {
	rank := make([]int, len(l.cover))
	for k := range rank {
		rank[k] = -1
	}
	for k, j := range order {
		rank[j] = k
	}
	var out []*parity
	for k := range l.rows {
		r := &l.rows[k]
		spare := max(0, -l.bare(r))
		if spare >= 1-cutLeast {
			continue
		}
		p := &parity{odd: newBitset(len(order)), rows: newBitset(len(l.rows)), asks: r.atLeast%2 != 0, spare: spare}
		p.rows.flip(k)
		for x, j := range r.columns {
			if rank[j] >= 0 && r.factor[x]%2 != 0 {
				p.odd.flip(rank[j])
			}
		}
		out = append(out, p)
	}
	return out
}

// plus adds another sum: what is odd in both is even.
func (p *parity) plus(by *parity) {
	p.odd.xor(by.odd)
	p.rows.xor(by.rows)
	p.asks = p.asks != by.asks
	p.spare += by.spare
}
