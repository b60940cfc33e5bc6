package network

// findTwins notes which nodes are the two copies of one.
func (g *Graph) findTwins() {
	first := g.public
	g.twin = make([]int32, g.nodes-first)
	for i := range g.twin {
		g.twin[i] = int32(first + i)
	}
	for _, k := range g.gates {
		g.twin[int(k.out)-first], g.twin[int(k.in)-first] = k.in, k.out
	}
}

// mirror is the node in a node's place when the graph is travelled the other way round.
func (g *Graph) mirror(v int32) int32 {
	if i := int(v) - g.public; i >= 0 {
		return g.twin[i]
	}
	return v
}

// eachInto calls f for the arcs that lead to a node, of the arcs of a search. Where the
// graph is symmetric they are those that leave it, travelled the other way round.
func (g *Graph) eachInto(arcs *adjacency, v int32, f func(from int32, cost uint32)) {
	switch {
	case g.symmetric:
		for _, a := range arcs.of(g.mirror(v)) {
			f(g.mirror(a.to), a.cost)
		}
		return
	case arcs == g.forward:
		arcs = g.backward
	default:
		arcs = g.forward
	}
	for _, a := range arcs.of(v) {
		f(a.to, a.cost)
	}
}
