package analysis

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// SetQuery asks for whom a requirement set is met within a circle, whether or not it is
// the circle's own.
type SetQuery struct {
	Area   string
	Circle string
	// Set is the id of a requirement set, "" for the circle's own.
	Set   string
	Group string
}

// SetAnswer is the coverage by a whole requirement set, in every denominator. A village
// is covered when its seat reaches the whole set, without one when homes with half its
// people do.
type SetAnswer struct {
	Area     *Area
	Circle   *geo.Circle
	Set      *geo.RequirementSet
	Coverage lifecircle.Coverage
	// Parts are the same of each requirement by itself, in the set's order.
	Parts []SetPart
	// NoPeople and Grey are as in [CompletenessAnswer].
	NoPeople, Grey string
}

// SetPart is one requirement of a set.
type SetPart struct {
	Requirement *geo.Requirement
	Coverage    lifecircle.Coverage
	// Facilities is how many meet it in the whole dataset; Unknown how many more may,
	// but lack an attribute that is asked for.
	Facilities, Unknown int
}

// SetCoverage answers for whom a whole requirement set is met: the cost of a set is that
// of its dearest requirement. People agree with those of [Analysis.Completeness].
// O(homes × requirements).
func (a *Analysis) SetCoverage(ctx context.Context, q SetQuery) (*SetAnswer, error) {
	area, err := a.Area(q.Area)
	if err != nil {
		return nil, err
	}
	l, err := a.circleLimit(q.Circle)
	if err != nil {
		return nil, err
	}
	if q.Set == "" {
		q.Set = l.circle.RequirementSet
	}
	set, ok := a.profiles.RequirementSet(q.Set)
	if !ok {
		return nil, &FieldError{Field: "set", Value: q.Set, Rule: "is no requirement set", Missing: true}
	}
	d, err := a.demandOf(ctx, area, l.origin, q.Group)
	if err != nil {
		return nil, err
	}
	covered, err := cached(ctx, a.cache, fmt.Sprintf("set %s %s %s %s", d.key, l.circle.ID, l.key(), set.ID), func(ctx context.Context) (*setCovered, int64, error) {
		c, err := a.coverSet(ctx, d, &l, set)
		if err != nil {
			return nil, 0, err
		}
		const partBytes = 400
		return c, int64(partBytes * (len(c.parts) + 1)), nil
	})
	if err != nil {
		return nil, fmt.Errorf("set %q in %s: %w", set.ID, area.Code, err)
	}
	out := &SetAnswer{Area: area, Circle: l.circle, Set: set, Parts: slices.Clone(covered.parts), Grey: d.grey, NoPeople: d.noPeople}
	if out.Grey != "" {
		return out, nil
	}
	out.Coverage = covered.all
	if out.Coverage.Denominator() == "" {
		out.Grey = d.nothingKnown()
	}
	return out, nil
}

// setCovered is the coverage of a demand by a whole set, and by each of its parts.
type setCovered struct {
	wants []*want
	parts []SetPart
	all   lifecircle.Coverage
}

func (a *Analysis) coverSet(ctx context.Context, d *demand, l *asked, set *geo.RequirementSet) (*setCovered, error) {
	limit, err := a.costLimit(ctx, l)
	if err != nil {
		return nil, err
	}
	if err := a.reachAll(ctx, l.measure, set); err != nil {
		return nil, err
	}
	out, columns := &setCovered{}, d.Demand
	var worst, worstSeats []uint32
	for i := range set.Requirements {
		part := SetPart{Requirement: &set.Requirements[i]}
		r, err := a.requirementReach(ctx, l.measure, part.Requirement)
		if err != nil {
			return nil, fmt.Errorf("requirement %q: %w", part.Requirement.ID, err)
		}
		out.wants = append(out.wants, r.chosen.want)
		var homes, seats []uint32
		columns, homes, seats = r.pick(d)
		part.Facilities, part.Unknown = len(r.chosen.index), r.chosen.unknown
		if part.Coverage, err = a.count(ctx, d, r, limit); err != nil {
			return nil, err
		}
		out.parts = append(out.parts, part)
		if i == 0 {
			worst, worstSeats = slices.Clone(homes), slices.Clone(seats)
		}
		dearer(worst, homes)
		dearer(worstSeats, seats)
	}
	out.all = lifecircle.Cover(&columns, worst, worstSeats, limit)
	return out, nil
}

// reachAll computes what homes pay to meet each requirement of a set, several at a time.
func (a *Analysis) reachAll(ctx context.Context, m measure, set *geo.RequirementSet) error {
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(a.workers)
	for i := range set.Requirements {
		work.Go(func() error {
			if _, err := a.requirementReach(ctx, m, &set.Requirements[i]); err != nil {
				return fmt.Errorf("requirement %q: %w", set.Requirements[i].ID, err)
			}
			return nil
		})
	}
	return work.Wait()
}

func (a *Analysis) requirementReach(ctx context.Context, m measure, req *geo.Requirement) (*reach, error) {
	w, err := a.wanted(req.AnyOf, req.Count(), req.Where)
	if err != nil {
		return nil, err
	}
	return a.reachOf(ctx, m, w)
}

func dearer(worst, costs []uint32) {
	for i, c := range costs {
		worst[i] = max(worst[i], c)
	}
}
