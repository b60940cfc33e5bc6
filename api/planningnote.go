package api

import (
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

// countedIn names what stands for people where they are not known; ok is false where they
// are, or where nothing is known.
func countedIn(d lifecircle.Denominator) (t Text, ok bool) {
	switch d {
	case lifecircle.Residential:
		return Text{En: "residential land in square metres", Zh: "居住用地面积（平方米）"}, true
	case lifecircle.Dwellings:
		return Text{En: "dwellings", Zh: "住宅套数"}, true
	case lifecircle.Street:
		return Text{En: "residential streets in metres", Zh: "居住街道长度（米）"}, true
	}
	return Text{}, false
}

// sitesNote says what an objective asks, what it is counted in, and what bound and gap are.
func sitesNote(objective siting.Objective, d lifecircle.Denominator) Text {
	bound := Text{
		En: "; existing facilities stay; bound is what no choice among the candidates can pass, gap its distance from value as a share of the larger",
		Zh: "；现有设施不变；bound 为任何选法都不能超过的界，gap 为其与 value 之差占较大者的比例"}
	t := sitesAsk(objective)
	if in, ok := countedIn(d); ok {
		t = sitesAskOf(objective, in)
	}
	return Text{En: t.En + bound.En, Zh: t.Zh + bound.Zh}
}

func sitesAsk(objective siting.Objective) Text {
	switch objective {
	case siting.ObjectiveLSCP:
		return Text{En: "the fewest sites that bring everybody within the limit whom any candidate brings there; value is their number",
			Zh: "以最少的新址使凡有候选点可及者都在界限以内；value 为新址数"}
	case siting.ObjectivePMedian:
		return Text{En: "the sites with the least sum of people times what each pays to the nearest facility, at most the cap; value is that sum",
			Zh: "使人数乘以到最近设施的代价（至多为 cap）之和最小；value 为该和"}
	default:
		return Text{En: "the sites that bring the most people within the limit who are not within it today; value is their number",
			Zh: "使现在界限以外的人尽可能多地进入界限；value 为其人数"}
	}
}

// sitesAskOf is the same where people are not known.
func sitesAskOf(objective siting.Objective, in Text) Text {
	var t Text
	switch objective {
	case siting.ObjectiveLSCP:
		t = Text{En: "the fewest sites that bring every home within the limit that any candidate brings there; value is the number of sites; gains are counted in %s, not in people",
			Zh: "以最少的新址使凡有候选点可及的住处都在界限以内；value 为新址数；所得以%s计，不是人数"}
	case siting.ObjectivePMedian:
		t = Text{En: "the sites with the least sum of %s, not of people, times the cost from there to the nearest facility, at most the cap; value is that sum",
			Zh: "使%s（不是人数）乘以到最近设施的代价（至多为 cap）之和最小；value 为该和"}
	default:
		t = Text{En: "the sites that bring the most within the limit that is not within it today, counted in %s, not in people; value is what they bring",
			Zh: "使现在界限以外的尽可能多地进入界限，以%s计，不是人数；value 为所增"}
	}
	return Text{En: fmt.Sprintf(t.En, in.En), Zh: fmt.Sprintf(t.Zh, in.Zh)}
}

// gapNote says what a gap is, and how it is ranked and drawn.
func gapNote(d lifecircle.Denominator) Text {
	whom, burden := Text{En: "people", Zh: "人"}, Text{En: "the people", Zh: "人数"}
	if in, ok := countedIn(d); ok {
		whom, burden = Text{En: "homes", Zh: "住处"}, Text{En: "the " + in.En + " (not people)", Zh: in.Zh + "（不是人数）"}
	}
	return Text{
		En: "a gap joins homes that lack something and stand within apart_m of each other; its geometry is the ground within outline_m of them; " +
			"beyond is how far over the limit the farthest of what is missing lies, over " + whom.En + " who can reach it; " +
			"gaps are ordered by burden, " + burden.En + " times that excess as a share of the limit (at most 1)",
		Zh: "缺口由彼此相距不超过 apart_m、且缺少设施的住处连成；图形是这些住处周围 outline_m 以内的地面；" +
			"beyond 为最远的缺项超出界限的量（只计能到达的" + whom.Zh + "）；按 burden 排序：" + burden.Zh + "乘以超出量占界限之比（至多为 1）"}
}
