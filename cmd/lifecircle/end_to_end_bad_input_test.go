package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// features is GeoJSON of some rows.
func features(rows ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(rows, ",") + `]}`
}

func unit(code, ring string) string {
	return fmt.Sprintf(`{"type":"Feature","properties":{"code":"%s","name":"镇"},"geometry":{"type":"Polygon","coordinates":[[%s]]}}`, code, ring)
}

// What is wrong with a file is told on standard error, naming the place, the value
// and the rule; and the dataset stays as it was, to the byte.
func TestBadInputChangesNothing(t *testing.T) {
	t.Parallel()
	const square = `[120,30],[120.01,30],[120.01,30.01],[120,30.01],[120,30]`
	random := rand.New(rand.NewSource(1))
	noise := make([]byte, 5000)
	random.Read(noise)
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	_, err := zip.Write([]byte(townOSM()))
	require.NoError(t, err)
	require.NoError(t, zip.Close())

	path := town(t)
	before := content(t, path)
	for _, c := range []struct {
		what, file, text string
		args             []string
		says             []string
	}{
		{"not PBF", "letter.osm.pbf", "Dear Sir or Madam", []string{"osm"}, []string{"letter.osm.pbf", "not OpenStreetMap PBF"}},
		{"noise", "noise.osm.pbf", string(noise), []string{"osm"}, []string{"not OpenStreetMap PBF"}},
		{"an empty file", "empty.osm.pbf", "", []string{"osm"}, []string{"the file is empty"}},
		{"XML that ends early", "cut.osm", townOSM()[:10000], []string{"osm"}, []string{"at byte 10000", "unexpected EOF"}},
		{"gzip that ends early", "cut.osm.gz", packed.String()[:packed.Len()/2], []string{"osm"}, []string{"unexpected EOF"}},
		{"nothing of use", "bare.osm", `<osm version="0.6"/>`, []string{"osm"}, []string{"holds nothing that a layer takes"}},
		{"a town that crosses itself", "bow.geojson", features(unit("u1", `[120,30],[120.01,30.01],[120.01,30],[120,30.01],[120,30]`)),
			[]string{"towns"}, []string{"row 1", "cross", "120.005 30.005", "no row was accepted"}},
		{"off the earth", "far.geojson", features(unit("u1", `[190,30],[190.01,30],[190,30.01],[190,30]`)),
			[]string{"towns"}, []string{"row 1", "190 30", "within ±180"}},
		{"NaN in GeoJSON", "nan.geojson", features(unit("u1", `[NaN,30],[120,30],[120,30.01],[120,30]`)), []string{"towns"}, []string{"not JSON", "at byte"}},
		{"NaN in CSV", "nan.csv", "name,category,lon,lat\na,school,NaN,30\nb,school,120,Inf\n",
			[]string{"facilities"}, []string{"row 2", "lon", "NaN", "row 3", "lat", "Inf"}},
		{"no rows", "none.geojson", features(), []string{"towns"}, []string{"no row was accepted (0 read"}},
		{"a header alone", "header.csv", "name,category,lon,lat\n", []string{"facilities"}, []string{"no row was accepted (0 read"}},
		{"a category nobody knows", "odd.csv", "name,category,lon,lat\na,moonbase,120.001,30.001\n", []string{"facilities"}, []string{"row 2", "category", "moonbase"}},
		{"duplicate codes, strictly", "twice.geojson", features(unit("u1", square), unit("u1", square)),
			[]string{"towns", "--strict"}, []string{"row 2", "u1", "repeats row 1"}},
	} {
		t.Run(c.what, func(t *testing.T) {
			args := append([]string{"import", c.args[0], inFile(t, c.file, c.text), "--data", path}, c.args[1:]...)
			o := lifecircle(t, args...)
			require.Equal(t, exitFailed, o.status, o.stderr)
			require.Empty(t, o.stdout)
			for _, words := range c.says {
				require.Contains(t, o.stderr, words)
			}
			require.Equal(t, before, content(t, path), "the dataset is as it was")

			fresh := filepath.Join(t.TempDir(), "fresh.gpkg")
			args[4] = fresh
			require.Equal(t, exitFailed, lifecircle(t, args...).status)
			require.Empty(t, filesIn(t, filepath.Dir(fresh)), "what failed leaves no file behind")
		})
	}
	require.Equal(t, []string{"town.gpkg"}, filesIn(t, filepath.Dir(path)))
}

// A real extract that was cut, and one whose end is noise.
func TestBrokenExtract(t *testing.T) {
	t.Parallel()
	extract := content(t, realdata(t, "liechtenstein.osm.pbf"))
	path := town(t)
	before := content(t, path)
	seed := int64(7)
	noise := make([]byte, 10000)
	rand.New(rand.NewSource(seed)).Read(noise)
	for what, c := range map[string]struct {
		bytes []byte
		says  string
	}{
		"truncated":  {extract[:len(extract)*2/3], "the file is truncated"},
		"noise":      {append(extract[:1000:1000], noise...), "at byte"},
		"two halves": {append(extract[:500_000:500_000], extract[600_000:]...), "at byte"},
	} {
		t.Run(what, func(t *testing.T) {
			o := lifecircle(t, "import", "osm", inFile(t, "broken.osm.pbf", string(c.bytes)), "--data", path)
			require.Equal(t, exitFailed, o.status)
			require.Contains(t, o.stderr, "broken.osm.pbf")
			require.Contains(t, o.stderr, c.says)
			require.Equal(t, before, content(t, path), "the dataset is as it was")
		})
	}
}

// What can be repaired, or taken in part, is taken, and told.
func TestReportedRepairs(t *testing.T) {
	t.Parallel()
	const square = `[120,30],[120.005,30],[120.005,30.005],[120,30.005],[120,30]`
	base := town(t)
	for _, c := range []struct {
		what, layer, file, text string
		says                    []string
		rows                    int
	}{
		{"a ring that is not closed", "towns", "open.geojson", features(unit("u1", square[:len(square)-len(",[120,30]")])), []string{"repaired: ring closed: row 1"}, 3},
		{"a ring the wrong way round", "towns", "left.geojson", features(unit("u1", `[120,30],[120,30.005],[120.005,30.005],[120,30]`)), []string{"1 accepted"}, 3},
		{"duplicate codes", "towns", "twice.geojson", features(unit("u1", square), unit("u1", square)),
			[]string{"1 accepted, 1 refused", `row 2: code "u1"`, "repeats row 1"}, 3},
		{"a facility in no town", "facilities", "lost.csv", "name,category,lon,lat\nlost,school,121.5,31.5\nfound,school,120.005,30.005\n",
			[]string{"2 accepted", "facility in no town: lost-2"}, 3},
	} {
		t.Run(c.what, func(t *testing.T) {
			path := copyOf(t, base)
			o := done(t, "import", c.layer, inFile(t, c.file, c.text), "--data", path)
			for _, words := range c.says {
				require.Contains(t, o.stderr, words)
			}
			require.NotEqual(t, versionOf(t, base), versionOf(t, path))
			require.Equal(t, c.rows, strings.Count(done(t, "export", c.layer, "--data", path).stdout, `"type":"Feature"`))
			require.Contains(t, done(t, "export", "facilities", "--data", path).stdout, school, "the rows of before are there")
		})
	}
}

// What an extract became in the dataset is told on standard error and in the report,
// of a dry run as well.
func TestRemarksOnAnExtract(t *testing.T) {
	t.Parallel()
	far := replaceOnce(t, townOSM(), `lon="120.0001" lat="30.0001"`, `lon="120.5" lat="30.5"`)
	report := filepath.Join(t.TempDir(), "report.json")
	o := done(t, "import", "osm", inFile(t, "osm-town.osm", far), "--dry-run", "--report", report)
	require.Contains(t, o.stderr, "remark: facility in no town: "+school)
	var r struct {
		Layers  []struct{ Layer string }
		Remarks []struct {
			What  string
			Count int
		}
		DryRun bool `json:"dry_run"`
	}
	require.NoError(t, json.Unmarshal(content(t, report), &r))
	require.True(t, r.DryRun)
	require.Len(t, r.Layers, 5)
	require.Len(t, r.Remarks, 1)
	require.Equal(t, "facility in no town", r.Remarks[0].What)
	require.Equal(t, 1, r.Remarks[0].Count)
}

// Coordinates that are on earth either way round are noticed by where the data lies.
func TestSwappedAgainstTheData(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.gpkg")
	done(t, "import", "facilities", inFile(t, "here.csv", "name,category,lon,lat\na,school,9.5,47.1\nb,school,9.6,47.2\n"), "--data", path)
	o := done(t, "import", "facilities", inFile(t, "there.csv", "name,category,lon,lat\na,school,47.15,9.55\n"), "--data", path, "--dry-run")
	require.Contains(t, o.stderr, "the axes look swapped")
}

// A dry run reports the same and changes no byte; without a file it makes none.
func TestDryRun(t *testing.T) {
	t.Parallel()
	path := town(t)
	before, info := content(t, path), mustStat(t, path)
	csv := inFile(t, "more.csv", "name,category,lon,lat\na,school,120.001,30.001\nb,moonbase,120.001,30.001\n")
	osm := inFile(t, "osm-town.osm", townOSM())
	wet := done(t, "import", "facilities", csv, "--data", copyOf(t, path)).stderr
	dry := done(t, "import", "facilities", csv, "--data", path, "--dry-run").stderr
	require.Equal(t, wet, replaceOnce(t, dry, " (dry run: nothing was written)", ""))
	require.Contains(t, done(t, "import", "osm", osm, "--data", path, "--dry-run").stderr, "nothing was written")
	require.Equal(t, before, content(t, path))
	require.Equal(t, info.ModTime(), mustStat(t, path).ModTime())
	require.Equal(t, []string{"town.gpkg"}, filesIn(t, filepath.Dir(path)))

	fresh := filepath.Join(t.TempDir(), "fresh.gpkg")
	done(t, "import", "osm", osm, "--data", fresh, "--dry-run")
	done(t, "import", "facilities", csv, "--data", fresh, "--dry-run")
	done(t, "import", "facilities", csv, "--dry-run")
	require.Empty(t, filesIn(t, filepath.Dir(fresh)))
}

func mustStat(t *testing.T, path string) os.FileInfo {
	t.Helper()
	info, err := os.Stat(path)
	require.NoError(t, err)
	return info
}

func replaceOnce(t *testing.T, s, old, with string) string {
	t.Helper()
	require.Equal(t, 1, strings.Count(s, old), "%q in %s", old, s)
	return strings.Replace(s, old, with, 1)
}

// A file whose longitude and latitude are all changed over is recognised, turned
// round, and said to have been.
func TestSwappedAxesAreTurnedRound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, text, layer string }{
		{"swapped.geojson", features(unit("u1", `[30,120],[30,120.01],[30.01,120.01],[30,120]`)), "towns"},
		{"swapped.csv", "name,category,lon,lat\na,school,30.001,120.001\n", "facilities"},
	} {
		path := filepath.Join(t.TempDir(), "new.gpkg")
		o := done(t, "import", c.layer, inFile(t, c.file, c.text), "--data", path)
		require.Contains(t, o.stderr, "swapped", c.file)
		layer := map[string]string{"towns": "units"}[c.layer]
		if layer == "" {
			layer = c.layer
		}
		require.Contains(t, done(t, "export", layer, "--data", path).stdout, "[120", c.file)
	}
}
