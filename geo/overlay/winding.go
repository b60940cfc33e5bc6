package overlay

import (
	"context"
	"slices"
)

// wind finds the winding numbers. One edge of every connected part is settled by
// counting what lies west of it; its neighbours follow, since ground between two
// edges that follow each other around a node is one. Then all nodes are checked.
func (a *Arrangement) wind(ctx context.Context) error {
	l := a.set.layers
	edges := a.set.edges
	a.left = make([]int32, len(edges)*l)
	known := make([]bool, len(edges))
	bands := newBands(edges)
	buf := make([]int32, l)
	var queue []int32
	for i := range edges {
		if known[i] {
			continue
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		known[i] = true
		bands.westOf(a.set, int32(i), a.left[i*l:(i+1)*l])
		queue = append(queue[:0], int32(2*i), int32(2*i+1))
		for len(queue) > 0 {
			h := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			k := a.turn(h, 1)
			if known[k>>1] {
				continue
			}
			known[k>>1] = true
			// What is left of h is right of k.
			right := a.windings(h, buf)
			left := a.left[int(k>>1)*l : int(k>>1+1)*l]
			copy(left, right)
			if k&1 == 0 {
				for j, w := range a.set.of(edges[k>>1].weights) {
					left[j] += w
				}
			}
			queue = append(queue, k, k^1)
		}
	}
	return a.check()
}

// check compares the winding numbers of all neighbours around all nodes.
func (a *Arrangement) check() error {
	one, two := make([]int32, a.set.layers), make([]int32, a.set.layers)
	for h := range a.origin {
		h := int32(h)
		k := a.turn(h, 1)
		if !slices.Equal(a.windings(h, one), a.windings(k^1, two)) {
			return errWinding
		}
	}
	return nil
}

// bands lists edges by the strips of latitude they reach into.
type bands struct {
	height int64
	buckets
}

func newBands(edges []edge) bands {
	if len(edges) == 0 {
		return bands{}
	}
	var top, sum int64
	for _, e := range edges {
		top = max(top, e.b.y)
		sum += e.b.y - e.a.y
	}
	n := int64(len(edges))
	b := bands{height: max(sum/n, top/(4*n), 16)}
	b.buckets = fill(int(top/b.height)+1, func(put func(cell, item int32)) {
		for i, e := range edges {
			for r := e.a.y / b.height; r <= e.b.y/b.height; r++ {
				put(int32(r), int32(i))
			}
		}
	})
	return b
}

// westOf sums into left the winding numbers on the left of edge i, at its middle: less
// the weights of the edges that cross the latitude of the middle west of it. For a
// level edge, whose left is its northern side, the latitude is a hair north of it.
func (b bands) westOf(s *edgeSet, i int32, left []int32) {
	e := s.edges[i]
	// The middle, in half steps.
	mid := vertex{e.a.x + e.b.x, e.a.y + e.b.y}
	for _, j := range b.in(int32(mid.y / 2 / b.height)) {
		f := s.edges[j]
		if j == i || 2*f.a.y > mid.y || 2*f.b.y <= mid.y {
			continue
		}
		if cross(vertex{2 * f.a.x, 2 * f.a.y}, vertex{2 * f.b.x, 2 * f.b.y}, mid) < 0 {
			for k, w := range s.of(f.weights) {
				left[k] -= w
			}
		}
	}
}
