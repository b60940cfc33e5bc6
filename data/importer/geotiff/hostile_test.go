package geotiff

import (
	"bytes"
	"context"
	"encoding/binary"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// field is an entry of a handmade file.
type field struct {
	tag   tag
	kind  uint16
	count uint32
	value uint32
}

// made is a little-endian TIFF of these tags, 1 KB long.
func made(fields ...field) []byte {
	le := binary.LittleEndian
	out := []byte{'I', 'I', 42, 0, 8, 0, 0, 0}
	out = le.AppendUint16(out, uint16(len(fields)))
	for _, f := range fields {
		out = le.AppendUint16(le.AppendUint16(out, uint16(f.tag)), f.kind)
		out = le.AppendUint32(le.AppendUint32(out, f.count), f.value)
	}
	return append(out, make([]byte, 1024-len(out))...)
}

// usual is a raster of 8 x 8 bytes, with some tags replaced.
func usual(instead ...field) []byte {
	fields := []field{
		{tagImageWidth, kindLong, 1, 8},
		{tagImageLength, kindLong, 1, 8},
		{tagBitsPerSample, kindShort, 1, 8},
		{tagCompression, kindShort, 1, 1},
		{tagStripOffsets, kindLong, 1, 900},
		{tagRowsPerStrip, kindLong, 1, 8},
		{tagStripByteCounts, kindLong, 1, 64},
	}
next:
	for _, f := range instead {
		for i := range fields {
			if fields[i].tag == f.tag {
				fields[i] = f
				continue next
			}
		}
		fields = append(fields, f)
	}
	return made(fields...)
}

func readAll(data []byte) error {
	r, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	var b Block
	for i := range min(r.Blocks(), 64) {
		if err := r.Read(context.Background(), i, r.Bands-1, &b); err != nil {
			return err
		}
	}
	return nil
}

func TestHostileFilesAreErrorsNotAllocations(t *testing.T) {
	require.NoError(t, readAll(usual()))
	circle := usual()
	binary.LittleEndian.PutUint32(circle[10+7*12:], 8)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"no file":            {nil, "header of 8 bytes at 0: lies within the file, which has 0 bytes"},
		"no TIFF":            {[]byte("PNG and more"), `byte order "PN": a TIFF begins with II or MM; this is none`},
		"4 billion columns":  {usual(field{tagImageWidth, kindLong, 1, 1<<32 - 1}), "ImageWidth 4294967295: a raster has 1 to 16777216 columns"},
		"no rows":            {usual(field{tagImageLength, kindLong, 1, 0}), "ImageLength 0: a raster has 1 to 16777216 rows"},
		"block of 16 M rows": {usual(field{tagImageLength, kindLong, 1, 1 << 24}, field{tagImageWidth, kindLong, 1, 1 << 24}, field{tagRowsPerStrip, kindLong, 1, 1<<32 - 1}), "block of 16777216 x 16777216 pixels with 1 samples: a strip or tile has at most 4194304 samples"},
		"4 GB of offsets":    {usual(field{tagStripOffsets, kindLong, 1 << 30, 8}), "StripOffsets with 1073741824 values: has 1 to"},
		"offsets outside":    {usual(field{tagStripOffsets, kindLong, 1 << 20, 8}), "StripOffsets of 4194304 bytes at 8: lies within the file, which has 1024 bytes"},
		"4 GB of text":       {usual(field{tagNoData, kindASCII, 1<<32 - 1, 8}), "GDAL_NODATA with 4294967295 values: has 1 to 1048576"},
		"4 GB strip":         {usual(field{tagStripByteCounts, kindLong, 1, 1<<32 - 1}, field{tagCompression, kindShort, 1, 8}), "block of 4294967295 bytes at 900: lies within the file"},
		"strip outside":      {usual(field{tagStripOffsets, kindLong, 1, 1000}), "block of 64 bytes at 1000: lies within the file"},
		"strip too short":    {usual(field{tagStripByteCounts, kindLong, 1, 63}), "block of 63 bytes: without compression it has 64"},
		"too few strips":     {usual(field{tagRowsPerStrip, kindLong, 1, 1}), "StripOffsets 1: there are 8 blocks"},
		"no strip of rows":   {usual(field{tagRowsPerStrip, kindLong, 1, 0}), "RowsPerStrip 0: a strip has at least one row"},
		"65535 bands":        {usual(field{tagSamplesPerPixel, kindShort, 1, 65535}), "SamplesPerPixel 65535: a raster has 1 to 4096 bands"},
		"JPEG":               {usual(field{tagCompression, kindShort, 1, 7}), "Compression 7 (JPEG): is none, LZW, Deflate or PackBits"},
		"bits":               {usual(field{tagBitsPerSample, kindShort, 1, 1}), "BitsPerSample 1 with SampleFormat 1: is 8, 16, 32 or 64"},
		"complex":            {usual(field{tagSampleFormat, kindShort, 1, 6}), "SampleFormat 6: is 1 (unsigned)"},
		"upside down":        {usual(field{tagOrientation, kindShort, 1, 4}), "Orientation 4: is 1"},
		"circle":             {circle, "next directory 8: directories do not run in a circle"},
		"deflate of zeros":   {usual(field{tagCompression, kindShort, 1, 8}), "deflate: zlib: invalid header"},
		"LZW of zeros":       {usual(field{tagCompression, kindShort, 1, 5}), ""},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			err := readAll(c.data)
			runtime.ReadMemStats(&after)
			if c.want != "" {
				require.ErrorContains(t, err, c.want)
			}
			assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(2<<20), "bytes taken for a file of 1 KB")
		})
	}
}

// seeds are small files of all kinds, written by GDAL.
func seeds(t testing.TB) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "*.tif"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	out := map[string][]byte{}
	for _, p := range paths {
		out[p], err = os.ReadFile(p)
		require.NoError(t, err)
	}
	return out
}

// The seeds all hold the values 0, 1.5, 3 … cut to their type, in 7 columns and 5
// rows: what is read where there is no GDAL to compare with.
func TestSeeds(t *testing.T) {
	for path, data := range seeds(t) {
		r, err := Open(bytes.NewReader(data), int64(len(data)))
		require.NoError(t, err, path)
		got, _ := pixels(t, r)
		for i, v := range got {
			want := float64(i) * 1.5
			if !r.Type.float() {
				want = float64(i)
			}
			require.Equal(t, want, v, "%s, pixel %d", path, i)
		}
	}
}

// A seed cut off anywhere is an error or reads; it never panics.
func TestCutOff(t *testing.T) {
	for _, data := range seeds(t) {
		for n := range data {
			_ = readAll(data[:n])
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, data := range seeds(f) {
		f.Add(data)
	}
	f.Add(usual())
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := OpenWithin(bytes.NewReader(data), int64(len(data)), Limits{BlockPixels: 1 << 14, Blocks: 1 << 12})
		if err != nil {
			return
		}
		var b Block
		for i := range min(r.Blocks(), 16) {
			for band := range min(r.Bands, 4) {
				if r.Read(context.Background(), i, band, &b) != nil {
					continue
				}
				if n := b.Width * b.Height; n < 1 || len(b.Values) != n || len(b.Missing) != n {
					t.Fatalf("block %d: %d x %d pixels, %d values, %d flags", i, b.Width, b.Height, len(b.Values), len(b.Missing))
				}
				if b.Column+b.Width > r.Width || b.Row+b.Height > r.Height {
					t.Fatalf("block %d reaches outside", i)
				}
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	gdal(b)
	for name, options := range map[string][]string{
		"none":              {"COMPRESS=NONE"},
		"lzw":               {"COMPRESS=LZW"},
		"deflate":           {"COMPRESS=DEFLATE"},
		"deflate-predictor": {"COMPRESS=DEFLATE", "PREDICTOR=3"},
	} {
		b.Run(name, func(b *testing.B) {
			dir := b.TempDir()
			in := sample{Float32, "Float32", nil}.raw(b, dir)
			path := filepath.Join(dir, "big.tif")
			args := []string{"-q", "-b", "1", "-outsize", "1024", "1024", "-r", "bilinear", "-co", "TILED=YES"}
			for _, o := range options {
				args = append(args, "-co", o)
			}
			run(b, "gdal_translate", append(args, in, path)...)
			r := open(b, path)
			var block Block
			for b.Loop() {
				for i := range r.Blocks() {
					if err := r.Read(context.Background(), i, 0, &block); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(r.Width*r.Height)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mpixels/s")
		})
	}
}
