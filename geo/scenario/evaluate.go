package scenario

import (
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// DefaultMaxHomes bounds the homes that an answer lists.
const DefaultMaxHomes = 5000

// Question says what of a scenario is wanted. What is left empty is chosen by the edits,
// and then only what they change is told.
type Question struct {
	// Towns are codes of units, of any level: those that a way within the widest limit of
	// the circles could lead to a place that was edited when left out.
	Towns []string
	// Circles are ids: all that are available and speak for homes when left out.
	Circles []string
	// Categories are ids or codes: when left out those of the facilities that are edited,
	// and all where anything else is.
	Categories []string
	// Standards are ids of documents. This package knows none, and leaves them to its caller.
	Standards []string
	// Group restricts people to an age group, "" for everybody.
	Group string
	// MaxHomes bounds the homes that are listed; 0 is [DefaultMaxHomes].
	MaxHomes int
}

// Answer is what a scenario changes.
type Answer struct {
	// Before and After answer whatever else is asked.
	Before, After *analysis.Analysis
	Changes       *Changes
	// Areas are the codes of the units that were looked at ("all" in a dataset without
	// towns), Circles and Categories likewise, by id.
	Areas      []string
	Circles    []string
	Categories []string
	// Coverage is by unit, circle and category; Completeness by unit and circle.
	Coverage     []CoverageChange
	Completeness []CompletenessChange
	// Homes are those whose verdict changes, at most MaxHomes of AllHomes, those with the
	// most people first.
	Homes    []HomeChange
	AllHomes int
}

// CoverageChange is a cell of the table of coverage before and after.
type CoverageChange struct{ Before, After *analysis.TableRow }

// CompletenessChange is how many have the whole set of a circle, and each requirement of
// it, before and after.
type CompletenessChange struct{ Before, After *analysis.SetAnswer }

// HomeChange is a home that gains or loses a category within a circle.
type HomeChange struct {
	Unit, Circle, Category string
	Home                   *geo.Home
	// Gained is false for a home that loses it. New marks a home that the edits made.
	Gained, New bool
	// Persons live there: after the edits where it gains, before them where it loses.
	Persons geo.Amount
}

// Evaluate makes the edits on what is ready, and tells the difference. It costs what
// asking the table of coverage twice does; what the edits leave as it is is shared.
// Errors of the edits are [*EditError], of the question [*analysis.FieldError].
func Evaluate(ctx context.Context, before *analysis.Analysis, edits []Edit, q Question, o Options) (*Answer, error) {
	if o.Profiles == nil {
		o.Profiles = before.Profiles()
	}
	ds, changes, err := Apply(ctx, before.Dataset(), edits, o)
	if err != nil {
		return nil, err
	}
	out := &Answer{Before: before, After: before, Changes: changes}
	if ds != before.Dataset() {
		if out.After, err = before.Derive(ctx, ds); err != nil {
			return nil, fmt.Errorf("making the scenario ready: %w", err)
		}
	}
	if q.MaxHomes <= 0 {
		q.MaxHomes = DefaultMaxHomes
	}
	if err := out.choose(&q); err != nil {
		return nil, err
	}
	if len(out.Areas) == 0 || len(out.Circles) == 0 || len(out.Categories) == 0 {
		return out, nil
	}
	if err := out.compareCoverage(ctx, &q); err != nil {
		return nil, err
	}
	return out, out.compareCompleteness(ctx, &q)
}

// choose settles what is looked at.
func (a *Answer) choose(q *Question) error {
	if a.Circles = q.Circles; len(a.Circles) == 0 {
		for _, c := range a.Before.Profiles().Circles {
			if c.Available && c.Origin != geo.OriginSeat {
				a.Circles = append(a.Circles, c.ID)
			}
		}
	}
	switch {
	case len(q.Towns) > 0:
		for _, code := range q.Towns {
			area, err := a.Before.Area(code)
			if err != nil {
				return err
			}
			a.Areas = append(a.Areas, codesOf(area)...)
		}
		slices.Sort(a.Areas)
		a.Areas = slices.Compact(a.Areas)
	case len(a.Before.Units(geo.LevelTown)) == 0:
		a.Areas = []string{everything}
	default:
		for _, u := range a.Reached(a.Circles, geo.LevelTown) {
			a.Areas = append(a.Areas, u.Code)
		}
	}
	if a.Categories = q.Categories; len(a.Categories) == 0 {
		a.Categories = a.categoriesOf()
	}
	return nil
}

// categoriesOf are the categories that edits bear upon.
func (a *Answer) categoriesOf() []string {
	var out []string
	if len(a.Changes.Layers) == 0 {
		return nil
	}
	only := len(a.Changes.Layers) == 1 && a.Changes.Layers[0].Layer == geo.LayerFacilities
	if !only {
		for i := range a.Before.Profiles().Categories {
			out = append(out, a.Before.Profiles().Categories[i].ID)
		}
		return out
	}
	touched := map[string]bool{}
	for i := range a.Changes.Layers {
		c := &a.Changes.Layers[i]
		for _, list := range [][]string{c.Added, c.Changed, c.Removed} {
			for _, id := range list {
				touched[id] = true
			}
		}
	}
	for _, ds := range []*geo.Dataset{a.Before.Dataset(), a.After.Dataset()} {
		for i := range ds.Facilities {
			if f := &ds.Facilities[i]; touched[f.ID] {
				out = append(out, f.Categories...)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// compareCoverage asks the table before and after. What was not asked for by name is left
// out where nothing changes.
func (a *Answer) compareCoverage(ctx context.Context, q *Question) error {
	table := analysis.TableQuery{Units: a.Areas, Circles: a.Circles, Categories: a.Categories, Group: q.Group}
	before, err := a.Before.Table(ctx, table)
	if err != nil {
		return err
	}
	after := before
	if a.After != a.Before {
		if after, err = a.After.Table(ctx, table); err != nil {
			return err
		}
	}
	all := len(q.Towns) > 0 && len(q.Categories) > 0 && len(q.Circles) > 0
	for i := range before {
		x, y := &before[i], &after[i]
		same := x.Coverage == y.Coverage && x.Grey == y.Grey
		if all || !same {
			a.Coverage = append(a.Coverage, CoverageChange{x, y})
		}
		if same {
			continue
		}
		if err := a.compareHomes(ctx, x, q.Group); err != nil {
			return err
		}
	}
	slices.SortStableFunc(a.Homes, func(x, y HomeChange) int {
		switch p, r := x.Persons.Or(0), y.Persons.Or(0); {
		case p > r:
			return -1
		case p < r:
			return 1
		}
		return 0
	})
	if a.AllHomes = len(a.Homes); a.AllHomes > q.MaxHomes {
		a.Homes = a.Homes[:q.MaxHomes]
	}
	return nil
}

// compareHomes finds the homes whose verdict changes in one cell of the table.
func (a *Answer) compareHomes(ctx context.Context, row *analysis.TableRow, group string) error {
	before, err := a.Before.Verdicts(ctx, row.Area.Code, row.Category, row.Circle, group)
	if err != nil {
		return err
	}
	after, err := a.After.Verdicts(ctx, row.Area.Code, row.Category, row.Circle, group)
	if err != nil {
		return err
	}
	// Both are in the order of ids.
	for len(before) > 0 || len(after) > 0 {
		h := HomeChange{Unit: row.Area.Code, Circle: row.Circle, Category: row.Category}
		switch {
		case len(before) == 0 || len(after) > 0 && after[0].Home.ID < before[0].Home.ID:
			v := &after[0]
			if after = after[1:]; !v.Covered {
				continue
			}
			h.Home, h.Persons, h.Gained, h.New = v.Home, v.Persons, true, true
		case len(after) == 0 || before[0].Home.ID < after[0].Home.ID:
			v := &before[0]
			if before = before[1:]; !v.Covered {
				continue
			}
			h.Home, h.Persons = v.Home, v.Persons
		default:
			x, y := &before[0], &after[0]
			before, after = before[1:], after[1:]
			if x.Covered == y.Covered {
				continue
			}
			if h.Home, h.Persons, h.Gained = x.Home, x.Persons, y.Covered; h.Gained {
				h.Home, h.Persons = y.Home, y.Persons
			}
		}
		a.Homes = append(a.Homes, h)
	}
	return nil
}

// compareCompleteness asks for the circles that have a requirement set.
func (a *Answer) compareCompleteness(ctx context.Context, q *Question) error {
	if a.After == a.Before && len(q.Circles) == 0 {
		return nil
	}
	for _, code := range a.Areas {
		for _, id := range a.Circles {
			c, ok := a.Before.Profiles().Circle(id)
			if !ok || c.RequirementSet == "" {
				continue
			}
			// Without the cells of a map, which nobody asks for here.
			ask := analysis.SetQuery{Area: code, Circle: id, Group: q.Group}
			before, err := a.Before.SetCoverage(ctx, ask)
			if err != nil {
				return err
			}
			after, err := a.After.SetCoverage(ctx, ask)
			if err != nil {
				return err
			}
			if len(q.Circles) > 0 && len(q.Towns) > 0 || !sameCompleteness(before, after) {
				a.Completeness = append(a.Completeness, CompletenessChange{before, after})
			}
		}
	}
	return nil
}

func sameCompleteness(x, y *analysis.SetAnswer) bool {
	return x.Grey == y.Grey && x.Coverage == y.Coverage && slices.EqualFunc(x.Parts, y.Parts, func(p, q analysis.SetPart) bool { return p.Coverage == q.Coverage })
}

// everything is the code of all towns, or of the data's rectangle where there are none.
const everything = "all"

// codesOf are the codes of the units of an area, one by one.
func codesOf(area *analysis.Area) []string {
	if len(area.Units) == 0 {
		return []string{area.Code}
	}
	out := make([]string, len(area.Units))
	for i, u := range area.Units {
		out[i] = u.Code
	}
	return out
}

// Reached are the units of some levels (of every level for none) that the edits may bear
// upon: whose ground lies within the widest limit of some circles, in a straight line, of
// a place that was edited. No way is shorter than the straight line.
func (a *Answer) Reached(circles []string, levels ...geo.Level) []*geo.Unit {
	if len(a.Changes.Places) == 0 {
		return nil
	}
	reach := a.reachM(circles)
	boxes := make([]orb.Bound, len(a.Changes.Places))
	for i, b := range a.Changes.Places {
		boxes[i] = widened(b, degreesOf(b, reach))
	}
	var out []*geo.Unit
	for _, u := range a.Before.Units("") {
		if len(levels) > 0 && !slices.Contains(levels, u.Level) {
			continue
		}
		box := u.Geometry.Bound()
		if slices.ContainsFunc(boxes, box.Intersects) {
			out = append(out, u)
		}
	}
	return out
}

// fastestKmh is the speed above which nobody is allowed to drive: 120 km/h (道路交通安全
// 法实施条例 §78). A posted limit of the data may be higher.
const fastestKmh = 120.0

// reachM is how far, in metres, the widest of some circles can carry. Slopes are up to
// twice as fast as the flat.
func (a *Answer) reachM(circles []string) float64 {
	reach := 0.0
	profiles := a.Before.Profiles()
	for _, id := range circles {
		c, ok := profiles.Circle(id)
		if !ok {
			continue
		}
		limit := c.LimitM
		if m, ok := profiles.Mode(c.Mode); ok && c.Metric.Timed() {
			top := m.TopSpeedKmh()
			if m.Vehicle == geo.InCar {
				top = max(top, fastestKmh)
				for i := range a.After.Dataset().Roads {
					top = max(top, a.After.Dataset().Roads[i].MaxSpeedKmh)
				}
			}
			limit = c.LimitS * top / 3.6
		}
		if c.Metric.Slope() {
			limit *= 2
		}
		reach = max(reach, limit)
	}
	return reach
}
