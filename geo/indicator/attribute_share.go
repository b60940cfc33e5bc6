package indicator

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// attributeShare is the share of the facilities inside that have an attribute, of those
// of which it is known; or the share of one sum in another.
func attributeShare(ctx context.Context, e *Evaluator, in *Indicator, area *analysis.Area) (*figure, error) {
	p := &in.Params
	what := e.categories(p.Categories)
	sorted, err := e.a.SortFacilities(ctx, area.Code, p.Categories, p.Where)
	if err != nil {
		return nil, err
	}
	if sorted.Everywhere == 0 {
		return e.noFacilities(p.Categories, nil, 0), nil
	}
	if len(sorted.With)+len(sorted.Without)+len(sorted.Unknown) == 0 {
		return missing("辖区内没有"+what.Zh, "no facility of "+what.En+" is here"), nil
	}
	if p.Attribute != "" {
		return e.sumShare(in, sorted), nil
	}
	with, unknown := len(sorted.With), len(sorted.Unknown)
	known := with + len(sorted.Without)
	all := known + unknown
	f := &figure{denominator: "facilities", size: geo.Known(float64(known)), method: "share"}
	f.feature(geo.LayerFacilities, roleCounted, ids(sorted.With))
	f.feature(geo.LayerFacilities, roleOther, ids(sorted.Without))
	f.feature(geo.LayerFacilities, roleNoValue, ids(sorted.Unknown))
	if known == 0 {
		f.add(fmt.Sprintf("%d处%s全部缺少属性%s", all, what.Zh, attributes(p.Where)), fmt.Sprintf("all %d facilities (%s) lack %s", all, what.En, attributes(p.Where)))
		return f, nil
	}
	f.value = geo.Known(100 * float64(with) / float64(known))
	f.add(fmt.Sprintf("属性已知的%d处%s中%d处符合%s(%s%%)", known, what.Zh, with, conditions(p.Where), against(f.value.Or(0), e.target(in))),
		fmt.Sprintf("%d of the %d facilities (%s) of which it is known are as asked%s (%s %%)", with, known, what.En, conditions(p.Where), against(f.value.Or(0), e.target(in))))
	if unknown > 0 {
		f.add(fmt.Sprintf(",另有%d处(共%d处)缺少属性%s,未计入", unknown, all, attributes(p.Where)),
			fmt.Sprintf(", while %d of %d lack %s and are left out", unknown, all, attributes(p.Where)))
	}
	return f, nil
}

// sumShare is the sum of one attribute as a share of that of another, over the
// facilities that know both.
func (e *Evaluator) sumShare(in *Indicator, sorted *analysis.SortedFacilities) *figure {
	p := &in.Params
	what := e.categories(p.Categories)
	part, whole := 0.0, 0.0
	var known, lacking []string
	for _, f := range sorted.With {
		a, okA := analysis.Quantity(f, p.Attribute).Get()
		b, okB := analysis.Quantity(f, p.Of).Get()
		if !okA || !okB {
			lacking = append(lacking, f.ID)
			continue
		}
		part, whole = part+a, whole+b
		known = append(known, f.ID)
	}
	lacking = append(lacking, ids(sorted.Unknown)...)
	f := &figure{denominator: p.Of, size: geo.Known(whole), method: "share"}
	f.feature(geo.LayerFacilities, roleCounted, known)
	f.feature(geo.LayerFacilities, roleNoValue, lacking)
	all := len(known) + len(lacking)
	if !(whole > 0) {
		f.size = geo.Unknown()
		f.add(fmt.Sprintf("%d处%s没有%s和%s的数值", all, what.Zh, p.Attribute, p.Of), fmt.Sprintf("%d facilities (%s) know no %s of %s", all, what.En, p.Attribute, p.Of))
		return f
	}
	f.value = geo.Known(100 * part / whole)
	f.add(fmt.Sprintf("%d处%s的%s合计%s,占%s %s的%s%%", len(known), what.Zh, p.Attribute, number(part), p.Of, number(whole), against(f.value.Or(0), e.target(in))),
		fmt.Sprintf("%s %s of %s %s in %d facilities (%s; %s %%)", number(part), p.Attribute, number(whole), p.Of, len(known), what.En, against(f.value.Or(0), e.target(in))))
	if len(lacking) > 0 {
		f.add(fmt.Sprintf(",另有%d处(共%d处)缺少其中一项,未计入", len(lacking), all), fmt.Sprintf(", while %d of %d lack one of the two and are left out", len(lacking), all))
	}
	return f
}
