package api

import (
	"context"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// answerIsochrones draws the ground within limits of a point.
func answerIsochrones(ctx context.Context, q *question) (func(e *encoder), error) {
	v := q.values
	query := analysis.IsochroneQuery{
		Point: orb.Point{v.Number("lon"), v.Number("lat")}, Mode: v.String("mode"),
		Minutes: v.Numbers("minutes"), Metres: v.Numbers("metres"),
		Slope: geo.Metric(v.String("metric")).Slope(), Direction: analysis.Direction(v.String("direction")), ToleranceM: v.Number("tolerance"),
	}
	answer, err := q.analyst.Isochrones(ctx, query)
	if err != nil {
		return nil, err
	}
	m := &method{Direction: string(answer.Direction), LimitRule: limitRule(answer.Metric).in(q.lang)}
	m.drawn(q, answer.ToleranceM)
	m.withMode(q.analyst.Profiles(), answer.Mode, answer.Metric)
	m.withSlopes(q, answer.Mode, answer.Slopes)
	if mode, ok := q.analyst.Profiles().Mode(answer.Mode); ok {
		m.withProvenance(mode.Provenance)
	}
	return func(e *encoder) {
		e.beginCollection(q, m)
		e.beginFeatures()
		for i := range answer.Contours {
			e.contour(q, answer, &answer.Contours[i])
		}
		e.endCollection()
	}, nil
}

func (e *encoder) contour(q *question, answer *analysis.IsochroneAnswer, c *analysis.Contour) {
	e.beginFeature("")
	for _, limit := range []figure{amountOf("minutes", c.Minutes, limitPlaces), amountOf("metres", c.Metres, limitPlaces)} {
		if limit.amount.IsKnown() {
			e.key(limit.name)
			e.amount(limit.amount, limit.places)
		}
	}
	e.key("mode")
	e.str(answer.Mode)
	e.key("metric")
	e.str(string(answer.Metric))
	e.key("direction")
	e.str(string(answer.Direction))
	e.key("area_m2")
	e.number(c.AreaM2, areaPlaces)
	e.key("population")
	e.amount(c.Persons, peoplePlaces)
	e.drawn(c.Persons, c.PersonsDrawn)
	if answer.Slopes != nil {
		e.key("slope_unknown_m")
		e.number(answer.Slopes.UnknownM, lengthPlaces)
	}
	e.key("tolerance_m")
	e.number(answer.ToleranceM, lengthPlaces)
	e.key("link")
	e.position(answer.Link)
	e.key("link_m")
	e.number(answer.LinkM, lengthPlaces)
	e.key("reason")
	switch {
	case !c.Persons.IsKnown():
		e.str(noPopulation().in(q.lang))
	case !analysis.DrawnDifference(c.Persons, c.PersonsDrawn).IsKnown():
		e.str(emptyDenominator().in(q.lang))
	default:
		e.null()
	}
	e.endFeature(func() { e.geometry(c.Geometry) })
}

// drawn writes how many people a drawing holds, and by what share of those counted that
// is more or fewer.
func (e *encoder) drawn(counted, drawn geo.Amount) {
	e.key("population_drawn")
	e.amount(drawn, peoplePlaces)
	e.key("population_difference_share")
	e.amount(analysis.DrawnDifference(counted, drawn), sharePlaces)
}
