// Package trial has what an engine is measured with: a network of any size that grows
// from a seed, and facilities drawn on the nodes of a network. `lifecircle bench` and
// `make bench` measure on it, so that they speak of the same work.
package trial
