package main

import (
	"math"
)

// ground is a multipolygon as it was served, in steps: polygons of rings of places.
type ground struct {
	rings [][]step
	// shells marks the first ring of every polygon.
	shells []bool

	south, height int64
	west, east    int64
	north         int64
	strips        [][]side
}

type side struct{ a, b step }

// index sorts the sides into strips of latitude.
func (g *ground) index() {
	var all []side
	g.west, g.south, g.east, g.north = math.MaxInt64, math.MaxInt64, math.MinInt64, math.MinInt64
	for _, r := range g.rings {
		for k := 1; k < len(r); k++ {
			all = append(all, side{r[k-1], r[k]})
			g.west, g.east = min(g.west, r[k][0]), max(g.east, r[k][0])
			g.south, g.north = min(g.south, r[k][1]), max(g.north, r[k][1])
		}
	}
	if len(all) == 0 {
		return
	}
	n := int64(len(all)/4 + 1)
	g.height = (g.north-g.south)/n + 1
	g.strips = make([][]side, n)
	for _, s := range all {
		for k := g.strip(min(s.a[1], s.b[1])); k <= g.strip(max(s.a[1], s.b[1])); k++ {
			g.strips[k] = append(g.strips[k], s)
		}
	}
}

func (g *ground) strip(y int64) int {
	return int(min(int64(len(g.strips))-1, max(0, (y-g.south)/g.height)))
}

// contains is the even-odd rule in integers.
func (g *ground) contains(p step) bool {
	if len(g.strips) == 0 || p[0] < g.west || p[0] > g.east || p[1] < g.south || p[1] > g.north {
		return false
	}
	in := false
	for _, s := range g.strips[g.strip(p[1])] {
		if (s.a[1] > p[1]) == (s.b[1] > p[1]) {
			continue
		}
		a, b := s.a, s.b
		if a[1] > b[1] {
			a, b = b, a
		}
		// The place is west of the side when it lies to its left, going up.
		if (b[0]-a[0])*(p[1]-a[1])-(p[0]-a[0])*(b[1]-a[1]) > 0 {
			in = !in
		}
	}
	return in
}

// fromLineM is the distance in metres from a place to the line that is drawn, as far
// as it is no more than the tolerance.
func (g *ground) fromLineM(p step) float64 {
	const metresPerStep = 6371008.8 * math.Pi / 180 / stepsPerDegree // of latitude, on the mean sphere
	east := math.Cos(float64(p[1])/stepsPerDegree*math.Pi/180) * metresPerStep
	far := int64(math.Ceil(toleranceM / metresPerStep))
	best := math.Inf(1)
	if len(g.strips) == 0 {
		return best
	}
	for k := g.strip(p[1] - far); k <= g.strip(p[1]+far); k++ {
		for _, s := range g.strips[k] {
			ax, ay := float64(s.a[0]-p[0])*east, float64(s.a[1]-p[1])*metresPerStep
			dx, dy := float64(s.b[0]-s.a[0])*east, float64(s.b[1]-s.a[1])*metresPerStep
			t := 0.0
			if m := dx*dx + dy*dy; m > 0 {
				t = min(1, max(0, -(ax*dx+ay*dy)/m))
			}
			best = min(best, math.Hypot(ax+t*dx, ay+t*dy))
		}
	}
	return best
}

// area is twice the area of a ring in square steps: positive for one that turns left.
func area(r []step) int64 {
	sum := int64(0)
	for i := 1; i < len(r); i++ {
		sum += (r[i-1][0]-r[0][0])*(r[i][1]-r[0][1]) - (r[i][0]-r[0][0])*(r[i-1][1]-r[0][1])
	}
	return sum
}
