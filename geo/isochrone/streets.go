package isochrone

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// streets are the lines that places may be linked to, in the order of the ground:
// neighbours there are neighbours in memory, which is what looking at streets costs
// most of.
type streets struct {
	lines *network.Lines
	// segs[start[s]:start[s+1]] are the segments of street s.
	start []uint32
	segs  []segment
	// boxes are the boxes of the streets, grown by more than they are rounded by: west,
	// south, east, north.
	boxes [][4]float32
	// number is the number here of a street of lines.
	number []int32
	// mixed marks streets of which only a part is private: at the joint it matters which
	// of the two a place is linked to.
	mixed []bool
}

// segment is a straight piece of a street, in metres of the plane.
type segment struct {
	a, b orb.Point
	// from is the cost from its edge's first vertex to a, along the cost from a to b.
	from, along float32
	// perM2 is the inverse of its length squared, 0 for a point.
	perM2 float64
	// id is its number in lines.
	id, edge int32
}

// foot is the point of a segment nearest to a place, and its distance squared.
func (g *segment) foot(p orb.Point) (q orb.Point, dist2 float64) {
	vx, vy := g.b[0]-g.a[0], g.b[1]-g.a[1]
	t := ((p[0]-g.a[0])*vx + (p[1]-g.a[1])*vy) * g.perM2
	if t < 0 {
		t = 0
	} else if t > 1 {
		t = 1
	}
	q = orb.Point{g.a[0] + t*vx, g.a[1] + t*vy}
	x, y := p[0]-q[0], p[1]-q[1]
	return q, x*x + y*y
}

func newStreets(n *network.Lines) *streets {
	count := len(n.Start) - 1
	s := &streets{
		lines: n, start: make([]uint32, 1, count+1), segs: make([]segment, 0, len(n.Segments)),
		boxes: make([][4]float32, count), number: make([]int32, count), mixed: make([]bool, count),
	}
	for at, street := range byPlace(n) {
		s.number[street] = int32(at)
		box := [4]float32{infinite, infinite, -infinite, -infinite}
		for _, k := range n.Segments[n.Start[street]:n.Start[street+1]] {
			g := segment{a: n.Points[k], b: n.Points[k+1], id: k, edge: n.EdgeOf[k]}
			from, along := n.Offset(k)
			g.from, g.along = float32(from), float32(along)
			if vx, vy := g.b[0]-g.a[0], g.b[1]-g.a[1]; vx != 0 || vy != 0 {
				g.perM2 = 1 / (vx*vx + vy*vy)
			}
			s.mixed[at] = s.mixed[at] || n.Private(g.edge) != n.Private(n.EdgeOf[n.Segments[n.Start[street]]])
			s.segs = append(s.segs, g)
			for _, p := range [2]orb.Point{g.a, g.b} {
				box[0], box[2] = min(box[0], float32(p[0])), max(box[2], float32(p[0]))
				box[1], box[3] = min(box[1], float32(p[1])), max(box[3], float32(p[1]))
			}
		}
		const slack = 0.1
		s.boxes[at] = [4]float32{box[0] - slack, box[1] - slack, box[2] + slack, box[3] + slack}
		s.start = append(s.start, uint32(len(s.segs)))
	}
	return s
}

// byPlace lists the streets along a Morton curve (Morton 1966) of their first points.
func byPlace(n *network.Lines) []int32 {
	type placed struct {
		key    uint64
		street int32
	}
	const sideM, zero = 64, 1 << 20 // squares of the curve; far south-west of any town
	list := make([]placed, 0, len(n.Start)-1)
	for s := range int32(len(n.Start) - 1) {
		p := placed{street: s}
		if n.Start[s] < n.Start[s+1] {
			q := n.Points[n.Segments[n.Start[s]]]
			x, y := uint64(max(0, math.Floor(q[0]/sideM)+zero)), uint64(max(0, math.Floor(q[1]/sideM)+zero))
			for bit := range 24 {
				p.key |= x>>bit&1<<(2*bit) | y>>bit&1<<(2*bit+1)
			}
		}
		list = append(list, p)
	}
	slices.SortStableFunc(list, func(a, b placed) int {
		switch {
		case a.key < b.key:
			return -1
		case a.key > b.key:
			return 1
		}
		return 0
	})
	out := make([]int32, len(list))
	for i, p := range list {
		out[i] = p.street
	}
	return out
}

func (s *streets) len() int { return len(s.start) - 1 }

// of are the segments of a street.
func (s *streets) of(street int32) []segment { return s.segs[s.start[street]:s.start[street+1]] }

func (s *streets) bytes() int64 {
	const segmentBytes, boxBytes = 56, 16
	return segmentBytes*int64(cap(s.segs)) + boxBytes*int64(len(s.boxes)) + 4*int64(len(s.start)+len(s.number)) + int64(len(s.mixed)) +
		4*int64(len(s.lines.Start)+len(s.lines.Segments))
}
