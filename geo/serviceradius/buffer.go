package serviceradius

import (
	"math"

	"github.com/paulmach/orb"
)

const (
	// SegmentsPerQuarter is the number of sides of a quarter circle.
	SegmentsPerQuarter = 32
	// NotchM is how far, in metres, bridging a notch of an outline may move the
	// outline of its buffer.
	NotchM = 0.05
)

// offset returns rings whose positive winding is the ground within r metres of
// right-handed polygons in a plane, the polygons included.
//
// The ring runs along every side at the distance r, around convex corners on an
// arc, and at reflex corners back to the corner itself. As a chain it is the sum of
// the polygon's outline, a rectangle outside every side and a sector outside every
// convex corner, all counter-clockwise. So its winding number is the number of
// these that hold a place, and their union is the buffer.
func offset(polygons orb.MultiPolygon, r float64) []orb.Ring {
	var out []orb.Ring
	for _, p := range polygons {
		for i, ring := range p {
			if i > 0 && reachesAll(ring, r) {
				continue
			}
			if o := offsetRing(bridgeNotches(ring, math.Sqrt(8*r*NotchM)), r); o != nil {
				out = append(out, o)
			}
		}
	}
	return out
}

// reachesAll reports whether no place in a hole is farther than r from its side.
func reachesAll(hole orb.Ring, r float64) bool {
	b := hole.Bound()
	return min(b.Max[0]-b.Min[0], b.Max[1]-b.Min[1]) <= 2*r
}

// bridgeNotches drops reflex corners whose neighbours are no farther apart than
// chord, again and again. Ground within r of the bridge between two places is
// within r + chord²/8r of one of them. The result is not closed.
func bridgeNotches(ring orb.Ring, chord float64) []orb.Point {
	out := make([]orb.Point, 0, len(ring))
	push := func(p orb.Point) {
		for len(out) > 0 && out[len(out)-1] == p {
			out = out[:len(out)-1]
		}
		out = append(out, p)
		for len(out) >= 3 {
			a, v, b := out[len(out)-3], out[len(out)-2], out[len(out)-1]
			if cross(a, v, b) > 0 || distance(a, b) > chord {
				break
			}
			if out = append(out[:len(out)-2], b); a == b {
				out = out[:len(out)-1]
			}
		}
	}
	for _, p := range ring {
		push(p)
	}
	if len(out) > 1 && out[0] == out[len(out)-1] {
		out = out[:len(out)-1]
	}
	return out
}

func offsetRing(at []orb.Point, r float64) orb.Ring {
	n := len(at)
	if n < 2 {
		return nil
	}
	out := make(orb.Ring, 0, 4*n+4*SegmentsPerQuarter)
	for i, v := range at {
		before, after := at[(i+n-1)%n], at[(i+1)%n]
		l1, l2 := distance(before, v), distance(v, after)
		d1 := orb.Point{(v[0] - before[0]) / l1, (v[1] - before[1]) / l1}
		d2 := orb.Point{(after[0] - v[0]) / l2, (after[1] - v[1]) / l2}
		from := orb.Point{v[0] + r*d1[1], v[1] - r*d1[0]}
		to := orb.Point{v[0] + r*d2[1], v[1] - r*d2[0]}
		sin, cos := d1[0]*d2[1]-d1[1]*d2[0], d1[0]*d2[0]+d1[1]*d2[1]
		out = append(out, from)
		switch {
		case sin >= 0:
			out = arc(out, v, d1, math.Atan2(sin, cos), r)
		case cos < 0 || -sin*r > min(l1, l2):
			out = append(out, v)
		default:
			// The triangle of v, from and to lies in the rectangles of both sides:
			// cutting it off leaves its ground wound around once.
		}
		out = append(out, to)
	}
	return append(out, out[0])
}

// arc appends the corners strictly between the ends of an arc of the given angle
// around v, which begins to the right of direction d. They stand out so far that
// the polygon has the area of the sector.
func arc(out orb.Ring, v, d orb.Point, angle, r float64) orb.Ring {
	if angle < 0.002 { // the side cuts in by r·angle²/8: 0.3 mm at 500 m
		return out
	}
	sides := max(2, math.Ceil(angle/(math.Pi/2)*SegmentsPerQuarter))
	step := angle / sides
	// Half of sin(step) · (2 r ρ + (sides-2) ρ²) is to be half of r² angle.
	inner, target := sides-2, r*r*angle/math.Sin(step)
	rho := target / (2 * r)
	if inner > 0 {
		rho = (math.Sqrt(r*r+inner*target) - r) / inner
	}
	for i := 1.0; i < sides; i++ {
		s, c := math.Sincos(i * step)
		// d turned by the angle, then to the right.
		x, y := d[0]*c-d[1]*s, d[0]*s+d[1]*c
		out = append(out, orb.Point{v[0] + rho*y, v[1] - rho*x})
	}
	return out
}

func cross(a, b, c orb.Point) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}

func distance(a, b orb.Point) float64 { return math.Hypot(b[0]-a[0], b[1]-a[1]) }
