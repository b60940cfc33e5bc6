package crs

import (
	"fmt"
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// Sample is what is known of the numbers in a file before anybody knows what they
// mean: how many of its positions look like degrees and how many like metres, and
// between which values. The zero value is a file without positions.
type Sample struct {
	// Degrees counts positions that can be longitude and latitude, Swapped those
	// that can only be latitude and longitude, Metres those too big for degrees.
	Degrees, Swapped, Metres int

	degrees, metres orb.Bound
}

// leastMetres is the number above which a coordinate is no degree, mistyped or not.
const leastMetres = 1000

// Add takes one position as it stands in the file. One that is not finite, one
// between degrees and metres, and 0 0, which is how blanks are often written, say
// nothing.
func (s *Sample) Add(p orb.Point) {
	x, y := math.Abs(p[0]), math.Abs(p[1])
	switch {
	case math.IsNaN(x+y) || math.IsInf(x+y, 0) || p == (orb.Point{}):
	case x <= 180 && y <= 90:
		s.degrees = s.extend(s.degrees, s.Degrees+s.Swapped, p)
		s.Degrees++
	case x <= 90 && y <= 180:
		s.degrees = s.extend(s.degrees, s.Degrees+s.Swapped, p)
		s.Swapped++
	case x > leastMetres || y > leastMetres:
		s.metres = s.extend(s.metres, s.Metres, p)
		s.Metres++
	}
}

func (s *Sample) extend(b orb.Bound, n int, p orb.Point) orb.Bound {
	if n == 0 {
		return p.Bound()
	}
	return b.Extend(p)
}

// Empty reports whether there was no position at all.
func (s *Sample) Empty() bool { return s.Degrees+s.Swapped+s.Metres == 0 }

// Projected reports whether most positions are metres.
func (s *Sample) Projected() bool { return s.Metres > s.Degrees+s.Swapped }

// bound is the box of the kind of positions that most are.
func (s *Sample) bound() orb.Bound {
	if s.Projected() {
		return s.metres
	}
	return s.degrees
}

// String is the box in words.
func (s *Sample) String() string {
	b := s.bound()
	return fmt.Sprintf("x %s, y %s", span(b.Min[0], b.Max[0]), span(b.Min[1], b.Max[1]))
}

func span(lo, hi float64) string {
	if lo == hi {
		return plain(lo)
	}
	return plain(lo) + " to " + plain(hi)
}

// plain is a number without an exponent, to a tenth of a millimetre or 1e-6 degrees.
func plain(v float64) string {
	digits := 1e4
	if math.Abs(v) <= 180 {
		digits = 1e6
	}
	return strconv.FormatFloat(math.Round(v*digits)/digits, 'f', -1, 64)
}

// turned is the box with its axes changed over.
func turned(b orb.Bound) orb.Bound {
	return orb.Bound{Min: orb.Point{b.Min[1], b.Min[0]}, Max: orb.Point{b.Max[1], b.Max[0]}}
}

// within reports whether a lies in b.
func within(a, b orb.Bound) bool { return b.Contains(a.Min) && b.Contains(a.Max) }
