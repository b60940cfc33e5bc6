package importer

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/seed-4611ae28/lifecircle/data/importer/spreadsheet"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// ogr runs ogr2ogr, the independent writer of these tests.
func ogr(t testing.TB, args ...string) {
	t.Helper()
	path, err := exec.LookPath("ogr2ogr")
	if err != nil {
		t.Skip("skipped: ogr2ogr (gdal-bin) is not here")
	}
	out, err := exec.CommandContext(context.Background(), path, args...).CombinedOutput()
	require.NoError(t, err, string(out))
}

func fromFile(t testing.TB, layer, file string, change ...func(*LayerOptions)) (*geo.Dataset, *Report, error) {
	t.Helper()
	o := LayerOptions{Layer: layer, File: file, DryRun: true, Categories: categories(), Now: noon}
	for _, c := range change {
		c(&o)
	}
	r, err := Layer(context.Background(), o)
	if err != nil {
		return nil, r.Report, err
	}
	require.Empty(t, r.Report.Refused)
	return r.Settlement.Dataset, r.Report, nil
}

const schools = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"名称":"王店幼儿园","类别":"幼儿园","面积(亩)":3,"床位":12},"geometry":{"type":"Point","coordinates":[120.72,30.62]}},
{"type":"Feature","properties":{"名称":"王店小学","类别":"小学","面积(亩)":null,"床位":null},"geometry":{"type":"Point","coordinates":[120.73,30.63]}}]}`

func isSchools(t testing.TB, ds *geo.Dataset, name string) {
	t.Helper()
	require.Len(t, ds.Facilities, 2, name)
	f := ds.Facilities[0]
	require.Equal(t, "王店幼儿园", f.Name, name)
	require.Equal(t, []string{"kindergarten"}, f.Categories, name)
	require.Equal(t, geo.Known(2000), f.AreaM2, name)
	require.InDelta(t, 120.72, f.Location[0], 1e-8, name)
	require.InDelta(t, 30.62, f.Location[1], 1e-8, name)
	require.Equal(t, 12.0, f.Attributes["床位"], name)
}

// One set of schools in every format that GDAL writes.
func TestFormatsThatGDALWrites(t *testing.T) {
	for name, c := range map[string]struct {
		out  string
		args []string
	}{
		"GeoPackage":             {"s.gpkg", []string{"-f", "GPKG"}},
		"GeoPackage in metres":   {"s.gpkg", []string{"-f", "GPKG", "-t_srs", "EPSG:4549"}},
		"Shapefile in GBK":       {"s.shp", []string{"-f", "ESRI Shapefile", "-lco", "ENCODING=GBK"}},
		"Shapefile in UTF-8":     {"s.shp", []string{"-f", "ESRI Shapefile", "-lco", "ENCODING=UTF-8"}},
		"Shapefile in metres":    {"s.shp", []string{"-f", "ESRI Shapefile", "-lco", "ENCODING=GBK", "-t_srs", "EPSG:4549"}},
		"File Geodatabase":       {"s.gdb", []string{"-f", "OpenFileGDB"}},
		"CSV":                    {"s.csv", []string{"-f", "CSV", "-lco", "GEOMETRY=AS_XY"}},
		"Excel workbook by GDAL": {"s.xlsx", []string{"-f", "XLSX", "-dialect", "SQLITE", "-sql", `SELECT "名称", "类别", "面积(亩)", "床位", ST_X(geometry) AS "经度", ST_Y(geometry) AS "纬度" FROM schools`}},
	} {
		t.Run(name, func(t *testing.T) {
			source := inFile(t, "schools.geojson", schools)
			out := filepath.Join(t.TempDir(), c.out)
			ogr(t, append(c.args, out, source)...)
			ds, report, err := fromFile(t, "facilities", out)
			require.NoError(t, err, report.Refused)
			isSchools(t, ds, name)
		})
	}
}

func TestZippedShapefiles(t *testing.T) {
	source, dir := inFile(t, "schools.geojson", schools), t.TempDir()
	ogr(t, "-f", "ESRI Shapefile", "-lco", "ENCODING=GBK", filepath.Join(dir, "s.shp"), source)
	pack := func(stems ...string) string {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for _, stem := range stems {
			for _, ext := range []string{".shp", ".SHX", ".dbf", ".prj"} { // and no .cpg
				content, err := os.ReadFile(filepath.Join(dir, "s"+strings.ToLower(ext)))
				require.NoError(t, err)
				name, err := simplifiedchinese.GBK.NewEncoder().String(stem + ext)
				require.NoError(t, err)
				f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, NonUTF8: true})
				require.NoError(t, err)
				_, err = f.Write(content)
				require.NoError(t, err)
			}
		}
		require.NoError(t, w.Close())
		return inFile(t, "王店.zip", b.String())
	}
	ds, report, err := fromFile(t, "facilities", pack("王店镇/教育设施"))
	require.NoError(t, err)
	isSchools(t, ds, "zip")
	require.Contains(t, report.Remarks[0].What, "names in the archive: text read as GB18030")
	two := pack("甲/教育设施", "乙/教育设施", "丙/卫生设施")
	_, _, err = fromFile(t, "facilities", two)
	var usage *UsageError
	require.ErrorAs(t, err, &usage)
	require.ErrorContains(t, err, "甲/教育设施.shp, 乙/教育设施.shp, 丙/卫生设施.shp; choose one by --table")
	for _, name := range []string{"卫生设施", "卫生设施.shp", "甲/教育设施"} {
		ds, _, err = fromFile(t, "facilities", two, func(o *LayerOptions) { o.Table = name })
		require.NoError(t, err, name)
		isSchools(t, ds, name)
	}
	_, _, err = fromFile(t, "facilities", two, func(o *LayerOptions) { o.Table = "教育设施" })
	require.ErrorAs(t, err, &usage, "which of the two?")
	_, _, err = fromFile(t, "facilities", inFile(t, "a.zip", "PK\x05\x06"+string(make([]byte, 18))))
	require.ErrorContains(t, err, "there is no Shapefile in the file")
}

func TestGeoPackageOfSeveralLayers(t *testing.T) {
	source := inFile(t, "schools.geojson", schools)
	out := filepath.Join(t.TempDir(), "s.gpkg")
	ogr(t, "-f", "GPKG", "-nln", "教育", out, source)
	ogr(t, "-f", "GPKG", "-update", "-nln", "卫生", out, source)
	var usage *UsageError
	_, _, err := fromFile(t, "facilities", out)
	require.ErrorAs(t, err, &usage)
	require.ErrorContains(t, err, "卫生, 教育; choose one by --table")
	ds, _, err := fromFile(t, "facilities", out, func(o *LayerOptions) { o.Table = "教育" })
	require.NoError(t, err)
	isSchools(t, ds, "教育")
	_, _, err = fromFile(t, "facilities", out, func(o *LayerOptions) { o.Table = "x" })
	require.ErrorContains(t, err, "no such layer; it has 卫生, 教育")
	_, _, err = fromFile(t, "facilities", inFile(t, "a.gpkg", "no database, of some length so that it is read"))
	require.ErrorContains(t, err, "no GeoPackage")
}

func TestDXF(t *testing.T) {
	source := inFile(t, "l.geojson", collection(street+`|{}`))
	out := filepath.Join(t.TempDir(), "l.dxf")
	ogr(t, "-f", "DXF", out, source)
	ds, _, err := fromFile(t, "greenways", out)
	require.NoError(t, err)
	require.InDelta(t, 120.5, ds.Greenways[0].Geometry[0][0][0], 1e-8)
}

func TestFormatsThatNeedGDALSaySo(t *testing.T) {
	t.Setenv("PATH", "")
	_, _, err := fromFile(t, "greenways", inFile(t, "l.dxf", "x"))
	require.ErrorIs(t, err, ErrNoGDAL)
	require.ErrorContains(t, err, "install the package gdal-bin")
}

// workbook writes rows into a sheet.
func workbook(t testing.TB, rows [][]any, change ...func(*excelize.File)) string {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		require.NoError(t, f.SetSheetRow("Sheet1", "A"+strconv.Itoa(i+1), &row))
	}
	for _, c := range change {
		c(f)
	}
	path := filepath.Join(t.TempDir(), "s.xlsx")
	require.NoError(t, f.SaveAs(path))
	require.NoError(t, f.Close())
	return path
}

func TestLedgers(t *testing.T) {
	row1, row2 := []any{"王店幼儿园", "幼儿园", 120.72, 30.62, 3, 12}, []any{"王店小学", "小学", 120.73, 30.63}
	for name, rows := range map[string][][]any{
		"plain":       {{"名称", "类别", "经度", "纬度", "面积(亩)", "床位"}, row1, row2},
		"title lines": {{"王店镇教育设施台账"}, {}, {"填报单位：", "王店镇"}, {"名称", "类别", "经度", "纬度", "面积（亩）", "床位"}, row1, {}, row2},
		"two lines":   {{"王店镇教育设施台账"}, {"名称", "类别", "坐标", nil, "面积", "床位"}, {nil, nil, "经度", "纬度", "(亩)"}, row1, row2},
		"all as text": {{"名称", "类别", "经度", "纬度", "面积\n(亩)", "床位"}, {"王店幼儿园", "幼儿园", "１２０．７２", "30.62", "3", "12"}, row2},
		"an example":  {{"名称", "类别", "经度", "纬度", "面积(亩)", "床位"}, {"示例", "x"}, row1, row2},
	} {
		ds, report, err := fromFile(t, "facilities", workbook(t, rows))
		require.NoError(t, err, "%s %v", name, report.Refused)
		isSchools(t, ds, name)
	}
	two := workbook(t, [][]any{{"说明"}}, func(f *excelize.File) {
		_, err := f.NewSheet("数据")
		require.NoError(t, err)
		for i, row := range [][]any{{"名称", "类别", "经度", "纬度", "面积(亩)", "床位"}, row1, row2} {
			require.NoError(t, f.SetSheetRow("数据", "A"+strconv.Itoa(i+1), &row))
		}
	})
	ds, report, err := fromFile(t, "facilities", two, func(o *LayerOptions) { o.Table = "数据" })
	require.NoError(t, err)
	isSchools(t, ds, "second sheet")
	require.Contains(t, report.Remarks[0].What, "sheet 数据 read, of 2")
	_, _, err = fromFile(t, "facilities", two, func(o *LayerOptions) { o.Table = "x" })
	require.ErrorContains(t, err, "no such sheet; it has Sheet1, 数据")
	_, _, err = fromFile(t, "facilities", two)
	require.ErrorContains(t, err, "no line with the names of the columns")
}

func TestCodesInALedger(t *testing.T) {
	file := workbook(t, [][]any{{"行政区划代码", "名称", "等级", "WKT", "人口（万人）"}, {330411101000.0, "王江泾镇", "镇", "POLYGON((120 30,121 30,121 31,120 30))", 4.35}})
	ds, _, err := fromFile(t, "units", file)
	require.NoError(t, err)
	require.Equal(t, "330411101", ds.Units[0].Code)
	require.Equal(t, geo.Known(43_500), ds.Units[0].Population)
}

func TestFormulasThatFailed(t *testing.T) {
	r := &workbookReader{columns: []string{"名称", "纬度"}}
	rec := r.record(7, []any{"a", spreadsheet.ErrorValue("#N/A")})
	require.Equal(t, &Refusal{Row: 7, Field: "纬度", Value: "#N/A", Rule: "the formula in the cell failed"}, rec.Problem)
}

func BenchmarkFormats(b *testing.B) {
	const n = 20_000
	var text bytes.Buffer
	text.WriteString("名称,类别,经度,纬度,面积(亩),床位\n")
	for i := range n {
		text.WriteString("王店幼儿园,幼儿园," + strconv.FormatFloat(120+float64(i)/n, 'f', 6, 64) + ",30.6,3,12\n")
	}
	gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes(text.Bytes())
	require.NoError(b, err)
	utf8 := inFile(b, "a.csv", text.String())
	gpkg, shp, xlsx := filepath.Join(b.TempDir(), "a.gpkg"), filepath.Join(b.TempDir(), "a.shp"), filepath.Join(b.TempDir(), "a.xlsx")
	places := []string{"-oo", "X_POSSIBLE_NAMES=经度", "-oo", "Y_POSSIBLE_NAMES=纬度", "-oo", "KEEP_GEOM_COLUMNS=NO", "-oo", "AUTODETECT_TYPE=YES", "-a_srs", "EPSG:4326"}
	ogr(b, append(places, "-f", "GPKG", gpkg, utf8)...)
	ogr(b, append(places, "-f", "ESRI Shapefile", "-lco", "ENCODING=GBK", shp, utf8)...)
	ogr(b, "-f", "XLSX", "-oo", "AUTODETECT_TYPE=YES", xlsx, utf8)
	for name, file := range map[string]string{"CSV": utf8, "CSV in GBK": inFile(b, "b.csv", string(gbk)), "GeoPackage": gpkg, "Shapefile": shp, "Excel": xlsx} {
		b.Run(name, func(b *testing.B) {
			f, err := formatOf(file)
			require.NoError(b, err)
			known := func(column string) bool { return FieldOf(geo.LayerFacilities, column) != "" }
			for b.Loop() {
				rows := 0
				_, err := readFile(context.Background(), source{path: file, known: known}, f, &Report{}, func(Record) error { rows++; return nil })
				require.NoError(b, err)
				require.Equal(b, n, rows)
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
