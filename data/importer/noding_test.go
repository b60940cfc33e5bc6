package importer

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/noding"
)

// A street that is crossed by a lane and by a bridge, and that another lane misses
// by a metre (0.00001 degrees of latitude are 1.1 m):
//
//	       |    ‖
//	-------+----‖----
//	       |    ‖   '
func crossedStreet() string {
	line := func(points string) string { return `{"type":"LineString","coordinates":` + points + `}` }
	return collection(
		line(`[[120,30],[120.004,30]]`)+`|{"highway":"residential"}`,
		line(`[[120.001,29.999],[120.001,30.001]]`)+`|{"highway":"service"}`,
		line(`[[120.002,29.999],[120.002,30.001]]`)+`|{"highway":"primary","bridge":"yes"}`,
		line(`[[120.003,29.999],[120.003,29.99999]]`)+`|{"highway":"footway"}`,
		line(`[[120.0005,29.999],[120.0005,30.001]]`)+`|{"highway":"motorway","from_node":1,"to_node":2}`,
	)
}

func metres(m float64) func(*LayerOptions) { return func(o *LayerOptions) { o.Node = &m } }

func TestRoadsAreJoinedWhenAsked(t *testing.T) {
	ds, report := accepted(t, "roads", "r.geojson", crossedStreet())
	require.Len(t, ds.Roads, 5, "as they are drawn")
	require.Nil(t, report.Noding)
	require.Equal(t, 1, finding(t, report.Remarks, "--node 1 joins them").Count, "the lane; the bridge is no fault")

	ds, report = accepted(t, "roads", "r.geojson", crossedStreet(), metres(2))
	require.Len(t, ds.Roads, 3+2+1+1+1, "the street in three, the lane in two")
	require.Equal(t, 1, finding(t, report.Repaired, "a common vertex was put").Count)
	require.Equal(t, []string{"120.0030000 29.9999900"}, finding(t, report.Repaired, "moved onto what it nearly met").Examples)
	require.Equal(t, 1, finding(t, report.Remarks, "hangs together with nothing else").Count, "the bridge")
	require.Len(t, report.Noding.LeftAlone, 1)
	require.Equal(t, []string{"residential", "service"}, []string{ds.Roads[2].Highway, ds.Roads[3].Highway})
	require.Equal(t, ds.Roads[0].Geometry[1], ds.Roads[3].Geometry[1], "both to the last bit")

	// Without a tolerance only what crosses is joined.
	ds, report = accepted(t, "roads", "r.geojson", crossedStreet(), metres(0))
	require.Len(t, ds.Roads, 2+2+1+1+1)
	require.Empty(t, report.Noding.Joined)
}

func TestWhatNodingDidCanBeLookedAt(t *testing.T) {
	_, report := accepted(t, "roads", "r.geojson", crossedStreet(), metres(2))
	b, err := json.Marshal(NodingLayer(report.Noding))
	require.NoError(t, err)
	kinds := map[string]int{}
	var fc struct {
		Features []struct {
			Geometry   struct{ Coordinates []float64 }
			Properties map[string]any
		}
	}
	require.NoError(t, json.Unmarshal(b, &fc))
	for _, f := range fc.Features {
		require.Len(t, f.Geometry.Coordinates, 2)
		require.NotEmpty(t, f.Properties["zh"])
		kinds[f.Properties["kind"].(string)]++
	}
	require.Equal(t, map[string]int{"left_alone": 1, "joined": 1, "island": 1}, kinds)
	all := NodingLayer(&noding.Report{Dangling: make([]noding.Near, 2), Overshot: make([]noding.Near, 3)})
	require.Len(t, all.Features, 5)
}

// finding is the one whose words contain some words.
func finding(t *testing.T, list []Finding, words string) Finding {
	t.Helper()
	for _, f := range list {
		if strings.Contains(f.What, words) {
			return f
		}
	}
	require.Fail(t, "no finding", "%q in %v", words, list)
	return Finding{}
}
