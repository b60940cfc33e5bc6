package hierarchy

// prune takes away the steps from v than which another way is cheaper. No cheapest way has
// one of them, but shortcuts could: the way over v from such a step seems needed where the
// cheaper one leads over v, too, by another neighbour. What is left costs what it did, and
// shortcuts made of cheapest steps are cheapest in turn.
func (c *contraction) prune(v uint32) {
	// There is nothing to go round but the node itself.
	c.witness.begin(v, v, out)
	c.targets = c.targets[:0]
	var dear []uint32
	for _, s := range c.rows[v] {
		switch {
		case s.cost[out] == None || s.cost[out] == 0:
		case c.witness.aim(s.to, s.cost[out]-1):
			c.targets = append(c.targets, s)
		default:
			dear = append(dear, s.to)
		}
	}
	c.witness.search(c.o.WitnessNodes)
	for _, s := range c.targets {
		if !c.witness.missed(s.to) {
			dear = append(dear, s.to)
		}
	}
	for _, u := range dear {
		c.forget(v, u, out)
		c.forget(u, v, in)
		if c.symmetric {
			c.forget(v, u, in)
			c.forget(u, v, out)
		}
	}
}

// forget takes one direction of a step away, and with the last the step.
func (c *contraction) forget(v, to uint32, d direction) {
	row := c.rows[v]
	i := find(row, to)
	if i == len(row) {
		return
	}
	if row[i].cost[d] = None; row[i].cost[1-d] == None {
		c.rows[v] = without(row, to)
	}
}
