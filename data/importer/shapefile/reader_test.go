package shapefile

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/stretchr/testify/require"
)

func rowsOf(t testing.TB, parts Parts, encoding string) ([]Row, *Reader, error) {
	t.Helper()
	r, err := Open(parts, encoding)
	if err != nil {
		return nil, nil, err
	}
	defer func() { require.NoError(t, r.Close()) }()
	var rows []Row
	err = r.Read(context.Background(), func(row Row) error { rows = append(rows, row); return nil })
	return rows, r, err
}

// shapesOf reads shapes with a table of as many records.
func shapesOf(t testing.TB, contents ...[]byte) []Row {
	t.Helper()
	var records [][]string
	for range contents {
		records = append(records, []string{"x"})
	}
	rows, _, err := rowsOf(t, Parts{Shapes: part("a.shp", shp(contents...)), Table: part("a.dbf", dbf(0, []column{{"a", 'C', 1}}, records...))}, "")
	require.NoError(t, err)
	return rows
}

func TestShapes(t *testing.T) {
	rows := shapesOf(t,
		little(uint32(shapeNull)), onePoint(1, 120.5, 30.5), onePoint(11, 120.5, 30.5, 7, 8), onePoint(21, 120.5, 30.5, 7), onePoint(1, -1e39, -1e39),
		little(uint32(8), make([]float64, 4), uint32(2), 1.0, 2.0, 3.0, 4.0), little(uint32(8), make([]float64, 4), uint32(1), 1.0, 2.0),
		multi(3, square(0, 0, 1)), multi(13, square(0, 0, 1), square(5, 5, 1)), multi(5, square(0, 0, 1)), multi(25, square(0, 0, 1)), multi(5),
	)
	var got []orb.Geometry
	for i, r := range rows {
		require.Nil(t, r.Problem)
		require.Equal(t, i+1, r.Number)
		got = append(got, r.Geometry)
	}
	p, ring := orb.Point{120.5, 30.5}, orb.Ring(reversed(square(0, 0, 1)))
	require.Equal(t, []orb.Geometry{
		nil, p, p, p, nil, orb.MultiPoint{{1, 2}, {3, 4}}, orb.Point{1, 2},
		orb.LineString(square(0, 0, 1)), orb.MultiLineString{square(0, 0, 1), square(5, 5, 1)}, orb.Polygon{ring}, orb.Polygon{ring}, nil,
	}, got)
}

func TestShapesThatCannotBeUnderstood(t *testing.T) {
	rows := shapesOf(t, little(uint32(31), make([]float64, 8)), little(uint32(77)), little(uint32(1), 1.0), multi(3, square(0, 0, 1))[:60], onePoint(1, 1, 2))
	for i, rule := range []string{"MultiPatch", "shape type 77", "more points or parts", "more points or parts"} {
		require.ErrorContains(t, rows[i].Problem, rule)
	}
	require.Equal(t, orb.Point{1, 2}, rows[4].Geometry, "the file goes on after them")
}

// Holes come before and after their outer rings, in outer rings of their own, and
// in files whose rings all run the wrong way.
func TestHolesFindTheirRing(t *testing.T) {
	big, inner, island, far := square(0, 0, 10), square(2, 2, 5), square(3, 3, 1), square(20, 0, 2)
	for name, c := range map[string]struct {
		rings [][]orb.Point
		areas []float64
	}{
		"hole first":                {[][]orb.Point{reversed(inner), far, big}, []float64{4, 75}},
		"island in the hole":        {[][]orb.Point{big, reversed(inner), island}, []float64{75, 1}},
		"hole of the inner ring":    {[][]orb.Point{big, reversed(inner), island, reversed(square(3.2, 3.2, .5))}, []float64{75, .75}},
		"all the other way round":   {[][]orb.Point{reversed(big), reversed(inner), reversed(island), reversed(far)}, []float64{75, 1, 4}},
		"a hole in nothing":         {[][]orb.Point{big, reversed(far)}, []float64{100, 4}},
		"a hole that touches":       {[][]orb.Point{big, reversed(square(0, 3, 1))}, []float64{99}},
		"two outer rings that meet": {[][]orb.Point{big, square(10, 0, 10), reversed(square(10, 4, 2))}, []float64{100, 96}},
	} {
		g := shapesOf(t, multi(5, c.rings...))[0].Geometry
		parts, ok := g.(orb.MultiPolygon)
		if !ok {
			parts = orb.MultiPolygon{g.(orb.Polygon)}
		}
		var areas []float64
		for _, p := range parts {
			areas = append(areas, planar.Area(p))
			for i, r := range p {
				require.Equal(t, i == 0, r.Orientation() == orb.CCW, name)
			}
		}
		require.InDeltaSlice(t, c.areas, areas, 1e-9, name)
	}
}

func TestValues(t *testing.T) {
	columns := []column{
		{"c", 'C', 8}, {"n", 'N', 20}, {"f", 'F', 10}, {"d", 'D', 8}, {"l", 'L', 1}, {"i", 'I', 4}, {"o", 'O', 8}, {"memo", 'M', 10},
	}
	table := dbf(0, columns,
		[]string{" ab", " 330411101000", "1.5e3", "20240131", "T", "\x07\x00\x00\x00", bits(0.5), ""},
		[]string{"*", "gone", "", "", "", "", "", "", ""},
		[]string{"", "", "", "00000000", "?", "\xff\xff\xff\xff", bits(1), ""},
		[]string{"x", "********************", "abc", "soon", "n", "", bits(0), ""},
		[]string{"x", "12345678901234567890", "nan", "", "", "", bits(0), ""},
	)
	p := onePoint(1, 1, 2)
	rows, r, err := rowsOf(t, Parts{Shapes: part("a.shp", shp(p, p, p, p, p)), Table: part("a.dbf", table)}, "")
	require.NoError(t, err)
	require.Equal(t, []string{"c", "n", "f", "d", "l", "i", "o"}, r.Columns())
	require.Equal(t, []string{"memo ('M')"}, r.Unread())
	require.Equal(t, 1, r.Deleted)
	require.Equal(t, map[string]any{"c": "ab", "n": 330411101000.0, "f": 1500.0, "d": "2024-01-31", "l": true, "i": 7.0, "o": 0.5}, rows[0].Values)
	require.Equal(t, 3, rows[1].Number, "a deleted record keeps its number")
	require.Equal(t, map[string]any{"c": nil, "n": nil, "f": nil, "d": nil, "l": nil, "i": -1.0, "o": 1.0}, rows[1].Values)
	require.Nil(t, rows[2].Values["n"])
	require.Equal(t, []any{"abc", "soon", false}, []any{rows[2].Values["f"], rows[2].Values["d"], rows[2].Values["l"]})
	require.Equal(t, json.Number("12345678901234567890"), rows[3].Values["n"])
	require.Equal(t, "nan", rows[3].Values["f"])
}

func TestEncodings(t *testing.T) {
	for name, c := range map[string]struct {
		write          func(string) string
		page, option   string
		driver         byte
		want, encoding string
	}{
		"gbk, nothing said":   {func(s string) string { return gbk(t, s) }, "", "", 0x57, "所属乡镇代", "GB18030"},
		"gbk, driver byte":    {func(s string) string { return gbk(t, s) }, "", "", 0x4d, "所属乡镇代", "GB18030"},
		"gbk, cpg that lies":  {func(s string) string { return gbk(t, s) }, "UTF-8", "", 0, "所属乡镇代", "GB18030"},
		"gbk, asked for":      {func(s string) string { return gbk(t, s) }, "UTF-8", "cp936", 0, "所属乡镇代", "GB18030"},
		"utf-8, nothing said": {func(s string) string { return s }, "", "", 0x57, "所属乡", "UTF-8"},
		"utf-8, cpg":          {func(s string) string { return s }, "UTF-8\r\n", "", 0x4d, "所属乡", "UTF-8"},
	} {
		columns := []column{{c.write("所属乡镇代码"), 'C', 10}, {c.write("所属乡镇代号"), 'C', 10}}
		parts := Parts{
			Shapes: part("a.shp", shp(onePoint(1, 1, 2))), Projection: part("a.prj", []byte("GEOGCS[...]\n")),
			Table: part("a.dbf", dbf(c.driver, columns, []string{c.write("王江泾镇"), c.write("王江泾镇")})),
		}
		if c.page != "" {
			parts.CodePage = part("a.cpg", []byte(c.page))
		}
		rows, r, err := rowsOf(t, parts, c.option)
		require.NoError(t, err, name)
		require.Equal(t, c.encoding, r.Choice.Encoding.String(), name)
		require.Equal(t, []string{c.want, c.want + "_2"}, r.Columns(), name+": names cut to ten bytes collide")
		require.Contains(t, []any{"王江泾镇", "王江泾"}, rows[0].Values[c.want], name)
		require.Equal(t, "GEOGCS[...]", r.Reference())
	}
	_, _, err := rowsOf(t, Parts{
		Shapes: part("a.shp", shp()), Table: part("a.dbf", dbf(0, []column{{"a", 'C', 9}}, []string{gbk(t, "王") + " "})),
	}, "utf-8")
	require.ErrorContains(t, err, "a.dbf: the text is not written in UTF-8, which was asked for")
}

func TestFilesThatDoNotBelongTogether(t *testing.T) {
	p, one := onePoint(1, 1, 2), []column{{"a", 'C', 1}}
	row := []string{"x"}
	index := func(n int) []byte {
		b := slices.Concat(shp(), make([]byte, 8*n))
		binary.BigEndian.PutUint32(b[24:], uint32(len(b)/2))
		return b
	}
	good := Parts{Shapes: part("a.shp", shp(p, p)), Index: part("a.shx", index(2)), Table: part("a.dbf", dbf(0, one, row, row))}
	_, _, err := rowsOf(t, good, "")
	require.NoError(t, err)
	for want, change := range map[string]func(*Parts){
		"a.shp has 3 shapes and a.dbf 2 records: they do not belong together": func(p *Parts) {
			p.Shapes, p.Index = part("a.shp", shp(onePoint(1, 1, 2), onePoint(1, 1, 2), onePoint(1, 1, 2))), Part{}
		},
		"a.shp has 1 shapes and a.dbf 2 records": func(p *Parts) { p.Shapes, p.Index = part("a.shp", shp(onePoint(1, 1, 2))), Part{} },
		"a.shp has 5 shapes and a.dbf 2 records": func(p *Parts) { p.Index = part("a.shx", index(5)) },
		"has no .dbf beside it":                  func(p *Parts) { p.Table = Part{} },
		"it is cut short":                        func(p *Parts) { p.Shapes = part("a.shp", shp(onePoint(1, 1, 2))[:110]) },
		"shorter than the 100 bytes":             func(p *Parts) { p.Shapes = part("a.shp", []byte("x")) },
		"it is no Shapefile":                     func(p *Parts) { p.Shapes = part("a.shp", make([]byte, 200)) },
		"the table ends in its header":           func(p *Parts) { p.Table = part("a.dbf", []byte("xxx")) },
		"this is no dBASE table":                 func(p *Parts) { p.Table = part("a.dbf", make([]byte, 200)) },
		"the table ends in record 2":             func(p *Parts) { p.Table = part("a.dbf", dbf(0, one, row, row)[:68]) },
		"it is no index":                         func(p *Parts) { p.Index = part("a.shx", make([]byte, 200)) },
		"which no such file has":                 func(p *Parts) { p.Projection = part("a.prj", make([]byte, longestNote+1)) },
	} {
		parts := good
		change(&parts)
		_, _, err := rowsOf(t, parts, "")
		require.ErrorContains(t, err, want)
	}
}

// What a file of a kilobyte claims is never allocated.
func TestClaimsOfGigabytes(t *testing.T) {
	one := []column{{"a", 'C', 1}}
	huge := shp(onePoint(1, 1, 2))
	binary.BigEndian.PutUint32(huge[104:], math.MaxUint32/2) // 4 GB in the record
	stated := bytes.Clone(huge)
	binary.BigEndian.PutUint32(stated[24:], math.MaxUint32) // and in the header
	rings := multi(5, square(0, 0, 1))
	binary.LittleEndian.PutUint32(rings[36:], 1<<30) // a ring of a billion vertices
	binary.LittleEndian.PutUint32(rings[40:], 1<<30)
	records := dbf(0, one, []string{"x"})
	binary.LittleEndian.PutUint32(records[4:], math.MaxUint32)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for name, c := range map[string]struct {
		shapes, table []byte
		size          int64
	}{
		"record":                        {huge, dbf(0, one, []string{"x"}), 0},
		"header":                        {stated, dbf(0, one, []string{"x"}), 0},
		"header and a size that agrees": {stated, dbf(0, one, []string{"x"}), 1 << 40},
		"points of a ring":              {shp(rings), dbf(0, one, []string{"x"}), 0},
		"records of the table":          {shp(onePoint(1, 1, 2)), records, 0},
	} {
		shapes := part("a.shp", c.shapes)
		shapes.Size = max(shapes.Size, c.size)
		rows, _, err := rowsOf(t, Parts{Shapes: shapes, Table: part("a.dbf", c.table)}, "")
		require.True(t, err != nil || rows[0].Problem != nil, name)
	}
	runtime.ReadMemStats(&after)
	// Two buffers of 256 KiB and a step of 1 MiB for each of the five files, with room.
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(24<<20))
}

// gdal runs ogr2ogr, which judges and writes independently.
func gdal(t testing.TB, args ...string) {
	t.Helper()
	path, err := exec.LookPath("ogr2ogr")
	if err != nil {
		t.Skip("skipped: ogr2ogr (gdal-bin) is not here")
	}
	out, err := exec.CommandContext(context.Background(), path, args...).CombinedOutput()
	require.NoError(t, err, string(out))
}

func onDisk(dir, stem string) Parts {
	file := func(ext string) Part {
		path := filepath.Join(dir, stem+ext)
		info, err := os.Stat(path)
		if err != nil {
			return Part{}
		}
		return Part{Name: stem + ext, Size: info.Size(), Open: func() (io.ReadCloser, error) { return os.Open(path) }}
	}
	return Parts{Shapes: file(".shp"), Index: file(".shx"), Table: file(".dbf"), Projection: file(".prj"), CodePage: file(".cpg")}
}

const towns = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"名称":"王江泾镇","人口":123456,"占比":0.25},"geometry":{"type":"MultiPolygon","coordinates":[[[[120,30],[121,30],[121,31],[120,31],[120,30]],[[120.2,30.2],[120.2,30.4],[120.4,30.4],[120.4,30.2],[120.2,30.2]]],[[[122,30],[123,30],[123,31],[122,30]]]]}},
{"type":"Feature","properties":{"名称":"油车港镇","人口":null,"占比":1e-3},"geometry":{"type":"Polygon","coordinates":[[[124,30],[125,30],[125,31],[124,30]]]}}]}`

func TestWhatGDALWrites(t *testing.T) {
	dir := t.TempDir()
	source := filepath.Join(dir, "in.geojson")
	require.NoError(t, os.WriteFile(source, []byte(towns), 0o600))
	for _, encoding := range []string{"GBK", "UTF-8", "CP936"} {
		gdal(t, "-f", "ESRI Shapefile", "-overwrite", "-lco", "ENCODING="+encoding, "-nln", "towns", dir, source)
		for _, page := range []bool{true, false} {
			parts := onDisk(dir, "towns")
			if !page {
				parts.CodePage = Part{}
			}
			rows, r, err := rowsOf(t, parts, "")
			require.NoError(t, err, encoding)
			require.Equal(t, []string{"名称", "人口", "占比"}, r.Columns(), encoding)
			require.Equal(t, map[string]any{"名称": "王江泾镇", "人口": 123456.0, "占比": 0.25}, rows[0].Values, encoding)
			require.Nil(t, rows[1].Values["人口"])
			require.Contains(t, r.Reference(), "WGS_1984")
			ground := rows[0].Geometry.(orb.MultiPolygon)
			require.Len(t, ground, 2)
			require.Len(t, ground[0], 2, "a hole")
			require.InDelta(t, 1-.04+.5, planar.Area(ground), 1e-9)
		}
	}
}

func TestGDALReadsTheFilesOfTheseTests(t *testing.T) {
	dir := t.TempDir()
	columns := []column{{gbk(t, "名称"), 'C', 20}, {"n", 'N', 10}}
	for ext, b := range map[string][]byte{
		".shp": shp(multi(5, square(0, 0, 10), reversed(square(2, 2, 5)))), ".dbf": dbf(0x4d, columns, []string{gbk(t, "王店镇"), "12"}),
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "a"+ext), b, 0o600))
	}
	out := filepath.Join(dir, "out.geojson")
	gdal(t, "-f", "GeoJSON", "--config", "SHAPE_RESTORE_SHX", "YES", out, filepath.Join(dir, "a.shp"))
	b, err := os.ReadFile(out)
	require.NoError(t, err)
	require.Contains(t, string(b), `"名称": "王店镇", "n": 12`)
}

func FuzzShapes(f *testing.F) {
	f.Add(shp(onePoint(1, 1, 2), multi(5, square(0, 0, 10), reversed(square(2, 2, 5)))))
	f.Add(shp(little(uint32(8), make([]float64, 4), uint32(2), 1.0, 2.0, 3.0, 4.0), multi(13, square(0, 0, 1))))
	huge := shp(multi(5, square(0, 0, 1)))
	binary.BigEndian.PutUint32(huge[104:], math.MaxUint32)
	f.Add(huge)
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := openShapes(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return
		}
		for n := 0; ; n++ {
			require.LessOrEqual(t, 12*n, len(b), "a record has twelve bytes at least")
			_, err := s.next()
			var wrong *ShapeError
			if err != nil && !errors.As(err, &wrong) {
				return
			}
		}
	})
}

func FuzzTable(f *testing.F) {
	f.Add(dbf(0x4d, []column{{"a", 'C', 4}, {"n", 'N', 4}, {"d", 'D', 8}}, []string{"\xcd\xf5", "12", "20240101"}, []string{"*", "", "", ""}), "")
	f.Add(dbf(0, []column{{"\xe5\x90\x8d", 'C', 4}, {"m", 'M', 10}, {"l", 'L', 1}}, []string{"\xe5\x90", "", "T"}), "gbk")
	f.Fuzz(func(t *testing.T, b []byte, option string) {
		table, err := openTable(part("a.dbf", b), option, "")
		if err != nil {
			return
		}
		names := map[string]bool{}
		for _, c := range table.Columns() {
			require.False(t, names[c], "columns have names of their own")
			names[c] = true
		}
		for n := 1; ; n++ {
			values, deleted, err := table.next(n)
			if err != nil {
				return
			}
			require.True(t, deleted || len(values) == len(names))
			require.LessOrEqual(t, n, len(b))
		}
	})
}

func BenchmarkReader(b *testing.B) {
	const n = 20_000
	columns := []column{{gbk(b, "名称"), 'C', 40}, {gbk(b, "类别"), 'C', 20}, {"n", 'N', 12}, {"d", 'D', 8}}
	var shapes [][]byte
	var rows [][]string
	for range n {
		shapes = append(shapes, multi(5, square(120, 30, 1), reversed(square(120.2, 30.2, .5))))
		rows = append(rows, []string{gbk(b, "王店镇幼儿园"), gbk(b, "幼儿园"), "12.5", "20240131"})
	}
	parts := Parts{Shapes: part("a.shp", shp(shapes...)), Table: part("a.dbf", dbf(0, columns, rows...))}
	for b.Loop() {
		got, _, err := rowsOf(b, parts, "")
		require.NoError(b, err)
		require.Len(b, got, n)
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "rows/s")
}
