package siting

import "math"

// deflection is how much of the last direction goes into the next (Camerini, Fratta and
// Maffioli 1975, Mathematical Programming Study 3: 26–34): it keeps the steps from going to
// and fro.
const deflection = 0.7

// seenEvery is how many steps lie between two choices that are kept.
const seenEvery = 25

// patience is how many steps that do not bring the bound nearer to the best choice by a
// share of progress halve the step length.
const (
	patience = 20
	progress = 1e-4
)

// step moves the prices along the subgradient; false when there is nowhere to go.
func (r *relaxation) step(bound, alpha float64) bool {
	in := r.s.in
	clear(r.times)
	for _, c := range r.chosen {
		homes, benefits := in.byCandidate.of(c)
		for x, h := range homes {
			if float64(benefits[x]) > r.price[h] {
				r.times[h]++
			}
		}
	}
	norm := 0.0
	for h, n := range r.times {
		r.dir[h] = float64(n) - 1 + float64(deflection*r.dir[h])
		if g := r.dir[h]; g > 0 || g < 0 && r.price[h] > 0 {
			norm += float64(r.s.weight[h] * g * g)
		}
	}
	length := alpha * max(bound-float64(r.s.best), 1e-9*bound) / norm
	if norm == 0 || math.IsNaN(length) {
		return false
	}
	for h, g := range r.dir {
		if g != 0 {
			r.price[h] = min(max(0, r.price[h]+float64(length*g)), r.s.most[h])
		}
	}
	return true
}

// settle decides candidates that the bound decides: one that would spoil it if forced in
// is out, one that would spoil it if left out is in. It is called at the best bound, when
// free is in the order of worth.
func (r *relaxation) settle() {
	left := r.left()
	if left <= 0 || len(r.free) <= left {
		return
	}
	last, next := r.worth[r.free[left-1]], r.worth[r.free[left]]
	var stay, fixed []int32
	for k, c := range r.free {
		switch {
		case k < left && r.s.closes(r.best-r.worth[c]+next):
			fixed = append(fixed, c)
		case k >= left && r.s.closes(r.best-last+r.worth[c]):
		default:
			stay = append(stay, c)
		}
	}
	if len(fixed) > 0 || len(stay) < len(r.free) {
		r.free, r.fixed = stay, append(r.fixed, fixed...)
	}
}
