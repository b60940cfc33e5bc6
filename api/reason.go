package api

import (
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

// translated gives the reasons that the metrics state in English their Chinese words.
// One that is not known here is passed on as it is.
func translated(reason string) Text {
	switch reason {
	case greenway.ReasonNoGreenways:
		return Text{En: reason, Zh: "数据中没有绿道"}
	case greenway.ReasonNoPopulation:
		return Text{En: reason, Zh: "该单元的人口未知"}
	case greenway.ReasonNobody:
		return Text{En: reason, Zh: "该单元内无人居住"}
	case serviceradius.ReasonNoResidential:
		return Text{En: reason, Zh: "该单元内没有已知的居住用地"}
	case serviceradius.ReasonNoParks:
		return Text{En: reason, Zh: "数据中没有公园"}
	}
	return both(reason)
}
