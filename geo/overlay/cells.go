package overlay

import "math"

// cells is a raster of square cells over the edges, for finding neighbours.
type cells struct {
	size   int64
	nx, ny int64
}

// newCells sizes cells like the mean edge, but no more than some four per edge.
func newCells(edges []edge) cells {
	var w, h int64
	mean := 0.0
	for _, e := range edges {
		w, h = max(w, e.a.x, e.b.x), max(h, e.b.y)
		mean += float64(max(abs(e.b.x-e.a.x), e.b.y-e.a.y))
	}
	n := float64(len(edges))
	size := max(mean/n, math.Sqrt(float64(w+1)*float64(h+1)/(4*n)), 16)
	c := cells{size: int64(math.Ceil(size))}
	c.nx, c.ny = w/c.size+1, h/c.size+1
	return c
}

func (c cells) count() int { return int(c.nx * c.ny) }

func (c cells) at(v vertex) int32 { return int32(v.y/c.size*c.nx + v.x/c.size) }

// along appends the cells that come within a grid step of the edge.
func (c cells) along(buf []int32, e edge) []int32 {
	row0, row1 := max(0, e.a.y-1)/c.size, min((e.b.y+1)/c.size, c.ny-1)
	west, east := min(e.a.x, e.b.x), max(e.a.x, e.b.x)
	slope := 0.0
	if e.b.y != e.a.y {
		slope = float64(e.b.x-e.a.x) / float64(e.b.y-e.a.y)
	}
	for row := row0; row <= row1; row++ {
		lo, hi := west, east
		if slope != 0 && row0 != row1 {
			// The part of the edge in this row, with some steps to spare for rounding.
			y0 := float64(max(e.a.y, row*c.size-1) - e.a.y)
			y1 := float64(min(e.b.y, (row+1)*c.size+1) - e.a.y)
			x0, x1 := y0*slope, y1*slope
			lo = max(west, e.a.x+int64(math.Floor(min(x0, x1)))-2)
			hi = min(east, e.a.x+int64(math.Ceil(max(x0, x1)))+2)
		}
		col0, col1 := max(0, lo-1)/c.size, min((hi+1)/c.size, c.nx-1)
		for col := col0; col <= col1; col++ {
			buf = append(buf, int32(row*c.nx+col))
		}
	}
	return buf
}

// buckets lists items by cell: those of cell c are items[start[c]:start[c+1]].
type buckets struct {
	start []int32
	items []int32
}

// fill makes buckets from pairs (cell, item) that each calls, twice.
func fill(count int, each func(put func(cell, item int32))) buckets {
	b := buckets{start: make([]int32, count+1)}
	each(func(cell, _ int32) { b.start[cell+1]++ })
	for i := range count {
		b.start[i+1] += b.start[i]
	}
	b.items = make([]int32, b.start[count])
	next := append([]int32(nil), b.start[:count]...)
	each(func(cell, item int32) {
		b.items[next[cell]] = item
		next[cell]++
	})
	return b
}

func (b buckets) in(cell int32) []int32 { return b.items[b.start[cell]:b.start[cell+1]] }

func abs(v int64) int64 {
	if v < 0 {
		return -v
	}
	return v
}
