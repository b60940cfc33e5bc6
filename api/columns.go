package api

// headings are the names of the columns of a table: as they stand in English, which are
// those of the JSON members, or in Chinese words.
func headings(lang Lang, names []string) []string {
	if lang != Chinese {
		return names
	}
	out := make([]string, len(names))
	for i, name := range names {
		zh, ok := columnsZh[name]
		if !ok {
			zh = name
		}
		out[i] = zh
	}
	return out
}

// columnsZh are the Chinese headings, each with the unit of its figures.
var columnsZh = map[string]string{
	"unit": "单元代码", "name": "单元名称", "category": "设施类别", "circle": "生活圈", "minutes": "分钟", "metres": "米",
	"mode": "出行方式", "metric": "度量方式", "origin": "起点范围",
	"population_total": "人口(人)", "population_covered": "覆盖人口(人)", "population_share": "人口覆盖率(0–1)",
	"residential_m2": "居住用地(平方米)", "residential_covered_m2": "覆盖居住用地(平方米)",
	"dwellings_total": "住宅(套)", "dwellings_covered": "覆盖住宅(套)", "villages_total": "村(个)", "villages_covered": "覆盖村(个)",
	"street_m": "居住街道(米)", "street_covered_m": "覆盖居住街道(米)", "seats_total": "驻地(个)", "seats_covered": "覆盖驻地(个)",
	"denominator": "分母", "share": "覆盖率(0–1)", "area_m2": "覆盖面积(平方米)",
	"facilities": "设施(个)", "facilities_inside": "辖区内设施(个)", "unplaced_facilities": "未接入路网的设施(个)",
	"unplaced_population": "未接入路网的人口(人)", "edge_population": "数据边缘人口(人)",
	"homes": "居住点(个)", "homes_covered": "覆盖居住点(个)", "homes_unplaced": "未接入路网的居住点(个)",
	"slope_unknown_m": "坡度未知道路(米)", "grain_m": "人口粒度(米)", "tolerance_m": "图形容差(米)", "reason": "原因",
	"dataset_version": "数据集版本", "dataset_date": "数据日期", "profile_version": "规则版本",

	"standard": "标准", "id": "指标编号", "indicator": "指标", "clause": "条款", "value": "数值", "value_unit": "计量单位",
	"target": "目标", "lamp": "亮灯", "why": "说明", "computed": "计算值", "reported": "填报值", "reported_year": "填报年份",
	"reported_source": "填报来源", "differs": "计算与填报不符", "denominator_size": "分母大小", "profile": "规则", "method": "方法",
	"features_behind": "相关要素(个)", "verified": "条文已核对", "standards_version": "标准版本",
}
