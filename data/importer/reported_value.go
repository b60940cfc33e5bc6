package importer

import (
	"fmt"
	"strings"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// reportedValue reads a figure of a row of a standard: a number, with or without the
// row's own unit behind it (91%, 35 个), or yes or no of a checklist. It returns the rule
// that the value breaks, "" for none.
//
// A cell of a workbook that shows 91% holds 0.91, and so does one that means 0.91 %: a
// number of a share up to 1 in a workbook is refused, for nobody can tell which.
func reportedValue(raw any, row *indicator.Indicator, workbook bool) (value float64, rule string) {
	text := strings.ReplaceAll(ungroup(foldText(textOf(raw))), " ", "")
	if row.Unit == data.YesOrNo {
		yes := Field{Name: fieldValue, Kind: YesNo}
		v, broken := yes.parse(raw, "")
		if broken != "" {
			return 0, broken
		}
		if v == true {
			return 1, ""
		}
		return 0, ""
	}
	if v, plain := parseNumber(text); plain {
		_, written := raw.(string)
		if workbook && !written && row.Unit == data.PerCent && v > 0 && v <= 1 {
			return 0, fmt.Sprintf("a cell that shows %g%% holds this number, and so does one of %g %%: write the text %g%% or %g%%", 100*v, v, 100*v, v)
		}
		return v, ""
	}
	unit := strings.ReplaceAll(foldText(row.Unit), " ", "")
	if number, ok := strings.CutSuffix(text, unit); ok && unit != "" {
		if v, plain := parseNumber(ungroup(number)); plain {
			return v, ""
		}
	}
	rule = "a figure is a number"
	if row.Unit != "" {
		rule += ", in " + row.Unit
	}
	return 0, rule + fmt.Sprintf(" (%s)", row.ID)
}

// reportedYear reads 2025, 2025年 and 2025年度.
func reportedYear(raw any) (year int, rule string) {
	text := foldText(textOf(raw))
	for _, end := range []string{"年度", "年"} {
		text = strings.TrimSpace(strings.TrimSuffix(text, end))
	}
	v, ok := parseInteger(text)
	if !ok || v < 0 || v > 9999 {
		return 0, "a year is four digits"
	}
	return int(v), ""
}
