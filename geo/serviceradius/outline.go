package serviceradius

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/tidwall/rtree"
)

// outline is polygons in the plane, with their sides in an index.
type outline struct {
	polygons orb.MultiPolygon
	box      orb.Bound
	sides    rtree.RTreeG[[2]orb.Point]
}

func newOutline(polygons orb.MultiPolygon) *outline {
	o := &outline{polygons: polygons, box: polygons.Bound()}
	for _, p := range polygons {
		for _, r := range p {
			for i := 1; i < len(r); i++ {
				b := orb.MultiPoint{r[i-1], r[i]}.Bound()
				o.sides.Insert(b.Min, b.Max, [2]orb.Point{r[i-1], r[i]})
			}
		}
	}
	return o
}

// within reports whether some place of o and some place of q are no farther apart
// than d metres; the inside of polygons belongs to them.
func (o *outline) within(q *outline, d float64) bool {
	if !o.box.Pad(d).Intersects(q.box) {
		return false
	}
	if o.holdsPartOf(q) || q.holdsPartOf(o) {
		return true
	}
	few, many := o, q
	if few.sides.Len() > many.sides.Len() {
		few, many = many, few
	}
	found := false
	reach := many.box.Pad(d)
	few.sides.Search(reach.Min, reach.Max, func(lo, hi [2]float64, s [2]orb.Point) bool {
		many.sides.Search([2]float64{lo[0] - d, lo[1] - d}, [2]float64{hi[0] + d, hi[1] + d},
			func(_, _ [2]float64, t [2]orb.Point) bool {
				found = sidesWithin(s, t, d)
				return !found
			})
		return !found
	})
	return found
}

// holdsPartOf reports whether the first corner of some polygon of q lies in o.
func (o *outline) holdsPartOf(q *outline) bool {
	for _, p := range q.polygons {
		if len(p) > 0 && len(p[0]) > 0 && o.box.Contains(p[0][0]) && planar.MultiPolygonContains(o.polygons, p[0][0]) {
			return true
		}
	}
	return false
}

// sidesWithin reports whether two segments come within d of each other.
func sidesWithin(s, t [2]orb.Point, d float64) bool {
	if cross(s[0], s[1], t[0])*cross(s[0], s[1], t[1]) < 0 &&
		cross(t[0], t[1], s[0])*cross(t[0], t[1], s[1]) < 0 {
		return true
	}
	return pointToSide(s[0], t) <= d || pointToSide(s[1], t) <= d ||
		pointToSide(t[0], s) <= d || pointToSide(t[1], s) <= d
}

func pointToSide(p orb.Point, s [2]orb.Point) float64 {
	dx, dy := s[1][0]-s[0][0], s[1][1]-s[0][1]
	f := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		f = max(0, min(1, ((p[0]-s[0][0])*dx+(p[1]-s[0][1])*dy)/l))
	}
	return math.Hypot(p[0]-s[0][0]-f*dx, p[1]-s[0][1]-f*dy)
}
