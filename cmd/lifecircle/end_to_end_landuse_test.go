package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// A town of 1 km a side with a block of housing, one of industry and a park, as a land
// survey has it.
const surveyed = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"BSM":"1","DLBM":"0701","DLMC":"城镇住宅用地","CZCSXM":"202"},"geometry":{"type":"Polygon","coordinates":[[[120.701,30.601],[120.706,30.601],[120.706,30.606],[120.701,30.606],[120.701,30.601]]]}},
{"type":"Feature","properties":{"BSM":"2","DLBM":"0601","DLMC":"工业用地","CZCSXM":"202A"},"geometry":{"type":"Polygon","coordinates":[[[120.706,30.601],[120.708,30.601],[120.708,30.606],[120.706,30.606],[120.706,30.601]]]}},
{"type":"Feature","properties":{"BSM":"3","DLBM":"0810","DLMC":"公园与绿地","CZCSXM":"202"},"geometry":{"type":"Polygon","coordinates":[[[120.701,30.606],[120.703,30.606],[120.703,30.608],[120.701,30.608],[120.701,30.606]]]}},
{"type":"Feature","properties":{"BSM":"4","DLBM":"0101","DLMC":"水田","CZCSXM":""},"geometry":{"type":"Polygon","coordinates":[[[120.703,30.606],[120.708,30.606],[120.708,30.608],[120.703,30.608],[120.703,30.606]]]}}]}`

func TestLandUseFromSurveyToService(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "t.gpkg")
	land := inFile(t, "dltb.geojson", surveyed)
	towns := inFile(t, "towns.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"330411106","name":"王店镇","population":1500},"geometry":{"type":"Polygon","coordinates":[[[120.7,30.6],[120.71,30.6],[120.71,30.61],[120.7,30.61],[120.7,30.6]]]}}]}`)
	done(t, "import", "towns", towns, "--data", path, "--source", "census")

	o := lifecircle(t, "import", "parcels", land, "--data", path)
	require.Equal(t, exitUsage, o.status, o.stderr)
	require.Contains(t, o.stderr, "which classification are the land-use codes of")
	require.Contains(t, o.stderr, "--scheme gbt21010  (土地利用现状分类(三调); has the codes of 4 of 4 rows)")

	o = done(t, "import", "parcels", land, "--data", path, "--scheme", "gbt21010")
	for _, line := range []string{"land use residential: 1 row, ", "made parks: 1 row, ", "made built-up: 1 row, "} {
		require.Contains(t, o.stderr, line)
	}
	people := inFile(t, "people.csv", "wkt,人口,60岁及以上人口\n\"POLYGON((120.7 30.6,120.71 30.6,120.71 30.61,120.7 30.61,120.7 30.6))\",1000,200\n")
	done(t, "import", "population", people, "--data", path)
	done(t, "import", "roads", inFile(t, "roads.csv", "wkt,highway\n\"LINESTRING(120.7 30.601,120.71 30.601)\",residential\n"), "--data", path)

	// What the service answers is what is stored and exported.
	s := serving(t, "--data", path)
	town := s.ask(t, "/v1/towns").Features[0].Properties
	require.Equal(t, 1500.0, town.known(t, "population"))
	require.Equal(t, 1.5, town.known(t, "population_factor"))
	old := s.ask(t, "/v1/towns/330411106/coverage?category=school&mode=walk&minutes=15&group=60%2B&geometry=false")
	require.Equal(t, 300.0, old.Features[0].Properties.known(t, "population_total"), "a group is rescaled with all")
	s.stop(t)
	out := filepath.Join(t.TempDir(), "towns.geojson")
	done(t, "export", "towns", "--data", path, "--out", out)
	var c struct {
		Features []struct {
			Properties map[string]any `json:"properties"`
		} `json:"features"`
	}
	raw, err := os.ReadFile(out)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &c))
	require.Equal(t, 1.5, c.Features[0].Properties["population_factor"])
	for layer, want := range map[string]map[string]any{
		"parcels":  {"use": "residential", "land_code": "gbt21010:0701"},
		"parks":    {"kind": "park", "id": "dltb-3-landuse-park"},
		"built-up": {"derived": true},
	} {
		done(t, "export", layer, "--data", path, "--out", out)
		raw, err := os.ReadFile(out)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(raw, &c))
		for name, v := range want {
			require.Equal(t, v, c.Features[0].Properties[name], layer)
		}
	}
}
