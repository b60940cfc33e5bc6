package api

import (
	"context"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

// answerSites tells where to add facilities when those that exist stay.
func answerSites(ctx context.Context, q *question) (func(e *encoder), error) {
	return sitesOf(ctx, q, &drawnSites{})
}

// postSites answers the same for what only a body holds: areas that are forbidden, and a
// list of candidates with ids.
func postSites(ctx context.Context, q *question, _ *data.Key, _ []byte) (func(e *encoder), error) {
	drawn, err := decodeDrawnSites(q.own)
	if err != nil {
		return nil, err
	}
	if len(drawn.places) > 0 && q.values.Given("at") {
		return nil, conflictingParameters([]string{"at", memberCandidates}, Text{En: "at names the candidates itself", Zh: "at 已给出候选点"})
	}
	return sitesOf(ctx, q, drawn)
}

func sitesOf(ctx context.Context, q *question, drawn *drawnSites) (func(e *encoder), error) {
	v := q.values
	query := analysis.SitesQuery{
		Area: areaCode(q), Categories: v.Strings("category"), Where: v.Pairs("where"), Group: v.String("group"),
		Objective: siting.Objective(v.String("objective")), Count: int(v.Number("count")), At: v.Points("at"), Avoid: v.Strings("avoid"),
		Places: drawn.places, AvoidAreas: drawn.areas,
	}
	if !v.Given("at") && len(drawn.places) == 0 {
		query.Candidates = analysis.CandidateKind(v.String("candidates"))
	}
	if v.Given("circle") {
		query.Circle = v.String("circle")
	} else {
		query.Mode, query.Minutes, query.Metres = v.String("mode"), v.Number("minutes"), v.Number("metres")
		metric := geo.Metric(v.String("metric"))
		query.StraightLine, query.Slope = metric == geo.StraightLine, metric.Slope()
	}
	answer, err := q.analyst.Sites(ctx, query)
	if err != nil {
		return nil, err
	}
	m := &method{Direction: "home_to_facility", Where: query.Where, Note: sitesNote(query.Objective, answer.Denominator).in(q.lang)}
	m.ofLimits(q, []analysis.LimitCoverage{answer.Limit})
	m.Denominator = answer.Denominator
	m.counting(q, answer.Counted)
	return func(e *encoder) {
		e.beginCollection(q, m)
		e.sitesSummary(q, answer, &query)
		e.beginFeatures()
		for i := range answer.Sites {
			e.site(q, answer, i)
		}
		e.endCollection()
	}, nil
}

func (e *encoder) sitesSummary(q *question, s *analysis.SitesAnswer, query *analysis.SitesQuery) {
	e.key("summary")
	e.beginObject()
	e.unitNamed(s.Area.Code, s.Area.Name)
	e.key("categories")
	e.any(nonNil(s.Categories))
	e.limitOf(q, &s.Limit)
	e.cost(s.Limit.Metric, "cap", s.Cap)
	e.key("objective")
	e.str(string(query.Objective))
	e.key("count")
	if query.Objective == siting.ObjectiveLSCP {
		e.null()
	} else {
		e.integer(query.Count)
	}
	e.worth(s)
	e.key("denominator")
	e.strOrNull(string(s.Denominator))
	e.figures([]figure{
		amountOf("population", onlyPeople(s.Denominator, s.Total), peoplePlaces),
		amountOf("population_covered_before", onlyPeople(s.Denominator, s.Covered), peoplePlaces),
		amountOf("population_covered_after", onlyPeople(s.Denominator, s.CoveredAfter), peoplePlaces),
		amountOf("population_beyond", onlyPeople(s.Denominator, s.Beyond), peoplePlaces),
		amountOf("total", s.Total, peoplePlaces), amountOf("covered_before", s.Covered, peoplePlaces),
		amountOf("covered_after", s.CoveredAfter, peoplePlaces), amountOf("beyond", s.Beyond, peoplePlaces),
	})
	e.key("facilities")
	e.integer(s.Facilities)
	e.key("facilities_unknown")
	e.integer(s.Unknown)
	e.key("candidates")
	e.beginObject()
	e.key("kind")
	e.str(string(s.Kind))
	for _, f := range []struct {
		name string
		n    int
	}{{"all", s.CandidatesAll}, {"weighed", s.Candidates}, {"forbidden", s.Forbidden}, {"far", s.Far}, {"unplaced", s.Unplaced}} {
		e.key(f.name)
		e.integer(f.n)
	}
	e.key("square_m")
	if s.SquareM > 0 {
		e.number(s.SquareM, lengthPlaces)
	} else {
		e.null()
	}
	e.key("avoid")
	e.any(nonNil(s.Avoid))
	if n := len(query.AvoidAreas); n > 0 {
		e.key("avoid_areas")
		e.integer(n)
		e.key("forbidden_by_area")
		e.integer(s.Drawn)
	}
	e.endObject()
	e.key("reason")
	e.strOrNull(sitesReason(q.lang, s))
	e.endObject()
}

// worth writes what the choice is worth: the objective, its bound, and the gap between them.
func (e *encoder) worth(s *analysis.SitesAnswer) {
	value, bound, gap, mean := geo.Unknown(), geo.Unknown(), geo.Unknown(), geo.Unknown()
	before := geo.Unknown()
	unit, suffix := string(s.Denominator), ""
	if a := s.Answer; a != nil {
		per := 1.0
		switch a.Objective {
		case siting.ObjectiveLSCP:
			unit = "sites"
		case siting.ObjectivePMedian:
			var in float64
			suffix, in = costNames(s.Limit.Metric)
			per = 1000 * in
			unit += suffix
			before = geo.Known(a.Before / per)
			mean = geo.Known(a.Value / per).Ratio(s.Total)
		}
		value, bound, gap = geo.Known(a.Value/per), geo.Known(a.Bound/per), geo.Known(a.Gap)
	}
	e.figures([]figure{
		amountOf("value", value, peoplePlaces), amountOf("bound", bound, peoplePlaces), amountOf("gap", gap, sharePlaces),
		word("value_unit", unit),
	})
	e.key("optimal")
	if s.Answer != nil {
		e.boolean(s.Answer.Optimal)
	} else {
		e.null()
	}
	beside := []figure{amountOf("value_before", before, peoplePlaces), amountOf("mean_cost"+suffix, mean, lengthPlaces)}
	for i := range beside {
		beside[i].optional = true
	}
	e.figures(beside)
}

func sitesReason(lang Lang, s *analysis.SitesAnswer) string {
	switch {
	case s.Grey != "":
		return translated(s.Grey).in(lang)
	case s.NoPeople != "":
		return translated(s.NoPeople).in(lang)
	case s.Denominator != lifecircle.People:
		return noPopulation().in(lang)
	case len(s.Sites) == 0:
		return Text{En: "no candidate brings anybody anything", Zh: "没有候选点能使任何人受益"}.in(lang)
	}
	return ""
}

func (e *encoder) site(q *question, s *analysis.SitesAnswer, i int) {
	site := &s.Sites[i]
	e.beginFeature("")
	e.key("rank")
	e.integer(i + 1)
	e.key("candidate")
	e.str(site.ID)
	e.key("candidate_name")
	e.strOrNull(site.Name)
	e.key("kind")
	e.str(string(site.Kind))
	e.key("categories")
	e.any(nonNil(s.Categories))
	e.limitOf(q, &s.Limit)
	e.figures([]figure{
		amountOf("population_gained", onlyPeople(s.Denominator, site.Gained), peoplePlaces),
		amountOf("gained", site.Gained, peoplePlaces),
	})
	e.key("homes_gained")
	e.integer(site.Homes)
	e.cost(s.Limit.Metric, "saved", site.Saved)
	e.key("road")
	e.strOrNull(site.Road)
	for _, u := range []struct {
		name string
		unit *geo.Unit
	}{{"town", site.Town}, {"village", site.Village}} {
		code, name := "", ""
		if u.unit != nil {
			code, name = u.unit.Code, u.unit.Name
		}
		e.key(u.name)
		e.strOrNull(code)
		e.key(u.name + "_name")
		e.strOrNull(name)
	}
	e.endFeature(func() { e.geometry(site.Location) })
}
