package isochrone

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// streets are the lines that places may be linked to, in the order of the ground:
// neighbours there are neighbours in memory, which is what looking at streets costs
// most of. They are numbered bucket by bucket; the numbers at the end of a bucket that
// fill its last word are of no street.
type streets struct {
	lines *network.Lines
	// segs[start[s]:start[s+1]] are the segments of street s, pieces the same in metres
	// from the street's origin, without costs.
	start  []uint32
	segs   []segment
	pieces []piece
	// along are the edges of the segments, and where on them they begin.
	along   []along
	origins []orb.Point
	// parts are those of the long streets, without costs; partsOf is the number
	// there of a street, -1 of all others.
	parts   []parts
	partsOf []int32
	// boxes of the streets, grown by more than they are rounded by, without costs.
	boxes boxes
	// halfway is a point on each street, from its origin: no place is farther from the
	// street than from there.
	halfway [][2]float32
	// number is the number here of a street of lines, -1 for one without segments.
	number []int32
	// mixed marks streets of which only a part is private: at the joint it matters which
	// of the two a place is linked to.
	mixed []bool

	// Bucket b has the streets from bucketStart[b] to bucketStart[b+1], in the box
	// bucketBoxes[b]; bucketOf tells the bucket of a street.
	bucketStart []int32
	bucketBoxes boxes
	bucketOf    []int32
	// charts lead from the plane around the origin of a bucket to degrees.
	charts []chart
}

// segment is a straight piece of a street, in metres of the plane.
type segment struct {
	a, b orb.Point
	// perM2 is the inverse of its length squared, 0 for a point.
	perM2 float64
	// id is its number in lines.
	id, edge int32
}

// along is the edge of a segment, and the cost from its first vertex to the segment's.
type along struct {
	edge int32
	from float32
}

// bucketM is the side of the squares whose streets make a bucket: those whose boxes
// have their south-western corners there. That of the square is the origin of their pieces, near enough for single
// precision to tell places to a tenth of a millimetre.
const bucketM = 1024

func newStreets(n *network.Lines) *streets {
	s := &streets{lines: n, start: []uint32{0}, number: make([]int32, len(n.Start)-1)}
	for i := range s.number {
		s.number[i] = -1
	}
	last := orb.Point{math.Inf(1), math.Inf(1)}
	for _, street := range byPlace(n) {
		if origin := originOf(n, street); origin != last {
			s.endBucket()
			last = origin
			s.charts = append(s.charts, newChart(n.Projection(), origin))
		}
		s.add(street, last)
	}
	s.endBucket()
	for len(s.bucketBoxes.low)%word != 0 {
		s.bucketBoxes.add(nowhere)
	}
	return s
}

// originOf is the origin of a street that has segments. It does not hang on their order.
func originOf(n *network.Lines, street int32) orb.Point {
	p := cornerOf(n, street)
	return orb.Point{math.Floor(p[0]/bucketM) * bucketM, math.Floor(p[1]/bucketM) * bucketM}
}

// cornerOf is the south-western corner of a street's box.
func cornerOf(n *network.Lines, street int32) orb.Point {
	corner := orb.Point{math.Inf(1), math.Inf(1)}
	for _, k := range n.Segments[n.Start[street]:n.Start[street+1]] {
		for _, p := range n.Points[k : k+2] {
			corner[0], corner[1] = min(corner[0], p[0]), min(corner[1], p[1])
		}
	}
	return corner
}

// add adds a street to the last bucket.
func (s *streets) add(street int32, origin orb.Point) {
	n := s.lines
	s.number[street] = int32(s.len())
	box, mixed := nowhere, false
	segments := n.Segments[n.Start[street]:n.Start[street+1]]
	for _, k := range segments {
		g := segment{a: n.Points[k], b: n.Points[k+1], id: k, edge: n.EdgeOf[k]}
		from, length := n.Offset(k)
		if vx, vy := g.b[0]-g.a[0], g.b[1]-g.a[1]; vx != 0 || vy != 0 {
			g.perM2 = 1 / (vx*vx + vy*vy)
		}
		mixed = mixed || n.Private(g.edge) != n.Private(n.EdgeOf[segments[0]])
		s.segs, s.pieces = append(s.segs, g), append(s.pieces, g.piece(origin, float32(length)))
		s.along = append(s.along, along{g.edge, float32(from)})
		for _, p := range [2]orb.Point{g.a, g.b} {
			box[0], box[2] = min(box[0], float32(p[0])), max(box[2], float32(p[0]))
			box[1], box[3] = min(box[1], float32(p[1])), max(box[3], float32(p[1]))
		}
	}
	if pieces := s.pieces[s.start[s.len()]:]; len(pieces) >= partsFrom {
		s.partsOf = append(s.partsOf, int32(len(s.parts)))
		s.parts = append(s.parts, newParts(pieces))
	} else {
		s.partsOf = append(s.partsOf, -1)
	}
	const slack = 0.5 // metres; single precision tells places 1,000 km off to 0.06
	m := &s.pieces[(int(s.start[s.len()])+len(s.pieces))/2]
	s.halfway = append(s.halfway, [2]float32{m.x, m.y})
	s.end([4]float32{box[0] - slack, box[1] - slack, box[2] + slack, box[3] + slack}, origin, mixed)
}

// end ends the street whose segments have been added.
func (s *streets) end(box [4]float32, origin orb.Point, mixed bool) {
	s.start = append(s.start, uint32(len(s.segs)))
	s.boxes.add(box)
	s.origins, s.mixed, s.bucketOf = append(s.origins, origin), append(s.mixed, mixed), append(s.bucketOf, int32(len(s.bucketStart)-1))
}

// endBucket ends the last bucket, if there is one, and begins another.
func (s *streets) endBucket() {
	for s.len()%word != 0 {
		s.partsOf, s.halfway = append(s.partsOf, -1), append(s.halfway, [2]float32{})
		s.end(nowhere, orb.Point{}, false)
	}
	if n := len(s.bucketStart); n > 0 {
		box := nowhere
		b := &s.boxes
		for i := s.bucketStart[n-1]; int(i) < s.len(); i++ {
			box = [4]float32{min(box[0], b.west[i]), min(box[1], b.south[i]), max(box[2], b.east[i]), max(box[3], b.north[i])}
		}
		s.bucketBoxes.add(box)
	}
	s.bucketStart = append(s.bucketStart, int32(s.len()))
}

// nowhere is a box that holds nothing.
var nowhere = [4]float32{infinite, infinite, -infinite, -infinite}

// byPlace lists the streets with segments along a Morton curve (Morton 1966) of the
// corners of their boxes, on which the streets of a bucket follow one another.
func byPlace(n *network.Lines) []int32 {
	type placed struct {
		key    uint64
		street int32
	}
	const sideM, zero = bucketM / 16, 1 << 20 // squares of the curve; far south-west of any town
	var list []placed
	for s := range int32(len(n.Start) - 1) {
		if n.Start[s] == n.Start[s+1] {
			continue
		}
		p := placed{street: s}
		q := cornerOf(n, s)
		x, y := uint64(max(0, math.Floor(q[0]/sideM)+zero)), uint64(max(0, math.Floor(q[1]/sideM)+zero))
		for bit := range 24 {
			p.key |= x>>bit&1<<(2*bit) | y>>bit&1<<(2*bit+1)
		}
		list = append(list, p)
	}
	slices.SortStableFunc(list, func(a, b placed) int { return cmp.Compare(a.key, b.key) })
	out := make([]int32, len(list))
	for i, p := range list {
		out[i] = p.street
	}
	return out
}

func (s *streets) len() int { return len(s.start) - 1 }

// piece is the segment as a piece without costs, but for that along it.
func (g *segment) piece(origin orb.Point, along float32) piece {
	return piece{
		x: float32(g.a[0] - origin[0]), y: float32(g.a[1] - origin[1]),
		vx: float32(g.b[0] - g.a[0]), vy: float32(g.b[1] - g.a[1]), along: along,
	}.measured()
}

func (p piece) measured() piece {
	if m2 := float64(p.vx)*float64(p.vx) + float64(p.vy)*float64(p.vy); m2 > 0 {
		p.perM2 = float32(1 / m2)
	}
	return p
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

func (s *streets) bytes() int64 {
	const segmentBytes, alongBytes, pieceBytes, partsBytes, streetBytes = 48, 8, 32, 164, 4*5 + 8 + 16 + 4 + 4 + 4 + 1
	return segmentBytes*int64(cap(s.segs)) + alongBytes*int64(cap(s.along)) + pieceBytes*int64(cap(s.pieces)) + partsBytes*int64(cap(s.parts)) + streetBytes*int64(s.len()) +
		4*int64(len(s.number)+len(s.lines.Start)+len(s.lines.Segments)) + 96*int64(len(s.charts))
}
