package demo

import (
	"math"

	"github.com/paulmach/orb"
)

// crossings takes main roads over the river, under or over the railway and over
// the motorway, and adds a few lesser crossings. Whatever is not crossed here is
// not crossed at all: lattice ways keep out of the strips.
func (n *network) crossings(seat *town) {
	draw := n.seed.of("crossings")
	for ci := 1; ci < n.t.nx; ci++ {
		x := corner(ci, 0)[0]
		if r := n.mainAcross(n.t.river, ci); r >= rankSecondary {
			n.carry(n.t.river, ci, way{kind: kindMain, main: r, bridge: true, level: 1})
		} else if ci == seat.ci-4 {
			n.carry(n.t.river, ci, way{kind: kindPath, highway: "cycleway", name: "澜水步行桥", foot: "yes", bridge: true, level: 1})
		}
		switch r := n.mainAcross(n.t.rail, ci); {
		case r >= rankSecondary:
			n.carry(n.t.rail, ci, way{kind: kindMain, main: r, tunnel: true, level: -1})
		case r == rankTertiary:
			n.carry(n.t.rail, ci, way{kind: kindMain, main: r})
		case draw.chance(0.16, ci, 0) && math.Abs(x-seat.seat[0]) > 600:
			n.carry(n.t.rail, ci, way{kind: kindPath, highway: "unclassified", town: -1})
		}
	}
	for cj := 1; cj < n.t.ny; cj++ {
		if y := corner(0, cj)[1]; n.onSpan(y) {
			continue
		}
		if r := n.mainAcross(n.t.motorway, cj); r != rankNone {
			n.carry(n.t.motorway, cj, way{kind: kindMain, main: r, bridge: true, level: 1})
		} else if draw.chance(0.3, cj, 1) {
			n.carry(n.t.motorway, cj, way{kind: kindPath, highway: "unclassified", tunnel: true, level: -1})
		}
	}
}

// onSpan reports whether the motorway stands on a bridge there, or nearly.
func (n *network) onSpan(y float64) bool {
	for _, span := range n.t.spans() {
		if span[0]-80 < y && y < span[1]+80 {
			return true
		}
	}
	return false
}

// mainAcross is the rank of the main road that would cross a line at a row or
// column of corners.
func (n *network) mainAcross(l *line, at int) rank {
	// The side of the cells that the line cuts there.
	if l.upright {
		ci := int(math.Floor((l.at(corner(0, at)[1]) + marginM) / cellM))
		return n.r.alongAt(ci, at)
	}
	cj := int(math.Floor((l.at(corner(at, 0)[0]) + marginM) / cellM))
	return n.r.upAt(at, cj)
}

// carry takes a way across a line at a row or column of corners: from the first
// node on one side, over a landing on each bank, to the first node on the other.
// Nothing is built where another line is near.
func (n *network) carry(l *line, at int, w way) {
	low, high := n.firstBeyond(l, at, -1), n.firstBeyond(l, at, 1)
	if low < 0 || high < 0 {
		return
	}
	along := corner(at, at)[0]
	for _, other := range n.t.lines {
		if other == l {
			continue
		}
		s := other.side(n.nodes[low])
		for _, p := range []orb.Point{n.nodes[high], l.bankPoint(along, -1), l.bankPoint(along, 1)} {
			if other.side(p) != s || s == 0 {
				return
			}
		}
	}
	for _, b := range n.t.closed {
		if w.main != rankPrimary && b.Contains(l.bankPoint(along, 1)) {
			return
		}
	}
	a, b := n.landing(l, at, -1), n.landing(l, at, 1)
	w.upright, w.line, w.town = !l.upright, int16(at), -1
	land := w
	land.bridge, land.tunnel, land.level = false, false, 0
	n.join(low, a, land)
	n.join(a, b, w)
	n.join(b, high, land)
}

// firstBeyond is the first node beyond a line on a row or column of corners, on
// the side given, -1 when there is none within 600 m.
func (n *network) firstBeyond(l *line, at, side int) int32 {
	axis := corner(at, at)[0]
	from := (l.at(axis) + marginM) / fineM
	for k := range 12 {
		var i, j int
		if side > 0 {
			j = int(math.Ceil(from)) + k
		} else {
			j = int(math.Floor(from)) - k
		}
		i = 4 * at
		if l.upright {
			i, j = j, i
		}
		v := n.at(i, j)
		if v >= 0 && l.side(n.nodes[v]) == int8(side) {
			return v
		}
	}
	return -1
}

// landing is the node on a bank at a row or column of corners.
func (n *network) landing(l *line, at, side int) int32 {
	key := bankKey{l, at, side}
	if v, ok := n.banks[key]; ok {
		return v
	}
	v := n.add(l.bankPoint(corner(at, at)[0], side))
	n.banks[key] = v
	return v
}

// riverside lays a path along a bank of the river between two columns of corners,
// tied to the lattice at every second one.
func (n *network) riverside(from, to, side int, name string) {
	l := n.t.river
	w := way{kind: kindPath, highway: "cycleway", name: name, foot: "yes", surface: "asphalt", town: -1}
	off := func(a float64) float64 { return float64(side) * (l.halfAt(a) + l.bank) }
	var last int32 = -1
	for ci := from; ci <= to; ci++ {
		key := bankKey{l, ci, side}
		_, bridged := n.banks[key]
		v := n.landing(l, ci, side)
		if last >= 0 {
			ps := l.trace(corner(ci-1, 0)[0], corner(ci, 0)[0], off)
			n.join(last, v, w, ps[1:len(ps)-1]...)
		}
		if up := n.firstBeyond(l, ci, side); up >= 0 && !bridged && ci%2 == 0 {
			s, _ := n.t.sideOf(n.nodes[up])
			q, _ := n.t.sideOf(n.nodes[v])
			if s[1] == q[1] && s[2] == q[2] && s[2] != 0 {
				n.join(v, up, way{kind: kindPath, highway: "footway", surface: "paving_stones", town: -1})
			}
		}
		last = v
	}
}
