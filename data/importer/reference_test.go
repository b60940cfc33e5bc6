package importer

import (
	"bytes"
	"fmt"
	"math/rand"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

func withCRS(name string) func(*LayerOptions) { return func(o *LayerOptions) { o.CRS = name } }

// A CSV in EPSG:4549 without a word is a question; each of its answers is taken,
// and with the right one every row lies where cs2cs puts it.
func TestCSVInAGridWithoutAWord(t *testing.T) {
	const seed = 9
	rng := rand.New(rand.NewSource(seed))
	var east, north, ask strings.Builder
	east.WriteString("category,x,y\n")
	north.WriteString("category,y,x\n") // surveyors' X is the northing
	for range 50 {
		x, y := 400_000+200_000*rng.Float64(), 3.1e6+4e5*rng.Float64()
		fmt.Fprintf(&east, "E02,%.4f,%.4f\n", x, y)
		fmt.Fprintf(&north, "E02,%.4f,%.4f\n", x, y)
		fmt.Fprintf(&ask, "%.4f %.4f\n", y, x)
	}
	_, err := dry(t, "facilities", "a.csv", east.String())
	var usage *UsageError
	require.ErrorAs(t, err, &usage)
	require.Contains(t, err.Error(), "which reference system are the coordinates of")
	require.Contains(t, err.Error(), "\n  --crs epsg:4549  (CGCS2000 / 3-degree Gauss-Krüger, central meridian 120°E: the middle lies at")
	_, err = dry(t, "facilities", "a.csv", north.String())
	require.ErrorAs(t, err, &usage)
	require.Contains(t, err.Error(), "--crs epsg:4549,north-first")

	path, lookErr := exec.LookPath("cs2cs")
	if lookErr != nil {
		t.Skip("cs2cs is not installed (Debian package proj-bin): no independent oracle")
	}
	cmd := exec.Command(path, "-f", "%.13f", "EPSG:4549", "EPSG:4490")
	cmd.Stdin = strings.NewReader(ask.String())
	out, err := cmd.Output()
	require.NoError(t, err)
	answers := bytes.Split(bytes.TrimSpace(out), []byte("\n"))
	worst := 0.0
	for _, file := range []string{east.String(), north.String()} {
		ds, report := accepted(t, "facilities", "a.csv", file, withCRS("epsg:4549"))
		require.Contains(t, report.Remarks[0].What, "coordinates in epsg:4549")
		require.Len(t, ds.Facilities, 50)
		for i, f := range ds.Facilities {
			ll := strings.Fields(string(answers[i]))
			lat, _ := strconv.ParseFloat(ll[0], 64)
			lon, _ := strconv.ParseFloat(ll[1], 64)
			worst = max(worst, crs.Distance(orb.Point{lon, lat}, f.Location))
		}
		require.Less(t, worst, 1e-3, "seed %d", seed)
	}
	t.Logf("seed %d: farthest from cs2cs %.2g m", seed, worst)
}

func TestEveryKindOfPlaceIsConverted(t *testing.T) {
	s, err := crs.Parse("gcj02")
	require.NoError(t, err)
	want := orb.Point{120.72, 30.88}
	p := s.FromWGS84(want)
	at := formatNumber(p[0]) + " " + formatNumber(p[1])
	near := func(got orb.Point) { t.Helper(); require.Less(t, crs.Distance(want, got), 1e-3) }
	ds, _ := accepted(t, "facilities", "a.csv", "category,经度,纬度,entrances\nE02,"+strings.ReplaceAll(at, " ", ",")+",\""+at+"\"\n", withCRS("gcj02"))
	near(ds.Facilities[0].Location)
	near(ds.Facilities[0].Entrances[0])
	ds, _ = accepted(t, "facilities", "a.csv", "category,wkt\nE02,POINT ("+at+")\n", withCRS("gcj02"))
	near(ds.Facilities[0].Location)
	ds, _ = accepted(t, "facilities", "a.geojson", collection(`{"type":"Point","coordinates":[`+strings.ReplaceAll(at, " ", ",")+`]}|{"category":"E02"}`), withCRS("gcj02"))
	near(ds.Facilities[0].Location)
	ds, _ = accepted(t, "units", "u.geojson", collection(square+`|{"level":"town","seat_lon":`+formatNumber(p[0])+`,"seat_lat":`+formatNumber(p[1])+`}`), withCRS("gcj02"))
	near(*ds.Units[0].Seat)
	// A hexagon is where it is.
	ds, _ = accepted(t, "population", "p.csv", "h3,persons\n89a90128c2fffff,1\n")
	gcj, _ := accepted(t, "population", "p.csv", "h3,persons\n89a90128c2fffff,1\n", withCRS("gcj02"))
	require.Equal(t, ds.Population[0].Geometry, gcj.Population[0].Geometry)
}

func TestFileIsReadAsItsNumbersShow(t *testing.T) {
	// Zone number in front, in any order of axes.
	for _, header := range []string{"x,y", "y,x"} {
		ds, report := accepted(t, "facilities", "a.csv", "category,"+header+"\nE02,40515300.0941,3349722.3021\n")
		require.Less(t, crs.Distance(orb.Point{120.159, 30.267}, ds.Facilities[0].Location), 1e-3)
		require.Contains(t, report.Remarks[0].What, "epsg:4528")
		require.Contains(t, report.Remarks[1].What, "Xian 1980")
	}
	// Latitude in the column of longitudes.
	ds, report := accepted(t, "facilities", "a.csv", "category,lon,lat\nE02,30.88,120.72\n")
	require.Equal(t, orb.Point{120.72, 30.88}, ds.Facilities[0].Location)
	require.Contains(t, report.Remarks[0].What, "latitude comes first in the file")
	// One row of degrees in a file of metres is refused, not put near the equator.
	r, err := dry(t, "facilities", "a.csv", "category,x,y\nE02,515300,3349722\nE02,515301,3349722\nE02,120.1,30.2\n", withCRS("4549"))
	require.NoError(t, err)
	require.Len(t, r.Report.Refused, 1)
	require.Contains(t, r.Report.Refused[0].Rule, "cannot be in epsg:4549")
	// A geometry in metres beside columns of degrees.
	ds, _ = accepted(t, "facilities", "a.geojson", collection(`{"type":"Polygon","coordinates":[[[515300,3349722],[515400,3349722],[515400,3349822],[515300,3349722]]]}|{"category":"E02","lon":120.159,"lat":30.267}`), withCRS("4549"))
	require.Equal(t, orb.Point{120.159, 30.267}, ds.Facilities[0].Location)
	require.Less(t, crs.Distance(orb.Point{120.159, 30.267}, ds.Facilities[0].Footprint[0][0][0]), 1.0)
}
