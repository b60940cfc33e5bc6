package network

// SmallShare is the share of the graph's street length that the largest connected
// part does not hold: stray paths, islands, roads cut off at the edge of the data.
// One-way streets count as joining both ends. 0 for a graph without edges.
func (g *Graph) SmallShare() float64 {
	p := newPartition(g.nodes)
	for e, u := range g.use {
		if u&bothWays != 0 {
			a, b := g.mid(int32(e))
			p.join(a, b)
		}
	}
	length := make(map[int32]float64)
	total, largest := 0.0, 0.0
	for e, u := range g.use {
		if u&bothWays == 0 {
			continue
		}
		a, _ := g.mid(int32(e))
		part := p.find(a)
		length[part] += g.top.lengthM[e]
		total += g.top.lengthM[e]
		largest = max(largest, length[part])
	}
	if total == 0 {
		return 0
	}
	return 1 - largest/total
}
