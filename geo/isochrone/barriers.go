package isochrone

import "github.com/paulmach/orb"

// barriers tell where legs cannot cross one, so that few legs have to be tried.
type barriers struct {
	// passed is, for every corner of the narrow cells, the number of cells south-west
	// of it that a barrier passes: the sum over a box takes four of them (Crow 1984).
	passed []int32
}

func bit(set []uint64, k int) bool { return set[k>>6]>>(uint(k)&63)&1 != 0 }

func setBit(set []uint64, k int) { set[k>>6] |= 1 << (uint(k) & 63) }

// markBarriers marks the cells that barriers pass.
func (x *index) markBarriers() {
	cols, rows := x.cols, x.rows
	wide := cols + 1
	x.passed = make([]int32, wide*(rows+1))
	x.lines.EachBarrier(func(a, b orb.Point) {
		x.pass(a, b, func(cell int) { x.passed[(cell/cols+1)*wide+cell%cols+1] = 1 })
	})
	for r := 1; r <= rows; r++ {
		for c := 1; c <= cols; c++ {
			x.passed[r*wide+c] += x.passed[(r-1)*wide+c] + x.passed[r*wide+c-1] - x.passed[(r-1)*wide+c-1]
		}
	}
}

// clear reports whether certainly no barrier comes into a box.
func (x *index) clear(west, south, east, north float64) bool {
	c0, r0, c1, r1 := x.column(west), x.row(south), x.column(east)+1, x.row(north)+1
	wide := x.cols + 1
	return x.passed[r1*wide+c1]-x.passed[r0*wide+c1]-x.passed[r1*wide+c0]+x.passed[r0*wide+c0] == 0
}

// crossed reports whether a barrier stands between p and q.
func (x *index) crossed(p, q orb.Point) bool {
	return !x.clear(min(p[0], q[0]), min(p[1], q[1]), max(p[0], q[0]), max(p[1], q[1])) && x.lines.Crossed(p, q)
}

func (b *barriers) bytes() int64 { return 4 * int64(len(b.passed)) }
