package siting

import (
	"cmp"
	"slices"
)

// cutsTried is how many sums are made cuts, cutsTaken how many of these are taken.
const (
	cutsTried = 200
	cutsTaken = 60
)

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
// by most for the length of their factors.
func (l *priceLP) best(found []missed, w *work) []lpRow {
	slices.SortStableFunc(found, func(a, b missed) int {
		return cmp.Or(cmp.Compare(a.weight, b.weight), slices.Compare(a.rows, b.rows))
	})
	found = slices.CompactFunc(found, func(a, b missed) bool { return slices.Equal(a.rows, b.rows) })
	type cut struct {
		lpRow
		depth float64
	}
	var out []cut
	for _, m := range found[:min(len(found), cutsTried)] {
		r := l.halved(m.rows)
		w.add(len(l.cover) + len(r.columns))
		length := 0.0
		for _, f := range r.factor {
			length += float64(f) * float64(f)
		}
		// Squared, so that no root is rounded.
		if lacks := l.bare(&r); lacks > cutLeast {
			out = append(out, cut{r, float64(lacks*lacks) / length})
		}
	}
	slices.SortStableFunc(out, func(a, b cut) int { return cmp.Compare(b.depth, a.depth) })
	var rows []lpRow
	for _, c := range out[:min(len(out), cutsTaken)] {
		rows = append(rows, c.lpRow)
	}
	return rows
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
