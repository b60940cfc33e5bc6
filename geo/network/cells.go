package network

import (
	"math"

	"github.com/paulmach/orb"
)

// cellIndex is a uniform grid over line segments: for each cell the segments
// whose box touches it. It is built once and read by many.
type cellIndex struct {
	side       float64
	minX, minY float64
	cols, rows int
	// start[c] is the first entry of cell c in ids.
	start []uint32
	ids   []int32
}

// newCellIndex indexes the segments that each hands to its argument, in metres.
// It calls each twice. The side grows where the ground is so wide that the cells
// would outnumber the segments many times over.
func newCellIndex(side float64, each func(add func(id int32, a, b orb.Point))) *cellIndex {
	c := &cellIndex{side: side}
	box := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	count := 0
	each(func(_ int32, a, b orb.Point) {
		box = box.Extend(a).Extend(b)
		count++
	})
	if count == 0 {
		c.start = make([]uint32, 1)
		return c
	}
	c.minX, c.minY = box.Min[0], box.Min[1]
	const cellsPerSegment = 16
	for {
		c.cols, c.rows = int((box.Max[0]-c.minX)/c.side)+1, int((box.Max[1]-c.minY)/c.side)+1
		if float64(c.cols)*float64(c.rows) <= float64(max(count, 1<<16))*cellsPerSegment {
			break
		}
		c.side *= 2
	}
	c.start = make([]uint32, c.cols*c.rows+1)
	each(func(_ int32, a, b orb.Point) {
		c.visit(a, b, func(cell int) { c.start[cell+1]++ })
	})
	for i := 1; i < len(c.start); i++ {
		c.start[i] += c.start[i-1]
	}
	c.ids = make([]int32, c.start[len(c.start)-1])
	next := make([]uint32, c.cols*c.rows)
	copy(next, c.start)
	each(func(id int32, a, b orb.Point) {
		c.visit(a, b, func(cell int) {
			c.ids[next[cell]] = id
			next[cell]++
		})
	})
	return c
}

// visit calls f for every cell that the box of a-b touches and the segment is
// within half a cell diagonal of: long slanted segments stay out of the cells far
// from them.
func (c *cellIndex) visit(a, b orb.Point, f func(cell int)) {
	x0, x1 := c.column(min(a[0], b[0])), c.column(max(a[0], b[0]))
	y0, y1 := c.row(min(a[1], b[1])), c.row(max(a[1], b[1]))
	narrow := x1-x0 <= 1 || y1-y0 <= 1
	reach2 := c.side * c.side / 2 * 1.0001
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			if !narrow {
				centre := orb.Point{c.minX + (float64(x)+0.5)*c.side, c.minY + (float64(y)+0.5)*c.side}
				if _, d2, _ := nearestOnSegment(centre, a, b); d2 > reach2 {
					continue
				}
			}
			f(y*c.cols + x)
		}
	}
}

func (c *cellIndex) column(x float64) int { return min(c.cols-1, max(0, int((x-c.minX)/c.side))) }
func (c *cellIndex) row(y float64) int    { return min(c.rows-1, max(0, int((y-c.minY)/c.side))) }

// within calls f with the segments of every cell that the box touches. A segment
// that stands in several cells is given several times.
func (c *cellIndex) within(box orb.Bound, f func(ids []int32)) {
	if c.cols == 0 || box.Max[0] < c.minX || box.Max[1] < c.minY ||
		box.Min[0] > c.minX+float64(c.cols)*c.side || box.Min[1] > c.minY+float64(c.rows)*c.side {
		return
	}
	x0, x1 := c.column(box.Min[0]), c.column(box.Max[0])
	y0, y1 := c.row(box.Min[1]), c.row(box.Max[1])
	for y := y0; y <= y1; y++ {
		// The cells of a row are neighbours in ids: one slice serves them all.
		lo, hi := c.start[y*c.cols+x0], c.start[y*c.cols+x1+1]
		if lo < hi {
			f(c.ids[lo:hi])
		}
	}
}

// along calls f with the segments of the cells that a-b passes, row by row, until f
// says that it has seen enough. It is what within gives for the box of a long
// slanted line, without the cells far from the line.
func (c *cellIndex) along(a, b orb.Point, f func(ids []int32) (enough bool)) {
	if a[1] > b[1] {
		a, b = b, a
	}
	x0, x1 := min(a[0], b[0]), max(a[0], b[0])
	if c.cols == 0 || x1 < c.minX || b[1] < c.minY || x0 > c.minX+float64(c.cols)*c.side || a[1] > c.minY+float64(c.rows)*c.side {
		return
	}
	slope := 0.0
	if b[1] > a[1] {
		slope = (b[0] - a[0]) / (b[1] - a[1])
	}
	const slack = 1e-6 // metres, for the rounding of where the line enters a row
	for y, last := c.row(a[1]), c.row(b[1]); y <= last; y++ {
		lo, hi := x0, x1
		if slope != 0 {
			from, to := max(a[1], c.minY+float64(y)*c.side), min(b[1], c.minY+float64(y+1)*c.side)
			u, v := a[0]+(from-a[1])*slope, a[0]+(to-a[1])*slope
			lo, hi = max(lo, min(u, v)-slack), min(hi, max(u, v)+slack)
		}
		i, j := c.start[y*c.cols+c.column(lo)], c.start[y*c.cols+c.column(hi)+1]
		if i < j && f(c.ids[i:j]) {
			return
		}
	}
}
