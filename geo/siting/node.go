package siting

import (
	"container/heap"
	"slices"
)

// node is a part of the choices: some candidates are in, some out.
type node struct {
	in, out []int32
	// price is where the parent's steps ended.
	price []float64
	bound float64
	// serial numbers the nodes, for ties.
	serial int
}

// split opens the two halves of a node: with the candidate in doubt, and without.
func (s *search) split(n *node, r *relaxation, open *nodes) {
	bound := min(n.bound, r.best)
	c := r.branchOn()
	decided := make([]bool, len(s.in.candidates))
	for _, c := range r.free {
		decided[c] = true
	}
	for _, c := range r.fixed {
		decided[c] = true
	}
	var out []int32
	for _, c := range s.alive {
		if !decided[c] {
			out = append(out, c)
		}
	}
	with := append(slices.Clone(r.fixed), c)
	s.serial += 2
	heap.Push(open, &node{in: r.fixed, out: append(slices.Clone(out), c), price: r.bestPrice, bound: bound, serial: s.serial - 1})
	heap.Push(open, &node{in: with, out: out, price: r.bestPrice, bound: bound, serial: s.serial})
}

// nodes is a heap of open nodes, the highest bound on top, of two alike the newer: that
// goes deep where bounds are equal.
type nodes []*node

func (q nodes) Len() int { return len(q) }
func (q nodes) Less(i, j int) bool {
	return q[i].bound > q[j].bound || q[i].bound == q[j].bound && q[i].serial > q[j].serial
}
func (q nodes) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push implements [heap.Interface].
func (q *nodes) Push(x any) { *q = append(*q, x.(*node)) }

// Pop implements [heap.Interface].
func (q *nodes) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
