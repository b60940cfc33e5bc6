package demo

import (
	"github.com/paulmach/orb"
)

// wallInM is how far inside the streets round it the wall of an estate stands.
const wallInM = 12.0

// wall is what stands round an estate: an open line from gate to gate.
type wall struct{ lines [][]orb.Point }

// The gates of estates, as a road's ends write what stands there: a main gate
// without access tags, which is open on foot, and a side gate for walkers.
const (
	mainGate = "gate"
	sideGate = "gate;bicycle=yes;foot=yes;motor_vehicle=no"
)

// estate lays a gated estate: a ring of private streets behind a wall, a main
// gate on one side and, for most, a gate for walkers on the opposite one.
func (n *network) estate(ci, cj int, w way) {
	i, j := 4*ci, 4*cj
	w.kind, w.highway, w.access = kindEstate, "service", "private"
	ring := [8][2]int{{1, 1}, {2, 1}, {3, 1}, {3, 2}, {3, 3}, {2, 3}, {1, 3}, {1, 2}}
	for k, p := range ring {
		q := ring[(k+1)%len(ring)]
		n.stretch(i+p[0], j+p[1], i+q[0], j+q[1], w)
	}
	draw := n.seed.of("gates")
	first := draw.below(4, ci, cj, 0)
	gates := map[int]bool{first: true}
	n.gate(ci, cj, first, w, mainGate)
	if draw.chance(0.7, ci, cj, 1) {
		other := (first + 2) % 4
		gates[other] = true
		side := w
		side.highway = "footway"
		n.gate(ci, cj, other, side, sideGate)
	}
	n.walls = append(n.walls, wallAround(corner(ci, cj), gates))
}

// gate opens an estate on a side (0 south, 1 east, 2 north, 3 west): a stretch of
// public way from the street to the gate, a private one from there on.
func (n *network) gate(ci, cj, side int, w way, what string) {
	street := [4][2]int{{2, 0}, {4, 2}, {2, 4}, {0, 2}}[side]
	inner := [4][2]int{{2, 1}, {3, 2}, {2, 3}, {1, 2}}[side]
	a := n.node(4*ci+street[0], 4*cj+street[1])
	b := n.node(4*ci+inner[0], 4*cj+inner[1])
	if a < 0 || b < 0 {
		return
	}
	in := [4]orb.Point{{0, wallInM}, {-wallInM, 0}, {0, -wallInM}, {wallInM, 0}}[side]
	p := fine(4*ci+street[0], 4*cj+street[1])
	g := n.add(orb.Point{p[0] + in[0], p[1] + in[1]})
	outside := w
	outside.access = ""
	outside.gateB = what
	n.join(a, g, outside)
	w.gateA = what
	n.join(g, b, w)
}

// wallAround draws the wall of the estate whose cell starts at o, with openings of
// eight metres at its gates.
func wallAround(o orb.Point, gates map[int]bool) wall {
	const lo, hi, mid, open = wallInM, cellM - wallInM, cellM / 2, 4.0
	corners := [4]orb.Point{{lo, lo}, {hi, lo}, {hi, hi}, {lo, hi}}
	var out wall
	var run []orb.Point
	put := func(p orb.Point) { run = append(run, orb.Point{o[0] + p[0], o[1] + p[1]}) }
	for side := range 4 {
		a, b := corners[side], corners[(side+1)%4]
		put(a)
		if !gates[side] {
			continue
		}
		dx, dy := (b[0]-a[0])/(hi-lo), (b[1]-a[1])/(hi-lo)
		half := mid - lo
		put(orb.Point{a[0] + dx*(half-open), a[1] + dy*(half-open)})
		out.lines = append(out.lines, run)
		run = nil
		put(orb.Point{a[0] + dx*(half+open), a[1] + dy*(half+open)})
	}
	put(corners[0])
	// The run that ends where the first began is one wall with it.
	if len(out.lines) > 0 {
		out.lines[0] = append(run[:len(run)-1:len(run)-1], out.lines[0]...)
	} else {
		out.lines = append(out.lines, run)
	}
	return out
}
