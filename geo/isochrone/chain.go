package isochrone

import (
	"cmp"
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

// along is where a piece lies: the edge, and the cost to the piece from that end of the edge
// which comes first along the street.
type along struct {
	link
	from float32
}

// chain is the edges of a street in the order in which it passes them.
func chain(n *network.Lines, street int32) []link {
	type placed struct {
		link
		at float64
	}
	var all []placed
	for _, k := range n.Segments[n.Start[street]:n.Start[street+1]] {
		if e := n.EdgeOf[k]; len(all) == 0 || e != all[len(all)-1].edge {
			at, against := n.Along(e)
			all = append(all, placed{link{e, against}, at})
		}
	}
	slices.SortStableFunc(all, func(a, b placed) int { return cmp.Compare(a.at, b.at) })
	links := make([]link, len(all))
	for i, p := range all {
		links[i] = p.link
	}
	return links
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
