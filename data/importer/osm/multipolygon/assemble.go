package multipolygon

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
)

// Point is a place in ten-millionths of a degree: X is the longitude.
type Point struct{ X, Y int32 }

func (p Point) degrees() orb.Point { return orb.Point{float64(p.X) / 1e7, float64(p.Y) / 1e7} }

func (p Point) compare(q Point) int {
	if c := cmp.Compare(p.X, q.X); c != 0 {
		return c
	}
	return cmp.Compare(p.Y, q.Y)
}

// Role is what a line turned out to be.
type Role uint8

// The roles. A line that is no border at all (drawn twice) has none.
const (
	None Role = iota
	Outer
	Inner
)

// Result is an area made of lines.
type Result struct {
	Polygons orb.MultiPolygon
	// Roles tell what each line is the border of, by its first segment that is one.
	Roles []Role
	// Crossings counts the pairs of segments that crossed, or touched other than end
	// to end, and were cut.
	Crossings int
}

// OpenError says that the lines do not close: at these places, an odd number of
// segments end.
type OpenError struct{ Ends []orb.Point }

func (e *OpenError) Error() string {
	p := e.Ends[0]
	return fmt.Sprintf("the outline does not close: %d open ends, the first at %.7f,%.7f", len(e.Ends), p[0], p[1])
}

// ErrNoArea says that the lines enclose nothing.
var ErrNoArea = errors.New("the outline encloses no area")

// ErrTangled says that lines cross so often, and so near each other, that cutting
// them leads to no end.
var ErrTangled = errors.New("the outline crosses itself too often to be repaired")

// fewPoints is up to how many points a closed line is checked pair by pair, which
// needs no memory.
const fewPoints = 48

// Assemble makes the area that the lines enclose by the even-odd rule. The errors
// are an *[OpenError], [ErrNoArea] and [ErrTangled].
//
// O(n log n) for n segments that are short against the whole.
func Assemble(lines [][]Point) (Result, error) {
	if len(lines) == 1 {
		if r, ok := simpleRing(lines[0]); ok {
			return Result{Polygons: orb.MultiPolygon{{r}}, Roles: []Role{Outer}}, nil
		}
	}
	g := newGraph(lines)
	crossings, err := g.cut()
	if err != nil {
		return Result{}, err
	}
	if len(g.segments) == 0 {
		return Result{}, ErrNoArea
	}
	if ends := g.openEnds(); len(ends) > 0 {
		return Result{}, &OpenError{Ends: ends}
	}
	polygons, inner := newFaces(g).polygons()
	if len(polygons) == 0 {
		return Result{}, ErrNoArea
	}
	roles := make([]Role, len(lines))
	for i, s := range g.segments {
		if roles[s.line] == None {
			roles[s.line] = Outer
			if inner[i] {
				roles[s.line] = Inner
			}
		}
	}
	return Result{Polygons: polygons, Roles: roles, Crossings: crossings}, nil
}

// simpleRing returns the ring of a short closed line that meets itself nowhere. ok
// is false for any other.
func simpleRing(line []Point) (r orb.Ring, ok bool) {
	n := len(line) - 1
	if n < 3 || n > fewPoints || line[0] != line[n] {
		return nil, false
	}
	for i := range n {
		a, b := line[i], line[i+1]
		if a == b {
			return nil, false
		}
		for j := i + 1; j < n; j++ {
			c, d := line[j], line[j+1]
			if max(a.X, b.X) < min(c.X, d.X) || max(c.X, d.X) < min(a.X, b.X) ||
				max(a.Y, b.Y) < min(c.Y, d.Y) || max(c.Y, d.Y) < min(a.Y, b.Y) {
				continue
			}
			if meet(a, b, c, d) != apart {
				return nil, false
			}
			// Neighbours share one end; any other pair sharing one touches.
			if a == c || b == d || (a == d && (i != 0 || j != n-1)) || (b == c && j != i+1) {
				return nil, false
			}
		}
	}
	return toRing(line[:n], signedArea(line[:n]) < 0), true
}

// toRing closes a loop of distinct places, begins it at the westernmost one and
// turns it round if asked.
func toRing(loop []Point, reverse bool) orb.Ring {
	first := 0
	for i, p := range loop {
		if p.compare(loop[first]) < 0 {
			first = i
		}
	}
	n := len(loop)
	r := make(orb.Ring, 0, n+1)
	for i := range n + 1 {
		k := first + i
		if reverse {
			k = first + n - i
		}
		r = append(r, loop[k%n].degrees())
	}
	return r
}

// signedArea is twice the area of a loop in grid units, positive when it runs
// counter-clockwise.
func signedArea(loop []Point) float64 {
	sum := 0.0
	o := loop[0]
	for i := range loop {
		p, q := loop[i], loop[(i+1)%len(loop)]
		sum += (float64(p.X)-float64(o.X))*(float64(q.Y)-float64(o.Y)) -
			(float64(q.X)-float64(o.X))*(float64(p.Y)-float64(o.Y))
	}
	return sum
}

// sortPolygons puts polygons, and the holes of each, in the order of where their
// rings begin.
func sortPolygons(m orb.MultiPolygon) {
	byStart := func(a, b orb.Ring) int {
		for i := range min(len(a), len(b)) {
			if c := cmp.Compare(a[i][0], b[i][0]); c != 0 {
				return c
			}
			if c := cmp.Compare(a[i][1], b[i][1]); c != 0 {
				return c
			}
		}
		return cmp.Compare(len(a), len(b))
	}
	for _, p := range m {
		slices.SortFunc(p[1:], byStart)
	}
	slices.SortFunc(m, func(a, b orb.Polygon) int { return byStart(a[0], b[0]) })
}
