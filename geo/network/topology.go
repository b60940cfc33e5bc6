package network

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/slope"
)

// ErrNoRoads is returned for a dataset without a single road segment.
var ErrNoRoads = errors.New("the dataset has no roads")

// Topology is the road segments of a dataset joined at their nodes, for all
// modes. Edge e is road e; a topology with slopes has every road twice (see
// [Topology.WithRelief]). It is immutable and safe for concurrent use.
type Topology struct {
	roads []geo.RoadSegment
	// self tells the topology from others.
	self *identity
	// edit is what was done to the roads, nil for a topology as it was made.
	edit *roadEdit
	// flat is the topology without slopes that this one was made from, nil for itself;
	// relief are the slopes of its roads.
	flat   *Topology
	relief *slope.Relief
	// from and to are the nodes at the ends of each edge.
	from, to []int32
	nodes    int
	bound    orb.Bound
	centre   orb.Point
	// lengthM is the ellipsoidal length of each edge in metres.
	lengthM []float64
	// sources are nil for a topology with slopes, which has no streets of its own.
	sources *roadSources

	planeOnce sync.Once
	plane     *plane
	// joints is made when the first edit asks for it.
	jointsOnce sync.Once
	joints     *joints
}

// NewTopology joins the segments. Nodes are numbered along a space-filling curve,
// so that neighbours on the ground are neighbours in memory. Segments with fewer
// than two points are refused with an error naming them. O(n log n).
func NewTopology(ctx context.Context, roads []geo.RoadSegment) (*Topology, error) {
	if len(roads) == 0 {
		return nil, ErrNoRoads
	}
	if len(roads) > math.MaxInt32/2 {
		return nil, fmt.Errorf("joining roads: %d segments are more than the %d a graph can number", len(roads), math.MaxInt32/2)
	}
	t := &Topology{
		self:    new(identity),
		roads:   roads,
		from:    make([]int32, len(roads)),
		to:      make([]int32, len(roads)),
		lengthM: make([]float64, len(roads)),
		bound:   orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}},
	}
	ends := newNodeNumbers(roads)
	for i := range roads {
		if i&0xffff == 0 && ctx.Err() != nil {
			return nil, fmt.Errorf("joining roads: %w", ctx.Err())
		}
		r := &roads[i]
		if len(r.Geometry) < 2 {
			return nil, fmt.Errorf("road %q: geometry has %d points, a line needs 2", r.ID, len(r.Geometry))
		}
		t.from[i] = ends.number(r.From, r.Geometry[0])
		t.to[i] = ends.number(r.To, r.Geometry[len(r.Geometry)-1])
		for _, p := range r.Geometry {
			t.bound.Min[0], t.bound.Max[0] = min(t.bound.Min[0], p[0]), max(t.bound.Max[0], p[0])
			t.bound.Min[1], t.bound.Max[1] = min(t.bound.Min[1], p[1]), max(t.bound.Max[1], p[1])
		}
		t.lengthM[i] = crs.ShortLength(r.Geometry)
	}
	t.sources = newRoadSources(roads)
	t.nodes = len(ends.places)
	t.centre = t.bound.Center()
	t.renumber(ends.places)
	return t, nil
}

// renumber orders the nodes along a Morton curve over the topology's box.
func (t *Topology) renumber(places []orb.Point) {
	w, h := t.bound.Max[0]-t.bound.Min[0], t.bound.Max[1]-t.bound.Min[1]
	scale := 65535 / max(w, h, 1e-9)
	keys := make([]uint64, len(places))
	for i, p := range places {
		x, y := uint32((p[0]-t.bound.Min[0])*scale), uint32((p[1]-t.bound.Min[1])*scale)
		keys[i] = uint64(spread(x)|spread(y)<<1)<<32 | uint64(i)
	}
	slices.Sort(keys)
	number := make([]int32, len(places))
	for n, k := range keys {
		number[uint32(k)] = int32(n)
	}
	for i := range t.from {
		t.from[i], t.to[i] = number[t.from[i]], number[t.to[i]]
	}
}

// spread puts a zero bit between the 16 low bits of x (Morton 1966).
func spread(x uint32) uint32 {
	x &= 0xffff
	x = (x | x<<8) & 0x00ff00ff
	x = (x | x<<4) & 0x0f0f0f0f
	x = (x | x<<2) & 0x33333333
	return (x | x<<1) & 0x55555555
}

// Nodes is the number of nodes, Edges the number of edges.
func (t *Topology) Nodes() int { return t.nodes }

// Edges is the number of edges: one per road segment, two with slopes.
func (t *Topology) Edges() int { return len(t.lengthM) }

// Bound is the box of all roads in degrees.
func (t *Topology) Bound() orb.Bound { return t.bound }

// Road returns the road segment of an edge; it must not be changed.
func (t *Topology) Road(edge int32) *geo.RoadSegment {
	n := int32(len(t.roads))
	switch {
	case edge < n:
		return &t.roads[edge]
	case t.edit != nil:
		return &t.edit.added[edge-n]
	}
	return &t.roads[edge-n]
}

// Ends are the nodes at both ends of an edge.
func (t *Topology) Ends(edge int32) (from, to int32) { return t.from[edge], t.to[edge] }

// LengthM is the length of an edge in metres.
func (t *Topology) LengthM(edge int32) float64 { return t.lengthM[edge] }

// identity is what only one topology has: a pointer to it keeps nothing else in memory.
type identity struct{ _ byte }

// nodeNumbers gives nodes their first numbers: by identifier, and by place for
// those without one.
type nodeNumbers struct {
	byID    map[int64]int32
	byPlace map[[2]int32]int32
	places  []orb.Point
}

func newNodeNumbers(roads []geo.RoadSegment) *nodeNumbers {
	n := &nodeNumbers{byID: make(map[int64]int32, len(roads))}
	for i := range roads {
		if r := &roads[i]; r.From == 0 || r.To == 0 {
			n.byPlace = make(map[[2]int32]int32)
			n.seedPlaces(roads)
			break
		}
	}
	return n
}

// seedPlaces numbers the identified nodes first, so that a node known only by its
// place joins the identified node that stands there, in whatever order they come.
// Of several identified nodes at one place (stacked bridges) the smallest
// identifier takes the newcomer.
func (n *nodeNumbers) seedPlaces(roads []geo.RoadSegment) {
	owner := make(map[[2]int32]int64)
	note := func(id int64, p orb.Point) {
		if id == 0 {
			return
		}
		k := placeKey(p)
		if o, ok := owner[k]; !ok || id < o {
			owner[k] = id
			n.byPlace[k] = n.number(id, p)
		}
	}
	for i := range roads {
		if g := roads[i].Geometry; len(g) > 0 {
			note(roads[i].From, g[0])
			note(roads[i].To, g[len(g)-1])
		}
	}
}

func (n *nodeNumbers) number(id int64, p orb.Point) int32 {
	if id == 0 {
		k := placeKey(p)
		v, ok := n.byPlace[k]
		if !ok {
			v = int32(len(n.places))
			n.places = append(n.places, p)
			n.byPlace[k] = v
		}
		return v
	}
	v, ok := n.byID[id]
	if !ok {
		v = int32(len(n.places))
		n.places = append(n.places, p)
		n.byID[id] = v
	}
	return v
}

// placeKey rounds a position to 1e-7 degrees (about 1 cm).
func placeKey(p orb.Point) [2]int32 {
	return [2]int32{int32(math.Round(p[0] * 1e7)), int32(math.Round(p[1] * 1e7))}
}
