package api

import (
	"context"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// kmPlaces rounds kilometres to a tenth of a metre.
const kmPlaces = 4

// answerGreenways gives the greenways of an area and their length per 10,000 people.
func answerGreenways(ctx context.Context, q *question) (func(e *encoder), error) {
	answer, err := q.analyst.Greenways(ctx, areaCode(q))
	if err != nil {
		return nil, err
	}
	m := &method{Note: Text{
		En: "built greenways clipped to the unit, each metre once, measured on the ellipsoid; connectors and what is planned are not counted; a stretch along the border counts half",
		Zh: "已建绿道按单元裁剪，重复路段只计一次，按椭球面量算；连接线和规划中的不计；沿边界的路段计一半"}.in(q.lang)}
	return func(e *encoder) {
		r := &answer.Result
		e.beginCollection(q, m)
		e.greenwaySummary(q, answer)
		e.beginFeatures()
		e.stretches("built", r.Built, r.LengthM)
		e.stretches("planned", r.Planned, r.PlannedM)
		e.stretches("connector", r.Connectors, r.ConnectorM)
		e.endCollection()
	}, nil
}

// stretches writes the greenways of one kind as one feature. Where their length is
// unknown, so is their course.
func (e *encoder) stretches(kind string, lines orb.MultiLineString, lengthM geo.Amount) {
	e.beginFeature(kind)
	e.key("kind")
	e.str(kind)
	e.key("counts")
	e.boolean(kind == "built")
	e.key("length_m")
	e.amount(lengthM, lengthPlaces)
	if lengthM.IsKnown() {
		e.endFeature(func() { e.geometry(lines) })
	} else {
		e.endFeature(nil)
	}
}

func (e *encoder) greenwaySummary(q *question, answer *analysis.GreenwayAnswer) {
	r := &answer.Result
	e.key("summary")
	e.beginObject()
	e.unitNamed(answer.Area.Code, answer.Area.Name)
	e.key("length_km")
	e.amount(kilometres(r.LengthM), kmPlaces)
	e.population(q, answer.Population)
	e.key("km_per_10k")
	e.amount(r.KmPer10k, kmPlaces)
	e.key("planned_km")
	e.amount(kilometres(r.PlannedM), kmPlaces)
	e.key("connector_km")
	e.amount(kilometres(r.ConnectorM), kmPlaces)
	// The length along the border, half of which is counted.
	e.key("border_km")
	e.amount(kilometres(where(r.LengthM, r.BorderM)), kmPlaces)
	// The clusters that hang together: built greenways alone, and with connectors
	// between them.
	e.key("components")
	e.amount(where(r.LengthM, float64(r.Components)), 0)
	e.key("components_linked")
	e.amount(where(r.LengthM, float64(r.ComponentsLinked)), 0)
	e.key("reason")
	e.strOrNull(translated(r.Reason).in(q.lang))
	e.endObject()
}

func kilometres(m geo.Amount) geo.Amount { return m.Ratio(geo.Known(1000)) }

// where is v where the other amount is known, else unknown too.
func where(known geo.Amount, v float64) geo.Amount {
	if known.IsKnown() {
		return geo.Known(v)
	}
	return geo.Unknown()
}
