package analysis

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// DefaultIsochroneToleranceM is how far an isochrone may lie from the counting
// rule, in metres.
const DefaultIsochroneToleranceM = 10

// nearestSearchM is how far from a point that has no link the nearest street is
// looked for, to say how far off it is.
const nearestSearchM = 20000

// Isochrones answers the ground within limits of a point. A point without a link
// to the network is an [OffNetworkError], never a polygon.
func (a *Analysis) Isochrones(ctx context.Context, q IsochroneQuery) (*IsochroneAnswer, error) {
	limits, err := a.limitsOf("", q.Mode, q.Minutes, q.Metres, false, q.Slope)
	if err != nil {
		return nil, err
	}
	switch q.Direction {
	case "":
		q.Direction = DirectionFrom
	case DirectionFrom, DirectionTo:
	default:
		return nil, &FieldError{Field: "direction", Value: string(q.Direction), Rule: "is from or to"}
	}
	if q.ToleranceM, err = toleranceOr(DefaultIsochroneToleranceM, q.ToleranceM); err != nil {
		return nil, err
	}
	m := limits[0].measure
	l, err := a.network(ctx, m.mode, m.metric)
	if err != nil {
		return nil, err
	}
	g := l.Graph()
	// From: one leaves the point and arrives at the ground. To: the other way.
	leaving, travel := q.Direction == DirectionFrom, network.From
	if !leaving {
		travel = network.To
	}
	links := l.Links(nil, q.Point, leaving)
	if len(links) == 0 {
		return nil, &OffNetworkError{Lon: q.Point.Lon(), Lat: q.Point.Lat(), Mode: q.Mode,
			NearestM: l.NearestM(q.Point, nearestSearchM), LimitM: l.LimitM(q.Point)}
	}
	costs, err := a.costLimits(ctx, limits)
	if err != nil {
		return nil, err
	}
	field, err := g.Search(ctx, []network.Source{{ID: 0, Links: links}}, travel, costs[len(costs)-1])
	if err != nil {
		return nil, fmt.Errorf("isochrone: %w", err)
	}
	defer field.Release()
	table, err := a.table(ctx, m, q.ToleranceM)
	if err != nil {
		return nil, err
	}
	shapes, err := table.Around(ctx, field, costs)
	if err != nil {
		return nil, fmt.Errorf("drawing the isochrone: %w", err)
	}
	place := g.Place(links[0])
	out := &IsochroneAnswer{
		Link: place, LinkM: crs.Distance(q.Point, place), Mode: m.mode.ID, Metric: m.metric,
		Direction: q.Direction, ToleranceM: q.ToleranceM,
	}
	if out.Slopes, err = a.slopesOf(ctx, m); err != nil {
		return nil, err
	}
	persons, err := a.personsWithin(ctx, l, field, !leaving, costs)
	if err != nil {
		return nil, err
	}
	drawn := personsDrawn(shapes, len(a.homes.homes), func(i int) (orb.Point, geo.Amount) {
		return a.homes.homes[i].Location, a.homes.homes[i].Persons
	})
	for i := range limits {
		out.Contours = append(out.Contours, Contour{
			Minutes: limits[i].minutes, Metres: limits[i].metres,
			Geometry: shapes[i], AreaM2: crs.Area(shapes[i]), Persons: persons[i], PersonsDrawn: drawn[i],
		})
	}
	return out, nil
}

// personsWithin are the people of the homes within each limit of a field; official
// numbers are not applied, because the ground knows no unit's border.
func (a *Analysis) personsWithin(ctx context.Context, l *network.Linker, f *network.Field, leaving bool, costs []uint32) ([]geo.Amount, error) {
	out := make([]geo.Amount, len(costs))
	known := false
	for i := range a.homes.homes {
		if known = a.homes.homes[i].Persons.IsKnown(); known {
			break
		}
	}
	if !known {
		return out, nil
	}
	links, err := a.homeLinks(ctx, l, leaving)
	if err != nil {
		return nil, err
	}
	sums := make([]float64, len(costs))
	for i := range a.homes.homes {
		n, ok := a.homes.homes[i].Persons.Get()
		if !ok {
			continue
		}
		c, _ := f.At(links.of(i))
		for k, limit := range costs {
			if c <= limit {
				sums[k] += n
			}
		}
	}
	for k := range out {
		out[k] = geo.Known(sums[k])
	}
	return out, nil
}
