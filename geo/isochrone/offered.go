package isochrone

import (
	"math"
	"math/bits"
	"slices"
)

// offered is a street as it is offered to nodes. Its layout is known to the kernels.
type offered struct {
	// The box, and a bound from below of the cost anywhere on it.
	west, south, east, north, low float32
	// perM is the cost of a metre of leg.
	perM float32
	// dx and dy lead from the places of nodes to those of pieces.
	dx, dy float32
	// Of a plain street, back and on are added to the ways from its first end and towards it.
	back, on float32
	// parts are those of a long street, nil of another.
	parts *parts
	// What the kernels do not look at: the street's number, its pieces, and whether what
	// it costs has to be asked for.
	pieces []piece
	street int32
	odd    bool
}

// helpsGo has a bit for each group that a street may help, by legs whose square is at
// most most2.
func helpsGo(n *nodes, s *offered, most2 float32) (groups uint32) {
	for g := range n.dearest {
		x := max(0, max(s.west-n.east[g], n.west[g]-s.east))
		y := max(0, max(s.south-n.north[g], n.south[g]-s.north))
		d2 := float32(x*x) + float32(y*y)
		if s.low+float32(sqrt(d2)*s.perM) <= n.dearest[g] && d2 <= most2 {
			groups |= 1 << g
		}
	}
	return groups
}

// offerGo lowers the cost of every node of some groups to that by one street: the leg to
// its nearest point, and the cost from there. Of several points as near as each other the
// cheapest counts. Groups that it cannot help after all are passed over. barred has a bit for
// each node that may not be linked to the street.
func offerGo(n *nodes, s *offered, groups uint32, barred uint64, most2 float32) {
	if groups == 0 {
		return
	}
	for ; groups != 0; groups &= groups - 1 {
		g := bits.TrailingZeros32(groups)
		if !s.helpsAny(n, g, barred, most2) || s.parts != nil && !s.parts.help(n, g, s, most2) {
			continue
		}
		top := float32(0)
		for i := g * lanes; i < (g+1)*lanes; i++ {
			if barred>>i&1 == 0 {
				n.cost[i] = min(n.cost[i], costGo(n.x[i]+s.dx, n.y[i]+s.dy, s, most2))
			}
			top = max(top, n.cost[i])
		}
		n.top[g] = min(n.top[g], top)
		n.dearest[g] = n.interest(n.top[g])
	}
	n.high = slices.Max(n.dearest[:])
}

// helpsAny reports whether a street may help any node of a group.
func (s *offered) helpsAny(n *nodes, g int, barred uint64, most2 float32) bool {
	for i := g * lanes; i < (g+1)*lanes; i++ {
		x := max(0, max(s.west-n.x[i], n.x[i]-s.east))
		y := max(0, max(s.south-n.y[i], n.y[i]-s.north))
		d2 := float32(x*x) + float32(y*y)
		if s.low+float32(sqrt(d2)*s.perM) <= min(n.cost[i], n.dearest[g]) && d2 <= most2 && barred>>i&1 == 0 {
			return true
		}
	}
	return false
}

// costGo is the cost of a place by one street.
func costGo(px, py float32, s *offered, most2 float32) float32 {
	least, c := infinite, infinite
	for k := range s.pieces {
		p := &s.pieces[k]
		d2, t := p.foot(px, py)
		u := float32(t * p.along)
		switch at := min(p.back+u, p.on-u); {
		case d2 < least:
			least, c = d2, at
		case d2 == least:
			c = min(c, at)
		}
	}
	if least > most2 {
		return infinite
	}
	return c + float32(sqrt(least)*s.perM)
}

func sqrt(v float32) float32 { return float32(math.Sqrt(float64(v))) }
