package noding

import (
	"context"
	"math"

	"github.com/paulmach/orb"
)

// touchM is how near a vertex has to lie to the place where two lines cross to be
// that place: below what a rounded position can tell (1e-7 degrees).
const touchM = 0.02

// cross gives lines that cross a common vertex.
func (s *sheet) cross(ctx context.Context, tolerance float64, report *Report) error {
	tree := s.index()
	done := 0
	for _, i := range s.order {
		for k := 0; k+1 < len(s.points[i]); k++ {
			if done++; done&0xfff == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			g := segment{i, int32(k)}
			a, b := s.ends(g)
			tree.Search([2]float64{min(a.plane[0], b.plane[0]) - touchM, min(a.plane[1], b.plane[1]) - touchM},
				[2]float64{max(a.plane[0], b.plane[0]) + touchM, max(a.plane[1], b.plane[1]) + touchM},
				func(_, _ [2]float64, h segment) bool {
					// Each pair once; neighbours in a line meet by being neighbours.
					if s.rank[h.line] < s.rank[g.line] || h.line == g.line && h.index <= g.index+1 {
						return true
					}
					s.meet(g, h, tolerance, report)
					return true
				})
		}
	}
	return nil
}

// meet puts a common vertex where two segments cross or touch. Segments that lie on
// each other get the ends of each in the other.
func (s *sheet) meet(g, h segment, tolerance float64, report *Report) {
	a, b := s.ends(g)
	c, d := s.ends(h)
	if a.at == c.at || a.at == d.at || b.at == c.at || b.at == d.at {
		return // they meet already; a second meeting would be a fold in one of them
	}
	separate := apart(&s.lines[g.line], &s.lines[h.line])
	// A vertex of one that lies on the other is where they touch.
	touched := false
	for _, on := range [...]struct {
		v *vertex
		s segment
	}{{a, h}, {b, h}, {c, g}, {d, g}} {
		p, q := s.ends(on.s)
		foot, part := nearest(on.v.plane, p.plane, q.plane)
		if part > 0 && part < 1 && distance(foot, on.v.plane) <= touchM {
			touched = true
			if !separate {
				s.cuts[on.s.line] = append(s.cuts[on.s.line], cut{on.s.index, part, *on.v})
			}
		}
	}
	if touched {
		return
	}
	at, u, v, crossing := intersection(a.plane, b.plane, c.plane, d.plane)
	if !crossing {
		return
	}
	place := s.vertexOn(at)
	if separate {
		report.leftAlone(place.at)
		return
	}
	report.Crossings++
	s.cuts[g.line] = append(s.cuts[g.line], cut{g.index, u, place})
	s.cuts[h.line] = append(s.cuts[h.line], cut{h.index, v, place})
	for _, x := range [...]segment{g, h} {
		if stub := s.stub(x, at); stub <= overshoot*tolerance {
			report.overshot(place.at, stub)
		}
	}
}

// overshoot is up to how many tolerances a line may run on beyond a crossing to be
// reported as drawn too far.
const overshoot = 5

// stub is how far a line runs on from a place on its first or last segment to its
// end; infinite elsewhere.
func (s *sheet) stub(g segment, at orb.Point) float64 {
	points := s.points[g.line]
	out := math.Inf(1)
	if g.index == 0 {
		out = distance(points[0].plane, at)
	}
	if int(g.index) == len(points)-2 {
		out = min(out, distance(points[len(points)-1].plane, at))
	}
	return out
}

// intersection is where the insides of a-b and c-d cross, and the parts of their
// lengths; parallel segments do not.
func intersection(a, b, c, d orb.Point) (at orb.Point, u, v float64, crossing bool) {
	rx, ry := b[0]-a[0], b[1]-a[1]
	sx, sy := d[0]-c[0], d[1]-c[1]
	det := rx*sy - ry*sx
	if det == 0 {
		return at, 0, 0, false
	}
	qx, qy := c[0]-a[0], c[1]-a[1]
	u, v = (qx*sy-qy*sx)/det, (qx*ry-qy*rx)/det
	if u <= 0 || u >= 1 || v <= 0 || v >= 1 {
		return at, 0, 0, false
	}
	return orb.Point{a[0] + u*rx, a[1] + u*ry}, u, v, true
}
