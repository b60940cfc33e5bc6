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

// cut is where a contour crosses a grid edge, in units: strictly inside it, so
// that rounding can neither join two rings nor cross them, and farther out the
// higher the limit.
func (c *canvas) cut(k crossing) [2]int32 {
	col, row := c.place(k.node)
	x, y := int32(col)*c.dx, int32(row)*c.dy
	switch k.way {
	case north:
		return [2]int32{x + c.outwards(col, row, 1, 0, c.dx), y}
	case south:
		return [2]int32{x + c.dx - c.outwards(col+1, row, -1, 0, c.dx), y}
	case west:
		return [2]int32{x, y + c.outwards(col, row, 0, 1, c.dy)}
	default:
		return [2]int32{x, y + c.dy - c.outwards(col, row+1, 0, -1, c.dy)}
	}
}

// outwards is how far, in units, the ground within the limit goes from a node that
// is in towards its neighbour that is not. Between two costs it is interpolated.
// One leg adds at most rise in a step, so where the cost grows faster (behind a
// barrier, past the last street in reach) the ground ends where that leg would.
func (c *canvas) outwards(col, row, right, up int, step int32) int32 {
	if c.clip != nil {
		if o, ends := c.clip.end(col, row, right, up); ends {
			return min(step-1, max(1, o))
		}
	}
	a, b := uint64(c.cost(col, row)), uint64(c.cost(col+right, row+up))
	o := uint64(step) / 2
	switch grows := b - a; {
	case c.rise > 0:
		o = (uint64(c.limit) - a) * uint64(step) / max(1, min(grows, uint64(c.rise)))
	case b != network.Unreachable:
		o = (uint64(c.limit) - a) * uint64(step) / max(1, grows)
	}
	edge := max(1, int32(int64(step)*rim/1000))
	return min(step-edge, max(edge, int32(min(o, uint64(step)))))
}
