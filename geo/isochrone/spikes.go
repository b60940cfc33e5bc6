package isochrone

import (
	"math"
	"slices"
)

// spikes are the tips of the limit being drawn, by the cell whose stretch of contour
// they may be reached from; a cell is named by its south-western node.
type spikes struct {
	from map[int][]tip
	// some has a bit for each cell in from: few have one, and all are asked.
	some []uint64
	// taken are cells without contour that a spike goes into.
	taken map[int]bool
}

// clear makes room for the cells of a canvas of so many words.
func (s *spikes) clear(words int) {
	if s.from == nil {
		s.from, s.taken = make(map[int][]tip), make(map[int]bool)
	}
	clear(s.from)
	clear(s.taken)
	s.some = slices.Grow(s.some[:0], words)[:words]
	clear(s.some)
}

func (s *spikes) add(cell int, t tip) {
	setBit(s.some, cell)
	s.from[cell] = append(s.from[cell], t)
}

// spike sorts the tips of a limit into cells.
func (d *drawing) spike(level int) {
	d.spikes.clear(len(d.c.in))
	if d.c.tips == nil {
		return
	}
	d.c.tips(level, func(t tip) {
		if cell, ok := d.c.fingerOf(t, level); ok {
			d.spikes.add(cell, t)
		}
	})
}

// lead sets the spike of the stretch of contour from a cut to the next: of the tips
// whose street comes out of the stretch, the one farthest out. Where the street crosses
// the grid edge of a cut a little farther out than the cut is, the cut moves there.
func (d *drawing) lead(from, next *cut) {
	c := d.c
	behind := c.cellAfter(from.crossing)
	if !bit(d.spikes.some, behind) {
		return
	}
	far, target := int64(0), 0
	var best tip
	var a, b [2]int32
	for _, t := range d.spikes.from[behind] {
		p, cell := c.settle(t.at)
		out := to(next.at, from.at).cross(to(next.at, p))
		if out <= 0 || out < far || out == far && !t.before(best) || d.spikes.taken[cell] {
			continue
		}
		// Ground is on the left of the stretch: whoever looks back from the tip has the
		// cut it begins with on the left and the other on the right.
		way, left, right := to(t.at, t.behind), from.at, next.at
		ok := true
		if way.cross(to(p, left)) <= 0 {
			left, ok = c.passed(from, p, way)
		}
		if ok && way.cross(to(p, right)) >= 0 {
			right, ok = c.passed(next, p, way)
		}
		if ok {
			best, far, from.spiked, from.tip, a, b, target = t, out, true, p, left, right, cell
		}
	}
	if from.spiked {
		from.at, from.left, from.right = a, a, a
		next.at, next.left, next.right = b, b, b
		d.spikes.taken[target] = true
	}
}

// settle moves a place off the sides of its cell.
func (c *canvas) settle(at [2]int32) (p [2]int32, cell int) {
	col, row := c.cellOf(at)
	p[0] = min(int32(col+1)*c.dx-1, max(int32(col)*c.dx+1, at[0]))
	p[1] = min(int32(row+1)*c.dy-1, max(int32(row)*c.dy+1, at[1]))
	return p, c.node(col, row)
}

// passed is where a street that leads from a tip back along a way crosses the grid edge
// of a cut, between the cut and the node that is out.
func (c *canvas) passed(k *cut, tip [2]int32, way vector) (at [2]int32, ok bool) {
	col, row := c.place(k.node)
	axis, first, step, across, on := 0, int32(col)*c.dx, c.dx, way.y, way.x
	if k.way == west || k.way == east {
		axis, first, step, across, on = 1, int32(row)*c.dy, c.dy, way.x, way.y
	}
	f := float64(k.at[1-axis]-tip[1-axis]) / float64(across)
	if !(f >= 0) || math.IsInf(f, 0) {
		return at, false
	}
	v := float64(tip[axis]) + f*float64(on)
	edge := max(1, int32(int64(step)*rim/1000))
	at = k.at
	if k.way == north || k.way == west { // the node that is out is the second
		at[axis] = max(k.at[axis], int32(min(v, float64(first+step-edge))))
		return at, v >= float64(k.at[axis]) && v < float64(first+step)
	}
	at[axis] = min(k.at[axis], int32(max(v, float64(first+edge))))
	return at, v <= float64(k.at[axis]) && v > float64(first)
}

// cellAfter is the cell that a contour comes into by a crossing.
func (c *canvas) cellAfter(k crossing) int {
	switch k.way {
	case south:
		return k.node - c.stride<<tileShift
	case west:
		return k.node - 1
	default:
		return k.node
	}
}

// corners counts the nodes of a cell that are in; saddle when two opposite ones are.
func (c *canvas) corners(cell int) (in int, saddle bool) {
	up := c.stride << tileShift
	a, b, d, e := c.isIn(cell), c.isIn(cell+1), c.isIn(cell+up), c.isIn(cell+up+1)
	for _, k := range [...]bool{a, b, d, e} {
		if k {
			in++
		}
	}
	return in, in == 2 && a == e
}

// fingerOf is the cell from whose contour the tip may be reached: its own, or when that
// is all out the one that the street comes from.
func (c *canvas) fingerOf(t tip, level int) (cell int, ok bool) {
	col, row := c.cellOf(t.at)
	if !c.inside(col, row) || !c.free(col, row, level) {
		return 0, false
	}
	cell = c.node(col, row)
	in, saddle := c.corners(cell)
	if in == 0 {
		if col, row = c.behind(t, col, row); !c.inside(col, row) || !c.free(col, row, level) {
			return 0, false
		}
		cell = c.node(col, row)
		in, saddle = c.corners(cell)
	}
	return cell, in > 0 && in < 4 && !saddle
}

// behind is the cell that the street to a tip leaves for that of the tip.
func (c *canvas) behind(t tip, col, row int) (int, int) {
	x, y := float64(t.behind[0]-t.at[0]), float64(t.behind[1]-t.at[1])
	// How far it is, in lengths of that way, to the sides of the cell.
	toX, toY := math.Inf(1), math.Inf(1)
	stepX, stepY := 1, 1
	if x < 0 {
		stepX = -1
		toX = float64(t.at[0]-int32(col)*c.dx) / -x
	} else if x > 0 {
		toX = float64(int32(col+1)*c.dx-t.at[0]) / x
	}
	if y < 0 {
		stepY = -1
		toY = float64(t.at[1]-int32(row)*c.dy) / -y
	} else if y > 0 {
		toY = float64(int32(row+1)*c.dy-t.at[1]) / y
	}
	if toX < toY {
		return col + stepX, row
	}
	return col, row + stepY
}

// inside reports whether the four nodes of a cell are in the window.
func (c *canvas) inside(col, row int) bool {
	x0, y0 := c.win.x0<<tileShift, c.win.y0<<tileShift
	return col >= x0 && row >= y0 && col+1 < x0+c.win.width()<<tileShift && row+1 < y0+c.win.height()<<tileShift
}

// free reports whether a spike may be drawn in a cell: it lies within the next limit
// altogether, and the clip holds its nodes.
func (c *canvas) free(col, row, level int) bool {
	for _, n := range [...][2]int{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
		if level+1 < len(c.limits) && c.cost(col+n[0], row+n[1]) > c.limits[level+1] || c.clip != nil && !c.clip.holds(col+n[0], row+n[1]) {
			return false
		}
	}
	return true
}

// cellOf is the cell of a place in units.
func (c *canvas) cellOf(p [2]int32) (col, row int) {
	return int(math.Floor(float64(p[0]) / float64(c.dx))), int(math.Floor(float64(p[1]) / float64(c.dy)))
}
