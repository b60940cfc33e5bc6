package geopackage

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/storetest"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// gdal runs a program of GDAL, the independent judge of the file, and requires
// that it has nothing to complain of.
func gdal(t *testing.T, program string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skipf("%s is not installed (Debian package gdal-bin)", program)
	}
	var out, complaints bytes.Buffer
	cmd := exec.Command(path, args...)
	cmd.Stdout, cmd.Stderr = &out, &complaints
	require.NoError(t, cmd.Run(), "%s %v: %s", program, args, complaints.String())
	require.Empty(t, complaints.String(), "%s %v", program, args)
	for _, word := range []string{"Warning", "ERROR", "FAILURE"} {
		require.NotContains(t, out.String(), word, "%s %v", program, args)
	}
	return out.String()
}

var layerSummary = regexp.MustCompile(`Layer name: (\w+)\n(?s:.*?)Geometry: ([^\n]+)\nFeature Count: (\d+)\n`)

// GDAL reads every layer without a warning: while the store has the file open,
// after it has closed it, and when the layers are empty.
func TestGDALReadsEveryLayer(t *testing.T) {
	geometry := map[string]string{
		"POINT": "Point", "LINESTRING": "Line String", "POLYGON": "Polygon", "MULTILINESTRING": "Multi Line String",
		"MULTIPOLYGON": "Multi Polygon", "GEOMETRY": "Unknown (any)",
	}
	check := func(path string, d *geo.Dataset) {
		t.Helper()
		got := map[string][2]string{}
		for _, m := range layerSummary.FindAllStringSubmatch(gdal(t, "ogrinfo", "-al", "-so", path), -1) {
			got[m[1]] = [2]string{m[2], m[3]}
		}
		for _, l := range layers() {
			want := [2]string{geometry[l.spec().geometry], fmt.Sprint(d.Count(l.spec().layer))}
			require.Equal(t, want, got[l.spec().name], l.spec().name)
		}
		require.Equal(t, "None", got[metaTable][0])
		require.Equal(t, "None", got[sourcesTable][0])
		require.Len(t, got, len(layers())+2)
	}
	path, s := filled(t)
	check(path, storetest.Full())
	require.NoError(t, s.Close())
	check(path, storetest.Full())
	gdal(t, "ogrinfo", "-al", "-ro", path)

	empty := filepath.Join(t.TempDir(), "empty.gpkg")
	e := open(t, empty)
	check(empty, &geo.Dataset{})
	require.NoError(t, e.Close())
	check(empty, &geo.Dataset{})
}

// What GDAL reads is what was written: names, numbers, positions.
func TestGDALReadsWhatWasWritten(t *testing.T) {
	path, s := filled(t)
	require.NoError(t, s.Close())
	out := filepath.Join(t.TempDir(), "roads.geojson")
	gdal(t, "ogr2ogr", "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=15", out, path, "roads")
	content, err := os.ReadFile(out)
	require.NoError(t, err)
	var got struct {
		Features []struct {
			Properties map[string]any
			Geometry   struct{ Coordinates [][]float64 }
		}
	}
	require.NoError(t, json.Unmarshal(content, &got))
	require.Len(t, got.Features, 3)
	want := storetest.Full().Roads[0]
	first := got.Features[0]
	require.Equal(t, want.Name, first.Properties["name"])
	require.Equal(t, want.MaxSpeedKmh, first.Properties["max_speed_kmh"])
	require.Equal(t, float64(want.OneWay), first.Properties["oneway"])
	require.Equal(t, true, first.Properties["bridge"])
	require.Equal(t, float64(want.To), first.Properties["to_node"])
	require.Nil(t, got.Features[1].Properties["max_speed_kmh"])
	for i, p := range want.Geometry {
		require.InDeltaSlice(t, p[:], first.Geometry.Coordinates[i], 1e-12) // 15 digits, as asked for
	}
}

var spaces = regexp.MustCompile(`\s+`)

// plain takes out of SQL what does not matter: case, quotes, space.
func plain(query string) string {
	query = strings.NewReplacer(`"`, "", ",", " , ", "(", " ( ", ")", " ) ", ";", " ; ").Replace(strings.ToLower(query))
	return strings.TrimSpace(spaces.ReplaceAllString(query, " "))
}

// The triggers of the index are those that GDAL itself writes for version 1.3.
func TestTriggersAreThoseOfGDAL(t *testing.T) {
	dir := t.TempDir()
	source := filepath.Join(dir, "roads.geojson")
	require.NoError(t, os.WriteFile(source, []byte(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},`+
		`"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}}]}`), 0o600))
	theirs := filepath.Join(dir, "theirs.gpkg")
	gdal(t, "ogr2ogr", "-f", "GPKG", "-dsco", "VERSION=1.3", "-nln", "roads", theirs, source)
	triggers := func(path string) map[string]string {
		rows, err := edit(t, path).Query("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'rtree_roads_geom_%'")
		require.NoError(t, err)
		defer func() { require.NoError(t, rows.Close()) }()
		out := map[string]string{}
		for rows.Next() {
			var name, query string
			require.NoError(t, rows.Scan(&name, &query))
			out[name] = plain(query)
		}
		require.NoError(t, rows.Err())
		return out
	}
	path, _ := filled(t)
	require.Len(t, triggers(theirs), 6)
	require.Equal(t, triggers(theirs), triggers(path))
}

// An edit through GDAL, with its own SQLite, is noticed, loaded and indexed.
func TestEditsThroughGDALAreNoticed(t *testing.T) {
	path, s := filled(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	_, err := s.Load(ctx)
	require.NoError(t, err)
	changes := s.Watch(ctx)

	gdal(t, "ogrinfo", path, "-sql", "UPDATE facilities SET name = '新名字', area_m2 = 12.5 WHERE id = 'osm-n2'")
	v := receive(t, changes)
	d, err := s.Load(ctx)
	require.NoError(t, err)
	require.Equal(t, v, d.Version)
	require.Equal(t, "新名字", d.Facilities[1].Name)
	require.Equal(t, geo.Known(12.5), d.Facilities[1].AreaM2)

	drawn := filepath.Join(t.TempDir(), "drawn.geojson")
	require.NoError(t, os.WriteFile(drawn, []byte(`{"type":"FeatureCollection","features":[{"type":"Feature",`+
		`"properties":{"name":"new","kind":"garden"},"geometry":{"type":"Polygon","coordinates":[[[10,10],[10,11],[11,11],[11,10],[10,10]]]}}]}`), 0o600))
	gdal(t, "ogr2ogr", "-append", "-update", "-nlt", "PROMOTE_TO_MULTI", "-nln", "parks", path, drawn)
	receive(t, changes)
	d, err = s.Load(ctx)
	require.NoError(t, err)
	require.Len(t, d.Parks, 3)
	added := d.Parks[slices.IndexFunc(d.Parks, func(p geo.Park) bool { return p.Name == "new" })]
	require.Regexp(t, `^parks-fid\d+$`, added.ID)
	require.Equal(t, "garden", added.Kind)
	require.Empty(t, added.Source)
	require.Contains(t, gdal(t, "ogrinfo", "-al", "-spat", "10.5", "10.5", "10.6", "10.6", path, "parks"), "Feature Count: 1\n")

	// A facility of which hardly anything is known passes every CHECK of theirs.
	require.NoError(t, os.WriteFile(drawn, []byte(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"new"},`+
		`"geometry":{"type":"Point","coordinates":[10,10]}}]}`), 0o600))
	for _, table := range []string{"facilities", "population", "homes"} {
		gdal(t, "ogr2ogr", "-append", "-update", "-nln", table, path, drawn)
	}
	receive(t, changes)
	d, err = s.Load(ctx)
	require.NoError(t, err)
	require.Len(t, d.Facilities, 4)
	require.Len(t, d.Population, 5)
	require.Len(t, d.Homes, 3)
	require.Contains(t, gdal(t, "ogrinfo", path, "-sql", "PRAGMA integrity_check"), "integrity_check (String) = ok\n")

	_, err = exec.Command("ogrinfo", path, "-sql", "UPDATE facilities SET status = 'open'").CombinedOutput()
	require.NoError(t, err, "ogrinfo reports an error of SQL in words only")
	same, err := s.Version(ctx)
	require.NoError(t, err)
	require.Equal(t, d.Version, same, "a status that is none is refused by the table")
}

var fids = regexp.MustCompile(`OGRFeature\(\w+\):(\d+)`)

// spat asks GDAL for the rows in a window.
func spat(t *testing.T, path, table string, x0, y0, x1, y1 float64) []string {
	t.Helper()
	var out []string
	text := gdal(t, "ogrinfo", "-al", "-geom=NO", "-spat", fmt.Sprint(x0), fmt.Sprint(y0), fmt.Sprint(x1), fmt.Sprint(y1), path, table)
	for _, m := range fids.FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	slices.Sort(out)
	return out
}

// GDAL's spatial filter goes through the packed index, and finds what looking at
// every row finds.
func TestGDALFiltersThroughTheIndex(t *testing.T) {
	seed := time.Now().UnixNano()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewSource(seed))
	path := filepath.Join(t.TempDir(), "index.gpkg")
	s := open(t, path)
	d := &geo.Dataset{}
	for i, road := range randomRoads(r, "a", 3000) {
		d.Homes = append(d.Homes, geo.Home{ID: fmt.Sprint(i), Location: road.Geometry[0], Source: "a"})
	}
	require.NoError(t, s.Commit(context.Background(), data.Write{Rows: d, Layers: map[geo.Layer]data.Mode{geo.LayerHomes: data.ReplaceLayer}}))
	for range 5 {
		x, y := r.Float64()*2-1, r.Float64()*2-1
		x1, y1 := x+r.Float64()/2, y+r.Float64()/2
		var want []string
		for i, h := range d.Homes {
			if p := h.Location; p[0] >= x && p[0] <= x1 && p[1] >= y && p[1] <= y1 {
				want = append(want, fmt.Sprint(i+1))
			}
		}
		slices.Sort(want)
		require.Equal(t, want, spat(t, path, "homes", x, y, x1, y1))
	}
	// Without an entry in the index GDAL no longer finds a row: it does use it.
	require.Len(t, spat(t, path, "homes", -2, -2, 2, 2), 3000)
	h := d.Homes[41].Location
	require.Contains(t, spat(t, path, "homes", h[0]-1e-5, h[1]-1e-5, h[0]+1e-5, h[1]+1e-5), "42")
	run(t, edit(t, path), "DELETE FROM rtree_homes_geom WHERE id = 42")
	require.NotContains(t, spat(t, path, "homes", h[0]-1e-5, h[1]-1e-5, h[0]+1e-5, h[1]+1e-5), "42")
}

// A layer that GDAL made and saved under our name is read, and completed by the
// next commit.
func TestLayerMadeByGDAL(t *testing.T) {
	path, s := filled(t)
	require.NoError(t, s.Close())
	again := filepath.Join(t.TempDir(), "again.gpkg")
	gdal(t, "ogr2ogr", "-f", "GPKG", "-lco", "GEOMETRY_NAME=shape", "-lco", "FID=nr", again, path)
	other := open(t, again)
	d, err := other.Load(context.Background())
	require.NoError(t, err)
	want := storetest.Full()
	require.Equal(t, want.Roads, d.Roads)
	require.Equal(t, want.Homes, d.Homes)
	require.Equal(t, want.Facilities, d.Facilities)
	require.Equal(t, want.Parks, d.Parks)
	require.Equal(t, want.Barriers, d.Barriers)
	require.Equal(t, want.Title, d.Title)

	require.NoError(t, other.Commit(context.Background(), data.Write{Rows: storetest.Full(), Layers: map[geo.Layer]data.Mode{geo.LayerHomes: data.ReplaceSource}, Source: "s"}))
	require.NoError(t, other.Close())
	require.Contains(t, gdal(t, "ogrinfo", "-al", "-so", again, "homes"), "Feature Count: 2\n")

	moved := filepath.Join(t.TempDir(), "moved.gpkg")
	gdal(t, "ogr2ogr", "-f", "GPKG", "-t_srs", "EPSG:3857", moved, path, "roads")
	third := open(t, moved)
	_, err = third.Load(context.Background())
	require.ErrorContains(t, err, "table roads is in srs_id 3857")
}
