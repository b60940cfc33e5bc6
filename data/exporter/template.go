package exporter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/xuri/excelize/v2"

	"github.com/seed-4611ae28/lifecircle/data/importer"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// templateRows is how many rows of a template have lists to choose from.
const templateRows = 2000

// headerRow is where a template names its columns, below its title.
const headerRow = 2

// templateColumn is a column of a ledger: its header, what the example row has in
// it, how wide it is in characters, and what can be chosen.
type templateColumn struct {
	header, example string
	width           float64
	choices         []string
}

func templateColumns(c *geo.Category) []templateColumn {
	columns := []templateColumn{
		{header: "编号", example: importer.ExampleMark, width: 8},
		{header: "名称", example: "某某镇中心" + c.Zh, width: 28},
		{header: "类别", example: c.Zh, width: 18, choices: []string{c.Zh}},
		{header: "状态", example: "现状", width: 10, choices: []string{"现状", "在建", "规划", "关闭"}},
		{header: "经度", example: "120.721300", width: 14},
		{header: "纬度", example: "30.882500", width: 14},
		{header: "面积(平方米)", example: "1200", width: 14},
	}
	for _, a := range c.Attributes {
		if importer.FieldOf(geo.LayerFacilities, a) != "" || slices.Contains([]string{"area", "level"}, a) {
			continue // a column of its own already, or named as one
		}
		columns = append(columns, templateColumn{header: importer.AttributeHeader(a), width: 14})
	}
	return append(columns, templateColumn{header: "备注", example: "此行为填写示例，导入时自动跳过", width: 36})
}

// Template writes an Excel workbook in which facilities of the category are
// entered, and which an import reads as it is: headers in Chinese, lists of what can
// be chosen, and one example row, which an import leaves out. Coordinates are
// degrees in WGS 84 or CGCS2000. The category needs a Chinese name.
func Template(ctx context.Context, w io.Writer, c *geo.Category) (err error) {
	if c.Zh == "" {
		return fmt.Errorf("template for category %s: it has no Chinese name", c.ID)
	}
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	const sheet = "设施台账"
	var failed error
	try := func(err error) {
		if failed == nil && err != nil {
			failed = fmt.Errorf("template for category %s: %w", c.ID, err)
		}
	}
	try(f.SetSheetName("Sheet1", sheet))
	try(f.SetCellStr(sheet, "A1", c.Zh+"设施台账（经度、纬度为 CGCS2000 或 WGS 84 的度数，不得使用高德、百度地图的坐标）"))
	columns := templateColumns(c)
	for i, column := range columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		try(err)
		try(f.SetCellStr(sheet, fmt.Sprintf("%s%d", name, headerRow), column.header))
		if column.example != "" {
			try(f.SetCellStr(sheet, fmt.Sprintf("%s%d", name, headerRow+1), column.example))
		}
		try(f.SetColWidth(sheet, name, name, column.width))
		if len(column.choices) > 0 {
			v := excelize.NewDataValidation(true)
			v.Sqref = fmt.Sprintf("%s%d:%s%d", name, headerRow+1, name, headerRow+templateRows)
			try(v.SetDropList(column.choices))
			v.SetError(excelize.DataValidationErrorStyleStop, column.header, "请从列表中选择")
			try(f.AddDataValidation(sheet, v))
		}
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	try(err)
	grey, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Italic: true, Color: "808080"}})
	try(err)
	last, err := excelize.ColumnNumberToName(len(columns))
	try(err)
	try(f.SetCellStyle(sheet, "A1", fmt.Sprintf("%s%d", last, headerRow), bold))
	try(f.SetCellStyle(sheet, fmt.Sprintf("A%d", headerRow+1), fmt.Sprintf("%s%d", last, headerRow+1), grey))
	try(f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: headerRow, TopLeftCell: fmt.Sprintf("A%d", headerRow+1), ActivePane: "bottomLeft"}))
	if failed == nil {
		failed = ctx.Err()
	}
	if failed != nil {
		return failed
	}
	if _, err := f.WriteTo(w); err != nil {
		return fmt.Errorf("template for category %s: %w", c.ID, err)
	}
	return nil
}
