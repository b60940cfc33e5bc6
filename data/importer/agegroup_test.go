package importer

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

func TestAgeGroupsOfColumns(t *testing.T) {
	for column, want := range map[string]string{
		"0-14": "0-14", "0-14岁": "0-14", "0—14岁": "0-14", "０～１４岁人口": "0-14", "0至14岁(人)": "0-14", "0-14岁人口数（万人）": "0-14", "pop_0_14": "0-14", "age 0 to 14": "0-14",
		"15—59岁": "15-59", "0-3岁婴幼儿": "0-3", "其中:0-3岁": "0-3", "3岁": "", "0-3岁/人": "0-3",
		"60+": "60+", "60岁以上": "60+", "60岁及以上": "60+", "60岁及以上人口(人)": "60+", "60周岁及以上老年人口": "60+", "65岁以上": "65+", "65岁及以上人口（万人）": "65+",
		"≥65岁": "65+", "pop_65_plus": "65+", "60 and over": "60+", "aged 80 or older": "80+", "年龄60岁以上人数": "60+", "80岁以上老人": "80+",
		"3岁以下": "<3", "14岁及以下": "0-14",
		// A share, a sex, a year, a range upside down, and words that say no age.
		"60岁以上占比": "", "60岁及以上比重(%)": "", "60+(%)": "", "男0-14岁": "", "60岁以上女性": "", "2020": "", "14-0": "", "0-200": "", "人口": "", "编号1-2": "", "60岁以上/总人口": "", "2019-2020": "",
	} {
		got, ok := ageGroup(column)
		if want == "" {
			require.False(t, ok, "%s read as %s", column, got)
			continue
		}
		require.True(t, ok, column)
		require.Equal(t, want, got, column)
	}
}

func TestATableWithAgeGroups(t *testing.T) {
	const text = "经度,纬度,常住人口(万人),0-14岁(人),15-59岁,60岁及以上人口(万人),65岁以上,60岁以上占比\n" +
		"120.5,30.5,0.1,150,600,0.025,180,25%\n" +
		"120.6,30.5,0.2,,1400,0.03,,15%\n"
	ds, report := accepted(t, "population", "p.csv", text, func(o *LayerOptions) { o.CRS = "wgs84" })
	require.Equal(t, geo.Known(1000), ds.Population[0].Persons)
	require.Equal(t, map[string]float64{"0-14": 150, "15-59": 600, "60+": 250, "65+": 180}, ds.Population[0].Groups)
	require.Equal(t, map[string]float64{"15-59": 1400, "60+": 300}, ds.Population[1].Groups, "a blank is unknown, not 0")
	said := strings.Join(whats(report.Remarks), "\n")
	require.Contains(t, said, "column 60岁及以上人口(万人) read as the age group 60+")
	require.Contains(t, said, "columns not used: 60岁以上占比")
}

func TestAgeGroupsThatDoNotAgreeAreToldOf(t *testing.T) {
	said := func(text string) string {
		t.Helper()
		_, report := accepted(t, "population", "p.csv", text, func(o *LayerOptions) { o.CRS = "wgs84" })
		return strings.Join(whats(report.Remarks), "\n")
	}
	require.Contains(t, said("lon,lat,persons,60+\n120.5,30.5,100,130\n120.6,30.5,100,90\n"), "the age group 60+ is 220 people in all, more than all 200 people of its rows")
	require.Contains(t, said("lon,lat,persons,60+\n120.5,30.5,100,130\n120.6,30.5,100,9\n"), "an age group has more people than the row")
	require.NotContains(t, said("lon,lat,persons,60+\n120.5,30.5,100,130\n120.6,30.5,100,9\n"), "in all, more than")
	require.Contains(t, said("lon,lat,persons,0-14,15-59,60+\n120.5,30.5,100,10,40,20\n"), "the age groups 0-14, 15-59, 60+ are all ages, and 70 people together where their rows have 100")
	require.NotContains(t, said("lon,lat,persons,0-14,15-59,60+\n120.5,30.5,100,20,60,20\n"), "all ages")
	require.NotContains(t, said("lon,lat,persons,0-14,60+\n120.5,30.5,100,1,2\n"), "all ages")
	require.Contains(t, said("lon,lat,persons,60+\n120.5,30.5,,5\n120.6,30.5,100,9\n"), "so that nobody of them counts: 1")
	twice := said("lon,lat,persons,60岁以上,60+\n120.5,30.5,100,20,30\n")
	require.Contains(t, twice, "columns 60+, 60岁以上 are all the age group 60+")
	ds, _ := accepted(t, "population", "p.csv", "lon,lat,persons,60岁以上,60+\n120.5,30.5,100,20,30\n", func(o *LayerOptions) { o.Map = map[string]string{"group:60+": "60岁以上"} })
	require.Equal(t, map[string]float64{"60+": 20}, ds.Population[0].Groups)
}
