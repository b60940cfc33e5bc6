package siting

import (
	"context"
	"math"
)

// priceLP is the linear relaxation of a covering problem, seen from its dual: what may rows
// be asked to pay in all, when no column is paid more than the 1 it costs?
//
//	max Σ b(k)·u(k)   so that   Σ a(k,j)·u(k) ≤ 1 for every column j,   u ≥ 0
//
// It is solved by the revised simplex method with an explicit inverse (Dantzig and
// Orchard-Hays 1954, Mathematical Tables and Other Aids to Computation 8: 64–67). Nobody
// pays: there it may begin. A row more is a variable more, so it goes on from where it is when
// cuts are added; and whatever prices it ends with prove a bound. Columns² memory, and as much
// work a step.
type priceLP struct {
	rows []lpRow
	// limit is what a column may be paid: 1, less a little that is different for each, for
	// ties would let the method go round in circles (Charnes 1952, Econometrica 20: 160–170).
	limit []float64
	// basis is the row whose price is basic in each place, or ^j for what column j is short
	// of its limit; place is where a row stands in it, -1 for not at all.
	basis, place []int32
	// inverse are the columns of the inverse of the basis, value is what is basic.
	inverse [][]float64
	value   []float64
	// cover is the fractional cover that belongs to the prices: how much of each column is
	// chosen. At the optimum it covers every row.
	cover []float64
	// entering is the newcomer in terms of the basis; leaving the row of the inverse that it
	// changes, already divided, and row the same as a full vector.
	entering, row []float64
	leaving       []lpEntry
	// weight and slack are the lengths by which gains are judged, of rows and of what columns
	// are short.
	weight, slack []float64
}

// lpRow asks for so many of some columns, each counting by its factor. A row of the covering
// problem asks for 1, with factors of 1.
type lpRow struct {
	columns, factor []int32
	atLeast         int32
}

// lpEntry is a member of a sparse vector.
type lpEntry struct {
	at    int32
	value float64
}

const (
	// lpTie sets limits apart. It lowers the bound by as much for every column of a cover: by
	// a thousandth at most where that has a thousand.
	lpTie = 1e-6
	// lpZero counts as nothing: rounding errors of sums of some thousand terms about 1 are
	// well below.
	lpZero = 1e-9
	// lpEntries is how many entries of the inverse take as long as a step elsewhere.
	lpEntries = 4
)

// newPriceLP begins with nobody paying anything.
func newPriceLP(c *cover) *priceLP {
	n := len(c.columns)
	l := &priceLP{
		limit: make([]float64, n), basis: make([]int32, n), inverse: make([][]float64, n), value: make([]float64, n),
		cover: make([]float64, n), entering: make([]float64, n), row: make([]float64, n), slack: make([]float64, n),
	}
	store, one := make([]float64, n*n), make([]int32, n)
	for j := range n {
		_, part := math.Modf(float64(j+1) * (math.Phi - 1)) // spread evenly
		l.limit[j] = 1 - float64(lpTie*(1+part)/2)
		l.basis[j], l.value[j], l.slack[j], one[j] = ^int32(j), l.limit[j], 1, 1
		l.inverse[j] = store[j*n : (j+1)*n]
		l.inverse[j][j] = 1
	}
	for _, columns := range c.rows {
		l.add(lpRow{columns, one[:len(columns)], 1})
	}
	return l
}

// add takes a row more, that pays nothing yet.
func (l *priceLP) add(r lpRow) {
	length := 1.0
	for _, f := range r.factor {
		length += float64(f) * float64(f)
	}
	l.rows, l.place, l.weight = append(l.rows, r), append(l.place, -1), append(l.weight, length)
}

// forget drops the rows from number n on that pay nothing.
func (l *priceLP) forget(n int) {
	kept := n
	for k := n; k < len(l.rows); k++ {
		if i := l.place[k]; i >= 0 {
			l.rows[kept], l.place[kept], l.weight[kept] = l.rows[k], i, l.weight[k]
			l.basis[i] = int32(kept)
			kept++
		}
	}
	l.rows, l.place, l.weight = l.rows[:kept], l.place[:kept], l.weight[:kept]
}

// bare is how much a row lacks to be covered by the fractional cover, negative for what it
// has too much.
func (l *priceLP) bare(r *lpRow) float64 {
	lacks := float64(r.atLeast)
	for k, j := range r.columns {
		lacks -= float64(float64(r.factor[k]) * l.cover[j])
	}
	return lacks
}

// solve raises prices until nothing more is gained; false when the work until then is used
// up before.
func (l *priceLP) solve(ctx context.Context, w *work, until int64) (bool, error) {
	for {
		newcomer, gain := l.newcomer(w)
		if gain == 0 {
			return true, nil
		}
		if w.done >= until {
			return false, nil
		}
		l.express(newcomer, w)
		out := l.leaver()
		if out < 0 {
			return false, nil // no column is short of a limit: only rounding gets here
		}
		if err := l.exchange(ctx, newcomer, out, gain, w); err != nil {
			return false, err
		}
	}
}

// bound is what the prices prove, and what each column costs beyond what it is paid. It is
// summed from the prices anew, as [cover.relax] does: no error of the inverse is in it.
func (l *priceLP) bound() (value float64, reduced []float64) {
	reduced = make([]float64, len(l.limit))
	for j := range reduced {
		reduced[j] = 1
	}
	for i, k := range l.basis {
		if k < 0 || l.value[i] <= 0 {
			continue
		}
		r := &l.rows[k]
		value += float64(float64(r.atLeast) * l.value[i])
		for x, j := range r.columns {
			reduced[j] -= float64(float64(r.factor[x]) * l.value[i])
		}
	}
	for _, d := range reduced {
		value += min(0, d)
	}
	return value, reduced
}

// prices are what the first n rows pay.
func (l *priceLP) prices(n int) []float64 {
	out := make([]float64, n)
	for k := range out {
		if i := l.place[k]; i >= 0 {
			out[k] = max(0, l.value[i])
		}
	}
	return out
}
