package demo

import (
	"math"

	"github.com/paulmach/orb"
)

// streets lays the lattice: along every side of the cells, and inside them as
// their use asks.
func (n *network) streets() {
	for cj := 0; cj <= n.t.ny; cj++ {
		for ci := 0; ci <= n.t.nx; ci++ {
			if ci < n.t.nx {
				n.side(ci, cj, false)
			}
			if cj < n.t.ny {
				n.side(ci, cj, true)
			}
		}
	}
	for cj := range n.t.ny {
		for ci := range n.t.nx {
			n.inside(ci, cj)
		}
	}
}

// side lays the way along one side of the cells, east or north of a corner, in
// steps as fine as the finer of the two cells beside it asks.
func (n *network) side(ci, cj int, upright bool) {
	di, dj, main, line := 1, 0, n.r.alongAt(ci, cj), cj
	one, two := [2]int{ci, cj - 1}, [2]int{ci, cj}
	if upright {
		di, dj, main, line = 0, 1, n.r.upAt(ci, cj), ci
		one = [2]int{ci - 1, cj}
	}
	u, v := n.c.at(one[0], one[1]), n.c.at(two[0], two[1])
	w := way{main: main, town: max(n.townAt(one), n.townAt(two)), upright: upright, line: int16(line)}
	switch {
	case main != rankNone:
		w.kind = kindMain
	case u.urban() || v.urban():
		w.kind = kindStreet
	case u == useHamlet || v == useHamlet:
		w.kind = kindHamlet
	}
	step := min(u.step(), v.step())
	for k := 0; k < 4; k += step {
		n.stretch(4*ci+k*di, 4*cj+k*dj, 4*ci+(k+step)*di, 4*cj+(k+step)*dj, w)
	}
}

func (n *network) townAt(c [2]int) int16 {
	if c[0] < 0 || c[1] < 0 || c[0] >= n.c.nx || c[1] >= n.c.ny {
		return -1
	}
	return n.c.town[n.c.index(c[0], c[1])]
}

// stretch lays a way between two points of the lattice, if the ground is free. A
// long one winds.
func (n *network) stretch(i0, j0, i1, j1 int, w way) {
	a, b := n.node(i0, j0), n.node(i1, j1)
	if a < 0 || b < 0 {
		return
	}
	p, q := n.nodes[a], n.nodes[b]
	var via []orb.Point
	if w.kind == kindLane || w.kind == kindMain && i1-i0+j1-j0 == 4 {
		via = n.wind(p, q, w.kind, i0, j0, i1)
	}
	path := append(append([]orb.Point{p}, via...), q)
	if n.t.clearPath(path...) || n.onAccess(w, p, q) {
		n.join(a, b, w, via...)
	}
}

// onAccess reports whether the way is the primary road through an access, clear
// of the lines themselves.
func (n *network) onAccess(w way, p, q orb.Point) bool {
	if w.main != rankPrimary || w.upright {
		return false
	}
	for _, l := range n.t.lines {
		if s := l.side(p); s == 0 || s != l.side(q) {
			return false
		}
	}
	return true
}

// wind gives the vertices of a winding way. Its ends leave at less than 20° from
// the straight line, and lattice points are moved so little that straight lines
// from one point are 44° apart or more: ways that start together do not cross.
func (n *network) wind(p, q orb.Point, k kind, keys ...int) []orb.Point {
	swing, twist := 11.0, 5.0
	if k == kindMain {
		swing, twist = 4, 0
	}
	i, j, h := keys[0], keys[1], keys[2]
	s := n.seed.span(-swing, swing, i, j, h, 2)
	t := n.seed.span(-twist, twist, i, j, h, 3)
	dx, dy := q[0]-p[0], q[1]-p[1]
	l := math.Hypot(dx, dy)
	via := make([]orb.Point, 0, 3)
	for f := 0.25; f < 0.9; f += 0.25 {
		off := s*math.Sin(math.Pi*f) + t*math.Sin(2*math.Pi*f)
		via = append(via, orb.Point{p[0] + f*dx - off*dy/l, p[1] + f*dy + off*dx/l})
	}
	return via
}

// inside lays the ways inside a cell.
func (n *network) inside(ci, cj int) {
	u := n.c.at(ci, cj)
	i, j := 4*ci, 4*cj
	w := way{kind: kindInner, town: n.townAt([2]int{ci, cj})}
	switch u {
	case useHamlet:
		w.kind = kindHamlet
		for k := 1; k < 4; k++ {
			for m := range 4 {
				n.stretch(i+m, j+k, i+m+1, j+k, w)
				n.stretch(i+k, j+m, i+k, j+m+1, w)
			}
		}
	case useQuarter, useCommercial, useGreen:
		draw := n.seed.of("inner").unit(ci, cj)
		switch {
		case u == useGreen:
			w.highway = "footway"
		case u == useCommercial && draw < 0.3:
			w.highway, w.bicycle = "pedestrian", "yes"
		case draw < 0.45:
			w.highway = "living_street"
		case draw < 0.8:
			w.highway = "residential"
		default:
			w.highway = "service"
		}
		n.cross(i, j, w)
	case useIndustrial:
		w.highway = "service"
		n.stretch(i+2, j, i+2, j+2, w)
		n.stretch(i+2, j+2, i+2, j+4, w)
	case useEstate:
		n.estate(ci, cj, w)
	}
}

// cross lays two ways through the middle of a cell.
func (n *network) cross(i, j int, w way) {
	n.stretch(i, j+2, i+2, j+2, w)
	n.stretch(i+2, j+2, i+4, j+2, w)
	n.stretch(i+2, j, i+2, j+2, w)
	n.stretch(i+2, j+2, i+2, j+4, w)
}
