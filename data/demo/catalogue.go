package demo

// rule says how many facilities of a category stand where: so many for the whole
// county at its seat, and on average so many in each town's built-up area, in
// each community, and in each village of the country.
type rule struct {
	category                         string
	suffix                           string // of the name
	county, town, community, village float64
	// low and high bound its floor area in square metres; 0 is none stated.
	low, high float64
	// ground reports that it is known with its footprint and an entrance.
	ground bool
	attrs  []attr
}

// catalogue lists a rule for every category but those that follow from the ground:
// parks, squares, greenways, motorway accesses, the rail station and the pier.
// Numbers of a kind are of the order that towns of northern Zhejiang plan for.
func catalogue() []rule {
	own := choice("ownership", "public", "private")
	public := choice("ownership", "public")
	open := choice("open", "06:00-22:00", "08:00-17:30", "24/7")
	sections := number("classes", 6, 24)
	return []rule{
		{"nursery", "托育园", 0, 1, 1, 0, 200, 900, true, []attr{own, number("places", 30, 120)}},
		{"kindergarten", "幼儿园", 0, 1, 2.2, 0.2, 1200, 4000, true, []attr{own, choice("grade", "省一级", "省二级", "省三级"), number("classes", 3, 15)}},
		{"primary_school", "小学", 0, 1, 0.45, 0.08, 6000, 20000, true, []attr{public, sections, flag("standardised")}},
		{"junior_high", "初级中学", 0, 1, 0.2, 0, 9000, 30000, true, []attr{public, sections, flag("standardised")}},
		{"senior_high", "高级中学", 2, 0, 0, 0, 30000, 60000, true, []attr{public, sections}},
		{"vocational_school", "成人学校", 2, 0, 0, 0, 8000, 20000, true, []attr{public}},
		{"elderly_school", "老年学堂", 1, 0.8, 0, 0, 200, 900, false, []attr{public, open}},

		{"village_clinic", "卫生服务站", 0, 0.5, 1.4, 0.8, 80, 300, false, []attr{public, number("staff", 2, 8)}},
		{"township_health_centre", "中心卫生院", 0, 1, 0, 0, 3000, 9000, true, []attr{public, flag("national_standard_level"), number("beds", 20, 120), number("doctors", 15, 60)}},
		{"general_hospital", "人民医院", 2, 0, 0, 0, 20000, 60000, true, []attr{public, choice("grade", "二级甲等", "三级乙等"), number("beds", 200, 700)}},
		{"specialist_hospital", "妇幼保健院", 2, 0, 0, 0, 5000, 15000, true, []attr{public, number("beds", 40, 150)}},
		{"pharmacy", "药店", 0, 1, 3.2, 0.15, 60, 200, false, []attr{own, open}},
		{"ambulance_station", "急救站", 1, 0.5, 0, 0, 0, 0, false, []attr{public, choice("open", "24/7")}},

		{"elderly_service_centre", "居家养老服务中心", 0, 1, 0, 0, 600, 2500, true, []attr{public, number("star", 2, 5), number("beds", 5, 40)}},
		{"elderly_day_care", "日间照料中心", 0, 0, 1.8, 0.5, 120, 500, false, []attr{own, number("seats", 10, 50)}},
		{"nursing_home", "养老院", 1, 0.8, 0, 0, 2000, 8000, true, []attr{own, number("beds", 50, 300), number("nursing_beds", 20, 150)}},
		{"elderly_canteen", "老年食堂", 0, 0.3, 1.8, 0.5, 60, 250, false, []attr{own, number("seats", 20, 80)}},
		{"disability_home", "残疾人之家", 1, 0.7, 0, 0, 200, 600, false, []attr{public}},
		{"cemetery", "公墓", 2, 0, 0, 0, 10000, 30000, false, nil},

		{"culture_centre", "综合文化站", 0, 1, 0, 0, 1000, 5000, true, []attr{public, choice("open_hours", "42", "48", "56")}},
		{"culture_hall", "文化礼堂", 0, 0, 1.5, 0.9, 200, 900, false, []attr{public}},
		{"library", "城市书房", 1, 0.8, 0.6, 0.2, 80, 600, false, []attr{public, open}},
		{"museum", "记忆馆", 2, 0.3, 0, 0, 500, 3000, true, []attr{own, open}},
		{"cinema", "影剧院", 2, 0.3, 0, 0, 1000, 3000, true, []attr{own, number("seats", 200, 900)}},
		{"visitor_centre", "小镇客厅", 1, 0.8, 0, 0, 200, 900, false, []attr{public, open}},
		{"cultural_square", "文化广场", 0, 1, 0.2, 0.1, 800, 5000, false, nil},
		{"civilisation_station", "新时代文明实践站", 0, 1, 0.5, 0.4, 100, 400, false, []attr{public}},

		{"sports_centre", "全民健身中心", 1, 0.5, 0, 0, 2000, 9000, true, []attr{public, open}},
		{"sports_pitch", "多功能运动场", 0, 0.8, 1.2, 0.4, 420, 3000, false, []attr{public, choice("sport", "basketball", "soccer", "multi")}},
		{"fitness_point", "健身苑点", 0, 0, 4.5, 1.6, 60, 400, false, []attr{public}},
		{"swimming_pool", "游泳馆", 2, 0, 0, 0, 800, 2500, true, []attr{own, open}},
		{"fitness_trail", "健身步道", 1, 0.5, 0, 0.05, 0, 0, false, []attr{number("length", 500, 4000), number("width", 2, 4)}},
		{"gym", "百姓健身房", 0, 0.8, 0.5, 0, 100, 500, false, []attr{own, open}},

		{"mall", "商贸综合体", 3, 0.5, 0, 0, 8000, 40000, true, []attr{own, number("floor_area", 8000, 60000)}},
		{"wet_market", "农贸市场", 0, 1, 0.5, 0, 1000, 4000, true, []attr{own, number("star", 1, 5), flag("certified")}},
		{"supermarket", "超市", 0, 1, 1.4, 0.1, 300, 3000, false, []attr{own, flag("chain")}},
		{"convenience_store", "便利店", 0, 0, 9, 1.8, 40, 150, false, []attr{own, open, flag("chain")}},
		{"catering", "饭店", 0, 2, 8, 0.6, 60, 400, false, []attr{own, number("seats", 20, 160)}},
		{"bank", "银行", 0, 1.5, 1.2, 0, 0, 0, false, []attr{open}},
		{"post_office", "邮政所", 0, 1, 0, 0, 100, 400, false, []attr{public, open}},
		{"parcel_point", "快递驿站", 0, 0, 5, 1, 0, 0, false, []attr{open}},
		{"telecom_outlet", "电信营业厅", 0, 1, 0, 0, 0, 0, false, []attr{own}},
		{"daily_services", "便民理发店", 0, 0, 4, 0.3, 0, 0, false, []attr{own}},
		{"hotel", "宾馆", 3, 0.6, 0, 0, 1500, 8000, true, []attr{own, number("stars", 2, 5)}},
		{"homestay", "民宿", 1, 0, 0, 0.12, 0, 0, false, []attr{own, number("beds", 6, 30)}},
		{"shopping_street", "商业街", 2, 0.3, 0, 0, 0, 0, false, []attr{number("length", 150, 800)}},
		{"fuel", "加油站", 2, 1, 0, 0, 0, 0, false, []attr{own, choice("open", "24/7")}},

		{"public_service_hall", "便民服务中心", 0, 1, 0, 0, 500, 2500, true, []attr{public, open}},
		{"police_station", "派出所", 0, 1, 0, 0, 800, 2500, true, []attr{public, choice("open", "24/7")}},
		{"justice_office", "司法所", 0, 1, 0, 0, 0, 0, false, []attr{public}},
		{"fire_station", "消防站", 1, 0.6, 0, 0, 1500, 4000, true, []attr{public, choice("open", "24/7")}},
		{"neighbourhood_centre", "邻里中心", 1, 0.3, 0.25, 0, 800, 4000, true, []attr{own}},

		{"playground", "儿童游乐场", 0, 0, 3, 0.2, 100, 600, false, nil},
		{"bus_stop", "公交站", 0, 2, 8, 3, 0, 0, false, []attr{flag("bay"), flag("display"), number("routes", 1, 6)}},
		{"bus_station", "公交枢纽站", 0, 1, 0, 0, 2000, 8000, false, []attr{public}},
		{"car_park", "公共停车场", 0, 2, 1.5, 0, 0, 0, false, []attr{own, number("spaces", 20, 300)}},
		{"charging_station", "充电站", 0, 1, 0.4, 0, 0, 0, false, []attr{own, number("plugs", 2, 24)}},
		{"public_toilet", "公共厕所", 0, 1, 3.5, 1.4, 30, 120, false, []attr{public, choice("grade", "一类", "二类", "三类")}},
		{"waste_collection", "垃圾收集点", 0, 0, 8, 2.2, 0, 0, false, []attr{flag("sorted")}},
		{"sewage_works", "污水处理站", 1, 0.5, 0, 0, 3000, 20000, false, []attr{number("capacity", 500, 20000)}},
		{"emergency_shelter", "应急避灾场所", 0, 1, 0.5, 0.15, 300, 6000, false, []attr{public}},
		{"recycling_point", "再生资源回收点", 1, 0, 1, 0, 0, 0, false, nil},
		{"industrial_park", "小微企业园", 2, 0.6, 0, 0, 20000, 90000, false, []attr{own}},
	}
}

// attr draws the value of an attribute; which facility it is for decides which.
type attr struct {
	key  string
	draw func(s seed, k int) any
}

// choice is one of some words.
func choice(key string, words ...string) attr {
	return attr{key, func(s seed, k int) any { return words[s.below(len(words), k)] }}
}

// number is a whole number from low to high.
func number(key string, low, high int) attr {
	return attr{key, func(s seed, k int) any { return float64(low + s.below(high-low+1, k)) }}
}

// flag is true for two in three.
func flag(key string) attr {
	return attr{key, func(s seed, k int) any { return s.chance(0.67, k) }}
}

// unknownShare is the share of attributes, and of areas, that nobody has noted.
const unknownShare = 0.15

// attributes draws the attributes of facility k.
func (r *rule) attributes(s seed, k int) map[string]any {
	out := make(map[string]any, len(r.attrs)+1)
	for n, a := range r.attrs {
		if s.chance(unknownShare, k, n) {
			continue
		}
		out[a.key] = a.draw(s.of(a.key), k)
	}
	return out
}
