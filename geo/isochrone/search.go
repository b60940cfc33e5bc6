package isochrone

import (
	"math"

	"github.com/paulmach/orb"
)

// near is a street that may serve a disc of ground.
type near struct {
	street int32
	// from and to are its segments in search.segments: those that are nearest to some
	// point of the disc.
	from, to int32
	// low bounds the cost on those segments, least that of any point of the disc by
	// this street. middle is about the cost of the centre.
	low, least, middle float64
	done               bool
}

// search finds the streets that may serve a disc of ground: branch and bound over
// the cells of the index.
type search struct {
	x *index
	a *arrivals
	// stamp[s] is turn when street s has been looked at for this disc.
	stamp []uint32
	turn  uint32
	// past[s] is round when street s has turned out too far in this walk over cells.
	past  []uint32
	round uint32

	centre orb.Point
	radius float64
	// most bounds the cost of every point of the disc from above. All streets that may
	// serve it within seen have been looked at.
	most, seen float64
	found      []near
	segments   []uint32 // places in lines.Segments
	dist2      []float64
	stack      []uint64
}

// tiny is more than coordinates are rounded by, in metres, and rounding more than
// costs are, in units.
const (
	tiny     = 0.01
	rounding = 64
)

func newSearch(x *index) *search {
	return &search{x: x, stamp: make([]uint32, x.len()), past: make([]uint32, x.len())}
}

// begin starts the search for another disc.
func (s *search) begin(a *arrivals, centre orb.Point, radius float64) {
	s.a, s.centre, s.radius, s.most, s.seen = a, centre, radius, math.Inf(1), -1
	s.found, s.segments, s.stack = s.found[:0], s.segments[:0], s.stack[:0]
	s.turn = next(s.turn, s.stamp)
}

// next is the number after a turn; when numbers come round, all stamps are wiped.
func next(turn uint32, stamps []uint32) uint32 {
	if turn++; turn == 0 {
		clear(stamps)
		turn = 1
	}
	return turn
}

// reaches reports whether a street may serve a point of the disc at no more than the
// bound. It may say yes where none does.
func (s *search) reaches(bound float64) bool {
	s.tops(bound)
	for len(s.stack) > 0 {
		v, c, r := s.pop()
		if v == 0 {
			s.stack = s.stack[:0]
			return true
		}
		s.below(v, c, r, bound)
	}
	return false
}

// within looks at every street that may serve a point of the disc at no more than
// the bound.
func (s *search) within(bound float64) {
	if bound <= s.seen {
		return
	}
	s.seen = bound
	s.round = next(s.round, s.past)
	s.tops(bound)
	for len(s.stack) > 0 {
		v, c, r := s.pop()
		if v == 0 {
			s.cell(r*s.x.cols[0]+c, bound)
		} else {
			s.below(v, c, r, bound)
		}
	}
}

// promises reports whether a street that has been looked at may serve the disc
// within a bound.
func (s *search) promises(bound float64) bool {
	for i := range s.found {
		if s.found[i].least <= bound {
			return true
		}
	}
	return false
}

// tops puts the widest cells that may serve the disc on the stack.
func (s *search) tops(bound float64) {
	const top = indexLevels - 1
	x := s.x
	reach := x.longM + s.radius
	wide := x.side * (1 << top)
	at := func(v float64, n int) int { return min(n-1, max(0, int(v/wide))) }
	px, py := s.centre[0]-x.origin[0], s.centre[1]-x.origin[1]
	for r := at(py-reach, x.rows[top]); r <= at(py+reach, x.rows[top]); r++ {
		for c := at(px-reach, x.cols[top]); c <= at(px+reach, x.cols[top]); c++ {
			if s.near(top, c, r, bound) {
				s.stack = append(s.stack, cellName(top, c, r))
			}
		}
	}
}

// below puts those of a cell's four parts on the stack that may serve the disc.
func (s *search) below(level, col, row int, bound float64) {
	x := s.x
	v := level - 1
	side, cols, rows := x.sides[v], x.cols[v], x.rows[v]
	low := s.a.cellLow[v]
	px, py := s.centre[0]-x.origin[0]-float64(2*col)*side, s.centre[1]-x.origin[1]-float64(2*row)*side
	var dx2 [2]float64
	for i := range dx2 {
		d := outside(px-float64(i)*side, side)
		dx2[i] = d * d
	}
	for j := range 2 {
		r := 2*row + j
		if r >= rows {
			break
		}
		d := outside(py-float64(j)*side, side)
		for i := range dx2 {
			c := 2*col + i
			if c >= cols {
				break
			}
			left := bound - float64(low[r*cols+c])
			if left < 0 {
				continue
			}
			if reach := s.reach(left); dx2[i]+d*d <= reach*reach {
				s.stack = append(s.stack, cellName(v, c, r))
			}
		}
	}
}

// reach is how far from the centre a street may be that has a cost left for the leg.
func (s *search) reach(left float64) float64 {
	left *= s.x.metresPerUnit
	if left > s.x.longM {
		left = s.x.longM
	}
	return left + s.radius
}

func (s *search) pop() (level, col, row int) {
	k := s.stack[len(s.stack)-1]
	s.stack = s.stack[:len(s.stack)-1]
	const mask = 1<<30 - 1
	return int(k >> 60), int(k >> 30 & mask), int(k & mask)
}

func cellName(level, col, row int) uint64 { return uint64(level)<<60 | uint64(col)<<30 | uint64(row) }

// near reports whether a street in a cell may serve the disc within the bound.
func (s *search) near(level, col, row int, bound float64) bool {
	x := s.x
	left := bound - float64(s.a.cellLow[level][row*x.cols[level]+col])
	if left < 0 {
		return false
	}
	side := x.sides[level]
	dx := outside(s.centre[0]-x.origin[0]-float64(col)*side, side)
	dy := outside(s.centre[1]-x.origin[1]-float64(row)*side, side)
	reach := s.reach(left)
	return dx*dx+dy*dy <= reach*reach
}

// outside is how far a value is outside of 0 to side. (The built-in max also minds
// what is not a number, and takes several times as long.)
func outside(v, side float64) float64 {
	switch {
	case v < 0:
		return -v
	case v > side:
		return v - side
	}
	return 0
}

// nearby looks at the streets next to the disc, or, where there are none, farther
// away until some are found.
func (s *search) nearby() {
	for half := 0.0; len(s.found) == 0 && half <= s.x.longM+s.radius+s.x.side; half += s.x.side {
		s.around(half)
	}
}

// around looks at the streets in the cells that a square about the centre touches.
func (s *search) around(half float64) {
	x := s.x
	s.round = next(s.round, s.past)
	x0, x1 := x.column(s.centre[0]-half), x.column(s.centre[0]+half)
	for r, last := x.row(s.centre[1]-half), x.row(s.centre[1]+half); r <= last; r++ {
		for c := x0; c <= x1; c++ {
			if s.a.cellLow[0][r*x.cols[0]+c] != infinite {
				s.cell(r*x.cols[0]+c, math.MaxFloat32)
			}
		}
	}
}

// cell looks at the streets of a cell that may serve anything within the bound.
func (s *search) cell(cell int, bound float64) {
	for _, street := range s.x.streetsOf[s.x.streetStart[cell]:s.x.streetStart[cell+1]] {
		if s.stamp[street] == s.turn || s.past[street] == s.round {
			continue
		}
		if s.may(street, bound) {
			s.stamp[street] = s.turn
			s.look(street)
		} else {
			s.past[street] = s.round
		}
	}
}

// may tells whether a street may serve the disc within a bound, by its box.
func (s *search) may(street int32, bound float64) bool {
	left := bound - float64(s.a.low[street])
	if left < 0 {
		return false
	}
	b := &s.x.boxes[street]
	dx := outside(s.centre[0]-float64(b[0]), float64(b[2]-b[0]))
	dy := outside(s.centre[1]-float64(b[1]), float64(b[3]-b[1]))
	reach := s.reach(left)
	return dx*dx+dy*dy <= reach*reach
}

// look bounds what a street can do for the disc. The point of the street nearest to
// a point of the disc is no farther from the centre than the nearest point of all
// plus the disc's diameter.
func (s *search) look(street int32) {
	from := s.x.start[street]
	s.dist2 = s.dist2[:0]
	nearest := math.Inf(1)
	cx, cy := s.centre[0], s.centre[1]
	segs := s.x.of(street)
	for i := range segs {
		a, b := &segs[i].a, &segs[i].b
		vx, vy := b[0]-a[0], b[1]-a[1]
		px, py := cx-a[0], cy-a[1]
		if t := px*vx + py*vy; t > 0 {
			if l2 := vx*vx + vy*vy; t < l2 {
				t /= l2
				px, py = px-t*vx, py-t*vy
			} else {
				px, py = cx-b[0], cy-b[1]
			}
		}
		d2 := px*px + py*py
		if d2 < nearest {
			nearest = d2
		}
		s.dist2 = append(s.dist2, d2)
	}
	d := math.Sqrt(nearest)
	if d-s.radius > s.x.longM {
		return
	}
	f := near{street: street, from: int32(len(s.segments)), middle: math.Inf(1)}
	far := d + 2*s.radius + tiny
	far2, even := far*far, nearest+sameM2*(1+nearest)
	low, high, least := infinite, float32(0), math.Inf(1)
	for i, d2 := range s.dist2 {
		if d2 > far2 {
			continue
		}
		k := from + uint32(i)
		at := &s.a.at[k]
		if at.low < low {
			low = at.low
		}
		if at.high > high {
			high = at.high
		}
		if c := at.middle(); d2 <= even && c < f.middle {
			f.middle = c
		}
		leg := 0.0
		if m := math.Sqrt(d2) - s.radius; m > 0 {
			leg = m * s.x.legPerM
		}
		if c := float64(at.low) + leg; c < least {
			least = c
		}
		s.segments = append(s.segments, k)
	}
	if low == infinite {
		s.segments = s.segments[:f.from]
		return
	}
	f.to = int32(len(s.segments))
	f.low, f.least, f.middle = float64(low), least-rounding, f.middle+d*s.x.legPerM
	if most := float64(high) + (d+s.radius)*s.x.legPerM + rounding; most < s.most && d+s.radius <= s.x.shortM && s.x.free(s.centre, far) {
		s.most = most
	}
	s.found = append(s.found, f)
}
