package demo

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// Everything is first drawn on a plan: a plane in metres with its origin at the
// south-west corner of the county's box, where streets run along a lattice. One
// smooth map then bends the whole plan, so that nothing looks ruled and what
// did not cross on the plan does not cross on the ground.
const (
	cellM   = 200.0  // the side of a cell, the ground of one land use
	fineM   = 50.0   // the lattice on which streets meet: four steps to a cell
	marginM = 1600.0 // how far roads go on beyond the county's box
	marginC = int(marginM / cellM)
)

// centre is where the middle of the plan comes to lie: open sea, some 150 km
// east of the coast of Zhejiang, so that no real place can be mistaken for it.
var centre = orb.Point{123.5, 29.5}

// terrain is the shape of the ground: its size, its bending, and the three lines
// that cut it (river, railway, motorway).
type terrain struct {
	w, h     float64 // the county's box
	nx, ny   int     // cells of the plan, margins included
	phases   [4]float64
	tm       *crs.LocalTM
	river    *line
	rail     *line
	motorway *line
	lines    []*line
	// closed are boxes round the motorway's accesses, kept free of local roads.
	closed []orb.Bound
}

// bend moves a point of the plan to where it lies on the ground. Each coordinate
// is shifted by waves of the other alone, and the product of their slopes stays
// under 0.12, so the map has no folds; a straight 200 m of the plan bends by less
// than 5 m.
func (t *terrain) bend(p orb.Point) orb.Point {
	wave := func(v, length, phase float64) float64 { return math.Sin(2*math.Pi*v/length + phase) }
	return orb.Point{
		p[0] + 220*wave(p[1], 7900, t.phases[0]) + 35*wave(p[1], 1310, t.phases[1]),
		p[1] + 220*wave(p[0], 8300, t.phases[2]) + 35*wave(p[0], 1190, t.phases[3]),
	}
}

// round7 rounds degrees to 1e-7, about a centimetre.
func round7(p orb.Point) orb.Point {
	return orb.Point{math.Round(p[0]*1e7) / 1e7, math.Round(p[1]*1e7) / 1e7}
}

// lay gives the longitude and latitude of a point of the plane after bending.
func (t *terrain) lay(xy orb.Point) orb.Point {
	return round7(t.tm.ToGeo(orb.Point{xy[0] - t.w/2, xy[1] - t.h/2}))
}

// ground gives the longitude and latitude of a point of the plan.
func (t *terrain) ground(p orb.Point) orb.Point { return t.lay(t.bend(p)) }

// groundLine does so for a line.
func (t *terrain) groundLine(ps []orb.Point) orb.LineString {
	out := make(orb.LineString, len(ps))
	for i, p := range ps {
		out[i] = t.ground(p)
	}
	return out
}

// groundRing closes and lays a counter-clockwise ring given by its corners.
func (t *terrain) groundRing(ps []orb.Point) orb.Ring {
	out := make(orb.Ring, 0, len(ps)+1)
	for _, p := range ps {
		out = append(out, t.ground(p))
	}
	return append(out, out[0])
}

// corner is the place on the plan of a corner of the cells.
func corner(ci, cj int) orb.Point {
	return orb.Point{float64(ci)*cellM - marginM, float64(cj)*cellM - marginM}
}

// fine is the place on the plan of a point of the street lattice.
func fine(i, j int) orb.Point {
	return orb.Point{float64(i)*fineM - marginM, float64(j)*fineM - marginM}
}

// sideOf tells on which side of all three lines a point lies, and whether it is
// free of their strips and of the closed boxes.
func (t *terrain) sideOf(p orb.Point) (sides [3]int8, free bool) {
	free = true
	for k, l := range t.lines {
		sides[k] = l.side(p)
		free = free && sides[k] != 0
	}
	for _, b := range t.closed {
		free = free && !b.Contains(p)
	}
	return sides, free
}

// clearPath reports whether a line of the plan touches none of the strips. The
// strips are wider than 50 m, and no stretch is longer than 50 m once divided.
func (t *terrain) clearPath(ps ...orb.Point) bool {
	var first [3]int8
	for k, p := range ps {
		sides, free := t.sideOf(p)
		if !free || k > 0 && sides != first {
			return false
		}
		first = sides
		if k == 0 {
			continue
		}
		q := ps[k-1]
		steps := int(math.Hypot(p[0]-q[0], p[1]-q[1])/25) + 1
		for s := 1; s < steps; s++ {
			f := float64(s) / float64(steps)
			sides, free := t.sideOf(orb.Point{q[0] + f*(p[0]-q[0]), q[1] + f*(p[1]-q[1])})
			if !free || sides != first {
				return false
			}
		}
	}
	return true
}
