package importer

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

const rasterWidth, rasterHeight = 60, 45

// rasterFile has GDAL make a raster named people.tif, of float64 values by row.
func rasterFile(t *testing.T, values []float64, options ...string) string {
	t.Helper()
	if _, err := exec.LookPath("gdal_translate"); err != nil {
		t.Skip("skipped: gdal_translate (gdal-bin), which writes the rasters, is not installed")
	}
	dir := t.TempDir()
	var raw []byte
	for _, v := range values {
		raw = binary.LittleEndian.AppendUint64(raw, math.Float64bits(v))
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "in.raw"), raw, 0o600))
	header := fmt.Sprintf("ENVI\nsamples = %d\nlines = %d\nbands = 1\nheader offset = 0\ndata type = 5\ninterleave = bsq\nbyte order = 0\n", rasterWidth, rasterHeight)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "in.raw.hdr"), []byte(header), 0o600))
	path := filepath.Join(dir, "people.tif")
	gdalRun(t, "gdal_translate", append(append([]string{"-q", "-of", "GTiff"}, options...), filepath.Join(dir, "in.raw"), path)...)
	return path
}

func gdalRun(t *testing.T, name string, args ...string) string {
	t.Helper()
	var out, problem bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = &out, &problem
	require.NoError(t, cmd.Run(), "%s %v: %s", name, args, problem.String())
	return out.String()
}

// crowd is people as a raster of them is: mostly none, some missing (-99), the rest
// from a few thousandths to hundreds.
func crowd() []float64 {
	rng := rand.New(rand.NewSource(7))
	values := make([]float64, rasterWidth*rasterHeight)
	for i := range values {
		switch rng.Intn(4) {
		case 0:
			values[i] = -99
		case 1:
			values[i] = math.Exp(rng.NormFloat64() * 3)
		case 2:
			values[i] = 1e-3 * rng.Float64()
		}
	}
	return values
}

func importRaster(t *testing.T, layer, path string) (*Result, error) {
	t.Helper()
	return Layer(context.Background(), LayerOptions{Layer: layer, File: path, DryRun: true, Now: noon})
}

// judged is what GDAL says: people by centre of the cell, in the raster's own
// coordinates.
func judged(t *testing.T, path string, missing float64) (x, y, persons []float64) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out.xyz")
	gdalRun(t, "gdal_translate", "-q", "-of", "XYZ", "-co", "DECIMAL_PRECISION=17", path, out)
	text, err := os.ReadFile(out)
	require.NoError(t, err)
	// People come from raw numbers: text has too few digits for small ones.
	gdalRun(t, "gdal_translate", "-q", "-of", "ENVI", "-ot", "Float64", path, out+".raw")
	raw, err := os.ReadFile(out + ".raw")
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		var v [3]float64
		for i, f := range strings.Fields(line) {
			v[i], err = strconv.ParseFloat(f, 64)
			require.NoError(t, err)
		}
		v[2] = math.Float64frombits(binary.LittleEndian.Uint64(raw))
		if raw = raw[8:]; v[2] != 0 && v[2] != missing {
			x, y, persons = append(x, v[0]), append(y, v[1]), append(persons, v[2])
		}
	}
	return x, y, persons
}

// A raster becomes its cells: as many as GDAL finds people in, where it finds them,
// and the same people in all.
func TestPopulationFromARaster(t *testing.T) {
	for name, options := range map[string][]string{
		"degrees, tiles": {"-a_srs", "EPSG:4326", "-a_ullr", "120.5", "30.75", "120.55", "30.7125", "-co", "TILED=YES", "-co", "BLOCKXSIZE=16", "-co", "BLOCKYSIZE=16", "-co", "COMPRESS=LZW"},
		"degrees, float": {"-a_srs", "EPSG:4490", "-a_ullr", "120.5", "30.75", "120.55", "30.7125", "-ot", "Float32", "-co", "COMPRESS=DEFLATE", "-co", "PREDICTOR=3"},
		"grid, strips":   {"-a_srs", "EPSG:4549", "-a_ullr", "500000", "3400000", "506000", "3395500", "-co", "COMPRESS=DEFLATE"},
		"grid, points":   {"-a_srs", "EPSG:4528", "-a_ullr", "40500000", "3400000", "40506000", "3395500", "-mo", "AREA_OR_POINT=Point"},
	} {
		t.Run(name, func(t *testing.T) {
			path := rasterFile(t, crowd(), append([]string{"-a_nodata", "-99"}, options...)...)
			r, err := importRaster(t, "population", path)
			require.NoError(t, err)
			require.Empty(t, r.Report.Refused)
			require.Empty(t, r.Report.Repaired)
			rows := map[string]geo.PopulationCell{}
			for _, p := range r.Settlement.Dataset.Population {
				rows[p.ID] = p
			}
			x, y, persons := judged(t, path, -99)
			require.Len(t, rows, len(persons))
			require.NotEmpty(t, rows)
			sum, want, ground := 0.0, 0.0, 0.0
			code, err := strconv.Atoi(strings.TrimPrefix(options[1], "EPSG:"))
			require.NoError(t, err)
			grid, gridErr := crs.GaussKruger(code)
			for i := range persons {
				column, row := int((x[i]-120.5)/(0.05/rasterWidth)), int((30.75-y[i])/(0.0375/rasterHeight))
				if gridErr == nil {
					column, row = int(math.Mod(x[i], 1e6)-500000)/100, int(3400000-y[i])/100
				}
				cell, found := rows[fmt.Sprintf("people-r%dc%d", row, column)]
				require.True(t, found, "row %d, column %d", row, column)
				got, _ := cell.Persons.Get()
				require.Equal(t, persons[i], got)
				sum, want, ground = sum+got, want+persons[i], ground+crs.Area(cell.Geometry)
				centre := cell.Geometry.Bound().Center()
				if gridErr == nil {
					at := grid.ToPlane(centre)
					require.InDelta(t, x[i], at[0], 0.01)
					require.InDelta(t, y[i], at[1], 0.01)
				} else {
					require.InDelta(t, x[i], centre[0], 1e-9)
					require.InDelta(t, y[i], centre[1], 1e-9)
				}
			}
			assert.InEpsilon(t, want, sum, 1e-9)
			if gridErr == nil {
				assert.InEpsilon(t, 1e4*float64(len(rows)), ground, 1e-5, "cells of 100 m")
			}
			t.Logf("%d cells; people %.9f, of GDAL %.9f", len(rows), sum, want)
		})
	}
}

func TestPopulationRasterRefusals(t *testing.T) {
	values := crowd()
	for i, v := range values {
		values[i] = math.Max(v, 0)
	}
	degrees := []string{"-a_srs", "EPSG:4326", "-a_ullr", "120.5", "30.75", "120.55", "30.7125"}

	values[100], values[200] = -2, math.Inf(1)
	r, err := importRaster(t, "population", rasterFile(t, values, degrees...))
	require.NoError(t, err)
	require.Len(t, r.Report.Refused, 2)
	assert.Equal(t, Refusal{Row: 101, Field: "persons", Value: "-2", Rule: "column 40, row 1: the people of a cell are a finite number, 0 or more"}, r.Report.Refused[0])
	assert.Equal(t, 201, r.Report.Refused[1].Row)

	_, err = importRaster(t, "parks", rasterFile(t, values, degrees...))
	require.ErrorContains(t, err, "a GeoTIFF is imported as population, not as parks")
	_, err = importRaster(t, "population", rasterFile(t, values, "-a_srs", "EPSG:32651", "-a_ullr", "500000", "3400000", "506000", "3395500"))
	require.ErrorContains(t, err, "reference system of the raster: EPSG:32651 cannot be converted")
	_, err = importRaster(t, "population", rasterFile(t, values, "-a_ullr", "120.5", "30.75", "120.55", "30.7125"))
	require.ErrorContains(t, err, "no reference system cannot be converted")
	_, err = importRaster(t, "population", rasterFile(t, values, "-a_srs", "EPSG:4326"))
	require.ErrorContains(t, err, "does not say where its pixels are")
	_, err = importRaster(t, "population", rasterFile(t, values, append(degrees, "-b", "1", "-b", "1")...))
	require.ErrorContains(t, err, "the raster has 2 bands")
	for i := range values {
		values[i] = -9999
	}
	_, err = importRaster(t, "population", rasterFile(t, values, degrees...))
	require.ErrorContains(t, err, "if that stands for missing data, say so in the file")
	_, err = dry(t, "population", "a.tif", "no raster at all")
	require.ErrorContains(t, err, "a TIFF begins with II or MM")
}
