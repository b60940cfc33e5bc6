package network

import "slices"

// findParts numbers the parts of the network that hang together, one-way streets
// and private roads counting as joining their ends.
func (g *Graph) findParts() {
	s := g.streets
	p := newPartition(g.nodes)
	for e, u := range g.use {
		if u&bothWays != 0 {
			a, b := g.mid(int32(e))
			p.join(a, b)
		}
	}
	number := make([]int32, g.nodes)
	s.part = make([]int32, s.n)
	for e, u := range g.use {
		if u&bothWays == 0 {
			continue
		}
		a, _ := g.mid(int32(e))
		root := p.find(a)
		if number[root] == 0 {
			s.partM = append(s.partM, 0)
			number[root] = int32(len(s.partM))
		}
		part := number[root] - 1
		s.part[s.of[e]] = part
		s.partM[part] += g.top.lengthM[e]
	}
	if len(s.partM) > 0 {
		s.longest = int32(slices.Index(s.partM, slices.Max(s.partM)))
	}
	g.findRegions()
}

// findRegions numbers what the walk from a place can prove to be useless together:
// private edges that hang together without leaving them, and the public rest of
// each part. A trip that came in from the public network cannot go on as one that
// starts on a private edge can.
func (g *Graph) findRegions() {
	s := g.streets
	s.region = make([]int32, len(g.use))
	s.regions = len(s.partM)
	p := newPartition(g.nodes)
	for e, u := range g.use {
		if u&bothWays != 0 && u&isPrivate != 0 {
			a, b := g.mid(int32(e))
			p.join(a, b)
		}
	}
	number := make(map[int32]int32)
	for e, u := range g.use {
		switch {
		case u&bothWays == 0:
		case u&isPrivate == 0:
			s.region[e] = s.part[s.of[e]]
		default:
			a, _ := g.mid(int32(e))
			root := p.find(a)
			n, ok := number[root]
			if !ok {
				n = int32(s.regions)
				s.regions++
				number[root] = n
			}
			s.region[e] = n
		}
	}
}

// SmallShare is the share of the graph's street length that the largest part that
// hangs together does not hold: stray paths, islands, roads cut off at the edge of
// the data. 0 for a graph without edges.
func (g *Graph) SmallShare() float64 {
	s := g.streets
	total := 0.0
	for _, m := range s.partM {
		total += m
	}
	if total == 0 {
		return 0
	}
	return 1 - s.partM[s.longest]/total
}
