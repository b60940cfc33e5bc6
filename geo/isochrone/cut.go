package isochrone

import "github.com/seed-4611ae28/lifecircle/geo/network"

// rim is the part of a grid edge, in 1,000, next to either end that no contour
// enters. A point in the strip between two neighbouring nodes that are both in may
// be half a step from the nearer one along the strip; with
//
//	(1 - rim)² + 0.5² <= 1
//
// it is never farther from one than a step, and the same holds outside: every
// point lies within one step of a node for which what the drawing says is exact.
const rim = 134

// corridor is how far a contour may be moved along a grid edge when it is
// simplified, as a part of a step: a fifth, 2 m for cells of 10 m.
const corridor = 5

// cut is where a contour crosses a grid edge, in units: strictly inside the edge, so
// that rounding can neither join two rings nor cross them, and farther out the
// higher the limit. A simplified contour may cross anywhere from left to right of
// it, as one looks along the contour; the windows of two limits have no more than
// an end in common.
type cut struct {
	crossing
	at, left, right [2]int32
	// tip is where the contour goes before the next cut, if it is spiked.
	tip    [2]int32
	spiked bool
}

// cut finds where the contour of a limit crosses a grid edge.
func (c *canvas) cut(k crossing, level int) cut {
	col, row := c.place(k.node)
	right, up, step := 1, 0, c.dx
	if k.way == west || k.way == east {
		right, up, step = 0, 1, c.dy
	}
	// From the node that is in towards the one that is not.
	if k.way == south || k.way == east {
		col, row, right, up = col+right, row+up, -right, -up
	}
	o, low, high := c.outwards(col, row, right, up, step, level)
	x, y, sx, sy := int32(col)*c.dx, int32(row)*c.dy, int32(right), int32(up)
	point := func(o int32) [2]int32 { return [2]int32{x + sx*o, y + sy*o} }
	return cut{crossing: k, at: point(o), left: point(low), right: point(high)}
}

// outwards is how far, in units, the ground within a limit goes from a node that is
// in towards its neighbour that is not, and the least and most that a simplified
// contour may make of it.
func (c *canvas) outwards(col, row, right, up int, step int32, level int) (o, low, high int32) {
	slack := max(1, step/corridor)
	if c.clip != nil {
		if o, ends := c.clip.end(col, row, right, up); ends {
			o = min(step-1, max(1, o))
			return o, o, o
		}
	}
	a, b := c.cost(col, row), c.cost(col+right, row+up)
	edge := max(1, int32(int64(step)*rim/1000))
	o = c.reaches(a, b, step, level)
	low, high = max(edge, o-slack), min(step-edge, o+slack)
	if level > 0 && a <= c.limits[level-1] {
		below := c.reaches(a, b, step, level-1)
		low = max(low, below+(o-below+1)/2)
	}
	if level+1 < len(c.limits) && c.limits[level+1] < b {
		above := c.reaches(a, b, step, level+1)
		high = min(high, o+(above-o)/2)
	}
	return o, low, high
}

// reaches is where between two nodes, of costs a and b, the ground within a limit
// ends. Between two costs it is interpolated. One leg adds at most rise in a step,
// so where the cost grows faster (behind a barrier, past the last street in reach)
// the ground ends where that leg would.
func (c *canvas) reaches(a, b uint32, step int32, level int) int32 {
	left, grows := uint64(c.limits[level]-a), uint64(b-a)
	o := uint64(step) / 2
	switch {
	case c.rise > 0:
		o = left * uint64(step) / max(1, min(grows, uint64(c.rise)))
	case b != network.Unreachable:
		o = left * uint64(step) / max(1, grows)
	}
	edge := max(1, int32(int64(step)*rim/1000))
	return min(step-edge, max(edge, int32(min(o, uint64(step)))))
}
