package network

import "github.com/paulmach/orb"

// Line draws a path in degrees as it is travelled: from the place over its leg, along the
// edges, to the source over its leg (the other way round in a field [From]). place and
// source are where the two stand. Two steps on the way meet in one vertex.
func (p *Paths) Line(path *Path, d Direction, place, source orb.Point) orb.LineString {
	first, last := path.Place, path.At
	if d == From {
		first, last, place, source = last, first, source, place
	}
	line := orb.LineString{place}
	add := func(q orb.Point) {
		if q != line[len(line)-1] {
			line = append(line, q)
		}
	}
	if len(path.Steps) == 0 { // both stand at one point of the network
		add(p.g.placeAt(first.Edge, first.Offset))
	}
	for _, s := range path.Steps {
		p.eachVertex(s, add)
	}
	if len(path.Steps) == 0 {
		add(p.g.placeAt(last.Edge, last.Offset))
	}
	if len(line) == 1 {
		return append(line, source)
	}
	add(source)
	return line
}

// eachVertex calls f for the places along a step: its ends, and the vertices of the edge
// between them.
func (p *Paths) eachVertex(s Step, f func(q orb.Point)) {
	g, pl := p.g, p.g.top.inPlane()
	f(g.placeAt(s.Edge, s.From))
	// What each vertex costs from the first one, up to the factor scale.
	first, last := int(pl.start[s.Edge]), int(pl.start[s.Edge+1])-1
	at := pl.along
	if g.sloped != nil {
		at = g.sloped.at
	}
	if at[last] > 0 {
		scale := float64(g.cost[s.Edge]) / at[last]
		low, high := float64(min(s.From, s.To)), float64(max(s.From, s.To))
		for i := first + 1; i < last; i++ {
			k := i
			if s.From > s.To {
				k = first + last - i
			}
			if c := at[k] * scale; c > low && c < high {
				f(pl.proj.ToGeo(pl.pts[k]))
			}
		}
	}
	f(g.placeAt(s.Edge, s.To))
}

// placeAt is [Graph.Place], and at the ends of an edge their very vertices, so that edges
// that meet are drawn to meet.
func (g *Graph) placeAt(edge int32, offset uint32) orb.Point {
	line := g.top.Road(edge).Geometry
	switch offset {
	case 0:
		return line[0]
	case g.cost[edge]:
		return line[len(line)-1]
	}
	return g.Place(Link{Edge: edge, Offset: offset})
}
