package scenario

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// touchM is how near a vertex has to lie to a road to be on it: a rounded position (1e-7
// degrees) tells no more.
const touchM = 0.02

// drawnRoad is a road while others are joined to it.
type drawnRoad struct {
	*geo.RoadSegment
	fresh bool
	// plane are its vertices in metres, box theirs.
	plane orb.LineString
	box   orb.Bound
	cuts  []cut
}

// cut is a place of a road where it is to be split: a part of a segment, the position,
// and the number of the node.
type cut struct {
	segment int
	part    float64
	at      orb.Point
	node    int64
}

// raised reports that the road meets others at its ends only.
func (d *drawnRoad) raised() bool {
	return d.Bridge || d.Tunnel || strings.HasPrefix(d.Highway, "motorway") || d.Highway == "ferry"
}

// apart reports that two roads do not meet where they cross.
func apart(a, b *drawnRoad) bool { return a.raised() || b.raised() || a.Level != b.Level }

// spot is a place on a road.
type spot struct {
	road    *drawnRoad
	segment int
	part    float64
	plane   orb.Point
	awayM   float64
}

// nearest is the nearest spot of the road to a place of the plane: anywhere on it, or of
// its ends where only these are asked.
func (d *drawnRoad) nearest(p orb.Point, endsOnly bool) spot {
	best := spot{road: d, awayM: math.Inf(1)}
	if endsOnly {
		last := len(d.plane) - 1
		best.plane, best.awayM = d.plane[0], distance(p, d.plane[0])
		if m := distance(p, d.plane[last]); m < best.awayM {
			best = spot{d, last - 1, 1, d.plane[last], m}
		}
		return best
	}
	for k := 0; k+1 < len(d.plane); k++ {
		foot, part := nearestOn(p, d.plane[k], d.plane[k+1])
		if m := distance(p, foot); m < best.awayM {
			best = spot{d, k, part, foot, m}
		}
	}
	return best
}

// end is the node of a spot that lies at an end of its road, within a tolerance.
func (d *drawnRoad) end(plane orb.Point, tolerance float64) (at orb.Point, node int64, ok bool) {
	last := len(d.plane) - 1
	a, b := distance(plane, d.plane[0]), distance(plane, d.plane[last])
	switch {
	case a <= tolerance && a <= b:
		return d.Geometry[0], d.From, true
	case b <= tolerance:
		return d.Geometry[last], d.To, true
	}
	return at, 0, false
}

// split cuts the road into its parts. Without a cut inside it is one part, itself. The
// parts are named by the road and "~1", "~2" …
func (d *drawnRoad) split(proj *crs.LocalTM) []geo.RoadSegment {
	slices.SortFunc(d.cuts, func(a, b cut) int {
		return cmp.Or(cmp.Compare(a.segment, b.segment), cmp.Compare(a.part, b.part), cmp.Compare(a.at[0], b.at[0]), cmp.Compare(a.at[1], b.at[1]))
	})
	var parts []geo.RoadSegment
	here := *d.RoadSegment
	here.Geometry, here.ToBarrier = orb.LineString{d.Geometry[0]}, ""
	add := func(p orb.Point) {
		if here.Geometry[len(here.Geometry)-1] != p {
			here.Geometry = append(here.Geometry, p)
		}
	}
	cuts := d.cuts
	for k := range d.Geometry {
		add(d.Geometry[k])
		for ; len(cuts) > 0 && cuts[0].segment == k; cuts = cuts[1:] {
			c := &cuts[0]
			if distance(proj.ToPlane(c.at), d.plane[0]) <= touchM || distance(proj.ToPlane(c.at), d.plane[len(d.plane)-1]) <= touchM {
				continue // it is an end already
			}
			if !slices.ContainsFunc(here.Geometry, func(p orb.Point) bool { return rounded(p) != rounded(c.at) }) {
				continue // the same place a second time
			}
			add(c.at)
			here.To = c.node
			parts = append(parts, here)
			here = *d.RoadSegment
			here.Geometry, here.From, here.FromBarrier, here.ToBarrier = orb.LineString{c.at}, c.node, "", ""
		}
	}
	here.To, here.ToBarrier = d.To, d.ToBarrier
	if len(here.Geometry) >= 2 {
		parts = append(parts, here)
	}
	if len(parts) < 2 {
		return []geo.RoadSegment{*d.RoadSegment}
	}
	return parts
}

func distance(p, q orb.Point) float64 { return math.Hypot(p[0]-q[0], p[1]-q[1]) }

// nearestOn is the point of a-b nearest to p, and the part of its length where it is.
func nearestOn(p, a, b orb.Point) (orb.Point, float64) {
	vx, vy := b[0]-a[0], b[1]-a[1]
	t := (p[0]-a[0])*vx + (p[1]-a[1])*vy
	if !(t > 0) {
		return a, 0
	}
	if f := t / (vx*vx + vy*vy); f < 1 {
		return orb.Point{a[0] + f*vx, a[1] + f*vy}, f
	}
	return b, 1
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
