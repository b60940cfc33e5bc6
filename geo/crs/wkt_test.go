package crs_test

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

const esri4528 = `PROJCS["a name that people change",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",40500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`

func TestRecogniseRefuses(t *testing.T) {
	s, err := crs.Recognise("\ufeff" + esri4528 + "\n")
	require.NoError(t, err)
	assert.Equal(t, 4528, s.EPSG)
	for _, c := range []struct{ old, changed, want string }{
		{`D_China_2000`, `D_Xian_1980`, "Xian 1980"},
		{`D_China_2000`, `D_Beijing_1954`, "Beijing 1954"},
		{`D_China_2000`, `D_North_American_1983`, "D_North_American_1983"},
		{`D_China_2000`, `D_WGS_1984`, "have the datum CGCS2000"},
		{`Gauss_Kruger`, `Lambert_Conformal_Conic`, "this projection is not known"},
		{`40500000.0`, `500100.0`, "no grid of the registry"},
		{`"Central_Meridian",120.0`, `"Central_Meridian",120.5`, "central meridian 120.5"},
		{`"Scale_Factor",1.0`, `"Scale_Factor",0.9996`, "0.9996"},
		{`"False_Northing",0.0`, `"False_Northing",10.0`, "false northing 0"},
		{`"Latitude_Of_Origin",0.0`, `"Latitude_Of_Origin",30.0`, "origin 0"},
		{`"Latitude_Of_Origin"`, `"Azimuth"`, "Azimuth"},
		{`UNIT["Meter",1.0]`, `UNIT["Foot",0.3048]`, "0.3048"},
		{`"Greenwich",0.0`, `"Paris",2.33`, "Greenwich"},
		{`"Degree",0.0174532925199433`, `"Grad",0.01570796326794897`, "not the degree"},
		{`PROJCS[`, `LOCAL_CS[`, "neither geographic nor projected"},
		{`UNIT["Meter",1.0]]`, `UNIT["Meter",1.0]`, "well-known text"},
		{`"Gauss_Kruger"`, `"Gauss_Kruger`, "well-known text"},
	} {
		require.Contains(t, esri4528, c.old)
		_, err := crs.Recognise(strings.Replace(esri4528, c.old, c.changed, 1))
		assert.ErrorContains(t, err, c.want, "%s -> %s", c.old, c.changed)
	}
}

// What GDAL writes for a system, in each dialect, is recognised as that system.
func TestRecogniseWhatGDALWrites(t *testing.T) {
	path, err := exec.LookPath("gdalsrsinfo")
	if err != nil {
		t.Skip("gdalsrsinfo is not installed (Debian package gdal-bin): no independent writer")
	}
	text := func(dialect string, code int) string {
		out, err := exec.Command(path, "-o", dialect, fmt.Sprintf("EPSG:%d", code)).Output()
		require.NoError(t, err)
		return string(out)
	}
	for _, dialect := range []string{"wkt1", "wkt_esri", "wkt2"} {
		for _, code := range []int{4326, 4490, 3857, 4491, 4498, 4501, 4502, 4509, 4512, 4513, 4528, 4533, 4534, 4549, 4554} {
			got, err := crs.Recognise(text(dialect, code))
			require.NoError(t, err, "%s %d", dialect, code)
			want, err := crs.Parse(fmt.Sprint(code))
			require.NoError(t, err)
			assert.True(t, got.SamePlane(want), "%s %d was taken for %s", dialect, code, got)
		}
		for code, want := range map[int]string{4610: "Xian 1980", 2385: "Xian 1980", 4214: "Beijing 1954", 2437: "Beijing 1954", 32650: "UTM", 3395: "Mercator", 4269: "NAD"} {
			_, err := crs.Recognise(text(dialect, code))
			require.Error(t, err, "%s %d", dialect, code)
			assert.Contains(t, strings.ReplaceAll(err.Error(), "North_American", "NAD"), want, "%s %d", dialect, code)
		}
	}
}

func FuzzRecognise(f *testing.F) {
	f.Add(esri4528)
	f.Add("EPSG:4549")
	f.Fuzz(func(_ *testing.T, text string) { _, _ = crs.Recognise(text) })
}
