package api

import (
	"context"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/supply"
)

// What the features of a supply are.
const (
	supplyOfHomes      = "homes"
	supplyOfFacilities = "facilities"
	supplyOfUnits      = "units"
)

// The methods and decays of a supply.
const (
	methodFlat     = "2sfca"
	methodEnhanced = "e2sfca"
	decaySlow      = "slow"
	decaySharp     = "sharp"
	decayGauss     = "gauss"
)

// countEach is the capacity of a question that counts facilities, each as one.
const countEach = "count"

// perThousand is how many people a supply is told for.
const perThousand = 1000

// answerSupply tells how much of what facilities share the people of an area reach.
func answerSupply(ctx context.Context, q *question) (func(e *encoder), error) {
	v := q.values
	query := analysis.SupplyQuery{
		Area: areaCode(q), Categories: v.Strings("category"), Where: v.Pairs("where"), Group: v.String("group"),
		Attribute: v.String("capacity"), Below: v.Number("below") / perThousand, Parts: analysis.LevelWithin,
	}
	if query.Attribute == "" {
		query.Attribute = q.analyst.Profiles().CapacityOf(query.Categories)
	}
	if v.Given("level") {
		query.Parts = geo.Level(v.String("level"))
	}
	features := v.String("features")
	query.Homes = features == supplyOfHomes
	query.Offers = true
	if v.Given("circle") {
		query.Circle = v.String("circle")
	} else {
		query.Mode, query.Minutes, query.Metres = v.String("mode"), v.Number("minutes"), v.Number("metres")
		metric := geo.Metric(v.String("metric"))
		query.StraightLine, query.Slope = metric == geo.StraightLine, metric.Slope()
	}
	way, err := decayOf(v, &query)
	if err != nil {
		return nil, err
	}
	attribute := query.Attribute
	if attribute == countEach {
		query.Attribute = ""
	}
	answer, err := q.analyst.Supply(ctx, query)
	if err != nil {
		return nil, err
	}
	m := &method{Direction: "home_to_facility", Where: query.Where, Supply: way, Note: supplyNote().in(q.lang)}
	m.ofLimits(q, []analysis.LimitCoverage{answer.Limit})
	m.Denominator = "people"
	m.counting(q, answer.Counted)
	return func(e *encoder) {
		e.beginCollection(q, m)
		e.supplySummary(q, answer, attribute, v.Number("below"))
		e.beginFeatures()
		switch features {
		case supplyOfFacilities:
			for i := range answer.Offers {
				e.supplyOffer(&answer.Offers[i])
			}
		case supplyOfUnits:
			for i := range answer.Parts {
				part := &answer.Parts[i]
				e.beginFeature("")
				e.supplyPart(part)
				e.endFeature(func() { e.geometry(part.Unit.Geometry) })
			}
		default:
			for i := range answer.Homes {
				e.supplyHome(&answer.Homes[i])
			}
		}
		e.endCollection()
	}, nil
}

// supplyMethod is how distance counts.
type supplyMethod struct {
	Method string `json:"method"`
	Decay  string `json:"decay,omitempty"`
	// Zones are rings by share of the limit, from the inside out; nil unless by zones.
	Zones  []zoneForm `json:"zones,omitempty"`
	Source string     `json:"source"`
}

type zoneForm struct {
	UpTo   float64 `json:"up_to_share"`
	Weight float64 `json:"weight"`
}

// decayOf fills in how a facility counts by distance, and says so.
func decayOf(v *Values, query *analysis.SupplyQuery) (*supplyMethod, error) {
	if v.String("method") == methodFlat {
		if v.Given("decay") {
			return nil, conflictingParameters([]string{"method", "decay"}, Text{
				En: "2sfca counts everything within the limit alike; a decay goes with method=e2sfca",
				Zh: "2sfca 对界限以内一视同仁；decay 须与 method=e2sfca 一起使用"})
		}
		return &supplyMethod{Method: methodFlat, Source: "Luo and Wang 2003, Environment and Planning B 30: 865–884"}, nil
	}
	out := &supplyMethod{Method: methodEnhanced, Decay: v.String("decay"), Source: "Luo and Qi 2009, Health & Place 15: 1100–1107"}
	switch out.Decay {
	case decayGauss:
		query.Weight = supply.Gauss
		out.Source = "Dai 2010, Health & Place 16: 1038–1052"
		return out, nil
	case decaySharp:
		query.Zones = supply.SharpDecay()
	default:
		out.Decay, query.Zones = decaySlow, supply.SlowDecay()
	}
	for _, z := range query.Zones {
		out.Zones = append(out.Zones, zoneForm{round(z.UpTo, sharePlaces), z.Weight})
	}
	return out, nil
}

func supplyNote() Text {
	return Text{
		En: "what a facility has is shared among all people within the limit of it, wherever they live; a home has the sum of the shares of the facilities within its limit. " +
			"Facilities that do not say how much they have supply nothing and are named: where there are any, every figure is a lower bound",
		Zh: "设施的供给由界限以内的全部人口（不论属于哪个单元）分享；住处的供给为界限内各设施份额之和。" +
			"未注明容量的设施不计供给并逐一列出；有此类设施时，各数值均为下限"}
}
