package isochrone

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// Cells of the index are as wide as a step or two between streets.
const (
	indexCellM    = 40
	indexLevels   = 6 // the widest cells are 2^5 times as wide
	cellsPerPiece = 4
)

// index finds the streets around a place: the segments by the cells of a plane
// lattice they pass, and cells of twice the width above them. It knows no costs.
type index struct {
	lines  *network.Lines
	side   float64
	origin orb.Point
	// cols and rows of each level, the narrowest cells first.
	cols, rows [indexLevels]int
	// cellsOf[cellStart[i]:cellStart[i+1]] are the cells of the segment that stands
	// at i in lines.Segments.
	cellStart []uint32
	cellsOf   []uint32
	// streetsOf[streetStart[c]:streetStart[c+1]] are the streets in cell c.
	streetStart []uint32
	streetsOf   []int32
	// boxes are the boxes of the streets, grown by more than they are rounded by: west,
	// south, east, north.
	boxes [][4]float32
	// barrier has a bit per cell of each level that a barrier passes.
	barrier [indexLevels][]uint64
	// shortM and longM bound the longest leg anywhere.
	shortM, longM float64
	// legPerM is the cost of a metre of leg, metresPerUnit its inverse.
	legPerM, metresPerUnit float64
	// calm has a bit per cell from which no leg shorter than its diagonal may cross a
	// barrier.
	calm []uint64
}

func newIndex(l *network.Linker) *index {
	m := l.Graph().Mode()
	x := &index{lines: l.Lines(), side: indexCellM, shortM: m.LinkLimitM, longM: m.LinkLimitM}
	if b := m.LinkLimitBuiltUpM; b > 0 {
		x.shortM, x.longM = min(x.shortM, b), max(x.longM, b)
	}
	const far = 1000
	x.legPerM = float64(x.lines.LegCost(far)) / far
	x.metresPerUnit = math.Inf(1)
	if x.legPerM > 0 {
		x.metresPerUnit = 1 / x.legPerM
	}
	x.lay()
	x.fill()
	x.block()
	return x
}

// lay places the lattice over all ground with links. Its cells widen where the ground is so
// wide that they would outnumber the segments many times over.
func (x *index) lay() {
	box := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for _, k := range x.lines.Segments {
		box = box.Extend(x.lines.Points[k]).Extend(x.lines.Points[k+1])
	}
	if len(x.lines.Segments) == 0 {
		box = orb.Bound{}
	}
	box = box.Pad(x.longM)
	x.origin = box.Min
	const least = 1 << 16
	for ; ; x.side *= 2 {
		x.cols[0], x.rows[0] = int((box.Max[0]-box.Min[0])/x.side)+1, int((box.Max[1]-box.Min[1])/x.side)+1
		if float64(x.cols[0])*float64(x.rows[0]) <= cellsPerPiece*float64(max(least, len(x.lines.Segments))) {
			break
		}
	}
	for v := 1; v < indexLevels; v++ {
		x.cols[v], x.rows[v] = (x.cols[v-1]+1)/2, (x.rows[v-1]+1)/2
	}
}

func (x *index) column(v float64) int {
	return min(x.cols[0]-1, max(0, int((v-x.origin[0])/x.side)))
}

func (x *index) row(v float64) int {
	return min(x.rows[0]-1, max(0, int((v-x.origin[1])/x.side)))
}

// pass calls f for every cell that the segment a-b may touch.
func (x *index) pass(a, b orb.Point, f func(cell int)) {
	x0, x1 := x.column(min(a[0], b[0])), x.column(max(a[0], b[0]))
	y0, y1 := x.row(min(a[1], b[1])), x.row(max(a[1], b[1]))
	dx, dy := b[0]-a[0], b[1]-a[1]
	// Twice the area between the segment and a cell's centre, at most that of a
	// corner on the segment.
	slack := x.side / 2 * (math.Abs(dx) + math.Abs(dy)) * (1 + 1e-9)
	for r := y0; r <= y1; r++ {
		for c := x0; c <= x1; c++ {
			if x0 != x1 && y0 != y1 {
				px, py := x.origin[0]+(float64(c)+0.5)*x.side, x.origin[1]+(float64(r)+0.5)*x.side
				if math.Abs(dx*(py-a[1])-dy*(px-a[0])) > slack {
					continue
				}
			}
			f(r*x.cols[0] + c)
		}
	}
}

// fill lists the cells of segments and the streets of cells.
func (x *index) fill() {
	n := x.lines
	x.cellStart = make([]uint32, len(n.Segments)+1)
	x.streetStart = make([]uint32, x.cols[0]*x.rows[0]+1)
	last := make([]int32, x.cols[0]*x.rows[0]) // the street seen last in a cell, plus 1
	for s := int32(0); int(s)+1 < len(n.Start); s++ {
		box := [4]float32{infinite, infinite, -infinite, -infinite}
		for i := n.Start[s]; i < n.Start[s+1]; i++ {
			k := n.Segments[i]
			for _, p := range n.Points[k : k+2] {
				box[0], box[2] = min(box[0], float32(p[0])), max(box[2], float32(p[0]))
				box[1], box[3] = min(box[1], float32(p[1])), max(box[3], float32(p[1]))
			}
			x.pass(n.Points[k], n.Points[k+1], func(cell int) {
				x.cellsOf = append(x.cellsOf, uint32(cell))
				if last[cell] != s+1 {
					last[cell] = s + 1
					x.streetStart[cell+1]++
				}
			})
			x.cellStart[i+1] = uint32(len(x.cellsOf))
		}
		const slack = 0.1
		x.boxes = append(x.boxes, [4]float32{box[0] - slack, box[1] - slack, box[2] + slack, box[3] + slack})
	}
	for c := 1; c < len(x.streetStart); c++ {
		x.streetStart[c] += x.streetStart[c-1]
	}
	x.streetsOf = make([]int32, x.streetStart[len(x.streetStart)-1])
	next := make([]uint32, len(last))
	copy(next, x.streetStart)
	clear(last)
	for s := int32(0); int(s)+1 < len(n.Start); s++ {
		for _, cell := range x.cellsOf[x.cellStart[n.Start[s]]:x.cellStart[n.Start[s+1]]] {
			if last[cell] != s+1 {
				last[cell] = s + 1
				x.streetsOf[next[cell]] = s
				next[cell]++
			}
		}
	}
}

// block marks the cells that barriers pass.
func (x *index) block() {
	for v := range indexLevels {
		x.barrier[v] = make([]uint64, x.cols[v]*x.rows[v]/64+1)
	}
	x.lines.EachBarrier(func(a, b orb.Point) {
		x.pass(a, b, func(cell int) {
			c, r := cell%x.cols[0], cell/x.cols[0]
			for v := range indexLevels {
				k := r>>v*x.cols[v] + c>>v
				x.barrier[v][k>>6] |= 1 << (uint(k) & 63)
			}
		})
	})
	x.calm = make([]uint64, len(x.barrier[0]))
	for r := range x.rows[0] {
		for c := range x.cols[0] {
			centre := orb.Point{x.origin[0] + (float64(c)+0.5)*x.side, x.origin[1] + (float64(r)+0.5)*x.side}
			if k := r*x.cols[0] + c; x.free(centre, x.side/2+x.diagonal()) {
				x.calm[k>>6] |= 1 << (uint(k) & 63)
			}
		}
	}
}

// diagonal of a narrow cell in metres: a street that passes a cell is no farther than
// that from any point of it.
func (x *index) diagonal() float64 { return x.side*math.Sqrt2 + tiny }

// highest bounds the cost of every point of a square about a centre from above, if
// streets that pass its cells do.
func (x *index) highest(a *arrivals, centre orb.Point, half float64) float64 {
	if x.diagonal() > x.shortM {
		return math.Inf(1)
	}
	top := float32(0)
	x0, x1 := x.column(centre[0]-half), x.column(centre[0]+half)
	for r, last := x.row(centre[1]-half), x.row(centre[1]+half); r <= last; r++ {
		for k := r*x.cols[0] + x0; k <= r*x.cols[0]+x1; k++ {
			if x.calm[k>>6]>>(uint(k)&63)&1 == 0 || a.cellHigh[k] == infinite {
				return math.Inf(1)
			}
			top = max(top, a.cellHigh[k])
		}
	}
	return float64(top) + x.diagonal()*x.legPerM + rounding
}

// free reports whether certainly no barrier comes within d of c.
func (x *index) free(c orb.Point, d float64) bool {
	return x.open(orb.Point{c[0] - d, c[1] - d}, orb.Point{c[0] + d, c[1] + d})
}

// open reports whether certainly no barrier comes into a box: it asks a few cells,
// the wider the box.
func (x *index) open(min, max orb.Point) bool {
	const few = 3
	v, x0, x1, y0, y1 := 0, x.column(min[0]), x.column(max[0]), x.row(min[1]), x.row(max[1])
	for v+1 < indexLevels && (x1-x0 >= few || y1-y0 >= few) {
		v, x0, x1, y0, y1 = v+1, x0>>1, x1>>1, y0>>1, y1>>1
	}
	for r := y0; r <= y1; r++ {
		for k := r*x.cols[v] + x0; k <= r*x.cols[v]+x1; k++ {
			if x.barrier[v][k>>6]>>(uint(k)&63)&1 != 0 {
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
	return !x.open(low, high) && x.lines.Crossed(p, q)
}

func (x *index) bytes() int64 {
	return 4*int64(4*len(x.boxes)+len(x.lines.Start)+len(x.lines.Segments)+len(x.cellStart)+len(x.cellsOf)+len(x.streetStart)+len(x.streetsOf)) +
		8*int64(2*len(x.barrier[0])+len(x.calm))
}
