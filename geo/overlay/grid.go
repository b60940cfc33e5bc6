package overlay

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

const (
	// perDegree is the number of grid steps in a degree.
	perDegree = 1e7
	// maxSpan keeps the products of coordinate differences within 63 bits.
	maxSpan = 1_000_000_000
)

// vertex is a place on the grid, in steps from the south-western corner of all.
type vertex struct{ x, y int64 }

// key orders vertices from south to north, then from west to east. (Steps are
// counted from the south-western corner and are fewer than 2^31.)
func (v vertex) key() uint64 { return uint64(v.y)<<32 | uint64(v.x) }

func (v vertex) before(u vertex) bool { return v.key() < u.key() }

func fromKey(k uint64) vertex { return vertex{int64(k & (1<<32 - 1)), int64(k >> 32)} }

// cross is twice the area of the triangle abc, positive when it turns left.
func cross(a, b, c vertex) int64 {
	return (b.x-a.x)*(c.y-a.y) - (b.y-a.y)*(c.x-a.x)
}

// edge joins two vertices, a before b. Its weights tell, by layer, how many more
// rings run from a to b than from b to a.
type edge struct {
	a, b    vertex
	weights int32 // the place of its weights, in units of one set
}

// edgeSet is what is noded: edges and their weights by layer.
type edgeSet struct {
	layers  int
	origin  vertex // in steps from 0° 0°
	edges   []edge
	weights []int32
}

// newEdgeSet rounds the rings of the layers to the grid.
func newEdgeSet(layers []Layer) (*edgeSet, error) {
	lo, hi := orb.Point{math.Inf(1), math.Inf(1)}, orb.Point{math.Inf(-1), math.Inf(-1)}
	n := 0
	for l, layer := range layers {
		for r, ring := range layer {
			n += len(ring) + 1
			for _, p := range ring {
				if math.IsNaN(p[0]-p[0]) || math.IsNaN(p[1]-p[1]) {
					return nil, fmt.Errorf("layer %d, ring %d: coordinates %v: want finite numbers", l, r, p)
				}
				lo = orb.Point{min(lo[0], p[0]), min(lo[1], p[1])}
				hi = orb.Point{max(hi[0], p[0]), max(hi[1], p[1])}
			}
		}
	}
	s := &edgeSet{layers: len(layers)}
	if n == 0 {
		return s, nil
	}
	if (hi[0]-lo[0])*perDegree > maxSpan-2 || (hi[1]-lo[1])*perDegree > maxSpan-2 {
		return nil, fmt.Errorf("polygons span %g by %g degrees: want less than 100", hi[0]-lo[0], hi[1]-lo[1])
	}
	if max(math.Abs(lo[0]), math.Abs(lo[1]), math.Abs(hi[0]), math.Abs(hi[1])) > 1e4 {
		return nil, fmt.Errorf("polygons between %v and %v: want degrees", lo, hi)
	}
	s.origin = vertex{int64(math.Round(lo[0] * perDegree)), int64(math.Round(lo[1] * perDegree))}
	s.edges = make([]edge, 0, n)
	s.weights = make([]int32, 0, n*len(layers))
	for l, layer := range layers {
		for _, ring := range layer {
			if len(ring) == 0 {
				continue
			}
			prev := s.onGrid(ring[len(ring)-1])
			for _, p := range ring {
				v := s.onGrid(p)
				if v != prev {
					weights := int32(len(s.weights) / s.layers)
					s.weights = append(s.weights, make([]int32, s.layers)...)
					s.weights[len(s.weights)-s.layers+l] = 1
					s.edges = append(s.edges, s.oriented(prev, v, weights))
				}
				prev = v
			}
		}
	}
	s.merge()
	return s, nil
}

func (s *edgeSet) onGrid(p orb.Point) vertex {
	return vertex{
		int64(math.Round(p[0]*perDegree)) - s.origin.x,
		int64(math.Round(p[1]*perDegree)) - s.origin.y,
	}
}

func (s *edgeSet) toDegrees(v vertex) orb.Point {
	return orb.Point{float64(v.x+s.origin.x) / perDegree, float64(v.y+s.origin.y) / perDegree}
}

// oriented returns the edge from a to b with a before b; turning it round turns
// its weights, which must be its own.
func (s *edgeSet) oriented(a, b vertex, weights int32) edge {
	if b.before(a) {
		a, b = b, a
		w := s.of(weights)
		for i := range w {
			w[i] = -w[i]
		}
	}
	return edge{a, b, weights}
}

// of returns a set of weights.
func (s *edgeSet) of(weights int32) []int32 {
	i := int(weights) * s.layers
	return s.weights[i : i+s.layers]
}
