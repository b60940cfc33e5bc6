package isochrone

import "github.com/paulmach/orb"

// tiny is more than coordinates are rounded by, in metres, and rounding more than
// costs are, in units.
const (
	tiny     = 0.01
	rounding = 64
)

// disc is a disc of ground in the plane.
type disc struct {
	centre orb.Point
	radius float64
	// longM bounds the longest leg of its places.
	longM float64
}

// reach is how far from the centre of a disc a street may be that has a cost left for
// the leg.
func (d *disc) reach(left, metresPerUnit float64) float64 {
	left *= metresPerUnit
	if left > d.longM {
		left = d.longM
	}
	return left + d.radius
}

// outside is how far a value is outside of 0 to side, as a number below 0. (The built-in
// max takes longer than min.)
func outside(v, side float64) float64 { return min(0, v, side-v) }

// gatherer finds the streets that may serve a disc of ground: branch and bound over
// the cells of the index.
type gatherer struct {
	x *index
	a *arrivals
	// stamp[s] is turn when street s has been found for this disc, or found to be too
	// far away.
	stamp []uint32
	turn  uint32
	stack []uint64
}

func newGatherer(x *index) *gatherer { return &gatherer{x: x, stamp: make([]uint32, x.len())} }

// begin forgets which streets have been found.
func (s *gatherer) begin() {
	if s.turn++; s.turn == 0 { // numbers come round: all stamps are wiped
		clear(s.stamp)
		s.turn = 1
	}
	s.stack = s.stack[:0]
}

// within appends every street that may serve a point of the disc at no more than the
// bound. It may add some that do not.
func (s *gatherer) within(dst []int32, d *disc, bound float64) []int32 {
	s.begin()
	s.tops(d, bound)
	for len(s.stack) > 0 {
		v, c, r := s.pop()
		if v == 0 {
			dst = s.cell(dst, r*s.x.cols[0]+c, d, bound)
		} else {
			s.below(v, c, r, d, bound)
		}
	}
	return dst
}

// cell appends the streets of a narrow cell that may serve the disc within the bound,
// by their boxes.
func (s *gatherer) cell(dst []int32, cell int, d *disc, bound float64) []int32 {
	for _, street := range s.x.streetsOf[s.x.streetStart[cell]:s.x.streetStart[cell+1]] {
		if s.stamp[street] == s.turn {
			continue
		}
		s.stamp[street] = s.turn
		left := bound - float64(s.a.low[street])
		if left < 0 {
			continue
		}
		b := &s.x.boxes[street]
		dx := outside(d.centre[0]-float64(b[0]), float64(b[2]-b[0]))
		dy := outside(d.centre[1]-float64(b[1]), float64(b[3]-b[1]))
		if reach := d.reach(left, s.x.metresPerUnit); dx*dx+dy*dy <= reach*reach {
			dst = append(dst, street)
		}
	}
	return dst
}

// tops puts the widest cells that may serve the disc on the stack.
func (s *gatherer) tops(d *disc, bound float64) {
	const top = indexLevels - 1
	x := s.x
	reach := d.longM + d.radius
	wide := x.sides[top]
	at := func(v float64, n int) int { return min(n-1, max(0, int(v/wide))) }
	px, py := d.centre[0]-x.origin[0], d.centre[1]-x.origin[1]
	for r := at(py-reach, x.rows[top]); r <= at(py+reach, x.rows[top]); r++ {
		for c := at(px-reach, x.cols[top]); c <= at(px+reach, x.cols[top]); c++ {
			s.push(top, c, r, d, bound)
		}
	}
}

// below puts those of a cell's four parts on the stack that may serve the disc.
func (s *gatherer) below(level, col, row int, d *disc, bound float64) {
	v := level - 1
	for r := 2 * row; r < min(2*row+2, s.x.rows[v]); r++ {
		for c := 2 * col; c < min(2*col+2, s.x.cols[v]); c++ {
			s.push(v, c, r, d, bound)
		}
	}
}

// push puts a cell on the stack if a street in it may serve the disc within the
// bound.
func (s *gatherer) push(level, col, row int, d *disc, bound float64) {
	x := s.x
	left := bound - float64(s.a.cellLow[level][row*x.cols[level]+col])
	if left < 0 {
		return
	}
	side := x.sides[level]
	dx := outside(d.centre[0]-x.origin[0]-float64(col)*side, side)
	dy := outside(d.centre[1]-x.origin[1]-float64(row)*side, side)
	if reach := d.reach(left, x.metresPerUnit); dx*dx+dy*dy <= reach*reach {
		s.stack = append(s.stack, uint64(level)<<60|uint64(col)<<30|uint64(row))
	}
}

func (s *gatherer) pop() (level, col, row int) {
	k := s.stack[len(s.stack)-1]
	s.stack = s.stack[:len(s.stack)-1]
	const mask = 1<<30 - 1
	return int(k >> 60), int(k >> 30 & mask), int(k & mask)
}
