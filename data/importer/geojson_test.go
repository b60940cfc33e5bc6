package importer

import (
	"context"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"
)

const point = `{"type":"Point","coordinates":[120.5,30.6]}`

func TestGeoJSONForms(t *testing.T) {
	feature := `{"type":"Feature","id":7,"geometry":` + point + `,"properties":{"category":"E02"}}`
	for name, text := range map[string]string{
		"collection":        `{"type":"FeatureCollection","features":[` + feature + `]}`,
		"byte order":        "\ufeff" + `{"type":"FeatureCollection","features":[` + feature + `]}`,
		"type comes last":   `{"name":"x","features":[` + feature + `],"bbox":[1,2,3,4],"type":"FeatureCollection"}`,
		"feature":           feature,
		"named system":      `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features":[` + feature + `]}`,
		"named 4490":        `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4490"}},"features":[` + feature + `]}`,
		"system null":       `{"type":"FeatureCollection","crs":null,"features":[` + feature + `]}`,
		"altitude":          strings.Replace(feature, "30.6]", "30.6,12.5]", 1),
		"multipoint of one": strings.Replace(feature, point, `{"type":"MultiPoint","coordinates":[[120.5,30.6]]}`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			ds, report := accepted(t, "facilities", "a.geojson", text)
			require.Equal(t, 1, report.Read)
			require.Equal(t, orb.Point{120.5, 30.6}, ds.Facilities[0].Location)
			require.Equal(t, "a-7", ds.Facilities[0].ID)
		})
	}
	ds, _ := accepted(t, "facilities", "a.json", point, func(o *LayerOptions) { o.Set = map[string]string{"category": "E02"} })
	require.Equal(t, "a-1", ds.Facilities[0].ID)
}

func TestGeoJSONRefusesTheWholeFile(t *testing.T) {
	good := `{"type":"Feature","geometry":` + point + `,"properties":{"category":"E02"}}`
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "the file is empty"},
		{"cut short", `{"type":"FeatureCollection","features":[` + good + `,{"type":"Fea`, "the file is cut short after feature 1"},
		{"cut after a feature", `{"type":"FeatureCollection","features":[` + good, "the file is cut short after feature 1"},
		{"cut before the end", `{"type":"FeatureCollection","features":[` + good + `]`, "cut short"},
		{"not JSON", "lon,lat\n1,2\n", "not JSON"},
		{"NaN", `{"type":"FeatureCollection","features":[` + good + `,{"type":"Feature","geometry":{"type":"Point","coordinates":[NaN,1]}}]}`, "after feature 1, at byte"},
		{"array", `[` + good + `]`, "GeoJSON starts with an object"},
		{"garbage", "\x00\x01\x02", "not JSON"},
		{"more after the end", good + good, "more after the end"},
		{"no type", `{"a":1}`, "names its type"},
		{"no features", `{"type":"FeatureCollection"}`, "a FeatureCollection has features"},
		{"features no array", `{"type":"FeatureCollection","features":{}}`, "features is not an array"},
		{"empty layer", `{"type":"FeatureCollection","features":[]}`, "no row was accepted"},
		{"projected system", `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4549"}},"features":[` + good + `]}`, `crs "urn:ogc:def:crs:EPSG::4549": GeoJSON is longitude and latitude`},
		{"system after the rows", `{"type":"FeatureCollection","features":[` + good + `],"crs":{"type":"name","properties":{"name":"EPSG:3857"}}}`, `crs "EPSG:3857"`},
		{"utf-16", "\xff\xfe{\x00", "UTF-16"},
	} {
		_, err := dry(t, "facilities", "a.geojson", c.text)
		require.ErrorContains(t, err, c.want, c.name)
	}
}

func TestGeoJSONRefusesRows(t *testing.T) {
	for _, c := range []struct{ geometry, field, rule string }{
		{`null`, "geometry", "a row needs a place"},
		{`{"type":"Point","coordinates":[]}`, "geometry", "a position is an array of two or three numbers"},
		{`{"type":"Point","coordinates":[120.5]}`, "geometry", "a position is an array"},
		{`{"type":"Point","coordinates":[120.5,null]}`, "geometry", "a position is an array"},
		{`{"type":"Point","coordinates":["120.5","30.6"]}`, "geometry", "a position is an array"},
		{`{"type":"Point","coordinates":null}`, "geometry", "a geometry has coordinates"},
		{`{"type":"Point"}`, "geometry", "a geometry has coordinates"},
		{`{"type":"Point","coordinates":[1e999,30]}`, "geometry", "a position is an array"},
		{`{"type":"Polygon","coordinates":[[120,30],[121,30]]}`, "geometry", "a position is an array"},
		{`{"type":"Polygon","coordinates":[[[120,30],null,[121,31],[120,30]]]}`, "geometry", "a position is an array"},
		{`{"type":"Polygon","coordinates":5}`, "geometry", "not nested as the type"},
		{`{"type":"GeometryCollection","geometries":[]}`, "geometry", "a geometry is a Point, LineString, Polygon"},
		{`{"type":"MultiPoint","coordinates":[[120.5,30.6],[120.6,30.6]]}`, "geometry", "a row is one place"},
		{`{"type":"LineString","coordinates":[[120.5,30.6],[120.6,30.6]]}`, "geometry", "a row of facilities is a point or a polygon"},
		{`{"type":"Point","coordinates":[30.2,120.1]}`, "geometry", "longitude 30.2, latitude 120.1: the axes look swapped"},
		{`{"type":"Point","coordinates":[40515300.0941,3349722.3]}`, "geometry", "these are projected metres"},
		{`{"type":"Point","coordinates":[515300,3349722]}`, "geometry", "these are projected metres"},
		{`{"type":"Point","coordinates":[200,30]}`, "geometry", "a longitude lies within ±180"},
		{`{"type":"Point","coordinates":[0,0]}`, "geometry", "how blank coordinates are often written"},
	} {
		text := `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":` + c.geometry + `,"properties":{"category":"E02"}},` +
			`{"type":"Feature","geometry":` + point + `,"properties":{"category":"E02"}}]}`
		r, err := dry(t, "facilities", "a.geojson", text)
		require.NoError(t, err, c.geometry)
		require.Equal(t, 1, r.Report.Accepted, c.geometry)
		require.Len(t, r.Report.Refused, 1, c.geometry)
		require.Equal(t, 1, r.Report.Refused[0].Row)
		require.Equal(t, c.field, r.Report.Refused[0].Field)
		require.Contains(t, r.Report.Refused[0].Rule, c.rule, c.geometry)
	}
	for _, feature := range []string{`5`, `null`, `{"type":"Point","coordinates":[1,2]}`, `{"type":"Feature","properties":[1]}`, `{"type":"Feature","geometry":5}`, "{\"type\":\"Feature\",\"geometry\":" + point + ",\"properties\":{\"name\":\"\xb0\xa1\"}}"} {
		r, err := dry(t, "facilities", "a.geojson", `{"type":"FeatureCollection","features":[`+feature+`]}`)
		require.ErrorIs(t, err, ErrNothingAccepted, feature)
		require.Len(t, r.Report.Refused, 1, feature)
	}
}

func FuzzGeoJSON(f *testing.F) {
	for _, s := range []string{
		`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":` + point + `,"properties":{"a":[1,{"b":null}]}}]}`,
		point, `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`, `{`, `[]`, `{"features":[1,`, `{"type":"Feature"}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := openGeoJSON(strings.NewReader(s), source{})
		if err != nil {
			return
		}
		n := 0
		_ = r.Read(context.Background(), func(rec Record) error {
			n++
			require.Equal(t, n, rec.Row)
			if rec.Geometry != nil && rec.Problem == nil {
				var s shaper
				if g := s.geometry(rec.Geometry); s.rule == "" {
					b := g.Bound()
					require.True(t, b.Min[0] >= -180 && b.Max[0] <= 180 && b.Min[1] >= -90 && b.Max[1] <= 90, "accepted only within range")
				}
			}
			return nil
		})
	})
}
