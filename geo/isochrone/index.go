package isochrone

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// Cells of the index are as wide as a step or two between streets.
const (
	indexCellM      = 40
	indexLevels     = 6 // the widest cells are 2^5 times as wide
	cellsPerSegment = 4
)

// index finds the streets around a place, by the cells of a plane lattice they
// pass, and cells of twice the width above them. It knows no costs.
type index struct {
	*streets
	side   float64
	origin orb.Point
	// cols and rows of each level, the narrowest cells first, and the sides of its cells.
	cols, rows [indexLevels]int
	sides      [indexLevels]float64
	// cellsOf[cellStart[i]:cellStart[i+1]] are the cells of segment i.
	cellStart, cellsOf []uint32
	// streetsOf[streetStart[c]:streetStart[c+1]] are the streets in cell c.
	streetStart []uint32
	streetsOf   []int32
	barriers
	legs
	// legPerM is the cost of a metre of leg, metresPerUnit its inverse.
	legPerM, metresPerUnit float64
}

func newIndex(l *network.Linker) *index {
	m := l.Graph().Mode()
	x := &index{streets: newStreets(l.Lines()), side: indexCellM, legs: newLegs(m)}
	const far = 1000
	x.legPerM, x.metresPerUnit = float64(x.lines.LegCost(far))/far, math.Inf(1)
	if x.legPerM > 0 {
		x.metresPerUnit = 1 / x.legPerM
	}
	x.lay()
	x.fill()
	x.block()
	x.mark()
	return x
}

// lay places the lattice over all ground with links. Its cells widen where the
// ground is so wide that they would outnumber the segments many times over.
func (x *index) lay() {
	box := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for i := range x.segs {
		box = box.Extend(x.segs[i].a).Extend(x.segs[i].b)
	}
	if len(x.segs) == 0 {
		box = orb.Bound{}
	}
	box = box.Pad(x.longM)
	x.origin = box.Min
	const least = 1 << 16
	for ; ; x.side *= 2 {
		x.cols[0], x.rows[0] = int((box.Max[0]-box.Min[0])/x.side)+1, int((box.Max[1]-box.Min[1])/x.side)+1
		if float64(x.cols[0])*float64(x.rows[0]) <= cellsPerSegment*float64(max(least, len(x.segs))) {
			break
		}
	}
	x.sides[0] = x.side
	for v := 1; v < indexLevels; v++ {
		x.sides[v] = 2 * x.sides[v-1]
		x.cols[v], x.rows[v] = (x.cols[v-1]+1)/2, (x.rows[v-1]+1)/2
	}
}

func (x *index) column(v float64) int {
	return min(x.cols[0]-1, max(0, int((v-x.origin[0])/x.side)))
}

func (x *index) row(v float64) int {
	return min(x.rows[0]-1, max(0, int((v-x.origin[1])/x.side)))
}

// middle is the centre of a narrow cell.
func (x *index) middle(col, row int) orb.Point {
	return orb.Point{x.origin[0] + (float64(col)+0.5)*x.side, x.origin[1] + (float64(row)+0.5)*x.side}
}

// originOf is the corner of the widest cell that a street starts in: pieces of it are
// told in metres from there.
func (x *index) originOf(street int32) orb.Point {
	wide := x.sides[indexLevels-1]
	b := &x.boxes[street]
	return orb.Point{
		x.origin[0] + math.Floor((float64(b[0])-x.origin[0])/wide)*wide, x.origin[1] + math.Floor((float64(b[1])-x.origin[1])/wide)*wide,
	}
}

// pass calls f for every narrow cell that the line a-b may touch.
func (x *index) pass(a, b orb.Point, f func(cell int)) {
	x0, x1 := x.column(min(a[0], b[0])), x.column(max(a[0], b[0]))
	y0, y1 := x.row(min(a[1], b[1])), x.row(max(a[1], b[1]))
	dx, dy := b[0]-a[0], b[1]-a[1]
	// Twice the area between the line and a cell's centre, at most that of a corner on
	// the line.
	slack := x.side / 2 * (math.Abs(dx) + math.Abs(dy)) * (1 + 1e-9)
	for r := y0; r <= y1; r++ {
		for c := x0; c <= x1; c++ {
			if x0 != x1 && y0 != y1 {
				if p := x.middle(c, r); math.Abs(dx*(p[1]-a[1])-dy*(p[0]-a[0])) > slack {
					continue
				}
			}
			f(r*x.cols[0] + c)
		}
	}
}

// fill lists the cells of segments and the streets of cells.
func (x *index) fill() {
	x.cellStart = make([]uint32, 1, len(x.segs)+1)
	for i := range x.segs {
		x.pass(x.segs[i].a, x.segs[i].b, func(cell int) { x.cellsOf = append(x.cellsOf, uint32(cell)) })
		x.cellStart = append(x.cellStart, uint32(len(x.cellsOf)))
	}
	cells := x.cols[0] * x.rows[0]
	x.streetStart = make([]uint32, cells+1)
	last := make([]int32, cells) // the street seen last in a cell, plus 1
	each := func(f func(street int32, cell uint32)) {
		clear(last)
		for s := range int32(x.len()) {
			for _, cell := range x.cellsOf[x.cellStart[x.start[s]]:x.cellStart[x.start[s+1]]] {
				if last[cell] != s+1 {
					last[cell] = s + 1
					f(s, cell)
				}
			}
		}
	}
	each(func(_ int32, cell uint32) { x.streetStart[cell+1]++ })
	for c := range cells {
		x.streetStart[c+1] += x.streetStart[c]
	}
	x.streetsOf = make([]int32, x.streetStart[cells])
	next := make([]uint32, cells)
	copy(next, x.streetStart)
	each(func(street int32, cell uint32) {
		x.streetsOf[next[cell]] = street
		next[cell]++
	})
}

func (x *index) bytes() int64 {
	return x.streets.bytes() + x.barriers.bytes() + x.legs.bytes() +
		4*int64(len(x.cellStart)+cap(x.cellsOf)+len(x.streetStart)+len(x.streetsOf))
}
