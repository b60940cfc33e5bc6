package exporter

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/geopackage"
	"github.com/seed-4611ae28/lifecircle/data/importer"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/slope"
)

// hill is the elevation of a cell of the model below, NaN in a hole of it.
func hill(column, row int) float32 {
	if column > 400 && row > 260 && column < 420 {
		return float32(math.NaN())
	}
	return float32(math.Round((300+200*math.Sin(float64(column)/50)*math.Cos(float64(row)/70))*10) / 10)
}

const hillWidth, hillHeight = 530, 300

// hillBlocks is a model of blocks of 256 cells, the last first.
func hillBlocks(t *testing.T, crs string, x0, y0, dx, dy float64) []geo.ElevationBlock {
	t.Helper()
	var blocks []geo.ElevationBlock
	for top := 256; top >= 0; top -= 256 {
		for left := 512; left >= 0; left -= 256 {
			b := geo.ElevationBlock{ID: fmt.Sprintf("dem-r%dc%d", top, left), CRS: crs, Source: "dem", DX: dx, DY: dy,
				Width: min(256, hillWidth-left), Height: min(256, hillHeight-top)}
			b.X0, b.Y0 = x0+float64(left)*dx, y0+float64(top)*dy
			var metres []float32
			for r := range b.Height {
				for c := range b.Width {
					metres = append(metres, hill(left+c, top+r))
				}
			}
			var err error
			b.BaseM, b.Samples, _, err = slope.Pack(metres)
			require.NoError(t, err)
			blocks = append(blocks, b)
		}
	}
	return blocks
}

func written(t *testing.T, ds *geo.Dataset, source string) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, Elevation(context.Background(), &out, ds, source))
	file := filepath.Join(t.TempDir(), "dem.tif")
	require.NoError(t, os.WriteFile(file, out.Bytes(), 0o600))
	return file
}

// What is written is read by GDAL, cell by cell, and imported again as it was.
func TestElevationThereAndBack(t *testing.T) {
	for name, c := range map[string]struct {
		crs            string
		x0, y0, dx, dy float64
	}{
		"degrees":             {"epsg:4326", 120.00014, 30.4, 1.0 / 3600, -1.0 / 3600},
		"grid":                {"epsg:4549", 500006.25, 3400000, 12.5, -12.5},
		"rows from the south": {"epsg:4490", 120, 30, 0.0002, 0.0003},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			blocks := hillBlocks(t, c.crs, c.x0, c.y0, c.dx, c.dy)
			file := written(t, &geo.Dataset{Elevation: blocks}, "")

			store, err := geopackage.Open(ctx, filepath.Join(t.TempDir(), "a.gpkg"), geopackage.Options{Create: true})
			require.NoError(t, err)
			defer func() { require.NoError(t, store.Close()) }()
			report, err := importer.Elevation(ctx, importer.ElevationOptions{Store: store, File: file})
			require.NoError(t, err)
			require.Equal(t, []int{hillWidth, hillHeight}, []int{report.Columns, report.Rows})
			again, err := store.Load(ctx)
			require.NoError(t, err)
			require.Len(t, again.Elevation, len(blocks))
			byID := map[string]geo.ElevationBlock{}
			for _, b := range blocks {
				byID[b.ID] = b
			}
			for _, got := range again.Elevation {
				want := byID[got.ID]
				require.Equal(t, want.Samples, got.Samples, got.ID)
				require.Equal(t, want.BaseM, got.BaseM)
				require.InDelta(t, want.X0, got.X0, 1e-9*math.Abs(want.X0))
				require.InDelta(t, want.Y0, got.Y0, 1e-9*math.Abs(want.Y0))
				require.InDelta(t, want.DX, got.DX, 1e-12)
				require.InDelta(t, want.DY, got.DY, 1e-12)
				require.Equal(t, want.CRS, got.CRS)
			}

			if _, err := exec.LookPath("gdal_translate"); err != nil {
				t.Skip("skipped: gdal_translate (gdal-bin), the judge of what is written, is not installed")
			}
			raw := filepath.Join(t.TempDir(), "out.raw")
			out, err := exec.CommandContext(ctx, "gdal_translate", "-q", "-of", "ENVI", file, raw).CombinedOutput()
			require.NoError(t, err, string(out))
			samples, err := os.ReadFile(raw)
			require.NoError(t, err)
			require.Len(t, samples, 4*hillWidth*hillHeight)
			for i := range hillWidth * hillHeight {
				theirs, ours := math.Float32frombits(binary.LittleEndian.Uint32(samples[4*i:])), hill(i%hillWidth, i/hillWidth)
				if ours != ours {
					require.True(t, theirs != theirs, "cell %d", i)
				} else {
					require.InDelta(t, ours, theirs, 1e-3, "cell %d", i)
				}
			}
		})
	}
}

func TestElevationThatIsNotThere(t *testing.T) {
	ctx := context.Background()
	blocks := hillBlocks(t, "epsg:4326", 120, 30, 0.0003, -0.0003)
	require.ErrorContains(t, Elevation(ctx, &bytes.Buffer{}, &geo.Dataset{}, ""), "there is no elevation model")
	require.ErrorContains(t, Elevation(ctx, &bytes.Buffer{}, &geo.Dataset{Elevation: blocks}, "srtm"), `source "srtm": there is no elevation model of it; the sources are ["dem"]`)
	other := blocks[0]
	other.Source = "srtm"
	require.ErrorContains(t, Elevation(ctx, &bytes.Buffer{}, &geo.Dataset{Elevation: append(blocks, other)}, ""), "there are several elevation models")
	written(t, &geo.Dataset{Elevation: append(blocks, other)}, "srtm")
	other = blocks[0]
	other.DX *= 2
	require.ErrorContains(t, Elevation(ctx, &bytes.Buffer{}, &geo.Dataset{Elevation: append(blocks, other)}, ""), "do not lie on one grid")
	require.ErrorContains(t, Elevation(ctx, &bytes.Buffer{}, &geo.Dataset{Elevation: hillBlocks(t, "gcj02", 120, 30, 0.0003, -0.0003)}, ""), "has no code")
}
