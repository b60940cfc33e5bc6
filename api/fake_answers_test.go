package api

import (
	"context"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/greenway"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
	"github.com/seed-4611ae28/lifecircle/geo/serviceradius"
)

// limit is a coverage made by hand; unknown has no people.
func (f *fake) limit(minutes, metres geo.Amount) analysis.LimitCoverage {
	return analysis.LimitCoverage{
		Minutes: minutes, Metres: metres, Mode: "walk", Metric: geo.NetworkTime, Facilities: 3, FacilitiesInside: 1, UnplacedFacilities: 1,
		Coverage: lifecircle.Coverage{
			People:      lifecircle.Tally{Total: geo.Known(1000), Covered: geo.Known(333.3333)},
			Residential: lifecircle.Tally{Total: geo.Known(5000.26), Covered: geo.Known(2500)},
			Villages:    lifecircle.Tally{Total: geo.Known(4), Covered: geo.Known(1)},
			Homes:       40, HomesCovered: 13, HomesUnplaced: 1, GrainM: 50, UnplacedPeople: geo.Known(12), EdgePeople: geo.Known(0),
		},
	}
}

func (f *fake) Coverage(ctx context.Context, q analysis.CoverageQuery) (*analysis.CoverageAnswer, error) {
	f.lastCoverage = q
	if err := f.compute(ctx); err != nil {
		return nil, err
	}
	if err := f.check(q.Area, q.Categories, q.Circle, q.Mode); err != nil {
		return nil, err
	}
	area, _ := f.Area(q.Area)
	answer := &analysis.CoverageAnswer{Area: area}
	add := func(l analysis.LimitCoverage) {
		l.Categories = q.Categories
		if q.Geometry && l.Grey == "" {
			l.Geometry, l.AreaM2, l.ToleranceM = square(120.71, 30.71, 0.01), geo.Known(1062500.123), q.ToleranceM
			l.PersonsDrawn = geo.Known(330)
		}
		answer.Limits = append(answer.Limits, l)
	}
	for _, m := range q.Minutes {
		add(f.limit(geo.Known(m), geo.Unknown()))
	}
	for _, m := range q.Metres {
		l := f.limit(geo.Unknown(), geo.Known(m))
		l.Metric = geo.NetworkDistance
		if q.Slope {
			l.Metric, l.Slopes = geo.NetworkDistanceSlope, &analysis.Slopes{RoadM: 81234.56, UnknownM: 1200.04}
		}
		l.Coverage = lifecircle.Coverage{Street: lifecircle.Tally{Total: geo.Known(1234.56), Covered: geo.Known(100)}, Homes: 40}
		add(l)
	}
	if q.Circle != "" {
		l := analysis.LimitCoverage{Minutes: geo.Known(15), Metres: geo.Known(1000), Mode: "walk", Metric: geo.NetworkDistance,
			Circle: q.Circle, Origin: geo.OriginBuiltUp, Grey: "no built-up area is known"}
		add(l)
	}
	return answer, nil
}

func (f *fake) Table(ctx context.Context, q analysis.TableQuery) ([]analysis.TableRow, error) {
	f.lastTable = q
	if err := f.compute(ctx); err != nil {
		return nil, err
	}
	for _, u := range q.Units {
		if err := f.check(u, q.Categories, strings.Join(q.Circles, ""), ""); err != nil {
			return nil, err
		}
	}
	var rows []analysis.TableRow
	for _, u := range f.Units(geo.LevelTown) {
		area, _ := f.Area(u.Code)
		l := f.limit(geo.Known(15), geo.Known(1000))
		l.Circle, l.Metric = "c15_town", geo.NetworkDistance
		if u.Code == "330411002" {
			l.Coverage, l.Grey = lifecircle.Coverage{}, "no built-up area, none known"
		}
		rows = append(rows, analysis.TableRow{Area: area, Category: "primary_school", LimitCoverage: l})
	}
	return rows, nil
}

func (f *fake) Completeness(ctx context.Context, q analysis.CompletenessQuery) (*analysis.CompletenessAnswer, error) {
	f.lastCompleteness = q
	if err := f.compute(ctx); err != nil {
		return nil, err
	}
	if err := f.check(q.Area, nil, q.Circle, ""); err != nil {
		return nil, err
	}
	area, _ := f.Area(q.Area)
	return &analysis.CompletenessAnswer{
		Area: area, Circle: &f.profiles.Circles[0], Set: &f.profiles.RequirementSets[0], Resolution: q.Resolution,
		Completeness: lifecircle.Completeness{
			Denominator: lifecircle.People, People: geo.Known(1000), Complete: geo.Known(250), MeanMissing: geo.Known(1.1),
			Requirements: []string{"school", "health"}, Reached: []geo.Amount{geo.Known(500), geo.Known(250)},
			Unplaced: geo.Known(3), Edge: geo.Known(0), Homes: 40, GrainM: 50,
			Cells: []lifecircle.Cell{{Index: hexagonOfTest, People: geo.Known(100), Complete: geo.Known(10),
				Reached: []geo.Amount{geo.Known(20), geo.Known(10)}, Homes: 4}},
		},
	}, nil
}

func (f *fake) Isochrones(ctx context.Context, q analysis.IsochroneQuery) (*analysis.IsochroneAnswer, error) {
	f.lastIsochrone = q
	if err := f.compute(ctx); err != nil {
		return nil, err
	}
	if err := f.check("all", nil, "", q.Mode); err != nil {
		return nil, err
	}
	if q.Point[0] < 0 {
		return nil, &analysis.OffNetworkError{Lon: q.Point[0], Lat: q.Point[1], Mode: q.Mode, NearestM: 812.34, LimitM: 500}
	}
	answer := &analysis.IsochroneAnswer{Link: orb.Point{q.Point[0] + 0.0001, q.Point[1]}, LinkM: 9.56, Mode: q.Mode,
		Metric: geo.NetworkTime, Direction: q.Direction, ToleranceM: q.ToleranceM}
	for i, m := range q.Minutes {
		answer.Contours = append(answer.Contours, analysis.Contour{Minutes: geo.Known(m), Geometry: square(q.Point[0]-0.01, q.Point[1]-0.01, 0.02),
			AreaM2: 1000.04 * float64(i+1), Persons: geo.Known(77 * float64(i)), PersonsDrawn: geo.Known(78 * float64(i))})
	}
	for i, m := range q.Metres {
		answer.Metric = geo.NetworkDistance
		if q.Slope {
			answer.Metric, answer.Slopes = geo.NetworkDistanceSlope, &analysis.Slopes{RoadM: 81234.56}
		}
		answer.Contours = append(answer.Contours, analysis.Contour{Metres: geo.Known(m), Geometry: square(q.Point[0]-0.01, q.Point[1]-0.01, 0.02),
			AreaM2: 1000 * float64(i+1)})
	}
	return answer, nil
}

func (f *fake) Facilities(ctx context.Context, area string, categories []string) (*analysis.FacilitiesAnswer, error) {
	if err := f.compute(ctx); err != nil {
		return nil, err
	}
	if err := f.check(area, categories, "", ""); err != nil {
		return nil, err
	}
	a, _ := f.Area(area)
	answer := &analysis.FacilitiesAnswer{Area: a}
	for i := range f.dataset.Facilities {
		answer.Facilities = append(answer.Facilities, analysis.FacilityState{Facility: &f.dataset.Facilities[i], Town: "330411001", Unplaced: []string{"car"}[:i]})
	}
	return answer, nil
}

func (f *fake) Greenways(ctx context.Context, area string) (*analysis.GreenwayAnswer, error) {
	if err := f.compute(ctx); err != nil {
		return nil, err
	}
	if err := f.check(area, nil, "", ""); err != nil {
		return nil, err
	}
	a, _ := f.Area(area)
	answer := &analysis.GreenwayAnswer{Area: a, Population: f.Population(a), Result: greenway.Result{Reason: greenway.ReasonNoGreenways}}
	if area == "330411002" {
		return answer, nil
	}
	answer.Result = greenway.Result{
		LengthM: geo.Known(2500.06), KmPer10k: geo.Known(25.0006), BorderM: 100, PlannedM: geo.Known(0), ConnectorM: geo.Known(12.34),
		Components: 2, ComponentsLinked: 1, Built: orb.MultiLineString{{{120.71, 30.71}, {120.72, 30.72}}, {{120.73, 30.73}, {120.74, 30.73}}},
		Connectors: orb.MultiLineString{{{120.72, 30.72}, {120.73, 30.73}}},
	}
	return answer, nil
}

func (f *fake) ServiceRadius(ctx context.Context, area, rule string) (*analysis.ServiceRadiusAnswer, error) {
	if err := f.compute(ctx); err != nil {
		return nil, err
	}
	if err := f.check(area, nil, "", ""); err != nil {
		return nil, err
	}
	r, ok := f.profiles.ParkRule(rule)
	if !ok {
		return nil, &analysis.FieldError{Field: "rule", Value: rule, Rule: "there is no such rule; known are park_2022", Missing: true}
	}
	a, _ := f.Area(area)
	answer := &analysis.ServiceRadiusAnswer{Area: a, Rule: r, Result: serviceradius.Result{Rule: rule, Target: r.Target}}
	if area == "330411002" {
		answer.Result.Reason = serviceradius.ReasonNoParks
		answer.Result.ResidentialM2 = geo.Known(1000)
		return answer, nil
	}
	answer.Result.Rate, answer.Result.ResidentialM2, answer.Result.CoveredM2 = geo.Known(0.25), geo.Known(4000.04), geo.Known(1000)
	answer.Result.Ground, answer.Result.Covered, answer.Result.Uncovered = square(120.71, 30.71, 0.01), square(120.711, 30.711, 0.001), square(120.73, 30.73, 0.002)
	answer.Result.Parks = []serviceradius.Park{{IDs: []string{"p1"}, AreaM2: 5000, RadiusM: 300}}
	answer.Result.Bands = []serviceradius.Band{{ParkBand: r.Bands[0], Parks: 1}}
	answer.Result.TooSmall = 2
	return answer, nil
}
