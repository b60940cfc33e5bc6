package profiles

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

func shippedClassifier(t testing.TB) *Classifier {
	t.Helper()
	p, err := Load()
	require.NoError(t, err)
	c, err := NewClassifier(p)
	require.NoError(t, err)
	return c
}

// What a person says of each name, who knows nothing else of the place: the codes or
// generic ids of its categories, and its status where the name tells one.
var namesAlone = []struct{ name, want, status string }{
	// Education.
	{"王店镇中心幼儿园", "kindergarten", ""},
	{"王店镇中心幼儿园（南园区）", "kindergarten", ""},
	{"小太阳托育中心", "nursery", ""},
	{"王店镇中心小学", "primary_school", ""},
	{"王店镇中心小学停车场", "car_park", ""},
	{"王店镇中心小学(公交站)", "bus_stop", ""},
	{"王店镇中心小学东门", "", ""},
	{"王店镇中心小学(东门)", "", ""},
	{"王店镇中心小学东校区", "primary_school", ""},
	{"王店镇建设小学旧址", "primary_school", "closed"},
	{"王店镇第二小学（在建）", "primary_school", "building"},
	{"王店镇第三小学(规划)", "primary_school", "planned"},
	{"秀洲区九年一贯制学校", "primary_school junior_high", ""},
	{"洪合镇中学", "junior_high", ""},
	{"新塍初级中学", "junior_high", ""},
	{"秀水高级中学", "senior_high", ""},
	{"嘉兴市职业技术学校", "vocational_school", ""},
	{"王江泾镇成人文化技术学校", "vocational_school", ""},
	{"王江泾镇老年大学", "elderly_school", ""},
	{"秀洲区实验学校", "school", ""},
	{"平安驾校", "", ""},
	{"小学生文具店", "", ""},
	{"学府花园", "", ""},
	// Health.
	{"建林村卫生室", "village_clinic", ""},
	{"油车港镇社区卫生服务中心麟湖服务站", "village_clinic", ""},
	{"油车港镇卫生院", "township_health_centre", ""},
	{"油车港镇社区卫生服务中心", "township_health_centre", ""},
	{"嘉兴市第一医院", "general_hospital", ""},
	{"秀洲区人民医院", "general_hospital", ""},
	{"秀洲区妇幼保健院", "specialist_hospital", ""},
	{"嘉兴口腔医院", "specialist_hospital", ""},
	{"爱宠动物医院", "", ""},
	{"王店兽医站", "", ""},
	{"华尔手机医院", "", ""},
	{"老百姓大药房", "pharmacy", ""},
	{"老百姓大药房（王店店）", "pharmacy", ""},
	{"李氏中医诊所", "clinic", ""},
	{"圣爱医院", "hospital", ""},
	{"秀洲区120急救站", "ambulance_station", ""},
	// Elderly.
	{"王店镇居家养老服务中心", "elderly_service_centre", ""},
	{"建林村居家养老服务照料中心", "elderly_day_care", ""},
	{"南梅社区日间照料中心", "elderly_day_care", ""},
	{"王店镇敬老院", "nursing_home", ""},
	{"嘉兴市儿童福利院", "social_facility", ""},
	{"建林村老年食堂", "elderly_canteen", ""},
	{"王店镇残疾人之家", "disability_home", ""},
	{"凤凰山公墓", "cemetery", ""},
	{"烈士陵园", "", ""},
	// Culture.
	{"新塍镇综合文化站", "culture_centre", ""},
	{"洪合镇文体中心", "culture_centre", ""},
	{"建林村文化礼堂", "culture_hall", ""},
	{"建林村文化礼堂停车场", "car_park", ""},
	{"智慧城市书房", "library", ""},
	{"建林村农家书屋", "library", ""},
	{"新华书店", "", ""},
	{"王店镇村史馆", "museum", ""},
	{"朱彝尊故居", "museum", ""},
	{"中共嘉兴县委旧址纪念馆", "museum", ""},
	{"王店影剧院", "cinema", ""},
	{"王江泾小镇客厅", "visitor_centre", ""},
	{"人民广场", "cultural_square", ""},
	{"万达购物广场", "mall", ""},
	{"建林村新时代文明实践站", "civilisation_station", ""},
	// Sport.
	{"秀洲区体育馆", "sports_centre", ""},
	{"建林村篮球场", "sports_pitch", ""},
	{"南梅健身苑", "fitness_point", ""},
	{"王店游泳馆", "swimming_pool", ""},
	{"贝贝婴儿游泳馆", "", ""},
	{"梅里百姓健身房", "gym", ""},
	{"长水塘健身步道", "fitness_trail", ""},
	// Commerce.
	{"王店农贸市场", "wet_market", ""},
	{"世纪联华超市", "supermarket", ""},
	{"母婴用品超市", "", ""},
	{"罗森便利店", "convenience_store", ""},
	{"嘉兴银行王店支行", "bank", ""},
	{"中国银行24小时自助银行", "", ""},
	{"中国邮政储蓄银行王店支行", "bank", ""},
	{"王店邮政支局", "post_office", ""},
	{"菜鸟驿站", "parcel_point", ""},
	{"建林村党群驿站", "", ""},
	{"中国移动王店营业厅", "telecom_outlet", ""},
	{"阿明理发店", "daily_services", ""},
	{"梅里大酒店", "hotel", ""},
	{"云溪民宿", "homestay", ""},
	{"中国石化王店加油站", "fuel", ""},
	{"王店商业街", "shopping_street", ""},
	{"阿婆面馆", "catering", ""},
	// Administration.
	{"王店镇人民政府", "township_government", ""},
	{"王店镇便民服务中心", "public_service_hall", ""},
	{"建林村便民服务站", "community_office", ""},
	{"建林村村民委员会", "community_office", ""},
	{"南梅社区党群服务中心", "community_office", ""},
	{"王店派出所", "police_station", ""},
	{"王店司法所", "justice_office", ""},
	{"王店镇社会治理中心", "justice_office", ""},
	{"王店镇消防站", "fire_station", ""},
	{"梅里邻里中心", "neighbourhood_centre", ""},
	// Green, transport, municipal, industry.
	{"梅里口袋公园", "pocket_park", ""},
	{"梅里公园", "", ""},
	{"南梅儿童游乐场", "playground", ""},
	{"王店公交站", "bus_stop", ""},
	{"王店客运站", "bus_station", ""},
	{"公共停车场", "car_park", ""},
	{"王店充电站", "charging_station", ""},
	{"沪昆高速王店收费站", "motorway_access", ""},
	{"嘉兴南火车站", "rail_station", ""},
	{"运河客运码头", "passenger_pier", ""},
	{"公共厕所", "public_toilet", ""},
	{"公厕3号", "public_toilet", ""},
	{"建林村垃圾房", "waste_collection", ""},
	{"王店污水处理厂", "sewage_works", ""},
	{"王店镇避灾安置点", "emergency_shelter", ""},
	{"再生资源回收站", "recycling_point", ""},
	{"嘉兴污水处理设备有限公司", "", ""},
	{"王店小微企业园", "industrial_park", ""},
	// Status.
	{"王店超市(暂停营业)", "supermarket", "closed"},
	{"王店镇便民服务中心（已搬迁）", "public_service_hall", "closed"},
	{"王店公厕-在建", "public_toilet", "building"},
	{"王店超市(营业中)", "supermarket", ""},
	{"王店超市(暂未营业)", "supermarket", "closed"},
	{"王店超市（已停业）", "supermarket", "closed"},
	{"王店小学(已撤并)", "primary_school", "closed"},
	{"城市规划展示馆", "museum", ""},
	{"城乡规划局", "", ""},
	{"拟建敬老院", "nursing_home", "planned"},
	{"在建王店镇卫生院", "township_health_centre", "building"},
	{"", "", ""},
	{"（）", "", ""},
	{"St Mary School", "", ""},
}

func TestNamesAlone(t *testing.T) {
	c := shippedClassifier(t)
	for _, row := range namesAlone {
		p := c.Place(Object{Name: row.name})
		want := strings.Fields(row.want)
		assert.ElementsMatch(t, want, p.Categories, "%s: %s", row.name, p.Rule)
		assert.Equal(t, geo.Status(row.status), p.Status, row.name)
		if len(want) == 0 {
			assert.Empty(t, p.From, row.name)
			assert.NotEmpty(t, p.Reason, row.name)
		} else {
			assert.Equal(t, FromName, p.From, row.name)
			assert.NotEmpty(t, p.Rule, row.name)
		}
	}
}

// Types with names, and what comes before what. The expectations are a person's.
func TestPrecedence(t *testing.T) {
	c := shippedClassifier(t)
	for _, row := range []struct {
		what string
		o    Object
		want string
		from Basis
	}{
		{"the own category before everything", Object{Own: []string{"culture_hall"}, Code: "141203", Tags: map[string]string{"amenity": "bank"}, Name: "王店小学"}, "culture_hall", FromCategory},
		{"a generic own category stays", Object{Own: []string{"school"}, Code: "141203", Name: "王店小学"}, "school", FromCategory},
		{"type before tags and name", Object{Code: "141204", Tags: map[string]string{"amenity": "school"}, Name: "王店小学"}, "kindergarten", FromType},
		{"tags before the name", Object{Tags: map[string]string{"amenity": "kindergarten", "colour": "red"}, Name: "王店小学"}, "kindergarten", FromTags},
		{"name where there is nothing else", Object{Tags: map[string]string{"colour": "red"}, Name: "王店小学"}, "primary_school", FromName},
		{"tags where the type tells nothing", Object{Code: "170200", Tags: map[string]string{"amenity": "bank"}, Name: "王店小学"}, "bank", FromTags},
		{"a type that tells no category keeps the name out", Object{Code: "170200", Name: "王店小学"}, "", ""},
		{"a tag that tells no category keeps the name out", Object{Tags: map[string]string{"shop": "stationery"}, Name: "王店小学"}, "", ""},
		{"a family alone leaves it to the name", Object{Code: "140000", Name: "王店小学"}, "primary_school", FromName},
		{"an unknown type text leaves it to the name", Object{Type: "教学", Name: "王店小学"}, "primary_school", FromName},
		{"a generic type, and the name says more", Object{Code: "141200", Name: "王店小学"}, "primary_school", FromType},
		{"a generic type, and tags say more", Object{Code: "141200", Tags: map[string]string{"amenity": "kindergarten"}, Name: "王店"}, "kindergarten", FromType},
		{"a generic type, and the name is of another family", Object{Code: "141200", Name: "王店超市"}, "school", FromType},
		{"generic tags, and the name says more", Object{Tags: map[string]string{"amenity": "social_facility"}, Name: "王店镇敬老院"}, "nursing_home", FromTags},
		{"generic only", Object{Code: "141200", Name: "秀洲实验学校"}, "school", FromType},
		{"code before text", Object{Code: "141203", Type: "科教文化服务;学校;中学"}, "primary_school", FromType},
		{"text where the code is bad", Object{Code: "x", Type: "科教文化服务;学校;中学", Name: "王店中学"}, "junior_high", FromType},
		{"two types", Object{Code: "060400|150904", Name: "世纪联华"}, "supermarket car_park", FromType},
		{"a zero cut off", Object{Code: "90102", Name: "王店镇卫生院"}, "township_health_centre", FromType},
		{"a number of a spreadsheet", Object{Code: "90102.0", Name: "王店镇卫生院"}, "township_health_centre", FromType},
		{"a name beside a type", Object{Code: "070000", Name: "建林村居家养老服务照料中心"}, "elderly_day_care", FromType},
		{"a shop called after a kind", Object{Code: "060400", Name: "敬老院"}, "supermarket", FromType},
		{"a restaurant called after a kind", Object{Code: "050300", Name: "文化礼堂"}, "catering", FromType},
		{"inside a school", Object{Code: "141207", Name: "王店九年一贯制学校"}, "", ""},
		{"a gate beside another type", Object{Code: "991000|070000", Name: "王店镇敬老院"}, "nursing_home", FromType},
		{"nine years", Object{Code: "141203", Name: "王店九年一贯制学校"}, "primary_school junior_high", FromType},
		{"a park of known size", Object{Code: "110101", Name: "梅里公园", Area: geo.Known(5000)}, "park", FromType},
		{"a small park", Object{Code: "110101", Name: "梅里公园", Area: geo.Known(4999)}, "pocket_park", FromType},
		{"a park that is called small", Object{Code: "110101", Name: "梅里口袋公园"}, "pocket_park", FromType},
		{"a park without a size", Object{Code: "110101", Name: "梅里公园"}, "", ""},
		{"a class of Amap that has no kinds in the table", Object{Type: "金融保险服务;银行;嘉兴银行"}, "bank", FromType},
		{"full width and spaces", Object{Type: "医疗保健服务；综合医院； 卫生院", Name: "王店镇卫生院"}, "township_health_centre", FromType},
		{"Baidu", Object{Type: "教育培训;小学", Name: "王店镇中心小学"}, "primary_school", FromType},
	} {
		p := c.Place(row.o)
		assert.ElementsMatch(t, strings.Fields(row.want), p.Categories, "%s: %s", row.what, p.Rule)
		assert.Equal(t, row.from, p.From, row.what)
		assert.Empty(t, p.BadCode, row.what)
	}
	for code, bad := range map[string]string{
		"1": "1", "1412033": "1412033", "141203|abc": "abc", "330411": "330411", "二": "二",
		"14120": "", // 014120 is of the family 01: read, and no category asks for it
	} {
		p := c.Place(Object{Code: code, Name: "王店小学"})
		assert.Equal(t, bad, p.BadCode, code)
		assert.Empty(t, p.Categories, code)
		assert.NotEmpty(t, p.Reason, code)
	}
}

// The same word says another thing of another kind.
func TestStatusDependsOnTheKind(t *testing.T) {
	c := shippedClassifier(t)
	for code, want := range map[string]geo.Status{"141203": geo.StatusClosed, "110204": ""} {
		p := c.Place(Object{Code: code, Name: "新四军驻王店旧址"})
		assert.NotEmpty(t, p.Categories)
		assert.Equal(t, want, p.Status, code)
		assert.Equal(t, want != "", p.StatusWord == "former_site", code)
	}
	own := c.Place(Object{Own: []string{"museum"}, Name: "新四军驻王店旧址（暂停营业）"})
	assert.Equal(t, geo.StatusClosed, own.Status, "another word says it of a museum too")
}

// Parts of places, and the places they belong to.
func TestParts(t *testing.T) {
	c := shippedClassifier(t)
	for _, row := range []struct{ name, kind, stem string }{
		{"王店镇卫生院", "", ""}, {"王店镇卫生院（东门）", "gate", "王店镇卫生院"}, {"王店镇卫生院-东南门", "gate", "王店镇卫生院"},
		{"王店镇卫生院南1门", "gate", "王店镇卫生院"}, {"王店镇卫生院2号门", "gate", "王店镇卫生院"}, {"王店镇卫生院正门", "gate", "王店镇卫生院"},
		{"王店镇卫生院出入口", "gate", "王店镇卫生院"}, {"地铁秀洲站B口", "gate", "地铁秀洲站"}, {"王店镇卫生院急诊科", "department", "王店镇卫生院"},
		{"王店镇卫生院(住院部)", "department", "王店镇卫生院"}, {"王店中学3号楼", "department", "王店中学"}, {"王店中学(停车场)", "other", ""},
		{"王店中学南校区东门", "gate", "王店中学南校区"}, {"王店中学南校区", "", ""}, {"东门", "", ""}, {"厦门小吃", "", ""}, {"教育部门", "", ""},
	} {
		p := c.Place(Object{Name: row.name})
		kind := ""
		if p.Part != nil {
			kind = p.Part.Kind
		}
		assert.Equal(t, row.kind, kind, row.name)
		assert.Equal(t, row.stem, p.Stem, row.name)
	}
}

func TestIsType(t *testing.T) {
	c := shippedClassifier(t)
	for text, want := range map[string]bool{
		"医疗保健服务;综合医院;卫生院": true, "141203": true, "90102": true, "141203|060400": true, "购物服务": true, "教育培训;小学": true,
		"小学": false, "primary_school": false, "E03": false, "E03;E04": false, "": false, "小学;初中": false, "123": false,
	} {
		assert.Equal(t, want, c.IsType(text), text)
	}
}
