package data

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/width"

	"github.com/seed-4611ae28/lifecircle/data/internal/spelling"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// ReportedRules know the units and indicators of which figures can be reported. Every
// way in asks them, so that all refuse the same.
type ReportedRules struct {
	byCode map[string]*geo.Unit
	byName map[string][]*geo.Unit
	rows   map[string]*indicator.Indicator
	names  map[string][]*indicator.Indicator
	ids    []string
	now    time.Time
}

// NewReportedRules makes the rules for units (those that count; superseded ones are
// passed over) and the rows of standards, at a moment after which no figure can be.
func NewReportedRules(units []*geo.Unit, standards []*indicator.Standard, now time.Time) *ReportedRules {
	r := &ReportedRules{byCode: map[string]*geo.Unit{}, byName: map[string][]*geo.Unit{},
		rows: map[string]*indicator.Indicator{}, names: map[string][]*indicator.Indicator{}, now: now}
	for _, u := range units {
		if u.SupersededBy == "" {
			r.byCode[u.Code] = u
			r.byName[u.Name] = append(r.byName[u.Name], u)
		}
	}
	for _, s := range standards {
		for i := range s.Indicators {
			row := &s.Indicators[i]
			r.rows[plainID(row.ID)] = row
			r.names[row.Zh] = append(r.names[row.Zh], row)
			r.ids = append(r.ids, row.ID)
		}
	}
	return r
}

// plainID folds the spellings of an id: case, full width and spaces do not matter.
func plainID(s string) string {
	return strings.ToUpper(strings.Join(strings.Fields(width.Fold.String(s)), ""))
}

// Unit is the unit that a code or an exact name means. A town's 12-digit code is an
// alias of its 9-digit one. Of a name that several units have none is meant.
func (r *ReportedRules) Unit(text string) (*geo.Unit, *ReportedError) {
	text = strings.TrimSpace(text)
	refuse := func(rule indicator.Text) (*geo.Unit, *ReportedError) {
		return nil, &ReportedError{Field: "unit", Value: text, Rule: rule}
	}
	code := strings.ToLower(width.Fold.String(text))
	if u := r.byCode[code]; u != nil {
		return u, nil
	}
	if u := r.byCode[otherTownCode(code)]; u != nil && u.Level == geo.LevelTown {
		return u, nil
	}
	named := r.byName[text]
	switch {
	case text == "":
		return refuse(indicator.Text{En: "is required: the code of a unit, or its exact name", Zh: "必须填写：单元代码，或其确切名称"})
	case len(named) == 1:
		return named[0], nil
	case len(named) > 1:
		var codes []string
		for _, u := range named {
			codes = append(codes, u.Code)
		}
		slices.Sort(codes)
		list := strings.Join(codes, ", ")
		return refuse(indicator.Text{En: "several units have this name; give the code, one of " + list, Zh: "有多个同名单元，请用代码，为以下之一：" + list})
	}
	return refuse(indicator.Text{En: "no unit of the dataset has this code or this exact name", Zh: "数据集中没有此代码或此确切名称的单元"})
}

// otherTownCode is the 9-digit form of a town's 12-digit code, and the other way round;
// "" for what is neither.
func otherTownCode(code string) string {
	short, whole := strings.CutSuffix(code, "000")
	switch {
	case whole && len(short) == 9:
		return short
	case len(code) == 9:
		return code + "000"
	}
	return ""
}

// Indicator is the row that an id or an exact Chinese name means.
func (r *ReportedRules) Indicator(text string) (*indicator.Indicator, *ReportedError) {
	text = strings.TrimSpace(text)
	if row := r.rows[plainID(text)]; row != nil {
		return row, nil
	}
	if named := r.names[text]; len(named) == 1 {
		return named[0], nil
	}
	rule := indicator.Text{En: "is required: the id of an indicator", Zh: "必须填写：指标编号"}
	if text != "" {
		near := strings.Join(spelling.Nearest(plainID(text), r.ids, 3), ", ")
		rule = indicator.Text{En: "no standard has this indicator; the nearest are " + near, Zh: "各标准均无此指标；最接近的是 " + near}
	}
	return nil, &ReportedError{Field: "indicator", Value: text, Rule: rule}
}

// Check reports the first rule that a figure of the unit and the row breaks. Unit and
// Indicator of v are theirs.
func (r *ReportedRules) Check(at int, v *ReportedValue, unit *geo.Unit, row *indicator.Indicator) *ReportedError {
	refuse := func(field, value string, rule indicator.Text) *ReportedError {
		return &ReportedError{At: at, Field: field, Value: value, Rule: rule}
	}
	if row.Level != "" && unit.Level != row.Level {
		return refuse("indicator", row.ID, indicator.Text{
			En: fmt.Sprintf("is of units of level %s; %s (%s) is of level %s", row.Level, unit.Name, unit.Code, unit.Level),
			Zh: fmt.Sprintf("该指标针对 %s 级单元；%s（%s）为 %s 级", row.Level, unit.Name, unit.Code, unit.Level)})
	}
	if last := r.now.In(china).Year(); v.Year < firstYear || v.Year > last {
		return refuse("year", fmt.Sprint(v.Year), yearRule(last))
	}
	if row.Unit == YesOrNo && v.Value != 0 && v.Value != 1 {
		return refuse("value", number(v.Value), indicator.Text{En: "has to be 1 (yes) or 0 (no)", Zh: "应为 1（是）或 0（否）"})
	}
	if row.Unit == PerCent && (v.Value < 0 || v.Value > 100) {
		return refuse("value", number(v.Value), indicator.Text{En: "has to be from 0 to 100, in per cent", Zh: "应为 0 至 100 的百分数"})
	}
	return checkReported(at, v)
}

// The units of indicators whose values are bounded, as standards write them.
const (
	YesOrNo = "是/否"
	PerCent = "%"
)
