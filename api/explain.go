package api

import (
	"context"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// answerExplain tells of one place what is in its reach and what is not: a feature for
// every requirement of every circle that speaks for it, drawn as the way to the facility
// that decides.
func answerExplain(ctx context.Context, q *question) (func(e *encoder), error) {
	answer, err := q.analyst.Explain(ctx, orb.Point{q.values.Number("lon"), q.values.Number("lat")})
	if err != nil {
		return nil, err
	}
	m := &method{Direction: "home_to_facility", LimitRule: limitRule(geo.NetworkDistance).in(q.lang), Note: Text{
		En: "what a home standing at the place would be counted as; where several facilities are required, the facility is the last of the nearest",
		Zh: "即在此处的住处会怎样计算；需要多处设施时，所列为最近若干处中的最后一处"}.in(q.lang)}
	return func(e *encoder) {
		e.beginCollection(q, m)
		e.explainSummary(q, answer)
		e.beginFeatures()
		for i := range answer.Circles {
			c := &answer.Circles[i]
			for k := range c.Requirements {
				e.explained(q, c, &c.Requirements[k])
			}
		}
		e.endCollection()
	}, nil
}

func (e *encoder) explainSummary(q *question, answer *analysis.ExplainAnswer) {
	e.key("summary")
	e.beginObject()
	e.key("lon")
	e.number(answer.Point.Lon(), 7)
	e.key("lat")
	e.number(answer.Point.Lat(), 7)
	e.key("units")
	e.beginArray()
	for _, u := range answer.Units {
		e.beginObject()
		e.key("code")
		e.str(u.Code)
		e.key("name")
		e.strOrNull(u.Name)
		e.key("level")
		e.str(string(u.Level))
		e.endObject()
	}
	e.endArray()
	e.key("built_up")
	if answer.BuiltUpKnown {
		e.boolean(answer.BuiltUp)
	} else {
		e.null()
	}
	e.key("built_up_reason")
	e.strOrNull(translated(answer.BuiltUpReason).in(q.lang))
	e.key("circles")
	e.beginArray()
	for i := range answer.Circles {
		e.explainedCircle(q, &answer.Circles[i])
	}
	e.endArray()
	e.endObject()
}

func (e *encoder) explainedCircle(q *question, x *analysis.ExplainedCircle) {
	c := x.Circle
	e.beginObject()
	e.key("id")
	e.str(c.ID)
	e.key("mode")
	e.str(c.Mode)
	e.key("metric")
	e.str(string(c.Metric))
	e.cost(c.Metric, "limit", geo.Known(c.Limit()))
	e.key("applies")
	e.boolean(x.Applies)
	e.key("requirements")
	if x.Set != nil {
		e.integer(len(x.Set.Requirements))
	} else {
		e.null()
	}
	known := x.Applies && x.Set != nil
	e.key("complete")
	if known {
		e.boolean(x.Missing == 0)
	} else {
		e.null()
	}
	e.key("missing")
	if known {
		e.integer(x.Missing)
	} else {
		e.null()
	}
	if x.OffNetwork != nil {
		e.key("off_network")
		e.beginObject()
		e.key("nearest_m")
		if x.OffNetwork.NearestM < 0 {
			e.null()
		} else {
			e.number(x.OffNetwork.NearestM, lengthPlaces)
		}
		e.key("limit_m")
		e.number(x.OffNetwork.LimitM, lengthPlaces)
		e.endObject()
	}
	if c.Metric != geo.StraightLine && len(x.Requirements) > 0 {
		e.key("link_m")
		e.number(x.LinkM, lengthPlaces)
	}
	if x.Slopes != nil {
		e.key("slope_unknown_m")
		e.number(x.Slopes.UnknownM, lengthPlaces)
	}
	e.key("verified")
	e.boolean(c.Verified)
	e.key("reason")
	e.strOrNull(translated(x.Reason).in(q.lang))
	e.endObject()
}

func (e *encoder) explained(q *question, c *analysis.ExplainedCircle, r *analysis.ExplainedRequirement) {
	metric := c.Circle.Metric
	e.beginFeature("")
	e.key("circle")
	e.str(c.Circle.ID)
	e.key("requirement")
	e.str(r.Requirement.ID)
	e.key("categories")
	e.any(nonNil(r.Requirement.AnyOf))
	e.key("met")
	e.boolean(r.Met)
	e.key("at_least")
	e.integer(r.Requirement.Count())
	e.key("within")
	e.integer(r.Within)
	e.nearest(metric, r.Nearest)
	e.cost(metric, "limit", geo.Known(c.Circle.Limit()))
	beyond := geo.Unknown()
	if r.Nearest != nil && !r.Met {
		beyond = geo.Known(max(0, r.Nearest.Cost-c.Circle.Limit()))
	}
	e.cost(metric, "beyond", beyond)
	e.key("facilities")
	e.integer(r.Facilities)
	e.key("unknown")
	e.beginArray()
	for i := range r.Unknown {
		e.beginObject()
		e.nearest(metric, &r.Unknown[i])
		e.endObject()
	}
	e.endArray()
	e.key("reason")
	e.strOrNull(translated(r.Reason).in(q.lang))
	if r.Nearest == nil || len(r.Nearest.Path) == 0 {
		e.endFeature(nil)
		return
	}
	e.endFeature(func() { e.geometry(r.Nearest.Path) })
}
