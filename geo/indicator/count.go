package indicator

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// attributes names those of a where-clause.
func attributes(where map[string]string) string {
	var out []string
	for k := range where {
		out = append(out, k)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// count is how many facilities, units, parks or greenways stand in the unit. Facilities
// that lack an attribute asked for may count: the count is then the least.
func count(ctx context.Context, e *Evaluator, in *Indicator, area *analysis.Area) (*figure, error) {
	p := &in.Params
	switch geo.Layer(p.Layer) {
	case geo.LayerUnits:
		return e.countUnits(in, area), nil
	case geo.LayerParks:
		return e.countParks(in, area), nil
	case geo.LayerGreenways:
		return e.countGreenways(ctx, area)
	}
	sorted, err := e.a.SortFacilities(ctx, area.Code, p.Categories, p.Where)
	if err != nil {
		return nil, err
	}
	if sorted.Everywhere == 0 {
		return e.noFacilities(p.Categories, p.Where, 0), nil
	}
	what := e.categories(p.Categories)
	with, unknown, all := len(sorted.With), len(sorted.Unknown), len(sorted.With)+len(sorted.Without)+len(sorted.Unknown)
	if unknown > 0 && unknown == all {
		f := missing(fmt.Sprintf("%d处%s全部缺少属性%s", all, what.Zh, attributes(p.Where)),
			fmt.Sprintf("all %d facilities (%s) lack %s", all, what.En, attributes(p.Where)))
		f.feature(geo.LayerFacilities, roleNoValue, ids(sorted.Unknown))
		return f, nil
	}
	f := &figure{value: geo.Known(float64(with)), denominator: "facilities", size: geo.Known(float64(all)), method: "count"}
	f.feature(geo.LayerFacilities, roleCounted, ids(sorted.With))
	f.feature(geo.LayerFacilities, roleOther, ids(sorted.Without))
	f.feature(geo.LayerFacilities, roleNoValue, ids(sorted.Unknown))
	f.add(fmt.Sprintf("辖区内有%d处%s%s", with, what.Zh, conditions(p.Where)),
		fmt.Sprintf("%d facilities (%s%s) inside", with, what.En, conditions(p.Where)))
	if unknown > 0 {
		f.most = geo.Known(float64(with + unknown))
		e.lacking(f, unknown, all, p.Where)
	}
	return f, nil
}

// countUnits counts the units of a level, by their type where that is asked.
func (e *Evaluator) countUnits(in *Indicator, area *analysis.Area) *figure {
	p := &in.Params
	of := levelWord(level(p.Parts))
	parts := e.a.PartsOf(area, level(p.Parts))
	if len(e.a.Units(level(p.Parts))) == 0 {
		return missing("数据中没有"+of.Zh, "the data holds no unit of level "+of.En)
	}
	asked := p.Where["type"]
	var with, without, unknown []string
	for _, u := range parts {
		switch {
		case asked == "" || u.Type == asked:
			with = append(with, u.Code)
		case u.Type == "":
			unknown = append(unknown, u.Code)
		default:
			without = append(without, u.Code)
		}
	}
	if len(unknown) > 0 && len(unknown) == len(parts) {
		f := missing(fmt.Sprintf("%d个%s全部缺少属性type", len(parts), of.Zh), fmt.Sprintf("all %d units of level %s lack type", len(parts), of.En))
		f.feature(geo.LayerUnits, roleNoValue, unknown)
		return f
	}
	f := &figure{value: geo.Known(float64(len(with))), denominator: "units", size: geo.Known(float64(len(parts))), method: "count"}
	f.feature(geo.LayerUnits, roleCounted, with)
	f.feature(geo.LayerUnits, roleOther, without)
	f.feature(geo.LayerUnits, roleNoValue, unknown)
	f.add(fmt.Sprintf("%d个%s中有%d个%s", len(parts), of.Zh, len(with), conditions(p.Where)),
		fmt.Sprintf("%d of %d units of level %s%s", len(with), len(parts), of.En, conditions(p.Where)))
	if len(unknown) > 0 {
		f.most = geo.Known(float64(len(with) + len(unknown)))
		e.lacking(f, len(unknown), len(parts), p.Where)
	}
	return f
}

// countParks counts the parks that exist in a unit, of a kind where that is asked.
func (e *Evaluator) countParks(in *Indicator, area *analysis.Area) *figure {
	if len(e.a.Dataset().Parks) == 0 {
		return missing("数据中没有公园", "the data holds no parks")
	}
	var with []string
	for _, p := range e.a.ParksOf(area) {
		if kind := in.Params.Where["kind"]; kind == "" || p.Kind == kind {
			with = append(with, p.ID)
		}
	}
	f := &figure{value: geo.Known(float64(len(with))), denominator: "parks", size: geo.Known(float64(len(with))), method: "count"}
	f.feature(geo.LayerParks, roleCounted, with)
	f.add(fmt.Sprintf("辖区内有%d处公园绿地", len(with)), fmt.Sprintf("%d parks inside", len(with)))
	return f
}

// countGreenways counts the built greenways that run in a unit.
func (e *Evaluator) countGreenways(ctx context.Context, area *analysis.Area) (*figure, error) {
	answer, err := e.a.GreenwayChains(ctx, area.Code)
	if err != nil {
		return nil, err
	}
	if answer.Reason != "" {
		why := reason(answer.Reason)
		return missing(why.Zh, why.En), nil
	}
	with := greenwayIDs(answer)
	f := &figure{value: geo.Known(float64(len(with))), denominator: "greenways", size: geo.Known(float64(len(with))), method: "count"}
	f.feature(geo.LayerGreenways, roleCounted, with)
	f.add(fmt.Sprintf("辖区内有%d条绿道", len(with)), fmt.Sprintf("%d greenways inside", len(with)))
	return f, nil
}
