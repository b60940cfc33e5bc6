package hierarchy

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// What refresh keeps is what looking at a node anew would find, when searches are not cut
// short, no two ways cost the same and every arc is the cheapest way between its ends: the
// promise its comment makes. The nodes go in any order here, not only the good one.
func TestRandomRefreshesFindWhatAFreshLookFinds(t *testing.T) {
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
			g = cheapest(g, seed%2 == 0)
			c := newContraction(g, Options{EstimateNodes: 1 << 20, WitnessNodes: 1 << 20}.withDefaults(n))
			require.Equal(t, seed%2 == 0 || len(g.Arcs) == 0, c.symmetric)
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

// cheapest leaves of a graph the arcs than which no way is cheaper (Floyd and Warshall),
// made arcs of both directions first if asked.
func cheapest(g Graph, bothWays bool) Graph {
	n := g.Nodes()
	way := make([][]uint32, n)
	for v := range way {
		way[v] = slices.Repeat([]uint32{None}, n)
	}
	g.each(func(v uint32, a Arc) {
		way[v][a.To] = min(way[v][a.To], a.Cost)
		if bothWays {
			way[a.To][v] = min(way[a.To][v], a.Cost)
		}
	})
	arc := make([][]uint32, n)
	for v := range way {
		arc[v] = slices.Clone(way[v])
	}
	for k := range n {
		for v := range n {
			for w := range n {
				way[v][w] = min(way[v][w], way[v][k]+way[k][w])
			}
		}
	}
	s := Graph{Start: []uint32{0}}
	for v := range n {
		for w := range n {
			if arc[v][w] < None && arc[v][w] == way[v][w] {
				s.Arcs = append(s.Arcs, Arc{uint32(w), arc[v][w]})
			}
		}
		s.Start = append(s.Start, uint32(len(s.Arcs)))
	}
	return s
}
