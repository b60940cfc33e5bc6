package profiles

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// What a person says of a row of the Amap table: type code, name, and its area where
// the row states one.
var typed = []struct {
	code, name string
	m2         float64
	want       string
}{
	{"072000", "宝贝托育中心", 0, "nursery"}, {"141400", "早教托班", 0, "nursery"}, {"072000", "婴儿推车店", 0, ""}, {"141204", "王店镇中心幼儿园托育部", 0, "nursery kindergarten"},
	{"141204", "王店镇中心幼儿园", 0, "kindergarten"}, {"141203", "建设小学", 0, "primary_school"}, {"141200", "九年制学校", 0, "primary_school junior_high"},
	{"141202", "王店镇中学", 0, "junior_high"}, {"141202", "新塍初级中学", 0, "junior_high"}, {"141202", "秀州高级中学", 0, "senior_high"}, {"141202", "嘉兴完全中学", 0, "junior_high senior_high"},
	{"141202", "嘉兴职业高级中学", 0, "vocational_school"}, {"141205", "王店成校", 0, "vocational_school"}, {"141206", "交通技师学院", 0, "vocational_school"}, {"141201", "嘉兴职业技术学院", 0, "vocational_school"}, {"141201", "嘉兴大学", 0, ""},
	{"141205", "王店老年大学", 0, "elderly_school"}, {"141200", "秀洲外国语学校", 0, "school"}, {"141207", "王店小学操场", 0, ""}, {"141500", "平安驾校", 0, ""},
	{"090300", "建林村卫生室", 0, "village_clinic"}, {"090102", "南梅卫生服务站", 0, "village_clinic"}, {"090100", "王店社区卫生服务中心南梅服务站", 0, "village_clinic"},
	{"090102", "王店镇卫生院", 0, "township_health_centre"}, {"090100", "王店镇卫生院", 0, "township_health_centre"}, {"090300", "王店镇社区卫生服务中心", 0, "township_health_centre"},
	{"090101", "嘉兴市第一医院", 0, "general_hospital"}, {"090100", "惠民医院", 0, "general_hospital"}, {"090100", "李氏中医门诊部", 0, "clinic"},
	{"090202", "口腔医院", 0, "specialist_hospital"}, {"090500", "秀洲区疾控中心", 0, "specialist_hospital"}, {"090100", "秀洲区妇幼保健院", 0, "specialist_hospital"}, {"090201", "美莱整形", 0, ""},
	{"090601", "老百姓大药房", 0, "pharmacy"}, {"090600", "王店药店", 0, "pharmacy"}, {"090600", "保健品店", 0, ""}, {"090400", "王店急救站", 0, "ambulance_station"},
	{"090300", "张医生诊所", 0, "clinic"}, {"090000", "圣爱医院", 0, "hospital"}, {"090700", "宠物医院", 0, ""}, {"090100", "瑞鹏宠物医院", 0, ""},
	{"080402", "康养联合体", 0, "elderly_service_centre"}, {"120304", "南梅社区居家养老服务站", 0, "elderly_day_care"}, {"080402", "梅里颐养园", 0, "nursing_home"}, {"130408", "嘉兴市救助管理站", 0, "social_facility"},
	{"050100", "建林村老年食堂", 0, "elderly_canteen catering"}, {"130106", "长者食堂", 0, "elderly_canteen"}, {"130404", "残疾人康复站", 0, "disability_home"}, {"070000", "王店镇残疾人之家", 0, "disability_home"},
	{"071902", "凤凰山公墓", 0, "cemetery"}, {"071900", "寿衣花圈店", 0, ""}, {"140800", "秀洲区文化馆", 0, "culture_centre"}, {"080000", "洪合镇文体中心", 0, "culture_centre"}, {"140800", "建林文化礼堂", 0, "culture_hall"}, {"140800", "南梅书屋", 0, "library"},
	{"140500", "市图书馆", 0, "library"}, {"130106", "建林村农家书屋", 0, "library"}, {"140100", "嘉兴博物馆", 0, "museum"}, {"110204", "沈钧儒故居", 0, "museum"}, {"140600", "村史馆", 0, "museum"},
	{"080601", "万达影城", 0, "cinema"}, {"080601", "夜色私人影院", 0, ""}, {"070201", "梅里小镇客厅", 0, "visitor_centre"}, {"070200", "旅游咨询处", 0, "visitor_centre"}, {"110200", "游客中心", 0, "visitor_centre"},
	{"110105", "梅里广场", 0, "cultural_square"}, {"110105", "梅里广场", 3000, "cultural_square square"}, {"130106", "建林村新时代文明实践站", 0, "civilisation_station"},
	{"080101", "秀洲体育馆", 0, "sports_centre"}, {"080100", "王店体育中心", 0, "sports_centre"}, {"080100", "小飞侠篮球培训", 0, ""}, {"080104", "南梅篮球场", 0, "sports_pitch"}, {"080118", "羽毛球馆", 0, "sports_pitch"},
	{"080108", "健身广场", 0, "fitness_point"}, {"080100", "南梅室外健身点", 0, "fitness_point"}, {"080110", "王店游泳馆", 0, "swimming_pool"}, {"080111", "百姓健身房", 0, "gym"},
	{"060101", "万达广场", 0, "mall"}, {"060705", "蔬菜市场", 0, "wet_market"}, {"060700", "王店农贸市场", 0, "wet_market"}, {"060700", "小商品城", 0, ""}, {"060400", "世纪联华", 0, "supermarket"}, {"060411", "屈臣氏", 0, ""},
	{"060200", "十足", 0, "convenience_store"}, {"060400", "罗森便利店", 0, "convenience_store"}, {"050301", "肯德基", 0, "catering"}, {"050500", "咖啡", 0, ""}, {"160139", "邮储银行王店支行", 0, "bank"}, {"160101", "人民银行", 0, ""}, {"160304", "农行ATM", 0, ""},
	{"070400", "王店邮政支局", 0, "post_office"}, {"070400", "邮政储蓄银行", 0, ""}, {"070500", "菜鸟驿站", 0, "parcel_point"}, {"070500", "佳吉货运", 0, ""}, {"070501", "仓库", 0, ""}, {"070603", "移动营业厅", 0, "telecom_outlet"},
	{"071100", "阿明理发", 0, "daily_services"}, {"071100", "宠物美容", 0, ""}, {"100105", "如家", 0, "hotel"}, {"100200", "云溪民宿", 0, "homestay"}, {"080401", "山里农家乐", 0, "homestay"}, {"980100", "云溪民宿", 0, ""},
	{"061001", "步行街", 0, "shopping_street"}, {"010101", "中国石化", 0, "fuel"}, {"130105", "王店镇人民政府", 0, "township_government"}, {"130105", "新城街道办事处", 0, "township_government"}, {"130104", "秀洲区人民政府", 0, ""},
	{"130105", "王店镇便民服务中心", 0, "public_service_hall"}, {"070201", "秀洲区行政审批局办事大厅", 0, "public_service_hall"}, {"070000", "王店镇政务服务中心", 0, "public_service_hall"},
	{"130106", "建林村委会", 0, "community_office"}, {"120304", "南梅社区", 0, "community_office"}, {"120000", "南梅社区居民委员会", 0, "community_office"}, {"130501", "王店派出所", 0, "police_station"}, {"130501", "交警大队", 0, ""},
	{"130500", "王店司法所", 0, "justice_office"}, {"130504", "王店消防站", 0, "fire_station"}, {"120304", "南梅邻里中心", 0, "neighbourhood_centre"}, {"060101", "梅里邻里中心", 0, "neighbourhood_centre"}, {"120201", "湘家荡邻里中心", 0, "neighbourhood_centre"},
	{"110101", "梅里公园", 8000, "park"}, {"110103", "植物园", 4000, "pocket_park"}, {"110101", "街角游园", 0, "pocket_park"}, {"110101", "小公园", 399, ""}, {"110106", "儿童乐园", 0, "playground"}, {"110106", "假山", 0, ""},
	{"150702", "南梅", 0, "bus_stop"}, {"150700", "公交首末站", 0, "bus_stop bus_station"}, {"150400", "王店汽车站", 0, "bus_station"}, {"150904", "停车场", 0, "car_park"}, {"150900", "公共停车场", 0, "car_park"}, {"150900", "小区停车场", 0, ""}, {"150905", "停车场", 0, ""}, {"150909", "停车场出入口", 0, ""},
	{"011100", "国网充电站", 0, "charging_station"}, {"073000", "电动车充电", 0, "charging_station"}, {"011103", "充电站", 0, ""}, {"180201", "王店收费站", 0, "motorway_access"}, {"190304", "嘉兴南出口", 0, "motorway_access"},
	{"150200", "嘉兴站", 0, "rail_station"}, {"150203", "嘉兴站出站口", 0, ""}, {"150301", "月河码头", 0, "passenger_pier"}, {"200301", "男厕", 0, "public_toilet"}, {"110200", "旅游厕所公厕", 0, "public_toilet"},
	{"200000", "垃圾中转站", 0, "waste_collection"}, {"170300", "王店污水处理厂", 0, "sewage_works"}, {"200000", "南梅污水处理终端", 0, "sewage_works"}, {"200400", "王店中学避险", 0, "emergency_shelter"}, {"130106", "建林村避灾安置点", 0, "emergency_shelter"},
	{"061300", "旧家电回收", 0, "recycling_point"}, {"070000", "再生资源回收站", 0, "recycling_point"}, {"120100", "小微园", 0, "industrial_park"},
	{"190108", "建林村", 0, ""}, {"110101", "梅里公园", 0, ""}, {"220101", "文化节", 0, ""},
}

func TestTypesWithNames(t *testing.T) {
	c := shippedClassifier(t)
	for _, row := range typed {
		area := geo.Unknown()
		if row.m2 > 0 {
			area = geo.Known(row.m2)
		}
		p := c.Place(Object{Code: row.code, Name: row.name, Area: area})
		assert.ElementsMatch(t, strings.Fields(row.want), p.Categories, "%s %s: %s", row.code, row.name, p.Rule)
		assert.Empty(t, p.BadCode)
	}
}

// Every rule that ships places at least one of the rows that a person has decided; a
// rule that none of them meets is tested by nothing.
func TestEveryRuleIsMet(t *testing.T) {
	p, err := Load()
	require.NoError(t, err)
	c, err := NewClassifier(p)
	require.NoError(t, err)
	base := map[string]string{}
	for _, row := range typed {
		base[row.name] = c.names.read(row.name).base
	}
	for _, row := range namesAlone {
		base[row.name] = c.names.read(row.name).base
	}
	for i := range c.byType {
		r := &c.byType[i]
		met := false
		for _, row := range typed {
			area := geo.Known(row.m2)
			if row.m2 == 0 {
				area = geo.Unknown()
			}
			id := p.Categories[r.category].ID
			if r.holds(row.code, false) && r.covers(area) && r.match(base[row.name]) && strings.Contains(" "+row.want+" ", " "+id+" ") {
				met = true
			}
		}
		assert.True(t, met, "type rule %v of %s", r.codes, p.Categories[r.category].ID)
	}
	for i := range c.byName {
		r := &c.byName[i]
		id := p.Categories[r.category].ID
		met := false
		for _, row := range namesAlone {
			met = met || (r.match(base[row.name]) && strings.Contains(" "+row.want+" ", " "+id+" "))
		}
		assert.True(t, met, "name rule %s of %s", r.name, id)
		if r.withType {
			met = false
			for _, row := range typed {
				met = met || (r.match(base[row.name]) && strings.Contains(" "+row.want+" ", " "+id+" "))
			}
			assert.True(t, met, "name rule %s of %s beside a type", r.name, id)
		}
	}
	for _, n := range c.none {
		met := n.NamedAfter
		for _, row := range typed {
			met = met || (row.want == "" && anyHolds(n.ranges, row.code))
		}
		assert.True(t, met, "%s", n.ID)
	}
}

// Every code that a rule names is one that the table has, or a class of it.
func TestRulesNameCodesOfTheTable(t *testing.T) {
	p, err := Load()
	require.NoError(t, err)
	c, err := NewClassifier(p)
	require.NoError(t, err)
	known := map[string]bool{}
	for _, table := range p.POITables {
		for code := range table.Types {
			known[code] = true
		}
	}
	holds := func(r codeRange) bool {
		for code := range known {
			if r.holds(code) {
				return true
			}
		}
		return false
	}
	for i := range c.byType {
		for _, r := range append(c.byType[i].codes, c.byType[i].not...) {
			assert.True(t, holds(r), "%s: %v", p.Categories[c.byType[i].category].ID, r)
		}
	}
	for _, n := range c.none {
		for _, r := range n.ranges {
			assert.True(t, holds(r), "%s: %v", n.ID, r)
		}
	}
	for _, r := range c.types.byText {
		assert.True(t, known[r], r)
	}
}
