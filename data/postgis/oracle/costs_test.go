package oracle

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// compareCosts compares the length that every walked edge costs with its length on the
// ellipsoid. Costs are whole millimetres that are rounded along a street, so that an
// edge may be a millimetre off.
func compareCosts(t *testing.T, data string, roads []geo.RoadSegment) {
	const toleranceM = 0.0011
	top, err := network.NewTopology(t.Context(), roads)
	require.NoError(t, err)
	g, err := top.Graph(t.Context(), mode(t, "walk"), geo.NetworkDistance)
	require.NoError(t, err)
	field, err := g.Field(t.Context(), nil, network.To, network.Unreachable)
	require.NoError(t, err)
	d := newDatabase(t)
	var rows [][]any
	var ours []float64
	for i := range roads {
		if g.Usable(int32(i)) {
			rows = append(rows, []any{len(rows), roads[i].Geometry})
			ours = append(ours, g.Value(field.Ends(int32(i)).Cost))
		}
	}
	d.load("road", "id integer", rows)
	var w worst
	for i, m := range table[measured](d, "SELECT ST_Length(geom::geography) FROM road ORDER BY id") {
		w.see(math.Abs(m.Value-ours[i]), "edge %d of %.4f m, ours %.4f m", i, m.Value, ours[i])
	}
	require.LessOrEqual(t, w.diff, toleranceM, w.at)
	report(t, finding{oracle: "nearest", data: data + ", lengths of edges", compared: w.n, what: "edges (`ST_Length(geography)`)",
		largest: fmt.Sprintf("%.2f mm", 1000*w.diff), tolerance: fmt.Sprintf("%.1f mm (costs are whole millimetres, rounded along a street)", 1000*toleranceM)})
}
