package api

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// answerCompleteness tells where a circle's whole requirement set is met. The totals
// of the summary come from homes; the cells show where.
func answerCompleteness(ctx context.Context, q *question) (func(e *encoder), error) {
	query := analysis.CompletenessQuery{Area: areaCode(q), Circle: q.values.String("circle"),
		Resolution: int(q.values.Number("resolution")), Group: q.values.String("group")}
	answer, err := q.analyst.Completeness(ctx, query)
	if err != nil {
		return nil, err
	}
	c := answer.Circle
	m := &method{Circle: c.ID, Direction: "home_to_facility", LimitRule: limitRule(c.Metric).in(q.lang),
		Denominator: answer.Completeness.Denominator, Group: query.Group, Resolution: answer.Resolution}
	if answer.Set != nil {
		m.RequirementSet = answer.Set.ID
		m.withProvenance(answer.Set.Provenance)
	}
	m.withMode(q.analyst.Profiles(), c.Mode, c.Metric)
	m.withSlopes(q, c.Mode, answer.Slopes)
	return func(e *encoder) {
		e.beginCollection(q, m)
		e.completenessSummary(q, answer)
		e.beginFeatures()
		for i := range answer.Completeness.Cells {
			e.cell(&answer.Completeness, &answer.Completeness.Cells[i])
		}
		e.endCollection()
	}, nil
}

func (e *encoder) completenessSummary(q *question, answer *analysis.CompletenessAnswer) {
	c := &answer.Completeness
	e.key("summary")
	e.beginObject()
	e.unitNamed(answer.Area.Code, answer.Area.Name)
	e.key("circle")
	e.str(answer.Circle.ID)
	e.key("denominator")
	e.strOrNull(string(c.Denominator))
	e.completeness(c, c.People, c.Complete, c.Reached)
	e.key("mean_missing")
	e.amount(c.MeanMissing, sharePlaces)
	e.key("unplaced_population")
	e.amount(onlyPeople(c.Denominator, c.Unplaced), peoplePlaces)
	e.key("edge_population")
	e.amount(onlyPeople(c.Denominator, c.Edge), peoplePlaces)
	e.key("homes")
	if answer.Grey == "" {
		e.integer(c.Homes)
	} else {
		e.null()
	}
	e.key("grain_m")
	if c.Homes > 0 {
		e.number(c.GrainM, lengthPlaces)
	} else {
		e.null()
	}
	e.key("resolution")
	e.integer(answer.Resolution)
	e.key("reason")
	e.strOrNull(completenessReason(q.lang, answer))
	e.endObject()
}

func completenessReason(lang Lang, answer *analysis.CompletenessAnswer) string {
	c := &answer.Completeness
	switch {
	case answer.Grey != "":
		return translated(answer.Grey).in(lang)
	case c.Denominator == "":
		return noDenominator().in(lang)
	case !c.Complete.Ratio(c.People).IsKnown():
		return emptyDenominator().in(lang)
	case c.Denominator != lifecircle.People:
		return noPopulation().in(lang)
	}
	return ""
}

// completeness writes the figures that the summary and the cells share. Those named
// for people are known only where the denominator is people; total, complete, reached
// and share are in the denominator, whatever it is.
func (e *encoder) completeness(c *lifecircle.Completeness, total, complete geo.Amount, reached []geo.Amount) {
	e.key("people")
	e.amount(onlyPeople(c.Denominator, total), peoplePlaces)
	e.key("people_complete")
	e.amount(onlyPeople(c.Denominator, complete), peoplePlaces)
	e.key("people_reached")
	e.reached(c, reached, func(a geo.Amount) geo.Amount { return onlyPeople(c.Denominator, a) })
	e.key("total")
	e.amount(total, peoplePlaces)
	e.key("complete")
	e.amount(complete, peoplePlaces)
	e.key("reached")
	e.reached(c, reached, func(a geo.Amount) geo.Amount { return a })
	e.key("share")
	e.amount(complete.Ratio(total), sharePlaces)
}

// onlyPeople returns the amount where it counts people, else unknown.
func onlyPeople(d lifecircle.Denominator, a geo.Amount) geo.Amount {
	if d == lifecircle.People {
		return a
	}
	return geo.Unknown()
}

// reached writes an amount for each requirement of the set.
func (e *encoder) reached(c *lifecircle.Completeness, reached []geo.Amount, as func(geo.Amount) geo.Amount) {
	e.beginObject()
	for i, id := range c.Requirements {
		e.key(id)
		if i < len(reached) {
			e.amount(as(reached[i]), peoplePlaces)
		} else {
			e.null()
		}
	}
	e.endObject()
}

func (e *encoder) cell(c *lifecircle.Completeness, cell *lifecircle.Cell) {
	shape, ok := hexagon(cell.Index)
	if !ok {
		e.fail(fmt.Errorf("writing completeness: %#x is no H3 cell", cell.Index))
		return
	}
	name := hexagonName(cell.Index)
	e.beginFeature(name)
	e.key("cell")
	e.str(name)
	e.completeness(c, cell.People, cell.Complete, cell.Reached)
	e.key("homes")
	e.integer(cell.Homes)
	e.endFeature(func() { e.geometry(shape) })
}
