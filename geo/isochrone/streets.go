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
	// from the street's origin, in the order of its links. Of costs they have only back: the
	// cost from the street's first end, or that of the edge where a street is no chain.
	start  []uint32
	segs   []segment
	pieces []piece
	// along is where the pieces lie; links are those of streets of several edges.
	along   []along
	links   map[int32][]link
	origins []orb.Point
	// boxes of the streets, grown by more than they are rounded by, without costs.
	boxes boxes
	// number is the number here of a street of lines, -1 for one without segments.
	number []int32
	// mixed marks streets of which only a part is private: at the joint it matters which
	// of the two a place is linked to. single marks those of one edge.
	mixed, single []bool

	// Bucket b has the streets from bucketStart[b] to bucketStart[b+1], in the box
	// bucketBoxes[b]; bucketOf tells the bucket of a street.
	bucketStart []int32
	bucketBoxes boxes
	bucketOf    []int32
	// charts lead from the plane around the origin of a bucket to degrees.
	charts []chart
}

// bucketM is the side of the squares whose streets make a bucket: those whose boxes
// have their south-western corners there. That of the square is the origin of their pieces, near enough for single
// precision to tell places to a tenth of a millimetre.
const bucketM = 1024

func newStreets(n *network.Lines) *streets {
	s := &streets{lines: n, start: []uint32{0}, number: make([]int32, len(n.Start)-1), links: make(map[int32][]link)}
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
	n, number := s.lines, int32(s.len())
	s.number[street] = number
	box, mixed, single := nowhere, false, true
	segments := n.Segments[n.Start[street]:n.Start[street+1]]
	for _, k := range segments {
		g := segment{a: n.Points[k], b: n.Points[k+1], id: k, edge: n.EdgeOf[k]}
		if vx, vy := g.b[0]-g.a[0], g.b[1]-g.a[1]; vx != 0 || vy != 0 {
			g.perM2 = 1 / (vx*vx + vy*vy)
		}
		mixed = mixed || n.Private(g.edge) != n.Private(n.EdgeOf[segments[0]])
		single = single && g.edge == n.EdgeOf[segments[0]]
		s.segs = append(s.segs, g)
		for _, p := range [2]orb.Point{g.a, g.b} {
			box[0], box[2] = min(box[0], float32(p[0])), max(box[2], float32(p[0]))
			box[1], box[3] = min(box[1], float32(p[1])), max(box[3], float32(p[1]))
		}
	}
	if !single && !mixed {
		s.links[number] = chain(n, street)
		s.chained(street, s.links[number], origin)
	} else {
		for _, k := range segments {
			from, length := n.Offset(k)
			s.addPiece(n.Points[k], n.Points[k+1], link{edge: n.EdgeOf[k]}, from, length, origin)
		}
	}
	const slack = 0.5 // metres; single precision tells places 1,000 km off to 0.06
	s.end([4]float32{box[0] - slack, box[1] - slack, box[2] + slack, box[3] + slack}, origin, mixed, single)
}

// addPiece adds a piece that begins so far along an edge.
func (s *streets) addPiece(a, b orb.Point, l link, from, length float64, origin orb.Point) {
	s.pieces = append(s.pieces, piece{
		x: float32(a[0] - origin[0]), y: float32(a[1] - origin[1]), vx: float32(b[0] - a[0]), vy: float32(b[1] - a[1]),
		back: float32(from), along: float32(length),
	}.measured())
	s.along = append(s.along, along{l, float32(from)})
}

// end ends the street whose segments have been added.
func (s *streets) end(box [4]float32, origin orb.Point, mixed, single bool) {
	s.start = append(s.start, uint32(len(s.segs)))
	s.boxes.add(box)
	s.origins, s.bucketOf = append(s.origins, origin), append(s.bucketOf, int32(len(s.bucketStart)-1))
	s.mixed, s.single = append(s.mixed, mixed), append(s.single, single)
}

// endBucket ends the last bucket, if there is one, and begins another.
func (s *streets) endBucket() {
	for s.len()%word != 0 {
		s.end(nowhere, orb.Point{}, false, false)
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

func (s *streets) bytes() int64 {
	const segmentBytes, alongBytes, pieceBytes, streetBytes = 48, 12, 32, 4*5 + 16 + 4 + 4 + 2
	return segmentBytes*int64(cap(s.segs)) + alongBytes*int64(cap(s.along)) + pieceBytes*int64(cap(s.pieces)) + streetBytes*int64(s.len()) +
		4*int64(len(s.number)+len(s.lines.Start)+len(s.lines.Segments)) + 96*int64(len(s.charts))
}
