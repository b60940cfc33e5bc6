package analysis

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// DefaultGaps is how many gaps are described where a question does not say.
const DefaultGaps = 50

// GapsQuery asks where in an area people lack something, and what.
type GapsQuery struct {
	// Area is a code as [Analysis.Area] takes it.
	Area string
	// Categories are ids or codes: a home lacks something when it does not reach AtLeast
	// (0 reads as 1) distinct facilities of any of them that have the attributes of Where.
	// Without categories it is the circle's requirement set that has to be whole.
	Categories []string
	AtLeast    int
	Where      map[string]string
	// Circle is the id of a circle of homes. Else Mode is the id of a mode, and exactly one
	// of Minutes and Metres is above 0; then Categories are needed.
	Circle          string
	Mode            string
	Minutes, Metres float64
	StraightLine    bool
	Slope           bool
	// Group restricts people to an age group, "" for everybody.
	Group string
	// Count is how many gaps are described, the worst first; 0 reads as [DefaultGaps]. The
	// totals are of all.
	Count int
}

// GapsAnswer is the gaps of an area, the worst first.
type GapsAnswer struct {
	Area *Area
	// Limit is the one used, with the coverage of nothing: Minutes, Metres, Mode, Metric,
	// Circle and Origin are set.
	Limit LimitCoverage
	// Set is the circle's, nil where categories were asked for.
	Set *geo.RequirementSet
	// Requirements are their ids, Facilities how many meet each in the whole dataset, and
	// Unknown how many more may, but lack an attribute that is asked for.
	Requirements []string
	Facilities   []int
	Unknown      []int
	// Categories are those of each requirement.
	Categories [][]string
	// Groups names the age groups of [Gap.Groups].
	Groups []string
	// Denominator is what people are counted in, "" when nothing is known.
	Denominator lifecircle.Denominator
	// Total are the people (or what is counted) of the area and scope, Lacking those of
	// them in any gap; Homes and GapsTotal the homes and gaps of all.
	Total, Lacking geo.Amount
	Homes          int
	GapsTotal      int
	// ApartM joins homes to a gap, OutlineM is how far a gap is drawn around its homes.
	ApartM, OutlineM float64
	Gaps             []Gap
	// NoPeople and Grey are as in [CompletenessAnswer].
	NoPeople, Grey string
}

// Gap is a gap with what a planner asks of it.
type Gap struct {
	lifecircle.Gap
	// Outline is the ground within [GapsAnswer.OutlineM] of its homes; AreaM2 its area.
	Outline orb.MultiPolygon
	AreaM2  float64
	// MedianBeyond and P90Beyond of the lifecircle.Gap, in metres or seconds.
	MedianBeyondLimit, P90BeyondLimit geo.Amount
	// CentreHome is where the most people of the gap live.
	CentreHome *geo.Home
	// Lacks are the requirements that somebody in the gap lacks, in the set's order.
	Lacks []GapLack
	// Main is the position in Lacks of the one that the path leads to: of those that the
	// centre lacks and can reach the one that most people lack, then the farthest. -1 for
	// none.
	Main int
	// Towns and Villages are the codes of those that its homes lie in.
	Towns, Villages []string
}

// GapLack is a requirement that somebody in a gap lacks.
type GapLack struct {
	// Requirement is a position in [GapsAnswer.Requirements]; People lack it.
	Requirement int
	People      geo.Amount
	// Nearest is what the centre of the gap would have to use: the nearest facility, or of
	// several that are required the last. Nil where the centre cannot reach so many.
	Nearest *Nearest
	// Reason says why there is none.
	Reason string
}

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
	amounts := columnOf(&columns, found.Denominator)
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

// oneLimit resolves the one limit of a question about homes.
func (a *Analysis) oneLimit(circle, mode string, minutes, metres float64, straight, slope bool) (asked, error) {
	list := func(v float64) []float64 {
		if v == 0 {
			return nil
		}
		return []float64{v}
	}
	limits, err := a.limitsOf(circle, mode, list(minutes), list(metres), straight, slope)
	if err != nil {
		return asked{}, err
	}
	if limits[0].origin == geo.OriginSeat {
		return asked{}, &FieldError{Field: "circle", Value: circle, Rule: "starts at a seat; this is asked of the homes of an area"}
	}
	return limits[0], nil
}

// described is the limit as answers name it.
func (l *asked) described() LimitCoverage {
	out := LimitCoverage{Minutes: l.minutes, Metres: l.metres, Mode: l.modeID(), Metric: l.metric, Origin: l.origin}
	if l.circle != nil {
		out.Circle = l.circle.ID
	}
	return out
}

// gapWants are the requirements of a question: the categories asked for, or those of the
// circle's set.
func (a *Analysis) gapWants(q *GapsQuery, l *asked, out *GapsAnswer) ([]gapWant, error) {
	if len(q.Categories) > 0 {
		w, err := a.wanted(q.Categories, q.AtLeast, q.Where)
		if err != nil {
			return nil, err
		}
		return []gapWant{{id: strings.Join(w.categories, ","), want: w}}, nil
	}
	set, err := a.setOf(l, q.Circle)
	if err != nil {
		return nil, err
	}
	if len(q.Where) > 0 || q.AtLeast > 1 {
		return nil, &FieldError{Field: "category", Value: "", Rule: "is needed beside where and at_least: a requirement set brings its own"}
	}
	out.Set = set
	var wants []gapWant
	for i := range set.Requirements {
		r := &set.Requirements[i]
		w, err := a.wanted(r.AnyOf, r.Count(), r.Where)
		if err != nil {
			return nil, fmt.Errorf("requirement %q of set %q: %w", r.ID, set.ID, err)
		}
		wants = append(wants, gapWant{id: r.ID, want: w})
	}
	return wants, nil
}

// setOf is the requirement set of a limit's circle.
func (a *Analysis) setOf(l *asked, circle string) (*geo.RequirementSet, error) {
	if l.circle == nil {
		return nil, &FieldError{Field: "category", Value: "", Rule: "name at least one category; /v1/categories lists them"}
	}
	set, ok := a.profiles.RequirementSet(l.circle.RequirementSet)
	if !ok {
		return nil, &FieldError{Field: "circle", Value: circle, Rule: "has no requirement set: name the categories that are asked for"}
	}
	return set, nil
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

// columnOf are the amounts of a denominator.
func columnOf(d *lifecircle.Demand, kind lifecircle.Denominator) []geo.Amount {
	switch kind {
	case lifecircle.People:
		return d.Persons
	case lifecircle.Residential:
		return d.Residential
	case lifecircle.Dwellings:
		return d.Dwellings
	case lifecircle.Street:
		return d.Street
	}
	return nil
}

// sumKnown sums what is known of the members, of all for nil; unknown where nothing is.
func sumKnown(amounts []geo.Amount, members []int32) geo.Amount {
	sum, known := 0.0, false
	add := func(a geo.Amount) {
		if v, ok := a.Get(); ok {
			sum, known = sum+v, true
		}
	}
	if members == nil {
		for _, a := range amounts {
			add(a)
		}
	}
	for _, i := range members {
		if int(i) < len(amounts) {
			add(amounts[i])
		}
	}
	if !known {
		return geo.Unknown()
	}
	return geo.Known(sum)
}

// unitsOf are the codes of the towns and villages that homes of the analysis lie in.
func (a *Analysis) unitsOf(homes []int32) (towns, villages []string) {
	inTowns, inVillages := map[string]bool{}, map[string]bool{}
	for _, h := range homes {
		if t := a.homes.town[h]; t >= 0 {
			inTowns[a.towns[t].unit.Code] = true
		}
		if v := a.homes.village[h]; v >= 0 {
			inVillages[a.villages[v].unit.Code] = true
		}
	}
	return slices.Sorted(maps.Keys(inTowns)), slices.Sorted(maps.Keys(inVillages))
}

// mainLack is the position of the lack that a gap's path leads to, -1 for none.
func mainLack(lacks []GapLack, centre func(i int) (lacks bool)) int {
	best := -1
	for i := range lacks {
		if lacks[i].Nearest == nil || !centre(i) {
			continue
		}
		if best < 0 || cmp.Or(cmp.Compare(lacks[i].People.Or(0), lacks[best].People.Or(0)),
			cmp.Compare(lacks[i].Nearest.Cost, lacks[best].Nearest.Cost)) > 0 {
			best = i
		}
	}
	return best
}
