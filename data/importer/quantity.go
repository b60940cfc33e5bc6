package importer

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Numbers as planners write them: full-width digits, units in the header or beside
// the number, thousands parted by commas where nothing else can be meant.

// measure is what a number counts, and so which units it can be in.
type measure string

const (
	areaMeasure   measure = "area"   // stored in square metres
	peopleMeasure measure = "people" // stored in persons
	shareMeasure  measure = "share"  // stored as a part of 1
)

// unit is a unit with its spellings, as columnKey leaves them; the stored value is
// the number times by, shifted by ten to the power of tens. Powers of ten are kept
// apart because shifting the decimal point is exact: 4.35 万人 is 43500 persons.
type unit struct {
	measure measure
	names   []string
	by      float64
	tens    int
}

// unitTable is every unit that is understood. 1 亩 is 1/15 公顷 (Decision of the
// State Council on units of land area, 1990), 2000/3 square metres.
func unitTable() []unit {
	return []unit{
		{areaMeasure, []string{"平方米", "平米", "㎡", "m2", "m²", "m^2", "sqm"}, 1, 0},
		{areaMeasure, []string{"亩", "mu"}, 2000.0 / 3, 0},
		{areaMeasure, []string{"公顷", "ha", "hm2", "hm²"}, 1, 4},
		{areaMeasure, []string{"万平方米", "万㎡", "万m2", "万m²"}, 1, 4},
		{areaMeasure, []string{"平方公里", "平方千米", "km2", "km²", "k㎡"}, 1, 6},
		{peopleMeasure, []string{"人", "persons", "people"}, 1, 0},
		{peopleMeasure, []string{"千人"}, 1, 3},
		{peopleMeasure, []string{"万人", "万"}, 1, 4},
		{shareMeasure, []string{"%", "百分比"}, 1, -2},
		{shareMeasure, []string{"‰"}, 1, -3},
	}
}

// unitNamed finds a unit of the measure by its name.
func unitNamed(m measure, name string) (unit, bool) {
	for _, u := range unitTable() {
		if u.measure == m && slices.Contains(u.names, name) {
			return u, true
		}
	}
	return unit{}, false
}

// unitNames lists the units of a measure, each by its first name.
func unitNames(m measure) string {
	var out []string
	for _, u := range unitTable() {
		if u.measure == m {
			out = append(out, u.names[0])
		}
	}
	return strings.Join(out, ", ")
}

// headerUnit parts a column's name from its unit: 面积(亩), 面积（单位：公顷）,
// 面积[亩], 人口/万人, 面积亩.
func headerUnit(m measure, column string) (base string, u unit, ok bool) {
	key := columnKey(column)
	if m == "" || key == "" {
		return key, unit{}, false
	}
	for _, brackets := range []string{"()", "[]", "【】", "〔〕"} {
		open, shut := []rune(brackets)[0], []rune(brackets)[1]
		// A Shapefile cuts names after ten bytes: 面积(亩 has lost its bracket.
		inner := strings.TrimSuffix(key, string(shut))
		if at := strings.LastIndex(inner, string(open)); at > 0 {
			name := strings.TrimPrefix(strings.TrimPrefix(inner[at+len(string(open)):], "单位"), ":")
			u, ok = unitNamed(m, name)
			return inner[:at], u, ok
		}
	}
	if at := strings.LastIndex(key, "/"); at > 0 {
		if u, ok = unitNamed(m, key[at+1:]); ok {
			return key[:at], u, true
		}
	}
	return cutUnit(m, key)
}

// cutUnit cuts the longest unit off the end of a text.
func cutUnit(m measure, text string) (rest string, found unit, ok bool) {
	longest := 0
	for _, u := range unitTable() {
		for _, name := range u.names {
			if before, has := strings.CutSuffix(text, name); has && u.measure == m && len(name) > longest && before != "" {
				rest, found, ok, longest = before, u, true, len(name)
			}
		}
	}
	return rest, found, ok
}

// grouped is a number whose commas can only part thousands: several of them, or
// one before a decimal point. 1,234 alone could be 1.234.
var grouped = regexp.MustCompile(`^[+-]?\d{1,3}(,\d{3}(,\d{3})+(\.\d*)?|,\d{3}\.\d*)$`)

// foldText makes full-width digits, letters and punctuation plain.
func foldText(s string) string {
	if isASCII(s) { // folding makes a copy, and most numbers need none
		return strings.TrimSpace(s)
	}
	return strings.TrimSpace(width.Fold.String(s))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// ungroup takes the commas out of a number that is written with them.
func ungroup(s string) string {
	if grouped.MatchString(s) {
		return strings.ReplaceAll(s, ",", "")
	}
	return s
}

// quantity reads a number for the field. column is the name of its column, whose
// unit holds unless the number has its own; a number in another unit than its
// column says is not understood.
func (f *Field) quantity(raw any, column string) (float64, bool) {
	var header unit
	inHeader := false
	if f.Measure != "" && column != f.Name { // its own name ends in the unit it is stored in
		_, header, inHeader = headerUnit(f.Measure, column)
	}
	if _, text := raw.(string); !text {
		v, ok := numberOf(raw)
		if !ok || !inHeader {
			return v, ok
		}
		return header.stored(strconv.FormatFloat(v, 'g', -1, 64))
	}
	text := ungroup(foldText(textOf(raw)))
	if _, plain := parseNumber(text); plain {
		if inHeader {
			return header.stored(text)
		}
		return parseNumber(text)
	}
	if f.Measure == "" {
		return 0, false
	}
	rest, own, ok := cutUnit(f.Measure, strings.ToLower(strings.ReplaceAll(text, " ", "")))
	if !ok || inHeader && own.names[0] != header.names[0] {
		return 0, false
	}
	return own.stored(ungroup(rest))
}

// stored is a number in the unit as it is stored.
func (u unit) stored(number string) (float64, bool) {
	if u.tens != 0 && !strings.ContainsAny(number, "eE") {
		number += "e" + strconv.Itoa(u.tens)
		u.tens = 0
	}
	v, ok := parseNumber(number)
	for range u.tens {
		v *= 10
	}
	for range -u.tens {
		v /= 10
	}
	v *= u.by
	return v, ok && !math.IsInf(v, 0)
}

var (
	floatCode    = regexp.MustCompile(`^(\d+)\.0+$`)
	exponentCode = regexp.MustCompile(`^(\d)\.(\d+)[eE]\+?(\d{1,2})$`)
)

// restoreCode undoes what spreadsheets do to a code where no digit was lost:
// 330411101.0, and 3.30411101000E+11, whose digits are all there. 3.30411E+11 as
// text has lost some, and stays as it is.
func restoreCode(raw any, text string) string {
	if m := floatCode.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	m := exponentCode.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	tens, _ := strconv.Atoi(m[3])
	_, written := raw.(string)
	if len(m[2]) > tens {
		if strings.Trim(m[2][tens:], "0") != "" {
			return text
		}
		return m[1] + m[2][:tens]
	}
	// A typed number is exact, whatever its spelling.
	if !written || len(m[2]) == tens {
		const longestCode = 15 // digits that a float64 keeps
		if tens < longestCode {
			return m[1] + m[2] + strings.Repeat("0", tens-len(m[2]))
		}
	}
	return text
}
