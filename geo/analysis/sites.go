package analysis

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

// capFactor is how far the p-median looks, in limits: a home farther than that from every
// facility counts as if it were just as far. Without a cap every home is paired with every
// candidate, and a farm at the end of the road outweighs a street.
const capFactor = 3

// maxPairs bounds the pairs of a home and a candidate that a question may weigh: some half
// a gigabyte with what the solver makes of them.
const maxPairs = 20_000_000

// Sites answers where to add facilities. Facilities that exist count wherever they stand;
// candidates lie in the area. Costs are those of homes to facilities that would stand at the
// candidates, by a search from each. O(candidates · (ground in reach + homes near)).
func (a *Analysis) Sites(ctx context.Context, q SitesQuery) (*SitesAnswer, error) {
	area, err := a.Area(q.Area)
	if err != nil {
		return nil, err
	}
	if err := q.complete(); err != nil {
		return nil, err
	}
	w, err := a.wanted(q.Categories, 1, q.Where)
	if err != nil {
		return nil, err
	}
	l, err := a.oneLimit(q.Circle, q.Mode, q.Minutes, q.Metres, q.StraightLine, q.Slope)
	if err != nil {
		return nil, err
	}
	counted := a.countedFor(w.categories, q.Group)
	d, err := a.demandOf(ctx, area, l.origin, counted.Group)
	if err != nil {
		return nil, err
	}
	out := &SitesAnswer{Area: area, Limit: l.described(), Categories: w.categories, Grey: d.grey, NoPeople: d.noPeople, Kind: q.Candidates, Avoid: q.Avoid, Counted: counted}
	if out.Limit.Slopes, err = a.slopesOf(ctx, l.measure); err != nil {
		return nil, err
	}
	r, err := a.reachOf(ctx, l.measure, w)
	if err != nil {
		return nil, fmt.Errorf("sites in %s: %w", area.Code, err)
	}
	out.Facilities, out.Unknown = len(r.chosen.index), r.chosen.unknown
	if out.Grey != "" {
		return out, nil
	}
	columns, current, _ := r.pick(d)
	amounts, kind := columns.Headline()
	if out.Denominator = kind; kind == "" {
		out.Grey = d.nothingKnown()
		return out, nil
	}
	limit, err := a.costLimit(ctx, &l)
	if err != nil {
		return nil, err
	}
	p := &siting.Problem{Weight: make([]float64, len(d.members)), Current: current}
	for i, n := range amounts {
		p.Weight[i] = n.Or(0)
	}
	s := newSolver(a, q.Objective, &l, d, p, limit)
	c, err := a.candidatesFor(ctx, &q, area, &l, w, s.near)
	if err != nil {
		return nil, fmt.Errorf("candidates in %s: %w", area.Code, err)
	}
	out.Candidates, out.CandidatesAll, out.Forbidden, out.Drawn, out.Far, out.Unplaced, out.SquareM = len(c.list), c.all, c.forbidden, c.drawn, c.far, c.unplaced, c.squareM
	if len(c.list) == 0 {
		out.Grey = ReasonNoCandidates
		return out, nil
	}
	for i := range c.list {
		p.IDs = append(p.IDs, c.list[i].ID)
	}
	if err := s.solve(ctx, out, q.Count, c); err != nil {
		return nil, fmt.Errorf("sites in %s: %w", area.Code, err)
	}
	return out, a.describeSites(ctx, out, &l, c, p, limit.Cost)
}

// ReasonNoCandidates says why nothing was sited.
const ReasonNoCandidates = "no candidate is left: they are forbidden, off the network or far from who lacks anything, or there are none"
