package analysis

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Verdict is what coverage decides of one home.
type Verdict struct {
	Home *geo.Home
	// Persons are those that count in the answer, rescaled as it is.
	Persons geo.Amount
	// Covered: the home reaches a facility within the limit. Placed: it has a link.
	Covered, Placed bool
}

// Verdicts are the homes that the coverage of an area is counted from, in the order of
// their ids: a category, a circle, an age group ("" for everybody). There are none where
// the coverage has no answer, and for circles that start at a seat.
func (a *Analysis) Verdicts(ctx context.Context, code, category, circle, group string) ([]Verdict, error) {
	area, err := a.Area(code)
	if err != nil {
		return nil, err
	}
	w, err := a.wanted([]string{category}, 1, nil)
	if err != nil {
		return nil, err
	}
	l, err := a.circleLimit(circle)
	if err != nil {
		return nil, err
	}
	if l.origin == geo.OriginSeat {
		return nil, nil
	}
	d, err := a.demandOf(ctx, area, l.origin, group)
	if err != nil || d.grey != "" {
		return nil, err
	}
	r, err := a.reachOf(ctx, l.measure, w)
	if err != nil {
		return nil, fmt.Errorf("homes of %s: %w", area.Code, err)
	}
	limit, err := a.costLimit(ctx, &l)
	if err != nil {
		return nil, err
	}
	out := make([]Verdict, len(d.members))
	for i, h := range d.members {
		cost := r.home(h)
		out[i] = Verdict{Home: &a.homes.homes[h], Persons: d.Persons[i], Placed: r.connected == nil || r.connected[h], Covered: cost <= limit.Cost}
		out[i].Covered = out[i].Covered && out[i].Placed
	}
	return out, nil
}
