package siting

import (
	"context"
	"math"
)

// newcomer is the row whose price gains most by rising (or ^j for what column j is short of
// its limit), with what it gains; a gain of 0 when there is none. Gains are compared by the
// length of the step that they take in the space of everything (devex: Harris 1973,
// Mathematical Programming 5: 1–28, with lengths that begin at those of the rows). Of two
// alike the first.
func (l *priceLP) newcomer(w *work) (best int32, gain float64) {
	most := 0.0
	for k := range l.rows {
		w.add(len(l.rows[k].columns))
		if l.place[k] >= 0 {
			continue
		}
		if g := l.bare(&l.rows[k]); g > lpZero && g*g > float64(most*l.weight[k]) {
			best, gain, most = int32(k), g, g*g/l.weight[k]
		}
	}
	for j, x := range l.cover {
		if x < -lpZero && x*x > float64(most*l.slack[j]) {
			best, gain, most = ^int32(j), -x, x*x/l.slack[j]
		}
	}
	return best, gain
}

// express fills in entering.
func (l *priceLP) express(newcomer int32, w *work) {
	if newcomer < 0 {
		copy(l.entering, l.inverse[^newcomer])
		return
	}
	clear(l.entering)
	r := &l.rows[newcomer]
	for k, j := range r.columns {
		f := float64(r.factor[k])
		for i, v := range l.inverse[j] {
			l.entering[i] += float64(f * v)
		}
	}
	for i, d := range l.entering {
		if math.Abs(d) < lpRest {
			l.entering[i] = 0
		}
	}
	w.add(len(r.columns) * len(l.entering) / lpEntries)
}

// lpRest is what rounding leaves of a difference of equals.
const lpRest = 1e-14

// leaver is the place whose value falls to nothing first as the newcomer's rises; of two
// alike the one that falls faster, for small divisors spoil the inverse.
func (l *priceLP) leaver() int {
	best, least := -1, math.Inf(1)
	for i, d := range l.entering {
		if d <= lpZero {
			continue
		}
		t := max(0, l.value[i]) / d
		if t < least-lpZero || t <= least+lpZero && d > l.entering[best] {
			best, least = i, min(t, least)
		}
	}
	return best
}

// exchange puts the newcomer in the place of what is basic there.
func (l *priceLP) exchange(ctx context.Context, newcomer int32, out int, gain float64, w *work) error {
	by := l.entering[out]
	rise := max(0, l.value[out]) / by
	for i, d := range l.entering {
		l.value[i] -= float64(rise * d)
	}
	l.value[out] = rise
	l.leaving = l.leaving[:0]
	for j, column := range l.inverse {
		if l.row[j] = column[out] / by; l.row[j] != 0 {
			l.leaving = append(l.leaving, lpEntry{int32(j), l.row[j]})
			l.cover[j] += float64(gain * l.row[j])
		}
	}
	l.measure(newcomer, out, by, w)
	entries := len(l.leaving) * len(l.entering)
	w.add(len(l.inverse) + entries/lpEntries)
	if k := l.basis[out]; k >= 0 {
		l.place[k] = -1
	}
	if l.basis[out] = newcomer; newcomer >= 0 {
		l.place[newcomer] = int32(out)
	}
	return each(ctx, len(l.leaving), entries, func(k int) {
		e := l.leaving[k]
		column := l.inverse[e.at]
		for i, d := range l.entering {
			if d != 0 {
				column[i] -= float64(d * e.value)
			}
		}
		column[out] = e.value
	})
}

// measure brings the lengths up to date for an exchange. It is called before the basis changes.
func (l *priceLP) measure(newcomer int32, out int, by float64, w *work) {
	length := func(k int32) *float64 {
		if k < 0 {
			return &l.slack[^k]
		}
		return &l.weight[k]
	}
	own := *length(newcomer)
	for k := range l.rows {
		if l.place[k] >= 0 || int32(k) == newcomer {
			continue
		}
		r := &l.rows[k]
		a := 0.0
		for x, j := range r.columns {
			a += float64(float64(r.factor[x]) * l.row[j])
		}
		w.add(len(r.columns))
		l.weight[k] = max(l.weight[k], float64(a*a)*own)
	}
	for j, a := range l.row {
		if int32(j) != ^newcomer {
			l.slack[j] = max(l.slack[j], float64(a*a)*own)
		}
	}
	*length(l.basis[out]) = max(own/float64(by*by), 1)
}
