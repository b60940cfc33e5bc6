package importer

import "strings"

// attributeNames are the Chinese names of the attributes that the categories ask
// of a facility: what a ledger calls them, best first. A column of this name is the
// attribute.
func attributeNames() map[string][]string {
	return map[string][]string{
		"bay":                     {"港湾式站台"},
		"beds":                    {"床位数"},
		"nursing_beds":            {"护理型床位数"},
		"doctors":                 {"医师数", "医生数"},
		"staff":                   {"人员数", "工作人员数"},
		"national_standard_level": {"国家标准等级"},
		"grade":                   {"等级"},
		"classes":                 {"班级数"},
		"places":                  {"托位数"},
		"ownership":               {"办学性质"},
		"standardised":            {"标准化学校"},
		"seats":                   {"座位数", "餐位数"},
		"star":                    {"星级"},
		"stars":                   {"星级数"},
		"certified":               {"已认定"},
		"chain":                   {"连锁"},
		"spaces":                  {"车位数", "停车位数"},
		"plugs":                   {"充电桩数"},
		"routes":                  {"线路数"},
		"display":                 {"电子站牌"},
		"sorted":                  {"垃圾分类"},
		"capacity":                {"处理能力"},
		"open_hours":              {"开放时间"},
		"floor_area":              {"营业面积"},
		"length":                  {"长度"},
		"width":                   {"宽度"},
	}
}

// attributeOf is the attribute that a ledger's column is, "" for none.
func attributeOf(column string) string {
	key := columnKey(column)
	for id, names := range attributeNames() {
		for _, name := range names {
			if columnKey(name) == key {
				return attributePrefix + id
			}
		}
	}
	return ""
}

// AttributeHeader is what a ledger calls an attribute of a facility; its own name
// where nothing else is known.
func AttributeHeader(attribute string) string {
	if names := attributeNames()[attribute]; len(names) > 0 {
		return names[0]
	}
	return strings.TrimSpace(attribute)
}
