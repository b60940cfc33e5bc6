package geotiff

import (
	"context"
	"encoding/json"
	"math"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// gdalTransform is the transformation that gdalinfo tells, and the code.
func gdalTransform(t *testing.T, path string) (at [6]float64) {
	t.Helper()
	var info struct {
		GeoTransform [6]float64 `json:"geoTransform"`
	}
	require.NoError(t, json.Unmarshal([]byte(run(t, "gdalinfo", "-json", path)), &info))
	return info.GeoTransform
}

func TestPlaceIsThatOfGDAL(t *testing.T) {
	gdal(t)
	dir := t.TempDir()
	in := sample{Float32, "Float32", nil}.raw(t, dir)
	for name, c := range map[string]struct {
		args      []string
		epsg      int
		projected bool
		point     bool
	}{
		"degrees":      {nil, 4326, false, false},
		"cgcs2000":     {[]string{"-a_srs", "EPSG:4490"}, 4490, false, false},
		"grid":         {[]string{"-a_srs", "EPSG:4549", "-a_ullr", "500000", "3400000", "503700", "3397100"}, 4549, true, false},
		"web mercator": {[]string{"-a_srs", "EPSG:3857", "-a_ullr", "500000", "3400000", "503700", "3397100"}, 3857, true, false},
		"points":       {[]string{"-mo", "AREA_OR_POINT=Point"}, 4326, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dir, name+".tif")
			run(t, "gdal_translate", append(append([]string{"-q"}, c.args...), in, path)...)
			r := open(t, path)
			assert.Equal(t, c.epsg, r.Reference.EPSG)
			assert.Equal(t, c.projected, r.Reference.Projected)
			require.NotNil(t, r.Place)
			assert.Equal(t, c.point, r.Place.Point)
			p, want := r.Place, gdalTransform(t, path)
			for i, got := range [6]float64{p.X, p.XColumn, p.XRow, p.Y, p.YColumn, p.YRow} {
				assert.InDelta(t, want[i], got, 1e-9*math.Max(1, math.Abs(want[i])))
			}
		})
	}
}

// A raster that is turned is placed by a matrix.
func TestPlaceByMatrix(t *testing.T) {
	p, err := fromMatrix([]float64{2, 1, 0, 100, 0.5, -3, 0, 200, 0, 0, 0, 0, 0, 0, 0, 1})
	require.NoError(t, err)
	x, y := p.At(2, 1)
	assert.Equal(t, []float64{105, 198}, []float64{x, y})
}

func TestNoDataScaleAndSparse(t *testing.T) {
	gdal(t)
	dir := t.TempDir()
	in := sample{Int16, "Int16", nil}.raw(t, dir)

	path := filepath.Join(dir, "nodata.tif")
	run(t, "gdal_translate", "-q", "-a_nodata", "20", "-co", "COMPRESS=LZW", in, path)
	r := open(t, path)
	v, ok := r.NoData()
	assert.True(t, ok)
	assert.Equal(t, 20.0, v)
	values, missing := pixels(t, r)
	want := 0
	for _, v := range judge(t, path) {
		if v == 20 {
			want++
		}
	}
	assert.Positive(t, want)
	assert.Equal(t, want, missing)
	assert.Len(t, values, testWidth*testHeight*testBands)

	path = filepath.Join(dir, "scaled.tif")
	run(t, "gdal_translate", "-q", "-a_scale", "0.5", "-a_offset", "7", in, path)
	got, _ := pixels(t, open(t, path))
	same(t, judge(t, path, "-unscale"), got, "scaled")

	path = filepath.Join(dir, "sparse.tif")
	run(t, "gdal_create", "-q", "-of", "GTiff", "-outsize", "100", "70", "-bands", "2", "-ot", "Float32", "-a_nodata", "-9999", "-co", "TILED=YES", "-co", "SPARSE_OK=TRUE", path)
	_, missing = pixels(t, open(t, path))
	assert.Equal(t, 2*100*70, missing)

	path = filepath.Join(dir, "rounded.tif") // the text holds fewer digits than the pixel
	run(t, "gdal_translate", "-q", "-ot", "Float32", "-b", "1", "-a_nodata", "-3.40282346638529e+38", in, path)
	v, _ = open(t, path).NoData()
	assert.Equal(t, float64(-math.MaxFloat32), v)
}

// One huge strip without compression is cut into small ones.
func TestSingleStrip(t *testing.T) {
	gdal(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "one.tif")
	run(t, "gdal_create", "-q", "-of", "GTiff", "-outsize", "1000", "700", "-bands", "1", "-ot", "UInt16", "-burn", "7", "-co", "BLOCKYSIZE=700", path)
	r := open(t, path)
	assert.Greater(t, r.Blocks(), 1)
	got, _ := pixels(t, r)
	same(t, judge(t, path), got, "one strip")
}

func TestReadLooksAtTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	require.ErrorIs(t, (&Raster{}).Read(ctx, 0, 0, &Block{}), context.Canceled)
}

func TestHalf(t *testing.T) {
	for bits, want := range map[uint16]float64{0x3c00: 1, 0xc000: -2, 0x7bff: 65504, 0x0001: math.Ldexp(1, -24), 0x7c00: math.Inf(1)} {
		assert.Equal(t, want, half(bits))
	}
	assert.True(t, math.IsNaN(half(0x7e00)))
}
