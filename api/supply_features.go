package api

import (
	"fmt"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/supply"
)

// supplySummary writes what the people of an area reach, in all and by unit, and which
// facilities do not say what they have.
func (e *encoder) supplySummary(q *question, s *analysis.SupplyAnswer, attribute string, below float64) {
	e.key("summary")
	e.beginObject()
	e.unitNamed(s.Area.Code, s.Area.Name)
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
	e.unitNamed(p.Unit.Code, p.Unit.Name)
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
