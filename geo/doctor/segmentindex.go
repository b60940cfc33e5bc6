package doctor

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// segmentIndex finds the roads near a place. It works in plane metres around the
// middle of the roads.
type segmentIndex struct {
	top  *network.Topology
	tree rtree.RTreeG[piece]
}

// piece is a straight piece of a road.
type piece struct {
	edge int32
	a, b orb.Point
}

// pieceM is the longest piece that is indexed whole: the box of a longer one covers
// much ground that it is not near.
const pieceM = 500.0

func newSegmentIndex(top *network.Topology) *segmentIndex {
	x := &segmentIndex{top: top}
	proj := top.Projection()
	for e := range top.Edges() {
		line := top.Road(int32(e)).Geometry
		from := proj.ToPlane(line[0])
		for k := 1; k < len(line); k++ {
			to := proj.ToPlane(line[k])
			n := max(1, math.Ceil(math.Hypot(to[0]-from[0], to[1]-from[1])/pieceM))
			for s := range int(n) {
				f, g := float64(s)/n, float64(s+1)/n
				x.insert(int32(e), between(from, to, f), between(from, to, g))
			}
			from = to
		}
	}
	return x
}

func between(a, b orb.Point, f float64) orb.Point {
	return orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])}
}

func (x *segmentIndex) insert(edge int32, a, b orb.Point) {
	x.tree.Insert([2]float64{min(a[0], b[0]), min(a[1], b[1])}, [2]float64{max(a[0], b[0]), max(a[1], b[1])}, piece{edge, a, b})
}

// farM is the distance in metres beyond which nobody asks how far a road is.
const farM = 5000.0

// nearestM is the distance in metres from a place in degrees to the nearest road of
// any class, farM where none is nearer.
func (x *segmentIndex) nearestM(p orb.Point) float64 {
	q := x.top.Projection().ToPlane(p)
	best := farM
	for reach := 50.0; ; reach *= 4 {
		reach = min(reach, farM)
		x.near(q, reach, func(_ int32, d float64) { best = min(best, d) })
		if best <= reach || reach >= farM {
			return best
		}
	}
}

// near calls f for the pieces within so many metres of a place in the plane.
func (x *segmentIndex) near(q orb.Point, reach float64, f func(edge int32, d float64)) {
	x.tree.Search([2]float64{q[0] - reach, q[1] - reach}, [2]float64{q[0] + reach, q[1] + reach}, func(_, _ [2]float64, s piece) bool {
		if d := pieceDistance(q, s.a, s.b); d <= reach {
			f(s.edge, d)
		}
		return true
	})
}

// pieceDistance is the distance from a point to a straight piece.
func pieceDistance(p, a, b orb.Point) float64 {
	vx, vy := b[0]-a[0], b[1]-a[1]
	f := 0.0
	if l := vx*vx + vy*vy; l > 0 {
		f = max(0, min(1, ((p[0]-a[0])*vx+(p[1]-a[1])*vy)/l))
	}
	return math.Hypot(p[0]-a[0]-f*vx, p[1]-a[1]-f*vy)
}
