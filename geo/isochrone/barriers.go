package isochrone

import "github.com/paulmach/orb"

// barriers tell where legs cannot cross one, so that few legs have to be tried.
type barriers struct {
	// passed has a bit per cell of each level that a barrier passes.
	passed [indexLevels][]uint64
	// calm has a bit per narrow cell from which no leg as short as its diagonal may
	// cross one.
	calm []uint64
}

func bit(set []uint64, k int) bool { return set[k>>6]>>(uint(k)&63)&1 != 0 }

func setBit(set []uint64, k int) { set[k>>6] |= 1 << (uint(k) & 63) }

// block marks the cells that barriers pass.
func (x *index) block() {
	for v := range indexLevels {
		x.passed[v] = make([]uint64, x.cols[v]*x.rows[v]/64+1)
	}
	x.lines.EachBarrier(func(a, b orb.Point) {
		x.pass(a, b, func(cell int) {
			c, r := cell%x.cols[0], cell/x.cols[0]
			for v := range indexLevels {
				setBit(x.passed[v], r>>v*x.cols[v]+c>>v)
			}
		})
	})
	x.calm = make([]uint64, len(x.passed[0]))
	for r := range x.rows[0] {
		for c := range x.cols[0] {
			if x.free(x.middle(c, r), x.side/2+x.diagonal()) {
				setBit(x.calm, r*x.cols[0]+c)
			}
		}
	}
}

func (x *index) isCalm(cell int) bool { return bit(x.calm, cell) }

// free reports whether certainly no barrier comes within d of c.
func (x *index) free(c orb.Point, d float64) bool {
	return x.clear(orb.Point{c[0] - d, c[1] - d}, orb.Point{c[0] + d, c[1] + d})
}

// clear reports whether certainly no barrier comes into a box. It asks a few cells,
// the wider the box.
func (x *index) clear(low, high orb.Point) bool {
	const few = 3
	v, x0, x1, y0, y1 := 0, x.column(low[0]), x.column(high[0]), x.row(low[1]), x.row(high[1])
	for v+1 < indexLevels && (x1-x0 >= few || y1-y0 >= few) {
		v, x0, x1, y0, y1 = v+1, x0>>1, x1>>1, y0>>1, y1>>1
	}
	for r := y0; r <= y1; r++ {
		for k := r*x.cols[v] + x0; k <= r*x.cols[v]+x1; k++ {
			if bit(x.passed[v], k) {
				return false
			}
		}
	}
	return true
}

// crossed reports whether a barrier stands between p and q.
func (x *index) crossed(p, q orb.Point) bool {
	low := orb.Point{min(p[0], q[0]), min(p[1], q[1])}
	high := orb.Point{max(p[0], q[0]), max(p[1], q[1])}
	return !x.clear(low, high) && x.lines.Crossed(p, q)
}

func (b *barriers) bytes() int64 { return 8 * int64(3*len(b.passed[0])) }
