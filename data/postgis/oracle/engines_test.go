package oracle

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// fieldOf is a field as both engines compute it: by the hierarchy of the network, sixteen
// at a time, and by searching node by node. They have to agree on every cost and winner,
// so that an oracle that judges the one judges the other.
func fieldOf(t *testing.T, g *network.Graph, sources []network.Source, d network.Direction) *network.Field {
	t.Helper()
	searched, err := g.Field(t.Context(), sources, d, network.Unreachable)
	require.NoError(t, err)
	c, err := g.Contract(t.Context())
	require.NoError(t, err)
	b, err := c.Batch(t.Context(), [][]network.Source{nil, sources}, d, true)
	require.NoError(t, err)
	defer b.Release()
	swept, err := b.Field(1)
	require.NoError(t, err)
	for v := range int32(g.Nodes()) {
		cost, winner := searched.Node(v)
		if c, w := swept.Node(v); c != cost || w != winner {
			require.Fail(t, "the engines differ", "node %d: %d from %d by search, %d from %d by the hierarchy", v, cost, winner, c, w)
		}
	}
	return swept
}
