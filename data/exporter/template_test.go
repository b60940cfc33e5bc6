package exporter

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/seed-4611ae28/lifecircle/data/importer"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
)

// A template of every category, filled in, comes in without a mapping.
func TestFilledTemplatesAreImported(t *testing.T) {
	rules, err := profiles.LoadWith("")
	require.NoError(t, err)
	for i := range rules.Categories {
		c := &rules.Categories[i]
		var b bytes.Buffer
		require.NoError(t, Template(context.Background(), &b, c), c.ID)
		f, err := excelize.OpenReader(&b)
		require.NoError(t, err)
		rows, err := f.GetRows("设施台账")
		require.NoError(t, err)
		require.Len(t, rows, 3, "a title, a header and an example")
		cells := map[string]any{"名称": "王店设施", "类别": c.Zh, "状态": "在建", "经度": 120.72, "纬度": 30.62, "面积(平方米)": 1200}
		want := map[string]any{}
		for _, a := range c.Attributes {
			header := importer.AttributeHeader(a)
			if cells[header] == nil {
				cells[header] = 7
			}
		}
		for j, header := range rows[1] {
			name, err := excelize.CoordinatesToCellName(j+1, 4)
			require.NoError(t, err)
			if cells[header] == nil {
				continue
			}
			require.NoError(t, f.SetCellValue("设施台账", name, cells[header]))
			if j > 6 {
				want[header] = cells[header]
			}
		}
		path := filepath.Join(t.TempDir(), "a.xlsx")
		require.NoError(t, f.SaveAs(path))
		require.NoError(t, f.Close())
		r, err := importer.Layer(context.Background(), importer.LayerOptions{Layer: "facilities", File: path, DryRun: true, Categories: rules.Categories})
		require.NoError(t, err, "%s: %v", c.ID, r.Report.Refused)
		require.Equal(t, 1, r.Report.Accepted, c.ID)
		require.Empty(t, r.Report.Refused)
		got := r.Settlement.Dataset.Facilities[0]
		require.Equal(t, []string{c.ID}, got.Categories)
		require.Len(t, got.Attributes, len(want), c.ID)
		for a := range got.Attributes {
			require.Contains(t, c.Attributes, a, "%s: under the name that the category asks for", c.ID)
		}
	}
}
