package indicator

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/builtup"
	"github.com/seed-4611ae28/lifecircle/geo/greenway"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
	"github.com/seed-4611ae28/lifecircle/geo/serviceradius"
)

// number writes a number for people: two decimals at most, more where it is small.
func number(v float64) string { return decimals(v, 2) }

func decimals(v float64, n int) string {
	if a := math.Abs(v); a > 0 && a < 0.1 {
		n += 2
	}
	s := strconv.FormatFloat(v, 'f', n, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}

// against writes a value so that it shows on which side of a limit it is: 99.9996 is not
// 100 where 100 is asked.
func against(v float64, t *Target) string {
	for n := 2; t != nil && n < 12; n++ {
		s := decimals(v, n)
		if shown, err := strconv.ParseFloat(s, 64); err == nil && t.Met(shown) == t.Met(v) {
			return s
		}
	}
	return number(v)
}

// categories names kinds of facility.
func (e *Evaluator) categories(ids []string) Text {
	const shown = 4
	words := make([]Text, min(len(ids), shown))
	for i, id := range ids[:len(words)] {
		words[i] = Text{Zh: id, En: id}
		if c, ok := e.a.Profiles().Category(id); ok {
			words[i] = Text{Zh: c.Zh, En: c.En}
		}
	}
	out := join(words, ", ")
	if n := len(ids) - shown; n > 0 {
		out.Zh += fmt.Sprintf("等%d类", len(ids))
		out.En += fmt.Sprintf(" and %d more kinds", n)
	}
	return out
}

// conditions writes a where-clause: "(star >=1)".
func conditions(where map[string]string) string {
	if len(where) == 0 {
		return ""
	}
	var out []string
	for k, v := range where {
		if !strings.ContainsAny(v, "<>") {
			v = "= " + v
		}
		out = append(out, k+" "+v)
	}
	slices.Sort(out)
	return " (" + strings.Join(out, ", ") + ")"
}

// circle names a circle with its limit.
func (e *Evaluator) circle(id string) Text {
	c, ok := e.a.Profiles().Circle(id)
	if !ok {
		return Text{Zh: id, En: id}
	}
	limit := Text{Zh: number(c.LimitM) + "米", En: number(c.LimitM) + " m"}
	if c.Metric.Timed() {
		limit = Text{Zh: number(c.LimitS/60) + "分钟", En: number(c.LimitS/60) + " min"}
	}
	way := Text{Zh: "沿路网", En: "along the network"}
	if c.Metric == geo.StraightLine {
		way = Text{Zh: "直线", En: "straight line"}
	}
	return Text{
		Zh: fmt.Sprintf("%s(%s%s)", c.Zh, way.Zh, limit.Zh),
		En: fmt.Sprintf("the %s (%s %s)", c.En, limit.En, way.En),
	}
}

// profile names circles, rules or sets with the version of the profiles.
func (e *Evaluator) profile(names ...string) string {
	names = slices.DeleteFunc(slices.Clone(names), func(s string) bool { return s == "" })
	out := strings.Join(names, "+")
	if v := e.a.Profiles().Version; v != "" {
		out += "@" + v[:min(12, len(v))]
	}
	return out
}

// denominator names what a share is a share of.
func denominator(d lifecircle.Denominator) Text {
	switch d {
	case lifecircle.People:
		return Text{Zh: "人", En: "people"}
	case lifecircle.Residential:
		return Text{Zh: "m²居住用地", En: "m² of residential land"}
	case lifecircle.Dwellings:
		return Text{Zh: "套住房", En: "dwellings"}
	case lifecircle.Street:
		return Text{Zh: "米街道", En: "m of street"}
	case lifecircle.Villages:
		return Text{Zh: "个村(社区)", En: "villages"}
	}
	return Text{Zh: "个驻地", En: "seats"}
}

// levelWord names the units of a level.
func levelWord(l geo.Level) Text {
	switch l {
	case geo.LevelProvince:
		return Text{Zh: "省", En: "province"}
	case geo.LevelPrefecture:
		return Text{Zh: "地级市", En: "prefecture"}
	case geo.LevelCounty:
		return Text{Zh: "县(市、区)", En: "county"}
	case geo.LevelTown:
		return Text{Zh: "镇(乡、街道)", En: "town"}
	case geo.LevelVillage:
		return Text{Zh: "村(社区)", En: "village"}
	}
	return Text{Zh: string(l), En: string(l)}
}

// reason translates why the floors below give no figure.
func reason(en string) Text {
	words := []Text{
		{"数据中没有绿道", greenway.ReasonNoGreenways},
		{"辖区人口未知", greenway.ReasonNoPopulation},
		{"辖区内无人居住", greenway.ReasonNobody},
		{"辖区内没有居住用地数据", serviceradius.ReasonNoResidential},
		{"数据中没有公园", serviceradius.ReasonNoParks},
		{"此处没有用地和建筑数据,无法划定建成区", builtup.ReasonNoGround},
		{"推导出的建成区各部分面积都太小", builtup.ReasonSmall},
		{"范围太大,无法整体推导建成区", builtup.ReasonTooLarge},
		{"驻地位置未知", analysis.ReasonNoSeat},
		{"驻地未接入路网", analysis.ReasonNoLink},
		{"没有道路可以到达", analysis.ReasonNoWay},
		{"数据中没有此类设施", analysis.ReasonNoTargets},
		{"数据中没有公园和绿地", analysis.ReasonNoGreen},
		{"数据中没有道路", "this dataset has no roads, so that nothing can be measured on a network"},
		{"此处没有任何居住数据(人口、居住用地、住房或街道)", "no home is known here"},
		{"辖区人口未知", "neither an official number nor any home with people is known"},
		{"范围内没有划定建成区的镇", "no town with a built-up area lies here"},
	}
	for _, w := range words {
		if strings.Contains(en, w.En) {
			return Text{Zh: w.Zh, En: en}
		}
	}
	return Text{Zh: "数据不足(" + en + ")", En: en}
}
