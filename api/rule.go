package api

import (
	"fmt"
	"strings"
)

// rule says in words what a parameter has to be, from its row in the table.
func (p *Param) rule() Text {
	t := p.typeRule()
	if p.Enum != nil {
		list := strings.Join(p.Enum, ", ")
		t = Text{En: "one of " + list, Zh: list + " 之一"}
	}
	if p.Unit != "" && p.Enum == nil {
		t.En += " (" + p.Unit + ")"
		t.Zh += "（" + unitZh(p.Unit) + "）"
	}
	if p.List {
		t.En += fmt.Sprintf("; at most %d values, repeated or with commas, none empty", p.MaxItems)
		t.Zh += fmt.Sprintf("；最多 %d 个，可重复或用逗号分隔，不得有空值", p.MaxItems)
	}
	return t
}

func (p *Param) typeRule() Text {
	switch p.Type {
	case Number, Integer:
		return p.numberRule()
	case Boolean:
		return Text{En: "true or false", Zh: "true 或 false"}
	case Position:
		return Text{En: "lon,lat in degrees", Zh: "经度,纬度（度）"}
	case Pair:
		return Text{En: "attribute:value", Zh: "属性:值"}
	}
	return Text{En: fmt.Sprintf("a text of 1 to %d bytes in UTF-8", maxValueBytes),
		Zh: fmt.Sprintf("1 至 %d 字节的 UTF-8 文本", maxValueBytes)}
}

func (p *Param) numberRule() Text {
	t := Text{En: "a finite decimal number", Zh: "有限的十进制数"}
	if p.Type == Integer {
		t = Text{En: "a whole number", Zh: "整数"}
	}
	if r := p.Range; r != nil {
		from, fromZh := "at least", "不小于"
		if r.MinExclusive {
			from, fromZh = "above", "大于"
		}
		t.En += fmt.Sprintf(" %s %s and at most %s", from, formatNumber(r.Min), formatNumber(r.Max))
		t.Zh += fmt.Sprintf("，%s %s 且不大于 %s", fromZh, formatNumber(r.Min), formatNumber(r.Max))
	}
	return t
}

// repeatedRule is broken by a second value of a parameter that takes one.
func repeatedRule() Text {
	return Text{En: "given once", Zh: "只给一次"}
}

func unitZh(unit string) string {
	switch unit {
	case "minutes":
		return "分钟"
	case "metres":
		return "米"
	case "degrees":
		return "度"
	}
	return unit
}
