package importer

import (
	"context"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
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

func TestCSVRefusesTheWholeFile(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("名称,类别,经度,纬度\n王店幼儿园,幼儿园,120.5,30.6\n")
	require.NoError(t, err)
	for _, c := range []struct{ name, text, want string }{
		{"gbk header", gbk, "not UTF-8; it may be GBK"},
		{"gbk row", "name,category,lon,lat\n" + gbk[:4] + ",E02,120.5,30.6\n", "line 2: the file is not UTF-8; it may be GBK"},
		{"utf-16", "\xff\xfen\x00", "UTF-16"},
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
		r, err := newCSV(strings.NewReader(s))
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
		if err != nil {
			require.ErrorIs(t, err, errNotUTF8)
		}
	})
}
