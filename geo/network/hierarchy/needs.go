package hierarchy

import "slices"

// shortcut is a step from one node to another, over the node between them. In a symmetric
// graph it stands for both directions.
type shortcut struct{ from, to, cost, hops uint32 }

// simulate lists anew the shortcuts that are needed when v goes.
func (c *contraction) simulate(v uint32, limit int) {
	c.needs[v] = c.needs[v][:0]
	row := c.rows[v]
	for i, s := range row {
		if c.symmetric {
			c.over(v, s, row[i+1:], out, limit)
		} else {
			c.over(v, s, row, out, limit)
		}
	}
}

// over adds the shortcuts that are needed from a neighbour of v, or to it when d is in,
// to or from others.
func (c *contraction) over(v uint32, a step, others []step, d direction, limit int) {
	if a.cost[1-d] == None {
		return
	}
	c.witness.begin(a.to, v, d)
	c.targets = c.targets[:0]
	for _, b := range others {
		if cost := a.cost[1-d] + b.cost[d]; b.to != a.to && cost < None && c.witness.aim(b.to, cost) {
			c.targets = append(c.targets, b)
		}
	}
	c.witness.search(limit)
	for _, b := range c.targets {
		if !c.witness.missed(b.to) {
			continue
		}
		s := shortcut{a.to, b.to, a.cost[1-d] + b.cost[d], a.hops + b.hops}
		if d == in {
			s.from, s.to = s.to, s.from
		}
		c.needs[v] = append(c.needs[v], s)
	}
}

// refresh brings up to date what u needs after its neighbour v went, and gives its key.
// Shortcuts over u between neighbours to which its steps are what they were stay needed or
// not, because costs between the nodes left are what they were, too. (That can fail where
// another way is exactly as cheap, or prune missed a dear step: v may have been on the
// way round u and yet have needed no shortcut, thanks to u. It shows when u comes out of
// the queue, before anything depends on it.)
func (c *contraction) refresh(u, v uint32) uint32 {
	row := c.rows[u]
	if len(row) > hubSteps || c.key[u] == waiting {
		return c.estimate(u)
	}
	changed := 0 // how many of them stand at the head of the row
	for _, x := range c.changes {
		if x.node == u {
			if i := changed + find(row[changed:], x.to); i < len(row) {
				row[i], row[changed] = row[changed], row[i]
				changed++
			}
		}
	}
	head, rest := row[:changed], row[changed:]
	c.needs[u] = slices.DeleteFunc(c.needs[u], func(s shortcut) bool {
		return s.from == v || s.to == v || find(head, s.from) < changed || find(head, s.to) < changed
	})
	for i, x := range head {
		if c.symmetric {
			c.over(u, x, row[i+1:], out, c.o.EstimateNodes)
			continue
		}
		c.over(u, x, row, out, c.o.EstimateNodes)
		c.over(u, x, rest, in, c.o.EstimateNodes)
	}
	return c.rank(u)
}
