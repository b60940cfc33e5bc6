package osm

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func save(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, data, 0o600))
	return path
}

func zip(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(data)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

const tinyXML = `<osm><node id="1" lon="1" lat="2"/><node id="2" lon="1" lat="3"/><way id="3"><nd ref="1"/><nd ref="2"/><tag k="highway" v="path"/></way></osm>`

// Every sort of bad file: the error names the file, what was expected and, where it
// is known, the place. Both readers say the same.
func TestBadFiles(t *testing.T) {
	porto, err := os.ReadFile(extractPath(t, "andorra.osm.pbf"))
	require.NoError(t, err)
	garbage := bytes.Clone(porto)
	for i := 3000; i < 90000; i++ {
		garbage[i] = byte(i * i >> 3)
	}
	zipped := zip(t, []byte(tinyXML))
	for name, c := range map[string]struct {
		file string
		data []byte
		want []string
	}{
		"empty pbf":               {"a.osm.pbf", nil, []string{"a.osm.pbf", "the file is empty", "expected"}},
		"empty xml":               {"a.osm", nil, []string{"a.osm", "the file is empty"}},
		"truncated pbf":           {"a.osm.pbf", porto[:len(porto)/2], []string{"a.osm.pbf", "at byte ", "truncated", "are left"}},
		"garbage in pbf":          {"a.osm.pbf", garbage, []string{"a.osm.pbf", "at byte "}},
		"noise as pbf":            {"a.osm.pbf", []byte(strings.Repeat("\x07\x91noise", 99)), []string{"not OpenStreetMap PBF", "expected a blob header of type OSMHeader at byte 0"}},
		"xml as pbf":              {"a.osm.pbf", []byte(tinyXML), []string{"not OpenStreetMap PBF", "it holds XML (.osm?)"}},
		"pbf as xml":              {"a.osm", porto, []string{"not OpenStreetMap XML", "it holds OpenStreetMap PBF (.osm.pbf?)"}},
		"gzip as xml":             {"a.osm", zipped, []string{"not OpenStreetMap XML", "gzip data (.osm.gz?)"}},
		"xml as gzip":             {"a.osm.gz", []byte(tinyXML), []string{"not gzip", "XML (.osm?)"}},
		"bzip2":                   {"a.osm", []byte("BZh91AY"), []string{"bzip2 data"}},
		"geojson":                 {"a.geojson", []byte("{}"), []string{"unknown extension", "expected a file named .osm.pbf, .osm or .osm.gz"}},
		"truncated gzip":          {"a.osm.gz", zipped[:len(zipped)-12], []string{"a.osm.gz", "at byte "}},
		"truncated xml":           {"a.osm", []byte(tinyXML[:60]), []string{"a.osm", "at byte ", "line 1"}},
		"broken xml":              {"a.osm", []byte("<osm>\n<node id='1'</osm>"), []string{"line 2"}},
		"other xml":               {"a.osm", []byte("<?xml version='1.0'?><gpx></gpx>"), []string{"the root element is <gpx>, expected <osm>"}},
		"only a declaration":      {"a.osm", []byte("<?xml version='1.0'?>"), []string{"there is no <osm> element"}},
		"change file":             {"a.osm", []byte("<osmChange></osmChange>"), []string{"<osmChange>"}},
		"id that is no number":    {"a.osm", []byte(`<osm><node id="x" lon="1" lat="1"/></osm>`), []string{`node: id "x" is not a whole number`}},
		"ref that is no number":   {"a.osm", []byte(`<osm><way id="7"><nd ref=""/></way></osm>`), []string{`way 7: nd ref "" is not a whole number`}},
		"cut short by its server": {"a.osm", []byte(`<osm><remark>runtime error: Query timed out</remark></osm>`), []string{"incomplete", "Query timed out"}},
	} {
		t.Run(name, func(t *testing.T) {
			path := save(t, c.file, c.data)
			_, _, err := Read(t.Context(), path, Options{})
			require.Error(t, err)
			for _, want := range c.want {
				assert.Contains(t, err.Error(), want)
			}
			_, _, other := ReadRoads(t.Context(), path, Options{})
			assert.Equal(t, err, other)
		})
	}
	_, _, err = Read(t.Context(), filepath.Join(t.TempDir(), "none.osm"), Options{})
	require.ErrorIs(t, err, os.ErrNotExist)
	_, _, err = Read(t.Context(), t.TempDir()+"/", Options{})
	require.ErrorContains(t, err, "unknown extension")
}

func TestGuard(t *testing.T) {
	err := guard(func() error { return []error{}[len(t.Name())] })
	require.ErrorContains(t, err, "the content cannot be read: runtime error: index out of range")
	require.NoError(t, guard(func() error { return nil }))
}

// A node whose place is none is refused, and roads are cut there as if it were not
// in the file.
func TestBadPlaces(t *testing.T) {
	body := `<osm><node id="1" lon="120" lat="30"/><node id="2" lon="121" lat="30"/>` +
		`<node id="3" lon="NaN" lat="30"/><node id="4" lon="122" lat="95"/><node id="5" lon="30" lat=""/>` +
		`<node id="6" lon="1e300" lat="0"/><node id="7" lon="180" lat="-90"/>` +
		`<way id="9"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="5"/><nd ref="6"/><tag k="highway" v="path"/></way></osm>`
	d, r, err := Read(t.Context(), save(t, "x.osm", []byte(body)), Options{})
	require.NoError(t, err)
	assert.Equal(t, []string{
		`node 3: lon "NaN": ` + placeRule, `node 4: lat "95": ` + placeRule, `node 5: lat "": ` + placeRule, `node 6: lon "1e300": ` + placeRule,
	}, refusals(r))
	require.Len(t, d.Roads, 1)
	assert.Equal(t, orb.LineString{{120, 30}, {121, 30}}, d.Roads[0].Geometry)
	assert.Equal(t, orb.Bound{Min: orb.Point{120, 30}, Max: orb.Point{121, 30}}, d.Extent)
	assert.Equal(t, "roads", d.ExtentFrom)
}

func TestNanoPlace(t *testing.T) {
	p, ok := nanoPlace(120_123_456_749, -30_123_456_750)
	require.True(t, ok)
	assert.Equal(t, orb.Point{120.1234567, -30.1234568}, p.point())
	for _, bad := range [][2]int64{{180_000_000_001, 0}, {-180_000_000_001, 0}, {0, 90_000_000_001}, {0, -90_000_000_001}} {
		_, ok := nanoPlace(bad[0], bad[1])
		assert.False(t, ok, bad)
	}
}

// gzip, deleted objects, objects given twice, in any order: the last one counts.
func TestXMLForms(t *testing.T) {
	body := `<osm><bounds minlon="1" minlat="2" maxlon="2" maxlat="3.5"/>` +
		`<way id="3"><nd ref="1"/><nd ref="2"/><tag k="highway" v="steps"/></way>` +
		`<way id="2" visible="false"><nd ref="1"/><nd ref="2"/><tag k="highway" v="path"/></way>` +
		`<way id="3" timestamp="2024-05-06T07:08:09Z"><nd ref="2"/><nd ref="1"/><tag k="highway" v="path"/></way>` +
		`<node id="2" lon="1" lat="3"/><node id="1" lon="9" lat="9"/><node id="1" lon="1" lat="2"/><node id="2" action="delete" lon="0" lat="0"/></osm>`
	d, r, err := Read(t.Context(), save(t, "x.osm.gz", zip(t, []byte(body))), Options{})
	require.NoError(t, err)
	require.Len(t, d.Roads, 1)
	assert.Equal(t, "path", d.Roads[0].Highway)
	assert.Equal(t, orb.LineString{{1, 3}, {1, 2}}, d.Roads[0].Geometry)
	assert.Equal(t, "x", d.Roads[0].Source)
	assert.Equal(t, orb.Bound{Min: orb.Point{1, 2}, Max: orb.Point{2, 3.5}}, d.Extent)
	assert.Equal(t, "header", d.ExtentFrom)
	assert.Equal(t, "2024-05-06T07:08:09Z", d.Date)
	assert.Equal(t, []string{"1 × a way that stands in the file twice: the last one was taken"}, repairs(r))
	require.Len(t, d.Sources, 1)
	s := d.Sources[0]
	assert.Equal(t, []string{"x", "x.osm.gz", "ODbL 1.0", "© OpenStreetMap contributors", "2024-05-06T07:08:09Z", ""},
		[]string{s.Name, s.File, s.License, s.Attribution, s.Date, s.ImportedAt})
}

// A file without roads and without a box covers what its rows cover.
func TestExtentFromRows(t *testing.T) {
	d, _ := (&world{}).square(10, 0, 0, 1, "leisure=park").n(1, 3, 4, "amenity=school").read(t)
	assert.Equal(t, "rows", d.ExtentFrom)
	assert.Equal(t, orb.Bound{Min: at(0, 0), Max: at(3, 4)}, d.Extent)
}

// A box in the header that cannot be that of the roads is not believed.
func TestExtentNotBelieved(t *testing.T) {
	for box, from := range map[string]string{
		`minlon="119.9" minlat="29.9" maxlon="121.8" maxlat="31"`: "header",
		`minlon="0" minlat="0" maxlon="180" maxlat="90"`:          "roads",
		`minlon="120" minlat="30" maxlon="120" maxlat="31"`:       "roads",
		`minlon="120" minlat="31" maxlon="121" maxlat="30"`:       "roads",
	} {
		body := `<osm><bounds ` + box + `/><node id="1" lon="120" lat="30"/><node id="2" lon="120.1" lat="30.1"/>` +
			`<way id="3"><nd ref="1"/><nd ref="2"/><tag k="highway" v="path"/></way></osm>`
		d, r, err := Read(t.Context(), save(t, "x.osm", []byte(body)), Options{})
		require.NoError(t, err)
		assert.Equal(t, from, d.ExtentFrom, box)
		if from == "roads" {
			assert.Equal(t, orb.Bound{Min: orb.Point{120, 30}, Max: orb.Point{120.1, 30.1}}, d.Extent)
			require.Len(t, r.Refused, 1)
			assert.Equal(t, "bbox", r.Refused[0].Field)
		}
	}
}

// Each stage stops when the context ends.
func TestStops(t *testing.T) {
	path := extractPath(t, "andorra.osm.pbf")
	for _, stage := range []string{"ways", "nodes", "units", "areas", "points"} {
		ctx, cancel := context.WithCancel(t.Context())
		reached := false
		_, _, err := Read(ctx, path, Options{Progress: func(s string, _, _ int64) {
			if s == stage {
				reached = true
				cancel()
			}
		}})
		assert.True(t, reached, stage)
		require.ErrorIs(t, err, context.Canceled, stage)
	}
}

func TestReport(t *testing.T) {
	w := (&world{}).square(10, 0, 0, 1, "leisure=park").n(1, 0, 0, "amenity=school beds=x").
		n(2, 0, 0, "amenity=school beds=x").w(20, "10 11 99", "highway=path")
	_, r := w.read(t)
	assert.Equal(t, `world.osm (source world): 2 ways, 0 relations, 5 nodes read
  facilities          3
  roads               1
  parks               1
repaired:
  1 × nodes of a road are missing from the file: it was cut there (way 20)
refused: 2
  2 × a number that is not negative: the attribute is left out
    node 1: beds "x": a number that is not negative: the attribute is left out
    node 2: beds "x": a number that is not negative: the attribute is left out
`, r.String())
	text, err := json.Marshal(r)
	require.NoError(t, err)
	var back Report
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, *r, back)
	assert.Contains(t, string(text), `"object":"node 1","field":"beds","value":"x"`)
	_, err = r.WriteTo(failing{})
	require.ErrorIs(t, err, errFull)
}

var errFull = errors.New("full")

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errFull }

// FuzzReadXML and FuzzReadPBF: whatever a file holds, there is a dataset or an error.
func FuzzReadXML(f *testing.F) {
	f.Add([]byte(tinyXML))
	f.Add([]byte(`<osm><relation id="1"><member type="way" ref="2" role="outer"/><tag k="type" v="multipolygon"/><tag k="natural" v="water"/></relation></osm>`))
	f.Add([]byte(`<osm><node id="1" lon="0" lat="0"/><way id="2">` + strings.Repeat(`<nd ref="1"/>`, 4) + `<tag k="building" v="yes"/></way></osm>`))
	f.Fuzz(func(t *testing.T, data []byte) { fuzz(t, "x.osm", data) })
}

func FuzzReadPBF(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x02\x0a\x00"))
	f.Fuzz(func(t *testing.T, data []byte) { fuzz(t, "x.osm.pbf", data) })
}

func fuzz(t *testing.T, name string, data []byte) {
	path := save(t, name, data)
	d, r, err := Read(t.Context(), path, Options{Classifier: amenities{}})
	if err != nil {
		require.NotContains(t, err.Error(), "the content cannot be read", "the reader panicked")
		return
	}
	require.NotNil(t, r)
	roads, _, err := ReadRoads(t.Context(), path, Options{})
	require.NoError(t, err)
	require.Equal(t, d.Roads, roads)
}
