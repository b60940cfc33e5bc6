package network_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/internal/drawntown"
)

// A street ends where the source of the roads changes. The home is 40 m from the street
// and 30 m from the lane that prolongs it and comes back. By the street it is 2·40 + 50 m
// to the clinic, by the lane 2·30 + 150 + 70 + 200 m. Of one street only the lane is
// near; of two both are.
func TestAStreetEndsWhereTheSourceChanges(t *testing.T) {
	const drawing = `
1---------B---------C
                    |
                    |
                    |
     a              |
                    |
                    |
    D---------------E
`
	plan := func(r *geo.RoadSegment) { r.Source = "plan" }
	for _, c := range []struct {
		what  string
		roads map[string]func(*geo.RoadSegment)
		cost  float64
	}{
		{"one source", nil, 480_000},
		{"the lane of another", map[string]func(*geo.RoadSegment){"BC": plan, "CE": plan, "DE": plan}, 130_000},
		{"the last of the lane of another", map[string]func(*geo.RoadSegment){"DE": plan}, 130_000},
	} {
		for _, slopes := range []bool{false, true} {
			w := build(t, drawing, drawntown.Options{CellM: 10, Roads: c.roads}, walking(), geo.NetworkDistance)
			l := w.linker
			if slopes {
				flat := ground(t, w.town.Homes["a"], 30, func(_, _ float64) float64 { return 100 })
				l, _ = hilly(t, w.town.Roads, nil, flat, climbing(walking()), geo.NetworkDistanceSlope)
			}
			// Drawn in a plane, measured on the ellipsoid: millimetres in half a kilometre.
			require.InDelta(t, c.cost, float64(cost(t, l, w.town.Homes["a"], w.town.Facilities["1"])), 5, "%s, slopes %t", c.what, slopes)
		}
	}
}
