package api

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

func TestMetricsWithSlopesAreAsked(t *testing.T) {
	f := newFake()
	h := serving(t, f)
	for metric, slope := range map[string]bool{"network_time": false, "network_time_slope": true} {
		require.Equal(t, 200, ask(h, "/v1/towns/330411001/coverage?category=clinic&minutes=5&metric="+metric).Code)
		require.Equal(t, slope, f.lastCoverage.Slope, metric)
		require.Equal(t, 200, ask(h, "/v1/isochrones?lon=120.75&lat=30.75&minutes=5&metric="+metric).Code)
		require.Equal(t, slope, f.lastIsochrone.Slope, metric)
	}
	require.False(t, f.lastCoverage.StraightLine)
}

// A refusal names the parameter, what was asked, and why it cannot be had, in both
// languages.
func TestSlopesWithoutElevationAreRefused(t *testing.T) {
	_, err := parseAt(t, pathCoverage, "category=a&metres=300&metric=network_distance_slope")
	require.NoError(t, err)
	p := ofField(endpointAt(t, pathCoverage), &analysis.FieldError{Field: "metric", Value: string(geo.NetworkDistanceSlope), Rule: analysis.ReasonNoElevation})
	require.Equal(t, 400, p.Status)
	require.Equal(t, "metric", p.Parameter)
	require.Contains(t, p.Detail.En, "network_distance_slope")
	require.Contains(t, p.Detail.En, "this dataset has none")
	require.Contains(t, p.Detail.Zh, "数字高程模型")
}

func TestTheDatasetSaysItsElevation(t *testing.T) {
	var e encoder
	q := &question{lang: "en"}
	e.elevation(q, &analysis.Elevation{
		Models: []analysis.ElevationModel{{Source: "dem", CRS: "epsg:4549", CellM: 30, Blocks: 4}},
		Roads:  120, RoadsUnknown: 7, Slopes: analysis.Slopes{RoadM: 30000.04, UnknownM: 812.5},
	})
	require.NoError(t, e.err)
	var got map[string]any
	require.NoError(t, json.Unmarshal(e.buf, &got), "%s", e.buf)
	require.Equal(t, map[string]any{
		"available": true, "models": []any{map[string]any{"source": "dem", "crs": "epsg:4549", "cell_m": 30.0, "blocks": 4.0}},
		"roads": 120.0, "roads_without_elevation": 7.0, "road_m": 30000.0, "road_m_without_elevation": 812.5,
	}, got)
}
