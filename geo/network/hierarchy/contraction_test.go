package hierarchy

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// eachContraction runs f on contractions of random graphs whose searches are not cut
// short and in which hardly any two ways cost the same.
func eachContraction(t *testing.T, f func(t *testing.T, r *rand.Rand, c *contraction, cheap Graph)) {
	t.Helper()
	for seed := range uint64(60) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 3))
			n := 3 + r.IntN(25)
			g := Graph{Start: make([]uint32, n+1)}
			for v := range n {
				for range r.IntN(4) {
					g.Arcs = append(g.Arcs, Arc{r.Uint32N(uint32(n)), r.Uint32N(1 << 24)})
				}
				g.Start[v+1] = uint32(len(g.Arcs))
			}
			both := seed%2 == 0
			if both {
				g = bothWays(g)
			}
			c := newContraction(g, Options{EstimateNodes: 1 << 20, WitnessNodes: 1 << 20}.withDefaults(n))
			require.Equal(t, both, c.symmetric)
			f(t, r, c, cheapest(g))
		})
	}
}

// After pruning, the steps are those of the arcs than which no way is cheaper.
func TestRandomPruningLeavesTheCheapest(t *testing.T) {
	eachContraction(t, func(t *testing.T, _ *rand.Rand, c *contraction, cheap Graph) {
		want, _ := cheap.steps()
		for v := range c.rows {
			c.prune(uint32(v))
		}
		for v, row := range c.rows {
			slices.SortFunc(row, func(a, b step) int { return cmp.Compare(a.to, b.to) })
			require.Equal(t, append([]step{}, want[v]...), append([]step{}, row...), "node %d", v)
		}
	})
}

// What refresh keeps is what looking at a node anew would find: the promise its comment
// makes. The nodes go in any order here, not only the good one.
func TestRandomRefreshesFindWhatAFreshLookFinds(t *testing.T) {
	eachContraction(t, func(t *testing.T, r *rand.Rand, c *contraction, _ Graph) {
		n := len(c.rows)
		for v := range uint32(n) {
			c.prune(v)
		}
		for v := range uint32(n) {
			c.key[v] = c.estimate(v)
		}
		for _, v := range r.Perm(n) {
			c.simulate(uint32(v), c.o.WitnessNodes)
			c.take(uint32(v))
			for u := range uint32(n) {
				if c.key[u] == taken {
					continue
				}
				kept, key := c.sorted(c.needs[u]), c.key[u]
				require.Equal(t, c.estimate(u), key)
				require.Equal(t, c.sorted(c.needs[u]), kept, "node %d after node %d went", u, v)
			}
		}
	})
}

// sorted is a copy in an order of its own; a symmetric shortcut has its smaller end first.
func (c *contraction) sorted(needs []shortcut) []shortcut {
	s := slices.Clone(needs)
	for i := range s {
		if c.symmetric && s[i].from > s[i].to {
			s[i].from, s[i].to = s[i].to, s[i].from
		}
	}
	slices.SortFunc(s, func(a, b shortcut) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	return s
}

// bothWays makes every arc one of both directions.
func bothWays(g Graph) Graph {
	rows := make([][]Arc, g.Nodes())
	g.each(func(v uint32, a Arc) {
		rows[v] = append(rows[v], a)
		rows[a.To] = append(rows[a.To], Arc{v, a.Cost})
	})
	s := Graph{Start: []uint32{0}}
	for _, row := range rows {
		s.Arcs = append(s.Arcs, row...)
		s.Start = append(s.Start, uint32(len(s.Arcs)))
	}
	return s
}

// cheapest leaves of a graph the arcs than which no way is cheaper (Floyd and Warshall).
func cheapest(g Graph) Graph {
	n := g.Nodes()
	way := make([][]uint32, n)
	for v := range way {
		way[v] = slices.Repeat([]uint32{None}, n)
		way[v][v] = 0
	}
	g.each(func(v uint32, a Arc) { way[v][a.To] = min(way[v][a.To], a.Cost) })
	for k := range n {
		for v := range n {
			for w := range n {
				way[v][w] = min(way[v][w], way[v][k]+way[k][w])
			}
		}
	}
	s := Graph{Start: []uint32{0}}
	for v := range n {
		for _, a := range g.Arcs[g.Start[v]:g.Start[v+1]] {
			if a.Cost == way[v][a.To] {
				s.Arcs = append(s.Arcs, a)
			}
		}
		s.Start = append(s.Start, uint32(len(s.Arcs)))
	}
	return s
}
