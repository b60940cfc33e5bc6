package sweep

import (
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
)

// Link joins a place to the network between two positions: CostA is what lies between
// the place and the position A, CostB the same for B; neither is above [hierarchy.None].
// An end that leads nowhere has a position that there is not, best [hierarchy.None].
type Link struct {
	A, CostA, B, CostB uint32
}

// Places are places with their links: those of place i are Links[Start[i]:Start[i+1]].
// Start has one element more than there are places, or none.
type Places struct {
	Start []uint32
	Links []Link
}

// Len is the number of places.
func (p *Places) Len() int { return max(0, len(p.Start)-1) }

// Gather makes the rows of the places from the rows of the network: of place from+i row
// i of out, for as many places as out has rows. Winners are made where out has room for
// them. A cost is the minimum over the ends of the place's links of the end's row and
// cost. O(links).
//
// A source on the same stretch between two positions as the place is not seen from its
// ends: offer it besides.
func (p *Places) Gather(r *Rows, from int, out *Rows) error {
	n := len(out.Cost)
	if from < 0 || from+n > p.Len() {
		return fmt.Errorf("gathering places %d to %d: there are %d", from, from+n, p.Len())
	}
	if w := len(out.Winner); w > 0 && (w != n || len(r.Winner) != len(r.Cost)) {
		return fmt.Errorf("gathering %d places with winners: there is room for %d, and %d of %d rows have winners", n, w, len(r.Winner), len(r.Cost))
	}
	start := p.Start[from:]
	for i := range n {
		if start[i] > start[i+1] || int(start[i+1]) > len(p.Links) {
			return fmt.Errorf("gathering place %d: links %d to %d of %d", from+i, start[i], start[i+1], len(p.Links))
		}
	}
	if n > 0 {
		gather(r, start, p.Links, out)
	}
	return nil
}

// gatherGo is the kernel of every machine.
func gatherGo(r *Rows, start []uint32, links []Link, out *Rows) {
	winners := len(out.Winner) > 0
	for i := range out.Cost {
		cost := &out.Cost[i]
		*cost = noCosts
		if winners {
			out.Winner[i] = noWinners
		}
		for _, l := range links[start[i]:start[i+1]] {
			for _, end := range [...]hierarchy.Arc{{To: l.A, Cost: l.CostA}, {To: l.B, Cost: l.CostB}} {
				switch {
				case int(end.To) >= len(r.Cost):
				case winners:
					lowerNearest(cost, &out.Winner[i], &r.Cost[end.To], &r.Winner[end.To], end.Cost)
				default:
					lower(cost, &r.Cost[end.To], end.Cost)
				}
			}
		}
	}
}
