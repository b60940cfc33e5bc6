package isochrone

import (
	"math"
	"math/bits"

	"github.com/paulmach/orb"
)

// offer tries the links of the nodes to one street of the scene.
func (w *sampler) offer(i int) {
	if ends := w.a.ends[w.streets[i]]; ends != notPlain {
		w.offerPlain(i, ends)
		return
	}
	s := w.offered(i)
	w.locate()
	groups := s.helps(&w.nodes, w.most2)
	if groups == 0 {
		return
	}
	open := w.frame.blocks[w.block].calm || w.open(s)
	if open && !s.odd {
		w.nodes.offer(s, groups, 0, w.most2)
		return
	}
	if !open {
		view, known := w.known.view(s.street)
		if known && view&w.asked == 0 {
			return
		}
		if known && !s.odd {
			w.nodes.offer(s, groups, ^view, w.most2)
			return
		}
	}
	before, top := w.nodes.cost, w.nodes.top
	w.nodes.offer(s, groups, 0, w.most2)
	if w.nodes.cost == before {
		return
	}
	better := uint64(0)
	for k, c := range w.nodes.cost {
		if c < before[k] {
			better |= 1 << uint(k)
		}
	}
	may := better
	if !open {
		may &= w.view(s)
	}
	for m := better; m != 0; m &= m - 1 {
		k := bits.TrailingZeros64(m)
		if allowed := may>>uint(k)&1 != 0; !allowed || s.odd {
			least := w.nodes.cost[k]
			if w.nodes.cost[k] = before[k]; allowed {
				w.ask(k, s.street, least)
			}
		}
	}
	w.nodes.top = top
	w.nodes.rank()
}

// offerPlain tries the links of the nodes to a plain street.
func (w *sampler) offerPlain(i int, ends [2]float32) {
	street, k := w.streets[i], (*known)(nil)
	if at := int(w.at[i]); at < len(w.known.streets) && w.known.streets[at].street == street {
		k = &w.known.streets[at]
	}
	switch {
	case k == nil:
		// Many a street can be passed over by its box, without getting to know it.
		w.locate()
		if w.offered(i).helps(&w.nodes, w.most2) == 0 {
			return
		}
		k = w.getToKnow(i, known{street: street, nodes: ^uint64(0)}, 0)
		if w.least[i] = max(w.least[i], k.least(ends)); w.least[i] > w.nodes.high {
			return
		}
		k.ways = w.ways.clone()
	case k.ways == nil:
		k = w.getToKnow(i, *k, 0)
		k.ways = w.ways.clone()
	}
	groups := w.nodes.bound(k.ways, ends[0], ends[1])
	if more := groups &^ uint32(k.sure); more != 0 {
		k = w.getToKnow(i, *k, more)
		k.ways = w.ways.clone()
		groups = w.nodes.bound(k.ways, ends[0], ends[1])
	}
	if groups == 0 {
		return
	}
	w.locate()
	x, s := w.a.x, &w.one
	o, from := &x.origins[street], int(x.start[street])
	s.dx, s.dy, s.back, s.on = float32(w.origin[0]-o[0]), float32(w.origin[1]-o[1]), ends[0], ends[1]
	w.nodes.walk(s, x.pieces[from+int(k.ways.first):from+int(k.ways.last)+1], groups, k.nodes, w.most2)
}

// getToKnow finds out more about the block and a plain street: its ways, which are in ways
// until others are found out, and of some groups which of their nodes may be linked to it.
func (w *sampler) getToKnow(i int, k known, groups uint32) *known {
	w.locate()
	s := w.offered(i)
	if groups != 0 {
		some := uint64(0)
		for m := groups; m != 0; m &= m - 1 {
			some |= (1<<lanes - 1) << (bits.TrailingZeros32(m) * lanes)
		}
		k.nodes = k.nodes&^some | w.linked(s, some)
		k.sure, k.found = k.sure|uint8(groups), true
	} else if w.frame.blocks[w.block].calm || w.open(s) {
		k.sure = 1<<blockGroups - 1
	}
	w.ways.measure(&w.nodes, s, k.nodes, w.most2)
	w.ways.open(^uint32(k.sure))
	k.lowBack, k.lowOn = w.ways.lowest()
	return w.known.know(k)
}

// open reports whether legs from all nodes of the block to a street, within reach, are
// certainly short enough and cross no barrier.
func (w *sampler) open(s *offered) bool {
	f, q := &w.frame.blocks[w.block], &w.query
	west, south, east, north := min(q.west, s.west), min(q.south, s.south), max(q.east, s.east), max(q.north, s.north)
	if wide, high := float64(east-west), float64(north-south); f.shortM < f.longM && wide*wide+high*high > f.shortM*f.shortM {
		return false
	}
	ox, oy := w.origin[0], w.origin[1]
	return w.a.x.clear(ox+float64(west), oy+float64(south), ox+float64(east), oy+float64(north))
}

// view is the view of a street.
func (w *sampler) view(s *offered) uint64 {
	if v, known := w.known.view(s.street); known {
		return v
	}
	v := w.linked(s, ^uint64(0))
	w.known.add(s.street, v)
	return v
}

// linked has a bit for each of some nodes of the block that may be linked to a street: near
// enough, with no barrier between.
func (w *sampler) linked(s *offered, some uint64) uint64 {
	x, f, v := w.a.x, &w.frame.blocks[w.block], uint64(0)
	west, south := w.origin[0]+float64(s.west), w.origin[1]+float64(s.south)
	east, north := w.origin[0]+float64(s.east), w.origin[1]+float64(s.north)
	points := w.points()
	for ; some != 0; some &= some - 1 {
		i := bits.TrailingZeros64(some)
		p := points[i]
		// Where no barrier is about only the leg's length matters, which is looked at when the
		// street is offered.
		if f.shortM == f.longM && x.clear(min(p[0], west), min(p[1], south), max(p[0], east), max(p[1], north)) {
			v |= 1 << uint(i)
			continue
		}
		foot, _ := x.nearest(p, s.street)
		if d := math.Hypot(foot[0]-p[0], foot[1]-p[1]); d <= f.longM && (d <= f.shortM || d <= x.lines.LimitM(p)) && !x.crossed(p, foot) {
			v |= 1 << uint(i)
		}
	}
	return v
}

// nearest is the point of a street nearest to p and the segment it is on.
func (x *index) nearest(p orb.Point, street int32) (foot orb.Point, segment uint32) {
	least, even := math.Inf(1), math.Inf(1)
	for k := x.start[street]; k < x.start[street+1]; k++ {
		g := &x.segs[k]
		q, d2 := g.foot(p)
		if d2 > even {
			continue
		}
		if e := sameM2 * (1 + d2); d2 < least-e || x.ahead(p, k, segment) {
			least, even, foot, segment = d2, d2+e, q, k
		}
	}
	return foot, segment
}

// sameM2 is the difference, to a square metre, below which two squares of distances
// may be of one point.
const sameM2 = 1e-9

// ahead decides between two segments that meet in the point nearest to a place.
func (x *index) ahead(p orb.Point, k, other uint32) bool {
	a, b := &x.segs[k], &x.segs[other]
	return a.edge != b.edge && x.lines.Ahead(p, a.id, b.id)
}

// ask finds out what the link of a node to a street is worth where no formula tells more
// than what it costs at least. It is worth no less than that, not even by what the two are
// rounded by: or it would matter which streets have been tried before.
func (w *sampler) ask(i int, street int32, least float32) {
	_, segment := w.a.x.nearest(w.points()[i], street)
	link, _ := w.a.x.lines.Link(w.points()[i], w.a.x.segs[segment].id)
	k := w.a.costs.K()
	if k == 1 {
		row := [1]uint64{math.MaxUint64}
		w.nodes.cost[i] = min(w.nodes.cost[i], max(least, float32(w.a.costs.Offer(row[:], link))))
		return
	}
	w.nodes.cost[i] = min(w.nodes.cost[i], max(least, float32(w.a.costs.Offer(w.rows[i*k:(i+1)*k], link))))
}
