package importer

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

func TestUnitsInHeaders(t *testing.T) {
	for column, want := range map[string]float64{
		"area_m2": 3, "面积(亩)": 2000, "面积（亩）": 2000, "占地面积(公顷)": 30_000, "面积/亩": 2000, "面积_亩": 2000, "面积 [ha]": 30_000,
		"面积（单位：亩）": 2000, "面积(㎡)": 3, "用地面积(平方公里)": 3e6, "面积(万平方米)": 30_000, "面积（ＨＡ）": 30_000,
	} {
		ds, _ := accepted(t, "facilities", "a.csv", "category,lon,lat,"+column+"\nE02,120.5,30.6,3\n")
		require.Equal(t, geo.Known(want), ds.Facilities[0].AreaM2, column)
	}
	for column, want := range map[string]float64{"人口": 4.35, "人口(万人)": 43_500, "常住人口（千人）": 4350, "persons": 4.35, "人口/人": 4.35} {
		ds, _ := accepted(t, "population", "a.csv", "lon,lat,"+column+"\n120.5,30.6,4.35\n")
		require.Equal(t, geo.Known(want), ds.Population[0].Persons, column)
	}
	// What a column without a unit counts nobody knows; of a unit that is not in the
	// table nothing is made.
	for _, column := range []string{"面积", "面积(顷)", "面积(建筑)"} {
		ds, _ := accepted(t, "facilities", "a.csv", "category,lon,lat,"+column+"\nE02,120.5,30.6,3\n")
		require.Equal(t, geo.Unknown(), ds.Facilities[0].AreaM2, column)
		require.Equal(t, map[string]any{column: 3.0}, ds.Facilities[0].Attributes)
	}
	ds, _ := accepted(t, "population", "a.csv", "lon,lat,60岁以上(万人)\n120.5,30.6,1.2\n", func(o *LayerOptions) {
		o.Map = map[string]string{"group:60+": "60岁以上(万人)"}
	})
	require.Equal(t, map[string]float64{"60+": 12_000}, ds.Population[0].Groups)
}

func TestNumbersWithUnits(t *testing.T) {
	area := &Field{Name: "area_m2", Kind: Number, Measure: areaMeasure}
	people := &Field{Name: "persons", Kind: Number, Measure: peopleMeasure}
	share := &Field{Name: "share", Kind: Number, Measure: shareMeasure}
	for _, c := range []struct {
		field  *Field
		column string
		raw    any
		want   float64
	}{
		{area, "area_m2", "12亩", 8000}, {area, "area_m2", "１２．５ 公顷", 125_000}, {area, "面积(亩)", "3亩", 2000}, {area, "area_m2", "1,234.5 m2", 1234.5},
		{area, "面积(亩)", json.Number("3"), 2000}, {area, "面积(亩)", 3.0, 2000}, {area, "area_m2", "1，234，567", 1234567}, {area, "面积(公顷)", "1.5e1", 150_000},
		{people, "人口", "1.2万", 12_000}, {people, "persons", "１２３人", 123}, {people, "人口(万人)", "0.35", 3500},
		{share, "绿地率(%)", "91", 0.91}, {share, "share", "91%", 0.91}, {share, "绿地率", "９１％", 0.91}, {share, "share", "0.91", 0.91}, {share, "绿地率(%)", "91%", 0.91},
	} {
		v, rule := c.field.parse(c.raw, c.column)
		require.Empty(t, rule, "%s %v", c.column, c.raw)
		require.InEpsilon(t, c.want, v, 1e-12, "%s %v", c.column, c.raw)
	}
	for _, c := range []struct {
		field  *Field
		column string
		raw    any
	}{
		{area, "面积(亩)", "3公顷"}, {area, "area_m2", "1,234"}, {area, "area_m2", "12,34.5"}, {area, "area_m2", "亩"}, {area, "area_m2", "约3亩"},
		{area, "area_m2", "3人"}, {people, "人口", "12户"}, {people, "persons", "12%"}, {area, "area_m2", "3亩2分"},
	} {
		_, rule := c.field.parse(c.raw, c.column)
		require.NotEmpty(t, rule, "%s %v", c.column, c.raw)
	}
	require.Contains(t, area.Rule(), "平方米, 亩, 公顷")
}

func TestCodesThatASpreadsheetMadeNumbersOf(t *testing.T) {
	f := &Field{Name: "code", Kind: Code}
	for _, c := range []struct {
		raw  any
		want string
	}{
		{"330411101.0", "330411101"}, {330411101.0, "330411101"}, {"330411101000.00", "330411101"}, {json.Number("3.30411101E11"), "330411101"},
		{json.Number("3.3E+08"), "330000"}, {"3.30411101000E+11", "330411101"}, {"３３０４１１", "330411"},
	} {
		v, rule := f.parse(c.raw, "code")
		require.Empty(t, rule, "%v", c.raw)
		require.Equal(t, c.want, v, "%v", c.raw)
	}
	for _, raw := range []any{"3.30411E+11", "330411101.5", "3.3E+08"} {
		_, rule := f.parse(raw, "code")
		require.NotEmpty(t, rule, "digits are lost: %v", raw)
	}
}

func FuzzQuantity(f *testing.F) {
	for _, s := range []string{"12亩", "１，２３４，５６７", "91%", "1e5", "面积(亩)", "1.2万人", "3.3E+08"} {
		f.Add("面积(亩)", s)
		f.Add(s, "3")
	}
	f.Fuzz(func(t *testing.T, column, text string) {
		field := &Field{Name: "area_m2", Kind: Number, Measure: areaMeasure, Min: atLeast(0)}
		if v, rule := field.parse(text, column); rule == "" {
			n, ok := numberOf(v)
			require.True(t, ok && n >= 0)
		}
		code := &Field{Kind: Code}
		_, _ = code.parse(text, column)
	})
}
