package main

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/doctor"
)

// What is planted in a copy of a planner's folder is found, fault by fault, and none of
// it in the folder itself.
func TestDoctorFindsWhatIsPlanted(t *testing.T) {
	t.Parallel()
	f, program := makeFolder(t), plain(t)
	path := f.dataset(t, program, fiveCommands(t))
	square := func(properties string, west, south, east, north float64) string {
		return fmt.Sprintf(`{"type":"Feature","properties":{%s},"geometry":{"type":"Polygon","coordinates":[[[%[2]f,%[3]f],[%[4]f,%[3]f],[%[4]f,%[5]f],[%[2]f,%[5]f],[%[2]f,%[3]f]]]}}`,
			properties, west, south, east, north)
	}
	point := func(properties string, lon, lat float64) string {
		return fmt.Sprintf(`{"type":"Feature","properties":{%s},"geometry":{"type":"Point","coordinates":[%f,%f]}}`, properties, lon, lat)
	}
	faults := []struct {
		id    string
		layer string
		rows  []string
	}{
		{"units-overlap", "towns", []string{square(`"code":"330481103","name":"北塘镇"`, 120.0065, 30.0065, 120.0105, 30.0185)}},
		{"people-on-water", "barriers", []string{square(`"kind":"water"`, 120.0020, 30.0025, 120.0046, 30.0046)}},
		{"facilities-far-from-homes", "facilities", []string{point(`"name":"远山寺卫生室","category":"village_clinic"`, 120.0600, 30.0600)}},
		{"facilities-same-name", "facilities", []string{
			point(`"name":"塘口幼儿园","category":"kindergarten"`, 120.0030, 30.0010), point(`"name":"塘口幼儿园","category":"kindergarten"`, 120.0031, 30.0011)}},
		{"attributes-missing", "facilities", []string{
			point(`"name":"甲医院","category":"general_hospital"`, 120.0030, 30.0041), point(`"name":"乙医院","category":"general_hospital"`, 120.0051, 30.0041),
			point(`"name":"丙医院","category":"general_hospital"`, 120.0071, 30.0041)}},
		{"network-islands", "roads", []string{`{"type":"Feature","properties":{"highway":"residential"},"geometry":{"type":"LineString","coordinates":[[120.0300,30.0040],[120.0320,30.0040]]}}`}},
		{"network-islands", "population", []string{point(`"persons":30`, 120.0310, 30.0041)}},
	}
	planted := map[string]bool{"shifted-source": true, "units-hole": true}
	for _, fault := range faults {
		planted[fault.id] = true
	}
	before := map[string]int{}
	for _, finding := range f.examine(t, program, path) {
		before[finding.ID] = finding.Count
		// The shops of a map's table have no attributes, which is said of them already.
		require.False(t, planted[finding.ID] && finding.ID != "attributes-missing", "%s: %s", finding.ID, finding.En)
	}

	// The table of Amap is imported as if it were WGS 84, and a town has a hole that is no
	// other's.
	path = copyOf(t, path)
	program.done(t, "import", "facilities", f.path(amapFile), "--crs", "4326", "--data", path)
	ring := func(west, south, east, north float64) string {
		return fmt.Sprintf("[[%[1]f,%[2]f],[%[3]f,%[2]f],[%[3]f,%[4]f],[%[1]f,%[4]f],[%[1]f,%[2]f]]", west, south, east, north)
	}
	program.done(t, "import", "towns", inFile(t, "hole.geojson", features(
		`{"type":"Feature","properties":{"code":"330481104","name":"南塘镇"},"geometry":{"type":"Polygon","coordinates":[`+
			ring(120.0000, 29.9795, 120.0175, 29.9995)+","+ring(120.0050, 29.9850, 120.0090, 29.9890)+`]}}`)), "--data", path)
	for i, fault := range faults {
		program.done(t, "import", fault.layer, inFile(t, fmt.Sprintf("fault%d.geojson", i), features(fault.rows...)), "--data", path)
	}
	found := map[string]doctor.Finding{}
	for _, finding := range f.examine(t, program, path) {
		found[finding.ID] = finding
		require.NotEmpty(t, finding.Zh)
		require.NotEmpty(t, finding.En)
	}
	for id := range planted {
		require.Contains(t, found, id)
		require.Greater(t, found[id].Count, before[id], id)
	}
	require.Equal(t, "高德", found["shifted-source"].Source)
	require.Contains(t, found["shifted-source"].En, "GCJ-02")
}

func (f *folder) examine(t *testing.T, program program, path string) []doctor.Finding {
	t.Helper()
	o := program.run(t, nil, "doctor", "--data", path, "--json")
	require.Contains(t, []int{exitDone, exitFailed}, o.status, o.stderr)
	return diagnosis(t, o.stdout).Findings
}
