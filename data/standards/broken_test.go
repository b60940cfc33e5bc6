package standards

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sound is a standard with a row of most kinds; the broken examples change one thing each.
const sound = `id: own-2024
zh: 自定标准
en: Own standard
level: town
issuer: us
date: "2024-05-01"
source: own plan
verified: false
indicators:
  - id: OWN-01
    zh: 每镇至少一个农贸市场
    en: A market per town
    kind: count
    class: [CNT]
    level: town
    clause: 一(一)
    quote: 每镇至少一个农贸市场
    unit: 个
    targets: [{op: ">=", value: 1, year: 2025}]
    params: {categories: [wet_market], where: {star: ">=1"}}
    verified: true
  - id: OWN-02
    zh: 十五分钟圈
    en: Fifteen minutes
    kind: coverage
    class: [SP]
    level: town
    clause: 一(二)
    unit: "%"
    targets:
      - {op: ">=", value: 80, year: 2025}
      - {op: ">=", value: 90, year: 2027}
    params: {categories: [kindergarten], circle: c5_town, rural_circle: c5_village}
    verified: false
  - id: OWN-03
    zh: 完整度
    en: Completeness
    kind: completeness
    class: [SP]
    level: town
    clause: 二
    unit: "%"
    params: {circle: c15_town}
    note: {zh: 没有数值, en: no number}
    verified: false
  - id: OWN-04
    zh: 达标镇比例
    en: Towns that meet it
    kind: share
    class: [CNT]
    level: county
    clause: 三
    unit: "%"
    targets: [{op: "=", value: 100, implied: true}]
    params: {parts: town, each: [OWN-01]}
    verified: false
  - id: OWN-05
    zh: 每千老人床位
    en: Beds per 1,000 elderly
    kind: ratio
    class: [SP+A]
    level: county
    clause: 三
    unit: 张/千人
    targets: [{op: ">=", value: 5.5}]
    params: {categories: [nursing_home], attribute: beds, per: 1000, group: 60+}
    verified: false
  - id: OWN-06
    zh: 护理床占比
    en: Nursing beds
    kind: attribute_share
    class: [A]
    level: county
    clause: 三
    unit: "%"
    targets: [{op: ">=", value: 60}]
    params: {categories: [nursing_home], attribute: nursing_beds, of: beds}
    verified: false
  - id: OWN-07
    zh: 车程
    en: Drive
    kind: seat_time
    class: [SP]
    level: town
    clause: 三
    unit: min
    targets: [{op: "<=", value: 15}]
    params: {categories: [rail_station], mode: car, share_of_people: 0.8}
    verified: false
  - id: OWN-08
    zh: 公园
    en: Parks
    kind: service_radius
    class: [SP]
    level: town
    clause: 三
    unit: "%"
    targets: [{op: ">=", value: 85}]
    params: {rule: park_2022}
    verified: false
  - id: OWN-09
    zh: 村庄设施
    en: Villages
    kind: requirement_set
    class: [SP]
    level: county
    clause: 三
    unit: "%"
    targets: [{op: ">=", value: 90}]
    params: {set: village_5, of: villages}
    verified: false
  - id: OWN-10
    zh: 汇总
    en: Together
    kind: roll_up
    class: [SP]
    level: town
    clause: 三
    unit: 项
    targets: [{op: ">=", value: 2}]
    params: {each: [OWN-01, OWN-02]}
    verified: false
  - id: OWN-11
    zh: 材料
    en: Papers
    kind: checklist
    class: [Q]
    level: county
    clause: 四
    unit: 是/否
    targets: [{op: "=", value: 1, implied: true}]
    verified: false
  - id: OWN-12
    zh: 产值
    en: Output
    kind: reported
    class: [R]
    level: county
    clause: 四
    unit: 亿元
    targets: [{op: ">", value: 12.5}]
    verified: false
  - id: OWN-13
    zh: 镇数
    en: Towns
    kind: count
    class: [SP]
    level: county
    clause: 四
    unit: 个
    targets: [{op: "=", value: 5}]
    params: {layer: units, parts: town}
    verified: false
  - id: OWN-14
    zh: 通道
    en: Corridor
    kind: corridor
    class: [SP]
    level: town
    clause: 四
    unit: 条
    targets: [{op: ">=", value: 1}]
    params: {class: primary}
    verified: false
  - id: OWN-15
    zh: 供给
    en: Supply
    kind: supply
    class: [SP+A]
    level: town
    clause: 四
    unit: 张/千人
    targets: [{op: ">=", value: 1}]
    params: {categories: [nursing_home], attribute: beds, mode: car, minutes: 30}
    verified: false
  - id: OWN-16
    zh: 绿道
    en: Greenway
    kind: greenway
    class: [SP]
    level: town
    clause: 四
    unit: km/10⁴
    targets: [{op: ">=", value: 1.0}]
    verified: false
  - id: OWN-17
    zh: 成链
    en: Chain
    kind: greenway_chain
    class: [SP]
    level: town
    clause: 四
    unit: 条
    targets: [{op: ">=", value: 1}]
    params: {beads: 2}
    verified: false
roll_ups:
  - id: two
    zh: 两件
    en: Two
    version: "1"
    of: [OWN-01, OWN-02]
    source: own plan
    verified: false
`

// brokenExamples change one passage of the sound file. The first line that loading
// reports is wanted whole, or to where it lists what is allowed. A schema knows no other
// record, no unit and no order, so some faults are for loading alone.
var brokenExamples = []struct {
	name, old, new string
	want           string
	goOnly         bool
}{
	{"wrong operator", `op: "<=", value: 15`, `op: "=<", value: 15`, `own.yaml:87: indicator "OWN-07": targets[0].op: "=<" must be >=, <=, >, < or =`, false},
	{"operator of the wrong way", `op: "<=", value: 15`, `op: ">=", value: 15`, `own.yaml:87: indicator "OWN-07": targets[0].op: ">=" does not fit seat_time: must be one of <=, <`, true},
	{"unknown kind", "kind: corridor", "kind: coridor", `own.yaml:157: indicator "OWN-14": kind: "coridor" is no kind: must be one of coverage, completeness, `, false},
	{"share in minutes", "unit: \"%\"\n    params: {circle", "unit: min\n    params: {circle", `own.yaml:42: indicator "OWN-03": unit: "min" does not fit: the value of completeness is in %`, true},
	{"minutes in per cent", "unit: min", "unit: \"%\"", `own.yaml:86: indicator "OWN-07": unit: "%" does not fit: the value of seat_time is in min`, true},
	{"count in kilometres", "unit: 个\n    targets: [{op: \">=\"", "unit: km\n    targets: [{op: \">=\"", `own.yaml:18: indicator "OWN-01": unit: "km" does not fit: a count is in a measure word: `, true},
	{"per 1,000 in per 10,000", "per: 1000", "per: 10000", `own.yaml:64: indicator "OWN-05": unit: "张/千人" does not fit: per 10000 people ends in /万人`, true},
	{"supply per nobody", "unit: 张/千人\n    targets: [{op: \">=\", value: 1}]", "unit: 张\n    targets: [{op: \">=\", value: 1}]", `own.yaml:172: indicator "OWN-15": unit: "张" does not fit: a supply ends in`, true},
	{"greenway in kilometres", "unit: km/10⁴", "unit: km", `own.yaml:183: indicator "OWN-16": unit: "km" does not fit: the value of greenway is in km/10⁴`, true},
	{"checklist in per cent", "unit: 是/否", "unit: \"%\"", `own.yaml:130: indicator "OWN-11": unit: "%" does not fit: the value of checklist is in 是/否`, true},
	{"share above the whole", "value: 90, year: 2027", "value: 900, year: 2027", `own.yaml:32: indicator "OWN-02": targets[1].value: 900 must be at most 100: the unit is %`, true},
	{"share as a fraction is allowed, a negative is not", "value: 85", "value: -85", `own.yaml:98: indicator "OWN-08": targets[0].value: -85 must be 0 or more`, true},
	{"no number", "value: 85", "value: .nan", `own.yaml:98: indicator "OWN-08": targets[0].value: NaN must be finite`, false},
	{"half a market", "value: 1, year: 2025", "value: 1.5, year: 2025", `own.yaml:19: indicator "OWN-01": targets[0].value: 1.5 must be a whole number: it counts`, true},
	{"yes is 1", `op: "=", value: 1, implied`, `op: "=", value: 2, implied`, `own.yaml:131: indicator "OWN-11": targets[0].value: 2 must be 1 (yes): the unit is 是/否`, true},
	{"more rows than there are", "value: 2}]", "value: 3}]", `own.yaml:120: indicator "OWN-10": targets[0].value: 3 must be at most 2, the number of rows in params.each`, true},
	{"target without a value", "{op: \">=\", value: 85}", "{op: \">=\"}", `own.yaml:98: indicator "OWN-08": targets[0].value: is missing`, false},
	{"year of another age", "year: 2027", "year: 20270", `own.yaml:32: indicator "OWN-02": targets[1].year: 20270 must be from 1949 to 2100`, false},
	{"half a year", "year: 2027", "year: 2027.5", `own.yaml:32: indicator "OWN-02": targets[1].year: "2027.5" must be a whole number`, false},
	{"years out of order", "year: 2027", "year: 2024", `own.yaml:32: indicator "OWN-02": targets[1].year: 2024 must be later than that of the target before it (2025)`, true},
	{"first of several without a year", "value: 80, year: 2025", "value: 80", `own.yaml:31: indicator "OWN-02": targets[0].year: 0 must be stated where there are several targets`, true},
	{"no target and no note", "    note: {zh: 没有数值, en: no number}\n", "", `own.yaml:35: indicator "OWN-03": targets: "" is empty: a row without a target needs a note that says why`, false},
	{"note in one language", "{zh: 没有数值, en: no number}", "{zh: 没有数值}", `own.yaml:44: indicator "OWN-03": note.en: "" must be stated`, false},
	{"no clause", "    clause: 一(二)\n", "", `own.yaml:22: indicator "OWN-02": clause: "" must be stated`, false},
	{"blank clause", "clause: 一(二)", `clause: " "`, `own.yaml:28: indicator "OWN-02": clause: " " must be stated`, false},
	{"blank quote", "quote: 每镇至少一个农贸市场", `quote: ""`, `own.yaml:17: indicator "OWN-01": quote: "" must not be blank`, false},
	{"no name", "    zh: 通道\n", "", `own.yaml:154: indicator "OWN-14": zh: "" must be stated`, false},
	{"unknown level", "level: county\n    clause: 三\n    unit: \"%\"\n    targets: [{op: \"=\"", "level: district\n    clause: 三\n    unit: \"%\"\n    targets: [{op: \"=\"", `own.yaml:51: indicator "OWN-04": level: "district" must be province, prefecture, county, town or village`, false},
	{"unknown class", "class: [A]", "class: [B]", `own.yaml:72: indicator "OWN-06": class[0]: "B" must be SP, SP+A, CNT, A, R or Q`, false},
	{"no class", "class: [A]", "class: []", `own.yaml:72: indicator "OWN-06": class: "" must name at least one class`, false},
	{"a class twice", "class: [A]", "class: [A, A]", `own.yaml:72: indicator "OWN-06": class[1]: "A" stands there twice`, false},
	{"verified left out", "    params: {rule: park_2022}\n    verified: false\n", "    params: {rule: park_2022}\n", `own.yaml:90: indicator "OWN-08": verified: is missing`, false},
	{"a row twice", "id: OWN-12", "id: OWN-11", `own.yaml:133: indicator "OWN-11": id: "OWN-11" must be unique: it stands at own.yaml:123 too`, true},
	{"id of a row", "id: OWN-12", "id: own 12", `own.yaml:133: indicator "own 12": id: "own 12" must be capitals, a hyphen, letters and digits: XZ-36`, false},

	{"unknown category", "[rail_station]", "[railway_station]", `own.yaml:88: indicator "OWN-07": params.categories[0]: "railway_station" is no known category id`, true},
	{"code of a category", "[rail_station]", "[T06]", `own.yaml:88: indicator "OWN-07": params.categories[0]: "T06" is no known category id`, false},
	{"generic category", "[wet_market]", "[school]", `own.yaml:20: indicator "OWN-01": params.categories[0]: "school" is a generic category`, true},
	{"no category", "[wet_market]", "[]", `own.yaml:20: indicator "OWN-01": params.categories: "" must name at least one category`, false},
	{"a category twice", "[wet_market]", "[wet_market, wet_market]", `own.yaml:20: indicator "OWN-01": params.categories[1]: "wet_market" stands there twice`, false},
	{"unknown circle", "{circle: c15_town}", "{circle: c15_twon}", `own.yaml:43: indicator "OWN-03": params.circle: "c15_twon" is no known circle`, true},
	{"circle that waits", "{circle: c15_town}", "{circle: c30_township_bus}", `own.yaml:43: indicator "OWN-03": params.circle: "c30_township_bus" is not available: needs bus timetables`, true},
	{"circle of a seat", "{circle: c15_town}", "{circle: t60}", `own.yaml:43: indicator "OWN-03": params.circle: "t60" starts at a seat: use seat_time`, true},
	{"rural circle beside all", "circle: c5_town", "circle: c30_township", `own.yaml:33: indicator "OWN-02": params.circle: "c30_township" must speak for the built-up area`, true},
	{"rural circle of towns", "rural_circle: c5_village", "rural_circle: c15_town", `own.yaml:33: indicator "OWN-02": params.rural_circle: "c15_town" must speak for homes outside the built-up area`, true},
	{"unknown set", "set: village_5", "set: village_6", `own.yaml:110: indicator "OWN-09": params.set: "village_6" is no known requirement set`, true},
	{"people without a circle", "{set: village_5, of: villages}", "{set: village_5}", `own.yaml:110: indicator "OWN-09": params.circle: is missing: people reach a set within a circle`, true},
	{"unknown denominator", "of: villages", "of: hamlets", `own.yaml:110: indicator "OWN-09": params.of: "hamlets" must be one of people, villages, residential_m2`, true},
	{"unknown rule", "park_2022", "park_2023", `own.yaml:99: indicator "OWN-08": params.rule: "park_2023" is no known park rule`, true},
	{"unknown mode", "{categories: [rail_station], mode: car", "{categories: [rail_station], mode: tram", `own.yaml:88: indicator "OWN-07": params.mode: "tram" is no known mode`, true},
	{"unread param", "params: {rule: park_2022}", "params: {rule: park_2022, circle: c15_town}", `own.yaml:99: indicator "OWN-08": params.circle: "c15_town" is not read by service_radius: it reads rule`, false},
	{"unread param of no size", "params: {beads: 2}", "params: {beads: 2, at_least: 0}", `own.yaml:195: indicator "OWN-17": params.at_least: "0" is not read by greenway_chain: it reads beads`, false},
	{"param of a kind without any", "unit: 亿元", "params: {categories: [bank]}\n    unit: 亿元", `own.yaml:140: indicator "OWN-12": params.categories: "bank" is not read by reported: it reads none`, false},
	{"missing param", ", mode: car, share_of_people: 0.8", "", `own.yaml:88: indicator "OWN-07": params.mode: is missing: seat_time needs it`, false},
	{"no params at all", "    params: {class: primary}\n", "", `own.yaml:154: indicator "OWN-14": params.class: is missing: corridor needs it`, false},
	{"two of one", "{layer: units, parts: town}", "{layer: units, categories: [bank], parts: town}", `own.yaml:152: indicator "OWN-13": params: count needs exactly one of categories, layer`, true},
	{"units of no level", "{layer: units, parts: town}", "{layer: units}", `own.yaml:152: indicator "OWN-13": params.parts: is missing: units are counted by their level`, true},
	{"parts of parks", "{layer: units, parts: town}", "{layer: parks, parts: town}", `own.yaml:152: indicator "OWN-13": params.parts: "town" is read for layer units only`, true},
	{"unknown layer", "{layer: units, parts: town}", "{layer: unit, parts: town}", `own.yaml:152: indicator "OWN-13": params.layer: "unit" must be units, parks or greenways`, false},
	{"parts as wide as the whole", "{parts: town, each: [OWN-01]}", "{parts: county, each: [OWN-01]}", `own.yaml:55: indicator "OWN-04": params.parts: "county" must be narrower than the row's level, county`, true},
	{"rows that judge no parts", "{parts: town, each: [OWN-01]}", "{parts: town, each: [OWN-05]}", `own.yaml:55: indicator "OWN-04": params.each[0]: "OWN-05" judges units of level county, not the parts (town)`, true},
	{"unknown row", "{each: [OWN-01, OWN-02]}", "{each: [OWN-01, OWN-99]}", `own.yaml:121: indicator "OWN-10": params.each[1]: "OWN-99" is no row of this standard`, true},
	{"towns with counties", "{each: [OWN-01, OWN-02]}", "{each: [OWN-01, OWN-05]}", `own.yaml:121: indicator "OWN-10": params.each[1]: "OWN-05" judges units of level county, OWN-01 those of level town: they do not add up`, true},
	{"a row of itself", "{each: [OWN-01, OWN-02]}", "{each: [OWN-01, OWN-10]}", `own.yaml:121: indicator "OWN-10": params.each: "OWN-01 OWN-10" leads round in a circle`, true},
	{"no such road", "{class: primary}", "{class: residential}", `own.yaml:163: indicator "OWN-14": params.class: "residential" must be one of motorway, trunk, primary, secondary, tertiary`, false},
	{"no such decay", "{categories: [nursing_home], attribute: beds, mode: car, minutes: 30}", "{categories: [nursing_home], attribute: beds, mode: car, minutes: 30, decay: steep}", `own.yaml:174: indicator "OWN-15": params.decay: "steep" must be slow or sharp`, false},
	{"no bound", `{star: ">=1"}`, `{star: ">=one"}`, `own.yaml:20: indicator "OWN-01": params.where.star: ">=one" must be a bound on a number, like >=1`, true},
	{"per a dozen", "per: 1000", "per: 12", `own.yaml:66: indicator "OWN-05": params.per: 12 must be 1, 1000 or 10000 people`, true},
	{"no age group", "group: 60+", "group: old", `own.yaml:66: indicator "OWN-05": params.group: "old" must be an age group like 60+ or 0-2`, true},
	{"a sum of nothing", ", of: beds", "", `own.yaml:77: indicator "OWN-06": params: attribute and of stand together`, true},
	{"share above one", "share_of_people: 0.8", "share_of_people: 80", `own.yaml:88: indicator "OWN-07": params.share_of_people: 80 must be greater than 0, at most 1`, false},
	{"mode without minutes", ", minutes: 30", "", `own.yaml:174: indicator "OWN-15": params: mode and minutes stand together`, true},
	{"no minutes", "minutes: 30", "minutes: 0", `own.yaml:174: indicator "OWN-15": params.minutes: 0 must be greater than 0`, false},
	{"no beads", "beads: 2", "beads: 0", `own.yaml:195: indicator "OWN-17": params.beads: 0 must be 1 or more`, false},

	{"unknown key of a row", "    unit: 亿元", "    units: 亿元", `own.yaml:140: indicator "OWN-12": unknown key "units"`, false},
	{"unknown param", "{class: primary}", "{clas: primary}", `own.yaml:163: indicator "OWN-14": unknown key "clas"`, false},
	{"unknown key of the standard", "issuer: us", "isuer: us", `own.yaml:5: standard "own-2024": unknown key "isuer"`, false},
	{"a word for a number", "value: 12.5", "value: many", `own.yaml:141: indicator "OWN-12": targets[0].value: "many" must be a number`, false},
	{"a text for a list", "class: [Q]", "class: Q", `own.yaml:127: indicator "OWN-11": class: "Q" must be a list of texts`, false},
	{"a key without a value", "clause: 二", "clause:", `own.yaml:41: indicator "OWN-03": clause: has no value`, false},

	{"id of the standard", "id: own-2024", "id: Own_2024", `own.yaml:1: standard "Own_2024": id: "Own_2024" must be lower-case letters, digits and -`, false},
	{"no such day", "2024-05-01", "2024-05-32", `own.yaml:6: standard "own-2024": date: "2024-05-32" must be a date like "2023-12-29"`, true},
	{"no source", "source: own plan\nverified", "source: \" \"\nverified", `own.yaml:7: standard "own-2024": source: " " must be stated`, false},
	{"unknown row of a roll-up", "    of: [OWN-01, OWN-02]", "    of: [OWN-01, OWN-98]", `own.yaml:202: roll-up "two": of[1]: "OWN-98" is no row of this standard`, true},
	{"a roll-up without version", "    version: \"1\"\n", "", `own.yaml:198: roll-up "two": version: "" must be stated`, false},
	{"id that another document has", "id: OWN-16", "id: XZ-36", `own.yaml:176: indicator "XZ-36": id: "XZ-36" must be unique: xiuzhou-2020.yaml has it too`, true},
}

func TestBrokenExamples(t *testing.T) {
	p := shippedProfiles(t)
	s := compiledSchema(t)
	require.NoError(t, bySchema(t, s, []byte(sound)))
	base, err := read(shipped, "") // once: reading is what takes time
	require.NoError(t, err)
	_, err = under(base, p, directory(t, map[string]string{"own.yaml": sound}))
	require.NoError(t, err)
	for _, c := range brokenExamples {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, 1, strings.Count(sound, c.old), "the passage to change must stand there once")
			broken := strings.Replace(sound, c.old, c.new, 1)
			dir := directory(t, map[string]string{"own.yaml": broken})
			_, err := under(base, p, dir)
			require.Error(t, err)
			assert.Contains(t, strings.ReplaceAll(err.Error(), dir+"/", ""), c.want)
			if strings.Contains(c.new, ".nan") {
				return // JSON, and so a schema, has no such number
			}
			if err := bySchema(t, s, []byte(broken)); c.goOnly {
				assert.NoError(t, err, "marked as a fault for loading alone")
			} else {
				assert.Error(t, err, "the schema takes it")
			}
		})
	}
}

func directory(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o750))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
	}
	return dir
}
