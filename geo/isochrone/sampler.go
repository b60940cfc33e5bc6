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

	dist2   [leafSize]float64
	part    [leafSize]float64
	segment [leafSize]uint32
	links   [leafSize][]network.Link
	one     []network.Link
	order   []promise
}

// promise is a street by what it will do at about the middle of the leaf.
type promise struct {
	middle float64
	found  int32
}

func newSampler(x *index) *sampler {
	return &sampler{s: newSearch(x), one: make([]network.Link, 1)}
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

// settle tries the streets that have been looked at, and then tells whether all nodes
// are within limit n and none within the one before, other streets considered.
func (w *sampler) settle(limits []uint32, useful float64) (n int, same bool) {
	w.set(network.Unreachable)
	for i := range w.links {
		w.links[i] = w.links[i][:0]
	}
	w.try(min(useful, w.s.most))
	top := w.dearest()
	if n = within(limits, top); n == 0 {
		return 0, true
	}
	bound := float64(limits[n-1])
	if w.cheapest() <= bound {
		return 0, false
	}
	w.s.within(bound)
	w.try(bound)
	return n, w.cheapest() > bound
}

// sample finds the costs of the nodes, exactly up to a bound; those above it may
// come out too high. The leaf has been tried to settle.
func (w *sampler) sample(useful float64) {
	bound := min(useful, w.dearest())
	w.s.within(bound)
	w.try(bound)
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

// try offers every street found since to the nodes, the most promising first.
func (w *sampler) try(bound float64) {
	found := w.s.found
	w.order = w.order[:0]
	for i := range found {
		if f := &found[i]; !f.done && f.least <= bound {
			p := promise{f.middle, int32(i)}
			at := len(w.order)
			w.order = append(w.order, p)
			for at > 0 && w.order[at-1].middle > p.middle {
				w.order[at] = w.order[at-1]
				at--
			}
			w.order[at] = p
		}
	}
	dearest := w.dearest()
	for _, p := range w.order {
		if f := &found[p.found]; f.least <= dearest {
			f.done = true
			w.offer(f)
			dearest = w.dearest()
		}
	}
}

// offer tries the links of the nodes to one street.
func (w *sampler) offer(f *near) {
	w.nearest(f)
	x, a := w.s.x, w.s.a
	for i, d2 := range w.dist2 {
		if w.asked>>uint(i)&1 == 0 {
			continue
		}
		d := math.Sqrt(d2)
		leg := d * x.legPerM
		at := &a.at[w.segment[i]]
		if d > x.longM || d > x.shortM && d > x.lines.LimitM(w.points[i]) {
			continue
		}
		if at.odd {
			if f.low+leg-rounding < float64(w.cost[i]) {
				w.ask(i)
			}
			continue
		}
		along := w.part[i] * float64(at.along)
		c := leg + min(float64(at.back)+along, float64(at.on)-along)
		if c >= float64(w.cost[i]) {
			continue
		}
		if x.crossed(w.points[i], w.foot(i)) {
			continue
		}
		w.cost[i] = uint32(math.Round(c))
	}
}

// nearest finds, for every node, its nearest point on a street.
func (w *sampler) nearest(f *near) {
	n := w.s.x.lines
	for i := range w.dist2 {
		w.dist2[i] = math.Inf(1)
	}
	for _, k := range w.s.segments[f.from:f.to] {
		a, b := n.Points[n.Segments[k]], n.Points[n.Segments[k]+1]
		vx, vy := b[0]-a[0], b[1]-a[1]
		inverse := 0.0
		if l2 := vx*vx + vy*vy; l2 > 0 {
			inverse = 1 / l2
		}
		for i := range w.points {
			px, py := w.points[i][0]-a[0], w.points[i][1]-a[1]
			t := min(1, max(0, (px*vx+py*vy)*inverse))
			px, py = px-t*vx, py-t*vy
			d2 := px*px + py*py
			if even := sameM2 * (1 + d2); d2 < w.dist2[i]-even || d2 <= w.dist2[i]+even && w.ahead(i, k) {
				w.dist2[i], w.part[i], w.segment[i] = d2, t, k
			}
		}
	}
}

// sameM2 is the difference, to a square metre, below which two squares of distances
// may be of one point.
const sameM2 = 1e-9

// ahead decides between two segments that meet in the point nearest to a node.
func (w *sampler) ahead(i int, k uint32) bool {
	n := w.s.x.lines
	a, b := n.Segments[k], n.Segments[w.segment[i]]
	return n.EdgeOf[a] != n.EdgeOf[b] && n.Ahead(w.points[i], a, b)
}

func (w *sampler) foot(i int) orb.Point {
	n := w.s.x.lines
	k := n.Segments[w.segment[i]]
	a, b := n.Points[k], n.Points[k+1]
	return orb.Point{a[0] + w.part[i]*(b[0]-a[0]), a[1] + w.part[i]*(b[1]-a[1])}
}

// ask finds out what a link is worth where a formula does not tell.
func (w *sampler) ask(i int) {
	n := w.s.x.lines
	link, foot := n.Link(w.points[i], n.Segments[w.segment[i]])
	if w.s.x.crossed(w.points[i], foot) {
		return
	}
	if costs := w.s.a.costs; costs.Nearest() {
		w.one[0] = link
		w.cost[i] = min(w.cost[i], costs.Cost(w.one))
	} else {
		at, _ := slices.BinarySearchFunc(w.links[i], link, func(a, b network.Link) int { return int(a.Leg) - int(b.Leg) })
		w.links[i] = slices.Insert(w.links[i], at, link)
		w.cost[i] = costs.Cost(w.links[i])
	}
}
