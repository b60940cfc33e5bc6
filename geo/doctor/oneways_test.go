package doctor

import (
	"fmt"
	"math/rand"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// Two nodes are in one component when each can be reached from the other: judged by
// walking from every node of small random networks.
func TestComponentsByBruteForce(t *testing.T) {
	car := geo.Mode{ID: "car", Vehicle: geo.InCar, Classes: []string{"residential"}, ObeysOneWay: true, SpeedKmh: 30, LegFactor: 2, LegSpeedKmh: 4, LinkLimitM: 500}
	for seed := range int64(40) {
		r := rand.New(rand.NewSource(seed))
		var roads []geo.RoadSegment
		for k := range 14 {
			a, b := r.Intn(9), r.Intn(9)
			if a == b {
				continue
			}
			place := func(n int) orb.Point { return orb.Point{120 + float64(n%3)/1000, 30 + float64(n/3)/1000} }
			roads = append(roads, geo.RoadSegment{ID: fmt.Sprint(k), From: int64(a + 1), To: int64(b + 1), Highway: "residential",
				Geometry: orb.LineString{place(a), place(b)}, OneWay: geo.OneWay(r.Intn(3) - 1)})
		}
		top, err := network.NewTopology(t.Context(), roads)
		require.NoError(t, err)
		g, err := top.Graph(t.Context(), &car, geo.NetworkDistance)
		require.NoError(t, err)
		one := newOneWays(g)
		component, err := one.components(t.Context())
		require.NoError(t, err)
		reach := make([][]bool, top.Nodes())
		for v := range reach {
			reach[v] = make([]bool, top.Nodes())
			reach[v][v] = true
			for changed := true; changed; {
				changed = false
				for i := range roads {
					a, b := top.Ends(int32(i))
					if roads[i].OneWay != geo.Backward && reach[v][a] && !reach[v][b] {
						reach[v][b], changed = true, true
					}
					if roads[i].OneWay != geo.Forward && reach[v][b] && !reach[v][a] {
						reach[v][a], changed = true, true
					}
				}
			}
		}
		for v := range reach {
			for w := range reach {
				require.Equal(t, reach[v][w] && reach[w][v], component[v] == component[w], "seed %d: %d and %d", seed, v, w)
			}
		}
		from, back := one.reach(component, component[0], false), one.reach(component, component[0], true)
		for w := range reach {
			require.Equal(t, reach[0][w], from[w], "seed %d: from 0 to %d", seed, w)
			require.Equal(t, reach[w][0], back[w], "seed %d: from %d to 0", seed, w)
		}
	}
}
