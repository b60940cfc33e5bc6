package importer

import (
	"context"
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Rasters of an age group by sex, cut into other blocks than that of all people, become
// one group of its cells: as GDAL has them, cell by cell.
func TestAgeGroupsFromRasters(t *testing.T) {
	degrees := []string{"-a_srs", "EPSG:4326", "-a_ullr", "120.5", "30.75", "120.55", "30.7125", "-a_nodata", "-99"}
	tiles := append([]string{"-co", "TILED=YES", "-co", "BLOCKXSIZE=16", "-co", "BLOCKYSIZE=16", "-co", "COMPRESS=LZW"}, degrees...)
	all := crowd()
	rng := rand.New(rand.NewSource(11))
	women, men, young := make([]float64, len(all)), make([]float64, len(all)), make([]float64, len(all))
	for i, v := range all {
		women[i], men[i], young[i] = max(v, 0)*0.2*rng.Float64(), max(v, 0)*0.2*rng.Float64(), max(v, 0)*0.3
		if rng.Intn(20) == 0 {
			men[i] = -99
		}
		if rng.Intn(20) == 0 && v <= 0 {
			women[i] = 2.5
			men[i] = 0
		}
	}
	people := rasterFile(t, all, tiles...)
	files := []GroupFile{{"60+", rasterFile(t, women, degrees...)}, {"60+", rasterFile(t, men, tiles...)}, {"0-14", rasterFile(t, young, degrees...)}}
	r, err := Layer(context.Background(), LayerOptions{Layer: "population", File: people, Groups: files, DryRun: true, Now: noon})
	require.NoError(t, err)
	require.Empty(t, r.Report.Refused)
	rows := map[string]geo.PopulationCell{}
	for _, p := range r.Settlement.Dataset.Population {
		rows[p.ID] = p
	}
	byGDAL := func(path string) map[string]float64 {
		x, y, v := judged(t, path, -99)
		out := map[string]float64{}
		for i := range v {
			out[fmt.Sprintf("people-r%dc%d", int((30.75-y[i])/(0.0375/rasterHeight)), int((x[i]-120.5)/(0.05/rasterWidth)))] = v[i]
		}
		return out
	}
	total, old, oldMen, children := byGDAL(people), byGDAL(files[0].File), byGDAL(files[1].File), byGDAL(files[2].File)
	require.Len(t, rows, len(total))
	lost, lostCells, unknown := 0.0, 0, 0
	for i, v := range all {
		id := fmt.Sprintf("people-r%dc%d", i/rasterWidth, i%rasterWidth)
		cell, there := rows[id]
		if v <= 0 {
			require.False(t, there)
			if women[i] > 0 {
				lost += women[i]
				lostCells++
			}
			continue
		}
		require.Equal(t, geo.Known(total[id]), cell.Persons)
		require.Equal(t, children[id], cell.Groups["0-14"])
		got, known := cell.Groups["60+"]
		if men[i] == -99 {
			require.False(t, known, "one of its files has no data here")
			unknown++
			continue
		}
		require.True(t, known)
		require.InEpsilon(t, old[id]+oldMen[id], got, 1e-12)
	}
	require.Positive(t, lost)
	require.Positive(t, unknown)
	said := strings.Join(whats(r.Report.Remarks), "\n")
	require.Contains(t, said, fmt.Sprintf("age group 60+: %.1f people in %d cells in which the raster of people has nobody are left out", lost, lostCells))
	require.Contains(t, said, fmt.Sprintf("age group 60+: not known in %d cells with people", unknown))
}

func TestAgeGroupRastersThatDoNotFit(t *testing.T) {
	degrees := []string{"-a_srs", "EPSG:4326", "-a_ullr", "120.5", "30.75", "120.55", "30.7125", "-a_nodata", "-99"}
	values := crowd()
	people := rasterFile(t, values, degrees...)
	with := func(layer, file string, g GroupFile) error {
		_, err := Layer(context.Background(), LayerOptions{Layer: layer, File: file, Groups: []GroupFile{g}, DryRun: true, Now: noon})
		return err
	}
	require.NoError(t, with("population", people, GroupFile{"60+", people}))
	for want, options := range map[string][]string{
		"its corner is at 120.5001 30.75, not 120.5 30.75": {"-a_srs", "EPSG:4326", "-a_ullr", "120.5001", "30.75", "120.5501", "30.7125"},
		"its corner is at 120.56 30.75":                    {"-a_srs", "EPSG:4326", "-a_ullr", "120.5", "30.75", "120.56", "30.7125"},
		"reference system EPSG:4490, not EPSG:4326":        {"-a_srs", "EPSG:4490", "-a_ullr", "120.5", "30.75", "120.55", "30.7125"},
		"30 x 45 pixels, not 60 x 45":                      append([]string{"-srcwin", "0", "0", "30", "45"}, degrees...),
		"it has 2 bands":                                   append([]string{"-b", "1", "-b", "1"}, degrees...),
	} {
		err := with("population", people, GroupFile{"60+", rasterFile(t, values, options...)})
		require.ErrorContains(t, err, "age group 60+")
		require.ErrorContains(t, err, "is not on the grid of the raster of people")
		require.ErrorContains(t, err, want)
	}
	require.ErrorContains(t, with("population", people, GroupFile{"60+", "gone.tif"}), "gone.tif")
	var usage *UsageError
	require.ErrorAs(t, with("population", inFile(t, "p.csv", "lon,lat,persons\n120,30,1\n"), GroupFile{"60+", people}), &usage)

	values[100] = 3
	bad := append([]float64(nil), values...)
	bad[100] = -2
	r, err := Layer(context.Background(), LayerOptions{Layer: "population", File: rasterFile(t, values, degrees...), Groups: []GroupFile{{"60+", rasterFile(t, bad, degrees...)}}, DryRun: true, Now: noon})
	require.NoError(t, err)
	require.Equal(t, []Refusal{{Row: 101, Field: "group:60+", Value: "-2", Rule: "column 40, row 1: the people of a cell are a finite number, 0 or more"}}, r.Report.Refused)

	for _, text := range []string{"60+", "=a.tif", "60+="} {
		_, err := ParseGroupFile(text)
		require.ErrorAs(t, err, &usage, text)
	}
	g, err := ParseGroupFile("60岁以上=老人.tif")
	require.NoError(t, err)
	require.Equal(t, GroupFile{"60+", "老人.tif"}, g)
}
