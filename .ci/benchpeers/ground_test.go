package main

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/stretchr/testify/require"
)

// square has its lower left corner at x, 0.
func square(x float64) orb.Polygon {
	return orb.Polygon{{{x, 0}, {x + 1, 0}, {x + 1, 1}, {x, 1}, {x, 0}}}
}

func answer(t *testing.T, property string, value float64, g orb.Geometry) []byte {
	t.Helper()
	c := geojson.NewFeatureCollection()
	other := geojson.NewFeature(square(50))
	other.Properties[property] = value + 1
	f := geojson.NewFeature(g)
	f.Properties[property] = value
	c.Append(other).Append(f)
	b, err := c.MarshalJSON()
	require.NoError(t, err)
	return b
}

func TestOverlap(t *testing.T) {
	own := answer(t, "minutes", 5, orb.MultiPolygon{square(0)})
	o, err := overlap(own, answer(t, "contour", 5, square(0.5)), 5)
	require.NoError(t, err)
	require.InDelta(t, 1, o.Area, 1e-6)
	require.InDelta(t, 1.0/3, o.Common, 0.03)

	o, err = overlap(own, answer(t, "contour", 5, orb.MultiPolygon{square(0), square(2)}), 5)
	require.NoError(t, err)
	require.InDelta(t, 2, o.Area, 1e-6)
	require.InDelta(t, 0.5, o.Common, 0.03)

	o, err = overlap(own, answer(t, "contour", 5, square(3)), 5)
	require.NoError(t, err)
	require.Zero(t, o.Common)

	_, err = overlap(own, answer(t, "contour", 6, square(0)), 5)
	require.ErrorContains(t, err, "no contour with contour 5")
	_, err = overlap(own, answer(t, "contour", 5, orb.LineString{{0, 0}, {1, 1}}), 5)
	require.ErrorContains(t, err, "no polygon")
}
