package isochrone

import (
	"math"

	"github.com/paulmach/orb"
)

// offer tries the links of the nodes to one street.
func (w *sampler) offer(f *near) {
	f.done = true
	w.nearest(f)
	x, a := w.s.x, w.s.a
	barred := !w.clear(f)
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
				w.ask(i, barred)
			}
			continue
		}
		along := w.part[i] * float64(at.along)
		c := float64(at.back) + along
		if on := float64(at.on) - along; on < c {
			c = on
		}
		c += leg
		if c >= float64(w.cost[i]) || c > w.useful {
			continue
		}
		if barred && x.crossed(w.points[i], w.foot(i)) {
			continue
		}
		w.cost[i] = uint32(math.Round(c))
	}
}

// clear reports whether certainly no barrier stands between the leaf and a street:
// legs stay in the box of both.
func (w *sampler) clear(f *near) bool {
	c, r := w.s.centre, w.s.radius
	west, south, east, north := c[0]-r, c[1]-r, c[0]+r, c[1]+r
	for _, k := range w.s.segments[f.from:f.to] {
		a, b := &w.s.x.segs[k].a, &w.s.x.segs[k].b
		west, south = min(west, a[0], b[0]), min(south, a[1], b[1])
		east, north = max(east, a[0], b[0]), max(north, a[1], b[1])
	}
	return w.s.x.clear(west, south, east, north)
}

// nearest finds, for every node, its nearest point on a street.
func (w *sampler) nearest(f *near) {
	for i := range w.dist2 {
		w.dist2[i], w.even[i] = math.Inf(1), math.Inf(1)
	}
	for _, k := range w.s.segments[f.from:f.to] {
		a, b := w.s.x.segs[k].a, w.s.x.segs[k].b
		vx, vy := b[0]-a[0], b[1]-a[1]
		inverse := 0.0
		if l2 := vx*vx + vy*vy; l2 > 0 {
			inverse = 1 / l2
		}
		for i := range w.points {
			p := &w.points[i]
			px, py := p[0]-a[0], p[1]-a[1]
			t := (px*vx + py*vy) * inverse
			if t < 0 {
				t = 0
			} else if t > 1 {
				t = 1
			}
			px, py = px-t*vx, py-t*vy
			d2 := px*px + py*py
			if d2 > w.even[i] {
				continue
			}
			if even := sameM2 * (1 + d2); d2 < w.dist2[i]-even || w.ahead(i, k) {
				w.dist2[i], w.even[i], w.part[i], w.segment[i] = d2, d2+even, t, k
			}
		}
	}
}

// sameM2 is the difference, to a square metre, below which two squares of distances
// may be of one point.
const sameM2 = 1e-9

// ahead decides between two segments that meet in the point nearest to a node.
func (w *sampler) ahead(i int, k uint32) bool {
	a, b := &w.s.x.segs[k], &w.s.x.segs[w.segment[i]]
	return a.edge != b.edge && w.s.x.lines.Ahead(w.points[i], a.id, b.id)
}

func (w *sampler) foot(i int) orb.Point {
	a, b := w.s.x.segs[w.segment[i]].a, w.s.x.segs[w.segment[i]].b
	return orb.Point{a[0] + w.part[i]*(b[0]-a[0]), a[1] + w.part[i]*(b[1]-a[1])}
}

// ask finds out what a link is worth where a formula does not tell.
func (w *sampler) ask(i int, barred bool) {
	link, foot := w.s.x.lines.Link(w.points[i], w.s.x.segs[w.segment[i]].id)
	if barred && w.s.x.crossed(w.points[i], foot) {
		return
	}
	k := w.s.a.costs.K()
	row := w.rows[i*k : (i+1)*k]
	if k == 1 {
		row[0] = math.MaxUint64
	}
	if c := w.s.a.costs.Offer(row, link); k > 1 || c < w.cost[i] {
		w.cost[i] = c
	}
}
