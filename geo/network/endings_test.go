package network_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// TestRandomEdgesInReach holds the edges that a small search tells of to those of a
// field of the whole graph, which looks at every edge.
func TestRandomEdgesInReach(t *testing.T) {
	small := 0
	manyNetworks(t, 60, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(r)
		if len(town.roads) == 0 {
			return
		}
		for _, m := range []*geo.Mode{walking(), cycling()} {
			g, l := town.world(t, m, geo.NetworkDistance)
			for _, d := range []network.Direction{network.From, network.To} {
				// Some limits are below the cost to any node: only the sources' own edges are reached.
				limit := g.Units(r.Float64() * r.Float64() * 600)
				sources := town.sources(l, d)
				all, err := g.Field(t.Context(), sources, d, limit)
				require.NoError(t, err)
				var want, got []int32
				all.EachEdge(func(edge int32) { want = append(want, edge) })
				f, err := g.Search(t.Context(), sources, d, limit)
				require.NoError(t, err)
				f.EachEdge(func(edge int32) { got = append(got, edge) })
				f.Release()
				slices.Sort(got)
				require.Equal(t, want, got, "every edge once")
				if len(want) < len(town.roads) {
					small++
				}
			}
		}
	})
	require.Greater(t, small, 30)
}
