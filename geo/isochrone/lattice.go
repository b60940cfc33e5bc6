package isochrone

import (
	"math"

	"github.com/paulmach/orb"
)

// latticeCellM is how wide the cells of a lattice are: a step or two between streets.
const latticeCellM = 40

// cellsPerSegment bounds how many cells of a lattice there are.
const cellsPerSegment = 4

// lattice is a plane lattice of square cells over all ground with links.
type lattice struct {
	side, perM float64 // perM is the inverse of side
	origin     orb.Point
	cols, rows int
}

// newLattice places a lattice over the ground within longM of the segments. Its cells
// widen where the ground is so wide that they would outnumber the segments many times
// over.
func newLattice(segs []segment, longM float64) lattice {
	box := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for i := range segs {
		box = box.Extend(segs[i].a).Extend(segs[i].b)
	}
	if len(segs) == 0 {
		box = orb.Bound{}
	}
	box = box.Pad(longM)
	t := lattice{side: latticeCellM, origin: box.Min}
	const least = 1 << 16
	for ; ; t.side *= 2 {
		t.cols, t.rows = int((box.Max[0]-box.Min[0])/t.side)+1, int((box.Max[1]-box.Min[1])/t.side)+1
		if float64(t.cols)*float64(t.rows) <= cellsPerSegment*float64(max(least, len(segs))) {
			t.perM = 1 / t.side
			return t
		}
	}
}

func (t *lattice) column(v float64) int {
	return min(t.cols-1, max(0, int((v-t.origin[0])*t.perM)))
}

func (t *lattice) row(v float64) int {
	return min(t.rows-1, max(0, int((v-t.origin[1])*t.perM)))
}

// middle is the centre of a cell.
func (t *lattice) middle(col, row int) orb.Point {
	return orb.Point{t.origin[0] + (float64(col)+0.5)*t.side, t.origin[1] + (float64(row)+0.5)*t.side}
}

// pass calls f for every cell that the line a-b may touch.
func (t *lattice) pass(a, b orb.Point, f func(cell int)) {
	x0, x1 := t.column(min(a[0], b[0])), t.column(max(a[0], b[0]))
	y0, y1 := t.row(min(a[1], b[1])), t.row(max(a[1], b[1]))
	dx, dy := b[0]-a[0], b[1]-a[1]
	// Twice the area between the line and a cell's centre, at most that of a corner on
	// the line.
	slack := t.side / 2 * (math.Abs(dx) + math.Abs(dy)) * (1 + 1e-9)
	for r := y0; r <= y1; r++ {
		for c := x0; c <= x1; c++ {
			if x0 != x1 && y0 != y1 {
				if p := t.middle(c, r); math.Abs(dx*(p[1]-a[1])-dy*(p[0]-a[0])) > slack {
					continue
				}
			}
			f(r*t.cols + c)
		}
	}
}
