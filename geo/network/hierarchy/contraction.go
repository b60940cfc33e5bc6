package hierarchy

import (
	"context"
	"math"
	"slices"
)

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
	changes []change
	targets []step
}

// shortcut is a step from one node to another, over the node between them. In a symmetric
// graph it stands for both directions.
type shortcut struct{ from, to, cost, hops uint32 }

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

const (
	// taken is the key of a node that is no longer in the graph.
	taken = math.MaxUint32
	// waiting is the key of a node with more than hubSteps neighbours. What it needs grows
	// with their square, and is not looked at before they are fewer, or only such nodes are
	// left. Road networks have none.
	waiting  = taken - 1
	hubSteps = 256
)

// estimate looks at what v needs and gives its key.
func (c *contraction) estimate(v uint32) uint32 {
	if len(c.rows[v]) > hubSteps {
		c.needs[v] = nil
		return waiting
	}
	c.simulate(v, c.o.EstimateNodes)
	return c.rank(v)
}

func (c *contraction) run(ctx context.Context) error {
	for v := range uint32(len(c.rows)) {
		if v%256 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		c.key[v] = c.estimate(v)
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

// The weights of the terms of rank. With the level as heavy as the quotients, as the papers
// have it, nodes go more evenly and the longest way up is half as long, for which a sweep
// does not care; with these a hierarchy has a twelfth fewer steps, which is what it pays for.
const (
	levelWeight    = 100
	quotientWeight = 1000
	hopsWeight     = 500
)

// rank tells how soon a node should be taken out: the sooner, the lower. The terms are
// those of Geisberger et al. 2008, §3.2, as quotients (Luxen and Schieferdecker 2015, as in
// RoutingKit): few shortcuts for the steps that go away; few arcs hidden in them; and a low
// level, so that nodes go evenly all over the graph.
func (c *contraction) rank(v uint32) uint32 {
	k := levelWeight * uint64(c.level[v])
	if steps := uint64(len(c.rows[v])); steps > 0 {
		var old, hops uint64
		for _, s := range c.rows[v] {
			old += uint64(s.hops)
		}
		for _, s := range c.needs[v] {
			hops += uint64(s.hops)
		}
		k += quotientWeight*uint64(len(c.needs[v]))/steps + hopsWeight*hops/old
	}
	return uint32(min(k, waiting-1))
}

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

// take takes v out of the graph.
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

// refresh brings up to date what u needs after its neighbour v went, and gives its key.
// Shortcuts over u between neighbours to which its steps are what they were stay needed or
// not, because costs between the nodes left are what they were, too. (Where ways round are
// exactly as cheap as the one over u that may fail, since v may have been on one of them
// and have needed no shortcut thanks to u. It shows when u comes out of the queue.)
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
