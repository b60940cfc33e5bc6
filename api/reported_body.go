package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/seed-4611ae28/lifecircle/data"
)

// reportFields are the members of a report, each with its type.
func reportFields() []string {
	return []string{"unit", "indicator", "value", "year", "source", "evidence"}
}

// report is one figure as it was sent: its members before anything is made of them.
type report map[string]any

// decodeReports reads one report or a list of them. It is strict: what is no member of a
// report is refused by name, and so is a member that stands twice, of which a decoder
// would keep one without a word.
func decodeReports(body []byte) ([]report, error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	start, err := d.Token()
	if err != nil {
		return nil, notJSON(d, err)
	}
	var out []report
	switch start {
	case json.Delim('{'):
		one, err := decodeReport(d, 0)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	case json.Delim('['):
		for d.More() {
			open, err := d.Token()
			if err != nil {
				return nil, notJSON(d, err)
			}
			if open != json.Delim('{') {
				return nil, invalidBody([]fieldProblem{{len(out), "", fmt.Sprint(open), Text{En: "a report is an object", Zh: "每条填报应为一个对象"}}})
			}
			one, err := decodeReport(d, len(out))
			if err != nil {
				return nil, err
			}
			out = append(out, one)
		}
		if _, err := d.Token(); err != nil {
			return nil, notJSON(d, err)
		}
	default:
		return nil, badBody("the body has to be a report, which is an object, or a list of them", "内容应为一条填报（对象）或填报列表")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, badBody("there is more after the end of the body", "内容结束后还有多余的字符")
	}
	if len(out) == 0 {
		return nil, badBody("the list has no report", "列表为空")
	}
	return out, nil
}

// decodeReport reads the members of an object whose brace was read.
func decodeReport(d *json.Decoder, at int) (report, error) {
	out := report{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, notJSON(d, err)
		}
		name, _ := token.(string)
		known := false
		for _, f := range reportFields() {
			known = known || f == name
		}
		if !known {
			p := invalidBody([]fieldProblem{{at, name, "", Text{En: "is no member of a report", Zh: "填报中没有此字段"}}})
			p.Known = reportFields()
			return nil, p
		}
		if _, twice := out[name]; twice {
			return nil, invalidBody([]fieldProblem{{at, name, "", Text{En: "is given twice", Zh: "重复给出"}}})
		}
		var v any
		if err := d.Decode(&v); err != nil {
			return nil, notJSON(d, err)
		}
		out[name] = v
	}
	if _, err := d.Token(); err != nil {
		return nil, notJSON(d, err)
	}
	return out, nil
}

func notJSON(d *json.Decoder, err error) *Problem {
	at := d.InputOffset()
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return badBody(fmt.Sprintf("the body ends at byte %d, before it is whole", at), fmt.Sprintf("内容在第 %d 字节处中断", at))
	}
	return badBody(fmt.Sprintf("not JSON, after byte %d: %v", at, err), fmt.Sprintf("第 %d 字节之后不是 JSON", at))
}

// value makes a figure of a report.
func (r report) value(rules *data.ReportedRules, at int) (v data.ReportedValue, refused *data.ReportedError) {
	refuse := func(field, en, zh string) *data.ReportedError {
		e := &data.ReportedError{At: at, Field: field}
		if raw, some := r[field]; some {
			text, _ := json.Marshal(raw) // it was JSON a moment ago
			e.Value = string(text)
			if s, is := raw.(string); is {
				e.Value = s
			}
		}
		e.Rule.En, e.Rule.Zh = en, zh
		return e
	}
	texts := map[string]string{}
	for _, name := range []string{"unit", "indicator", "source", "evidence"} {
		raw, some := r[name]
		text, is := raw.(string)
		switch {
		case name == "evidence" && raw == nil:
		case !some:
			return v, refuse(name, "is required", "必须给出")
		case !is:
			return v, refuse(name, "has to be a text", "应为文本")
		}
		texts[name] = text
	}
	unit, err := rules.Unit(texts["unit"])
	if err != nil {
		err.At = at
		return v, err
	}
	row, err := rules.Indicator(texts["indicator"])
	if err != nil {
		err.At = at
		return v, err
	}
	amount, is := r["value"].(json.Number)
	value, parseErr := strconv.ParseFloat(amount.String(), 64)
	if _, some := r["value"]; !some {
		return v, refuse("value", "is required", "必须给出")
	}
	if !is || parseErr != nil {
		return v, refuse("value", "has to be a finite number, in "+orWords(row.Unit), "应为有限的数，单位："+orWords(row.Unit))
	}
	number, is := r["year"].(json.Number)
	year, yearErr := strconv.Atoi(number.String())
	if _, some := r["year"]; !some {
		return v, refuse("year", "is required", "必须给出")
	}
	if !is || yearErr != nil {
		return v, refuse("year", "has to be a whole number", "应为整数")
	}
	v = data.ReportedValue{Unit: unit.Code, Indicator: row.ID, Value: value + 0, Year: year, Source: texts["source"], Evidence: texts["evidence"],
		At: time.Time{}.UTC().Format(time.RFC3339), By: "-"} // who and when is told later
	return v, rules.Check(at, &v, unit, row)
}

func orWords(unit string) string {
	if unit == "" {
		return "1"
	}
	return unit
}

// fieldProblem is what is wrong with a member of a report of a list.
type fieldProblem struct {
	at           int
	field, value string
	rule         Text
}

func repeatsRule(before int) Text {
	return Text{En: fmt.Sprintf("repeats report %d: of one unit, indicator and year one figure is sent at once", before),
		Zh: fmt.Sprintf("与第 %d 条重复：同一单元、指标和年份一次只能报一个数", before)}
}

// toldErrors bounds how many wrong reports are told.
const toldErrors = 50

// invalidBody tells every report that is wrong (RFC 9457 §3, "errors"), the first in the
// problem's own members. Pointers are those of RFC 6901 into a list.
func invalidBody(wrong []fieldProblem) *Problem {
	first := &wrong[0]
	p := &Problem{Status: http.StatusBadRequest, Kind: kindInvalidBody, Parameter: clip(first.field), Value: clip(first.value), Rule: first.rule,
		Title: Text{En: "A report is not accepted, and so none is", Zh: "填报有误，全部未保存"},
		Detail: Text{En: fmt.Sprintf("report %d: %q is %q: %s", first.at, clip(first.field), clip(first.value), first.rule.En),
			Zh: fmt.Sprintf("第 %d 条（从 0 起）：%q 的值为 %q：%s", first.at, clip(first.field), clip(first.value), first.rule.Zh)}}
	var list []map[string]any
	for i := range wrong[:min(len(wrong), toldErrors)] {
		w := &wrong[i]
		list = append(list, map[string]any{"pointer": fmt.Sprintf("/%d/%s", w.at, clip(w.field)), "value": clip(w.value),
			"rule": map[string]string{"en": w.rule.En, "zh": w.rule.Zh}})
	}
	p.Extra = map[string]any{"errors": list, "wrong": len(wrong)}
	return p
}
