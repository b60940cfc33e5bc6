package isochrone

import (
	"math/bits"
)

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
