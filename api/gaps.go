package api

import (
	"context"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// answerGaps tells where in an area people lack something, the worst place first.
func answerGaps(ctx context.Context, q *question) (func(e *encoder), error) {
	v := q.values
	query := analysis.GapsQuery{
		Area: areaCode(q), Categories: v.Strings("category"), AtLeast: int(v.Number("at_least")), Where: v.Pairs("where"),
		Group: v.String("group"), Count: int(v.Number("count")),
	}
	if v.Given("circle") {
		query.Circle = v.String("circle")
	} else {
		query.Mode, query.Minutes, query.Metres = v.String("mode"), v.Number("minutes"), v.Number("metres")
		metric := geo.Metric(v.String("metric"))
		query.StraightLine, query.Slope = metric == geo.StraightLine, metric.Slope()
	}
	answer, err := q.analyst.Gaps(ctx, query)
	if err != nil {
		return nil, err
	}
	m := &method{Direction: "home_to_facility", AtLeast: query.AtLeast, Where: query.Where, Note: gapNote(answer.Denominator).in(q.lang)}
	m.ofLimits(q, []analysis.LimitCoverage{answer.Limit})
	m.Denominator = answer.Denominator
	m.counting(q, answer.Counted)
	if answer.Set != nil {
		m.AtLeast, m.RequirementSet = 0, answer.Set.ID
		m.withProvenance(answer.Set.Provenance)
	}
	return func(e *encoder) {
		e.beginCollection(q, m)
		e.gapsSummary(q, answer)
		e.beginFeatures()
		for i := range answer.Gaps {
			e.gap(q, answer, &answer.Gaps[i])
		}
		e.endCollection()
	}, nil
}

// costNames are the suffix of what is measured in metres or in minutes, and the factor.
func costNames(metric geo.Metric) (suffix string, per float64) {
	if metric.Timed() {
		return "_minutes", 60
	}
	return "_m", 1
}

// cost writes a value in metres or seconds under a name that tells its unit.
func (e *encoder) cost(metric geo.Metric, name string, value geo.Amount) {
	suffix, per := costNames(metric)
	e.key(name + suffix)
	e.amount(value.Ratio(geo.Known(per)), lengthPlaces)
}

// limitValue is a limit in metres or seconds.
func limitValue(l *analysis.LimitCoverage, p *geo.Profiles) geo.Amount {
	if c, ok := p.Circle(l.Circle); ok {
		return geo.Known(c.Limit())
	}
	if v, ok := l.Minutes.Get(); ok {
		return geo.Known(v * 60)
	}
	return l.Metres
}

func (e *encoder) gapsSummary(q *question, answer *analysis.GapsAnswer) {
	l := &answer.Limit
	e.key("summary")
	e.beginObject()
	e.unitNamed(answer.Area.Code, answer.Area.Name)
	e.limitOf(q, l)
	e.key("origin")
	e.strOrNull(string(l.Origin))
	e.key("denominator")
	e.strOrNull(string(answer.Denominator))
	e.key("population")
	e.amount(onlyPeople(answer.Denominator, answer.Total), peoplePlaces)
	e.key("population_in_gaps")
	e.amount(onlyPeople(answer.Denominator, answer.Lacking), peoplePlaces)
	e.key("total")
	e.amount(answer.Total, peoplePlaces)
	e.key("in_gaps")
	e.amount(answer.Lacking, peoplePlaces)
	// Where there is no answer nothing is known of gaps, which is not that there are none.
	counted := func(v float64) geo.Amount {
		if answer.Grey != "" {
			return geo.Unknown()
		}
		return geo.Known(v)
	}
	e.figures([]figure{
		amountOf("gaps", counted(float64(answer.GapsTotal)), 0), amountOf("gaps_described", counted(float64(len(answer.Gaps))), 0),
		amountOf("homes_in_gaps", counted(float64(answer.Homes)), 0),
		amountOf("apart_m", counted(answer.ApartM), lengthPlaces), amountOf("outline_m", counted(answer.OutlineM), lengthPlaces),
	})
	e.key("requirements")
	e.beginArray()
	for i, id := range answer.Requirements {
		e.beginObject()
		e.key("id")
		e.str(id)
		e.key("categories")
		e.any(answer.Categories[i])
		e.key("facilities")
		e.integer(answer.Facilities[i])
		e.key("facilities_unknown")
		e.integer(answer.Unknown[i])
		e.endObject()
	}
	e.endArray()
	e.key("reason")
	e.strOrNull(gapsReason(q.lang, answer))
	e.endObject()
}

// limitOf writes the limit that was used.
func (e *encoder) limitOf(q *question, l *analysis.LimitCoverage) {
	e.key("circle")
	e.strOrNull(l.Circle)
	e.key("mode")
	e.strOrNull(l.Mode)
	e.key("metric")
	e.str(string(l.Metric))
	e.cost(l.Metric, "limit", limitValue(l, q.analyst.Profiles()))
}

func gapsReason(lang Lang, answer *analysis.GapsAnswer) string {
	switch {
	case answer.Grey != "":
		return translated(answer.Grey).in(lang)
	case answer.Denominator == "":
		return noDenominator().in(lang)
	case answer.NoPeople != "":
		return translated(answer.NoPeople).in(lang)
	case answer.Denominator != lifecircle.People:
		return noPopulation().in(lang)
	}
	return ""
}

func (e *encoder) gap(q *question, answer *analysis.GapsAnswer, g *analysis.Gap) {
	e.beginFeature(g.ID)
	e.key("gap")
	e.str(g.ID)
	e.limitOf(q, &answer.Limit)
	e.key("population")
	e.amount(onlyPeople(answer.Denominator, g.People), peoplePlaces)
	e.key("groups")
	e.beginObject()
	for i, name := range answer.Groups {
		e.key(name)
		e.amount(g.Groups[i], peoplePlaces)
	}
	e.endObject()
	for _, f := range []figure{
		amountOf("residential_m2", g.Residential, areaPlaces), amountOf("dwellings", g.Dwellings, peoplePlaces), amountOf("street_m", g.Street, lengthPlaces),
	} {
		e.key(f.name)
		e.amount(f.amount, f.places)
	}
	e.key("homes")
	e.integer(len(g.Homes))
	e.key("area_m2")
	e.number(g.AreaM2, areaPlaces)
	e.key("categories")
	e.any(lackedCategories(answer, g))
	e.cost(answer.Limit.Metric, "beyond_median", g.MedianBeyondLimit)
	e.cost(answer.Limit.Metric, "beyond_p90", g.P90BeyondLimit)
	e.key("homes_unreachable")
	e.integer(g.NeverHomes)
	e.key("population_unreachable")
	e.amount(onlyPeople(answer.Denominator, g.Never), peoplePlaces)
	e.key("burden")
	e.number(g.Burden, peoplePlaces)
	e.key("towns")
	e.any(nonNil(g.Towns))
	e.key("villages")
	e.any(nonNil(g.Villages))
	e.key("centre")
	e.position(g.CentreHome.Location)
	e.key("missing")
	e.beginArray()
	for i := range g.Lacks {
		e.lack(q, answer, &g.Lacks[i])
	}
	e.endArray()
	if g.Main >= 0 {
		e.nearest(answer.Limit.Metric, g.Lacks[g.Main].Nearest)
		e.key("path")
		e.geometry(g.Lacks[g.Main].Nearest.Path)
	} else {
		e.nearest(answer.Limit.Metric, nil)
		e.key("path")
		e.null()
	}
	e.endFeature(func() { e.geometry(g.Outline) })
}

// lackedCategories are the categories of all that somebody in a gap lacks.
func lackedCategories(answer *analysis.GapsAnswer, g *analysis.Gap) []string {
	out := []string{}
	for i := range g.Lacks {
		out = append(out, answer.Categories[g.Lacks[i].Requirement]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func (e *encoder) lack(q *question, answer *analysis.GapsAnswer, l *analysis.GapLack) {
	e.beginObject()
	e.key("requirement")
	e.str(answer.Requirements[l.Requirement])
	e.key("categories")
	e.any(answer.Categories[l.Requirement])
	e.key("population")
	e.amount(onlyPeople(answer.Denominator, l.People), peoplePlaces)
	e.nearest(answer.Limit.Metric, l.Nearest)
	e.key("reason")
	e.strOrNull(translated(l.Reason).in(q.lang))
	e.endObject()
}

// nearest writes the facility that decides, null where there is none.
func (e *encoder) nearest(metric geo.Metric, n *analysis.Nearest) {
	id, name, cost := "", "", geo.Unknown()
	if n != nil {
		id, name, cost = n.Facility.ID, n.Facility.Name, geo.Known(n.Cost)
	}
	e.key("facility")
	e.strOrNull(id)
	e.key("facility_name")
	e.strOrNull(name)
	e.cost(metric, "cost", cost)
}
