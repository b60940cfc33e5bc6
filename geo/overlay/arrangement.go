package overlay

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

// Arrangement is layers laid over each other: edges that meet at their ends only,
// each knowing how often every layer winds around the ground on both sides. It is
// immutable and safe for use by several goroutines.
type Arrangement struct {
	set   *edgeSet
	nodes []vertex
	// Half-edge 2i runs along edge i from a to b, 2i+1 back. origin is the node a
	// half-edge leaves; around lists those that leave a node, counter-clockwise, at
	// around[first[n]:first[n+1]]; rank is the place of a half-edge in that list.
	origin []int32
	first  []int32
	around []int32
	rank   []int32
	// left holds the winding numbers on the left of half-edge 2i, by layer.
	left []int32
}

var errWinding = errors.New("winding numbers disagree around a node")

// Arrange lays layers over each other. Coordinates are degrees, finite, and span
// less than 100 degrees. It stops with the error of ctx soon after that ends.
func Arrange(ctx context.Context, layers ...Layer) (*Arrangement, error) {
	set, err := newEdgeSet(layers)
	if err != nil {
		return nil, err
	}
	if err := set.node(ctx); err != nil {
		return nil, fmt.Errorf("noding %d edges: %w", len(set.edges), err)
	}
	a := &Arrangement{set: set}
	a.connect()
	if err := a.wind(ctx); err != nil {
		return nil, err
	}
	return a, nil
}

// connect numbers the nodes and sorts the half-edges around them.
func (a *Arrangement) connect() {
	edges := a.set.edges
	keys := make([]uint64, 0, 2*len(edges))
	for _, e := range edges {
		keys = append(keys, e.a.key(), e.b.key())
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	a.nodes = make([]vertex, len(keys))
	for n, k := range keys {
		a.nodes[n] = fromKey(k)
	}
	a.origin = make([]int32, 2*len(edges))
	n := 0 // edges come in the order of their first ends
	for i, e := range edges {
		for a.nodes[n] != e.a {
			n++
		}
		a.origin[2*i] = int32(n)
		end, _ := slices.BinarySearch(keys[n:], e.b.key())
		a.origin[2*i+1] = int32(n + end)
	}
	b := fill(len(a.nodes), func(put func(cell, item int32)) {
		for h, n := range a.origin {
			put(n, int32(h))
		}
	})
	a.first, a.around = b.start, b.items
	a.rank = make([]int32, 2*len(edges))
	for n := range a.nodes {
		out := b.in(int32(n))
		slices.SortFunc(out, func(h, k int32) int { return byAngle(a.direction(h), a.direction(k)) })
		for i, h := range out {
			a.rank[h] = int32(i)
		}
	}
}

// direction returns where a half-edge points.
func (a *Arrangement) direction(h int32) vertex {
	from, to := a.nodes[a.origin[h]], a.nodes[a.origin[h^1]]
	return vertex{to.x - from.x, to.y - from.y}
}

// byAngle orders directions counter-clockwise from due east.
func byAngle(u, v vertex) int {
	half := func(d vertex) int {
		if d.y < 0 || (d.y == 0 && d.x < 0) {
			return 1
		}
		return 0
	}
	if c := cmp.Compare(half(u), half(v)); c != 0 {
		return c
	}
	return cmp.Compare(u.y*v.x, u.x*v.y)
}

// turn returns the half-edge that follows h around its origin, counter-clockwise
// for step 1 and clockwise for -1.
func (a *Arrangement) turn(h, step int32) int32 {
	n := a.origin[h]
	size := a.first[n+1] - a.first[n]
	return a.around[a.first[n]+(a.rank[h]+step+size)%size]
}

// windings returns the winding numbers, by layer, on the left of a half-edge in
// buf, which it may return.
func (a *Arrangement) windings(h int32, buf []int32) []int32 {
	l := a.set.layers
	left := a.left[int(h>>1)*l : int(h>>1+1)*l]
	if h&1 == 0 {
		return left
	}
	for k, w := range a.set.of(a.set.edges[h>>1].weights) {
		buf[k] = left[k] - w
	}
	return buf
}
