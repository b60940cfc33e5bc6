package network_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// Nodes counted while fields are computed are those that the fields have within the
// limit; nodes in no unit are not counted.
func TestRandomNodesAreCountedByUnit(t *testing.T) {
	manyNetworks(t, 60, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(r)
		if len(town.roads) == 0 {
			return
		}
		g, l := town.world(t, driving(), geo.NetworkDistance)
		c, err := g.Contract(t.Context())
		require.NoError(t, err)
		const units = 3
		of := make([]uint32, g.Nodes())
		for v := range of {
			of[v] = uint32(r.IntN(units + 1))
		}
		u, err := c.NodeUnits(of, units)
		require.NoError(t, err)
		lanes, limit := drawLanes(r, town.sources(l, network.To)), uint32(r.IntN(600_000))
		got, err := c.CountNodes(t.Context(), lanes, network.To, u, limit)
		require.NoError(t, err)
		want := make([][network.Lanes]uint32, units)
		for lane, sources := range lanes {
			f, err := g.Field(t.Context(), sources, network.To, network.Unreachable)
			require.NoError(t, err)
			for v := range int32(g.Nodes()) {
				if cost, _ := f.Node(v); cost <= limit && of[v] < units {
					want[of[v]][lane]++
				}
			}
		}
		require.Equal(t, want, got)
		_, err = c.NodeUnits(of[1:], units)
		require.ErrorContains(t, err, "units of")
	})
}
