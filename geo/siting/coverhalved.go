package siting

import (
	"cmp"
	"slices"
)

// cutsTried is how many sums are made cuts, cutsTaken how many of these are taken at most.
const (
	cutsTried = 400
	cutsTaken = 150
)

// cutAlike is how like another a cut may be, as the square of the cosine between them. Cuts
// that are alike raise the bound no more than one of them, and each makes it dearer.
const cutAlike = 0.1

// missed is a sum whose cut the fractional cover misses, by (1 - weight) / 2.
type missed struct {
	rows   bitset
	weight float64
}

// judge adds a sum to those found when its cut is missed.
func (l *priceLP) judge(found []missed, p *parity, order []int32) []missed {
	if !p.asks {
		return found
	}
	weight := p.spare
	for rank := range p.odd.each {
		if weight += l.cover[order[rank]]; weight >= 1-cutLeast {
			return found
		}
	}
	return append(found, missed{slices.Clone(p.rows), weight})
}

// best makes cuts of the sums that are missed most, and keeps those that lie deepest: missed
// by most for their length. A cut much like a deeper one is left out.
func (l *priceLP) best(found []missed, w *work) []lpRow {
	slices.SortStableFunc(found, func(a, b missed) int {
		return cmp.Or(cmp.Compare(a.weight, b.weight), slices.Compare(a.rows, b.rows))
	})
	found = slices.CompactFunc(found, func(a, b missed) bool { return slices.Equal(a.rows, b.rows) })
	var cuts []lpCut
	for _, m := range found[:min(len(found), cutsTried)] {
		c := lpCut{lpRow: l.halved(m.rows)}
		w.add(len(l.cover) + len(c.columns))
		for _, f := range c.factor {
			c.square += float64(f) * float64(f)
		}
		// Squared, so that no root is rounded.
		if lacks := l.bare(&c.lpRow); lacks > cutLeast {
			c.depth = float64(lacks*lacks) / c.square
			cuts = append(cuts, c)
		}
	}
	slices.SortStableFunc(cuts, func(a, b lpCut) int { return cmp.Compare(b.depth, a.depth) })
	var taken []lpCut
	var rows []lpRow
	full := make([]int32, len(l.cover))
	for k := range cuts {
		if len(rows) == cutsTaken {
			break
		}
		if c := &cuts[k]; !c.alike(taken, full, w) {
			taken, rows = append(taken, *c), append(rows, c.lpRow)
		}
	}
	return rows
}

// lpCut is a cut with the square of its length, and of how deep it lies.
type lpCut struct {
	lpRow
	square, depth float64
}

// alike tells whether a cut is like one of others. full is all 0, before and after.
func (c *lpCut) alike(others []lpCut, full []int32, w *work) bool {
	for x, j := range c.columns {
		full[j] = c.factor[x]
	}
	defer func() {
		for _, j := range c.columns {
			full[j] = 0
		}
	}()
	return slices.ContainsFunc(others, func(o lpCut) bool {
		common := 0.0
		for x, j := range o.columns {
			common += float64(o.factor[x]) * float64(full[j])
		}
		w.add(len(o.columns))
		return common*common > cutAlike*c.square*o.square
	})
}

// halved is the cut of a sum of rows. A factor larger than what is asked for is no more than
// that: one such column is enough.
func (l *priceLP) halved(rows bitset) lpRow {
	sum := make([]int32, len(l.cover))
	atLeast := int32(0)
	for k := range rows.each {
		r := &l.rows[k]
		atLeast += r.atLeast
		for x, j := range r.columns {
			sum[j] += r.factor[x]
		}
	}
	out := lpRow{atLeast: (atLeast + 1) / 2}
	for j, a := range sum {
		if a > 0 {
			out.columns = append(out.columns, int32(j))
			out.factor = append(out.factor, min((a+1)/2, out.atLeast))
		}
	}
	return out
}
