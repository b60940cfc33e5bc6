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
	// level is at least one more than that of every neighbour taken out before.
	level []uint32
	// key is the rank in the queue that counts; other items of the node are out of date.
	key     []uint32
	queue   queue
	witness *witness
	// shortcuts are those that the node last looked at needs.
	shortcuts []shortcut
}

// shortcut is a step from one node to another, over the node between them.
type shortcut struct{ from, to, cost, hops uint32 }

func newContraction(g Graph, o Options) *contraction {
	n := g.Nodes()
	c := &contraction{o: o, level: make([]uint32, n), key: make([]uint32, n), witness: newWitness(n)}
	c.rows, c.symmetric = g.steps()
	return c
}

// taken is the key of a node that is no longer in the graph.
const taken = unset

func (c *contraction) run(ctx context.Context) error {
	for v := range uint32(len(c.rows)) {
		if v%256 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		c.key[v] = c.rank(v)
		c.queue.push(item(c.key[v], v))
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
		if k := c.rank(v); k > key && len(c.queue) > 0 && item(k, v) > c.queue[0] {
			c.key[v] = k
			c.queue.push(item(k, v))
			continue
		}
		c.take(v)
	}
	return nil
}

// rank tells how soon a node should be taken out: the sooner, the lower. The terms are
// those of Geisberger et al. 2008 and of Luxen and Vetter 2011: few shortcuts for the steps
// that go away, few arcs hidden in them, and a level as low as its neighbours', so that
// nodes are taken out evenly all over the graph.
func (c *contraction) rank(v uint32) uint32 {
	c.simulate(v, c.o.EstimateNodes)
	k := weight * uint64(c.level[v])
	if steps := uint64(len(c.rows[v])); steps > 0 {
		var old, hops uint64
		for _, s := range c.rows[v] {
			old += uint64(s.hops)
		}
		for _, s := range c.shortcuts {
			hops += uint64(s.hops)
		}
		k += weight*uint64(len(c.shortcuts))/steps + weight*hops/old
	}
	return uint32(min(k, taken-1))
}

// weight makes integers of quotients, to a thousandth.
const weight = 1000

// simulate lists the shortcuts that are needed when v goes. In a symmetric graph each
// stands for both directions.
func (c *contraction) simulate(v uint32, limit int) {
	c.shortcuts = c.shortcuts[:0]
	row := c.rows[v]
	for i, a := range row {
		if a.in == None {
			continue
		}
		others := row
		if c.symmetric {
			others = row[i+1:]
		}
		targets, bound := 0, uint32(0)
		for _, b := range others {
			if cost := a.in + b.out; b.to != a.to && cost < None {
				c.witness.aim(b.to, cost)
				bound = max(bound, cost)
				targets++
			}
		}
		if targets == 0 {
			continue
		}
		c.witness.search(c.rows, a.to, v, targets, bound, bound, limit)
		for _, b := range others {
			if cost := a.in + b.out; b.to != a.to && cost < None && c.witness.missed(b.to) {
				c.shortcuts = append(c.shortcuts, shortcut{a.to, b.to, cost, a.hops + b.hops})
			}
		}
	}
}

// take takes v out of the graph.
func (c *contraction) take(v uint32) {
	c.simulate(v, c.o.WitnessNodes)
	c.key[v] = taken
	for _, s := range c.rows[v] {
		c.rows[s.to] = without(c.rows[s.to], v)
		c.level[s.to] = max(c.level[s.to], c.level[v]+1)
	}
	for _, s := range c.shortcuts {
		if c.symmetric {
			c.add(s.from, step{s.to, s.cost, s.cost, s.hops})
			c.add(s.to, step{s.from, s.cost, s.cost, s.hops})
		} else {
			c.add(s.from, step{s.to, s.cost, None, s.hops})
			c.add(s.to, step{s.from, None, s.cost, s.hops})
		}
	}
	for _, s := range c.rows[v] {
		if k := c.rank(s.to); k != c.key[s.to] {
			c.key[s.to] = k
			c.queue.push(item(k, s.to))
		}
	}
}

// add puts a step in the row of a node, or betters the one it has to the same neighbour.
func (c *contraction) add(v uint32, s step) {
	row := c.rows[v]
	for i := range row {
		r := &row[i]
		if r.to != s.to {
			continue
		}
		if s.out < r.out {
			r.out, r.hops = s.out, s.hops
		}
		if s.in < r.in {
			r.in, r.hops = s.in, s.hops
		}
		return
	}
	c.rows[v] = append(row, s)
}

// without takes the step to a neighbour out of a row.
func without(row []step, to uint32) []step {
	for i := range row {
		if row[i].to == to {
			row[i] = row[len(row)-1]
			return row[:len(row)-1]
		}
	}
	return row
}
