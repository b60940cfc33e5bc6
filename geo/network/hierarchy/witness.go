package hierarchy

import "math"

// unset is the cost of a node that a search has not seen.
const unset = math.MaxUint32

// witness searches for ways round a node: a shortcut over the node is needed only when
// no other way is as cheap (Geisberger et al. 2008, §3.1). The search gives up after a
// number of settled nodes; a way it misses costs a shortcut that is not needed, never a
// wrong cost.
type witness struct {
	// at is, by node, what the search in hand knows.
	at      []place
	touched []uint32
	queue   queue
}

// place is what a search knows of a node: the lowest cost found so far, unset when
// there is none, and for a target the cost over the node in question plus one; zero
// for all others, which no cost is below.
type place struct{ cost, below uint32 }

func newWitness(nodes int) *witness {
	w := &witness{at: make([]place, nodes)}
	for i := range w.at {
		w.at[i].cost = unset
	}
	return w
}

// aim makes a node a target: a way there is wanted that costs at most cost.
func (w *witness) aim(node, cost uint32) { w.at[node].below = cost + 1 }

// missed reports whether the search found no such way, and takes the target away.
func (w *witness) missed(node uint32) bool {
	p := &w.at[node]
	m := p.cost >= p.below
	p.below = 0
	return m
}

// search goes out from a node over the rows, never through the node avoid. It ends when
// all targets are found, when nothing cheaper than bound is left, or after limit nodes.
// Nodes dearer than far are not gone on from: no target is near enough to them.
func (w *witness) search(rows [][]step, d direction, from, avoid uint32, targets int, bound, far uint32, limit int) {
	for _, v := range w.touched {
		w.at[v].cost = unset
	}
	w.touched = append(w.touched[:0], from, avoid)
	w.queue = w.queue[:0]
	// No cost is below zero, so that neither is ever entered again.
	w.at[from].cost, w.at[avoid].cost = 0, 0
	w.queue.push(item(0, from))
	for len(w.queue) > 0 && limit > 0 {
		x := w.queue.pop()
		cost, v := uint32(x>>32), uint32(x)
		if cost > w.at[v].cost {
			continue // it was found cheaper since
		}
		limit--
		row := rows[v]
		for i := range row {
			s := &row[i]
			// Both are at most None, so that the sum does not overflow.
			c := cost + s.cost[d&1]
			if c > bound {
				continue
			}
			p := &w.at[s.to]
			if c >= p.cost {
				continue
			}
			if p.cost == unset {
				w.touched = append(w.touched, s.to)
			}
			if c < p.below && p.cost >= p.below {
				targets--
			}
			p.cost = c
			if c <= far {
				w.queue.push(item(c, s.to))
			}
		}
		if targets == 0 {
			return
		}
	}
}
