package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// tilted has GDAL make an elevation model that rises 10 % to the east: at 30° N a
// degree of longitude is 96.5 km.
func tilted(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("gdal_translate"); err != nil {
		t.Skip("skipped: gdal_translate (gdal-bin), which writes the model, is not installed")
	}
	const side, step = 200, 0.0003
	var raw []byte
	for range side {
		for column := range side {
			z := 100 + float64(column)*step*96_486/10
			raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(float32(z)))
		}
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "dem.raw")
	require.NoError(t, os.WriteFile(file, raw, 0o600))
	require.NoError(t, os.WriteFile(file+".hdr", fmt.Appendf(nil,
		"ENVI\nsamples = %d\nlines = %d\nbands = 1\nheader offset = 0\ndata type = 4\ninterleave = bsq\nbyte order = 0\n", side, side), 0o600))
	model := filepath.Join(dir, "dem.tif")
	out, err := exec.CommandContext(t.Context(), "gdal_translate", "-q", "-a_srs", "EPSG:4326", "-a_ullr", "120", "30.03", "120.06", "29.97", file, model).CombinedOutput()
	require.NoError(t, err, string(out))
	return model
}

// A street that rises to the east, a home in the west and a school 500 m to the east
// of it: 500 m without slopes, 500·exp(0.35) = 710 m with them.
func TestElevationEndToEnd(t *testing.T) {
	t.Parallel()
	model := tilted(t)
	street := inFile(t, "street.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"highway":"residential"},
		"geometry":{"type":"LineString","coordinates":[[120.01,30],[120.03,30]]}}]}`)
	people := inFile(t, "people.csv", "id,lon,lat,persons\na,120.012,30,100\n")
	// 500 m are 0.005182 degrees here.
	schools := inFile(t, "schools.csv", "id,name,category,lon,lat\ns,小学,primary_school,120.017182,30\n")
	before, after := filepath.Join(t.TempDir(), "a.gpkg"), filepath.Join(t.TempDir(), "a.gpkg")
	rest := func(path string) {
		itself.done(t, "import", "roads", street, "--data", path)
		itself.done(t, "import", "population", people, "--data", path)
		itself.done(t, "import", "facilities", schools, "--data", path)
	}
	rest(after)
	s := serving(t, "--data", after)
	problem := s.get(t, "/v1/towns/all/coverage?category=primary_school&metres=600&metric=network_distance_slope&lang=en")
	require.Equal(t, 400, problem.status)
	require.Contains(t, string(problem.body), "this dataset has none")
	s.stop(t)

	itself.done(t, "import", "elevation", model, "--data", after, "--license", "CC0-1.0")
	itself.done(t, "import", "elevation", model, "--data", before, "--license", "CC0-1.0")
	rest(before)
	versions := map[string]bool{}
	for _, path := range []string{before, after} {
		s := serving(t, "--data", path)
		var dataset struct {
			Version   string
			Elevation struct {
				Available             bool
				RoadsWithoutElevation int `json:"roads_without_elevation"`
			}
		}
		require.NoError(t, json.Unmarshal(s.get(t, "/v1/dataset").body, &dataset))
		require.True(t, dataset.Elevation.Available)
		require.Zero(t, dataset.Elevation.RoadsWithoutElevation)
		versions[dataset.Version] = true
		for metric, limits := range map[string][2]float64{"network_distance": {498, 502}, "network_distance_slope": {700, 720}} {
			q := url.Values{"category": {"primary_school"}, "metres": {fmt.Sprintf("%g,%g", limits[0], limits[1])}, "metric": {metric}, "geometry": {"false"}}
			got := s.ask(t, "/v1/towns/all/coverage?"+q.Encode()).Features
			require.Len(t, got, 2)
			require.Equal(t, metric, got[0].Properties["metric"])
			require.Equal(t, 0.0, got[0].Properties.known(t, "population_covered"), metric)
			require.Equal(t, 100.0, got[1].Properties.known(t, "population_covered"), metric)
		}
		s.stop(t)
	}
	require.Len(t, versions, 1, "the order of imports does not matter")
}
