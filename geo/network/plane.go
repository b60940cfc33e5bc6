package network

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// plane is the geometry of a topology in metres, in a local transverse Mercator
// at the centre of its box, with an index of its line segments. It is made when
// the first place asks for a link: building a graph does not need it.
type plane struct {
	proj *crs.LocalTM
	// start[e] is the first vertex of edge e in pts; start has one more element.
	start []uint32
	pts   []orb.Point
	// along[k] is the length in metres, in the plane, from the edge's first vertex to
	// vertex k.
	along []float64
	// edgeOf is the edge of the segment from vertex k to k+1 (unused at last vertices).
	edgeOf []int32
	cells  *cellIndex
	// added is the index of the segments that edits of roads added, nil for none.
	added *cellIndex
}

// segmentCellM is the side of the cells of the segment index: about the length of
// a town block, so that a query reads few cells and few segments stand in several.
const segmentCellM = 120

// Projection is the plane in which links are measured: a local transverse
// Mercator at the centre of the roads' box, in metres.
func (t *Topology) Projection() *crs.LocalTM { return t.inPlane().proj }

func (t *Topology) inPlane() *plane {
	t.planeOnce.Do(func() {
		switch {
		case t.relief != nil:
			t.plane = newSlopedPlane(t)
		case t.edit != nil:
			t.plane = newEditedPlane(t)
		default:
			t.plane = newPlane(t)
		}
	})
	return t.plane
}

func newPlane(t *Topology) *plane {
	n := 0
	for i := range t.roads {
		n += len(t.roads[i].Geometry)
	}
	p := &plane{
		proj:   crs.NewLocalTM(t.centre),
		start:  make([]uint32, len(t.roads)+1),
		pts:    make([]orb.Point, 0, n),
		along:  make([]float64, 0, n),
		edgeOf: make([]int32, 0, n),
	}
	for i := range t.roads {
		p.draw(int32(i), t.roads[i].Geometry)
		p.start[i+1] = uint32(len(p.pts))
	}
	p.index()
	return p
}

// newEditedPlane is the plane of the topology that was edited with the roads that were
// added: in the same projection, so that what was measured in one holds in the other.
func newEditedPlane(t *Topology) *plane {
	base := t.edit.base.inPlane()
	n := 0
	for i := range t.edit.added {
		n += len(t.edit.added[i].Geometry)
	}
	p := &plane{
		proj: base.proj, cells: base.cells,
		start:  append(make([]uint32, 0, len(base.start)+len(t.edit.added)), base.start...),
		pts:    append(make([]orb.Point, 0, len(base.pts)+n), base.pts...),
		along:  append(make([]float64, 0, len(base.along)+n), base.along...),
		edgeOf: append(make([]int32, 0, len(base.edgeOf)+n), base.edgeOf...),
	}
	for i := range t.edit.added {
		p.draw(int32(len(t.roads)+i), t.edit.added[i].Geometry)
		p.start = append(p.start, uint32(len(p.pts)))
	}
	p.added = newCellIndex(segmentCellM, func(add func(id int32, a, b orb.Point)) {
		for e := len(t.roads); e < len(p.start)-1; e++ {
			p.eachSegment(e, add)
		}
	})
	return p
}

// draw appends the vertices of an edge.
func (p *plane) draw(edge int32, line orb.LineString) {
	at := 0.0
	for k, q := range line {
		p.pts = append(p.pts, p.proj.ToPlane(q))
		p.edgeOf = append(p.edgeOf, edge)
		if last := len(p.pts) - 1; k > 0 {
			at += math.Hypot(p.pts[last][0]-p.pts[last-1][0], p.pts[last][1]-p.pts[last-1][1])
		}
		p.along = append(p.along, at)
	}
}

func (p *plane) eachSegment(e int, f func(id int32, a, b orb.Point)) {
	for k := p.start[e]; k+1 < p.start[e+1]; k++ {
		f(int32(k), p.pts[k], p.pts[k+1])
	}
}

// index makes the index of the segments.
func (p *plane) index() {
	p.cells = newCellIndex(segmentCellM, func(add func(id int32, a, b orb.Point)) {
		for e := range len(p.start) - 1 {
			p.eachSegment(e, add)
		}
	})
}

// lengthM is the length of an edge in the plane.
func (p *plane) lengthM(edge int32) float64 { return p.along[p.start[edge+1]-1] }

// nearestOnSegment returns the point of segment a-b nearest to q, the square of its
// distance, and where on the segment it is (0 at a, 1 at b).
func nearestOnSegment(q, a, b orb.Point) (orb.Point, float64, float64) {
	vx, vy := b[0]-a[0], b[1]-a[1]
	ux, uy := q[0]-a[0], q[1]-a[1]
	l2, t := vx*vx+vy*vy, ux*vx+uy*vy
	// The ends themselves, not points worked out, so that two segments that share an
	// end agree.
	if !(t > 0) {
		return a, ux*ux + uy*uy, 0
	}
	if f := t / l2; f < 1 {
		n := orb.Point{a[0] + f*vx, a[1] + f*vy}
		dx, dy := q[0]-n[0], q[1]-n[1]
		return n, dx*dx + dy*dy, f
	}
	dx, dy := q[0]-b[0], q[1]-b[1]
	return b, dx*dx + dy*dy, 1
}
