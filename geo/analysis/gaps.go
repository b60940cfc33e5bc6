package analysis

import (
	"context"
	"fmt"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// Why there is no nearest facility.
const (
	ReasonPlaceNoLink = "the place has no link to the network"
	ReasonTooFew      = "the data holds fewer facilities of these categories than are required"
)

// gapWant is one requirement of a gap question.
type gapWant struct {
	id    string
	want  *want
	reach *reach
}

// Gaps answers where in an area people lack something. Homes that do not reach one of the
// requirements are joined to gaps by single linkage ([lifecircle.FindGaps]). Of each of
// the worst the nearest facility and the way to it are looked for from the home with the
// most people.
func (a *Analysis) Gaps(ctx context.Context, q GapsQuery) (*GapsAnswer, error) {
	area, err := a.Area(q.Area)
	if err != nil {
		return nil, err
	}
	l, err := a.oneLimit(q.Circle, q.Mode, q.Minutes, q.Metres, q.StraightLine, q.Slope)
	if err != nil {
		return nil, err
	}
	out := &GapsAnswer{Area: area, Limit: l.described()}
	wants, err := a.gapWants(&q, &l, out)
	if err != nil {
		return nil, err
	}
	out.Counted = a.countedFor(q.Categories, q.Group)
	q.Group = out.Counted.Group
	d, err := a.demandOf(ctx, area, l.origin, q.Group)
	if err != nil {
		return nil, err
	}
	out.Grey, out.NoPeople = d.grey, d.noPeople
	if out.Limit.Slopes, err = a.slopesOf(ctx, l.measure); err != nil {
		return nil, err
	}
	for i := range wants {
		w := &wants[i]
		if w.reach, err = a.reachOf(ctx, l.measure, w.want); err != nil {
			return nil, fmt.Errorf("gaps of %s: requirement %q: %w", area.Code, w.id, err)
		}
		out.Requirements, out.Categories = append(out.Requirements, w.id), append(out.Categories, w.want.categories)
		out.Facilities = append(out.Facilities, len(w.reach.chosen.index))
		out.Unknown = append(out.Unknown, w.reach.chosen.unknown)
	}
	if out.Grey != "" {
		return out, nil
	}
	limit, err := a.costLimit(ctx, &l)
	if err != nil {
		return nil, err
	}
	question, columns, err := a.gapQuestion(ctx, &q, area, &l, wants, d)
	if err != nil {
		return nil, err
	}
	question.Limit = limit
	found, err := lifecircle.FindGaps(&columns, question, lifecircle.GapOptions{})
	if err != nil {
		return nil, fmt.Errorf("gaps of %s: %w", area.Code, err)
	}
	out.Denominator, out.Homes, out.GapsTotal, out.ApartM = found.Denominator, found.Homes, len(found.Gaps), found.ApartM
	out.OutlineM = found.ApartM / 2
	amounts, _ := columns.Headline()
	out.Total, out.Lacking = sumKnown(amounts, nil), geo.Known(0)
	for i := range found.Gaps {
		if n, ok := sumKnown(amounts, found.Gaps[i].Homes).Get(); ok {
			out.Lacking = geo.Known(out.Lacking.Or(0) + n)
		}
	}
	if out.Denominator == "" {
		out.Grey, out.Lacking = d.nothingKnown(), geo.Unknown()
	}
	if q.Count <= 0 {
		q.Count = DefaultGaps
	}
	for i := range question.Groups {
		out.Groups = append(out.Groups, question.Groups[i].Name)
	}
	out.Gaps = make([]Gap, min(q.Count, len(found.Gaps)))
	for i := range out.Gaps {
		out.Gaps[i].Gap = found.Gaps[i]
	}
	return out, a.describeGaps(ctx, out, &l, wants, d)
}

// gapQuestion puts the question to the homes of a demand, in its order.
func (a *Analysis) gapQuestion(ctx context.Context, q *GapsQuery, area *Area, l *asked, wants []gapWant, d *demand) (*lifecircle.GapQuestion, lifecircle.Demand, error) {
	out := &lifecircle.GapQuestion{IDs: make([]string, len(d.members)), Places: make([]lifecircle.Place, len(d.members))}
	// The version of the data is not part of the name: where homes and question are the
	// same, a gap keeps its id through an edit.
	var name strings.Builder
	fmt.Fprintf(&name, "%s %s %g %s %q", area.Code, l.key(), l.value, l.origin, q.Group)
	var columns lifecircle.Demand
	for i := range wants {
		w := &wants[i]
		fmt.Fprintf(&name, "\n%s", w.want.key())
		var costs []uint32
		columns, costs, _ = w.reach.pick(d)
		out.Requirements, out.Costs = append(out.Requirements, w.id), append(out.Costs, costs)
	}
	out.Name = name.String()
	for i, h := range d.members {
		out.IDs[i], out.Places[i] = a.homes.homes[h].ID, lifecircle.Place(a.homes.plane[h])
	}
	for _, group := range a.homes.groups {
		g, err := a.demandOf(ctx, area, l.origin, group)
		if err != nil {
			return nil, columns, err
		}
		out.Groups = append(out.Groups, lifecircle.Group{Name: group, Persons: g.Persons})
	}
	return out, columns, nil
}
