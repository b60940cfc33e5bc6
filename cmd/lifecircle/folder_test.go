package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// folder is what a planner brings to the two towns of townOSM, in the files that the
// README names: every one in another format, encoding and reference system. It says
// where everything belongs.
type folder struct {
	dir string
	// places are facilities by name, corners those of the towns by code, people the
	// number that the raster holds.
	places  map[string]orb.Point
	corners map[string][]orb.Point
	people  float64
}

// shops is enough for a shift to be beyond doubt.
const shops = 40

// The names that the README has for the files.
const (
	extractFile  = "extract.osm"
	townsFile    = "乡镇边界.shp"
	amapFile     = "高德.csv"
	ledgerFile   = "卫生室台账.xlsx"
	populaceFile = "people.tif"
)

// makeFolder writes the files. The shapefile and the raster are GDAL's work, and so are
// the coordinates of the shapefile PROJ's.
func makeFolder(t *testing.T) *folder {
	t.Helper()
	f := &folder{dir: t.TempDir(), places: map[string]orb.Point{}, corners: map[string][]orb.Point{
		"330481101": {{119.9995, 29.9995}, {120.0085, 29.9995}, {120.0085, 30.0085}, {119.9995, 30.0085}},
		"330481102": {{120.0085, 29.9995}, {120.0175, 29.9995}, {120.0175, 30.0085}, {120.0085, 30.0085}},
	}}
	f.write(t, extractFile, []byte(townOSM()))
	f.towns(t)
	f.amap(t)
	f.ledger(t)
	f.population(t)
	return f
}

func (f *folder) path(name string) string { return filepath.Join(f.dir, name) }

func (f *folder) write(t *testing.T, name string, content []byte) {
	t.Helper()
	require.NoError(t, os.WriteFile(f.path(name), content, 0o600))
}

// towns writes the boundaries as a shapefile in CGCS2000 3-degree zone 40 without its
// number (EPSG:4549), in GBK, and with neither .prj nor .cpg: as it comes.
func (f *folder) towns(t *testing.T) {
	t.Helper()
	var rows []string
	for i, code := range []string{"330481101", "330481102"} {
		ring := append(append([]orb.Point(nil), f.corners[code]...), f.corners[code][0])
		geometry, err := json.Marshal(ring)
		require.NoError(t, err)
		rows = append(rows, fmt.Sprintf(`{"type":"Feature","properties":{"乡镇代码":"%s","乡镇名称":"%s","常住人口":%d},"geometry":{"type":"Polygon","coordinates":[%s]}}`,
			code, []string{"西塘镇", "东塘镇"}[i], []int{1200, 900}[i], geometry))
	}
	f.write(t, "towns.geojson", []byte(features(rows...)))
	gdal(t, "ogr2ogr", "-t_srs", "EPSG:4549", "-lco", "ENCODING=GBK", f.path(townsFile), f.path("towns.geojson"))
	for _, side := range []string{".prj", ".cpg"} {
		require.NoError(t, os.Remove(f.path(strings.TrimSuffix(townsFile, ".shp")+side)))
	}
}

// amap writes what the map of Amap gives: categories as its types, coordinates in GCJ-02,
// and GBK, which is what Excel saves.
func (f *folder) amap(t *testing.T) {
	t.Helper()
	text := "id,名称,类型,typecode,经度,纬度,地址\r\n"
	for i, row := range []struct {
		name, kind, code string
		at               orb.Point
	}{
		{"西塘镇中心小学", "科教文化服务;学校;小学", "141203", orb.Point{120.0031, 30.0021}},
		{"东塘镇第一幼儿园", "科教文化服务;学校;幼儿园", "141204", orb.Point{120.0121, 30.0031}},
		{"西塘镇文化馆", "科教文化服务;文化宫;文化宫", "140800", orb.Point{120.0051, 30.0061}},
		{"东塘镇公共厕所", "公共设施;公共厕所;公共厕所", "200300", orb.Point{120.0151, 30.0041}},
	} {
		f.places[row.name] = row.at
		g := gcj02(row.at)
		text += fmt.Sprintf("B0FF%04d,%s,%s,%s,%.7f,%.7f,乌镇路%d号\r\n", i, row.name, row.kind, row.code, g[0], g[1], i)
	}
	// Shops beside the streets, 8 m from their middle lines.
	for i := range shops {
		name, at := fmt.Sprintf("乌镇路便利店%d号", i), orb.Point{120.0003 + 0.0004*float64(i), 30.00007 + 0.001*float64(i%8)}
		f.places[name] = at
		g := gcj02(at)
		text += fmt.Sprintf("B0FA%04d,%s,购物服务;便民商店/便利店;便民商店/便利店,060200,%.7f,%.7f,\r\n", i, name, g[0], g[1])
	}
	b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
	require.NoError(t, err)
	f.write(t, amapFile, b)
}

// ledger writes the workbook of a health bureau: a title over two lines of header, areas
// in 亩, and numbers as text.
func (f *folder) ledger(t *testing.T) {
	t.Helper()
	book := excelize.NewFile()
	defer func() { require.NoError(t, book.Close()) }()
	for i, row := range [][]any{
		{"2026年村卫生室台账"},
		{"名称", "经度", "纬度", "面积(亩)", "床位数"},
		{"塘西村卫生室", 120.0021, 30.0051, 0.3, "２"},
		{"塘东村卫生室", "120.0141", "30.0071", "0.45", 3},
	} {
		require.NoError(t, book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row))
	}
	require.NoError(t, book.SaveAs(f.path(ledgerFile)))
	f.places["塘西村卫生室"], f.places["塘东村卫生室"] = orb.Point{120.0021, 30.0051}, orb.Point{120.0141, 30.0071}
}

// population writes a raster of people, 0.0005 degrees a cell, with ground that nothing is
// known of.
func (f *folder) population(t *testing.T) {
	t.Helper()
	const columns, rows, none = 36, 18, -9999
	text := fmt.Sprintf("ncols %d\nnrows %d\nxllcorner 119.9995\nyllcorner 29.9995\ncellsize 0.0005\nNODATA_value %d\n", columns, rows, none)
	for row := range rows {
		for column := range columns {
			v := float64((3*row+column)%5) + 0.5
			if row == 0 || column == columns-1 {
				v = none
			} else {
				f.people += v
			}
			text += fmt.Sprintf("%g ", v)
		}
		text += "\n"
	}
	f.write(t, "people.asc", []byte(text))
	out, err := exec.CommandContext(t.Context(), "gdal_translate", "-q", "-a_srs", "EPSG:4326", "-ot", "Float32", "-co", "COMPRESS=LZW", "-co", "PREDICTOR=3",
		f.path("people.asc"), f.path(populaceFile)).CombinedOutput()
	require.NoError(t, err, string(out))
}

// gcj02 is where the maps of China draw a place: the public formula (DOMAIN: Krasovsky's
// ellipsoid, a = 6378245 m, e² = 0.00669342162296594323), written here a second time so
// that a test of the program does not ask the program.
func gcj02(p orb.Point) orb.Point {
	const a, e2 = 6378245.0, 0.00669342162296594323
	x, y := p[0]-105, p[1]-35
	waves := func(v float64, unit ...float64) (sum float64) {
		for i := 0; i < len(unit); i += 2 {
			sum += unit[i] * math.Sin(v*unit[i+1]*math.Pi)
		}
		return sum * 2 / 3
	}
	root := math.Sqrt(math.Abs(x))
	north := -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*root + waves(x, 20, 6, 20, 2) + waves(y, 20, 1, 40, 1./3, 160, 1./12, 320, 1./30)
	east := 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*root + waves(x, 20, 6, 20, 2) + waves(x, 20, 1, 40, 1./3, 150, 1./12, 300, 1./30)
	s, c := math.Sincos(p[1] * math.Pi / 180)
	w := 1 - e2*s*s
	return orb.Point{
		p[0] + east*180/(a/math.Sqrt(w)*c*math.Pi),
		p[1] + north*180/(a*(1-e2)/(w*math.Sqrt(w))*math.Pi),
	}
}
