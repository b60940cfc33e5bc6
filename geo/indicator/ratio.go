package indicator

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// total is a sum of an attribute over facilities of which some may lack it.
type total struct {
	sum, largest   float64
	known, unknown []string
}

func totalOf(facilities []*geo.Facility, attribute string) total {
	var t total
	for _, f := range facilities {
		n, ok := 1.0, true
		if attribute != "" {
			n, ok = analysis.Quantity(f, attribute).Get()
		}
		if !ok {
			t.unknown = append(t.unknown, f.ID)
			continue
		}
		t.sum += n
		t.largest = max(t.largest, n)
		t.known = append(t.known, f.ID)
	}
	return t
}

// most is what the sum could be if those that lack the attribute were as large as the
// largest that is known.
func (t *total) most() float64 { return t.sum + float64(len(t.unknown))*t.largest }

// ratio is a sum, or a number, of facilities inside per so many people. What is known is
// the least; the most takes every facility that lacks the attribute, or of which it is
// not known whether it counts, to be as large as the largest known one.
func ratio(ctx context.Context, e *Evaluator, in *Indicator, area *analysis.Area) (*figure, error) {
	p := &in.Params
	what := e.categories(p.Categories)
	sorted, err := e.a.SortFacilities(ctx, area.Code, p.Categories, p.Where)
	if err != nil {
		return nil, err
	}
	if sorted.Everywhere == 0 {
		return e.noFacilities(p.Categories, p.Where, 0), nil
	}
	people, err := e.a.GroupPopulation(ctx, area, p.Group)
	if err != nil {
		return nil, err
	}
	persons, ok := people.Persons.Get()
	if !ok {
		why := reason(people.Reason)
		return missing(why.Zh, why.En), nil
	}
	if !(persons > 0) {
		return missing("辖区内无人居住", "nobody lives here"), nil
	}
	t := totalOf(sorted.With, p.Attribute)
	doubtful := ids(sorted.Unknown)
	lacking, all := len(t.unknown)+len(doubtful), len(sorted.With)+len(doubtful)
	name := attributeWord(p.Attribute)
	missingNames := p.Attribute
	if len(doubtful) > 0 {
		missingNames = attributes(p.Where)
		if len(t.unknown) > 0 {
			missingNames += ", " + p.Attribute
		}
	}
	if lacking > 0 && lacking == all && len(sorted.Without) == 0 {
		f := missing(fmt.Sprintf("%d处%s全部缺少属性%s", all, what.Zh, missingNames), fmt.Sprintf("all %d facilities (%s) lack %s", all, what.En, missingNames))
		f.feature(geo.LayerFacilities, roleNoValue, append(t.unknown, doubtful...))
		return f, nil
	}
	f := &figure{value: geo.Known(t.sum * p.Per / persons), denominator: "people", size: geo.Known(persons), method: "sum"}
	if p.Attribute == "" {
		f.method = "count"
	}
	f.feature(geo.LayerFacilities, roleCounted, t.known)
	f.feature(geo.LayerFacilities, roleNoValue, append(t.unknown, doubtful...))
	f.add(fmt.Sprintf("%d处%s合计%s%s,人口%s人,即%s %s", len(t.known), what.Zh, number(t.sum), name.Zh, number(persons), against(f.value.Or(0), e.target(in)), in.Unit),
		fmt.Sprintf("%d facilities (%s) make %s%s for %s people, %s %s", len(t.known), what.En, number(t.sum), name.En, number(persons), against(f.value.Or(0), e.target(in)), in.Unit))
	if lacking > 0 {
		t.unknown = append(t.unknown, doubtful...)
		if t.largest == 0 {
			t.largest = 1
		}
		f.most = geo.Known(t.most() * p.Per / persons)
		f.add(fmt.Sprintf(",%d处中有%d处缺少属性%s(数值为下限)", all, lacking, missingNames),
			fmt.Sprintf(", while %d of %d lack %s (the figure is a lower bound)", lacking, all, missingNames))
	}
	return f, nil
}

// attributeWord names the sum of an attribute.
func attributeWord(attribute string) Text {
	switch attribute {
	case "":
		return Text{Zh: "处"}
	case "area_m2":
		return Text{Zh: "m²", En: " m²"}
	case "places":
		return Text{Zh: "个托位(学位)", En: " places"}
	case "beds":
		return Text{Zh: "张床位", En: " beds"}
	case "spaces":
		return Text{Zh: "个泊位", En: " parking spaces"}
	}
	return Text{Zh: " " + attribute, En: " " + attribute}
}
