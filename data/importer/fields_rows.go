package importer

// The names of the fields that tell a row's place.
const (
	fieldLon   = "lon"
	fieldLat   = "lat"
	fieldBoth  = "lonlat"
	fieldCell  = "h3"
	fieldShape = "geometry"
	fieldID    = "id"
	fieldCode  = "code"
	// fieldLandCode is the code of a land use.
	fieldLandCode = "land_code"
)

// The fields that tell what a facility is: its own category, or the type of a POI table.
const (
	fieldCategory = "category"
	fieldPOICode  = "poi_code"
	fieldPOIType  = "poi_type"
)

// placeFields tell where a row lies when the format itself does not, or on which
// ground. For a facility with a footprint, lon and lat are its point.
func placeFields() []Field {
	return []Field{
		{Name: fieldLon, Kind: Number, Doc: "longitude in degrees, WGS 84", Synonyms: []string{"lng", "long", "longitude", "x", "经度", "location.lng", "location.lon"}},
		{Name: fieldLat, Kind: Number, Doc: "latitude in degrees, WGS 84", Synonyms: []string{"latitude", "y", "纬度", "location.lat"}},
		{Name: fieldBoth, Kind: Points, Doc: `longitude and latitude in one column: "lon,lat"`, Synonyms: bothNames()},
		{Name: fieldCell, Kind: Cell, Doc: "H3 index of the hexagon that is the ground the row stands for", Synonyms: []string{"h3_index", "h3_cell", "cell", "hex_id"}},
		{Name: fieldShape, Kind: Shape, Doc: "geometry as well-known text, WGS 84", Synonyms: []string{"wkt", "geom", "the_geom"}},
	}
}

func idField() Field {
	return Field{
		Name: fieldID, Kind: Text, Doc: "identity of the row within its source; the row's number when there is none",
		Synonyms: []string{"fid", "gid", "objectid", "poiid", "poi_id", "uid", "编号", "序号", "标识码", "bsm"},
	}
}

func nameField() Field {
	return Field{Name: "name", Kind: Text, Doc: "name", Synonyms: []string{"名称", "name:zh", "mc", "设施名称"}}
}

func statusField() Field {
	return Field{
		Name: "status", Kind: Word, Doc: "existing, building, planned or closed; blank reads as existing",
		Synonyms: []string{"状态", "建设状态", "现状", "现状规划", "现状/规划", "建设情况", "建设进度", "运营状态", "营业状态", "使用状态", "state", "business_status"},
		Words: map[string]string{
			"existing": "existing", "built": "existing", "现状": "existing", "已建": "existing", "建成": "existing", "已建成": "existing", "运营": "existing", "在用": "existing",
			"运营中": "existing", "营业": "existing", "营业中": "existing", "正常营业": "existing", "使用": "existing", "使用中": "existing", "投用": "existing", "已投用": "existing", "现状保留": "existing", "保留": "existing",
			"building": "building", "construction": "building", "under construction": "building", "在建": "building", "建设中": "building", "在建中": "building", "施工中": "building", "新建中": "building", "改扩建": "building",
			"planned": "planned", "proposed": "planned", "规划": "planned", "拟建": "planned", "待建": "planned", "规划中": "planned", "规划新建": "planned", "筹建": "planned", "筹备中": "planned", "未建": "planned",
			"closed": "closed", "disused": "closed", "abandoned": "closed", "关闭": "closed", "停用": "closed", "撤销": "closed", "已拆除": "closed",
			"已拆": "closed", "拆除": "closed", "已关闭": "closed", "停业": "closed", "歇业": "closed", "暂停营业": "closed", "停办": "closed", "已停用": "closed", "废弃": "closed", "已撤销": "closed", "已搬迁": "closed", "搬迁": "closed", "temporarily_closed": "closed", "closed_temporarily": "closed", "closed_permanently": "closed",
		},
	}
}

func entrancesField() Field {
	return Field{Name: "entrances", Kind: Points, Doc: `where one walks in: "lon lat; lon lat"`, Synonyms: []string{"entrance", "出入口", "入口"}}
}

func unitFields() []Field {
	yearMin, yearMax := between(1900, 2200)
	return []Field{
		{Name: fieldCode, Kind: Code, Doc: "code, the statistical one where known; made from source and row when blank", Synonyms: []string{"adcode", "代码", "行政区划代码", "区划代码", "统计代码", "统计用区划代码", "乡镇代码", "镇街代码", "村代码", "行政代码", "xzqdm", "id"}},
		{Name: "name", Kind: Text, Doc: "name", Synonyms: []string{"名称", "name:zh", "xzqmc", "行政区名称", "乡镇名称", "镇街名称", "行政区", "村名", "村名称"}},
		{Name: "name_en", Kind: Text, Doc: "name in Latin script", Synonyms: []string{"name:en", "英文名", "拼音"}},
		{
			Name: "level", Kind: Word, Required: true, Doc: "province, prefecture, county, town or village", Synonyms: []string{"等级", "级别", "层级"},
			Words: map[string]string{
				"province": "province", "省": "province", "省级": "province", "直辖市": "province",
				"prefecture": "prefecture", "地级市": "prefecture", "市": "prefecture", "市级": "prefecture", "地级": "prefecture",
				"county": "county", "县": "county", "区": "county", "县级": "county", "县级市": "county", "区县": "county", "县区": "county",
				"town": "town", "township": "town", "镇": "town", "乡": "town", "街道": "town", "乡镇": "town", "镇级": "town", "乡级": "town", "乡镇级": "town",
				"village": "village", "村": "village", "社区": "village", "行政村": "village", "村级": "village",
			},
		},
		{Name: "type", Kind: Text, Doc: "what the unit calls itself (镇, 乡, 街道 …)", Synonyms: []string{"类型", "类别"}},
		{Name: "population", Kind: Number, Min: atLeast(0), Measure: peopleMeasure, Doc: "official number of residents", Synonyms: []string{"人口", "常住人口", "人口数", "persons", "residents", "pop"}},
		{Name: "population_year", Kind: Integer, Min: yearMin, Max: yearMax, Doc: "year of that number", Synonyms: []string{"人口年份", "年份", "year"}},
		{Name: "seat_lon", Kind: Number, Doc: "longitude of the town government in degrees", Synonyms: []string{"政府经度", "驻地经度"}},
		{Name: "seat_lat", Kind: Number, Doc: "latitude of the town government in degrees", Synonyms: []string{"政府纬度", "驻地纬度"}},
	}
}

func builtUpFields() []Field {
	return []Field{
		idField(),
		{Name: "unit", Kind: Text, Doc: "code of the town; found by place when blank", Synonyms: []string{"town", "unit_code", "town_code", "乡镇代码", "所属乡镇", "xzqdm"}},
		{Name: "derived", Kind: YesNo, Doc: "it was made from land use and not drawn: a drawn one counts instead"},
	}
}

func facilityFields() []Field {
	return []Field{
		idField(), nameField(),
		{Name: fieldCategory, Kind: Categories, Doc: "ids, codes or names of categories, several by comma; where it is blank, the type, the tags and the name tell it", Synonyms: []string{"categories", "类别", "类型", "设施类型", "设施类别", "kind", "type"}},
		statusField(),
		{Name: "area_m2", Kind: Number, Min: atLeast(0), Measure: areaMeasure, Measured: []string{"area", "面积", "占地面积", "用地面积", "场地面积"}, Doc: "area in square metres; that of the footprint when blank", Synonyms: []string{"面积(平方米)", "面积(m2)", "面积(㎡)", "占地面积(平方米)", "占地面积(m2)"}},
		entrancesField(),
		{Name: fieldPOICode, Kind: Text, Doc: "type codes of the Amap POI table, several by |", Synonyms: []string{"typecode", "type_code", "poi_typecode", "poitype_code", "new_type", "类型编码", "类型代码", "分类编码", "分类代码", "POI编码", "POI类型编码"}},
		{Name: fieldPOIType, Kind: Text, Doc: "types of a POI table as text (医疗保健服务;综合医院;卫生院), several by |; a column that is read as category may hold them too", Synonyms: []string{"poitype", "POI类型", "POI类别", "POI分类", "行业类型", "行业分类", "std_tag", "detail_info.tag"}},
	}
}

func greenwayFields() []Field {
	return []Field{
		idField(), nameField(), statusField(),
		{Name: "grade", Kind: Text, Doc: "level in the greenway plan (provincial, municipal, county, community)", Synonyms: []string{"等级", "级别", "level"}},
		{Name: "connector", Kind: YesNo, Doc: "a borrowed stretch of road, shown but not counted", Synonyms: []string{"is_connector", "连接线", "是否连接线"}},
	}
}

func parkFields() []Field {
	return []Field{
		idField(), nameField(),
		{Name: "kind", Kind: Text, Doc: "park, garden, square …; blank reads as park", Synonyms: []string{"类型", "类别", "公园类型", "type"}},
		statusField(), entrancesField(),
	}
}

func parcelFields() []Field {
	return []Field{
		idField(),
		{Name: "use", Kind: Text, Doc: "land use: residential, commercial, retail, industrial or any other word, or the name or code of a classification", Synonyms: []string{"landuse", "land_use", "用途", "用地性质", "用地类型", "地类名称", "dlmc", "用地名称", "ydyhflmc"}},
		{
			Name: fieldLandCode, Kind: Text, Doc: "code of the land use in the classification that --scheme names, or with its name (gbt21010:0702)",
			Synonyms: []string{"dlbm", "地类编码", "地类代码", "用地代码", "用地编码", "用地性质代码", "ydyhfldm", "用地用海分类代码", "yddm", "landuse_code", "land_use_code"},
		},
		{Name: "settlement", Kind: Text, Doc: "what the land survey says of city, town and village (201 city, 202 town, 203 village): the built-up area with --scheme gbt21010", Synonyms: []string{"czcsxm", "城镇村属性码", "城镇村属性"}},
		{Name: "town", Kind: Text, Doc: "code of the place, which begins with that of the town: built-up areas are joined by it", Synonyms: []string{"zldwdm", "坐落单位代码", "qsdwdm", "权属单位代码"}},
		{Name: "dwellings", Kind: Number, Min: atLeast(0), Doc: "dwellings stated for the parcel", Synonyms: []string{"户数", "住宅套数", "households"}},
		{Name: "population", Kind: Number, Min: atLeast(0), Measure: peopleMeasure, Doc: "people stated for the parcel", Synonyms: []string{"人口", "常住人口", "persons", "pop"}},
	}
}

func buildingFields() []Field {
	return []Field{
		idField(),
		{Name: "use", Kind: Text, Doc: "kind of building (house, apartments, school …)", Synonyms: []string{"building", "用途", "建筑用途", "类型"}},
		{Name: "levels", Kind: Number, Min: atLeast(0), Doc: "storeys", Synonyms: []string{"building:levels", "floors", "层数", "楼层"}},
		{Name: "dwellings", Kind: Number, Min: atLeast(0), Doc: "homes in the building", Synonyms: []string{"building:flats", "户数", "住宅套数", "households"}},
	}
}

func barrierFields() []Field {
	return []Field{
		idField(),
		{
			Name: "kind", Kind: Word, Required: true, Doc: "water, railway or wall", Synonyms: []string{"类型", "类别", "type"},
			Words: map[string]string{
				"water": "water", "river": "water", "lake": "water", "canal": "water", "水": "water", "水域": "water", "河流": "water", "河道": "water", "湖泊": "water",
				"railway": "railway", "rail": "railway", "铁路": "railway",
				"wall": "wall", "fence": "wall", "围墙": "wall",
			},
		},
	}
}

func populationFields() []Field {
	return []Field{
		idField(),
		{Name: "persons", Kind: Number, Min: atLeast(0), Measure: peopleMeasure, Doc: "people; blank is unknown", Synonyms: []string{"population", "人口", "常住人口", "人口数", "pop", "people", "residents"}},
	}
}
