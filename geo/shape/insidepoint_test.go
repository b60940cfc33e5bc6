package shape

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/stretchr/testify/require"
)

func TestInsidePoint(t *testing.T) {
	ring := func(x0, y0, x1, y1 float64) orb.Ring {
		return orb.Ring{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}, {x0, y0}}
	}
	// A U, whose middle is in none of it: the left arm is the wider one.
	u := orb.Polygon{{{0, 0}, {10, 0}, {10, 10}, {8, 10}, {8, 2}, {3, 2}, {3, 10}, {0, 10}, {0, 0}}}
	for _, c := range []struct {
		name string
		of   orb.MultiPolygon
		want orb.Point
	}{
		{"square", orb.MultiPolygon{{ring(0, 0, 2, 2)}}, orb.Point{1, 1}},
		{"U", orb.MultiPolygon{u}, orb.Point{1.5, 5}},
		{"a hole in the middle", orb.MultiPolygon{{ring(0, 0, 10, 10), ring(2, 2, 9, 9)}}, orb.Point{1, 5}},
		{"the wider of two", orb.MultiPolygon{{ring(0, 0, 1, 1)}, {ring(5, 0, 9, 1)}}, orb.Point{7, 0.5}},
	} {
		got := InsidePoint(c.of)
		require.Equal(t, c.want, got, c.name)
		require.True(t, planar.MultiPolygonContains(c.of, got), c.name)
	}
	// Ground without height has no inside.
	require.Equal(t, orb.Point{1, 0}, InsidePoint(orb.MultiPolygon{{{{0, 0}, {2, 0}, {0, 0}}}}))
}
