package network

// Change is what differs between a graph and the one that [Graph.Edited] made of it. It
// is immutable and safe for concurrent use: one serves all fields of a graph.
type Change struct {
	before, after *Graph
	// edges are those that cost or serve otherwise than before, or are new or gone.
	edges []int32
	// lost are the steps, as travelled, that are there no longer or have become dearer,
	// at their old cost; gained are those that are new or cheaper, at their new one.
	lost, gained []step
}

// step is an arc with the node that it leaves.
type step struct {
	from, to int32
	cost     uint32
}

// Before is the graph before the change.
func (c *Change) Before() *Graph { return c.before }

// After is the graph after the change.
func (c *Change) After() *Graph { return c.after }

// newChange compares two graphs edge by edge.
func newChange(before, after *Graph) *Change {
	c := &Change{before: before, after: after}
	var was, is []step
	for e := range int32(len(after.use)) {
		if !differ(before, after, e) {
			continue
		}
		c.edges = append(c.edges, e)
		was, is = was[:0], is[:0]
		if int(e) < len(before.use) {
			before.arcsOf(e, false, func(from, to int32, cost uint32) { was = append(was, step{from, to, cost}) })
		}
		after.arcsOf(e, false, func(from, to int32, cost uint32) { is = append(is, step{from, to, cost}) })
		c.lost = missing(c.lost, was, is)
		c.gained = missing(c.gained, is, was)
	}
	c.compareGates()
	return c
}

// differ reports whether an edge costs or serves otherwise in one graph than in the
// other.
func differ(before, after *Graph, e int32) bool {
	if int(e) >= len(before.use) {
		return after.use[e]&bothWays != 0
	}
	u, w := before.use[e], after.use[e]
	if u&bothWays == 0 && w&bothWays == 0 {
		return false
	}
	if u != w || before.cost[e] != after.cost[e] || before.from[e] != after.from[e] || before.to[e] != after.to[e] {
		return true
	}
	return w&(isPrivate|isBlocked) != 0 && before.special[e] != after.special[e]
}

// missing appends to dst the steps of list that are not in other at the same cost or
// less.
func missing(dst, list, other []step) []step {
next:
	for _, s := range list {
		for _, o := range other {
			if o.from == s.from && o.to == s.to && o.cost <= s.cost {
				continue next
			}
		}
		dst = append(dst, s)
	}
	return dst
}

// compareGates notes the steps between copies of nodes that one graph has and the other
// has not.
func (c *Change) compareGates() {
	was := make(map[gate]bool, len(c.before.gates))
	for _, k := range c.before.gates {
		was[k] = true
	}
	for _, k := range c.after.gates {
		if was[k] {
			delete(was, k)
			continue
		}
		c.gained = append(c.gained, step{k.out, k.mid, 0}, step{k.mid, k.in, 0})
	}
	for _, k := range c.before.gates {
		if was[k] {
			c.lost = append(c.lost, step{k.out, k.mid, 0}, step{k.mid, k.in, 0})
		}
	}
}
