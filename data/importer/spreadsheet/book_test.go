package spreadsheet

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/seed-4611ae28/lifecircle/data/importer/archive"
)

type sheetRow struct {
	number int
	cells  []any
}

func read(t testing.TB, file []byte) ([]sheetRow, int, error) {
	t.Helper()
	a, err := archive.Read(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, 0, err
	}
	b, err := open(a)
	if err != nil {
		return nil, 0, err
	}
	defer func() { require.NoError(t, b.Close()) }()
	var rows []sheetRow
	for _, s := range b.Sheets {
		tall, err := b.Rows(context.Background(), s, func(n int, cells []any) error {
			rows = append(rows, sheetRow{n, append([]any{}, cells...)})
			return nil
		})
		if err != nil || !s.Hidden {
			return rows, tall, err
		}
	}
	return rows, 0, nil
}

// written is a workbook of excelize.
func written(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var b bytes.Buffer
	_, err := f.WriteTo(&b)
	require.NoError(t, err)
	require.NoError(t, f.Close())
	return b.Bytes()
}

// byHand is a workbook of one sheet whose XML is given.
func byHand(t testing.TB, sheet, texts string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	const rel = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	for _, part := range [][2]string{
		{"_rels/.rels", `<Relationships><Relationship Id="r" Type="` + rel + `/officeDocument" Target="/xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns:r="x"><workbookPr date1904="0"/><sheets><sheet name="一" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="` + rel + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + rel + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", sheet},
		{"xl/sharedStrings.xml", texts},
	} {
		f, err := w.Create(part[0])
		require.NoError(t, err)
		_, err = io.WriteString(f, part[1])
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

func TestCellsThatExcelizeWrites(t *testing.T) {
	rows, tall, err := read(t, written(t, func(f *excelize.File) {
		date, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		require.NoError(t, err)
		code, chinese := "000000", `yyyy"年"m"月"d"日";@`
		padded, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
		require.NoError(t, err)
		day, err := f.NewStyle(&excelize.Style{CustomNumFmt: &chinese})
		require.NoError(t, err)
		percent, err := f.NewStyle(&excelize.Style{NumFmt: 10})
		require.NoError(t, err)
		for cell, v := range map[string]any{
			"A1": "王店镇", "B1": 330411101000.0, "C1": 0.91, "D1": true, "E1": 45322, "F1": 45322.5, "G1": 411, "H1": "00411", "J1": "last", "A3": "<&>", "B3": 45322,
		} {
			require.NoError(t, f.SetCellValue("Sheet1", cell, v))
		}
		require.NoError(t, f.SetCellStyle("Sheet1", "C1", "C1", percent))
		require.NoError(t, f.SetCellStyle("Sheet1", "E1", "F1", date))
		require.NoError(t, f.SetCellStyle("Sheet1", "G1", "G1", padded))
		require.NoError(t, f.SetCellStyle("Sheet1", "B3", "B3", day))
		require.NoError(t, f.SetCellRichText("Sheet1", "C3", []excelize.RichTextRun{{Text: "王"}, {Text: "店"}}))
		require.NoError(t, f.MergeCell("Sheet1", "A5", "A6"))
		require.NoError(t, f.MergeCell("Sheet1", "A7", "C7"))
	}))
	require.NoError(t, err)
	require.Equal(t, sheetRow{1, []any{"王店镇", 330411101000.0, 0.91, true, "2024-01-31", "2024-01-31T12:00:00", "000411", "00411", nil, "last"}}, rows[0])
	require.Equal(t, sheetRow{3, []any{"<&>", "2024-01-31", "王店"}}, rows[1])
	require.Equal(t, 1, tall)
}

func TestCellsByHand(t *testing.T) {
	rows, _, err := read(t, byHand(t, `<worksheet><sheetData>
<row><c t="s"><v>0</v></c><c t="inlineStr"><is><t>a</t></is></c><c t="str"><f>A1&amp;"x"</f><v>b</v></c><c t="e"><v>#N/A</v></c></row>
<row r="7"><c r="C7"><v>3.30411101E11</v></c><c r="AA7" t="b"><v>1</v></c></row></sheetData></worksheet>`,
		`<sst><si><r><t>王</t></r><rPh><t>wang</t></rPh><r><t>店</t></r></si></sst>`))
	require.NoError(t, err)
	require.Equal(t, sheetRow{1, []any{"王店", "a", "b", ErrorValue("#N/A")}}, rows[0])
	require.Equal(t, 7, rows[1].number)
	require.Equal(t, 330411101000.0, rows[1].cells[2])
	require.Len(t, rows[1].cells, 27)
	require.Equal(t, true, rows[1].cells[26])
}

// Each of these is an error, and costs no more memory than the file is worth.
func TestHostileWorkbooks(t *testing.T) {
	const sst = `<sst/>`
	lol := `<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>`
	file := `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst><si><t>&a;</t></si></sst>`
	sheet := func(rows string) string { return `<worksheet><sheetData>` + rows + `</sheetData></worksheet>` }
	cases := map[string]struct {
		file []byte
		want string
	}{
		"entities":              {byHand(t, lol, sst), "a document type is declared"},
		"entities in texts":     {byHand(t, sheet(""), file), "a document type is declared"},
		"unknown entity":        {byHand(t, sheet(`<row><c t="str"><v>&b;</v></c></row>`), sst), "invalid character entity"},
		"cut short":             {byHand(t, `<worksheet><sheetData><row><c><v>1`, sst), "EOF"},
		"row far down":          {byHand(t, sheet(`<row r="4294967295"/>`), sst), `row "4294967295" follows row 0`},
		"rows back":             {byHand(t, sheet(`<row r="2"/><row r="2"/>`), sst), `row "2" follows row 2`},
		"column far out":        {byHand(t, sheet(`<row><c r="ZZZZZZZ1"><v>1</v></c></row>`), sst), "out of place"},
		"cells back":            {byHand(t, sheet(`<row><c r="B1"/><c r="A1"/></row>`), sst), "out of place"},
		"text that is not":      {byHand(t, sheet(`<row><c t="s"><v>4294967295</v></c></row>`), sst), "text"},
		"number that is not":    {byHand(t, sheet(`<row><c><v>1e999</v></c></row>`), sst), "is no number"},
		"bomb":                  {byHand(t, strings.Repeat(" ", 100<<20), sst), "that is a bomb"},
		"no workbook":           {[]byte("PK"), "not a valid zip file"},
		"a zip of another kind": {zipOf(t, "a.txt", "x"), "it is no Excel workbook"},
		"path":                  {zipOf(t, "../xl/workbook.xml", "x"), "does not lead out"},
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for name, c := range cases {
		_, _, err := read(t, c.file)
		require.ErrorContains(t, err, c.want, name)
	}
	// A row out to the last column is 16384 cells of 16 bytes, and not per row.
	_, _, err := read(t, byHand(t, sheet(strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 3)), sst))
	require.NoError(t, err)
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(16<<20))
}

func zipOf(t testing.TB, name, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create(name)
	require.NoError(t, err)
	_, err = io.WriteString(f, content)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" s="0"><v>45000.5</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A3"/></mergeCells></worksheet>`, `<sst><si><t>a</t></si></sst>`)
	f.Add(`<worksheet><row><c t="inlineStr"><is><t>a</t></is></c></row>`, `<!DOCTYPE x>`)
	f.Fuzz(func(t *testing.T, sheet, texts string) {
		rows, _, err := read(t, byHand(t, sheet, texts))
		if err != nil {
			return
		}
		last := 0
		for _, r := range rows {
			require.Greater(t, r.number, last)
			require.LessOrEqual(t, len(r.cells), maxColumns)
			last = r.number
		}
	})
}

func BenchmarkRows(b *testing.B) {
	const n = 20_000
	file := written(b, func(f *excelize.File) {
		w, err := f.NewStreamWriter("Sheet1")
		require.NoError(b, err)
		for i := range n {
			require.NoError(b, w.SetRow(fmt.Sprintf("A%d", i+1), []any{"王店镇幼儿园", "幼儿园", 120.5 + float64(i)/1e5, 30.6, 12, "备注", time.Now()}))
		}
		require.NoError(b, w.Flush())
	})
	for b.Loop() {
		rows, _, err := read(b, file)
		require.NoError(b, err)
		require.Len(b, rows, n)
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "rows/s")
}
