package api

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/builtup"
	"github.com/seed-4611ae28/lifecircle/geo/greenway"
	"github.com/seed-4611ae28/lifecircle/geo/serviceradius"
)

// The reasons why a figure is unknown.

func noPopulation() Text {
	return Text{En: "the data gives no population here", Zh: "数据中没有此处的人口"}
}

func noDenominator() Text {
	return Text{En: "the data gives neither people, residential land, dwellings nor residential streets here",
		Zh: "数据中没有此处的人口、居住用地、住宅或居住街道"}
}

// emptyDenominator is for a denominator that is known to be nothing: a share of
// nothing is no number.
func emptyDenominator() Text {
	return Text{En: "there is nobody and nothing here to be a share of", Zh: "此处没有可供计算比例的对象"}
}

// translated gives what the computation says in English its Chinese words, the
// variable parts kept. What is not known here is passed on as it is.
func translated(english string) Text {
	for i := range phrases() {
		p := &phrases()[i]
		if m := p.pattern.FindStringSubmatch(english); m != nil {
			args := make([]any, len(m)-1)
			for k, word := range m[1:] {
				args[k] = word
			}
			return Text{En: english, Zh: fmt.Sprintf(p.zh, args...)}
		}
	}
	// "name (code): reason" tells which town a reason is about.
	if at := strings.LastIndex(english, "): "); at >= 0 {
		if inner := translated(english[at+3:]); inner.Zh != inner.En {
			return Text{En: english, Zh: english[:at+1] + "：" + inner.Zh}
		}
	}
	return both(english)
}

// phrase is a sentence of the computation, as a pattern with its variable parts in
// groups, and its Chinese with a %s for each.
type phrase struct {
	pattern *regexp.Regexp
	zh      string
}

// phrases lists them. The English ones are compared with what the computation says
// by a test, so that a sentence changed there does not go untranslated here.
var phrases = sync.OnceValue(func() []phrase {
	exactly := regexp.QuoteMeta
	list := [][2]string{
		{exactly(greenway.ReasonNoGreenways), "数据中没有绿道"},
		{exactly(greenway.ReasonNoPopulation), "该单元的人口未知"},
		{exactly(greenway.ReasonNobody), "该单元内无人居住"},
		{exactly(serviceradius.ReasonNoResidential), "该单元内没有已知的居住用地"},
		{exactly(serviceradius.ReasonNoParks), "数据中没有公园"},
		{exactly(builtup.ReasonNoGround), "数据中此处没有居住、商业、零售、工业用地，也没有建筑，推不出建成区"},
		{exactly(builtup.ReasonSmall), "推导出的建成区各部分都太小，且都不在驻地"},
		{exactly(builtup.ReasonTooLarge), "该单元太大，不能作为整体推导建成区：请按镇询问"},
		{exactly(builtup.ReasonNoUnit), "该单元没有多边形"},
		{"no town with a built-up area lies here", "此处没有带建成区的镇"},
		{"no home is known here: neither people, residential land, dwellings nor streets", "此处没有已知的住处：人口、居住用地、住宅、街道都没有"},
		{"the seat of (.*) is not known", "%s 的驻地未知"},
		{"this dataset has no units, and so no seats", "数据中没有行政单元，因此没有驻地"},
		{`an official population is given for (\S+), but nothing says where in it people live`, "%s 有官方人口，但数据没有说明人住在哪里"},
		{`neither an official number nor any home with people is known for (\S+)`, "%s 既没有官方人口，也没有带人口的住处"},
		{"the dataset has no population", "数据中没有人口"},
		{`nothing is known of the age group (".*")`, "没有年龄组 %s 的数据"},
		{`nothing is known of the age group (".*") in (\S+)`, "没有年龄组 %s 的数据（%s）"},
		{exactly(analysis.ReasonNoSeat), "驻地未知"},
		{exactly(analysis.ReasonNoLink), "驻地未接入路网"},
		{exactly(analysis.ReasonNoWay), "没有道路可以到达"},
		{exactly(analysis.ReasonNoTargets), "数据中没有这些类别的设施"},
		{exactly(analysis.ReasonNoGreen), "数据中没有公园和绿地"},
		{"has to be one unit: a cluster has no seat", "须是一个单元：一组单元没有驻地"},
		{"is no requirement set", "没有这个配套要求"},
		{`is a (\S+); (\S+) judges units of level (.*)`, "是 %s 层级的单元；%s 考核 %s 层级的单元"},
		{`is no indicator of (\S+)`, "不是 %s 的指标"},
		{"has to be one unit: a standard judges units one by one", "须是一个单元：标准逐个考核单元"},
		{"is no unit of this dataset; /v1/units lists them", "数据中没有这个单元；见 /v1/units"},
		{"the units of a cluster are of one level; (.*)", "一组单元须属同一级别（%s）"},
		{"has no requirement set, so that nothing can be complete in it", "没有配套要求，谈不上完整"},
		{"is an H3 resolution, 0 to 15", "须是 H3 分辨率 0 至 15"},
		{`has to be one of (\[.*\])`, "须是以下之一：%s"},
		{`has to be one of the age groups of this dataset: (\[.*\])`, "须是数据中的年龄组之一：%s"},
		{"brings its own mode and limit; leave out mode, minutes and metres", "自带方式与界限；请去掉 mode、minutes、metres"},
		{"give minutes or metres, not both", "minutes 与 metres 只能给一个"},
		{"name a circle, or a mode with minutes or metres", "请给出生活圈，或出行方式加 minutes 或 metres"},
		{"a straight line is measured in metres", "直线距离以米计"},
		{"a limit is a number above 0", "界限须是大于 0 的数"},
		{"is a number of metres above 0", "须是大于 0 的米数"},
		{"is from or to", "须是 from 或 to"},
		{"needs bus timetables, which are not part of a dataset", "需要公交时刻表，而数据中没有"},
		{"is no mode; /v1/modes lists them", "没有这种出行方式；见 /v1/modes"},
		{"is no circle; /v1/circles lists them", "没有这个生活圈；见 /v1/circles"},
		{"is no category; /v1/categories lists them", "没有这个类别；见 /v1/categories"},
		{"name at least one category; /v1/categories lists them", "请至少给出一个类别；见 /v1/categories"},
		{"cannot be answered yet: needs bus timetables, which are not part of a dataset", "暂不能作答：需要公交时刻表，而数据中没有"},
		{exactly(analysis.ReasonNoElevation), "需要高程，而数据中没有：用 lifecircle import elevation 文件.tif 导入数字高程模型"},
		{`mode "(.*)" has no rule for slopes; /v1/modes lists those that have`, "出行方式 %s 没有坡度规则；有规则的见 /v1/modes"},
		{"a straight line has no slopes", "直线没有坡度"},
		{exactly(analysis.ReasonNoSeat), "驻地未知"},
		{exactly(analysis.ReasonNoLink), "驻地未接入路网"},
		{exactly(analysis.ReasonNoWay), "没有路可以到达"},
		{exactly(analysis.ReasonNoTargets), "数据中没有这些类别的设施"},
		{exactly(analysis.ReasonNoGreen), "数据中既没有公园也没有绿地"},
		{"is no requirement set", "没有这个配套要求"},
		{"has to be one unit: a cluster has no seat", "须是一个单元：一组单元没有驻地"},
		{"starts at a seat; this is asked of the homes of an area", "以驻地为起点；此问题针对区域内的住处"},
		{"is needed beside where and at_least: a requirement set brings its own", "使用 where 或 at_least 时须给出类别：配套要求自带条件"},
		{"has no requirement set: name the categories that are asked for", "没有配套要求：请给出类别"},
		{"lies outside the ground that the data describes", "在数据覆盖的范围之外"},
		{exactly(analysis.ReasonNoCandidates), "没有可用的候选点：在禁止用地上、未接入路网、离缺少设施的人太远，或者本来就没有"},
		{"has to be villages, nodes, parcels, homes, or a list of places", "须是 villages、nodes、parcels、homes，或一列地点"},
		{"has to be mclp, lscp or pmedian", "须是 mclp、lscp 或 pmedian"},
		{"names the candidates itself; leave out candidates", "已给出候选点；请去掉 candidates"},
		{`takes at most (\S+) places`, "最多 %s 个地点"},
		{`with this limit they make more than (\S+) pairs with homes; ask for a smaller area, a smaller limit or fewer places`,
			"在此界限下与住处的组合超过 %s 对；请缩小区域、界限，或减少地点"},
		{exactly(data.ReversalChanged), "其后被修改"},
		{exactly(data.ReversalGone), "其后被移除"},
		{exactly(data.ReversalTaken), "其后被放在已移除要素的位置"},
		{"nobody lives here", "此处无人居住"},
		{exactly(analysis.ReasonNoSupply), "这些设施都未注明容量"},
		{exactly(analysis.ReasonPlaceNoLink), "该处未接入路网"},
		{exactly(analysis.ReasonTooFew), "数据中这些类别的设施少于要求的数量"},
		{exactly(analysis.ReasonOnlyBuiltUp), "该生活圈针对建成区，此处在建成区之外"},
		{exactly(analysis.ReasonOnlyRural), "该生活圈针对建成区以外，此处在建成区内"},
		{"this dataset has no roads, so that nothing can be measured on a network", "数据中没有道路，无法在路网上量算"},
	}
	out := make([]phrase, len(list))
	for i, p := range list {
		out[i] = phrase{regexp.MustCompile("^" + p[0] + "$"), p[1]}
	}
	return out
})
