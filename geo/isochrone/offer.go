package isochrone

import (
	"math"
	"math/bits"

	"github.com/paulmach/orb"
)

// offer tries the links of the nodes to one street of the scene.
func (w *sampler) offer(i int) {
	s := &w.offers[i]
	groups := s.helps(&w.nodes, w.most2) &^ uint32(w.done[i])
	if groups == 0 {
		return
	}
	open := w.frame.blocks[w.block].calm || w.open(s)
	if open && !s.odd {
		w.note(i, w.nodes.offer(s, groups, 0, w.most2))
		return
	}
	if !open {
		view, known := w.views.of(s.street)
		if known && view&w.asked == 0 {
			return
		}
		if known && !s.odd {
			w.note(i, w.nodes.offer(s, groups, ^view, w.most2))
			return
		}
	}
	before := w.nodes.cost
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
		may &= w.view(s.street)
	}
	for m := better; m != 0; m &= m - 1 {
		k := bits.TrailingZeros64(m)
		if allowed := may>>uint(k)&1 != 0; !allowed || s.odd {
			if w.nodes.cost[k] = before[k]; allowed {
				w.ask(k, s.street)
			}
		}
	}
	w.nodes.rank()
}

// tried are groups of a block to which a street of the scene has been offered: to do it
// again brings nothing.
type tried struct {
	street int32
	groups uint8
}

// note notes groups that street i has been offered to.
func (w *sampler) note(i int, groups uint32) {
	if groups != 0 {
		w.log = append(w.log, tried{int32(i), uint8(groups)})
	}
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

// view has a bit for each node of the block that may be linked to a street: near
// enough, with no barrier between.
func (w *sampler) view(street int32) uint64 {
	if v, known := w.views.of(street); known {
		return v
	}
	x, f, v := w.a.x, &w.frame.blocks[w.block], uint64(0)
	for i, p := range w.points() {
		foot, _ := x.nearest(p, street)
		if d := math.Hypot(foot[0]-p[0], foot[1]-p[1]); d <= f.longM && (d <= f.shortM || d <= x.lines.LimitM(p)) && !x.crossed(p, foot) {
			v |= 1 << uint(i)
		}
	}
	w.views.add(street, v)
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

// ask finds out what the link of a node to a street is worth where no formula tells.
func (w *sampler) ask(i int, street int32) {
	_, segment := w.a.x.nearest(w.points()[i], street)
	link, _ := w.a.x.lines.Link(w.points()[i], w.a.x.segs[segment].id)
	k := w.a.costs.K()
	if k == 1 {
		row := [1]uint64{math.MaxUint64}
		w.nodes.cost[i] = min(w.nodes.cost[i], float32(w.a.costs.Offer(row[:], link)))
		return
	}
	w.nodes.cost[i] = min(w.nodes.cost[i], float32(w.a.costs.Offer(w.rows[i*k:(i+1)*k], link)))
}
