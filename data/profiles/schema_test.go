package profiles

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/seed-4611ae28/lifecircle/geo"
)

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("schema", "profiles.schema.json"))
	require.NoError(t, err)
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("profiles.schema.json", document))
	s, err := c.Compile("profiles.schema.json")
	require.NoError(t, err)
	return s
}

// bySchema validates YAML as its JSON form.
func bySchema(t *testing.T, s *jsonschema.Schema, raw []byte) error {
	t.Helper()
	var v any
	require.NoError(t, yaml.Unmarshal(raw, &v))
	asJSON, err := json.Marshal(v)
	require.NoError(t, err)
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	require.NoError(t, err)
	return s.Validate(document)
}

func schemaAccepts(t *testing.T, name string, raw []byte) {
	t.Helper()
	assert.NoError(t, bySchema(t, compiledSchema(t), raw), name)
}

func TestSchemaAcceptsWhatShips(t *testing.T) {
	s := compiledSchema(t)
	files := 0
	require.NoError(t, fs.WalkDir(shipped, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := shipped.ReadFile(name)
		require.NoError(t, err)
		assert.NoError(t, bySchema(t, s, raw), name)
		files++
		return nil
	}))
	assert.Equal(t, 22, files)
}

// Sound records, one of each section; the broken examples change one thing each.
const sound = `modes:
  - id: stroll
    zh: 散步
    en: Stroll
    vehicle: foot
    speed_kmh: 3
    classes: [footway, path]
    obeys_one_way: false
    ferries: false
    leg_factor: 2
    leg_speed_kmh: 3
    link_limit_m: 500
    source: own survey
    verified: false
circles:
  - id: c7
    zh: 七分钟
    en: Seven
    minutes: 7
    mode: stroll
    metric: network_distance
    limit_m: 350
    origin: all
    requirement_set: tea
    available: true
    source: own plan
    verified: false
requirement_sets:
  - id: tea
    zh: 茶
    en: Tea
    requirements:
      - {id: tea, any_of: [teahouse], at_least: 2}
    source: own plan
    verified: false
categories:
  - id: teahouse
    code: X01
    zh: 茶馆
    en: Teahouse
    family: commerce
    levels: {"5": optional}
    radius_m: 300
    osm:
      - all: {amenity: [cafe]}
        name: 茶
        min_area_m2: 10
        max_area_m2: 90
    amap:
      - codes: ["0506*", "061205", "060100-060102"]
        not_codes: ["060101"]
        name: 饭楼
        min_area_m2: 11
        max_area_m2: 99
    names:
      - name: (饭|酒)楼$
        not_name: 咖啡
        with_type: true
    source: own plan
    verified: false
park_rules:
  - id: own
    zh: 自定
    en: Own
    kinds: [park]
    bands:
      - {min_area_m2: 400, radius_m: 300}
      - {min_area_m2: 900, radius_m: 500}
    target: 0.9
    source: own plan
    verified: false
land_use_schemes:
  - id: land
    zh: 用地
    en: Land
    form: pairs
    built_up: {column: CZC, codes: ["1"]}
    codes:
      - {code: "07", zh: 住宅, use: residential}
      - {code: "0701", zh: 城镇, use: residential}
      - {code: "08", zh: 公园, use: park, park: garden}
    source: own plan
    verified: false
poi_tables:
  - id: tea_map
    zh: 茶图
    en: Tea map
    types: {"050600": 餐饮服务;茶艺馆;茶艺馆}
    also: {喝茶: "050600"}
    source: own plan
    verified: false
no_facility:
  - id: cups
    zh: 茶杯
    en: cups
    codes: ["0614*"]
    named_after: true
    source: own plan
    verified: false
status_words:
  - id: cold
    zh: 凉了
    en: Cold
    status: closed
    bracket: 凉
    head: 凉
    tail: 凉了
    except: [teahouse]
    source: own plan
    verified: false
name_parts:
  - id: terrace
    zh: 露台
    en: the terrace
    kind: department
    word: 露台
    within_m: 40
    source: own plan
    verified: false
`

// brokenExamples change one passage of the sound file. The line is where loading
// reports the fault; a schema knows no order of bands, no regular expressions of Go and
// no other record, so some faults are for loading alone.
var brokenExamples = []struct {
	name, old, new string
	want           string // in the error of loading
	goOnly         bool
}{
	{"unknown key in a record", "    speed_kmh: 3\n    classes", "    speed: 3\n    classes", `own.yaml:6: unknown key "speed"`, false},
	{"unknown section", "park_rules:", "parks:", `own.yaml:61: unknown key "parks"`, false},
	{"unknown key in a rule", "        name: 茶", "        nmae: 茶", `own.yaml:46: unknown key "nmae"`, false},
	{"a slope of no form", "    link_limit_m: 500\n", "    link_limit_m: 500\n    slope: {form: naismith, source: own, verified: false}\n", `own.yaml:13: mode "stroll": slope.form: "naismith" must be tobler or table`, false},
	{"a slope that nobody vouches for", "    link_limit_m: 500\n", "    link_limit_m: 500\n    slope: {form: tobler, steepness: 3.5, source: own}\n", `own.yaml:2: mode "stroll": slope.verified: is missing`, false},
	{"a slope without a source", "    link_limit_m: 500\n", "    link_limit_m: 500\n    slope: {form: tobler, steepness: 3.5, verified: false}\n", `own.yaml:13: mode "stroll": slope.source: "" must be stated`, false},
	{"a slope that slows nobody down", "    link_limit_m: 500\n", "    link_limit_m: 500\n    slope: {form: tobler, best_grade: -0.05, source: own, verified: false}\n", `own.yaml:13: mode "stroll": slope.steepness: 0 must be greater than 0`, false},
	{"a slope in percent", "    link_limit_m: 500\n", "    link_limit_m: 500\n    slope: {form: tobler, steepness: 3.5, best_grade: -5, source: own, verified: false}\n", `own.yaml:13: mode "stroll": slope.best_grade: -5 must be from -0.2 to 0.2`, false},
	{"a slope of two forms", "    link_limit_m: 500\n", "    link_limit_m: 500\n    slope: {form: table, steepness: 3.5, speeds: [{percent: 0, factor: 1}, {percent: 5, factor: 0.7}], source: own, verified: false}\n", `own.yaml:13: mode "stroll": slope.steepness: "" is for the form tobler`, false},
	{"a slope of one row", "    link_limit_m: 500\n", "    link_limit_m: 500\n    slope: {form: table, speeds: [{percent: 0, factor: 1}], source: own, verified: false}\n", `own.yaml:13: mode "stroll": slope.speeds: 1 must hold at least two`, false},
	{"a slope upside down", "    link_limit_m: 500\n", "    link_limit_m: 500\n    slope: {form: table, speeds: [{percent: 5, factor: 0.7}, {percent: 0, factor: 1}], source: own, verified: false}\n", `own.yaml:13: mode "stroll": slope.speeds[1].percent: 0 must be greater than the one before it (5)`, true},
	{"a slope that stops", "    link_limit_m: 500\n", "    link_limit_m: 500\n    slope: {form: table, speeds: [{percent: 0, factor: 1}, {percent: 9, factor: 0}], source: own, verified: false}\n", `own.yaml:13: mode "stroll": slope.speeds[1].factor: 0 must be greater than 0`, false},
	{"a time with slopes in metres", "metric: network_distance\n", "metric: network_time_slope\n", `own.yaml:16: circle "c7": limit_s: 0 must be greater than 0`, false},
	{"speed 0", "speed_kmh: 3\n    classes", "speed_kmh: 0\n    classes", `own.yaml:6: mode "stroll": speed_kmh: 0 must be greater than 0`, false},
	{"negative speed", "speed_kmh: 3\n    classes", "speed_kmh: -3\n    classes", `own.yaml:6: mode "stroll": speed_kmh: -3 must be greater than 0`, false},
	{"a speed in words", "speed_kmh: 3\n    classes", "speed_kmh: fast\n    classes", `own.yaml:6: speed_kmh: "fast" must be a number`, false},
	{"no speed", "    speed_kmh: 3\n    classes", "    classes", `own.yaml:2: mode "stroll": speed_kmh: 0 must be stated`, false},
	{"supersonic", "speed_kmh: 3\n    classes", "speed_kmh: 400\n    classes", "must be at most 300 km/h", false},
	{"two speeds", "    classes: [", "    class_speed_kmh: {footway: 3, path: 3}\n    classes: [", "not both", false},
	{"misspelt class", "[footway, path]", "[footway, pth]", `own.yaml:7: mode "stroll": classes[1]: "pth" is no highway class`, false},
	{"no classes", "[footway, path]", "[]", "classes", false},
	{"class twice", "[footway, path]", "[path, path]", "already stands in classes", false},
	{"class in two lists", "    obeys_one_way", "    only_if_allowed: [path]\n    obeys_one_way", "already stands in classes", true},
	{"vehicle", "vehicle: foot", "vehicle: horse", `"horse" must be foot, bicycle or motor`, false},
	{"leg factor", "leg_factor: 2", "leg_factor: 0.5", "must be from 1 to 10", false},
	{"no link limit", "    link_limit_m: 500\n", "", "link_limit_m: 0 must be greater than 0", false},
	{"no source", "    source: own survey\n", "", "source", false},
	{"blank source", "source: own survey", `source: " "`, "source", false},
	{"no verified", "    source: own survey\n    verified: false", "    source: own survey", `own.yaml:2: mode "stroll": verified: is missing`, false},
	{"verified in words", "source: own survey\n    verified: false", "source: own survey\n    verified: perhaps", `verified: "perhaps" must be true or false`, false},
	{"no one-way rule", "    obeys_one_way: false\n", "", "obeys_one_way: is missing", false},
	{"id with capitals", "id: stroll", "id: Stroll", "must be lower-case letters", false},
	{"no id", "  - id: c7\n    zh", "  - zh", `circle "": id: "" must be`, false},
	{"two limits", "    limit_m: 350\n", "    limit_m: 350\n    limit_s: 420\n", `own.yaml:23: circle "c7": limit_s: 420 is a second limit`, false},
	{"the other metric's limit", "metric: network_distance", "metric: network_time", "limit_s: 0 must be greater than 0", false},
	{"no limit", "    limit_m: 350\n", "", "limit_m: 0 must be greater than 0", false},
	{"unknown metric", "metric: network_distance", "metric: as_the_crow_flies", "must be network_distance, network_time or straight_line", false},
	{"unknown origin", "origin: all", "origin: some", "must be all, built_up, rural or seat", false},
	{"unknown mode", "mode: stroll", "mode: sledge", `own.yaml:20: circle "c7": mode: "sledge" is no known mode`, true},
	{"unknown set", "requirement_set: tea", "requirement_set: coffee", `"coffee" is no known requirement set`, true},
	{"not available without a reason", "available: true", "available: false", "why", false},
	{"a reason without need", "available: true", "available: true\n    why: because", "is for circles that are not available", false},
	{"minutes", "minutes: 7", "minutes: 0", "minutes: 0 must be greater than 0", false},
	{"unknown category", "any_of: [teahouse]", "any_of: [pub]", `requirements[0].any_of: "pub" is no known category id`, true},
	{"no category", "any_of: [teahouse]", "any_of: []", "must name at least one category", false},
	{"negative count", "at_least: 2", "at_least: -1", "must be 1 or more", false},
	{"half a facility", "at_least: 2", "at_least: 1.5", `own.yaml:33: at_least: "1.5" must be a whole number`, false},
	{"requirement twice", "at_least: 2}\n", "at_least: 2}\n      - {id: tea, any_of: [bank]}\n", "stands there twice", true},
	{"code form", "code: X01", "code: X1", "must be a capital letter and two digits", false},
	{"code taken", "code: X01", "code: E02", `code: "E02" must be unique: it stands at categories/01_education.yaml:`, true},
	{"generic with a code", "family: commerce", "family: commerce\n    generic: true", "is not for a generic category", false},
	{"family", "family: commerce", "family: leisure", "must be one of education", false},
	{"level", `{"5": optional}`, `{"5": maybe}`, "must be required, optional or none", false},
	{"level's minutes", `{"5": optional}`, `{"7": optional}`, `must be "5", "15" or "30"`, false},
	{"radius", "radius_m: 300\n    osm", "radius_m: -300\n    osm", "must be greater than 0", false},
	{"ages in words", "radius_m: 300\n    osm", "radius_m: 300\n    serves: {ages: children, source: own, verified: false}\n    osm", `category "teahouse": serves.ages: "children" must be full years, as in "3-5" or "60+"`, false},
	{"ages upside down", "radius_m: 300\n    osm", "radius_m: 300\n    serves: {ages: 5-3, source: own, verified: false}\n    osm", `own.yaml:44: category "teahouse": serves.ages: "5-3" must be full years`, true},
	{"no ages", "radius_m: 300\n    osm", "radius_m: 300\n    serves: {source: own, verified: false}\n    osm", `serves.ages: "" must be full years`, false},
	{"ages that nobody vouches for", "radius_m: 300\n    osm", "radius_m: 300\n    serves: {ages: 3-5, source: own}\n    osm", `category "teahouse": serves.verified: is missing`, false},
	{"ages without a source", "radius_m: 300\n    osm", "radius_m: 300\n    serves: {ages: 3-5, verified: false}\n    osm", `serves.source: "" must be stated`, false},
	{"a group that only overlaps", "radius_m: 300\n    osm", "radius_m: 300\n    serves: {ages: 3-5, within: 4-9, source: own, verified: false}\n    osm", `own.yaml:44: category "teahouse": serves.within: "4-9" must hold all of ages (3-5)`, true},
	{"a group of no ages", "radius_m: 300\n    osm", "radius_m: 300\n    serves: {ages: 3-5, within: <9, source: own, verified: false}\n    osm", `serves.within: "<9" must be full years`, false},
	{"unknown key in ages", "radius_m: 300\n    osm", "radius_m: 300\n    serves: {ages: 3-5, share: 0.2, source: own, verified: false}\n    osm", `own.yaml:44: unknown key "share"`, false},
	{"a capacity that is no attribute", "radius_m: 300\n    osm", "radius_m: 300\n    attributes: [seats]\n    capacity: beds\n    osm", `category "teahouse": capacity: "beds" must be one of attributes`, true},
	{"broken expression", "name: 茶", `name: "茶("`, "is no regular expression", true},
	{"no rules", "    osm:\n      - all: {amenity: [cafe]}\n        name: 茶\n        min_area_m2: 10\n        max_area_m2: 90\n", "    osm: []\n", "must hold at least one rule", false},
	{"empty rule", "      - all: {amenity: [cafe]}\n        name: 茶\n        min_area_m2: 10", "      - min_area_m2: 10", "must have conditions in all, or a name", false},
	{"no values", "{amenity: [cafe]}", "{amenity: []}", "must list values", false},
	{"one value without a list", "{amenity: [cafe]}", "{amenity: cafe}", `"cafe" must be a list of texts`, false},
	{"area upside down", "max_area_m2: 90", "max_area_m2: 9", "must be greater than min_area_m2 (10)", true},
	{"bands not ascending", "{min_area_m2: 900,", "{min_area_m2: 300,", `park rule "own": bands[1].min_area_m2: 300 must be greater than the band before it (400)`, true},
	{"no radius", "{min_area_m2: 900, radius_m: 500}", "{min_area_m2: 900}", "radius_m: 0 must be greater than 0", false},
	{"no kinds", "kinds: [park]", "kinds: []", "must name at least one kind", false},
	{"target in percent", "target: 0.9", "target: 90", "must be a share", false},
	{"infinite limit", "limit_m: 350", "limit_m: .inf", "must be greater than 0 and finite", true},
	{"no number", "limit_m: 350", "limit_m: .nan", "must be greater than 0 and finite", true},
	{"land use of no form", "form: pairs", "form: roman", `own.yaml:76: land-use scheme "land": form: "roman" must be pairs or letter`, false},
	{"land use without rows", "    codes:\n      - {code: \"07\", zh: 住宅, use: residential}\n      - {code: \"0701\", zh: 城镇, use: residential}\n      - {code: \"08\", zh: 公园, use: park, park: garden}\n", "    codes: []\n", "codes: [] must hold at least one row", false},
	{"land use twice", `code: "0701"`, `code: "07"`, `codes[1].code: "07" stands there twice`, true},
	{"a code of odd length", `code: "0701"`, `code: "701"`, `codes[1].code: "701" must be pairs of digits`, false},
	{"a code of the other form", `code: "0701"`, `code: "R2"`, `codes[1].code: "R2" must be pairs of digits`, true},
	{"land use of no kind", "zh: 公园, use: park", "zh: 公园, use: garden", `codes[2].use: "garden" must be one of cemetery, commercial`, false},
	{"a code without a name", "zh: 公园, use", `zh: "", use`, `codes[2].zh: "" must be stated`, false},
	{"built-up land by no column", "{column: CZC, codes", `{column: "", codes`, `built_up.column: "" must be stated`, false},
	{"built-up land by no code", `codes: ["1"]`, "codes: []", "built_up.codes: [] must hold at least one code", false},
	{"no code", `codes: ["0506*", "061205", "060100-060102"]`, "codes: []", `category "teahouse": amap[0].codes: "" must list type codes`, false},
	{"a code of five digits", `"061205"`, `"61205"`, `amap[0].codes[1]: "61205" is no type code: a code has six digits`, false},
	{"a prefix of one digit", `"0506*"`, `"0*"`, "is no type code: a prefix has two to five digits", false},
	{"a range upside down", `"060100-060102"`, `"060102-060100"`, "a range runs from a lower code to a higher one", true},
	{"a code twice", `"061205"`, `"0506*"`, "stands there twice", false},
	{"not_codes", `not_codes: ["060101"]`, `not_codes: ["tea"]`, `amap[0].not_codes[0]: "tea" is no type code`, false},
	{"expression of a type", "name: 饭楼", `name: "饭楼("`, "amap[0].name", true},
	{"area of a type upside down", "max_area_m2: 99", "max_area_m2: 9.5", "must be greater than min_area_m2 (11)", true},
	{"amap as text", `- codes: ["0506*", "061205", "060100-060102"]
        not_codes: ["060101"]
        name: 饭楼
        min_area_m2: 11
        max_area_m2: 99`, `- "0506*"`, "must be a record", false},
	{"a name rule without a name", "- name: (饭|酒)楼$\n        not_name: 咖啡", "- not_name: 咖啡", `names[0].name: "" must be stated`, false},
	{"expression of a name", "name: (饭|酒)楼$", `name: "(饭"`, "names[0].name", true},
	{"what a name must not match", "not_name: 咖啡", `not_name: "["`, "names[0].not_name", true},
	{"a table's code", `types: {"050600"`, `types: {"0506"`, `types.0506: "0506" is no type code: six digits`, false},
	{"a text of two codes", `{"050600": 餐饮服务;茶艺馆;茶艺馆}`, `{"050600": 茶, "050601": 茶}`, "must be unique: 050600 has it too", true},
	{"another text of no code", `also: {喝茶: "050600"}`, `also: {喝茶: "059999"}`, "is no code that a table has", true},
	{"an empty table", "    types: {\"050600\": 餐饮服务;茶艺馆;茶艺馆}\n    also: {喝茶: \"050600\"}\n", "", "must hold at least one type", false},
	{"no facility without codes", `codes: ["0614*"]`, "codes: []", `no facility "cups": codes: "" must list type codes`, false},
	{"status", "status: closed", "status: shut", "must be existing, building, planned or closed", false},
	{"no word", "    bracket: 凉\n    head: 凉\n    tail: 凉了\n", "", "must be stated, or head, or tail", false},
	{"expression of a bracket", "bracket: 凉", `bracket: "凉("`, `status word "cold": bracket`, true},
	{"exception of no category", "except: [teahouse]", "except: [teahouses]", `except[0]: "teahouses" is no known category id`, true},
	{"kind of part", "kind: department", "kind: wing", "must be gate, department, branch or other", false},
	{"a branch with a reach", "kind: department", "kind: branch", "is for a gate or a department", false},
	{"a part without a reach", "    within_m: 40\n", "", "within_m: 0 must be greater than 0", false},
	{"a part of great reach", "within_m: 40", "within_m: 40000", "must be at most 2000", false},
	{"no word of a part", "    word: 露台\n", "", `word: "" must be stated`, false},
	{"expression of a part", "word: 露台", `word: "露台["`, "word", true},
	{"id twice", "  - id: own\n", "  - {id: own, zh: a, en: a, kinds: [park], bands: [{min_area_m2: 1, radius_m: 1}], source: s, verified: false}\n  - id: own\n", "must be unique: it stands at", true},
}

func TestSoundFileIsAccepted(t *testing.T) {
	schemaAccepts(t, "sound", []byte(sound))
	_, err := LoadWith(directory(t, map[string]string{"own.yaml": sound}))
	require.NoError(t, err)
}

func TestAgesAndCapacityOfACategoryAreRead(t *testing.T) {
	raw := strings.Replace(sound, "radius_m: 300\n    osm",
		"radius_m: 300\n    attributes: [seats]\n    capacity: seats\n    serves: {ages: 60+, within: 55+, source: own, verified: true}\n    osm", 1)
	schemaAccepts(t, "sound", []byte(raw))
	p, err := LoadWith(directory(t, map[string]string{"own.yaml": raw}))
	require.NoError(t, err)
	c, _ := p.Category("teahouse")
	require.Equal(t, "seats", c.Capacity)
	require.Equal(t, &geo.ServedAges{Ages: "60+", Within: "55+", Provenance: geo.Provenance{Source: "own", Verified: true}}, c.Serves)
}

func TestBrokenFilesAreRefused(t *testing.T) {
	s := compiledSchema(t)
	for _, b := range brokenExamples {
		t.Run(b.name, func(t *testing.T) {
			require.Equal(t, 1, strings.Count(sound, b.old), "the passage %q must be found once", b.old)
			raw := strings.Replace(sound, b.old, b.new, 1)
			_, err := LoadWith(directory(t, map[string]string{"own.yaml": raw}))
			require.Error(t, err)
			assert.Contains(t, err.Error(), b.want)
			assert.Contains(t, err.Error(), "own.yaml:")
			if !b.goOnly {
				assert.Error(t, bySchema(t, s, []byte(raw)), "the schema must refuse it too")
			}
		})
	}
}

func directory(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		at := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(at), 0o750))
		require.NoError(t, os.WriteFile(at, []byte(content), 0o600))
	}
	return dir
}
