package hierarchy

import "context"

// contraction takes the nodes out of a graph one after another, least important first,
// and puts in shortcuts so that the costs between those left stay what they were.
type contraction struct {
	o Options
	// rows are the steps of each node to neighbours that are left; those of a node taken
	// out stay as they were then, which makes them its steps to nodes of higher rank.
	rows      [][]step
	symmetric bool
	// needs are the shortcuts that each node would need if it were taken out now.
	needs [][]shortcut
	// level is at least one more than that of every neighbour taken out before.
	level []uint32
	// key is the rank in the queue that counts; other items of the node are out of date.
	key     []uint32
	queue   queue
	witness *witness
	// changes are those that the node last taken out made.
	changes []change
	// targets belongs to over, which would else make one each time.
	targets []step
}

// change is a step of a node to a neighbour that is new, or cheaper than it was.
type change struct{ node, to uint32 }

func newContraction(g Graph, o Options) *contraction {
	n := g.Nodes()
	c := &contraction{
		o: o, needs: make([][]shortcut, n), level: make([]uint32, n), key: make([]uint32, n),
	}
	c.rows, c.symmetric = g.steps()
	c.witness = newWitness(c.rows)
	return c
}

func (c *contraction) run(ctx context.Context) error {
	if err := c.each(ctx, c.prune); err != nil {
		return err
	}
	err := c.each(ctx, func(v uint32) {
		c.key[v] = c.estimate(v)
		c.queue.push(item(c.key[v], v))
	})
	if err != nil {
		return err
	}
	for len(c.queue) > 0 {
		x := c.queue.pop()
		key, v := uint32(x>>32), uint32(x)
		if key != c.key[v] {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		// Ways round the node may have gone since it was ranked: it is ranked again, and
		// waits when another comes before it now ("lazy update").
		c.simulate(v, c.o.WitnessNodes)
		if k := c.rank(v); k > key && len(c.queue) > 0 && item(k, v) > c.queue[0] {
			c.key[v] = k
			c.queue.push(item(k, v))
			continue
		}
		c.take(v)
	}
	return nil
}

// each calls f for every node until the context ends.
func (c *contraction) each(ctx context.Context, f func(v uint32)) error {
	for v := range uint32(len(c.rows)) {
		if v%256 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		f(v)
	}
	return nil
}

// take takes v out of the graph: its neighbours lose their steps to it, get the shortcuts
// that it needs, and are ranked again.
func (c *contraction) take(v uint32) {
	c.key[v] = taken
	for _, s := range c.rows[v] {
		c.rows[s.to] = without(c.rows[s.to], v)
		c.level[s.to] = max(c.level[s.to], c.level[v]+1)
	}
	c.changes = c.changes[:0]
	for _, s := range c.needs[v] {
		c.add(s.from, s.to, out, s)
		c.add(s.to, s.from, in, s)
		if c.symmetric {
			c.add(s.to, s.from, out, s)
			c.add(s.from, s.to, in, s)
		}
	}
	c.needs[v] = nil
	for _, s := range c.rows[v] {
		if k := c.refresh(s.to, v); k != c.key[s.to] {
			c.key[s.to] = k
			c.queue.push(item(k, s.to))
		}
	}
}

// find is where in the row the step to a neighbour is, its length if there is none.
func find(row []step, to uint32) int {
	for i := range row {
		if row[i].to == to {
			return i
		}
	}
	return len(row)
}

// add puts a step in the row of a node, or betters the one it has to the same neighbour.
func (c *contraction) add(v, to uint32, d direction, by shortcut) {
	row := c.rows[v]
	i := find(row, to)
	if i == len(row) {
		row = append(row, step{to: to, cost: [2]uint32{None, None}})
		c.rows[v] = row
	}
	if s := &row[i]; by.cost < s.cost[d] {
		s.cost[d], s.hops = by.cost, by.hops
		c.changes = append(c.changes, change{v, to})
	}
}

// without takes the step to a neighbour out of a row.
func without(row []step, to uint32) []step {
	if i, last := find(row, to), len(row)-1; i <= last {
		row[i] = row[last]
		return row[:last]
	}
	return row
}
