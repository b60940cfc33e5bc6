package importer

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/geopackage"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/slope"
)

// hills has GDAL make a model of a few hundred columns and rows: hills with noise.
func hills(t *testing.T, name string, width, height int, options ...string) string {
	t.Helper()
	if _, err := exec.LookPath("gdal_translate"); err != nil {
		t.Skip("skipped: gdal_translate (gdal-bin), which writes the models, is not installed")
	}
	r := rand.New(rand.NewSource(5))
	var raw []byte
	for row := range height {
		for column := range width {
			v := 400 + 300*math.Sin(float64(column)/40)*math.Cos(float64(row)/30) + 20*r.Float64()
			if column > 20 && column < 24 && row > 20 && row < 24 {
				v = -9999
			}
			raw = binary.LittleEndian.AppendUint64(raw, math.Float64bits(v))
		}
	}
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "in.raw"), raw, 0o600))
	header := fmt.Sprintf("ENVI\nsamples = %d\nlines = %d\nbands = 1\nheader offset = 0\ndata type = 5\ninterleave = bsq\nbyte order = 0\n", width, height)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "in.raw.hdr"), []byte(header), 0o600))
	path := filepath.Join(dir, name+".tif")
	gdalRun(t, "gdal_translate", append(append([]string{"-q", "-of", "GTiff"}, options...), filepath.Join(dir, "in.raw"), path)...)
	return path
}

func elevationStore(t *testing.T) *geopackage.Store {
	t.Helper()
	s, err := geopackage.Open(context.Background(), filepath.Join(t.TempDir(), "a.gpkg"), geopackage.Options{Create: true})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func importModel(t *testing.T, s data.Store, file string, change ...func(*ElevationOptions)) (*ElevationReport, error) {
	t.Helper()
	o := ElevationOptions{Store: s, File: file, Now: noon}
	for _, c := range change {
		c(&o)
	}
	return Elevation(context.Background(), o)
}

// What is sampled from the stored blocks is what GDAL makes of the file by bilinear
// interpolation, to the decimetre that samples are rounded to.
func TestElevationIsThatOfTheFile(t *testing.T) {
	for name, c := range map[string]struct {
		crs                      string
		west, south, east, north float64
		options                  []string
	}{
		"degrees, strips": {"epsg:4326", 120.5, 30.7, 120.6, 30.8, []string{"-ot", "Float32", "-co", "COMPRESS=DEFLATE", "-co", "PREDICTOR=3"}},
		"degrees, tiles":  {"epsg:4490", 120.5, 30.7, 120.6, 30.8, []string{"-ot", "Float32", "-co", "TILED=YES", "-co", "BLOCKXSIZE=128", "-co", "BLOCKYSIZE=112", "-co", "COMPRESS=LZW"}},
		"grid, large tiles": {"epsg:4549", 500000, 3400000, 509000, 3408400,
			[]string{"-ot", "Float64", "-co", "TILED=YES", "-co", "BLOCKXSIZE=512", "-co", "BLOCKYSIZE=512"}},
	} {
		t.Run(name, func(t *testing.T) {
			const width, height = 300, 280
			file := hills(t, "dem", width, height, append(c.options, "-a_srs", c.crs, "-a_nodata", "-9999", "-a_ullr",
				fmt.Sprint(c.west), fmt.Sprint(c.north), fmt.Sprint(c.east), fmt.Sprint(c.south))...)
			s := elevationStore(t)
			report, err := importModel(t, s, file)
			require.NoError(t, err)
			require.Equal(t, 4, report.Blocks, "256 columns and rows, and the rest")
			require.Equal(t, 9, report.Missing)
			surface, err := slope.NewSurface(loaded(t, s).Elevation)
			require.NoError(t, err)

			// Three cells inside the border, and finer than the model, so that GDAL interpolates.
			const across, down = 700, 500
			dx, dy := (c.east-c.west)/width, (c.north-c.south)/height
			west, south, east, north := c.west+3*dx, c.south+3*dy, c.east-3*dx, c.north-3*dy
			out := filepath.Join(t.TempDir(), "out.raw")
			text := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
			gdalRun(t, "gdalwarp", "-q", "-r", "bilinear", "-et", "0", "-of", "ENVI", "-ot", "Float64", "-te", text(west), text(south), text(east), text(north),
				"-ts", fmt.Sprint(across), fmt.Sprint(down), file, out)
			raw, err := os.ReadFile(out)
			require.NoError(t, err)
			system, err := crs.Parse(c.crs)
			require.NoError(t, err)
			worst, unknown := 0.0, 0
			for i := range across * down {
				x := west + (float64(i%across)+0.5)/across*(east-west)
				y := north - (float64(i/across)+0.5)/down*(north-south)
				ours := surface.Elevation(system.ToWGS84(orb.Point{x, y}))
				column, row := (x-c.west)/dx, (c.north-y)/dy
				if column > 20.5 && column < 24.5 && row > 20.5 && row < 24.5 {
					// Beside what is missing GDAL makes do with the neighbours that are there.
					require.True(t, math.IsNaN(ours), "column %v, row %v", column, row)
					unknown++
					continue
				}
				theirs := math.Float64frombits(binary.LittleEndian.Uint64(raw[8*i:]))
				worst = max(worst, math.Abs(ours-theirs))
			}
			require.Positive(t, unknown)
			require.Less(t, worst, 0.0501, "metres")
		})
	}
}

func TestElevationBesideTheModelIsUnknown(t *testing.T) {
	file := hills(t, "dem", 30, 30, "-a_srs", "EPSG:4326", "-a_nodata", "-9999", "-a_ullr", "120.5", "30.8", "120.53", "30.77")
	s := elevationStore(t)
	_, err := importModel(t, s, file)
	require.NoError(t, err)
	surface, err := slope.NewSurface(loaded(t, s).Elevation)
	require.NoError(t, err)
	for p, some := range map[orb.Point]bool{
		{120.50001, 30.78}: true, // within the outer half of an outer cell
		{120.49999, 30.78}: false, {120.51, 30.80001}: false, {120.5301, 30.78}: false, {0, 0}: false,
	} {
		require.Equal(t, some, !math.IsNaN(surface.Elevation(p)), p)
	}
}

// The dataset is the same whether the model comes before the roads or after them,
// and whether it was imported once or again.
func TestElevationBeforeOrAfterRoads(t *testing.T) {
	file := hills(t, "dem", 300, 280, "-a_srs", "EPSG:4326", "-a_nodata", "-9999", "-a_ullr", "120.5", "30.8", "120.6", "30.7")
	smaller := hills(t, "dem", 100, 90, "-a_srs", "EPSG:4326", "-a_nodata", "-9999", "-a_ullr", "120.5", "30.8", "120.6", "30.7")
	roads := data.Write{Source: "streets", Layers: map[geo.Layer]data.Mode{geo.LayerRoads: data.ReplaceSource},
		Rows: &geo.Dataset{Roads: []geo.RoadSegment{{ID: "r", Highway: "path", Geometry: orb.LineString{{120.55, 30.75}, {120.56, 30.76}}, Source: "streets"}}}}
	steps := map[string]func(s data.Store){
		"roads": func(s data.Store) {
			_, err := Settle(context.Background(), s, roads, SettleOptions{MakeHomes: homesOf})
			require.NoError(t, err)
		},
		"model": func(s data.Store) {
			_, err := importModel(t, s, file, func(o *ElevationOptions) { o.MakeHomes = homesOf })
			require.NoError(t, err)
		},
		"an older model": func(s data.Store) {
			_, err := importModel(t, s, smaller, func(o *ElevationOptions) { o.MakeHomes = homesOf })
			require.NoError(t, err)
		},
	}
	var versions []string
	for _, order := range [][]string{{"roads", "model"}, {"model", "roads"}, {"an older model", "model", "roads", "model", "roads"}} {
		s := elevationStore(t)
		for _, step := range order {
			steps[step](s)
		}
		ds := loaded(t, s)
		require.Len(t, ds.Elevation, 4, order)
		require.Equal(t, orb.Bound{Min: orb.Point{120.55, 30.75}, Max: orb.Point{120.56, 30.76}}, ds.Extent, "the model is no part of the data's extent")
		versions = append(versions, ds.Version)
	}
	require.Equal(t, versions[0], versions[1])
	require.Equal(t, versions[0], versions[2])
}

func TestElevationThatCannotBeRead(t *testing.T) {
	place := []string{"-a_srs", "EPSG:4326", "-a_ullr", "120.5", "30.8", "120.53", "30.77", "-a_nodata", "-9999"}
	for name, c := range map[string]struct {
		options []string
		crs     string
		says    string
	}{
		"missing data that is not declared": {options: place[:7], says: "column 21, row 21 is -9999 m: elevations are from -500 to 9000 m; if that stands for missing data, say so in the file"},
		"two bands":                         {options: append([]string{"-b", "1", "-b", "1"}, place...), says: "the raster has 2 bands"},
		"nowhere":                           {options: []string{"-a_srs", "EPSG:4326"}, says: "does not say where its pixels are"},
		"no reference system":               {options: place[2:], says: "name it with --crs"},
		"one that is not converted":         {options: append([]string{"-a_srs", "EPSG:32651"}, place[2:]...), says: `reference system "EPSG:32651" cannot be converted`},
		"one that cannot be":                {options: place, crs: "4549", says: "a corner lies at 120.5"},
		"an unknown one":                    {options: place, crs: "mars", says: `reference system "mars" cannot be converted`},
	} {
		file := hills(t, "dem", 30, 30, c.options...)
		s := elevationStore(t)
		_, err := importModel(t, s, file, func(o *ElevationOptions) { o.CRS = c.crs })
		require.ErrorContains(t, err, c.says, name)
		_, err = s.Load(context.Background())
		require.ErrorIs(t, err, data.ErrEmpty, name)
	}
	file := filepath.Join(t.TempDir(), "a.tif")
	require.NoError(t, os.WriteFile(file, []byte("no raster at all"), 0o600))
	_, err := importModel(t, elevationStore(t), file)
	require.ErrorContains(t, err, "a TIFF begins with II or MM")
	_, err = importModel(t, nil, hills(t, "dem", 30, 30, place...), func(o *ElevationOptions) { o.DryRun = true })
	require.NoError(t, err)
}
