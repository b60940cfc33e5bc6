package network

import (
	"math"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// Ground is what a straight leg meets on its way: the lines that nobody steps
// across, and the built-up areas in which legs are shorter. It is the same for
// every mode, immutable and safe for concurrent use.
type Ground struct {
	proj  *crs.LocalTM
	lines []orb.Point // pairs
	cells *cellIndex
	areas []area
}

// barrierCellM is the side of the cells of the barrier index: a leg passes few, and
// few pieces of barrier stand in each.
const barrierCellM = 60

// legEndM is left off both ends of a leg before it is tried against barriers: a
// path that runs on the bank of a river is reached from the land.
const legEndM = 0.01

// NewGround indexes the barriers, the motorways among the topology's roads (those
// in a tunnel stop nobody) and the built-up areas, all in degrees.
func NewGround(t *Topology, barriers []geo.Barrier, builtUp []orb.MultiPolygon) *Ground {
	g := &Ground{proj: t.Projection()}
	addLine := func(line []orb.Point) {
		for k := 1; k < len(line); k++ {
			g.lines = append(g.lines, g.proj.ToPlane(line[k-1]), g.proj.ToPlane(line[k]))
		}
	}
	for i := range barriers {
		eachLine(barriers[i].Geometry, addLine)
	}
	for e := range int32(len(t.from)) {
		if r := t.Road(e); !t.Removed(e) && strings.HasPrefix(r.Highway, "motorway") && !r.Tunnel {
			addLine(r.Geometry)
		}
	}
	g.cells = newCellIndex(barrierCellM, func(add func(id int32, a, b orb.Point)) {
		for i := 0; i < len(g.lines); i += 2 {
			add(int32(i), g.lines[i], g.lines[i+1])
		}
	})
	for _, mp := range builtUp {
		g.areas = append(g.areas, newArea(g.proj, mp))
	}
	return g
}

func eachLine(g orb.Geometry, f func(line []orb.Point)) {
	switch g := g.(type) {
	case orb.LineString:
		f(g)
	case orb.MultiLineString:
		for _, l := range g {
			f(l)
		}
	case orb.Ring:
		f(g)
	case orb.Polygon:
		for _, r := range g {
			f(r)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			for _, r := range p {
				f(r)
			}
		}
	case orb.Collection:
		for _, m := range g {
			eachLine(m, f)
		}
	}
}

// crossed reports whether the leg from p to q, in plane metres, crosses a barrier.
func (g *Ground) crossed(p, q orb.Point) bool {
	if g == nil || len(g.lines) == 0 {
		return false
	}
	d := math.Hypot(q[0]-p[0], q[1]-p[1])
	if d <= 2*legEndM {
		return false
	}
	f := legEndM / d
	a := orb.Point{p[0] + f*(q[0]-p[0]), p[1] + f*(q[1]-p[1])}
	b := orb.Point{q[0] - f*(q[0]-p[0]), q[1] - f*(q[1]-p[1])}
	hit := false
	g.cells.along(a, b, func(ids []int32) bool {
		for _, i := range ids {
			if meet(a, b, g.lines[i], g.lines[i+1]) {
				hit = true
				break
			}
		}
		return hit
	})
	return hit
}

// fenced reports whether a barrier may stand in the box, in plane metres: where none
// does, no leg in it needs to be tried.
func (g *Ground) fenced(box orb.Bound) bool {
	if g == nil || len(g.lines) == 0 {
		return false
	}
	found := false
	g.cells.within(box, func([]int32) { found = true })
	return found
}

// meet reports whether the closed segments a-b and c-d have a point in common.
func meet(a, b, c, d orb.Point) bool {
	if max(a[0], b[0]) < min(c[0], d[0]) || max(c[0], d[0]) < min(a[0], b[0]) ||
		max(a[1], b[1]) < min(c[1], d[1]) || max(c[1], d[1]) < min(a[1], b[1]) {
		return false
	}
	return turn(a, b, c)*turn(a, b, d) <= 0 && turn(c, d, a)*turn(c, d, b) <= 0
}

// turn is 1, 0 or -1 as a, b, c turn left, go straight or turn right.
func turn(a, b, c orb.Point) int {
	switch v := (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0]); {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

// BuiltUp reports whether a point, in degrees, lies in a built-up area.
func (g *Ground) BuiltUp(p orb.Point) bool { return g.builtUp(g.proj.ToPlane(p)) }

func (g *Ground) builtUp(p orb.Point) bool {
	if g == nil {
		return false
	}
	for i := range g.areas {
		if g.areas[i].contains(p) {
			return true
		}
	}
	return false
}

// area is a multipolygon that is asked about many points: its edges by strips of
// y, so that a point is tried against few of them.
type area struct {
	bound  orb.Bound
	height float64
	strips [][]orb.Point // pairs
}

func newArea(proj *crs.LocalTM, mp orb.MultiPolygon) area {
	a := area{bound: orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}}
	var pairs []orb.Point
	eachLine(mp, func(line []orb.Point) {
		for k := 1; k < len(line); k++ {
			p, q := proj.ToPlane(line[k-1]), proj.ToPlane(line[k])
			a.bound = a.bound.Extend(p).Extend(q)
			pairs = append(pairs, p, q)
		}
	})
	if len(pairs) == 0 {
		return a
	}
	n := max(1, len(pairs)/8)
	a.strips = make([][]orb.Point, n)
	a.height = max(1e-9, (a.bound.Max[1]-a.bound.Min[1])/float64(n))
	for i := 0; i < len(pairs); i += 2 {
		p, q := pairs[i], pairs[i+1]
		for s := a.strip(min(p[1], q[1])); s <= a.strip(max(p[1], q[1])); s++ {
			a.strips[s] = append(a.strips[s], p, q)
		}
	}
	return a
}

func (a *area) strip(y float64) int {
	return min(len(a.strips)-1, max(0, int((y-a.bound.Min[1])/a.height)))
}

// contains is the even-odd rule over the edges of the point's strip.
func (a *area) contains(p orb.Point) bool {
	if len(a.strips) == 0 || !a.bound.Contains(p) {
		return false
	}
	in := false
	e := a.strips[a.strip(p[1])]
	for i := 0; i < len(e); i += 2 {
		u, v := e[i], e[i+1]
		if (u[1] > p[1]) != (v[1] > p[1]) && p[0] < (v[0]-u[0])*(p[1]-u[1])/(v[1]-u[1])+u[0] {
			in = !in
		}
	}
	return in
}
