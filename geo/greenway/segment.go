package greenway

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// longest is the longest segment in metres that is taken as straight both in degrees
// and in the plane: between 60° north and south the two lie within 0.2 mm.
const longest = 100

// segment is a straight piece of a greenway in degrees and in the plane.
type segment struct {
	class  class
	line   int32
	a, b   orb.Point // degrees
	pa, pb orb.Point // metres in the plane
}

// stretch is the part of a segment between two fractions of it; share is what of it
// counts in the unit.
type stretch struct {
	segment  *segment
	from, to float64
	share    float64
}

// at returns the place at a fraction of the segment, in degrees.
func (s *stretch) at(f float64) orb.Point { return between(s.segment.a, s.segment.b, f) }

func (s *stretch) length() float64 { return crs.Distance(s.at(s.from), s.at(s.to)) }

func between(a, b orb.Point, f float64) orb.Point {
	if f == 1 {
		return b
	}
	return orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])}
}

// collect returns the segments near a box, lines in the order of the input.
func collect(greenways []geo.Greenway, box orb.Bound, tm *crs.LocalTM) ([]segment, error) {
	near := box.Pad(0.001) // 100 m: more than SameM and JoinM
	var out []segment
	line := int32(0)
	for i := range greenways {
		g := &greenways[i]
		class := classOf(g)
		if class == left {
			continue
		}
		for _, ls := range g.Geometry {
			line++
			for k, b := range ls {
				if !finite(b) {
					return nil, fmt.Errorf("greenway %q: coordinates %v: want finite numbers", g.ID, b)
				}
				if k == 0 || ls[k-1] == b || !(orb.MultiPoint{ls[k-1], b}).Bound().Intersects(near) {
					continue
				}
				out = appendSegment(out, segment{class: class, line: line, a: ls[k-1], b: b}, tm)
			}
		}
	}
	return out, nil
}

// appendSegment appends a segment, a long one in pieces.
func appendSegment(out []segment, s segment, tm *crs.LocalTM) []segment {
	pieces := math.Ceil(crs.ShortDistance(s.a, s.b) / longest)
	pieces = max(1, min(pieces, 100_000))
	a, b := s.a, s.b
	s.pb, s.b = tm.ToPlane(a), a
	for k := 1.0; k <= pieces; k++ {
		s.a, s.pa = s.b, s.pb
		s.b = between(a, b, k/pieces)
		s.pb = tm.ToPlane(s.b)
		out = append(out, s)
	}
	return out
}
