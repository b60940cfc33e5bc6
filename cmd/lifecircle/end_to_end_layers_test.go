package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/importer"
)

// Porto Alegre has no towns in its extract, people by hexagon in one file, and
// schools as a column of counts in the same.
func TestPortoAlegre(t *testing.T) {
	t.Parallel()
	extract, hexagons := realdata(t, "porto-alegre.osm.pbf"), realdata(t, "porto-alegre_hexgrid.csv")
	program, path := plain(t), filepath.Join(t.TempDir(), "poa.gpkg")
	program.done(t, "import", "osm", extract, "--data", path)
	program.done(t, "import", "population", hexagons, "--data", path, "--map", "h3=id", "--map", "persons=population")
	program.done(t, "import", "facilities", hexagons, "--data", path, "--map", "h3=id", "--set", "category=school", "--where", "schools>0", "--source", "pa-schools")

	s := program.serving(t, "--data", path)
	towns := s.ask(t, "/v1/towns")
	require.Len(t, towns.Features, 1)
	require.Equal(t, "all", towns.Features[0].ID)
	require.Equal(t, true, towns.Features[0].Properties["data_box"], "the rectangle of the data is marked as such")
	valid(t, towns.Features[0].Geometry)
	require.Equal(t, 812935.0, towns.Features[0].Properties.known(t, "population"), "the sum of the column (awk)")

	school := s.ask(t, "/v1/towns/all/coverage?category=school&mode=walk&minutes=5,15,30&geometry=false").Features
	require.Len(t, school, 3)
	for _, f := range school {
		require.Equal(t, 812935.0, f.Properties.known(t, "population_total"))
		require.Equal(t, 177.0, f.Properties.known(t, "facilities"), "hexagons with a school (awk)")
		requireShare(t, f.Properties, "population_total", "population_covered", "population_share")
	}
	share := school[1].Properties.known(t, "population_share")
	t.Logf("within 15 minutes' walk of a school: %.2f %% of 812,935 people (5: %.2f %%, 30: %.2f %%)",
		100*share, 100*school[0].Properties.known(t, "population_share"), 100*school[2].Properties.known(t, "population_share"))
	// 15 minutes at 4 km/h are 1,000 m. Nobody walks less than the straight line, and
	// nobody lives farther than 250 m from the middle of their hexagon (H3 resolution 9
	// has edges of 201 m on average, by place some 20 % more or less).
	require.LessOrEqual(t, share, shareNearSchool(t, hexagons, 1000+250))
	require.Less(t, school[0].Properties.known(t, "population_share"), share)
	require.Less(t, share, school[2].Properties.known(t, "population_share"))
	s.stop(t)
}

// shareNearSchool is the share of people in hexagons whose middle is within a
// straight line of the middle of one with a school, over a sphere.
func shareNearSchool(t *testing.T, file string, metres float64) float64 {
	t.Helper()
	lines, err := csv.NewReader(bytes.NewReader(content(t, file))).ReadAll()
	require.NoError(t, err)
	number := func(line []string, column string) float64 {
		v, err := strconv.ParseFloat(line[slices.Index(lines[0], column)], 64)
		require.NoError(t, err)
		return v
	}
	place := func(line []string) orb.Point { return orb.Point{number(line, "lon"), number(line, "lat")} }
	near, all := 0.0, 0.0
	for _, line := range lines[1:] {
		people := number(line, "population")
		all += people
		if slices.ContainsFunc(lines[1:], func(other []string) bool {
			return number(other, "schools") > 0 && orbgeo.DistanceHaversine(place(line), place(other)) <= metres
		}) {
			near += people
		}
	}
	return near / all
}

// Every layer that is exported is imported into another file as it was.
func TestExportAndImportBack(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "town.gpkg")
	// An id begins with the name of its source, else an import puts it before.
	done(t, "import", "osm", inFile(t, "town.osm", townOSM()), "--data", path, "--source", "osm")
	// One row at least in most layers, of a second source.
	square := `{"type":"Polygon","coordinates":[[[120.001,30.001],[120.002,30.001],[120.002,30.002],[120.001,30.002],[120.001,30.001]]]}`
	line := `{"type":"LineString","coordinates":[[120.001,30.001],[120.004,30.001]]}`
	for layer, row := range map[string][2]string{
		"built-up":   {`"unit":"` + westTown + `"`, square},
		"greenways":  {`"name":"绿道","status":"planned"`, line},
		"parks":      {`"name":"公园","kind":"park"`, square},
		"parcels":    {`"use":"residential","population":12`, square},
		"barriers":   {`"kind":"railway"`, line},
		"population": {`"persons":12.5`, square},
		"facilities": {`"name":"卫生室","category":"village_clinic","beds":12,"open":true`, `{"type":"Point","coordinates":[120.003,30.003]}`},
	} {
		text := features(`{"type":"Feature","properties":{` + row[0] + `},"geometry":` + row[1] + `}`)
		done(t, "import", layer, inFile(t, "hand.geojson", text), "--data", path)
	}
	again := filepath.Join(t.TempDir(), "again.gpkg")
	exports := map[string]string{}
	for _, layer := range importer.LayerNames() {
		if layer == importer.Towns {
			continue
		}
		exports[layer] = done(t, "export", layer, "--data", path, "--format", "geojson").stdout
		require.True(t, json.Valid([]byte(exports[layer])))
		for _, source := range []string{"osm", "hand"} {
			rows := rowsOf(t, exports[layer], source)
			if len(rows) > 0 {
				args := []string{"import", layer, inFile(t, source+".geojson", features(rows...)), "--data", again}
				if source == "osm" { // whose number of residents does not rescale the people of others
					args = append(args, "--attribution", "© OpenStreetMap contributors")
				}
				done(t, args...)
			}
		}
	}
	for layer, text := range exports {
		require.Contains(t, text, `"source":"`, layer)
		require.Equal(t, text, done(t, "export", layer, "--data", again).stdout, layer)
	}
	require.Equal(t, 2, strings.Count(done(t, "export", "towns", "--data", path).stdout, `"level":"town"`))

	// To a file, whole or not at all.
	out := filepath.Join(t.TempDir(), "roads.geojson")
	done(t, "export", "roads", "--data", path, "--out", out)
	require.Equal(t, exports["roads"], string(content(t, out)))
	o := lifecircle(t, "export", "roads", "--data", path+".absent", "--out", out)
	require.Equal(t, exitFailed, o.status)
	require.Equal(t, exports["roads"], string(content(t, out)))
	require.Equal(t, []string{"roads.geojson"}, filesIn(t, filepath.Dir(out)))
}

// An import replaces the rows of its own source, keeps them when asked to append, and
// clears the layer only when asked to.
func TestWhatAnImportReplaces(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "town.gpkg")
	names := regexp.MustCompile(`"name":"(\w+)"`)
	row := 0
	for _, step := range []struct {
		name, source string
		flags        []string
		left         []string
	}{
		{"a1", "a", nil, []string{"a1"}},
		{"b1", "b", nil, []string{"a1", "b1"}},
		{"a2", "a", nil, []string{"a2", "b1"}},
		{"b2", "b", []string{"--append"}, []string{"a2", "b1", "b2"}},
		{"a3", "a", []string{"--append"}, []string{"a2", "a3", "b1", "b2"}},
		{"b3", "b", nil, []string{"a2", "a3", "b3"}},
		{"c1", "c", []string{"--replace-layer"}, []string{"c1"}},
	} {
		row++ // each stands elsewhere, so that none repeats another
		csv := inFile(t, "x.csv", fmt.Sprintf("name,category,lon,lat\n%s,school,120.%d,30\n", step.name, row))
		done(t, append([]string{"import", "facilities", csv, "--data", path, "--source", step.source}, step.flags...)...)
		var left []string
		for _, m := range names.FindAllStringSubmatch(done(t, "export", "facilities", "--data", path).stdout, -1) {
			left = append(left, m[1])
		}
		slices.Sort(left)
		require.Equal(t, step.left, left, "after %v", step)
	}
}

// rowsOf are the features of one source, as they are written.
func rowsOf(t *testing.T, text, source string) (rows []string) {
	t.Helper()
	var c struct{ Features []json.RawMessage }
	require.NoError(t, json.Unmarshal([]byte(text), &c))
	for _, f := range c.Features {
		if strings.Contains(string(f), `"source":"`+source+`"`) {
			rows = append(rows, string(f))
		}
	}
	return rows
}
