package importer

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"
)

// side is one side of a ring, with its place in it.
type side struct {
	a, b       orb.Point
	ring, i, n int
}

// next reports whether two sides follow one another in a ring.
func (s side) next(t side) bool {
	d := s.i - t.i
	return s.ring == t.ring && (d == 1 || d == -1 || d == s.n-1 || d == 1-s.n)
}

// crossing finds the first place, in the order of the lines, where sides of the
// rings of a ground meet that should not: any two that do not follow one another,
// or two that do and run back over themselves. It is n log n for rings that hardly
// cross.
func crossing(m orb.MultiPolygon) (orb.Point, bool) {
	var sides rtree.RTreeG[side]
	ring := 0
	for _, p := range m {
		for _, r := range p {
			for i := 1; i < len(r); i++ {
				s := side{a: r[i-1], b: r[i], ring: ring, i: i - 1, n: len(r) - 1}
				box := orb.LineString{s.a, s.b}.Bound()
				var at orb.Point
				found := false
				sides.Search(box.Min, box.Max, func(_, _ [2]float64, t side) bool {
					at, found = meet(s, t)
					return !found
				})
				if found {
					return at, true
				}
				sides.Insert(box.Min, box.Max, s)
			}
			ring++
		}
	}
	return orb.Point{}, false
}

// meet is where two sides have a point in common, other than the end that sides
// following one another share.
func meet(s, t side) (orb.Point, bool) {
	d, e := minus(s.b, s.a), minus(t.b, t.a)
	between := minus(t.a, s.a)
	det := cross(d, e)
	if det != 0 {
		u, v := cross(between, e)/det, cross(between, d)/det
		if s.next(t) || u < 0 || u > 1 || v < 0 || v > 1 {
			return orb.Point{}, false
		}
		return orb.Point{s.a[0] + u*d[0], s.a[1] + u*d[1]}, true
	}
	if cross(between, d) != 0 {
		return orb.Point{}, false
	}
	// On one line: the middle of the common part, if it has any length.
	along := 0
	if math.Abs(d[1]) > math.Abs(d[0]) {
		along = 1
	}
	lo := max(min(s.a[along], s.b[along]), min(t.a[along], t.b[along]))
	hi := min(max(s.a[along], s.b[along]), max(t.a[along], t.b[along]))
	if lo > hi || (lo == hi && s.next(t)) {
		return orb.Point{}, false
	}
	u := ((lo+hi)/2 - s.a[along]) / d[along]
	return orb.Point{s.a[0] + u*d[0], s.a[1] + u*d[1]}, true
}

func minus(a, b orb.Point) orb.Point { return orb.Point{a[0] - b[0], a[1] - b[1]} }

func cross(a, b orb.Point) float64 { return a[0]*b[1] - a[1]*b[0] }
