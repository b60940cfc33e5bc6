package indicator

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/supply"
)

// perThousand is how many people the supply of a row is for: …/千人.
const perThousand = 1000

// supplyReached is the mean supply that people reach, per 1,000 people.
func supplyReached(ctx context.Context, e *Evaluator, in *Indicator, area *analysis.Area) (*figure, error) {
	p := &in.Params
	what := e.categories(p.Categories)
	zones, method := zonesOf(p.Decay)
	answer, err := e.a.Supply(ctx, analysis.SupplyQuery{
		Area: area.Code, Categories: p.Categories, Attribute: p.Attribute, Circle: p.Circle, Mode: p.Mode, Minutes: p.Minutes, Zones: zones, Group: analysis.GroupAll})
	if err != nil {
		return nil, err
	}
	lacking, all := len(answer.Unknown), len(answer.Unknown)+len(answer.Facilities)
	switch {
	case all == 0:
		return e.noFacilities(p.Categories, nil, 0), nil
	case lacking == all:
		f := missing(fmt.Sprintf("%d处%s全部缺少属性%s", all, what.Zh, p.Attribute), fmt.Sprintf("all %d facilities (%s) lack %s", all, what.En, p.Attribute))
		f.feature(geo.LayerFacilities, roleNoValue, answer.Unknown)
		return f, nil
	case answer.Grey != "":
		why := reason(answer.Grey)
		return missing(why.Zh, why.En), nil
	}
	people := answer.People.Or(0)
	f := &figure{value: geo.Known(perThousand * answer.PerPerson.Or(0)), denominator: "people", size: answer.People, method: method,
		profile: e.profile(p.Circle, p.Mode)}
	f.feature(geo.LayerFacilities, roleCounted, answer.Facilities)
	f.feature(geo.LayerFacilities, roleNoValue, answer.Unknown)
	f.add(fmt.Sprintf("%s人平均每千人可获得%s%s(%s,%s人可到达)", amount(people), against(f.value.Or(0), e.target(in)), attributeWord(p.Attribute).Zh, what.Zh, amount(answer.Reached.Or(0))),
		fmt.Sprintf("%s%s (%s) per 1,000 of %s people, of whom %s reach any", against(f.value.Or(0), e.target(in)), attributeWord(p.Attribute).En, what.En, amount(people), amount(answer.Reached.Or(0))))
	if lacking > 0 {
		// No bound is known: how much a nameless one adds depends on who shares it.
		f.most = geo.Known(1e9)
		f.add(fmt.Sprintf(",%d处中有%d处缺少属性%s(数值为下限)", all, lacking, p.Attribute),
			fmt.Sprintf(", while %d of %d lack %s (the figure is a lower bound)", lacking, all, p.Attribute))
	}
	return f, nil
}

// zonesOf are the zones of a decay, nil for none, and the name of the method.
func zonesOf(decay string) (supply.Zones, string) {
	switch decay {
	case "slow":
		return supply.SlowDecay(), "e2sfca, zones of a third of the limit: 1.00, 0.68, 0.22"
	case "sharp":
		return supply.SharpDecay(), "e2sfca, zones of a third of the limit: 1.00, 0.42, 0.09"
	}
	return nil, "2sfca"
}
