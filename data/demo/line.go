package demo

import (
	"math"

	"github.com/paulmach/orb"
)

// wave is a swing of a line about its base.
type wave struct{ amplitude, length, phase float64 }

// line is a river, a railway or a motorway on the plan: a curve that runs from
// edge to edge, given by its offset at each place along its axis, with a strip of
// ground that no local road enters except to cross.
type line struct {
	// upright lines run from south to north, the others from west to east.
	upright bool
	base    float64
	waves   []wave
	// half is half the width of what lies there; a bump widens it round a place
	// along the axis (a river with an island).
	half       float64
	bump       float64
	bumpAt     float64
	bumpSpread float64
	// bank is the distance from its edge at which crossings land and paths run;
	// clear the distance within which no local road comes. clear - bank is more
	// than any road swings between its vertices.
	bank, clear float64
}

// at is the offset of the centre line at place a of the axis.
func (l *line) at(a float64) float64 {
	v := l.base
	for _, w := range l.waves {
		v += w.amplitude * math.Sin(2*math.Pi*a/w.length+w.phase)
	}
	return v
}

// halfAt is half the width at place a.
func (l *line) halfAt(a float64) float64 {
	if l.bump == 0 {
		return l.half
	}
	d := (a - l.bumpAt) / l.bumpSpread
	return l.half + l.bump*math.Exp(-d*d)
}

// place splits a point into its place along the axis and its offset across it.
func (l *line) place(p orb.Point) (along, across float64) {
	if l.upright {
		return p[1], p[0]
	}
	return p[0], p[1]
}

// point is the point at place a of the axis, off metres across from the centre
// line (to the north, or to the east of an upright one).
func (l *line) point(a, off float64) orb.Point {
	if l.upright {
		return orb.Point{l.at(a) + off, a}
	}
	return orb.Point{a, l.at(a) + off}
}

// side is -1 or 1 by the side on which p lies, and 0 within the strip.
func (l *line) side(p orb.Point) int8 {
	a, v := l.place(p)
	d := v - l.at(a)
	switch need := l.halfAt(a) + l.clear; {
	case d >= need:
		return 1
	case d <= -need:
		return -1
	}
	return 0
}

// bankPoint is the point of a bank: side is -1 or 1.
func (l *line) bankPoint(a float64, side int) orb.Point {
	return l.point(a, float64(side)*(l.halfAt(a)+l.bank))
}

// trace lists points every 50 m or less from place a to place b, both included,
// off(a) metres across.
func (l *line) trace(a, b float64, off func(float64) float64) []orb.Point {
	n := max(1, int(math.Ceil(math.Abs(b-a)/50)))
	ps := make([]orb.Point, 0, n+1)
	for k := range n + 1 {
		at := a + (b-a)*float64(k)/float64(n)
		ps = append(ps, l.point(at, off(at)))
	}
	return ps
}
