package indicator

import (
	"context"
	"fmt"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// greenwayIDs are the built greenways that run in an area.
func greenwayIDs(c *analysis.ChainAnswer) []string {
	var out []string
	for i := range c.Chains {
		out = append(out, c.Chains[i].Greenways...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// greenwayLength is kilometres of greenway per 10,000 people.
func greenwayLength(ctx context.Context, e *Evaluator, in *Indicator, area *analysis.Area) (*figure, error) {
	answer, err := e.a.Greenways(ctx, area.Code)
	if err != nil {
		return nil, err
	}
	res := &answer.Result
	if res.Reason != "" {
		why := reason(res.Reason)
		return missing(why.Zh, why.En), nil
	}
	chains, err := e.a.GreenwayChains(ctx, area.Code)
	if err != nil {
		return nil, err
	}
	km, people := res.LengthM.Or(0)/1000, answer.Population.Persons.Or(0)
	f := &figure{value: res.KmPer10k, denominator: "people", size: answer.Population.Persons, method: "geodesic_length"}
	f.feature(geo.LayerGreenways, roleCounted, greenwayIDs(chains))
	f.add(fmt.Sprintf("绿道%s公里,人口%s人,即每万人%s公里", number(km), amount(people), against(f.value.Or(0), e.target(in))),
		fmt.Sprintf("%s km of greenway for %s people, %s km per 10,000", number(km), amount(people), against(f.value.Or(0), e.target(in))))
	return f, nil
}

// greenwayNetwork is kilometres of greenway and walking ways per square kilometre.
func greenwayNetwork(ctx context.Context, e *Evaluator, in *Indicator, area *analysis.Area) (*figure, error) {
	answer, err := e.a.SlowNetwork(ctx, area.Code)
	if err != nil {
		return nil, err
	}
	length, ok := answer.LengthM.Get()
	if !ok {
		return missing("数据中没有绿道和慢行道路", "the data holds neither greenways nor ways for walking"), nil
	}
	if !(answer.AreaM2 > 0) {
		return missing("辖区面积未知", "the area of the unit is not known"), nil
	}
	km, km2 := length/1000, answer.AreaM2/1e6
	f := &figure{value: geo.Known(km / km2), denominator: "km2", size: geo.Known(km2), method: "geodesic_length"}
	if len(e.a.Dataset().Greenways) > 0 {
		chains, err := e.a.GreenwayChains(ctx, area.Code)
		if err != nil {
			return nil, err
		}
		f.feature(geo.LayerGreenways, roleCounted, greenwayIDs(chains))
	}
	own := answer.GreenwayM.Or(0) / 1000
	f.add(fmt.Sprintf("绿道和慢行道路%s公里(其中绿道%s公里),面积%s平方公里,密度%s公里/平方公里", number(km), number(own), number(km2), against(f.value.Or(0), e.target(in))),
		fmt.Sprintf("%s km of greenway and walking ways (%s km of them greenway) on %s km², %s km/km²", number(km), number(own), number(km2), against(f.value.Or(0), e.target(in))))
	return f, nil
}

// greenwayChain is the number of connected greenways that touch enough open spaces.
func greenwayChain(ctx context.Context, e *Evaluator, in *Indicator, area *analysis.Area) (*figure, error) {
	answer, err := e.a.GreenwayChains(ctx, area.Code)
	if err != nil {
		return nil, err
	}
	if answer.Reason != "" {
		why := reason(answer.Reason)
		return missing(why.Zh, why.En), nil
	}
	if len(e.a.Dataset().Parks) == 0 {
		return missing("数据中没有公园等开敞空间", "the data holds no parks: open spaces are not known"), nil
	}
	beads := max(1, in.Params.Beads)
	n, most := 0, 0
	var ways, parks []string
	for i := range answer.Chains {
		c := &answer.Chains[i]
		most = max(most, len(c.Parks))
		if len(c.Parks) >= beads {
			n++
			ways, parks = append(ways, c.Greenways...), append(parks, c.Parks...)
		}
	}
	slices.Sort(ways)
	slices.Sort(parks)
	f := &figure{value: geo.Known(float64(n)), denominator: "chains", size: geo.Known(float64(len(answer.Chains))), method: "connected"}
	f.feature(geo.LayerGreenways, roleCounted, slices.Compact(ways))
	f.feature(geo.LayerParks, roleTouched, slices.Compact(parks))
	f.add(fmt.Sprintf("%d条连通绿道中%d条串联至少%d处开敞空间(最多串联%d处)", len(answer.Chains), n, beads, most),
		fmt.Sprintf("%d of %d connected greenways touch %d or more open spaces (the best %d)", n, len(answer.Chains), beads, most))
	return f, nil
}
