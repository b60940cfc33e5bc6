package slope

import (
	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// profile appends to dst the elevations of a line at equally spaced stations, the
// first and the last at its ends; NaN where they are not known. The stations are no
// closer than a cell of the model that knows the line's middle, or one of its ends.
func (s *Surface) profile(dst []float32, line orb.LineString, lengthM float64) []float32 {
	cellM := 0.0
	for _, at := range [3]float64{0.5, 0, 1} {
		if _, cellM = s.look(along(line, lengthM, at)); cellM > 0 {
			break
		}
	}
	pieces := 1
	if cellM > 0 && lengthM > cellM {
		pieces = int(lengthM/cellM + 1e-6) // a length that is so many cells but for its rounding
	}
	w := newWalk(line)
	for i := range pieces + 1 {
		dst = append(dst, float32(s.Elevation(w.to(lengthM*float64(i)/float64(pieces)))))
	}
	return dst
}

// along is the place at a part of a line, 0 to 1.
func along(line orb.LineString, lengthM, part float64) orb.Point {
	w := newWalk(line)
	return w.to(lengthM * part)
}

// walk goes along a line, forwards only.
type walk struct {
	line orb.LineString
	// k is the segment, from its start in metres and its length.
	k            int
	startM, segM float64
}

func newWalk(line orb.LineString) walk {
	w := walk{line: line}
	w.segM = crs.ShortDistance(line[0], line[1])
	return w
}

// to is the place at a distance from the line's start, its end for any beyond it.
func (w *walk) to(m float64) orb.Point {
	for m > w.startM+w.segM && w.k+2 < len(w.line) {
		w.startM += w.segM
		w.k++
		w.segM = crs.ShortDistance(w.line[w.k], w.line[w.k+1])
	}
	a, b := w.line[w.k], w.line[w.k+1]
	if w.segM <= 0 {
		return b
	}
	switch f := (m - w.startM) / w.segM; {
	case f <= 0:
		return a
	case f >= 1 || 1-f < 1e-9: // the end itself, so that roads that share it agree
		return b
	default:
		return orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])}
	}
}
