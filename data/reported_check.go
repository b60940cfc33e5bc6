package data

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// ReportedError says which reported figure was not taken, and why.
type ReportedError struct {
	// At is its place among those given, counted from 0.
	At int
	// Field is what was wrong, Value what it held, Rule what it has to be.
	Field, Value string
	Rule         indicator.Text
}

// Error names the place, the field, the value and the rule.
func (e *ReportedError) Error() string {
	return fmt.Sprintf("reported figure %d: %s is %q: %s", e.At, e.Field, e.Value, e.Rule.En)
}

// Bounds of what a report may hold.
const (
	// firstYear is the earliest year of a figure: that of the People's Republic, before
	// which none of its units was.
	firstYear = 1949
	lastYear  = 9999
	// longestName bounds names and ids, longestSource and longestEvidence the words of
	// whoever reports, in characters.
	longestName     = 100
	longestSource   = 300
	longestEvidence = 2000
)

// CheckReported reports the first thing in a figure that no store takes: what holds
// without knowing units and indicators, for which there is [ReportedRules]. At is the
// place that the error tells.
func CheckReported(at int, v *ReportedValue) error {
	if err := checkReported(at, v); err != nil {
		return err
	}
	return nil // and no nil pointer in an error
}

func checkReported(at int, v *ReportedValue) *ReportedError {
	refuse := func(field, value string, rule indicator.Text) *ReportedError {
		return &ReportedError{At: at, Field: field, Value: value, Rule: rule}
	}
	switch {
	case !codePattern.MatchString(v.Unit) || len(v.Unit) > longestName:
		return refuse("unit", v.Unit, indicator.Text{En: "a code is made of a-z, 0-9 and -", Zh: "代码由 a-z、0-9 和 - 组成"})
	case math.IsNaN(v.Value) || math.IsInf(v.Value, 0):
		return refuse("value", number(v.Value), indicator.Text{En: "has to be a finite number", Zh: "应为有限的数"})
	case v.Year < firstYear || v.Year > lastYear:
		return refuse("year", strconv.Itoa(v.Year), yearRule(lastYear))
	}
	for _, text := range [...]struct {
		field, value string
		longest      int
		required     bool
	}{
		{"indicator", v.Indicator, longestName, true}, {"source", v.Source, longestSource, true},
		{"evidence", v.Evidence, longestEvidence, false}, {"by", v.By, longestName, true},
	} {
		if rule, broken := lineRule(text.value, text.longest, text.required); broken {
			return refuse(text.field, text.value, rule)
		}
	}
	if scheme := runningLink.FindString(v.Evidence); scheme != "" {
		return refuse("evidence", v.Evidence, indicator.Text{En: "a link that runs in the reader's browser is none to evidence; use http or https",
			Zh: "不接受会在浏览器中执行的链接；请用 http 或 https"})
	}
	if at, err := time.Parse(time.RFC3339, v.At); err != nil || !strings.HasSuffix(v.At, "Z") || at.Nanosecond() != 0 {
		return refuse("at", v.At, indicator.Text{En: "has to be a moment in UTC, to the second (RFC 3339)", Zh: "应为精确到秒的 UTC 时间（RFC 3339）"})
	}
	return nil
}

// runningLink is a link that is a program rather than a place.
var runningLink = regexp.MustCompile(`(?i)^\s*(javascript|vbscript|data)\s*:`)

func yearRule(last int) indicator.Text {
	return indicator.Text{En: fmt.Sprintf("has to be a year from %d to %d", firstYear, last), Zh: fmt.Sprintf("应为 %d 至 %d 的年份", firstYear, last)}
}

// lineRule is the rule that a line of text breaks.
func lineRule(s string, longest int, required bool) (rule indicator.Text, broken bool) {
	switch {
	case !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl):
		return indicator.Text{En: "has to be one line of UTF-8", Zh: "应为一行 UTF-8 文本"}, true
	case required && strings.TrimSpace(s) == "":
		return indicator.Text{En: "is required", Zh: "必须填写"}, true
	case utf8.RuneCountInString(s) > longest:
		return indicator.Text{En: fmt.Sprintf("has to be at most %d characters long", longest), Zh: fmt.Sprintf("不得超过 %d 个字符", longest)}, true
	}
	return rule, false
}
