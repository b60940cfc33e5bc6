package doctor

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// A place on a border belongs to the unit of the smaller code, wherever its row stands;
// what is superseded or of another level has no place.
func TestUnitAtAPlace(t *testing.T) {
	box := func(x float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{x, 0}, {x + 1, 0}, {x + 1, 1}, {x, 1}, {x, 0}}}}
	}
	x := newUnitIndex([]geo.Unit{
		{Code: "a", Level: geo.LevelTown, Geometry: box(0)},
		{Code: "b", Level: geo.LevelTown, Geometry: box(1)},
		{Code: "c", Level: geo.LevelTown, Geometry: box(1), SupersededBy: "x"},
		{Code: "d", Level: geo.LevelVillage, Geometry: box(5)},
		{Code: "e", Level: geo.LevelTown, Geometry: box(0.5)},
	}, geo.LevelTown)
	require.Equal(t, int32(0), x.at(orb.Point{1, 0.5}))
	require.Equal(t, []int32{0, 1, 2}, x.all(orb.Point{1, 0.5}))
	require.Equal(t, int32(1), x.at(orb.Point{1.2, 0.5}))
	require.Equal(t, int32(-1), x.at(orb.Point{5.5, 0.5}))
	require.Equal(t, "a / b / e", x.namesAt(orb.Point{1, 0.5}))
}
