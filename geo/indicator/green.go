package indicator

import (
	"context"
	"fmt"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// serviceRadius is the share of residential land within the radii of parks.
func serviceRadius(ctx context.Context, e *Evaluator, in *Indicator, area *analysis.Area) (*figure, error) {
	answer, err := once(&e.known, [2]string{"radius " + in.Params.Rule, area.Code}, func() (*analysis.ServiceRadiusAnswer, error) {
		return e.a.ServiceRadius(ctx, area.Code, in.Params.Rule)
	})
	if err != nil {
		return nil, err
	}
	res := &answer.Result
	if res.Reason != "" {
		why := reason(res.Reason)
		return missing(why.Zh, why.En), nil
	}
	all, covered := res.ResidentialM2.Or(0), res.CoveredM2.Or(0)
	if !(all > 0) {
		return missing("分母为0", "there is no residential land"), nil
	}
	f := &figure{value: geo.Known(100 * covered / all), denominator: "residential_m2", size: res.ResidentialM2,
		profile: e.profile(answer.Rule.ID), method: string(geo.StraightLine)}
	var parks []string
	for i := range res.Parks {
		parks = append(parks, res.Parks[i].IDs...)
	}
	slices.Sort(parks)
	f.feature(geo.LayerParks, roleCounted, slices.Compact(parks))
	f.add(fmt.Sprintf("居住用地%s公顷中有%s公顷(%s%%)在公园绿地服务半径内(规则%s)", number(all/1e4), number(covered/1e4), against(f.value.Or(0), e.target(in)), answer.Rule.ID),
		fmt.Sprintf("%s of %s ha of residential land (%s %%) lie within the radii of parks (rule %s)", number(covered/1e4), number(all/1e4), against(f.value.Or(0), e.target(in)), answer.Rule.ID))
	return f, nil
}

// greenCover is green land in the built-up area as a share of it: the least that the
// cover by all vegetation can be.
func greenCover(ctx context.Context, e *Evaluator, in *Indicator, area *analysis.Area) (*figure, error) {
	answer, err := e.a.GreenCover(ctx, area.Code)
	if err != nil {
		return nil, err
	}
	if answer.Reason != "" {
		why := reason(answer.Reason)
		return missing(why.Zh, why.En), nil
	}
	green, built := answer.GreenM2.Or(0), answer.BuiltUpM2.Or(0)
	if !(built > 0) {
		return missing("建成区面积为0", "the built-up area is empty"), nil
	}
	f := &figure{value: geo.Known(100 * green / built), most: geo.Known(100), denominator: "built_up_m2", size: answer.BuiltUpM2, method: "green_land"}
	f.feature(geo.LayerParks, roleCounted, answer.Parks)
	f.feature(geo.LayerParcels, roleCounted, answer.Parcels)
	f.add(fmt.Sprintf("建成区%s公顷中已知绿地%s公顷(%s%%),附属绿地和行道树未知(数值为下限)", number(built/1e4), number(green/1e4), against(f.value.Or(0), e.target(in))),
		fmt.Sprintf("%s of %s ha of the built-up area are known green land (%s %%), street trees and the green of estates are not known (the figure is a lower bound)",
			number(green/1e4), number(built/1e4), against(f.value.Or(0), e.target(in))))
	return f, nil
}
