package homes

import (
	"math"

	"github.com/paulmach/orb"
)

// pointGrid finds the points in a box. It keeps their numbers by square of an even
// grid over all of them, some four to a square if they lie evenly.
type pointGrid struct {
	points     []orb.Point
	bound      orb.Bound
	cols, rows int
	perX, perY float64
	start      []int32
	inSquare   []int32
}

func newPointGrid(points []orb.Point) *pointGrid {
	g := &pointGrid{points: points, cols: 1, rows: 1}
	if len(points) == 0 {
		return g
	}
	g.bound = orb.MultiPoint(points).Bound()
	w, h := g.bound.Max[0]-g.bound.Min[0], g.bound.Max[1]-g.bound.Min[1]
	side := math.Sqrt(float64(len(points)) / 4)
	if w > 0 && h > 0 {
		aspect := math.Sqrt(w / h)
		g.cols = int(min(max(side*aspect, 1), 1<<14))
		g.rows = int(min(max(side/aspect, 1), 1<<14))
	}
	if w > 0 {
		g.perX = float64(g.cols) / w
	}
	if h > 0 {
		g.perY = float64(g.rows) / h
	}
	g.start = make([]int32, g.cols*g.rows+1)
	for _, p := range points {
		g.start[g.square(p)+1]++
	}
	for i := range g.cols * g.rows {
		g.start[i+1] += g.start[i]
	}
	next := append([]int32(nil), g.start...)
	g.inSquare = make([]int32, len(points))
	for i, p := range points {
		s := g.square(p)
		g.inSquare[next[s]] = int32(i)
		next[s]++
	}
	return g
}

func (g *pointGrid) col(x float64) int {
	return int(max(0, min((x-g.bound.Min[0])*g.perX, float64(g.cols-1))))
}

func (g *pointGrid) row(y float64) int {
	return int(max(0, min((y-g.bound.Min[1])*g.perY, float64(g.rows-1))))
}

func (g *pointGrid) square(p orb.Point) int { return g.row(p[1])*g.cols + g.col(p[0]) }

// in calls found with the number of every point in the box, borders included, in
// no particular order.
func (g *pointGrid) in(b orb.Bound, found func(i int)) {
	if len(g.points) == 0 || !g.bound.Intersects(b) {
		return
	}
	c0, c1 := g.col(b.Min[0]), g.col(b.Max[0])
	for r := g.row(b.Min[1]); r <= g.row(b.Max[1]); r++ {
		for _, i := range g.inSquare[g.start[r*g.cols+c0]:g.start[r*g.cols+c1+1]] {
			if b.Contains(g.points[i]) {
				found(int(i))
			}
		}
	}
}

// within returns a box that holds everything within m metres of p. A degree of
// latitude is at least 110.57 km on the ellipsoid, so the box is never too small.
func within(p orb.Point, m float64) orb.Bound {
	const metresPerDegree = 110_000.0
	dy := m / metresPerDegree
	dx := dy / max(math.Cos(min(89, math.Abs(p[1])+dy)*math.Pi/180), 1e-3)
	return orb.Bound{Min: orb.Point{p[0] - dx, p[1] - dy}, Max: orb.Point{p[0] + dx, p[1] + dy}}
}
