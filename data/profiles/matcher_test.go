package profiles

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// tagged parses "key=value, key=value" by hand-written rows.
func tagged(t testing.TB, row string) map[string]string {
	t.Helper()
	out := map[string]string{}
	if row == "" {
		return out
	}
	for _, pair := range strings.Split(row, ", ") {
		key, value, ok := strings.Cut(pair, "=")
		require.True(t, ok, "row %q", row)
		out[key] = value
	}
	return out
}

func shippedMatcher(t testing.TB) *Matcher {
	t.Helper()
	p, err := Load()
	require.NoError(t, err)
	m, err := NewMatcher(p)
	require.NoError(t, err)
	return m
}

// One feature for each of the 72 categories and the four generic ones; area 0 is a point.
var positives = []struct {
	code, tags string
	area       float64
	want       string
}{
	{"E01", "amenity=childcare", 0, "nursery"},
	{"E02", "amenity=kindergarten, name=王店镇中心幼儿园", 0, "kindergarten"},
	{"E03", "amenity=school, name=王店镇中心小学", 0, "primary_school"},
	{"E04", "amenity=school, name=洪合镇初级中学", 0, "junior_high"},
	{"E05", "amenity=school, name=秀州高级中学", 0, "senior_high"},
	{"E06", "amenity=college, name=嘉兴职业技术学院", 0, "vocational_school"},
	{"E07", "building=yes, name=新塍老年大学", 0, "elderly_school"},
	{"H01", "amenity=clinic, name=建林村卫生室", 0, "village_clinic"},
	{"H02", "amenity=clinic, name=油车港镇卫生院", 0, "township_health_centre"},
	{"H03", "amenity=hospital, name=嘉兴市第一医院", 0, "general_hospital"},
	{"H04", "healthcare=hospital, name=嘉兴市妇幼保健院", 0, "specialist_hospital"},
	{"H05", "amenity=pharmacy", 0, "pharmacy"},
	{"H06", "emergency=ambulance_station", 0, "ambulance_station"},
	{"L01", "amenity=social_facility, social_facility:for=senior, name=王江泾镇居家养老服务中心", 0, "elderly_service_centre"},
	{"L02", "amenity=social_facility, social_facility=day_care", 0, "elderly_day_care"},
	{"L03", "amenity=social_facility, social_facility=nursing_home", 0, "nursing_home"},
	{"L04", "amenity=community_centre, name=幸福食堂", 0, "elderly_canteen"},
	{"L05", "amenity=social_facility, social_facility:for=disabled", 0, "disability_home"},
	{"L06", "landuse=cemetery", 30000, "cemetery"},
	{"C01", "amenity=community_centre, name=新塍镇综合文化站", 0, "culture_centre"},
	{"C02", "amenity=community_centre, name=建林村文化礼堂", 0, "culture_hall"},
	{"C03", "amenity=library", 0, "library"},
	{"C04", "tourism=museum", 0, "museum"},
	{"C05", "amenity=cinema", 0, "cinema"},
	{"C06", "tourism=information, information=office", 0, "visitor_centre"},
	{"C07", "leisure=common, name=人民广场", 0, "cultural_square"},
	{"C08", "building=yes, name=新时代文明实践站", 0, "civilisation_station"},
	{"S01", "leisure=sports_centre", 0, "sports_centre"},
	{"S02", "leisure=pitch, sport=basketball", 0, "sports_pitch"},
	{"S03", "leisure=fitness_station", 0, "fitness_point"},
	{"S04", "leisure=swimming_pool, sport=swimming", 0, "swimming_pool"},
	{"S05", "highway=footway, name=湿地健身步道", 0, "fitness_trail"},
	{"S06", "leisure=fitness_centre", 0, "gym"},
	{"M01", "shop=mall", 0, "mall"},
	{"M02", "building=retail, name=洪合农贸市场", 0, "wet_market"},
	{"M03", "shop=supermarket", 0, "supermarket"},
	{"M04", "shop=convenience", 0, "convenience_store"},
	{"M05", "amenity=restaurant", 0, "catering"},
	{"M06", "amenity=bank", 0, "bank"},
	{"M07", "amenity=post_office", 0, "post_office"},
	{"M08", "amenity=parcel_locker", 0, "parcel_point"},
	{"M09", "shop=mobile_phone", 0, "telecom_outlet"},
	{"M10", "shop=hairdresser", 0, "daily_services"},
	{"M11", "tourism=hotel", 0, "hotel"},
	{"M12", "tourism=guest_house", 0, "homestay"},
	{"M13", "highway=pedestrian, name=梅湾街", 0, "shopping_street"},
	{"M14", "amenity=fuel", 0, "fuel"},
	{"G01", "amenity=townhall", 0, "township_government"},
	{"G02", "office=government, name=王店镇便民服务中心", 0, "public_service_hall"},
	{"G03", "office=government, name=建林村村委会", 0, "community_office"},
	{"G04", "amenity=police", 0, "police_station"},
	{"G05", "office=government, name=新塍司法所", 0, "justice_office"},
	{"G06", "amenity=fire_station", 0, "fire_station"},
	{"G07", "building=retail, name=秀湖邻里中心", 0, "neighbourhood_centre"},
	{"P01", "leisure=park", 5000, "park"},
	{"P02", "leisure=garden", 400, "pocket_park"},
	{"P03", "place=square", 2500, "cultural_square square"},
	{"P04", "highway=cycleway, name=环湖绿道", 0, "greenway"},
	{"P05", "leisure=playground", 0, "playground"},
	{"T01", "public_transport=platform, bus=yes", 0, "bus_stop"},
	{"T02", "amenity=bus_station", 0, "bus_station"},
	{"T03", "amenity=parking", 0, "car_park"},
	{"T04", "amenity=charging_station", 0, "charging_station"},
	{"T05", "highway=motorway_junction", 0, "motorway_access"},
	{"T06", "railway=station", 0, "rail_station"},
	{"T07", "amenity=ferry_terminal", 0, "passenger_pier"},
	{"U01", "amenity=toilets", 0, "public_toilet"},
	{"U02", "amenity=waste_disposal", 0, "waste_collection"},
	{"U03", "man_made=wastewater_plant", 0, "sewage_works"},
	{"U04", "emergency=assembly_point", 0, "emergency_shelter"},
	{"U05", "amenity=recycling", 0, "waste_collection recycling_point"},
	{"I01", "landuse=industrial, name=小微企业园", 80000, "industrial_park"},
	{"school", "amenity=school", 0, "school"},
	{"clinic", "amenity=doctors", 0, "clinic"},
	{"hospital", "healthcare=hospital", 0, "hospital"},
	{"social_facility", "amenity=social_facility", 0, "social_facility"},
}

func TestEveryCategoryMatchesItsOwn(t *testing.T) {
	m := shippedMatcher(t)
	p, err := Load()
	require.NoError(t, err)
	var reached []string
	for _, row := range positives {
		area := geo.Unknown()
		if row.area > 0 {
			area = geo.Known(row.area)
		}
		got := m.Match(tagged(t, row.tags), area)
		assert.Equal(t, row.want, strings.Join(got, " "), "%s: %s", row.code, row.tags)
		c, ok := p.Category(row.code)
		require.True(t, ok, "code %s", row.code)
		assert.Contains(t, got, c.ID, "%s: %s", row.code, row.tags)
		reached = append(reached, c.ID)
	}
	for _, c := range p.Categories {
		assert.Contains(t, reached, c.ID, "no row above is for %s", c.ID)
	}
}

func TestTraps(t *testing.T) {
	point := -1.0
	rows := []struct {
		why, tags string
		area      float64
		want      string
	}{
		{"nine years are both", "amenity=school, name=高照九年一贯制学校", point, "primary_school junior_high"},
		{"高级中学 is not junior high", "amenity=school, name=秀州高级中学", point, "senior_high"},
		{"a middle school is", "amenity=school, name=王店镇中学", point, "junior_high"},
		{"name:zh counts as well", "amenity=school, name=Wangdian Primary, name:zh=王店小学", point, "primary_school"},
		{"a vocational senior school is not general", "amenity=school, name=秀水职业高级中学", point, "vocational_school"},
		{"职业 alone is no school", "office=employment_agency, name=职业介绍所", point, ""},
		{"a foreign school stays generic", "amenity=school, name=Volksschule Vaduz", point, "school"},
		{"unless its level is stated", "amenity=school, name=Volksschule Vaduz, isced:level=0;1", point, "primary_school"},
		{"a kindergarten is no school", "amenity=kindergarten, name=Kindergarten Haberfeld", point, "kindergarten"},
		{"a nursery by name", "amenity=kindergarten, name=阳光托育园", point, "nursery kindergarten"},
		{"卫生院 tagged as hospital", "amenity=hospital, name=新塍镇卫生院", point, "township_health_centre"},
		{"a station of the centre is a station", "amenity=clinic, name=新城街道社区卫生服务中心百墅社区卫生服务站", point, "village_clinic"},
		{"the centre itself", "amenity=clinic, name=新城街道社区卫生服务中心", point, "township_health_centre"},
		{"a hospital of one kind is not general", "amenity=hospital, name=嘉兴市妇幼保健院", point, "specialist_hospital"},
		{"a centre for women and children is none of the town", "healthcare=centre, name=妇幼保健中心", point, "specialist_hospital"},
		{"a foreign hospital is general", "amenity=hospital, healthcare=hospital, name=Landesspital", point, "general_hospital"},
		{"a foreign doctor stays generic", "amenity=doctors, name=Dr. Meier", point, "clinic"},
		{"a dentist is nothing we know", "amenity=dentist", point, ""},
		{"private parking", "amenity=parking, access=private", point, ""},
		{"parking for customers counts", "amenity=parking, access=customers", point, "car_park"},
		{"private toilets", "amenity=toilets, access=private", point, ""},
		{"a private pool", "leisure=swimming_pool, sport=swimming, access=private", point, ""},
		{"a pool without the sport", "leisure=swimming_pool", point, ""},
		{"one of several sports", "leisure=pitch, sport=skateboard; tennis", point, "sports_pitch"},
		{"no known sport", "leisure=pitch, sport=golf", point, ""},
		{"a hall that also swims", "leisure=sports_centre, sport=swimming", point, "sports_centre swimming_pool"},
		{"recycling is both", "amenity=recycling", point, "waste_collection recycling_point"},
		{"park just below", "leisure=park", 4999, "pocket_park"},
		{"park at the threshold", "leisure=park", 5000, "park"},
		{"park point", "leisure=park", point, ""},
		{"too small", "leisure=park", 399.9, ""},
		{"pocket park at its threshold", "leisure=park", 400, "pocket_park"},
		{"a large garden is neither", "leisure=garden", 5000, ""},
		{"a garden at home", "leisure=garden, garden:type=residential", 800, ""},
		{"a private park", "leisure=park, access=private", 9000, ""},
		{"a square as a point", "place=square", point, "cultural_square"},
		{"an anonymous hiking route is no greenway", "route=hiking, type=route", point, ""},
		{"a route with the name is", "route=bicycle, type=route, name=浙北绿道", point, "greenway"},
		{"day care for children", "amenity=social_facility, social_facility=day_care, social_facility:for=child", point, "social_facility"},
		{"day care for the elderly and others", "amenity=social_facility, social_facility=day_care, social_facility:for=senior;disabled", point, "elderly_day_care disability_home"},
		{"a street named after the market", "highway=residential, name=农贸市场路", point, ""},
		{"a stop named after the market", "highway=bus_stop, name=农贸市场", point, "bus_stop"},
		{"the market's toilets", "amenity=toilets, name=农贸市场公厕", point, "public_toilet"},
		{"the canteen as a restaurant", "amenity=restaurant, name=建林老年食堂", point, "elderly_canteen catering"},
		{"a bookshop is no library", "shop=books, name=席殊书屋", point, ""},
		{"a reading room is", "building=yes, name=城市书房", point, "library"},
		{"a zone committee is no village", "office=government, name=开发区管委会", point, ""},
		{"villagers' committee in full", "office=government, name=建林村村民委员会", point, "community_office"},
		{"a hall with two uses", "amenity=community_centre, name=建林村党群服务中心文化礼堂", point, "culture_hall community_office"},
		{"two values of one key", "amenity=cafe;library", point, "library"},
		{"a plain building", "building=yes, name=Rathaus", point, ""},
		{"nothing at all", "", point, ""},
		{"an empty value", "amenity=", point, ""},
	}
	m := shippedMatcher(t)
	for _, row := range rows {
		area := geo.Unknown()
		if row.area >= 0 {
			area = geo.Known(row.area)
		}
		got := m.Match(tagged(t, row.tags), area)
		assert.Equal(t, row.want, strings.Join(got, " "), "%s: %s", row.why, row.tags)
	}
}

func TestMatchOfNothingAllocatesNothing(t *testing.T) {
	m := shippedMatcher(t)
	tags := map[string]string{"building": "yes", "name": "Haus Nr. 7", "addr:street": "Landstrasse", "amenity": "bench"}
	require.Empty(t, m.Match(tags, geo.Unknown()))
	assert.Zero(t, testing.AllocsPerRun(100, func() { m.Match(tags, geo.Unknown()) }))
}

func TestAnyValueOfAKey(t *testing.T) {
	m, err := NewMatcher(&geo.Profiles{Categories: []geo.Category{
		{ID: "craft", OSM: []geo.TagRule{{All: map[string][]string{"craft": {"*"}}}}},
		{ID: "open_craft", OSM: []geo.TagRule{{All: map[string][]string{"craft": {"*"}, "opening_hours": {"*"}}, Not: map[string][]string{"access": {"*"}}}}},
	}})
	require.NoError(t, err)
	for row, want := range map[string][]string{
		"craft=potter":                       {"craft"},
		"craft=potter;smith":                 {"craft"},
		"craft=":                             nil,
		"opening_hours=24/7":                 nil,
		"craft=a, opening_hours=b":           {"craft", "open_craft"},
		"craft=a, opening_hours=b, access=c": {"craft"},
	} {
		assert.Equal(t, want, m.Match(tagged(t, row), geo.Unknown()), row)
	}
}

func TestNewMatcherNamesTheBrokenRule(t *testing.T) {
	_, err := NewMatcher(&geo.Profiles{Categories: []geo.Category{{ID: "x", OSM: []geo.TagRule{{Name: "("}}}}})
	require.ErrorContains(t, err, `category x: name "("`)
}

func BenchmarkMatch(b *testing.B) {
	m := shippedMatcher(b)
	for name, row := range map[string]string{
		"nothing":  "building=yes, addr:street=Landstrasse, addr:housenumber=7",
		"school":   "amenity=school, name=高照九年一贯制学校",
		"wideName": "building=yes, name=嘉兴市秀洲区王店镇人民大楼",
	} {
		tags := tagged(b, row)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m.Match(tags, geo.Unknown())
			}
		})
	}
}
