package network

// applyBarriers takes account of what stands on nodes. A node with a barrier that
// is closed to the mode is passed by nobody: every edge there ends in a node of
// its own. A barrier that only residents pass makes private what lies behind it.
func (g *Graph) applyBarriers(r *rules, edited *Graph) {
	closed := make(map[int32]bool)
	gated := make(map[int32]bool)
	note := func(barrier string, node int32) {
		switch r.passage(barrier) {
		case no:
			closed[node] = true
		case private:
			gated[node] = true
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
func (g *Graph) cutAt(closed map[int32]bool, edited *Graph) {
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
		if !closed[a] && !closed[b] {
			continue
		}
		if closed[a] {
			a = end(e, false)
		}
		if closed[b] {
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
func (g *Graph) closeEstates(gated map[int32]bool) {
	parts := newPartition(len(g.use))
	first := make(map[int32]int32, len(g.use))
	for e, u := range g.use {
		if u&bothWays == 0 {
			continue
		}
		a, b := g.mid(int32(e))
		for _, v := range [2]int32{a, b} {
			if gated[v] {
				continue
			}
			if f, ok := first[v]; ok {
				parts.join(f, int32(e))
			} else {
				first[v] = int32(e)
			}
		}
	}
	length := make(map[int32]float64)
	for e, u := range g.use {
		if u&bothWays != 0 {
			length[parts.find(int32(e))] += g.top.lengthM[e]
		}
	}
	longest, most := int32(-1), -1.0
	for p, l := range length {
		if l > most || l == most && p < longest {
			longest, most = p, l
		}
	}
	estate := make(map[int32]bool)
	for e, u := range g.use {
		if u&bothWays == 0 {
			continue
		}
		a, b := g.mid(int32(e))
		if p := parts.find(int32(e)); p != longest && (gated[a] || gated[b]) {
			estate[p] = true
		}
	}
	for e, u := range g.use {
		if u&bothWays != 0 && estate[parts.find(int32(e))] {
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
