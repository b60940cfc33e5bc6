package shape

import (
	"math"

	"github.com/paulmach/orb"
)

// RightHanded returns the polygons with outer rings counter-clockwise and holes
// clockwise (RFC 7946, §3.1.6). Rings that already run so are shared with mp, the
// others are copies; mp is not changed. Empty rings and polygons without an outer
// ring are dropped. Linear in the number of points.
func RightHanded(mp orb.MultiPolygon) orb.MultiPolygon {
	out := make(orb.MultiPolygon, 0, len(mp))
	for _, p := range mp {
		if len(p) == 0 || len(p[0]) == 0 {
			continue
		}
		q := make(orb.Polygon, 0, len(p))
		for i, r := range p {
			if len(r) == 0 {
				continue
			}
			if (SignedArea(r) < 0) == (i == 0) {
				r = r.Clone()
				r.Reverse()
			}
			q = append(q, r)
		}
		out = append(out, q)
	}
	return out
}

// SignedArea returns the planar area of a ring in the square of its own units,
// positive when it runs counter-clockwise. An unclosed ring is closed.
func SignedArea(r orb.Ring) float64 {
	if len(r) < 3 {
		return 0
	}
	sum, o := 0.0, r[0]
	for i := 1; i < len(r); i++ {
		a, b := r[i-1], r[i]
		sum += (a[0]-o[0])*(b[1]-o[1]) - (b[0]-o[0])*(a[1]-o[1])
	}
	return sum / 2
}

// Round7 rounds coordinates to 1e-7 degrees (11 mm), drops points that fall
// together and rings that lose their area. mp is not changed. What was valid may
// touch or cross itself by that centimetre afterwards: package overlay's Clean
// rounds and keeps valid. Linear in the number of points.
func Round7(mp orb.MultiPolygon) orb.MultiPolygon {
	out := make(orb.MultiPolygon, 0, len(mp))
	for _, p := range mp {
		var q orb.Polygon
		for i, r := range p {
			if r = round7Ring(r); len(r) >= 4 && SignedArea(r) != 0 {
				q = append(q, r)
			} else if i == 0 {
				break
			}
		}
		if len(q) > 0 {
			out = append(out, q)
		}
	}
	return out
}

func round7Ring(r orb.Ring) orb.Ring {
	out := make(orb.Ring, 0, len(r))
	for _, p := range r {
		p = Round7Point(p)
		if len(out) == 0 || out[len(out)-1] != p {
			out = append(out, p)
		}
	}
	return out
}

// Round7Point rounds a point to 1e-7 degrees.
func Round7Point(p orb.Point) orb.Point {
	return orb.Point{math.Round(p[0]*1e7) / 1e7, math.Round(p[1]*1e7) / 1e7}
}
