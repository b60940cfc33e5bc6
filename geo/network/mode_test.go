package network_test

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/internal/drawntown"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// The modes of the tests are small on purpose: each row of the table that a test
// speaks of can be read here.

func walking() *geo.Mode {
	return &geo.Mode{
		ID: "walk", Vehicle: geo.OnFoot, SpeedKmh: 3.6, LegFactor: 2, LegSpeedKmh: 3.6, LinkLimitM: 200,
		Classes:        []string{"residential", "footway", "steps", "path", "service", "primary", "cycleway"},
		OnlyIfAllowed:  []string{"trunk", "motorway"},
		ClosedBarriers: []string{"wall"},
	}
}

func cycling() *geo.Mode {
	return &geo.Mode{
		ID: "bike", Vehicle: geo.OnBicycle, SpeedKmh: 14.4, LegFactor: 2, LegSpeedKmh: 3.6, LinkLimitM: 200,
		Classes:          []string{"residential", "cycleway", "path", "service", "primary"},
		OpenIfDesignated: []string{"footway"},
		ObeysOneWay:      true, ClosedBarriers: []string{"stile"},
	}
}

func driving() *geo.Mode {
	return &geo.Mode{
		ID: "car", Vehicle: geo.InCar, LegFactor: 2, LegSpeedKmh: 3.6, LinkLimitM: 200,
		ClassSpeedKmh: map[string]float64{"motorway": 108, "residential": 36, "primary": 72, "service": 18},
		Classes:       []string{"motorway", "motorway_link", "residential", "primary", "service"},
		ObeysOneWay:   true, ClosedBarriers: []string{"bollard"},
	}
}

// world is a drawn town made routable for one mode.
type world struct {
	t      *testing.T
	town   *drawntown.Town
	graph  *network.Graph
	linker *network.Linker
}

func build(t *testing.T, drawing string, o drawntown.Options, m *geo.Mode, metric geo.Metric) *world {
	t.Helper()
	town := drawntown.Parse(drawing, o)
	top, err := network.NewTopology(t.Context(), town.Roads)
	require.NoError(t, err)
	g, err := top.Graph(t.Context(), m, metric)
	require.NoError(t, err)
	return &world{t: t, town: town, graph: g, linker: network.NewLinker(g, network.NewGround(top, town.Barriers, nil))}
}

// cost is what it takes from a home to the nearest of the facilities, in units;
// with the facility that won.
func (w *world) cost(home string, facilities ...string) (uint32, int32) {
	w.t.Helper()
	p, ok := w.town.Homes[home]
	require.True(w.t, ok, "home %q is drawn", home)
	return w.field(network.To, network.Unreachable, facilities...).At(w.linker.Links(nil, p, true))
}

func (w *world) field(d network.Direction, limit uint32, facilities ...string) *network.Field {
	w.t.Helper()
	f, err := w.graph.Field(w.t.Context(), w.sources(d, facilities...), d, limit)
	require.NoError(w.t, err)
	return f
}

func (w *world) sources(d network.Direction, facilities ...string) []network.Source {
	w.t.Helper()
	var out []network.Source
	for i, name := range facilities {
		p, ok := w.town.Facilities[name]
		require.True(w.t, ok, "facility %q is drawn", name)
		out = append(out, network.Source{ID: int32(i), Links: w.links(p, d == network.From)})
	}
	return out
}

func (w *world) links(p orb.Point, leaving bool) []network.Link {
	return w.linker.Links(nil, p, leaving)
}

// metres of a cost; the drawing is exact to a millimetre or two.
const drawnMM = 3.0

func (w *world) wantCost(home string, metres float64, facilities ...string) {
	w.t.Helper()
	c, _ := w.cost(home, facilities...)
	require.NotEqual(w.t, uint32(network.Unreachable), c, "home %s reaches %v", home, facilities)
	require.InDelta(w.t, metres*1000, float64(c), drawnMM, "cost of home %s to %v", home, facilities)
}

func (w *world) wantUnreachable(home string, facilities ...string) {
	w.t.Helper()
	c, _ := w.cost(home, facilities...)
	require.Equal(w.t, uint32(network.Unreachable), c, "home %s to %v", home, facilities)
}
