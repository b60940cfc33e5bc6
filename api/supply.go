package api

import (
	"context"
	"fmt"
	"strings"

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

func (e *encoder) supplySummary(q *question, s *analysis.SupplyAnswer, attribute string, below float64) {
	e.key("summary")
	e.beginObject()
	e.key("unit")
	e.str(s.Area.Code)
	e.key("name")
	e.strOrNull(s.Area.Name)
	e.key("categories")
	e.any(nonNil(s.Categories))
	e.key("capacity")
	e.str(attribute)
	e.limitOf(q, &s.Limit)
	e.figures([]figure{
		amountOf("population", s.People, peoplePlaces), amountOf("population_reached", s.Reached, peoplePlaces),
		amountOf("reached_share", s.Reached.Ratio(s.People), sharePlaces),
		amountOf("unplaced_population", s.Unplaced, peoplePlaces), amountOf("edge_population", s.Edge, peoplePlaces),
		amountOf("supply_per_1000", thousandfold(s.PerPerson), sharePlaces),
	})
	e.spread(&s.Spread, s.People)
	e.key("below_per_1000")
	if below > 0 {
		e.number(below, sharePlaces)
	} else {
		e.null()
	}
	e.figures([]figure{
		amountOf("capacity_inside", s.Inside, peoplePlaces),
		amountOf("capacity_inside_per_1000", thousandfold(s.Inside.Ratio(s.People)), sharePlaces),
	})
	known, unknown := 0, []*analysis.SupplyOffer{}
	for i := range s.Offers {
		if o := &s.Offers[i]; o.Supply.IsKnown() {
			known++
		} else {
			unknown = append(unknown, o)
		}
	}
	e.key("facilities")
	e.integer(known)
	e.key("facilities_without_capacity")
	e.integer(len(unknown))
	e.key("facilities_unknown")
	e.integer(s.Unclear)
	e.key("lower_bound")
	e.boolean(len(unknown) > 0)
	e.key("units")
	e.beginArray()
	for i := range s.Parts {
		e.beginObject()
		e.supplyPart(&s.Parts[i])
		e.endObject()
	}
	e.endArray()
	e.key("without_capacity")
	e.beginArray()
	for _, o := range unknown {
		e.beginObject()
		e.key("facility")
		e.str(o.Facility.ID)
		e.key("name")
		e.strOrNull(o.Facility.Name)
		e.key("category")
		e.str(strings.Join(o.Facility.Categories, ","))
		e.key("inside")
		e.boolean(o.Inside)
		e.key("location")
		e.position(o.Facility.Location)
		e.endObject()
	}
	e.endArray()
	e.key("reason")
	e.strOrNull(supplyReason(s, attribute).in(q.lang))
	e.endObject()
}

func supplyReason(s *analysis.SupplyAnswer, attribute string) Text {
	if s.Grey == analysis.ReasonNoSupply {
		return Text{En: fmt.Sprintf("none of the facilities (%d in the dataset) has the attribute %q, which is what they would share; name another with capacity, or capacity=%s to count each as one", len(s.Unknown), attribute, countEach),
			Zh: fmt.Sprintf("数据中的 %d 处设施都没有属性 %q（即所分享的容量）；可用 capacity 指定其他属性，或用 capacity=%s 按个数计", len(s.Unknown), attribute, countEach)}
	}
	return translated(s.Grey)
}

// thousandfold is a supply per 1,000 people.
func thousandfold(perPerson geo.Amount) geo.Amount {
	v, ok := perPerson.Get()
	if !ok {
		return perPerson
	}
	return geo.Known(v * perThousand)
}

// spread writes the quantiles over people, and how many of them have less than asked.
func (e *encoder) spread(s *supply.Spread, people geo.Amount) {
	e.key("quantiles_per_1000")
	e.beginObject()
	e.figures([]figure{
		amountOf("p10", thousandfold(s.P10), sharePlaces), amountOf("p25", thousandfold(s.P25), sharePlaces), amountOf("median", thousandfold(s.Median), sharePlaces),
		amountOf("p75", thousandfold(s.P75), sharePlaces), amountOf("p90", thousandfold(s.P90), sharePlaces),
	})
	e.endObject()
	e.figures([]figure{
		amountOf("population_below", s.Below, peoplePlaces), amountOf("below_share", s.Below.Ratio(people), sharePlaces),
	})
}

func (e *encoder) supplyPart(p *analysis.SupplyPart) {
	e.key("unit")
	e.str(p.Unit.Code)
	e.key("name")
	e.strOrNull(p.Unit.Name)
	e.key("level")
	e.str(string(p.Unit.Level))
	people, reached := geo.Known(p.People), geo.Known(p.Reached)
	if p.NoPeople {
		people, reached = geo.Unknown(), geo.Unknown()
	}
	e.figures([]figure{
		amountOf("population", people, peoplePlaces), amountOf("population_reached", reached, peoplePlaces),
		amountOf("reached_share", reached.Ratio(people), sharePlaces),
		amountOf("supply_per_1000", thousandfold(p.PerPerson), sharePlaces),
		amountOf("least_per_1000", thousandfold(p.Least), sharePlaces), amountOf("most_per_1000", thousandfold(p.Most), sharePlaces),
	})
	e.spread(&p.Spread, people)
}

func (e *encoder) supplyHome(h *analysis.SupplyHome) {
	e.beginFeature(h.Home.ID)
	e.key("home")
	e.str(h.Home.ID)
	e.figures([]figure{
		amountOf("population", h.Persons, peoplePlaces), amountOf("supply_per_1000", thousandfold(geo.Known(h.PerPerson)), sharePlaces),
	})
	e.key("unplaced")
	e.boolean(h.Unplaced)
	e.endFeature(func() { e.geometry(h.Home.Location) })
}

func (e *encoder) supplyOffer(o *analysis.SupplyOffer) {
	e.beginFeature(o.Facility.ID)
	e.key("facility")
	e.str(o.Facility.ID)
	e.key("name")
	e.strOrNull(o.Facility.Name)
	e.key("category")
	e.str(strings.Join(o.Facility.Categories, ","))
	e.figures([]figure{
		amountOf("capacity", o.Supply, peoplePlaces), amountOf("population_sharing", o.Demand, peoplePlaces),
		amountOf("supply_per_1000", thousandfold(o.PerPerson), sharePlaces),
	})
	e.key("inside")
	e.boolean(o.Inside)
	e.key("unplaced")
	e.boolean(o.Unplaced)
	e.endFeature(func() { e.geometry(o.Facility.Location) })
}
