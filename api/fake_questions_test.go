package api

import (
	"context"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
	"github.com/seed-4611ae28/lifecircle/geo/siting"
	"github.com/seed-4611ae28/lifecircle/geo/supply"
)

// countedOf is whose people are counted: a school is for ages that only a wider group holds.
func countedOf(group string, categories []string) analysis.Counted {
	switch {
	case group == analysis.GroupAll:
		return analysis.Counted{Reason: analysis.CountedAsked}
	case group != "":
		return analysis.Counted{Group: group, Reason: analysis.CountedAsked}
	case len(categories) == 1 && categories[0] == "primary_school":
		return analysis.Counted{Group: "0-14", Reason: analysis.CountedHolding, Serves: &geo.ServedAges{Ages: "6-11", Within: "0-17", Provenance: geo.Provenance{Source: "a law"}}}
	case len(categories) > 1:
		return analysis.Counted{Reason: analysis.CountedMixed}
	}
	return analysis.Counted{}
}

func (f *fake) Gaps(ctx context.Context, q analysis.GapsQuery) (*analysis.GapsAnswer, error) {
	f.lastGaps = q
	if err := f.compute(ctx); err != nil {
		return nil, err
	}
	if err := f.check(q.Area, q.Categories, q.Circle, q.Mode); err != nil {
		return nil, err
	}
	area, _ := f.Area(q.Area)
	a := &analysis.GapsAnswer{
		Area: area, Denominator: lifecircle.People, Total: geo.Known(1000), Lacking: geo.Known(123.456), Homes: 14, GapsTotal: 3,
		ApartM: 200, OutlineM: 100, Counted: countedOf(q.Group, q.Categories), Groups: []string{"0-14", "60+"},
		Limit: analysis.LimitCoverage{Minutes: geo.Known(15), Metres: geo.Known(1000), Mode: "walk", Metric: geo.NetworkDistance, Circle: q.Circle, Origin: geo.OriginBuiltUp},
	}
	if area.Code == "330411002" {
		a.Grey, a.GapsTotal, a.Homes, a.Denominator, a.Lacking = "no built-up area, none known", 0, 0, "", geo.Unknown()
		a.Total = geo.Unknown()
		return a, nil
	}
	if q.Minutes > 0 {
		a.Limit = analysis.LimitCoverage{Minutes: geo.Known(q.Minutes), Mode: q.Mode, Metric: geo.NetworkTime, Origin: geo.OriginAll}
	}
	if len(q.Categories) > 0 {
		a.Requirements, a.Categories, a.Facilities, a.Unknown = []string{strings.Join(q.Categories, ",")}, [][]string{q.Categories}, []int{3}, []int{1}
	} else {
		a.Set = &f.profiles.RequirementSets[0]
		a.Requirements, a.Categories, a.Facilities, a.Unknown = []string{"school", "health"}, [][]string{{"primary_school"}, {"clinic"}}, []int{3, 1}, []int{0, 0}
	}
	path := orb.LineString{{120.75, 30.75}, {120.751, 30.75}, {120.76, 30.74}}
	worst := analysis.Gap{
		Gap: lifecircle.Gap{ID: "0011223344556677", Homes: []int32{1, 2}, People: geo.Known(100.005), Groups: []geo.Amount{geo.Known(12), geo.Unknown()},
			Never: geo.Unknown(), Burden: 33.333},
		Outline: square(120.75, 30.75, 0.002), AreaM2: 42000.04, MedianBeyondLimit: geo.Known(240.04), P90BeyondLimit: geo.Known(600),
		CentreHome: &geo.Home{ID: "h1", Location: orb.Point{120.75, 30.75}}, Towns: []string{"330411001"},
		Lacks: []analysis.GapLack{{Requirement: 0, People: geo.Known(100.005),
			Nearest: &analysis.Nearest{Facility: &f.dataset.Facilities[0], Cost: 1240.06, Path: path}}},
	}
	if a.Set != nil {
		worst.Lacks = append(worst.Lacks, analysis.GapLack{Requirement: 1, People: geo.Known(50), Reason: analysis.ReasonTooFew})
	}
	never := analysis.Gap{
		Gap:     lifecircle.Gap{ID: "8899aabbccddeeff", Homes: []int32{3}, People: geo.Known(23.45), Groups: []geo.Amount{geo.Unknown(), geo.Unknown()}, NeverHomes: 1, Never: geo.Known(23.45), Burden: 23.45},
		Outline: square(120.78, 30.75, 0.002), AreaM2: 31415.9, CentreHome: &geo.Home{ID: "h3", Location: orb.Point{120.781, 30.751}},
		Lacks: []analysis.GapLack{{Requirement: 0, People: geo.Known(23.45), Reason: analysis.ReasonPlaceNoLink}}, Main: -1,
	}
	a.Gaps = []analysis.Gap{worst, never}
	return a, nil
}

func (f *fake) Sites(ctx context.Context, q analysis.SitesQuery) (*analysis.SitesAnswer, error) {
	f.lastSites = q
	if err := f.compute(ctx); err != nil {
		return nil, err
	}
	if err := f.check(q.Area, q.Categories, q.Circle, q.Mode); err != nil {
		return nil, err
	}
	area, _ := f.Area(q.Area)
	kind := q.Candidates
	if len(q.At) > 0 {
		kind = analysis.CandidateList
	}
	a := &analysis.SitesAnswer{
		Area: area, Categories: q.Categories, Denominator: lifecircle.People, Kind: kind, Avoid: q.Avoid, Facilities: 3, Unknown: 1, Counted: countedOf(q.Group, q.Categories),
		Limit: analysis.LimitCoverage{Minutes: geo.Known(15), Metres: geo.Known(1000), Mode: "walk", Metric: geo.NetworkDistance, Circle: q.Circle, Origin: geo.OriginBuiltUp},
	}
	if q.Circle == "" {
		a.Limit = analysis.LimitCoverage{Metres: geo.Known(q.Metres), Mode: q.Mode, Metric: geo.NetworkDistance, Origin: geo.OriginAll}
	}
	if q.Minutes > 0 {
		a.Limit = analysis.LimitCoverage{Minutes: geo.Known(q.Minutes), Mode: q.Mode, Metric: geo.NetworkTime, Origin: geo.OriginAll}
	}
	if area.Code == "330411002" {
		a.Grey, a.Denominator = "no built-up area, none known", ""
		return a, nil
	}
	a.Candidates, a.CandidatesAll, a.Forbidden, a.Far, a.Unplaced, a.SquareM = 40, 55, 4, 7, 1, 100
	if len(q.AvoidAreas) > 0 {
		a.Drawn = 3
	}
	if len(q.Places) > 0 {
		kind = analysis.CandidateList
	}
	a.Total, a.Covered, a.CoveredAfter, a.Beyond = geo.Known(1000), geo.Known(400), geo.Known(634.567), geo.Known(20)
	a.Answer = &siting.Answer{Objective: q.Objective, Value: 234.567, Bound: 240, Gap: 5.433 / 240, Demand: 1000, Before: 400}
	switch q.Objective {
	case siting.ObjectiveLSCP:
		a.Answer.Value, a.Answer.Bound, a.Answer.Gap, a.Answer.Optimal = 2, 2, 0, true
	case siting.ObjectivePMedian:
		a.Answer.Value, a.Answer.Bound, a.Answer.Before, a.Cap = 300_000_000, 299_000_000, 360_000_000, geo.Known(1800)
	}
	a.Sites = []analysis.Site{
		{Candidate: analysis.Candidate{ID: "330411001201", Name: "甲村", Kind: kind, Location: orb.Point{120.75, 30.75}}, Gained: geo.Known(200), Homes: 12,
			Road: "中山路", Town: &f.dataset.Units[1]},
		{Candidate: analysis.Candidate{ID: "120.7600000,30.7400000", Kind: kind, Location: orb.Point{120.76, 30.74}}, Gained: geo.Known(34.567), Homes: 2},
	}
	if q.Objective == siting.ObjectivePMedian {
		a.Sites[0].Saved = geo.Known(54_000)
	}
	return a, nil
}

func (f *fake) Supply(ctx context.Context, q analysis.SupplyQuery) (*analysis.SupplyAnswer, error) {
	f.lastSupply = q
	if err := f.compute(ctx); err != nil {
		return nil, err
	}
	if err := f.check(q.Area, q.Categories, q.Circle, q.Mode); err != nil {
		return nil, err
	}
	area, _ := f.Area(q.Area)
	a := &analysis.SupplyAnswer{Area: area, Categories: q.Categories, Counted: countedOf(q.Group, q.Categories), Facilities: []string{"osm-n1"}, Unknown: []string{"osm-n2"}, Unclear: 1,
		Limit: analysis.LimitCoverage{Minutes: geo.Known(q.Minutes), Mode: q.Mode, Metric: geo.NetworkTime, Origin: geo.OriginAll},
		Offers: []analysis.SupplyOffer{
			{Facility: &f.dataset.Facilities[0], Supply: geo.Known(30), Demand: geo.Known(480.125), PerPerson: geo.Known(0.0625), Inside: true},
			{Facility: &f.dataset.Facilities[1], Unplaced: true}}}
	if q.Circle != "" {
		a.Limit = analysis.LimitCoverage{Minutes: geo.Known(15), Metres: geo.Known(1000), Mode: "walk", Metric: geo.NetworkDistance, Circle: q.Circle, Origin: geo.OriginBuiltUp}
	}
	if area.Code == "330411002" {
		a.Facilities, a.Offers, a.Grey = nil, a.Offers[1:], analysis.ReasonNoSupply
		return a, nil
	}
	a.People, a.Reached, a.Unplaced, a.Edge, a.PerPerson, a.Inside = geo.Known(1000), geo.Known(800.004), geo.Known(12), geo.Known(0), geo.Known(0.03), geo.Known(30)
	a.Spread = supply.Spread{P10: geo.Known(0), P25: geo.Known(0.01), Median: geo.Known(1.0 / 32), P75: geo.Known(0.04), P90: geo.Known(0.0625)}
	if q.Below > 0 {
		a.Spread.Below = geo.Known(250)
	}
	unit := supply.UnitFigure{People: 1000, Reached: 800.004, PerPerson: geo.Known(0.03), Least: geo.Known(0), Most: geo.Known(0.0625)}
	a.Parts = []analysis.SupplyPart{{Unit: &f.dataset.Units[1], UnitFigure: unit, Spread: a.Spread}, {Unit: &f.dataset.Units[2]}}
	if q.Homes {
		a.Homes = []analysis.SupplyHome{{Home: &geo.Home{ID: "h1", Location: orb.Point{120.75, 30.75}}, Persons: geo.Known(12.345), PerPerson: 0.0625},
			{Home: &geo.Home{ID: "h2", Location: orb.Point{120.78, 30.75}}, Unplaced: true}}
	}
	return a, nil
}

func (f *fake) Explain(ctx context.Context, p orb.Point) (*analysis.ExplainAnswer, error) {
	f.lastExplain = p
	if err := f.compute(ctx); err != nil {
		return nil, err
	}
	if p[0] < 0 {
		return nil, &analysis.FieldError{Field: "lon", Value: "-1,30.75", Rule: "lies outside the ground that the data describes"}
	}
	set := &f.profiles.RequirementSets[0]
	far := f.profiles.Circles[0]
	far.ID, far.Origin, far.Mode, far.Metric, far.LimitS = "c30", geo.OriginAll, "car", geo.NetworkTime, 1800
	rural := f.profiles.Circles[0]
	rural.ID, rural.Origin = "c5_village", geo.OriginRural
	return &analysis.ExplainAnswer{
		Point: p, Units: []*geo.Unit{&f.dataset.Units[0], &f.dataset.Units[1]}, BuiltUp: true, BuiltUpKnown: true,
		Circles: []analysis.ExplainedCircle{
			{Circle: &f.profiles.Circles[0], Applies: true, Set: set, LinkM: 12.34, Missing: 1, Requirements: []analysis.ExplainedRequirement{
				{Requirement: &set.Requirements[0], Met: true, Within: 1, Facilities: 3,
					Nearest: &analysis.Nearest{Facility: &f.dataset.Facilities[0], Cost: 812.345, Path: orb.LineString{p, {p[0] + 0.001, p[1]}}}},
				{Requirement: &set.Requirements[1], Within: 1, Facilities: 1, Reason: analysis.ReasonTooFew,
					Nearest: &analysis.Nearest{Facility: &f.dataset.Facilities[1], Cost: 1200},
					Unknown: []analysis.Nearest{{Facility: &f.dataset.Facilities[0], Cost: 99.99}}},
			}},
			{Circle: &rural, Set: set, Reason: analysis.ReasonOnlyRural},
			{Circle: &far, Applies: true, Set: set, Missing: 2, Reason: analysis.ReasonPlaceNoLink,
				OffNetwork: &analysis.OffNetworkError{Lon: p[0], Lat: p[1], Mode: "car", NearestM: -1, LimitM: 500}},
		},
	}, nil
}
