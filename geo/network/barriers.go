package network

// applyBarriers takes account of what stands on nodes. A node with a barrier that
// is closed to the mode is passed by nobody: every edge there ends in a node of
// its own. A barrier that only residents pass makes private what lies behind it.
func (g *Graph) applyBarriers(r *rules, edited *Graph) {
	var closed, gated nodeSet
	note := func(barrier string, node int32) {
		switch r.passage(barrier) {
		case no:
			closed.add(node, g.nodes)
		case private:
			gated.add(node, g.nodes)
		}
	}
	for e, u := range g.use {
		if u&bothWays == 0 {
			continue
		}
		road := g.top.Road(int32(e))
		if b := road.FromBarrier; b != "" {
			note(b, g.from[e])
		}
		if b := road.ToBarrier; b != "" {
			note(b, g.to[e])
		}
	}
	if len(closed) > 0 {
		g.cutAt(closed, edited)
	}
	if len(gated) > 0 {
		g.closeEstates(gated)
	}
}

// cutAt gives every edge that ends at one of the nodes an end node of its own.
func (g *Graph) cutAt(closed nodeSet, edited *Graph) {
	end := func(e int, last bool) int32 {
		if v, ok := edited.cutEnd(int32(e), last); ok {
			return v
		}
		g.nodes++
		return int32(g.nodes - 1)
	}
	for e, u := range g.use {
		if u&bothWays == 0 {
			continue
		}
		a, b := g.from[e], g.to[e]
		cutA, cutB := closed.has(a), closed.has(b)
		if !cutA && !cutB {
			continue
		}
		if cutA {
			a = end(e, false)
		}
		if cutB {
			b = end(e, true)
		}
		g.use[e] |= isBlocked
		ends := [2]int32{a, b}
		g.special[int32(e)] = edgeEnds{mid: ends, out: ends, in: ends}
	}
}

// closeEstates makes private the edges behind gates that only residents pass:
// where taking out the gated nodes parts the network, every part but the longest
// that touches such a gate is an estate. A gate on a through road parts nothing
// and stays open.
func (g *Graph) closeEstates(gated nodeSet) {
	parts := newPartition(len(g.use))
	first := make([]int32, g.nodes) // the first edge at a node, and one more
	for e, u := range g.use {
		if u&bothWays == 0 {
			continue
		}
		a, b := g.mid(int32(e))
		for _, v := range [2]int32{a, b} {
			if gated.has(v) {
				continue
			}
			if f := first[v]; f > 0 {
				parts.join(f-1, int32(e))
			} else {
				first[v] = int32(e) + 1
			}
		}
	}
	length := make([]float64, len(g.use)) // by the edge that names the part
	for e, u := range g.use {
		if u&bothWays != 0 {
			length[parts.find(int32(e))] += g.top.lengthM[e]
		}
	}
	longest, most := int32(-1), -1.0
	for p, l := range length {
		if l > most && parts.find(int32(p)) == int32(p) && g.use[p]&bothWays != 0 {
			longest, most = int32(p), l
		}
	}
	estate := make(map[int32]bool)
	for e, u := range g.use {
		if u&bothWays == 0 {
			continue
		}
		a, b := g.mid(int32(e))
		if p := parts.find(int32(e)); p != longest && (gated.has(a) || gated.has(b)) {
			estate[p] = true
		}
	}
	for e, u := range g.use {
		if len(estate) > 0 && u&bothWays != 0 && estate[parts.find(int32(e))] {
			g.use[e] |= isPrivate
		}
	}
}

// mid returns the nodes at both ends of an edge on the public network.
func (g *Graph) mid(edge int32) (a, b int32) {
	if g.use[edge]&(isPrivate|isBlocked) == 0 {
		return g.from[edge], g.to[edge]
	}
	if s, ok := g.special[edge]; ok {
		return s.mid[0], s.mid[1]
	}
	return g.from[edge], g.to[edge]
}

// copyPrivate gives the nodes of private edges their two copies.
func (g *Graph) copyPrivate(edited *Graph) {
	if !hasPrivate(g.use) {
		return
	}
	before := edited.copies()
	out := make(map[int32]int32)
	for e, u := range g.use {
		if u&bothWays == 0 || u&isPrivate == 0 {
			continue
		}
		a, b := g.mid(int32(e))
		s := edgeEnds{mid: [2]int32{a, b}}
		for i, v := range s.mid {
			o, ok := out[v]
			if !ok {
				if o, ok = before[v]; !ok {
					o = int32(g.nodes)
					g.nodes += 2
				}
				out[v] = o
				g.gates = append(g.gates, gate{out: o, mid: v, in: o + 1})
			}
			s.out[i], s.in[i] = o, o+1
		}
		g.special[int32(e)] = s
	}
}

// nodeSet is a set of nodes, a bit each; the zero value is empty.
type nodeSet []uint64

// add puts a node of so many in the set.
func (s *nodeSet) add(v int32, nodes int) {
	if *s == nil {
		*s = make(nodeSet, nodes/64+1)
	}
	(*s)[v>>6] |= 1 << (uint(v) & 63)
}

// has reports whether a node is in the set; one that was numbered later is not.
func (s nodeSet) has(v int32) bool {
	w := int(v >> 6)
	return w < len(s) && s[w]>>(uint(v)&63)&1 != 0
}

// gate joins the three copies of a node at which private edges end.
type gate struct{ out, mid, in int32 }

func (g *Graph) eachGate(f func(out, mid, in int32)) {
	for _, k := range g.gates {
		f(k.out, k.mid, k.in)
	}
}

// partition is a union-find over 0..n-1 (Tarjan 1975).
type partition struct{ parent []int32 }

func newPartition(n int) *partition {
	p := &partition{parent: make([]int32, n)}
	for i := range p.parent {
		p.parent[i] = int32(i)
	}
	return p
}

func (p *partition) find(i int32) int32 {
	for p.parent[i] != i {
		p.parent[i] = p.parent[p.parent[i]]
		i = p.parent[i]
	}
	return i
}

// join puts two elements in one part, named by the smaller.
func (p *partition) join(a, b int32) {
	a, b = p.find(a), p.find(b)
	if a < b {
		p.parent[b] = a
	} else {
		p.parent[a] = b
	}
}
