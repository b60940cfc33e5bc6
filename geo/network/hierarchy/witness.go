package hierarchy

// witness searches for ways round a node: a shortcut over the node is needed only when
// no other way is as cheap (Geisberger et al. 2008, §3.1). The search gives up after a
// number of settled nodes; a way it misses costs a shortcut that is not needed, never a
// wrong cost.
type witness struct {
	rows [][]step
	// at is, by node, what the search in hand knows.
	at      []place
	touched []uint32
	queue   queue
	// d is the direction of the search in hand: out to find ways from a node, in to find
	// ways to it; from is that node, avoid the one to find ways round.
	d           direction
	from, avoid uint32
	// targets is how many nodes are still to be found, bound the highest cost that counts
	// for one of them, and far that from which the last step to one may still do.
	targets    int
	bound, far uint32
}

// place is what a search knows of a node: the lowest cost found so far, None when there
// is none, and for a target the cost over the node in question plus one; zero for all
// others, which no cost is below.
type place struct{ cost, below uint32 }

func newWitness(rows [][]step) *witness {
	w := &witness{rows: rows, at: make([]place, len(rows))}
	for i := range w.at {
		w.at[i].cost = None
	}
	return w
}

// begin starts a search from a node, never through the node avoid, by its own steps.
func (w *witness) begin(from, avoid uint32, d direction) {
	for _, v := range w.touched {
		w.at[v].cost = None
	}
	w.touched = append(w.touched[:0], from, avoid)
	w.from, w.avoid, w.d = from, avoid, d
	w.targets, w.bound, w.far = 0, 0, 0
	// No cost is below zero, so that neither is ever entered again.
	w.at[from].cost, w.at[avoid].cost = 0, 0
	for _, s := range w.rows[from] {
		if p := &w.at[s.to]; s.cost[d] < p.cost {
			p.cost = s.cost[d]
			w.touched = append(w.touched, s.to)
		}
	}
}

// aim asks for a way to a node that costs at most cost. It reports false when one of one
// or two steps does; else the node is a target of the search.
func (w *witness) aim(node, cost uint32) bool {
	last := uint32(None)
	row := w.rows[node]
	for i := range row {
		s := &row[i]
		if s.to == w.avoid {
			continue
		}
		// Both are at most None, so that the sum does not overflow.
		c := s.cost[1-w.d&1]
		if w.at[s.to].cost+c <= cost {
			return false
		}
		last = min(last, c)
	}
	if last > cost {
		return true // nothing to search for
	}
	w.at[node].below = cost + 1
	w.bound = max(w.bound, cost)
	w.far = max(w.far, cost-last)
	w.targets++
	return true
}

// missed reports whether the search found no such way, and takes the target away.
func (w *witness) missed(node uint32) bool {
	p := &w.at[node]
	m := p.cost >= p.below
	p.below = 0
	return m
}

// search looks for the targets. It ends when all are found, when nothing is left that
// could lead to one, or after limit nodes.
func (w *witness) search(limit int) {
	if w.targets == 0 {
		return
	}
	rows, at, d, bound, far := w.rows, w.at, w.d&1, w.bound, w.far
	w.queue = w.queue[:0]
	for _, v := range w.touched[2:] {
		if cost := w.at[v].cost; cost <= w.far {
			w.queue.push(item(cost, v))
		}
	}
	for limit--; len(w.queue) > 0 && limit > 0; {
		x := w.queue.pop()
		cost, v := uint32(x>>32), uint32(x)
		if cost > at[v].cost {
			continue // it was found cheaper since
		}
		limit--
		row := rows[v]
		for i := range row {
			s := &row[i]
			c := cost + s.cost[d]
			if c > bound {
				continue
			}
			p := &at[s.to]
			if c >= p.cost {
				continue
			}
			if p.cost == None {
				w.touched = append(w.touched, s.to)
			}
			if c < p.below && p.cost >= p.below {
				if w.targets--; w.targets == 0 {
					p.cost = c
					return
				}
			}
			p.cost = c
			if c <= far {
				w.queue.push(item(c, s.to))
			}
		}
	}
}
