package importer

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// A street of four vertices is met by a lane in its second and passed over by a
// bridge that has no vertex in common with it:
//
//	   b
//	a--+--x--d     a b d: ends; +: common vertex; x: the bridge above
//
// The street becomes two pieces, the lane and the bridge stay whole.
func TestRoadsAreCutWhereTheyMeet(t *testing.T) {
	line := func(points string) string { return `{"type":"LineString","coordinates":` + points + `}` }
	ds, report := accepted(t, "roads", "r.geojson", collection(
		line(`[[1.00,1],[1.01,1],[1.03,1],[1.04,1]]`)+`|{"highway":"residential","from_barrier":"gate","to_barrier":"bollard","oneway":"yes","duration_s":300}`,
		line(`[[1.01,1],[1.01,1.02]]`)+`|{"highway":"service","oneway":-1}`,
		line(`[[1.02,0.99],[1.02,1.01]]`)+`|{"highway":"footway","bridge":"yes","layer":1,"oneway_bicycle":"no"}`,
		`{"type":"MultiLineString","coordinates":[[[2,2],[2.1,2]],[[2.1,2],[2.2,2]]]}|{"highway":"path","id":"m"}`,
		line(`[[1.00,1],[1.01,1],[1.04,1]]`)+`|{"highway":"track","from_node":5,"to_node":-9223372036854775807}`,
	))
	require.Equal(t, 5, report.Accepted)
	require.Equal(t, 7, report.Rows)
	var got []string
	for _, r := range ds.Roads {
		got = append(got, strings.Join([]string{r.ID, r.Highway, r.FromBarrier, r.ToBarrier, fmt.Sprint(len(r.Geometry), r.OneWay)}, " "))
	}
	require.Equal(t, []string{
		"r-1-1 residential gate  2 1", "r-1-2 residential  bollard 3 1", "r-2 service   2 -1", "r-3 footway   2 0",
		"r-m-1 path   2 0", "r-m-2 path   2 0", "r-5 track   3 0",
	}, got)
	require.InDelta(t, 75, ds.Roads[0].DurationS, 0.01, "a quarter of the way")
	require.InDelta(t, 225, ds.Roads[1].DurationS, 0.01)
	require.True(t, ds.Roads[3].Bridge)
	require.True(t, ds.Roads[3].OneWayBicycleStated)
	require.Equal(t, geo.BothWays, ds.Roads[3].OneWayBicycle)
	require.False(t, ds.Roads[2].OneWayBicycleStated)
	require.Equal(t, int64(5), ds.Roads[6].From)
	require.Equal(t, int64(-9223372036854775807), ds.Roads[6].To, "numbers of nodes keep all their digits")
}

// A ring road that comes back to its own vertex is cut there too.
func TestRoadThatMeetsItself(t *testing.T) {
	ds, _ := accepted(t, "roads", "r.geojson", collection(`{"type":"LineString","coordinates":[[1,1],[1,1.01],[1.01,1.01],[1.01,1.02],[1,1.02],[1,1.01]]}|{"highway":"path"}`))
	require.Len(t, ds.Roads, 2)
	require.Len(t, ds.Roads[0].Geometry, 2)
	require.Len(t, ds.Roads[1].Geometry, 5)
}

func TestBuildingInParts(t *testing.T) {
	two := `{"type":"MultiPolygon","coordinates":[[[[1,1],[1.3,1],[1.3,1.1],[1,1.1],[1,1]]],[[[2,1],[2.1,1],[2.1,1.1],[2,1.1],[2,1]]]]}`
	ds, _ := accepted(t, "buildings", "b.geojson", collection(two+`|{"dwellings":40,"levels":3,"use":"apartments"}`, square+`|{}`))
	require.Len(t, ds.Buildings, 3)
	require.Equal(t, "b-1-1", ds.Buildings[0].ID)
	require.InDelta(t, 30, ds.Buildings[0].Dwellings.Or(0), 1e-9, "three quarters of the ground")
	require.InDelta(t, 10, ds.Buildings[1].Dwellings.Or(0), 1e-9)
	require.Equal(t, geo.Known(3), ds.Buildings[1].Levels)
	require.False(t, ds.Buildings[2].Dwellings.IsKnown())
}
