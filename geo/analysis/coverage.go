package analysis

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/isochrone"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// DefaultToleranceM is how far the ground drawn for a whole area may lie from the
// counting rule, in metres.
const DefaultToleranceM = 20

// Coverage answers what share of an area lies within limits of a facility.
func (a *Analysis) Coverage(ctx context.Context, q CoverageQuery) (*CoverageAnswer, error) {
	area, err := a.Area(q.Area)
	if err != nil {
		return nil, err
	}
	w, err := a.wanted(q.Categories, q.AtLeast, q.Where)
	if err != nil {
		return nil, err
	}
	limits, err := a.limitsOf(q.Circle, q.Mode, q.Minutes, q.Metres, q.StraightLine, q.Slope)
	if err != nil {
		return nil, err
	}
	if q.ToleranceM, err = toleranceOr(DefaultToleranceM, q.ToleranceM); err != nil {
		return nil, err
	}
	d, err := a.demandOf(ctx, area, limits[0].origin, q.Group)
	if err != nil {
		return nil, err
	}
	out := &CoverageAnswer{Area: area}
	for i := range limits {
		row, err := a.cover(ctx, area, d, w, &limits[i])
		if err != nil {
			return nil, fmt.Errorf("coverage of %s: %w", area.Code, err)
		}
		out.Limits = append(out.Limits, *row)
	}
	if q.Geometry && out.Limits[0].Grey == "" {
		if err := a.drawCoverage(ctx, out, d, w, limits, q.ToleranceM); err != nil {
			return nil, fmt.Errorf("drawing the coverage of %s: %w", area.Code, err)
		}
	}
	return out, nil
}

// cover counts one limit.
func (a *Analysis) cover(ctx context.Context, area *Area, d *demand, w *want, l *asked) (*LimitCoverage, error) {
	row := &LimitCoverage{
		Minutes: l.minutes, Metres: l.metres, Mode: l.modeID(), Metric: l.metric, Origin: l.origin,
		Categories: w.categories, Grey: d.grey,
	}
	if l.circle != nil {
		row.Circle = l.circle.ID
	}
	r, err := a.reachOf(ctx, l.measure, w)
	if err != nil {
		return nil, err
	}
	row.Facilities, row.FacilitiesUnknown, row.UnplacedFacilities = len(r.chosen.index), r.chosen.unknown, r.unplaced
	in, err := a.facilitiesIn(ctx, area)
	if err != nil {
		return nil, err
	}
	row.FacilitiesInside = count(r.chosen.index, in)
	if row.Slopes, err = a.slopesOf(ctx, l.measure); err != nil {
		return nil, err
	}
	if row.Grey != "" {
		return row, nil
	}
	limit, err := a.costLimit(ctx, l)
	if err != nil {
		return nil, err
	}
	if l.origin == geo.OriginSeat {
		row.Coverage, row.Grey = coverSeats(area, r, limit)
		return row, nil
	}
	if row.Coverage, err = a.count(ctx, d, r, limit); err != nil {
		return nil, err
	}
	row.NoPeople = d.noPeople
	if row.Coverage.Denominator() == "" {
		row.Grey = d.nothingKnown()
	}
	return row, nil
}

// costLimit is a limit in the costs of its measure.
func (a *Analysis) costLimit(ctx context.Context, l *asked) (lifecircle.Limit, error) {
	if l.metric == geo.StraightLine {
		return l.limit(nil), nil
	}
	n, err := a.network(ctx, l.mode, l.metric)
	if err != nil {
		return lifecircle.Limit{}, err
	}
	return l.limit(n.Graph()), nil
}

// coverSeats counts the seats of the area's units.
func coverSeats(area *Area, r *reach, limit lifecircle.Limit) (lifecircle.Coverage, string) {
	var seats []uint32
	for _, u := range area.Units {
		if u.Seat == nil {
			return lifecircle.Coverage{}, fmt.Sprintf("the seat of %s (%s) is not known", u.Name, u.Code)
		}
		seats = append(seats, r.towns[u.Code])
	}
	if len(seats) == 0 {
		return lifecircle.Coverage{}, "this dataset has no units, and so no seats"
	}
	return lifecircle.CoverSeats(seats, limit), ""
}

// facilitiesIn tells which of the analysis's facilities belong to an area.
func (a *Analysis) facilitiesIn(ctx context.Context, area *Area) ([]bool, error) {
	f, err := cached(ctx, a.cache, "facilities in "+area.Code, func(context.Context) (*facilitiesIn, int64, error) {
		in, out := a.insideOf(area), make([]bool, len(a.facilities))
		for i, f := range a.facilities {
			out[i] = in.place(f.Location)
		}
		return &facilitiesIn{area, out}, int64(len(out)), nil
	})
	if err != nil {
		return nil, err
	}
	return f.in, nil
}

// facilitiesIn tells by facility whether it belongs to the area.
type facilitiesIn struct {
	area *Area
	in   []bool
}

func count(index []int32, in []bool) int {
	n := 0
	for _, i := range index {
		if in[i] {
			n++
		}
	}
	return n
}

// drawCoverage adds the covered ground to an answer: all limits in one pass over
// one field, so that each lies in the next.
func (a *Analysis) drawCoverage(ctx context.Context, out *CoverageAnswer, d *demand, w *want, limits []asked, tolerance float64) error {
	clip := a.clipOf(out.Area, limits[0].origin)
	var shapes []orb.MultiPolygon
	var err error
	if first := &limits[0]; first.metric == geo.StraightLine {
		shapes, err = a.drawStraight(ctx, w, limits, tolerance, clip)
	} else {
		shapes, err = a.drawField(ctx, w, limits, tolerance, clip)
	}
	if err != nil {
		return err
	}
	drawn := personsDrawn(shapes, len(d.members), func(i int) (orb.Point, geo.Amount) {
		return a.homes.homes[d.members[i]].Location, d.Persons[i]
	})
	for i := range out.Limits {
		out.Limits[i].PersonsDrawn = drawn[i]
		out.Limits[i].Geometry = shapes[i]
		out.Limits[i].AreaM2 = geo.Known(crs.Area(shapes[i]))
		out.Limits[i].ToleranceM = tolerance
	}
	return nil
}

func (a *Analysis) drawField(ctx context.Context, w *want, limits []asked, tolerance float64, clip isochrone.Clip) ([]orb.MultiPolygon, error) {
	first := &limits[0]
	field, err := a.costsOf(ctx, first.measure, w)
	if err != nil {
		return nil, err
	}
	table, err := a.table(ctx, first.measure, tolerance)
	if err != nil {
		return nil, err
	}
	costs, err := a.costLimits(ctx, limits)
	if err != nil {
		return nil, err
	}
	return table.Covered(ctx, field, costs, clip)
}

func (a *Analysis) drawStraight(ctx context.Context, w *want, limits []asked, tolerance float64, clip isochrone.Clip) ([]orb.MultiPolygon, error) {
	s := a.sitesOf(a.choose(w))
	costs, err := a.costLimits(ctx, limits)
	if err != nil {
		return nil, err
	}
	return isochrone.Ground(ctx, tolerance, func(p orb.Point) uint32 { return s.kth(a.plane.ToPlane(p), w.k) }, costs, clip)
}

func (a *Analysis) costLimits(ctx context.Context, limits []asked) ([]uint32, error) {
	out := make([]uint32, len(limits))
	for i := range limits {
		l, err := a.costLimit(ctx, &limits[i])
		if err != nil {
			return nil, err
		}
		out[i] = l.Cost
	}
	return out, nil
}
