package overlay

import (
	"cmp"
	"context"
	"errors"
	"math/bits"
	"slices"
)

// maxPasses bounds the rounds of noding. The first does all the moving; after it
// edges do not cross (Hobby 1999, theorem 2), but may run straight through a vertex,
// where the second splits them without moving them; the third finds nothing.
const maxPasses = 8

var errNoding = errors.New("edges still cross after every round of noding")

// split is a vertex at which an edge is to be split, and how far along it lies.
type split struct {
	edge  int32
	along int64
	at    vertex
}

// node splits edges until they meet at their ends only.
func (s *edgeSet) node(ctx context.Context) error {
	for pass := range maxPasses {
		if len(s.edges) == 0 {
			return nil
		}
		splits, err := s.findSplits(ctx, pass == 0)
		if err != nil {
			return err
		}
		if len(splits) == 0 {
			return nil
		}
		s.apply(splits)
	}
	return errNoding
}

// findSplits returns where edges cross each other and where they meet a vertex (a
// crossing is one too): run through it exactly or, when they are to be snapped,
// within half a grid step.
func (s *edgeSet) findSplits(ctx context.Context, snap bool) ([]split, error) {
	grid := newCells(s.edges)
	var buf []int32
	near := fill(grid.count(), func(put func(cell, item int32)) {
		for i, e := range s.edges {
			buf = grid.along(buf[:0], e)
			for _, c := range buf {
				put(c, int32(i))
			}
		}
	})
	hot := make([]uint64, 0, len(s.edges))
	for i, e := range s.edges {
		if i == 0 || s.edges[i-1].a != e.a {
			hot = append(hot, e.a.key())
		}
		hot = append(hot, e.b.key())
	}
	crossings := 0
	for c := range grid.count() {
		if c%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		here := near.in(int32(c))
		for k, i := range here {
			for _, j := range here[:k] {
				if v, ok := crossing(&s.edges[i], &s.edges[j]); ok {
					hot = append(hot, v.key())
					crossings++
				}
			}
		}
	}
	if crossings > 0 {
		snap = true
	}
	slices.Sort(hot)
	hot = slices.Compact(hot)
	var splits []split
	pixels := fill(grid.count(), func(put func(cell, item int32)) {
		for i, k := range hot {
			put(grid.at(fromKey(k)), int32(i))
		}
	})
	for i, e := range s.edges {
		if i%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		buf = grid.along(buf[:0], e)
		for _, c := range buf {
			for _, p := range pixels.in(c) {
				if v := fromKey(hot[p]); v != e.a && v != e.b && e.meets(v, snap) {
					along := (e.b.x-e.a.x)*(v.x-e.a.x) + (e.b.y-e.a.y)*(v.y-e.a.y)
					splits = append(splits, split{int32(i), along, v})
				}
			}
		}
	}
	return splits, nil
}

// crossing returns the grid place nearest to where two edges cross in the inside
// of both.
func crossing(e, f *edge) (vertex, bool) {
	if e.a.y > f.b.y || f.a.y > e.b.y ||
		max(e.a.x, e.b.x) < min(f.a.x, f.b.x) || max(f.a.x, f.b.x) < min(e.a.x, e.b.x) {
		return vertex{}, false
	}
	fa, fb := cross(e.a, e.b, f.a), cross(e.a, e.b, f.b)
	if fa == 0 || fb == 0 || (fa > 0) == (fb > 0) {
		return vertex{}, false
	}
	ea, eb := cross(f.a, f.b, e.a), cross(f.a, f.b, e.b)
	if ea == 0 || eb == 0 || (ea > 0) == (eb > 0) {
		return vertex{}, false
	}
	return vertex{between(e.a.x, e.b.x, ea, eb), between(e.a.y, e.b.y, ea, eb)}, true
}

// between returns the grid place of the point that divides the way from p to q as
// wp : -wq, halves rounded up: exact, in 128 bits.
func between(p, q, wp, wq int64) int64 {
	whole := uint64(abs(wp)) + uint64(abs(wq)) // their signs differ
	hi, lo := bits.Mul64(uint64(abs(wp)), uint64(abs(q-p)))
	steps, rest := bits.Div64(hi, lo, whole)
	switch {
	case q >= p && 2*rest >= whole:
		return p + int64(steps) + 1
	case q >= p:
		return p + int64(steps)
	case 2*rest > whole:
		return p - int64(steps) - 1
	}
	return p - int64(steps)
}

// meets reports whether the edge runs through v or, when it is to be snapped, meets
// the square of one grid step around v, of which the western and southern sides count and the others do not: every place
// belongs to one square, so that an edge through a corner is drawn to one vertex.
func (e *edge) meets(v vertex, snap bool) bool {
	if v.y < e.a.y || v.y > e.b.y || v.x < min(e.a.x, e.b.x) || v.x > max(e.a.x, e.b.x) {
		return false
	}
	// The square meets the line where its corners do not all lie on one side: c is
	// the place of its middle, reach how far its corners go to either side.
	c := 2 * cross(e.a, e.b, v)
	if !snap {
		return c == 0
	}
	reach := abs(e.b.x-e.a.x) + e.b.y - e.a.y
	if e.b.x > e.a.x && e.b.y > e.a.y { // touches north-western and south-eastern corners
		return -reach < c && c < reach
	}
	return -reach <= c && c < reach
}

// apply replaces edges by their parts.
func (s *edgeSet) apply(splits []split) {
	slices.SortFunc(splits, func(p, q split) int {
		return cmp.Or(cmp.Compare(p.edge, q.edge), cmp.Compare(p.along, q.along), cmp.Compare(p.at.key(), q.at.key()))
	})
	for k := 0; k < len(splits); {
		i := splits[k].edge
		e := s.edges[i]
		from := e.a
		first := true
		part := func(to vertex) {
			if to == from {
				return
			}
			weights := int32(len(s.weights) / s.layers)
			s.weights = append(s.weights, s.of(e.weights)...)
			p := s.oriented(from, to, weights)
			if first {
				s.edges[i], first = p, false
			} else {
				s.edges = append(s.edges, p)
			}
			from = to
		}
		for ; k < len(splits) && splits[k].edge == i; k++ {
			part(splits[k].at)
		}
		part(e.b)
	}
	s.merge()
}
