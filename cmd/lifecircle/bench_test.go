package main

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// The figures that others read are there, whatever is measured on; what cannot be
// measured is left out.
func TestBenchOnAGeneratedNetwork(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, bench(t.Context(), benchOptions{nodes: 2000, asJSON: true}, &out))
	var got map[string]any
	require.NoError(t, json.Unmarshal(out.Bytes(), &got))
	require.InDelta(t, 2000, got["nodes"], 200)
	for _, name := range []string{"load_ms", "contract_ms", "field_bucket_ms", "field_lanes_ms", "field_lanes_winners_ms", "county_ms"} {
		require.Greater(t, got[name], 0.0, name)
	}
	require.NotContains(t, got, "isochrone_ms")

	out.Reset()
	require.NoError(t, bench(t.Context(), benchOptions{nodes: 2000}, &out))
	require.Contains(t, out.String(), "generated, 2000 nodes")
	require.Contains(t, out.String(), "none: there is no map")
}

func TestBenchRefusesWhatMakesNoSense(t *testing.T) {
	require.Equal(t, exitUsage, run([]string{"bench", "--nodes", "-1"}))
	require.Equal(t, exitUsage, run([]string{"bench", "--nodes", "10", "porto.osm.pbf"}))
	require.Equal(t, exitFailed, run([]string{"bench", "no such file.osm.pbf"}))
}
