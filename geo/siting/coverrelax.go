package siting

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// relax bounds a covering problem. Rows pay u(r) ≥ 0 for being covered; a column then
// costs 1 - Σ u(r) over its rows, and
//
//	Σ u(r) + Σ min(0, 1 - Σ u(r))
//
// is a lower bound (Beasley 1990). Subgradient steps raise it: rows that nothing covers pay
// more, rows covered twice less. Every few steps the columns that pay for themselves are
// completed to a cover. It stops when bound and cover meet, or the bound reaches upper.
func (c *cover) relax(ctx context.Context, columns []int32, upper, steps int, w *work) (*coverBound, error) {
	b := &coverBound{columns: columns, value: math.Inf(-1)}
	price, dir := c.firstPrices(), make([]float64, len(c.rows))
	times, reduced := make([]int32, len(c.rows)), make([]float64, len(c.columns))
	pairs := c.pairs()
	alpha, since := coverAlpha, 0
	if c.price != nil {
		alpha = nodeAlpha
	}
	for step := range steps {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		w.add(pairs + len(c.rows))
		value := c.evaluate(price, reduced, times)
		if since++; value > b.value {
			if value > b.value+float64(progress*(float64(len(b.columns))-b.value)) {
				since = 0
			}
			b.value = value
			b.price, b.reduced = append(b.price[:0], price...), append(b.reduced[:0], reduced...)
		}
		if since >= patience {
			since, alpha = 0, alpha/2
		}
		if step%completeEvery == 0 {
			if found := c.complete(reduced, w); len(found) < len(b.columns) {
				b.columns = found
			}
		}
		b.bound = int(math.Ceil(b.value - 1e-6))
		if b.bound >= min(upper, len(b.columns)) || alpha < 1e-3 {
			break
		}
		norm := 0.0
		for r, n := range times {
			dir[r] = 1 - float64(n) + float64(coverDeflection*dir[r])
			if dir[r] < 0 && price[r] == 0 {
				dir[r] = 0
			}
			norm += float64(dir[r] * dir[r])
		}
		if norm == 0 {
			break
		}
		length := alpha * max(float64(min(upper, len(b.columns)))-value, 1e-3) / norm
		for r, g := range dir {
			price[r] = max(0, price[r]+float64(length*g))
		}
	}
	return b, nil
}

// coverAlpha is the length of the first steps as a share of what is left to gain, nodeAlpha
// where prices are known from before; coverDeflection is how much of the last direction
// goes into the next: nearly all, for most rows have no price in the end and thousands pull
// at once.
const (
	coverAlpha      = 2.0
	nodeAlpha       = 0.5
	coverDeflection = 0.95
)

// firstPrices are those that are known from before, else the dearest under which no column
// is worth more than it costs when all its rows pay alike.
func (c *cover) firstPrices() []float64 {
	if c.price != nil {
		return slices.Clone(c.price)
	}
	price := make([]float64, len(c.rows))
	for r, columns := range c.rows {
		price[r] = 1
		for _, j := range columns {
			price[r] = min(price[r], 1/float64(len(c.columns[j])))
		}
	}
	return price
}

// completeEvery is how many steps lie between two covers.
const completeEvery = 5

// evaluate fills in what columns cost and how often rows are covered by those that pay for
// themselves, and returns the bound.
func (c *cover) evaluate(price, reduced []float64, times []int32) float64 {
	clear(times)
	value := 0.0
	for _, u := range price {
		value += u
	}
	for j, rows := range c.columns {
		cost := 1.0
		for _, r := range rows {
			cost -= price[r]
		}
		if reduced[j] = cost; cost < 0 {
			value += cost
			for _, r := range rows {
				times[r]++
			}
		}
	}
	return value
}

// complete makes a cover of the columns that cost least, and drops those that are not
// needed, the dearest first.
func (c *cover) complete(reduced []float64, w *work) []int32 {
	order := make([]int32, 0, len(c.columns))
	for j := range c.columns {
		if reduced[j] < 1e-9 {
			order = append(order, int32(j))
		}
	}
	cheaper := func(a, b int32) int { return cmp.Or(cmp.Compare(reduced[a], reduced[b]), cmp.Compare(a, b)) }
	slices.SortFunc(order, cheaper)
	times := make([]int32, len(c.rows))
	var found []int32
	take := func(j int32) {
		found = append(found, j)
		for _, r := range c.columns[j] {
			times[r]++
		}
	}
	for _, j := range order {
		if slices.ContainsFunc(c.columns[j], func(r int32) bool { return times[r] == 0 }) {
			take(j)
		}
	}
	for r := range times {
		if times[r] == 0 {
			take(slices.MinFunc(c.rows[r], cheaper))
		}
	}
	w.add(c.pairs())
	return c.thinned(found, times)
}

// thinned drops columns that are not needed, the last first. times is how often each row
// is covered.
func (c *cover) thinned(found, times []int32) []int32 {
	keep := make([]int32, 0, len(found))
	for k := len(found) - 1; k >= 0; k-- {
		rows := c.columns[found[k]]
		if slices.ContainsFunc(rows, func(r int32) bool { return times[r] == 1 }) {
			keep = append(keep, found[k])
			continue
		}
		for _, r := range rows {
			times[r]--
		}
	}
	slices.Sort(keep)
	return keep
}
