package network_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/internal/drawntown"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

func TestDirections(t *testing.T) {
	town := drawntown.Parse(`
A--B--C--D--E
`, drawntown.Options{Roads: map[string]func(*geo.RoadSegment){
		"AB": func(r *geo.RoadSegment) { r.OneWay = geo.Forward },
		"BC": func(r *geo.RoadSegment) { r.OneWay = geo.Backward },
		"CD": func(r *geo.RoadSegment) { r.Highway = "steps" },
	}})
	top, err := network.NewTopology(t.Context(), town.Roads)
	require.NoError(t, err)
	car := geo.Mode{ID: "car", Vehicle: geo.InCar, Classes: []string{"residential"}, ObeysOneWay: true, SpeedKmh: 30, LegFactor: 2, LegSpeedKmh: 4, LinkLimitM: 500}
	g, err := top.Graph(t.Context(), &car, geo.NetworkDistance)
	require.NoError(t, err)
	want := map[string][2]bool{"AB": {true, false}, "BC": {false, true}, "CD": {false, false}, "DE": {true, true}}
	for e := range top.Edges() {
		along, against := g.Directions(int32(e))
		require.Equal(t, want[top.Road(int32(e)).ID[:2]], [2]bool{along, against}, top.Road(int32(e)).ID)
	}
}
