package api

import (
	"context"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// areaCode is the area that the path names, in canonical form.
func areaCode(q *question) string { return strings.Join(q.values.Strings("code"), ",") }

// answerCoverage tells what share of an area lies within each limit.
func answerCoverage(ctx context.Context, q *question) (func(e *encoder), error) {
	v := q.values
	query := analysis.CoverageQuery{
		Area: areaCode(q), Categories: v.Strings("category"), AtLeast: int(v.Number("at_least")), Where: v.Pairs("where"),
		Group: v.String("group"), Geometry: v.Bool("geometry"), ToleranceM: v.Number("tolerance"),
	}
	if v.Given("circle") {
		query.Circle = v.String("circle")
	} else {
		query.Mode, query.Minutes, query.Metres = v.String("mode"), v.Numbers("minutes"), v.Numbers("metres")
		metric := geo.Metric(v.String("metric"))
		query.StraightLine, query.Slope = metric == geo.StraightLine, metric.Slope()
	}
	answer, err := q.analyst.Coverage(ctx, query)
	if err != nil {
		return nil, err
	}
	m := &method{Direction: "home_to_facility", AtLeast: query.AtLeast, Where: query.Where, Group: query.Group}
	if len(answer.Limits) > 0 {
		m.ofLimits(q, answer.Limits)
	}
	if query.Geometry {
		m.drawn(q, query.ToleranceM)
	}
	return func(e *encoder) {
		e.beginCollection(q, m)
		e.beginFeatures()
		for i := range answer.Limits {
			l := &answer.Limits[i]
			e.beginFeature("")
			e.figures(withDrawn(q.lang, figuresOf(q.lang, answer.Area, strings.Join(l.Categories, ","), l), l))
			if query.Geometry && l.Grey == "" {
				e.endFeature(func() { e.geometry(l.Geometry) })
			} else {
				e.endFeature(nil)
			}
		}
		e.endCollection()
	}, nil
}

// withDrawn adds to the figures of a limit whose ground is drawn how many people the
// drawing holds, before the reason, which is last. A table has no drawings.
func withDrawn(lang Lang, list []figure, l *analysis.LimitCoverage) []figure {
	if l.Geometry == nil {
		return list
	}
	covered, drawn := l.Coverage.People.Covered, l.PersonsDrawn
	if !covered.IsKnown() {
		drawn = geo.Unknown() // there is nothing beside which it would say anything
	}
	share := analysis.DrawnDifference(covered, drawn)
	reason := list[len(list)-1]
	if reason.text == "" && covered.IsKnown() && !share.IsKnown() {
		reason.text = emptyDenominator().in(lang)
	}
	return append(list[:len(list)-1], amountOf("population_drawn", drawn, peoplePlaces),
		amountOf("population_difference_share", share, sharePlaces), reason)
}

// ofLimits fills in what all limits of one answer share.
func (m *method) ofLimits(q *question, limits []analysis.LimitCoverage) {
	first := &limits[0]
	p := q.analyst.Profiles()
	m.withMode(p, first.Mode, first.Metric)
	m.LimitRule = limitRule(first.Metric).in(q.lang)
	m.withSlopes(q, first.Mode, first.Slopes)
	m.Circle = first.Circle
	if c, ok := p.Circle(first.Circle); ok {
		m.withProvenance(c.Provenance)
	} else if mode, ok := p.Mode(first.Mode); ok && first.Metric != geo.StraightLine {
		m.withProvenance(mode.Provenance)
	}
	for i := range limits {
		if d := limits[i].Coverage.Denominator(); d != "" {
			m.Denominator = d
			break
		}
	}
}

// denominatorsOf lists the denominators that the rows of a table use, in the order
// in which a share prefers them.
func denominatorsOf(rows []analysis.TableRow) []lifecircle.Denominator {
	seen := map[lifecircle.Denominator]bool{}
	for i := range rows {
		seen[rows[i].Coverage.Denominator()] = true
	}
	var out []lifecircle.Denominator
	for _, d := range []lifecircle.Denominator{lifecircle.Seats, lifecircle.People, lifecircle.Residential, lifecircle.Dwellings, lifecircle.Street} {
		if seen[d] {
			out = append(out, d)
		}
	}
	return out
}
