package importer

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Values come from readers as nil, string, bool, float64, json.Number, []any or
// map[string]any. Blank (nil, text of spaces only, or [], which is how web services
// write nothing) is unknown, never 0.

var numberPattern = regexp.MustCompile(`^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$`)

// parseNumber reads a finite decimal number as people write it to machines, and
// nothing else: no separators, units, hexadecimal digits, infinities.
func parseNumber(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	if !numberPattern.MatchString(s) {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(v, 0) {
		return 0, false
	}
	return v, true
}

func formatNumber(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// textOf is a value as text: as it was written in the file, where that is known.
func textOf(raw any) string {
	switch v := raw.(type) {
	case nil:
		return ""
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	case float64:
		return formatNumber(v)
	case bool:
		return strconv.FormatBool(v)
	}
	b, err := json.Marshal(raw)
	if err != nil {
		return fmt.Sprint(raw)
	}
	return string(b)
}

func isBlank(raw any) bool {
	switch v := raw.(type) {
	case nil:
		return true
	case string:
		text := strings.TrimSpace(v)
		return text == "" || text == "[]"
	case []any:
		return len(v) == 0
	}
	return false
}

// numberOf is the value as a number, if that is what it is.
func numberOf(raw any) (float64, bool) {
	switch v := raw.(type) {
	case float64:
		return v, !math.IsNaN(v) && !math.IsInf(v, 0)
	case json.Number, string:
		return parseNumber(textOf(v))
	}
	return 0, false
}

// parse reads a value that is not blank as the field's kind: string, float64,
// int64, bool or []orb.Point. It returns the rule that the value breaks, "" for
// none. Categories are looked up elsewhere and come back as text.
//
// column is the name of the column that the value stands in, which may tell its
// unit; "" for none.
func (f *Field) parse(raw any, column string) (value any, rule string) {
	text := textOf(raw)
	if f.Kind != Text {
		text = foldText(text)
	}
	switch f.Kind {
	case Number:
		v, ok := f.quantity(raw, column)
		if !ok || (f.Min != nil && v < *f.Min) || (f.Max != nil && v > *f.Max) {
			return nil, f.Rule()
		}
		return v, ""
	case Integer:
		v, ok := parseInteger(ungroup(text))
		if !ok || (f.Min != nil && float64(v) < *f.Min) || (f.Max != nil && float64(v) > *f.Max) {
			return nil, f.Rule()
		}
		return v, ""
	case YesNo:
		switch strings.ToLower(text) {
		case "yes", "true", "1", "y", "t", "是", "有":
			return true, ""
		case "no", "false", "0", "n", "f", "否", "无":
			return false, ""
		}
		return nil, f.Rule()
	case Word:
		if stored, ok := f.Words[strings.ToLower(text)]; ok {
			return stored, ""
		}
		return nil, f.Rule()
	case Points:
		points, ok := parsePoints(raw)
		if !ok {
			return nil, f.Rule()
		}
		return points, ""
	case Code:
		return parseCode(restoreCode(raw, text))
	case Cell:
		if _, ok := parseCell(text); !ok {
			return nil, f.Rule()
		}
		return text, ""
	}
	switch raw.(type) {
	case []any, map[string]any:
		return nil, "one value, not a list or an object"
	}
	return text, ""
}

// parseInteger reads a whole number; 12.0, as spreadsheets write 12, is one.
func parseInteger(s string) (int64, bool) {
	if v, err := strconv.ParseInt(strings.TrimPrefix(s, "+"), 10, 64); err == nil {
		return v, true
	}
	v, ok := parseNumber(s)
	if !ok || v != math.Trunc(v) || math.Abs(v) > 1<<53 {
		return 0, false
	}
	return int64(v), true
}

var codePattern = regexp.MustCompile(`^[a-z0-9-]+$`)

// parseCode reads the code of a unit. Statistical codes come in 12 digits with
// the part that a unit does not have written as zeros (330411101000 is the town
// 330411101): they are stored without it, so that both spellings are one unit.
func parseCode(text string) (any, string) {
	f := Field{Kind: Code}
	switch {
	case spreadsheetCode.MatchString(text):
		return nil, "a code is written in full: this is what a spreadsheet makes of a long one; format the column as text"
	case !codePattern.MatchString(strings.ToLower(text)):
		return nil, f.Rule()
	}
	return CanonicalCode(text), ""
}

var spreadsheetCode = regexp.MustCompile(`^\d(\.\d+)?[eE]\+?\d+$`)

// CanonicalCode is the one spelling of a unit's code: lower case, and a statistical
// code of 12 or 9 digits without the trailing groups of three zeros that stand for
// a level the unit does not have (the levels have 2, 4, 6, 9 and 12 digits; see
// 统计用区划代码和城乡划分代码编制规则, National Bureau of Statistics).
func CanonicalCode(code string) string {
	code = strings.ToLower(strings.TrimSpace(code))
	if strings.Trim(code, "0123456789") != "" {
		return code
	}
	for (len(code) == 12 || len(code) == 9) && strings.HasSuffix(code, "000") {
		code = code[:len(code)-3]
	}
	return code
}

// parsePoints reads "lon lat; lon lat", or an array of positions.
func parsePoints(raw any) ([]orb.Point, bool) {
	var points []orb.Point
	switch v := raw.(type) {
	case string:
		for _, part := range strings.Split(v, ";") {
			pair := strings.Fields(strings.ReplaceAll(part, ",", " "))
			if len(pair) != 2 {
				return nil, false
			}
			p, ok := pointOf(pair[0], pair[1])
			if !ok {
				return nil, false
			}
			points = append(points, p)
		}
		return points, true
	case []any:
		for _, item := range v {
			pair, isArray := item.([]any)
			if !isArray || len(pair) < 2 {
				return nil, false
			}
			p, ok := pointOf(pair[0], pair[1])
			if !ok {
				return nil, false
			}
			points = append(points, p)
		}
		return points, len(points) > 0
	}
	return nil, false
}

func pointOf(x, y any) (orb.Point, bool) {
	lon, okLon := numberOf(x)
	lat, okLat := numberOf(y)
	if !okLon || !okLat || positionRule(orb.Point{lon, lat}) != "" {
		return orb.Point{}, false
	}
	return orb.Point{lon, lat}, true
}

// attribute is a value as a facility keeps it: string, float64 or bool. Text
// becomes a number or a truth value where the format has no types (untyped) and
// writing it back gives the same text, full-width digits apart: 0573 stays text.
func attribute(raw any, untyped bool) (any, bool) {
	switch v := raw.(type) {
	case bool:
		return v, true
	case float64, json.Number:
		return numberOf(v)
	case string:
		text := strings.TrimSpace(v)
		if !untyped {
			return text, text != ""
		}
		folded := foldText(text)
		if n, ok := parseNumber(folded); ok && formatNumber(n) == folded {
			return n, true
		}
		if text == "true" || text == "false" {
			return text == "true", true
		}
		return text, text != ""
	case nil:
		return nil, false
	}
	return textOf(raw), true
}

func sortedUnique(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}
