package analysis

import (
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// What keeps a circle from speaking for a place.
const (
	ReasonOnlyBuiltUp = "the circle speaks for built-up areas, and the place lies outside them"
	ReasonOnlyRural   = "the circle speaks for what lies outside built-up areas, and the place lies in one"
)

// Explain answers for one place, of every available circle of homes, each requirement:
// what it costs to meet it, by which facility and way, and what is missing. The answer is
// that of a home standing there. A place outside the data is a [FieldError]; one without
// a link to the network of some mode is told at the circles of that mode.
func (a *Analysis) Explain(ctx context.Context, p orb.Point) (*ExplainAnswer, error) {
	if box := a.extent(); !box.Contains(p) {
		return nil, &FieldError{Field: "lon", Value: fmt.Sprintf("%g,%g", p.Lon(), p.Lat()), Rule: "lies outside the ground that the data describes"}
	}
	out := &ExplainAnswer{Point: p}
	for _, level := range geo.Levels() {
		if u := a.unitAt(level, p); u != nil {
			out.Units = append(out.Units, u)
		}
	}
	in, reason := a.builtUpAt(p)
	out.BuiltUp, out.BuiltUpKnown, out.BuiltUpReason = in == isYes, in != isUnknown, reason
	// Circles of one mode and metric are looked into together.
	near := make(map[string]*explorer)
	defer func() {
		for _, e := range near {
			e.release()
		}
	}()
	limits := make([]asked, 0, len(a.profiles.Circles))
	for i := range a.profiles.Circles {
		c := &a.profiles.Circles[i]
		if !c.Available || c.Origin == geo.OriginSeat {
			continue
		}
		l, err := a.circleLimit(c.ID)
		if err != nil {
			return nil, err
		}
		x := ExplainedCircle{Circle: c}
		x.Applies, x.Reason = appliesAt(l.origin, in, out.BuiltUpReason)
		if set, ok := a.profiles.RequirementSet(c.RequirementSet); ok {
			x.Set = set
		}
		if x.Applies && x.Set != nil {
			if err := a.ready(ctx, &x, &l, p, near); err != nil {
				return nil, fmt.Errorf("explaining %.7f,%.7f: circle %q: %w", p.Lon(), p.Lat(), c.ID, err)
			}
		}
		out.Circles, limits = append(out.Circles, x), append(limits, l)
	}
	for _, e := range near {
		if err := e.look(ctx); err != nil {
			return nil, err
		}
	}
	for i := range out.Circles {
		x := &out.Circles[i]
		if !x.Applies || x.Set == nil {
			continue
		}
		if err := a.explainCircle(ctx, x, &limits[i], near[limits[i].key()]); err != nil {
			return nil, fmt.Errorf("explaining %.7f,%.7f: circle %q: %w", p.Lon(), p.Lat(), x.Circle.ID, err)
		}
	}
	return out, nil
}

// appliesAt tells whether a circle of a scope speaks for a place, or why it does not.
func appliesAt(origin geo.Origin, in ternary, unknown string) (applies bool, reason string) {
	switch {
	case origin == geo.OriginAll:
	case in == isUnknown:
		return false, unknown
	case origin == geo.OriginBuiltUp && in == isNo:
		return false, ReasonOnlyBuiltUp
	case origin == geo.OriginRural && in == isYes:
		return false, ReasonOnlyRural
	}
	return true, ""
}

// builtUpAt tells whether a place lies in the built-up area of its town, or why that is
// not known.
func (a *Analysis) builtUpAt(p orb.Point) (in ternary, reason string) {
	key := everything
	if len(a.towns) > 0 {
		t := find(a.towns, p)
		if t < 0 {
			return isUnknown, "no town with a built-up area lies here"
		}
		key = a.towns[t].unit.Code
	}
	area := a.builtUp[key]
	if area.Reason != "" {
		return isUnknown, area.Reason
	}
	if planar.MultiPolygonContains(area.Geometry, p) {
		return isYes, ""
	}
	return isNo, ""
}

// explainCircle explains the requirements of a circle's set.
func (a *Analysis) explainCircle(ctx context.Context, x *ExplainedCircle, l *asked, e *explorer) error {
	if e.n == nil {
		x.OffNetwork, x.Reason, x.Missing = e.off, ReasonPlaceNoLink, len(x.Set.Requirements)
		return nil
	}
	limit, err := a.costLimit(ctx, l)
	if err != nil {
		return err
	}
	if x.Slopes, err = a.slopesOf(ctx, l.measure); err != nil {
		return err
	}
	x.LinkM = e.n.linkM()
	for i, k := range e.of[x.Circle.ID] {
		r, err := a.explainRequirement(ctx, e, &x.Set.Requirements[i], k, limit.Cost)
		if err != nil {
			return err
		}
		if !r.Met {
			x.Missing++
		}
		x.Requirements = append(x.Requirements, *r)
	}
	return nil
}

func (a *Analysis) explainRequirement(ctx context.Context, e *explorer, r *geo.Requirement, k int, limit uint32) (*ExplainedRequirement, error) {
	c, n := e.wants[k], e.n
	out := &ExplainedRequirement{Requirement: r, Facilities: len(c.index)}
	list := e.nearest(k)
	for _, f := range list {
		if f.cost <= limit {
			out.Within++
		}
	}
	out.Met = out.Within >= c.want.k
	if len(list) > 0 {
		last := list[len(list)-1]
		path, err := e.path(ctx, k, last)
		if err != nil {
			return nil, err
		}
		out.Nearest = &Nearest{Facility: a.facilities[last.index], Cost: n.value(last.cost), Path: path}
	}
	switch {
	case len(c.index) == 0:
		out.Reason = ReasonNoTargets
	case len(c.index) < c.want.k:
		out.Reason = ReasonTooFew
	case len(list) < c.want.k:
		out.Reason = ReasonNoWay
	}
	if c.unknown == 0 {
		return out, nil
	}
	for _, f := range n.nearest(a.unknownOf(c.want), MaxUnknown) {
		if f.cost > limit {
			break
		}
		out.Unknown = append(out.Unknown, Nearest{Facility: a.facilities[f.index], Cost: n.value(f.cost)})
	}
	return out, nil
}

// unknownOf are the facilities of a want's categories that lack an attribute it asks for.
func (a *Analysis) unknownOf(w *want) chosen {
	c := chosen{want: w}
	for i, f := range a.facilities {
		if f.Counts() && slices.ContainsFunc(w.categories, f.Serves) && matches(f, w.where) == isUnknown {
			c.index = append(c.index, int32(i))
		}
	}
	return c
}

// linkM is the straight distance from the place to where it meets the network.
func (n *nearby) linkM() float64 {
	if n.l == nil {
		return 0
	}
	return crs.Distance(n.point, n.l.Graph().Place(n.links[0]))
}
