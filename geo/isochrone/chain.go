package isochrone

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// link is an edge of a street, as one walks along the street.
type link struct {
	edge int32
	// against: the street runs from the edge's last vertex to its first.
	against bool
}

// chain lays the edges of a street of several end to end. It begins at that end of the street whose
// coordinates come first, whatever the order of roads. ok is false of a street of which no
// edge is the first, as of a ring, or the next is not the only one.
func chain(n *network.Lines, street int32) (links []link, ok bool) {
	type side struct{ first, last orb.Point }
	sides, meet := make(map[int32]side), make(map[orb.Point][]int32)
	for _, k := range n.Segments[n.Start[street]:n.Start[street+1]] {
		e := n.EdgeOf[k]
		s, known := sides[e]
		if !known {
			s.first = n.Points[k]
		}
		s.last = n.Points[k+1]
		sides[e] = s
	}
	for e, s := range sides {
		meet[s.first], meet[s.last] = append(meet[s.first], e), append(meet[s.last], e)
	}
	var ends []orb.Point
	for p, edges := range meet {
		if len(edges) > 2 {
			return nil, false
		}
		if len(edges) == 1 {
			ends = append(ends, p)
		}
	}
	if len(ends) != 2 {
		return nil, false
	}
	at := slices.MinFunc(ends, func(a, b orb.Point) int { return slices.Compare(a[:], b[:]) })
	for len(links) < len(sides) {
		i := slices.IndexFunc(meet[at], func(e int32) bool {
			return !slices.ContainsFunc(links, func(l link) bool { return l.edge == e })
		})
		if i < 0 {
			return nil, false
		}
		l := link{edge: meet[at][i]}
		s := sides[l.edge]
		if l.against = s.first != at; l.against {
			at = s.first
		} else {
			at = s.last
		}
		links = append(links, l)
	}
	return links, true
}

// chained appends the pieces of a street and where they lie on its edges, in the order of
// its links. What is left of costs in a piece is the cost from the street's first end.
func (s *streets) chained(street int32, links []link, origin orb.Point) {
	n := s.lines
	before := 0.0
	for _, l := range links {
		first, cost := len(s.pieces), 0.0
		for _, k := range n.Segments[n.Start[street]:n.Start[street+1]] {
			if n.EdgeOf[k] != l.edge {
				continue
			}
			from, length := n.Offset(k)
			s.addPiece(n.Points[k], n.Points[k+1], l, from, length, origin)
			cost = math.Round(from + length)
		}
		pieces, lie := s.pieces[first:], s.along[first:]
		if l.against {
			slices.Reverse(pieces)
			slices.Reverse(lie)
			for i := range pieces {
				p := &pieces[i]
				p.x, p.y, p.vx, p.vy = p.x+p.vx, p.y+p.vy, -p.vx, -p.vy
				lie[i].from = max(0, float32(cost)-lie[i].from-p.along)
			}
		}
		for i := range pieces {
			pieces[i].back = float32(before) + lie[i].from
		}
		before += cost
	}
}
