package shape

import (
	"math"

	"github.com/paulmach/orb"
)

// Prepared is a multipolygon that is asked about many points: its sides lie in strips
// of equal latitude, so that a point is tried against few of them. The zero value holds
// nothing. It is immutable and safe for concurrent use.
type Prepared struct {
	bound orb.Bound
	// perDegree is how many strips there are to a degree.
	perDegree float64
	// Strip s has the sides from start[s] to start[s+1].
	start []int32
	sides []side
}

// side is a side of a ring, its lower end first.
type side struct{ x, y, top, perY float64 }

// sidesPerStrip is how many sides a strip has when they are spread evenly and short.
const sidesPerStrip = 4

// Prepare sorts the sides of a multipolygon whose polygons do not overlap. O(n) time and
// space for sides that are short against the whole.
func Prepare(mp orb.MultiPolygon) *Prepared {
	p := &Prepared{}
	n := 0
	each := func(f func(a, b orb.Point)) {
		for _, polygon := range mp {
			for _, r := range polygon {
				for i := range r {
					// A ring that is not closed is closed here.
					if a, b := r[i], r[(i+1)%len(r)]; a[1] < b[1] {
						f(a, b)
					} else if b[1] < a[1] {
						f(b, a)
					}
				}
			}
		}
	}
	each(func(a, b orb.Point) {
		box := orb.Bound{Min: orb.Point{min(a[0], b[0]), a[1]}, Max: orb.Point{max(a[0], b[0]), b[1]}}
		if n == 0 {
			p.bound = box
		}
		p.bound = p.bound.Union(box)
		n++
	})
	if n == 0 {
		return p
	}
	strips := n/sidesPerStrip + 1
	p.perDegree = float64(strips) / (p.bound.Max[1] - p.bound.Min[1])
	p.start = make([]int32, strips+1)
	each(func(a, b orb.Point) {
		for s := p.strip(a[1]); s <= p.strip(b[1]); s++ {
			p.start[s+1]++
		}
	})
	for s := range strips {
		p.start[s+1] += p.start[s]
	}
	p.sides = make([]side, p.start[strips])
	next := make([]int32, strips)
	each(func(a, b orb.Point) {
		one := side{a[0], a[1], b[1], (b[0] - a[0]) / (b[1] - a[1])}
		for s := p.strip(a[1]); s <= p.strip(b[1]); s++ {
			p.sides[p.start[s]+next[s]] = one
			next[s]++
		}
	})
	return p
}

func (p *Prepared) strip(y float64) int {
	return min(len(p.start)-2, int(math.Max(0, (y-p.bound.Min[1])*p.perDegree)))
}

// Contains reports whether a point lies inside, by the even-odd rule. A point on a side
// is inside or not, as rounding has it; but of two polygons that share the side it is
// inside one.
func (p *Prepared) Contains(q orb.Point) bool {
	if len(p.sides) == 0 || !(q[0] >= p.bound.Min[0] && q[0] <= p.bound.Max[0] && q[1] >= p.bound.Min[1] && q[1] <= p.bound.Max[1]) {
		return false
	}
	in, s := false, p.strip(q[1])
	for _, k := range p.sides[p.start[s]:p.start[s+1]] {
		if q[1] >= k.y && q[1] < k.top && q[0] < k.x+(q[1]-k.y)*k.perY {
			in = !in
		}
	}
	return in
}
