package network

import "slices"

// SmallShare is the share of the graph's street length that the largest part that
// hangs together does not hold: stray paths, islands, roads cut off at the edge of
// the data. 0 for a graph without edges.
func (g *Graph) SmallShare() float64 {
	length := make([]float64, max(1, g.streets.parts))
	total := 0.0
	for e, u := range g.use {
		if u&bothWays != 0 {
			length[g.streets.part[g.streets.of[e]]] += g.top.lengthM[e]
			total += g.top.lengthM[e]
		}
	}
	if total == 0 {
		return 0
	}
	return 1 - slices.Max(length)/total
}
