package api

import (
	"context"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/serviceradius"
)

// answerServiceRadius tells what share of residential land lies within the service
// radii of parks.
func answerServiceRadius(ctx context.Context, q *question) (func(e *encoder), error) {
	answer, err := q.analyst.ServiceRadius(ctx, areaCode(q), q.values.String("rule"))
	if err != nil {
		return nil, err
	}
	m := &method{Metric: geo.StraightLine, Rule: answer.Rule.ID, Denominator: "residential_m2", Note: Text{
		En: "residential land within the radii around the boundaries of parks, as area on the ellipsoid; parks are dissolved before their size is tested",
		Zh: "公园边界外服务半径内的居住用地面积（椭球面）；先合并相连公园再判断规模"}.in(q.lang)}
	m.withProvenance(answer.Rule.Provenance)
	return func(e *encoder) {
		r := &answer.Result
		e.beginCollection(q, m)
		e.serviceRadiusSummary(q, answer)
		e.beginFeatures()
		e.land("residential_covered", r.Covered, r.CoveredM2)
		e.land("residential_uncovered", r.Uncovered, minus(r.ResidentialM2, r.CoveredM2))
		ground := geo.Unknown()
		if r.Reason != serviceradius.ReasonNoParks {
			ground = geo.Known(crs.Area(r.Ground))
		}
		e.land("ground", r.Ground, ground)
		e.endCollection()
	}, nil
}

// land writes one kind of ground: the residential land that is covered, that which is
// not, and all ground within the radii. Where its area is unknown, so is its shape.
func (e *encoder) land(kind string, ground orb.MultiPolygon, areaM2 geo.Amount) {
	e.beginFeature(kind)
	e.key("kind")
	e.str(kind)
	e.key("area_m2")
	e.amount(areaM2, areaPlaces)
	if areaM2.IsKnown() {
		e.endFeature(func() { e.geometry(ground) })
	} else {
		e.endFeature(nil)
	}
}

// minus is a - b, unknown when either is.
func minus(a, b geo.Amount) geo.Amount {
	whole, known := a.Get()
	part, alsoKnown := b.Get()
	if !known || !alsoKnown {
		return geo.Unknown()
	}
	return geo.Known(whole - part)
}

func (e *encoder) serviceRadiusSummary(q *question, answer *analysis.ServiceRadiusAnswer) {
	r := &answer.Result
	e.key("summary")
	e.beginObject()
	e.unitNamed(answer.Area.Code, answer.Area.Name)
	e.key("rule")
	e.str(answer.Rule.ID)
	e.key("rate")
	e.amount(r.Rate, sharePlaces)
	e.key("target")
	if r.Target > 0 {
		e.number(r.Target, sharePlaces)
	} else {
		e.null()
	}
	e.key("residential_m2")
	e.amount(r.ResidentialM2, areaPlaces)
	e.key("residential_covered_m2")
	e.amount(r.CoveredM2, areaPlaces)
	e.key("parks")
	e.integer(len(r.Parks))
	e.key("parks_too_small")
	e.integer(r.TooSmall)
	e.key("bands")
	e.beginArray()
	for _, b := range r.Bands {
		e.beginObject()
		e.key("min_area_m2")
		e.number(b.MinAreaM2, areaPlaces)
		e.key("radius_m")
		e.number(b.RadiusM, lengthPlaces)
		e.key("parks")
		e.integer(b.Parks)
		e.endObject()
	}
	e.endArray()
	e.key("reason")
	e.strOrNull(translated(r.Reason).in(q.lang))
	e.endObject()
}
