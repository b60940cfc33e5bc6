package importer

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// townsAndRows are a dataset of three towns and a county, and a standard of four rows.
func townsAndRows() (*memory, []*indicator.Standard) {
	s := &memory{ds: geo.Dataset{Units: []geo.Unit{
		{Code: "330411", Name: "秀洲区", Level: geo.LevelCounty, Source: "s"}, {Code: "330411101", Name: "王店镇", Level: geo.LevelTown, Source: "s"},
		{Code: "330411102", Name: "洪合镇", Level: geo.LevelTown, Source: "s"}, {Code: "330421101", Name: "洪合镇", Level: geo.LevelTown, Source: "s"},
	}}}
	return s, []*indicator.Standard{{ID: "x", Indicators: []indicator.Indicator{
		{ID: "XZ-36", Text: indicator.Text{Zh: "每万人绿道长度"}, Unit: "km/10⁴", Level: geo.LevelTown}, {ID: "XZ-38", Unit: "%", Level: geo.LevelTown},
		{ID: "XZ-02", Unit: "是/否", Level: geo.LevelCounty}, {ID: "XZ-17", Unit: "个", Level: geo.LevelTown},
	}}}
}

// report imports figures into a store of the towns.
func report(t *testing.T, s *memory, file string, change ...func(*ReportedOptions)) (*Report, error) {
	t.Helper()
	towns, rows := townsAndRows()
	if s == nil {
		s = towns
	}
	o := ReportedOptions{File: file, Store: s, Standards: rows, By: "王工", Now: noon}
	for _, c := range change {
		c(&o)
	}
	return Reported(context.Background(), o)
}

func stands(t *testing.T, s *memory) []data.Reported {
	t.Helper()
	out, err := s.Reported(context.Background(), data.ReportedQuery{})
	require.NoError(t, err)
	return out
}

func TestReportedFigures(t *testing.T) {
	const csv = "行政区划代码,乡镇,指标编号,指标,填报值,单位,年度,数据来源,佐证,备注\n" +
		"330411101,王店镇,XZ-36,绿道,1.25,km/10⁴,2025年,统计局,https://example.org/a,x\n" +
		"330411101000,,xz-38,,91%,%,2025,统计局,,\n" +
		",王店镇,每万人绿道长度,,1.5 km/10⁴,,2024,统计局,,\n" +
		"330411,,ＸＺ－０２,,是,,2025,区美丽办,文件第3页,\n" +
		"330411102,,XZ-17,,\"1,234,567 个\",,2025,统计局,,\n" +
		"330411102,,XZ-38,,0.5,,2025,统计局,,\n"
	want := []struct {
		unit, row string
		value     float64
		year      int
	}{{"330411", "XZ-02", 1, 2025}, {"330411101", "XZ-36", 1.5, 2024}, {"330411101", "XZ-36", 1.25, 2025}, {"330411101", "XZ-38", 91, 2025},
		{"330411102", "XZ-17", 1234567, 2025}, {"330411102", "XZ-38", 0.5, 2025}}
	s, _ := townsAndRows()
	r, err := report(t, s, inFile(t, "a.csv", csv))
	require.NoError(t, err, r.Refused)
	require.Equal(t, 6, r.Accepted)
	require.Equal(t, 6, r.Rows)
	require.Equal(t, []Finding{{What: "columns not used: 备注", Count: 1}}, r.Remarks)
	got := stands(t, s)
	require.Len(t, got, len(want))
	for i, w := range want {
		require.Equal(t, []any{w.unit, w.row, w.value, w.year}, []any{got[i].Unit, got[i].Indicator, got[i].Value, got[i].Year})
		require.Equal(t, "2026-01-02T12:00:00Z", got[i].At)
		require.Equal(t, "王工", got[i].By)
	}
	require.Equal(t, "文件第3页", got[0].Evidence)
	require.Equal(t, "https://example.org/a", got[2].Evidence)

	// A second time nothing is new; what changes supersedes, and stays in the history.
	r, err = report(t, s, inFile(t, "a.csv", csv))
	require.NoError(t, err)
	require.Zero(t, r.Rows)
	require.Contains(t, r.Remarks, Finding{What: "figures that stand already: not kept a second time", Count: 6})
	next := inFile(t, "b.csv", "unit,indicator,value,year,source\n330411101,XZ-36,2,2025,统计局\n")
	r, err = report(t, s, next, func(o *ReportedOptions) { o.DryRun = true })
	require.NoError(t, err)
	require.Equal(t, 1, r.Rows)
	require.Equal(t, 1.25, stands(t, s)[2].Value, "a dry run writes nothing")
	_, err = report(t, s, next)
	require.NoError(t, err)
	require.Equal(t, 2.0, stands(t, s)[2].Value)
	all, err := s.Reported(context.Background(), data.ReportedQuery{History: true})
	require.NoError(t, err)
	require.Len(t, all, 7)
}

// Every row that is wrong is named, and then nothing is written.
func TestReportedFiguresThatAreRefused(t *testing.T) {
	for _, c := range []struct{ line, says string }{
		{"330411199,XZ-36,1,2025,x", `row 2: unit "330411199": no unit of the dataset has this code or this exact name / 数据集中没有`},
		{"洪合镇,XZ-36,1,2025,x", `row 2: unit "洪合镇": several units have this name; give the code, one of 330411102, 330421101`},
		{"330411101,XZ36,1,2025,x", `row 2: indicator "XZ36": no standard has this indicator; the nearest are XZ-36`},
		{"330411101,,1,2025,x", `row 2: indicator "": is required`},
		{"330411101,XZ-36,,2025,x", `row 2: value "": is required`},
		{"330411101,XZ-36,many,2025,x", `row 2: value "many": a figure is a number, in km/10⁴ (XZ-36)`},
		{"330411101,XZ-36,91%,2025,x", `row 2: value "91%": a figure is a number, in km/10⁴`},
		{"330411101,XZ-38,91 个,2025,x", `row 2: value "91 个": a figure is a number, in % (XZ-38)`},
		{"330411101,XZ-38,910,2025,x", `row 2: value "910": has to be from 0 to 100`},
		{"330411101,XZ-36,NaN,2025,x", `row 2: value "NaN": a figure is a number`},
		{"330411101,XZ-36,1e999,2025,x", `row 2: value "1e999": a figure is a number`},
		{"330411,XZ-02,2,2025,x", `row 2: value "2": one of yes, no`},
		{"330411,XZ-36,2,2025,x", `row 2: indicator "XZ-36": is of units of level town; 秀洲区 (330411) is of level county`},
		{"330411101,XZ-36,1,25,x", `row 2: year "25": has to be a year from 1949 to 2026`},
		{"330411101,XZ-36,1,2027,x", `row 2: year "2027": has to be a year from 1949 to 2026`},
		{"330411101,XZ-36,1,2025.5,x", `row 2: year "2025.5": a year is four digits`},
		{"330411101,XZ-36,1,2025,", `row 2: source "": is required`},
		{"330411101,XZ-36,1,2025,x,javascript:alert(1)", `row 2: evidence "javascript:alert(1)": a link that runs`},
		{"330411101,XZ-36,1,2025", `row 2: line "4 values"`},
		{"王店镇,XZ-17,1,2025,x,\n330411101,xz-17,1,2025,x,", `row 3: indicator "XZ-17": row 3 repeats row 2`},
	} {
		s, _ := townsAndRows()
		lines := c.line
		if n := commas(lines); n == 4 {
			lines += ","
		}
		r, err := report(t, s, inFile(t, "a.csv", "unit,indicator,value,year,source,evidence\n"+lines+"\n330411102,XZ-36,1,2025,x,\n"))
		require.ErrorIs(t, err, ErrRowsRefused, c.line)
		require.ErrorContains(t, err, "nothing was imported (1 rows refused of")
		require.Len(t, r.Refused, 1, c.line)
		require.Contains(t, r.Refused[0].String(), c.says)
		require.Empty(t, stands(t, s), "nothing is written")
	}
}

func commas(s string) (n int) {
	for _, r := range s {
		if r == ',' {
			n++
		}
	}
	return n
}

func TestReportedFiguresOfOtherFormats(t *testing.T) {
	s, _ := townsAndRows()
	book := workbook(t, [][]any{{"2025年填报表"}, {"单位", "指标", "数值", "年份", "来源"}, {"王店镇", "XZ-38", 91, 2025, "统计局"}, {330411102, "XZ-38", "91%", 2025.0, "统计局"}})
	r, err := report(t, s, book)
	require.NoError(t, err, r.Refused)
	require.Equal(t, 91.0, stands(t, s)[0].Value)
	require.Equal(t, 91.0, stands(t, s)[1].Value)

	// What a cell shows as 91% is 0.91 in the file, and nobody can tell it from 0.91 %.
	book = workbook(t, [][]any{{"单位", "指标", "数值", "年份", "来源"}, {"王店镇", "XZ-38", 0.91, 2025, "统计局"}}, func(f *excelize.File) {
		percent, err := f.NewStyle(&excelize.Style{NumFmt: 10})
		require.NoError(t, err)
		require.NoError(t, f.SetCellStyle("Sheet1", "C2", "C2", percent))
	})
	r, err = report(t, nil, book)
	require.ErrorIs(t, err, ErrRowsRefused)
	require.Contains(t, r.Refused[0].Rule, "write the text 91% or 0.91%")

	s, _ = townsAndRows()
	feature := map[string]any{"type": "Feature", "geometry": nil, "properties": map[string]any{"code": "330411101", "indicator": "XZ-36", "value": 1.25, "year": 2025, "source": "x"}}
	raw, err := json.Marshal(map[string]any{"type": "FeatureCollection", "features": []any{feature}})
	require.NoError(t, err)
	r, err = report(t, s, inFile(t, "a.geojson", string(raw)))
	require.NoError(t, err, r.Refused)
	require.Equal(t, 1.25, stands(t, s)[0].Value)
}

func TestReportedOptions(t *testing.T) {
	s, _ := townsAndRows()
	file := inFile(t, "a.csv", "who,unit,what,figure\n330411101,个,XZ-36,1\n330411102,个,XZ-36,2\n")
	set := func(o *ReportedOptions) {
		o.Map = map[string]string{"unit": "who", "指标": "what", "value": "figure"}
		o.Set = map[string]string{"year": "2025", "来源": "统计局"}
	}
	r, err := report(t, s, file, set, func(o *ReportedOptions) { o.Where = "figure > 1" })
	require.NoError(t, err, r.Refused)
	require.Len(t, stands(t, s), 1)
	require.Equal(t, "330411102", stands(t, s)[0].Unit)

	var usage *UsageError
	for says, change := range map[string]func(*ReportedOptions){
		`map colour: a reported figure has no such field; its fields are unit, indicator, value, year, source, evidence`: func(o *ReportedOptions) { o.Map = map[string]string{"colour": "x"} },
		`map value=x: the file has no column "x"; its columns are figure, unit, what, who`:                               func(o *ReportedOptions) { o.Map["value"] = "x" },
		`both mapped and set`:           func(o *ReportedOptions) { o.Set["value"] = "1" },
		`where: the file has no column`: func(o *ReportedOptions) { o.Where = "x = 1" },
		`cannot be imported`:            func(o *ReportedOptions) { o.File = "a.doc" },
		`is imported as population`:     func(o *ReportedOptions) { o.File = "a.tif" },
		`encoding`:                      func(o *ReportedOptions) { o.Encoding = "klingon" },
	} {
		_, err := report(t, nil, file, set, change)
		require.ErrorAs(t, err, &usage, says)
		require.ErrorContains(t, err, says)
	}
	_, err = report(t, &memory{}, file, set)
	require.ErrorIs(t, err, data.ErrEmpty)
	_, err = report(t, nil, file, set, func(o *ReportedOptions) { o.Where = "figure > 5" })
	require.ErrorIs(t, err, ErrNothingAccepted)
}
