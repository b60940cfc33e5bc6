package isochrone

import (
	"math"
	"math/bits"
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
