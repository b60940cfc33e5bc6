package importer

import (
	"context"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

func TestCSVSpellings(t *testing.T) {
	for name, text := range map[string]string{
		"comma":          "名称,类别,经度,纬度,床位\n王店幼儿园,幼儿园,120.5,30.6,12\n",
		"byte order":     "\ufeff名称,类别,经度,纬度,床位\n王店幼儿园,幼儿园,120.5,30.6,12\n",
		"semicolon":      "名称;类别;经度;纬度;床位\n王店幼儿园;幼儿园;120.5;30.6;12\n",
		"tab":            "名称\t类别\t经度\t纬度\t床位\n王店幼儿园\t幼儿园\t120.5\t30.6\t12\n",
		"windows":        "名称,类别,经度,纬度,床位\r\n王店幼儿园,幼儿园,120.5,30.6,12\r\n",
		"quoted":         "\"名称\",\"类别\",\"经度\",\"纬度\",\"床位\"\n\"王店幼儿园\",E02,\"120.5\",\"30.6\",12\n",
		"english":        "name,Category,LON,Lat,床位\n王店幼儿园,Kindergarten,120.5,30.6,12\n",
		"no end of line": "name,category,x,y,床位\n王店幼儿园,kindergarten,120.5,30.6,12",
		"as text":        "name,category,wkt,床位\n王店幼儿园,kindergarten,POINT (120.5 30.6),12",
	} {
		t.Run(name, func(t *testing.T) {
			ds, report := accepted(t, "facilities", "a.csv", text)
			require.Equal(t, 1, report.Accepted)
			f := ds.Facilities[0]
			require.Equal(t, "a-2", f.ID)
			require.Equal(t, "王店幼儿园", f.Name)
			require.Equal(t, []string{"kindergarten"}, f.Categories)
			require.Equal(t, orb.Point{120.5, 30.6}, f.Location)
			require.Equal(t, map[string]any{"床位": 12.0}, f.Attributes)
		})
	}
}

// What Excel saves in China, and what GIS programs make of it.
func TestCSVEncodings(t *testing.T) {
	const text = "名称,类别,经度,纬度\n王店幼儿园,幼儿园,120.5,30.6\n"
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(text)
	require.NoError(t, err)
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(text, ",", "\t"))
	require.NoError(t, err)
	for _, c := range []struct{ name, text, option, remark string }{
		{"gbk", gbk, "", "text read as GB18030: it is not UTF-8, and it is valid GB18030"},
		{"gbk asked for", gbk, "gbk", "text read as GB18030: asked for"},
		{"unicode text of Excel", utf16, "", "text read as UTF-16LE: it begins with its byte order mark"},
	} {
		ds, report := accepted(t, "facilities", "a.csv", c.text, func(o *LayerOptions) { o.Encoding = c.option })
		require.Equal(t, "王店幼儿园", ds.Facilities[0].Name, c.name)
		require.Equal(t, c.remark, report.Remarks[0].What)
	}
	_, err = dry(t, "facilities", "a.csv", gbk, func(o *LayerOptions) { o.Encoding = "utf-8" })
	require.ErrorContains(t, err, "line 1: the text is not written in UTF-8")
}

func TestCSVRefusesTheWholeFile(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"neither", "lon,lat\n\xff\xff,1\n", "neither UTF-8 nor GBK"},
		{"empty", "", "the file is empty"},
		{"column twice", "lon,lat,lon\n1,2,3\n", `columns 1 and 3 are both named "lon"`},
		{"header only", "lon,lat,category\n", "no row was accepted"},
	} {
		_, err := dry(t, "facilities", "a.csv", c.text)
		require.ErrorContains(t, err, c.want, c.name)
	}
}

func TestCSVRefusesLines(t *testing.T) {
	r, err := dry(t, "facilities", "a.csv", "name,category,lon,lat\nshort,E02\nlong,E02,120.5,30.6,more\n\nbad \"quote,E02,120.5,30.6\ngood,E02,120.5,30.6\n\"two\nlines\",E02,120.5,30.7\nlast,E02,120.6\n")
	require.NoError(t, err)
	require.Equal(t, 2, r.Report.Accepted)
	var rows []int
	for _, refusal := range r.Report.Refused {
		require.Equal(t, "line", refusal.Field)
		require.NotEmpty(t, refusal.Rule)
		rows = append(rows, refusal.Row)
	}
	require.Equal(t, []int{2, 3, 5, 9}, rows)
	require.Equal(t, "a-6", r.Settlement.Dataset.Facilities[0].ID)
	require.Equal(t, "a-7", r.Settlement.Dataset.Facilities[1].ID)
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{"lon,lat\n1,2\n", "a;b\n\"x\n", "\xef\xbb\xbfa\tb\n1\t2", "a\n\"\"\n", "\n\n,\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := openCSV(strings.NewReader(s), source{})
		if err != nil {
			return
		}
		last := 0
		err = r.Read(context.Background(), func(rec Record) error {
			require.Greater(t, rec.Row, last, "rows count upwards")
			last = rec.Row
			require.True(t, rec.Problem != nil || len(rec.Fields) == len(r.Columns()))
			return nil
		})
		require.NoError(t, err, "what is wrong is wrong with a line")
	})
}
