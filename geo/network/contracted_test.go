package network_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
	"github.com/seed-4611ae28/lifecircle/geo/network/sweep"
)

// Fields of a batch are those of the search node by node, to the bit: every node's cost
// and winner, every place's cost and winner, in both directions, with costs alone too.
func TestRandomBatchesAreFields(t *testing.T) {
	manyNetworks(t, 200, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(r)
		if len(town.roads) == 0 {
			return
		}
		m := []*geo.Mode{walking(), cycling(), driving()}[r.IntN(3)]
		metric := []geo.Metric{geo.NetworkDistance, geo.NetworkTime}[r.IntN(2)]
		g, l := town.world(t, m, metric)
		c, err := g.Contract(t.Context())
		require.NoError(t, err)
		for _, d := range []network.Direction{network.To, network.From} {
			lanes := drawLanes(r, town.sources(l, d))
			// Homes, and places that stand on the edges of facilities.
			places := append(append(town.homes[:0:0], town.homes...), town.facilities...)
			start, links := []uint32{0}, []network.Link(nil)
			for _, p := range places {
				links = l.Links(links, p, d == network.To)
				start = append(start, uint32(len(links)))
			}
			laid := c.Places(start, links, d)
			for _, winners := range []bool{true, false} {
				b, err := c.Batch(t.Context(), lanes, d, winners)
				require.NoError(t, err)
				var rows sweep.Rows
				require.NoError(t, b.Costs(laid, &rows))
				for lane, sources := range lanes {
					want, err := g.Field(t.Context(), sources, d, network.Unreachable)
					require.NoError(t, err)
					for i := range places {
						cost, winner := want.At(links[start[i]:start[i+1]])
						got := rows.Cost[i][lane]
						if cost == network.Unreachable {
							require.Equal(t, uint32(hierarchy.None), got, "%s %s lane %d place %d", m.ID, metric, lane, i)
							continue
						}
						require.Equal(t, cost, got, "%s %s lane %d place %d", m.ID, metric, lane, i)
						if winners {
							require.Equal(t, winner, sweep.Source(rows.Winner[i][lane]), "%s %s lane %d place %d", m.ID, metric, lane, i)
						}
					}
					got, err := b.Field(lane)
					if !winners {
						require.Error(t, err)
						continue
					}
					require.NoError(t, err)
					for v := range int32(g.Nodes()) {
						wantCost, wantSource := want.Node(v)
						cost, source := got.Node(v)
						require.Equal(t, wantCost, cost, "%s %s lane %d node %d", m.ID, metric, lane, v)
						require.Equal(t, wantSource, source, "%s %s lane %d node %d", m.ID, metric, lane, v)
					}
					for i := range places {
						wantCost, wantSource := want.At(links[start[i]:start[i+1]])
						cost, source := got.At(links[start[i]:start[i+1]])
						require.Equal(t, []any{wantCost, wantSource}, []any{cost, source})
					}
				}
				b.Release()
			}
		}
	})
}

// drawLanes draws lists of some of the sources, none of them among others.
func drawLanes(r *rand.Rand, all []network.Source) [][]network.Source {
	lanes := make([][]network.Source, 1+r.IntN(network.Lanes))
	for i := range lanes {
		for _, s := range all {
			if r.IntN(3) > 0 {
				lanes[i] = append(lanes[i], s)
			}
		}
	}
	return lanes
}

// A hierarchy of another network is refused.
func TestHierarchyOfAnotherNetwork(t *testing.T) {
	first := newRandomTown(rand.New(rand.NewPCG(1, 1)))
	g, _ := first.world(t, walking(), geo.NetworkDistance)
	h, err := hierarchy.Contract(t.Context(), hierarchy.Graph{Start: []uint32{0, 0}}, hierarchy.Options{})
	require.NoError(t, err)
	_, err = g.Contracted(h)
	require.ErrorContains(t, err, "has 1 nodes")
}
