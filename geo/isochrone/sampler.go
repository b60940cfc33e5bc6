package isochrone

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// leafNodes is the number of nodes along the side of a leaf: the square of nodes
// that are decided together.
const (
	leafShift = 2
	leafNodes = 1 << leafShift
	leafSize  = leafNodes * leafNodes
)

// sampler finds the costs of the nodes of one leaf after another. Every candidate
// link of a node that could make it cheaper is tried, so the costs are those of the
// counting rule, give or take the rounding of a few units.
type sampler struct {
	s *search
	// points are the nodes of the leaf in the plane, cost their costs; asked has a bit
	// for each that matters.
	points [leafSize]orb.Point
	cost   [leafSize]uint32
	asked  uint32
	// useful is the highest cost that is of interest; a node above it may come out as
	// unreachable.
	useful float64

	// dist2 is the square of the distance to the nearest point of a street, even that
	// up to which another point may be the same; part and segment tell where it is.
	dist2   [leafSize]float64
	even    [leafSize]float64
	part    [leafSize]float64
	segment [leafSize]uint32
	// rows are what is known of the sources of the nodes.
	rows []uint64
	// open are the streets, by their place in s.found, that are still to be offered.
	open []int32
}

func newSampler(x *index) *sampler {
	return &sampler{s: newSearch(x)}
}

// disc is a disc around the leaf's nodes.
func (w *sampler) disc() (centre orb.Point, radius float64) {
	return around(w.points[0], w.points[leafNodes-1], w.points[leafSize-leafNodes], w.points[leafSize-1])
}

// around is a disc around four corners.
func around(corners ...orb.Point) (centre orb.Point, radius float64) {
	for _, p := range corners {
		centre[0] += p[0] / float64(len(corners))
		centre[1] += p[1] / float64(len(corners))
	}
	for _, p := range corners {
		radius = max(radius, math.Hypot(p[0]-centre[0], p[1]-centre[1]))
	}
	return centre, radius + tiny
}

// set gives every node that matters one cost.
func (w *sampler) set(cost uint32) {
	for i := range w.cost {
		w.cost[i] = network.Unreachable
		if w.asked>>uint(i)&1 != 0 {
			w.cost[i] = cost
		}
	}
}

// start forgets the costs of the leaf before.
func (w *sampler) start(useful float64) {
	w.useful = useful
	w.set(network.Unreachable)
	w.rows = w.rows[:0]
	for range leafSize * w.s.a.costs.K() {
		w.rows = append(w.rows, math.MaxUint64)
	}
}

// settle finds on which side of every limit each node is. Nodes within some limit
// get their cost; what the others get is above all limits that they are not within.
// same tells that all nodes are within limit n and none within the one before.
func (w *sampler) settle(limits []uint32, useful float64) (n int, same bool) {
	w.start(useful)
	w.take(useful)
	for {
		if n = within(limits, w.dearest()); n == 0 {
			return 0, true
		}
		bound := float64(limits[n-1])
		if w.cheapest() <= bound || !w.promised(bound) {
			w.s.within(bound)
			w.take(bound)
			w.try()
			return n, w.cheapest() > bound
		}
		w.offer(w.best())
	}
}

// sample finds the cost of every node.
func (w *sampler) sample(useful float64) {
	w.start(useful)
	w.take(useful)
	w.try()
	bound := min(useful, w.dearest())
	w.s.within(bound)
	w.take(bound)
	w.try()
}

// take lists the streets that have not been offered and may serve some node within a
// bound.
func (w *sampler) take(bound float64) {
	w.open = w.open[:0]
	for i := range w.s.found {
		if f := &w.s.found[i]; !f.done && f.least <= bound {
			w.open = append(w.open, int32(i))
		}
	}
}

// best takes the street off the list that promises most for the middle of the leaf,
// and those that cannot serve any node better than it is; nil when none is left.
func (w *sampler) best() *near {
	dearest := w.dearest()
	kept := w.open[:0]
	var best *near
	at := 0
	for _, i := range w.open {
		f := &w.s.found[i]
		if f.least > dearest {
			continue
		}
		if best == nil || w.s.x.better(f, best) {
			best, at = f, len(kept)
		}
		kept = append(kept, i)
	}
	w.open = kept
	if best != nil {
		last := len(w.open) - 1
		w.open[at] = w.open[last]
		w.open = w.open[:last]
	}
	return best
}

// better tells which street to try first: the one that promises more. Streets that
// promise the same go by place, so that the order of the roads does not show.
func (x *index) better(f, g *near) bool {
	if f.middle != g.middle {
		return f.middle < g.middle
	}
	if f.least != g.least {
		return f.least < g.least
	}
	return slices.Compare(x.boxes[f.street][:], x.boxes[g.street][:]) < 0
}

// promised reports whether a street of the list may serve some node within a bound.
func (w *sampler) promised(bound float64) bool {
	for _, i := range w.open {
		if w.s.found[i].least <= bound {
			return true
		}
	}
	return false
}

// try offers the streets of the list: first the best of all, time and again, then,
// when most nodes have found theirs, the rest as they come.
func (w *sampler) try() {
	const best = 3
	for range best {
		if f := w.best(); f != nil {
			w.offer(f)
		}
	}
	dearest := w.dearest()
	for _, i := range w.open {
		if f := &w.s.found[i]; f.least <= dearest {
			w.offer(f)
			dearest = w.dearest()
		}
	}
	w.open = w.open[:0]
}

// dearest is the highest cost of a node so far.
func (w *sampler) dearest() float64 {
	top := uint32(0)
	for i, c := range w.cost {
		if w.asked>>uint(i)&1 != 0 {
			top = max(top, c)
		}
	}
	return float64(top)
}

// cheapest is the lowest cost of a node so far.
func (w *sampler) cheapest() float64 { return float64(slices.Min(w.cost[:])) }
