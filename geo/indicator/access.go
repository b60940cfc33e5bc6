package indicator

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// seatTime is minutes from the seat to the nearest facility, or to the seats of the parts.
func seatTime(ctx context.Context, e *Evaluator, in *Indicator, area *analysis.Area) (*figure, error) {
	p := &in.Params
	if p.Parts != "" {
		return e.timeToParts(ctx, in, area)
	}
	what, mode := e.categories(p.Categories), e.mode(p.Mode)
	if p.ShareOfPeople > 0 {
		answer, err := e.a.PeopleTime(ctx, area.Code, p.Mode, p.Categories, p.ShareOfPeople)
		if err != nil {
			return nil, err
		}
		if answer.Reason != "" {
			why := reason(answer.Reason)
			return missing(why.Zh, why.En), nil
		}
		f := &figure{value: answer.Minutes, denominator: "people", profile: e.profile(p.Mode), method: string(geo.NetworkTime)}
		f.add(fmt.Sprintf("%s%%的居民%s到最近的%s不超过%s分钟", number(100*p.ShareOfPeople), mode.Zh, what.Zh, against(f.value.Or(0), e.target(in))),
			fmt.Sprintf("%s %% of the people are within %s min by %s of the nearest (%s)", number(100*p.ShareOfPeople), against(f.value.Or(0), e.target(in)), mode.En, what.En))
		return f, nil
	}
	answer, err := e.a.SeatToFacility(ctx, area.Code, p.Mode, p.Categories)
	if err != nil {
		return nil, err
	}
	if answer.Reason != "" {
		why := reason(answer.Reason)
		return missing(why.Zh, why.En), nil
	}
	f := &figure{value: answer.Minutes, denominator: "seat", size: geo.Known(1), profile: e.profile(p.Mode), method: string(geo.NetworkTime)}
	f.feature(geo.LayerFacilities, roleReached, []string{answer.To})
	f.add(fmt.Sprintf("驻地%s到最近的%s需%s分钟", mode.Zh, what.Zh, against(f.value.Or(0), e.target(in))),
		fmt.Sprintf("%s min by %s from the seat to the nearest (%s)", against(f.value.Or(0), e.target(in)), mode.En, what.En))
	return f, nil
}

// timeToParts is the longest time to the seats of the parts. A part that is not known
// leaves the longest unknown too, unless what is known exceeds any use of it: the figure
// is then the least.
func (e *Evaluator) timeToParts(ctx context.Context, in *Indicator, area *analysis.Area) (*figure, error) {
	p := &in.Params
	of, mode := levelWord(level(p.Parts)), e.mode(p.Mode)
	times, err := e.a.SeatToParts(ctx, area.Code, p.Mode, level(p.Parts))
	if err != nil {
		return nil, err
	}
	if len(times) == 0 {
		return missing("辖区内没有"+of.Zh+"数据", "no unit of level "+of.En+" is known here"), nil
	}
	longest, where := -1.0, ""
	var reached, unknown []string
	why := ""
	for _, t := range times {
		m, ok := t.Minutes.Get()
		if !ok {
			unknown, why = append(unknown, t.To), t.Reason
			continue
		}
		reached = append(reached, t.To)
		if m > longest {
			longest, where = m, t.To
		}
	}
	f := &figure{denominator: p.Parts + "s", size: geo.Known(float64(len(times))), profile: e.profile(p.Mode), method: string(geo.NetworkTime)}
	f.feature(geo.LayerUnits, roleReached, reached)
	f.feature(geo.LayerUnits, roleNoFigure, unknown)
	if len(reached) == 0 {
		t := reason(why)
		f.says = Text{Zh: fmt.Sprintf("%d个%s:%s", len(times), of.Zh, t.Zh), En: fmt.Sprintf("for %d units of level %s: %s", len(times), of.En, t.En)}
		return f, nil
	}
	far := where
	if a, err := e.a.Area(where); err == nil {
		far = a.Name
	}
	f.value = geo.Known(longest)
	f.add(fmt.Sprintf("驻地%s到%d个%s驻地最长需%s分钟(%s)", mode.Zh, len(reached), of.Zh, against(longest, e.target(in)), far),
		fmt.Sprintf("at most %s min by %s from the seat to the seats of %d units of level %s (%s)", against(longest, e.target(in)), mode.En, len(reached), of.En, far))
	if n := len(unknown); n > 0 {
		// Nobody knows how long it takes: no time is too long.
		f.most = geo.Known(1e9)
		t := reason(why)
		f.add(fmt.Sprintf(",另有%d个无法计算(%s,数值为下限)", n, t.Zh), fmt.Sprintf(", while %d have no time (%s; the figure is a lower bound)", n, t.En))
	}
	return f, nil
}

// mode names a way of travelling.
func (e *Evaluator) mode(id string) Text {
	switch id {
	case "car":
		return Text{Zh: "驾车", En: "car"}
	case "walk":
		return Text{Zh: "步行", En: "foot"}
	case "bike":
		return Text{Zh: "骑车", En: "bicycle"}
	case "ebike":
		return Text{Zh: "骑电动自行车", En: "e-bike"}
	}
	return Text{Zh: id, En: id}
}

// corridor is the number of roads of a class that lead out of the unit and that its seat
// reaches.
func corridor(ctx context.Context, e *Evaluator, in *Indicator, area *analysis.Area) (*figure, error) {
	answer, err := e.a.Corridors(ctx, area.Code, in.Params.Class)
	if err != nil {
		return nil, err
	}
	if answer.Reason != "" {
		why := reason(answer.Reason)
		return missing(why.Zh, why.En), nil
	}
	n := 0
	var roads, cut []string
	for i := range answer.Crossings {
		if c := &answer.Crossings[i]; c.Reached {
			n++
			roads = append(roads, c.Roads...)
		} else {
			cut = append(cut, c.Roads...)
		}
	}
	f := &figure{value: geo.Known(float64(n)), denominator: "roads", size: geo.Known(float64(len(answer.Crossings))), profile: e.profile("car"), method: "border_crossings"}
	f.feature(geo.LayerRoads, roleCounted, roads)
	f.feature(geo.LayerRoads, roleUnmet, cut)
	f.add(fmt.Sprintf("%d条%s及以上等级道路穿过边界,驻地可到达其中%d条", len(answer.Crossings), in.Params.Class, n),
		fmt.Sprintf("%d roads of class %s or above cross the border, and the seat reaches %d of them", len(answer.Crossings), in.Params.Class, n))
	return f, nil
}
