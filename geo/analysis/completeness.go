package analysis

import (
	"context"
	"fmt"
	"math"

	"github.com/uber/h3-go/v4"

	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// DefaultResolution is the H3 resolution of completeness cells: hexagons about
// 130 m wide.
const DefaultResolution = 10

// Completeness answers for whom a circle's whole requirement set is met.
func (a *Analysis) Completeness(ctx context.Context, q CompletenessQuery) (*CompletenessAnswer, error) {
	area, err := a.Area(q.Area)
	if err != nil {
		return nil, err
	}
	l, err := a.circleLimit(q.Circle)
	if err != nil {
		return nil, err
	}
	set, ok := a.profiles.RequirementSet(l.circle.RequirementSet)
	if !ok {
		return nil, &FieldError{Field: "circle", Value: q.Circle, Rule: "has no requirement set, so that nothing can be complete in it"}
	}
	if q.Resolution < 0 || q.Resolution > 15 {
		return nil, &FieldError{Field: "resolution", Value: fmt.Sprint(q.Resolution), Rule: "is an H3 resolution, 0 to 15"}
	}
	d, err := a.demandOf(ctx, area, l.origin, q.Group)
	if err != nil {
		return nil, err
	}
	out := &CompletenessAnswer{Area: area, Circle: l.circle, Set: set, Grey: d.grey}
	out.Resolution = coarsest(q.Resolution, d.GrainM)
	if out.Grey != "" {
		return out, nil
	}
	if out.Slopes, err = a.slopesOf(ctx, l.measure); err != nil {
		return nil, err
	}
	limit, err := a.costLimit(ctx, &l)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(set.Requirements))
	costs := make([][]uint32, len(set.Requirements))
	var columns lifecircle.Demand
	for i := range set.Requirements {
		req := &set.Requirements[i]
		names[i] = req.ID
		w, err := a.wanted(req.AnyOf, req.Count(), req.Where)
		if err != nil {
			return nil, fmt.Errorf("requirement %q of set %q: %w", req.ID, set.ID, err)
		}
		r, err := a.reachOf(ctx, l.measure, w)
		if err != nil {
			return nil, fmt.Errorf("completeness of %s: %w", area.Code, err)
		}
		columns, costs[i], _ = r.pick(d)
	}
	columns.Cell = a.cellsOf(d, out.Resolution)
	out.Completeness, out.NoPeople = lifecircle.Complete(&columns, names, costs, limit), d.noPeople
	if out.Completeness.Denominator == "" {
		out.Grey = d.nothingKnown()
	}
	return out, nil
}

// coarsest is the resolution asked for (0 for the default), coarsened until a cell
// is at least as wide as the ground that the homes' people were spread over.
func coarsest(resolution int, grains []float64) int {
	if resolution == 0 {
		resolution = DefaultResolution
	}
	grain := 0.0
	for _, g := range grains {
		grain = max(grain, g)
	}
	// A tenth of slack: the same hexagon measures a little more or less by place.
	for resolution > 0 && cellWidthM(resolution) < 0.9*grain {
		resolution--
	}
	return resolution
}

// cellWidthM is about the distance between opposite sides of an H3 cell: the
// average area of resolution 0 is 4,357,449 km² (H3 documentation, "Tables of Cell
// Statistics Across Resolutions"), a finer one has a seventh of it, and a hexagon
// of area A is sqrt(2A/sqrt(3)) wide.
func cellWidthM(resolution int) float64 {
	area := 4357449.416e6 / math.Pow(7, float64(resolution))
	return math.Sqrt(2 * area / math.Sqrt(3))
}

// cellsOf are the H3 cells of the homes of a demand.
func (a *Analysis) cellsOf(d *demand, resolution int) []uint64 {
	out := make([]uint64, len(d.members))
	for i, h := range d.members {
		p := a.homes.homes[h].Location
		out[i] = uint64(h3.LatLngToCell(h3.LatLng{Lat: p.Lat(), Lng: p.Lon()}, resolution))
	}
	return out
}
