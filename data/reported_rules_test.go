package data

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

func rulesOfTest() *ReportedRules {
	units := []*geo.Unit{
		{Code: "330411", Name: "秀洲区", Level: geo.LevelCounty}, {Code: "330411101", Name: "王店镇", Level: geo.LevelTown},
		{Code: "330411102000", Name: "洪合镇", Level: geo.LevelTown}, {Code: "330421101", Name: "城关镇", Level: geo.LevelTown},
		{Code: "330422101", Name: "城关镇", Level: geo.LevelTown}, {Code: "old", Name: "旧镇", Level: geo.LevelTown, SupersededBy: "x"},
		{Code: "330411101201", Name: "某村", Level: geo.LevelVillage},
	}
	standards := []*indicator.Standard{{ID: "a", Indicators: []indicator.Indicator{
		{ID: "XZ-36", Text: indicator.Text{Zh: "绿道"}, Level: geo.LevelTown, Unit: "km/10⁴"}, {ID: "XZ-38", Level: geo.LevelTown, Unit: "%", Text: indicator.Text{Zh: "同名"}},
		{ID: "XZ-02", Level: geo.LevelCounty, Unit: "是/否", Text: indicator.Text{Zh: "同名"}},
	}}}
	// It is 2026 in China already.
	return NewReportedRules(units, standards, time.Date(2025, 12, 31, 16, 0, 0, 0, time.UTC))
}

func TestUnitsOfReports(t *testing.T) {
	r := rulesOfTest()
	for text, code := range map[string]string{"330411101": "330411101", "330411101000": "330411101", "330411102": "330411102000",
		"王店镇": "330411101", "秀洲区": "330411", "３３０４１１１０１": "330411101", "某村": "330411101201"} {
		u, err := r.Unit(text)
		require.Nil(t, err, text)
		require.Equal(t, code, u.Code, text)
	}
	spaced, err := r.Unit(" 330411101\t")
	require.Nil(t, err)
	require.Equal(t, "330411101", spaced.Code)
	for text, rule := range map[string]string{"": "is required", "王店": "no unit of the dataset", "城关镇": "one of 330421101, 330422101", "旧镇": "no unit", "old": "no unit",
		"330411000": "no unit", "330411101201000": "no unit", "330411101000000": "no unit"} {
		_, err := r.Unit(text)
		require.NotNil(t, err, text)
		require.Equal(t, "unit", err.Field)
		require.Contains(t, err.Rule.En, rule, text)
		require.NotEmpty(t, err.Rule.Zh)
	}
}

func TestIndicatorsOfReports(t *testing.T) {
	r := rulesOfTest()
	for _, text := range []string{"XZ-36", "xz-36", "ＸＺ－３６", " XZ -36", "绿道"} {
		row, err := r.Indicator(text)
		require.Nil(t, err, text)
		require.Equal(t, "XZ-36", row.ID)
	}
	_, err := r.Indicator("XZ-3")
	require.Equal(t, "no standard has this indicator; the nearest are XZ-36, XZ-38, XZ-02", err.Rule.En)
	_, err = r.Indicator("同名")
	require.NotNil(t, err, "two rows have the name")
	_, err = r.Indicator("")
	require.Contains(t, err.Rule.En, "is required")
}

func TestCheckOfReports(t *testing.T) {
	r := rulesOfTest()
	for _, c := range []struct {
		unit, row   string
		value       float64
		year        int
		field, rule string
	}{
		{"330411101", "XZ-36", -3, 2026, "", ""},
		{"330411101", "XZ-38", 100, 1949, "", ""},
		{"330411", "XZ-02", 1, 2026, "", ""},
		{"330411101", "XZ-36", 1, 2027, "year", "from 1949 to 2026"},
		{"330411101", "XZ-36", 1, 1948, "year", "from 1949 to 2026"},
		{"330411101", "XZ-38", 100.5, 2026, "value", "from 0 to 100"},
		{"330411101", "XZ-38", -1, 2026, "value", "from 0 to 100"},
		{"330411", "XZ-02", 0.5, 2026, "value", "1 (yes) or 0 (no)"},
		{"330411", "XZ-36", 1, 2026, "indicator", "of level town; 秀洲区 (330411) is of level county"},
	} {
		unit, err := r.Unit(c.unit)
		require.Nil(t, err)
		row, err := r.Indicator(c.row)
		require.Nil(t, err)
		v := ReportedValue{Unit: unit.Code, Indicator: row.ID, Value: c.value, Year: c.year, Source: "x", At: "2026-01-02T03:04:05Z", By: "y"}
		err = r.Check(7, &v, unit, row)
		if c.field == "" {
			require.Nil(t, err)
			continue
		}
		require.NotNil(t, err, c)
		require.Equal(t, 7, err.At)
		require.Equal(t, c.field, err.Field)
		require.Contains(t, err.Rule.En, c.rule)
		require.NotEmpty(t, err.Rule.Zh)
	}
}
