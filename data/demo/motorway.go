package demo

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// An access of the motorway: how far from the primary road its ramps leave, and
// the box about it that local roads keep out of.
const (
	rampM      = 450.0
	accessHalf = 360.0 // east and west of the motorway
	roadwayM   = 15.0  // from the centre line to the middle of a carriageway
)

// closeAccesses keeps the ground of the motorway's accesses free: one where each
// row's primary road crosses it.
func (t *terrain) closeAccesses(towns []*town, r *routes) {
	done := make(map[int]bool)
	for _, tn := range towns {
		// The row's road may have turned before the motorway: take it as it crosses.
		for _, other := range towns {
			if other.row != tn.row {
				continue
			}
			cj := other.cj
			y := corner(0, cj)[1]
			x := t.motorway.at(y)
			ci := int(math.Floor((x + marginM) / cellM))
			if done[cj] || r.alongAt(ci, cj) != rankPrimary {
				continue
			}
			done[cj] = true
			t.closed = append(t.closed, orb.Bound{
				Min: orb.Point{x - accessHalf, y - rampM - 60},
				Max: orb.Point{x + accessHalf, y + rampM + 60},
			})
		}
	}
}

// spans are the stretches, from south to north, on which the motorway stands on a
// bridge: over the river and over the railway, from beyond their banks, so that
// paths pass beneath.
func (t *terrain) spans() [2][2]float64 {
	x := t.motorway.at(t.river.at(t.motorway.base))
	river, half := t.river.at(x), t.river.halfAt(x)+t.river.clear+25
	rail := t.rail.at(t.motorway.at(t.rail.at(t.motorway.base)))
	return [2][2]float64{{river - half, river + half}, {rail - 70, rail + 70}}
}

// motorway lays the two carriageways and the ramps. Traffic keeps to the right:
// north on the eastern carriageway, south on the western one.
func (n *network) motorway() {
	t := n.t
	bottom, top := -marginM, t.h+marginM
	spans := t.spans()
	breaks := []float64{bottom, spans[0][0], spans[0][1], spans[1][0], spans[1][1], top}
	for _, b := range t.closed {
		y := (b.Min[1] + b.Max[1]) / 2
		breaks = append(breaks, y-rampM, y+rampM)
	}
	breaks = spaced(breaks)
	name := "霁澜高速"
	nodes := [2]map[float64]int32{{}, {}}
	for side, off := range [2]float64{-roadwayM, roadwayM} {
		shift := func(float64) float64 { return off }
		for k, y := range breaks {
			nodes[side][y] = n.add(t.motorway.point(y, off))
			if k == 0 {
				continue
			}
			from := breaks[k-1]
			mid := (from + y) / 2
			w := way{kind: kindMotorway, highway: "motorway", name: name, town: -1, oneway: geo.Forward, speed: 100, surface: "asphalt"}
			for _, span := range spans {
				if span[0] < mid && mid < span[1] {
					w.bridge, w.level = true, 1
				}
			}
			ps := t.motorway.trace(from, y, shift)
			a, b := nodes[side][from], nodes[side][y]
			if off < 0 {
				// South-bound: drawn the way it is driven.
				a, b = b, a
				for i, j := 0, len(ps)-1; i < j; i, j = i+1, j-1 {
					ps[i], ps[j] = ps[j], ps[i]
				}
			}
			n.join(a, b, w, ps[1:len(ps)-1]...)
		}
	}
	for _, b := range t.closed {
		n.access(b, nodes)
	}
}

// spaced sorts breaks and fills in others, so that none are over 1 km apart.
func spaced(breaks []float64) []float64 {
	out := append([]float64(nil), breaks...)
	slices.Sort(out)
	full := out[:1:1]
	for _, y := range out[1:] {
		last := full[len(full)-1]
		if y-last < 1 {
			continue
		}
		parts := math.Ceil((y - last) / 1000)
		for k := 1.0; k < parts; k++ {
			full = append(full, last+(y-last)*k/parts)
		}
		full = append(full, y)
	}
	return full
}

// access lays the four ramps of an access: off and on, on either side.
func (n *network) access(b orb.Bound, nodes [2]map[float64]int32) {
	l := n.t.motorway
	y := (b.Min[1] + b.Max[1]) / 2
	cj := int(math.Round((y + marginM) / cellM))
	for k, side := range [2]int{-1, 1} {
		at := n.rampEnd(l, cj, side)
		if at < 0 {
			continue
		}
		n.accesses = append(n.accesses, at)
		end := n.nodes[at]
		south, north := nodes[k][y-rampM], nodes[k][y+rampM]
		bow := func(sign float64) []orb.Point {
			first := l.point(y+sign*0.62*rampM, float64(side)*(roadwayM+34))
			second := orb.Point{end[0] - float64(side)*0.30*math.Abs(end[0]-l.at(y)), y + sign*0.26*rampM}
			return []orb.Point{first, second}
		}
		w := way{kind: kindMotorway, highway: "motorway_link", town: -1, oneway: geo.Forward, speed: 40, surface: "asphalt"}
		off, on := south, north
		sign := -1.0
		if side < 0 {
			off, on, sign = north, south, 1
		}
		n.join(off, at, w, bow(sign)...)
		out := bow(-sign)
		n.join(at, on, w, out[1], out[0])
	}
}

// rampEnd is the node of the primary road where ramps end: the first at least
// 150 m from the motorway.
func (n *network) rampEnd(l *line, cj, side int) int32 {
	x := l.at(corner(0, cj)[1])
	ci := int(math.Floor((x + marginM) / cellM))
	for k := range 5 {
		v := n.at(4*(ci+side*k), 4*cj)
		if v >= 0 && float64(side)*(n.nodes[v][0]-x) >= 150 {
			return v
		}
	}
	return -1
}
