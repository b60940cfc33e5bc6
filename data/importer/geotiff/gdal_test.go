package geotiff

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
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// gdal skips a test where GDAL, the independent writer and reader, is missing.
func gdal(t testing.TB) {
	t.Helper()
	if _, err := exec.LookPath("gdal_translate"); err != nil {
		t.Skip("skipped: gdal_translate (gdal-bin), which writes the files and judges what is read, is not installed")
	}
}

func run(t testing.TB, name string, args ...string) string {
	t.Helper()
	var out, problem bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = &out, &problem
	require.NoError(t, cmd.Run(), "%s %v: %s%s", name, args, out.String(), problem.String())
	return out.String()
}

// sample is a type as GDAL knows it.
type sample struct {
	kind SampleType
	gdal string
	// options are those of the GTiff driver that make the type.
	options []string
}

func samples() []sample {
	return []sample{
		{Uint8, "Byte", nil},
		{Int8, "Byte", []string{"PIXELTYPE=SIGNEDBYTE"}},
		{Uint16, "UInt16", nil},
		{Int16, "Int16", nil},
		{Uint32, "UInt32", nil},
		{Int32, "Int32", nil},
		{Uint64, "UInt64", nil},
		{Int64, "Int64", nil},
		{Float16, "Float32", []string{"NBITS=16"}},
		{Float32, "Float32", nil},
		{Float64, "Float64", nil},
	}
}

const testWidth, testHeight, testBands = 37, 29, 3

// raw writes numbers as they come, with the greatest and the least of the type,
// and an image file that makes a raster of them.
func (s sample) raw(t testing.TB, dir string) string {
	t.Helper()
	rng := rand.New(rand.NewSource(int64(s.kind)))
	width := s.kind.bytes()
	if s.kind == Float16 {
		width = 4 // GDAL takes float32 and stores half of it
	}
	n := testWidth * testHeight * testBands
	data := make([]byte, n*width)
	rng.Read(data)
	for i := range n {
		// Half the pixels are smooth, so that compression finds something.
		v := float64(i%testWidth + i/testWidth)
		at := data[i*width:]
		switch {
		case s.kind == Float16:
			binary.LittleEndian.PutUint32(at, math.Float32bits(float32(rng.NormFloat64()*100)))
		case s.kind == Float32 && i%2 == 0:
			binary.LittleEndian.PutUint32(at, math.Float32bits(float32(v*1.25)))
		case s.kind == Float64 && i%2 == 0:
			binary.LittleEndian.PutUint64(at, math.Float64bits(v*1.1))
		case !s.kind.float() && i%3 > 0:
			clear(at[:width])
			at[0] = byte(v)
		}
	}
	for i, extreme := range []uint64{0, math.MaxUint64, 1 << (8*width - 1), 1<<(8*width-1) - 1} {
		for b := range width {
			data[(5+i)*width+b] = byte(extreme >> (8 * b))
		}
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "in.raw"), data, 0o600))
	var vrt strings.Builder
	fmt.Fprintf(&vrt, `<VRTDataset rasterXSize="%d" rasterYSize="%d"><SRS>EPSG:4326</SRS><GeoTransform>120.5, 0.01, 0, 30.75, 0, -0.02</GeoTransform>`, testWidth, testHeight)
	for band := range testBands {
		fmt.Fprintf(&vrt, `<VRTRasterBand dataType="%s" band="%d" subClass="VRTRawRasterBand"><SourceFilename relativeToVRT="1">in.raw</SourceFilename>`+
			`<ImageOffset>%d</ImageOffset><PixelOffset>%d</PixelOffset><LineOffset>%d</LineOffset><ByteOrder>LSB</ByteOrder></VRTRasterBand>`,
			s.gdal, band+1, band*testWidth*testHeight*width, width, testWidth*width)
	}
	vrt.WriteString("</VRTDataset>")
	path := filepath.Join(dir, "in.vrt")
	require.NoError(t, os.WriteFile(path, []byte(vrt.String()), 0o600))
	return path
}

// judge is what GDAL reads: float64, band after band.
func judge(t testing.TB, path string, options ...string) []float64 {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out.raw")
	run(t, "gdal_translate", append(append([]string{"-q", "-of", "ENVI", "-ot", "Float64", "-co", "INTERLEAVE=BSQ"}, options...), path, out)...)
	data, err := os.ReadFile(out)
	require.NoError(t, err)
	values := make([]float64, len(data)/8)
	for i := range values {
		values[i] = math.Float64frombits(binary.LittleEndian.Uint64(data[8*i:]))
	}
	return values
}

func open(t testing.TB, path string) *Raster {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	r, err := Open(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err, path)
	return r
}

// pixels reads a whole raster, band after band; missing pixels are counted.
func pixels(t testing.TB, r *Raster) (values []float64, missing int) {
	t.Helper()
	values = make([]float64, r.Width*r.Height*r.Bands)
	var b Block
	for i := range r.Blocks() {
		for band := range r.Bands {
			require.NoError(t, r.Read(context.Background(), i, band, &b))
			for y := range b.Height {
				for x := range b.Width {
					values[(band*r.Height+b.Row+y)*r.Width+b.Column+x] = b.Values[y*b.Width+x]
					if b.Missing[y*b.Width+x] {
						missing++
					}
				}
			}
		}
	}
	return values, missing
}

// same compares bit by bit, all NaN being one.
func same(t testing.TB, want, got []float64, what string) {
	t.Helper()
	require.Len(t, got, len(want), what)
	for i := range want {
		if want[i] != got[i] && !(math.IsNaN(want[i]) && math.IsNaN(got[i])) {
			require.Failf(t, "differs", "%s: pixel %d: GDAL reads %v, we read %v", what, i, want[i], got[i])
		}
	}
}

// Every type × compression × predictor × tiles or strips × byte order × container ×
// interleaving that GDAL writes is read as GDAL reads it, bit by bit. One in seven of
// the combinations is tried, which leaves out some pairs; GEOTIFF_ALL=1 tries all (one
// to two minutes).
func TestEverythingGDALWrites(t *testing.T) {
	gdal(t)
	for _, s := range samples() {
		t.Run(s.kind.String(), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			in := s.raw(t, dir)
			tried, files, compared := 0, 0, 0
			var want []float64
			for _, options := range combinations(s.kind) {
				if tried++; os.Getenv("GEOTIFF_ALL") == "" && tried%7 != 1 {
					continue
				}
				files++
				path := filepath.Join(dir, "out.tif")
				args := []string{"-q", "-of", "GTiff", "-co", "BLOCKXSIZE=16"}
				for _, o := range append(options, s.options...) {
					args = append(args, "-co", o)
				}
				run(t, "gdal_translate", append(args, in, path)...)
				expect := want
				switch odd := slices.Contains(options, "PREDICTOR=3") && slices.Contains(options, "ENDIANNESS=BIG"); {
				case odd:
					// GDAL 3.6 writes these with the bytes of each sample turned round, and
					// reads back what it wrote so: the values are wrong, and equally so.
					expect = judge(t, path)
				case want == nil: // all of it is lossless: GDAL reads the others alike
					want = judge(t, path)
					if s.kind == Int8 { // GDAL before 3.7 has no such type and gives bytes
						for i, v := range want {
							want[i] = float64(int8(uint8(v)))
						}
					}
					expect = want
				}
				r := open(t, path)
				require.Equal(t, s.kind, r.Type)
				require.Equal(t, []int{testWidth, testHeight, testBands}, []int{r.Width, r.Height, r.Bands})
				require.Equal(t, 4326, r.Reference.EPSG)
				got, _ := pixels(t, r)
				same(t, expect, got, strings.Join(options, " "))
				compared += len(got)
			}
			t.Logf("%d files, %d values, all equal", files, compared)
		})
	}
}

func combinations(kind SampleType) [][]string {
	coding := [][]string{{"COMPRESS=NONE"}, {"COMPRESS=PACKBITS"}}
	for _, compression := range []string{"LZW", "DEFLATE"} {
		for predictor := 1; predictor <= 3; predictor++ {
			if predictor == 3 && !kind.float() || predictor == 2 && kind == Float16 {
				continue
			}
			coding = append(coding, []string{"COMPRESS=" + compression, fmt.Sprintf("PREDICTOR=%d", predictor)})
		}
	}
	var out [][]string
	for _, c := range coding {
		for _, layout := range [][]string{{"TILED=YES", "BLOCKYSIZE=16"}, {"TILED=NO", "BLOCKYSIZE=8"}} {
			for _, order := range []string{"ENDIANNESS=LITTLE", "ENDIANNESS=BIG"} {
				for _, big := range []string{"BIGTIFF=NO", "BIGTIFF=YES"} {
					for _, interleave := range []string{"INTERLEAVE=PIXEL", "INTERLEAVE=BAND"} {
						one := append([]string{order, big, interleave}, c...)
						out = append(out, append(one, layout...))
					}
				}
			}
		}
	}
	return out
}
