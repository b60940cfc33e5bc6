package builtup

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// raster is squares of a plane, each on or off by its centre. Square (0, 0) is the
// south-west one; its centre is at min + cell/2.
type raster struct {
	min    orb.Point
	cell   float64
	nx, ny int
	on     []bool
}

// newRaster covers the box with squares whose corners are multiples of cell.
func newRaster(b orb.Bound, cell float64) *raster {
	x0, y0 := math.Floor(b.Min[0]/cell), math.Floor(b.Min[1]/cell)
	nx, ny := int(math.Ceil(b.Max[0]/cell)-x0), int(math.Ceil(b.Max[1]/cell)-y0)
	nx, ny = max(nx, 1), max(ny, 1)
	return &raster{min: orb.Point{x0 * cell, y0 * cell}, cell: cell, nx: nx, ny: ny, on: make([]bool, nx*ny)}
}

// firstAt is the number of the first column (or row) whose centre is at or beyond v.
func firstAt(v, origin, cell float64) float64 { return math.Ceil((v-origin)/cell - 0.5) }

// turnOn turns on the squares of row y whose centres lie in [x0, x1].
func (r *raster) turnOn(y int, x0, x1 float64) {
	from := max(0, firstAt(x0, r.min[0], r.cell))
	to := min(float64(r.nx-1), math.Floor((x1-r.min[0])/r.cell-0.5))
	for i := from; i <= to; i++ {
		r.on[y*r.nx+int(i)] = true
	}
}

// rows returns the numbers of the rows whose centres lie in [y0, y1]: from..to-1.
func (r *raster) rows(y0, y1 float64) (from, to int) {
	f := max(0, firstAt(y0, r.min[1], r.cell))
	t := min(float64(r.ny), math.Floor((y1-r.min[1])/r.cell-0.5)+1)
	if !(f < t) {
		return 0, 0
	}
	return int(f), int(t)
}

func (r *raster) rowCentre(y int) float64 { return r.min[1] + (float64(y)+0.5)*r.cell }

// fill turns on the squares whose centres lie in the polygon: where its rings
// enclose them an odd number of times.
func (r *raster) fill(p orb.Polygon) {
	if len(p) == 0 || len(p[0]) == 0 {
		return
	}
	b := p[0].Bound()
	from, to := r.rows(b.Min[1], b.Max[1])
	if from >= to {
		return
	}
	crossings := make([][]float64, to-from)
	for _, ring := range p {
		for i, u := range ring {
			v := ring[(i+1)%len(ring)]
			if u[1] > v[1] {
				u, v = v, u
			}
			// Half-open, so that a corner on a row's line is met once or twice, as it should.
			f, t := r.rows(u[1], v[1])
			for y := max(f, from); y < min(t, to); y++ {
				if c := r.rowCentre(y); c < v[1] {
					crossings[y-from] = append(crossings[y-from], u[0]+(c-u[1])/(v[1]-u[1])*(v[0]-u[0]))
				}
			}
		}
	}
	for i, xs := range crossings {
		slices.Sort(xs)
		for k := 0; k+1 < len(xs); k += 2 {
			r.turnOn(from+i, xs[k], xs[k+1])
		}
	}
}

// fillGrown turns on the squares whose centres lie within metres of the polygon.
func (r *raster) fillGrown(p orb.Polygon, metres float64) {
	r.fill(p)
	for _, ring := range p {
		for i, a := range ring {
			r.fillAround(a, ring[(i+1)%len(ring)], metres)
		}
	}
}

// fillAround turns on the squares whose centres lie within metres of the stretch
// from a to b. That ground is convex, so each row has one interval of it: the hull
// of the intervals of the two discs and of the rectangle between them.
func (r *raster) fillAround(a, b orb.Point, metres float64) {
	from, to := r.rows(min(a[1], b[1])-metres, max(a[1], b[1])+metres)
	dx, dy := b[0]-a[0], b[1]-a[1]
	length := math.Hypot(dx, dy)
	var corners [4]orb.Point
	if length > 0 {
		nx, ny := -dy/length*metres, dx/length*metres
		corners = [4]orb.Point{{a[0] + nx, a[1] + ny}, {b[0] + nx, b[1] + ny}, {b[0] - nx, b[1] - ny}, {a[0] - nx, a[1] - ny}}
	}
	for y := from; y < to; y++ {
		c := r.rowCentre(y)
		x0, x1 := math.Inf(1), math.Inf(-1)
		for _, o := range [2]orb.Point{a, b} {
			if h := metres*metres - (c-o[1])*(c-o[1]); h >= 0 {
				w := math.Sqrt(h)
				x0, x1 = min(x0, o[0]-w), max(x1, o[0]+w)
			}
		}
		for i := 0; length > 0 && i < 4; i++ {
			u, v := corners[i], corners[(i+1)%4]
			if (u[1] <= c) != (v[1] <= c) {
				x := u[0] + (c-u[1])/(v[1]-u[1])*(v[0]-u[0])
				x0, x1 = min(x0, x), max(x1, x)
			}
		}
		if x0 <= x1 {
			r.turnOn(y, x0, x1)
		}
	}
}
