package isochrone

import (
	"math"
	"math/bits"
	"slices"
)

// ways bound what the nodes of a block add to the costs at the ends of a street: a leg, and
// the way along the street from where it ends. Neither hangs on what is asked; so ways are
// kept, and tell a question of most streets that they can be no node's nearest, and of most
// ground within which limits it is, without a look at any node. Their layout is known to the
// kernels.
type ways struct {
	// By group, from the street's first end and towards it: what any node adds at the least,
	// and at the most; infinite where a node has no leg.
	lowBack, lowOn, highBack, highOn [blockGroups]float32
	// The pieces of the street from first to last have every node's nearest point.
	first, last int32
}

// clone is a copy to keep.
func (w *ways) clone() *ways {
	c := *w
	return &c
}

// measure bounds the ways from the nodes of a block to a street; may has a bit for each
// that may be linked to it by legs whose square is at most most2.
func (w *ways) measure(n *nodes, s *offered, may uint64, most2 float32) {
	from, to := s.near(n)
	w.measurePieces(n, s, s.pieces[from:to], may, most2)
	w.first, w.last = w.first+int32(from), w.last+int32(from)
}

// near narrows a street to pieces that have every node's nearest point: from the middle of
// the nodes no other is nearer than their farthest is to the nearest.
func (s *offered) near(n *nodes) (from, to int) {
	const few, slack = 8, 1
	if len(s.pieces) <= few {
		return 0, len(s.pieces)
	}
	const first, last = 0, blockSize - 1
	x, y := (n.x[first]+n.x[last])/2, (n.y[first]+n.y[last])/2
	reach, least := float32(0), infinite
	for _, i := range [...]int{first, lanes + groupCols - 1, blockSize - lanes - groupCols, last} {
		reach = max(reach, (n.x[i]-x)*(n.x[i]-x)+(n.y[i]-y)*(n.y[i]-y))
	}
	for k := range s.pieces {
		d2, _ := s.pieces[k].foot(x+s.dx, y+s.dy)
		least = min(least, d2)
	}
	far := sqrt(least) + 2*sqrt(reach) + slack
	from, to = len(s.pieces), 0
	for k := range s.pieces {
		if d2, _ := s.pieces[k].foot(x+s.dx, y+s.dy); d2 <= far*far {
			from, to = min(from, k), k+1
		}
	}
	return from, to
}

// open takes away what is known of the most of some groups.
func (w *ways) open(groups uint32) {
	for g := range w.highBack {
		if groups>>g&1 != 0 {
			w.highBack[g], w.highOn[g] = infinite, infinite
		}
	}
}

// lowest are the lowest of the bounds.
func (w *ways) lowest() (back, on float32) {
	back, on = infinite, infinite
	for g := range w.lowBack {
		back, on = min(back, w.lowBack[g]), min(on, w.lowOn[g])
	}
	return back, on
}

// foot is where node i comes to some pieces of a street: the cost of its leg, and of the way
// there from the street's first end. Of points as near as each other the first along the street
// counts; they are on the pieces first to last.
func (s *offered) foot(n *nodes, i int, pieces []piece, most2 float32) (leg, way float32, first, last int32) {
	px, py := n.x[i]+s.dx, n.y[i]+s.dy
	least, way := infinite, infinite
	for k := range pieces {
		p := &pieces[k]
		d2, t := p.foot(px, py)
		switch at := p.back + float32(t*p.along); {
		case d2 < least:
			least, way, first, last = d2, at, int32(k), int32(k)
		case d2 == least:
			way, last = min(way, at), int32(k)
		}
	}
	if least > most2 {
		return infinite, way, first, last
	}
	return float32(sqrt(least) * s.perM), way, first, last
}

// measureGo bounds the ways by some of the street's pieces, of which first and last are then.
func measureGo(w *ways, n *nodes, s *offered, pieces []piece, may uint64, most2 float32) {
	w.first, w.last = math.MaxInt32, 0
	for g := range w.lowBack {
		w.lowBack[g], w.lowOn[g], w.highBack[g], w.highOn[g] = infinite, infinite, -infinite, -infinite
		for i := g * lanes; i < (g+1)*lanes; i++ {
			leg, way, first, last := s.foot(n, i, pieces, most2)
			w.first, w.last = min(w.first, first), max(w.last, last)
			if may>>i&1 == 0 {
				leg = infinite
			}
			back, on := leg+way, leg-way
			w.lowBack[g], w.highBack[g] = min(w.lowBack[g], back-under), max(w.highBack[g], back+under)
			w.lowOn[g], w.highOn[g] = min(w.lowOn[g], on-under), max(w.highOn[g], on+under)
		}
	}
}

// boundGo has a bit for each group that a plain street may help. With steps it first lowers
// what the nodes do not exceed to what they cost at the most by the street.
func boundGo(n *nodes, w *ways, back, on float32) (groups uint32) {
	for g := range n.top {
		if n.stepped > 0 {
			n.top[g] = min(n.top[g], min(back+w.highBack[g], on+w.highOn[g]))
			n.dearest[g] = n.interest(n.top[g])
		}
		if min(back+w.lowBack[g], on+w.lowOn[g]) <= n.dearest[g] {
			groups |= 1 << g
		}
	}
	n.high = slices.Max(n.dearest[:])
	return groups
}

// walkGo lowers the costs of the nodes of some groups, one at least, to those by some
// pieces of a plain street.
func walkGo(n *nodes, s *offered, pieces []piece, groups uint32, may uint64, most2 float32) {
	for ; groups != 0; groups &= groups - 1 {
		g, top := bits.TrailingZeros32(groups), float32(0)
		for i := g * lanes; i < (g+1)*lanes; i++ {
			if leg, way, _, _ := s.foot(n, i, pieces, most2); may>>i&1 != 0 {
				n.cost[i] = min(n.cost[i], min(s.back+way, s.on-way)+leg)
			}
			top = max(top, n.cost[i])
		}
		n.top[g] = min(n.top[g], top)
		n.dearest[g] = n.interest(n.top[g])
	}
	n.high = slices.Max(n.dearest[:])
}
