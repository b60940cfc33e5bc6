package multipolygon

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// faces are the faces of a graph whose segments cross nowhere. Segment i has two
// sides: 2i runs from a to b, 2i+1 back. A side belongs to the face on its left.
type faces struct {
	*graph
	next []int32 // of a side: the side that follows on the walk round its face
	face []int32 // of a side: its face
	// of a face: its first side, twice its area (negative for the walk round the
	// outside of a component), its component and whether it is inside.
	first     []int32
	area      []float64
	component []int32
	inside    []bool
}

func newFaces(g *graph) *faces {
	f := &faces{graph: g}
	f.connect()
	f.walk()
	f.colour()
	return f
}

func (f *faces) from(side int32) int32 {
	s := f.segments[side/2]
	if side&1 == 0 {
		return s.a
	}
	return s.b
}

func (f *faces) to(side int32) int32 { return f.from(side ^ 1) }

// connect finds what follows each side: at its end, the first segment clockwise
// from the one it came on.
func (f *faces) connect() {
	sides := make([]int32, 2*len(f.segments))
	for i := range sides {
		sides[i] = int32(i)
	}
	slices.SortFunc(sides, func(s, t int32) int {
		if c := cmp.Compare(f.from(s), f.from(t)); c != 0 {
			return c
		}
		return f.compareAngle(s, t)
	})
	f.next = make([]int32, len(sides))
	for i := 0; i < len(sides); {
		j := i + 1
		for j < len(sides) && f.from(sides[j]) == f.from(sides[i]) {
			j++
		}
		for k := i; k < j; k++ {
			before := k - 1
			if k == i {
				before = j - 1
			}
			f.next[sides[k]^1] = sides[before]
		}
		i = j
	}
}

// compareAngle orders sides that start at one place counter-clockwise from the east.
func (f *faces) compareAngle(s, t int32) int {
	o, p, q := f.places[f.from(s)], f.places[f.to(s)], f.places[f.to(t)]
	half := func(p Point) int {
		if p.Y > o.Y || (p.Y == o.Y && p.X > o.X) {
			return 0
		}
		return 1
	}
	if c := cmp.Compare(half(p), half(q)); c != 0 {
		return c
	}
	return -orient(o, p, q)
}

// walk walks round every face.
func (f *faces) walk() {
	f.face = make([]int32, len(f.next))
	for i := range f.face {
		f.face[i] = -1
	}
	for start := range f.next {
		if f.face[start] >= 0 {
			continue
		}
		id := int32(len(f.first))
		var loop []Point
		for s := int32(start); f.face[s] < 0; s = f.next[s] {
			f.face[s] = id
			loop = append(loop, f.places[f.from(s)])
		}
		f.first = append(f.first, int32(start))
		f.area = append(f.area, signedArea(loop))
	}
}

// colour finds the components and tells which faces are inside: the outside of a
// component is what the rest of the graph says of its place, and crossing a segment
// changes sides.
func (f *faces) colour() {
	n := len(f.first)
	f.component, f.inside = make([]int32, n), make([]bool, n)
	for i := range f.component {
		f.component[i] = -1
	}
	byFace := make([][]int32, n)
	for s, face := range f.face {
		byFace[face] = append(byFace[face], int32(s))
	}
	var outsides []int32
	for start := range n {
		if f.component[start] >= 0 || f.area[start] > 0 {
			continue
		}
		c := int32(len(outsides))
		outsides = append(outsides, int32(start))
		f.component[start] = c
		for todo := []int32{int32(start)}; len(todo) > 0; {
			face := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			for _, s := range byFace[face] {
				if other := f.face[s^1]; f.component[other] < 0 {
					f.component[other], f.inside[other] = c, !f.inside[face]
					todo = append(todo, other)
				}
			}
		}
	}
	if len(outsides) == 1 {
		return
	}
	flip := make([]bool, len(outsides))
	for c, face := range outsides {
		flip[c] = f.surrounded(f.places[f.from(f.first[face])], int32(c))
	}
	for i, c := range f.component {
		f.inside[i] = f.inside[i] != flip[c]
	}
}

// surrounded tells whether a place is inside by the segments of all components but
// one: whether a ray to the east crosses an odd number of them.
func (f *faces) surrounded(p Point, except int32) bool {
	odd := false
	for i := range f.segments {
		if f.component[f.face[2*i]] != except && f.rayCrosses(p, int32(i)) {
			odd = !odd
		}
	}
	return odd
}

// rayCrosses tells whether a ray from p to the east crosses a segment. A segment
// holds its lower end and not its upper one.
func (f *faces) rayCrosses(p Point, segment int32) bool {
	a, b := f.places[f.segments[segment].a], f.places[f.segments[segment].b]
	if a.Y > b.Y {
		a, b = b, a
	}
	return a.Y <= p.Y && p.Y < b.Y && orient(a, b, p) > 0
}

// polygons makes a polygon of every inside face, and tells for each segment whether
// it is the border of a hole.
func (f *faces) polygons() (orb.MultiPolygon, []bool) {
	inner := make([]bool, len(f.segments))
	polygonOf := map[int32]int{}
	var out orb.MultiPolygon
	for face := range f.first {
		if !f.inside[face] || f.area[face] <= 0 {
			continue
		}
		shell, holes := f.rings(int32(face), inner)
		if shell == nil {
			continue
		}
		polygonOf[int32(face)] = len(out)
		out = append(out, append(orb.Polygon{shell}, holes...))
	}
	for face := range f.first {
		// The outside of a component that lies in an inside face is a hole of it.
		if !f.inside[face] || f.area[face] > 0 {
			continue
		}
		if k, ok := polygonOf[f.around(int32(face))]; ok {
			_, holes := f.rings(int32(face), inner)
			out[k] = append(out[k], holes...)
		}
	}
	sortPolygons(out)
	return out, inner
}

// around returns the smallest face of another component that holds a component's
// outside face, -1 if there is none.
func (f *faces) around(face int32) int32 {
	p := f.places[f.from(f.first[face])]
	crossed := map[int32]bool{}
	for i := range f.segments {
		if f.component[f.face[2*i]] == f.component[face] || !f.rayCrosses(p, int32(i)) {
			continue
		}
		for _, s := range [...]int32{int32(2 * i), int32(2*i + 1)} {
			crossed[f.face[s]] = !crossed[f.face[s]]
		}
	}
	best, size := int32(-1), math.Inf(1)
	for g, odd := range crossed {
		if odd && f.area[g] > 0 && (f.area[g] < size || (f.area[g] == size && g < best)) {
			best, size = g, f.area[g]
		}
	}
	return best
}

// rings splits the walk round a face where it comes through a place again. Of the
// simple loops that result, the one that runs counter-clockwise is the shell, the
// others are holes; the outside of a component has holes only.
func (f *faces) rings(face int32, inner []bool) (shell orb.Ring, holes []orb.Ring) {
	at := map[int32]int{}
	var path []int32 // sides
	s := f.first[face]
	for {
		if k, again := at[f.from(s)]; again {
			shell, holes = f.loop(path[k:], shell, holes, inner)
			for _, t := range path[k:] {
				delete(at, f.from(t))
			}
			path = path[:k]
		}
		if len(path) == 0 && s == f.first[face] && (shell != nil || holes != nil) {
			return shell, holes
		}
		at[f.from(s)] = len(path)
		path = append(path, s)
		s = f.next[s]
	}
}

// loop adds a simple loop of sides to the shell or the holes.
func (f *faces) loop(sides []int32, shell orb.Ring, holes []orb.Ring, inner []bool) (orb.Ring, []orb.Ring) {
	places := make([]Point, len(sides))
	for i, s := range sides {
		places[i] = f.places[f.from(s)]
	}
	if signedArea(places) > 0 {
		return toRing(places, false), holes
	}
	for _, s := range sides {
		inner[s/2] = true
	}
	return shell, append(holes, toRing(places, false))
}
