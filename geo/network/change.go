package network

// Change is what differs between a graph and the one that [Graph.Edited] made of it. It
// is immutable and safe for concurrent use: one serves all fields of a graph.
type Change struct {
	old, new *Graph
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

// Old is the graph before the change, New the one after it.
func (c *Change) Old() *Graph { return c.old }

// New is the graph after the change.
func (c *Change) New() *Graph { return c.new }

// newChange compares two graphs edge by edge.
func newChange(old, new *Graph) *Change {
	c := &Change{old: old, new: new}
	var before, after []step
	for e := range int32(len(new.use)) {
		if !differ(old, new, e) {
			continue
		}
		c.edges = append(c.edges, e)
		before, after = before[:0], after[:0]
		if int(e) < len(old.use) {
			old.arcsOf(e, false, func(from, to int32, cost uint32) { before = append(before, step{from, to, cost}) })
		}
		new.arcsOf(e, false, func(from, to int32, cost uint32) { after = append(after, step{from, to, cost}) })
		c.lost = missing(c.lost, before, after)
		c.gained = missing(c.gained, after, before)
	}
	c.compareGates()
	return c
}

// differ reports whether an edge costs or serves otherwise in one graph than in the
// other.
func differ(old, new *Graph, e int32) bool {
	if int(e) >= len(old.use) {
		return new.use[e]&bothWays != 0
	}
	u, w := old.use[e], new.use[e]
	if u&bothWays == 0 && w&bothWays == 0 {
		return false
	}
	if u != w || old.cost[e] != new.cost[e] || old.from[e] != new.from[e] || old.to[e] != new.to[e] {
		return true
	}
	return w&(isPrivate|isBlocked) != 0 && old.special[e] != new.special[e]
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
	was := make(map[gate]bool, len(c.old.gates))
	for _, k := range c.old.gates {
		was[k] = true
	}
	for _, k := range c.new.gates {
		if was[k] {
			delete(was, k)
			continue
		}
		c.gained = append(c.gained, step{k.out, k.mid, 0}, step{k.mid, k.in, 0})
	}
	for _, k := range c.old.gates {
		if was[k] {
			c.lost = append(c.lost, step{k.out, k.mid, 0}, step{k.mid, k.in, 0})
		}
	}
}
