package hierarchy

import "math"

const (
	// taken is the key of a node that is no longer in the graph.
	taken = math.MaxUint32
	// waiting is the key of a node with more than hubSteps neighbours. What it needs grows
	// with their square, and is not looked at before they are fewer, or only such nodes are
	// left. Road networks have none.
	waiting  = taken - 1
	hubSteps = 256
)

// estimate looks at what v needs and gives its key.
func (c *contraction) estimate(v uint32) uint32 {
	if len(c.rows[v]) > hubSteps {
		c.needs[v] = nil
		return waiting
	}
	c.simulate(v, c.o.EstimateNodes)
	return c.rank(v)
}

// The weights of the terms of rank. With the level as heavy as the quotients, as usual,
// nodes go more evenly and the longest way up is half as long, for which a sweep does not
// care; with these a hierarchy has up to a twelfth fewer steps, which is what it pays for.
const (
	levelWeight    = 100
	quotientWeight = 1000
	hopsWeight     = 500
)

// rank tells how soon a node should be taken out: the sooner, the lower. The terms are
// those of Geisberger et al. 2008 in the form of RoutingKit (contraction_hierarchy.cpp,
// estimate_node_importance): few shortcuts for the steps that go away; few arcs hidden in
// them; and a low level, so that nodes go evenly all over the graph.
func (c *contraction) rank(v uint32) uint32 {
	k := levelWeight * uint64(c.level[v])
	if steps := uint64(len(c.rows[v])); steps > 0 {
		var old, hops uint64
		for _, s := range c.rows[v] {
			old += uint64(s.hops)
		}
		for _, s := range c.needs[v] {
			hops += uint64(s.hops)
		}
		k += quotientWeight*uint64(len(c.needs[v]))/steps + hopsWeight*hops/old
	}
	return uint32(min(k, waiting-1))
}
