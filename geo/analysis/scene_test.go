package analysis_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/internal/drawntown"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// scene is a drawn town as a dataset: small letters are homes of ten people, digits
// are schools, a cell is 50 m wide. The data reach far beyond the drawing, so that
// its edge is nowhere near unless a test moves it.
type scene struct {
	*geo.Dataset
	t        *testing.T
	town     *drawntown.Town
	profiles *geo.Profiles
}

func draw(t *testing.T, drawing string) *scene {
	return drawWith(t, drawing, drawntown.Options{})
}

func drawWith(t *testing.T, drawing string, o drawntown.Options) *scene {
	t.Helper()
	town := drawntown.Parse(drawing, o)
	s := &scene{t: t, town: town, profiles: profiles(), Dataset: &geo.Dataset{
		Version: "drawn", Title: "Drawn", Roads: town.Roads, Barriers: town.Barriers,
		Extent: orb.Bound{Min: orb.Point{119, 29}, Max: orb.Point{121, 31}}, ExtentFrom: "header",
	}}
	for _, name := range sorted(town.Homes) {
		s.Homes = append(s.Homes, geo.Home{ID: name, Location: town.Homes[name], Persons: geo.Known(10)})
	}
	for _, name := range sorted(town.Facilities) {
		s.Facilities = append(s.Facilities, geo.Facility{ID: name, Location: town.Facilities[name], Categories: []string{"primary_school"}})
	}
	return s
}

func sorted[V any](m map[string]V) []string {
	var names []string
	for k := range m {
		names = append(names, k)
	}
	slices.Sort(names)
	return names
}

// home and facility are rows to be changed by a test.
func (s *scene) home(id string) *geo.Home {
	s.t.Helper()
	k := slices.IndexFunc(s.Homes, func(h geo.Home) bool { return h.ID == id })
	require.GreaterOrEqual(s.t, k, 0, "home %q", id)
	return &s.Homes[k]
}

func (s *scene) facility(id string) *geo.Facility {
	s.t.Helper()
	k := slices.IndexFunc(s.Facilities, func(f geo.Facility) bool { return f.ID == id })
	require.GreaterOrEqual(s.t, k, 0, "facility %q", id)
	return &s.Facilities[k]
}

// people sets the persons of homes, unknown for a number below 0.
func (s *scene) people(of map[string]float64) *scene {
	for id, n := range of {
		s.home(id).Persons = geo.Known(n)
		if n < 0 {
			s.home(id).Persons = geo.Unknown()
		}
	}
	return s
}

// box is the ground between two corners of the drawing, in characters and lines. Its
// sides are meridians and parallels, so that a place on the drawing's first line may
// stand on a border to the last digit.
func (s *scene) box(x0, y0, x1, y1 float64) orb.MultiPolygon {
	lon := func(x float64) float64 { return s.town.At(x, 0)[0] }
	lat := func(y float64) float64 { return s.town.At(0, y)[1] }
	return orb.MultiPolygon{orb.Bound{Min: orb.Point{lon(x0), lat(y1)}, Max: orb.Point{lon(x1), lat(y0)}}.ToPolygon()}
}

// unit adds a unit on a box of the drawing.
func (s *scene) unit(code string, level geo.Level, x0, y0, x1, y1 float64) *geo.Unit {
	s.Units = append(s.Units, geo.Unit{Code: code, Name: "n" + code, Level: level, Geometry: s.box(x0, y0, x1, y1)})
	return &s.Units[len(s.Units)-1]
}

func (s *scene) seat(x, y float64) *orb.Point {
	p := s.town.At(x, y)
	return &p
}

// ready makes the scene ready; it is not to be changed afterwards.
func (s *scene) ready() *ready { return s.readyWith(analysis.Options{Workers: 2}) }

func (s *scene) readyWith(o analysis.Options) *ready {
	s.t.Helper()
	a, err := analysis.New(s.t.Context(), s.Dataset, s.profiles, o)
	require.NoError(s.t, err)
	return &ready{a, s.t}
}

// ready is an analysis that fails the test where an answer fails.
type ready struct {
	*analysis.Analysis
	t *testing.T
}

// cover answers a question of one limit.
func (r *ready) cover(q analysis.CoverageQuery) analysis.LimitCoverage {
	r.t.Helper()
	if q.Area == "" {
		q.Area = "all"
	}
	if len(q.Categories) == 0 {
		q.Categories = []string{"primary_school"}
	}
	if q.Circle == "" && q.Mode == "" {
		q.Circle = "c500"
	}
	answer, err := r.Coverage(r.t.Context(), q)
	require.NoError(r.t, err)
	require.Len(r.t, answer.Limits, 1)
	return answer.Limits[0]
}

// within is the people within a walk of so many metres of a primary school.
func (r *ready) within(metres float64) lifecircle.Tally {
	r.t.Helper()
	return r.cover(analysis.CoverageQuery{Mode: "walk", Metres: []float64{metres}}).Coverage.People
}

// population answers the population of an area.
func (r *ready) population(area string) analysis.Population {
	r.t.Helper()
	found, err := r.Area(area)
	require.NoError(r.t, err)
	return r.Population(found)
}

// refused checks that an error is of a field, and that it says what is expected.
func refused(t *testing.T, err error, field, rule string) {
	t.Helper()
	var e *analysis.FieldError
	require.ErrorAs(t, err, &e)
	require.Equal(t, field, e.Field)
	require.Contains(t, e.Rule, rule)
}

func tally(total, covered float64) lifecircle.Tally {
	return lifecircle.Tally{Total: geo.Known(total), Covered: geo.Known(covered)}
}

// about checks a tally whose numbers were rescaled: to a millionth.
func about(t *testing.T, want, got lifecircle.Tally) {
	t.Helper()
	require.True(t, got.Total.IsKnown() && got.Covered.IsKnown())
	require.InDelta(t, want.Total.Or(-1), got.Total.Or(-1), 1e-6, "total")
	require.InDelta(t, want.Covered.Or(-1), got.Covered.Or(-1), 1e-6, "covered")
}

// ended is a context that has ended.
func ended(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}

// profiles are small on purpose: walking is a metre a second, legs count twice.
func profiles() *geo.Profiles {
	circle := func(id string, metric geo.Metric, origin geo.Origin, set string) geo.Circle {
		return geo.Circle{ID: id, Minutes: 15, Mode: "walk", Metric: metric, LimitM: 500, Origin: origin, RequirementSet: set, Available: true}
	}
	p := &geo.Profiles{
		Version: "test",
		Modes: []geo.Mode{
			{
				ID: "walk", Vehicle: geo.OnFoot, SpeedKmh: 3.6, LegFactor: 2, LegSpeedKmh: 3.6, LinkLimitM: 200,
				Classes: []string{"residential", "footway"}, Slope: &geo.SlopeRule{Form: geo.SlopeTobler, Steepness: 3.5, BestGrade: -0.05},
			},
			{
				ID: "bike", Vehicle: geo.OnBicycle, SpeedKmh: 14.4, LegFactor: 2, LegSpeedKmh: 3.6, LinkLimitM: 200,
				Classes: []string{"residential"}, ObeysOneWay: true,
				Slope: &geo.SlopeRule{Form: geo.SlopeTable, Speeds: []geo.GradeSpeed{{Percent: -3, Factor: 1.2}, {Percent: 0, Factor: 1}, {Percent: 10, Factor: 0.5}}},
			},
			{
				ID: "car", Vehicle: geo.InCar, LegFactor: 2, LegSpeedKmh: 3.6, LinkLimitM: 200,
				ClassSpeedKmh: map[string]float64{"residential": 36}, Classes: []string{"residential"}, ObeysOneWay: true,
			},
		},
		Circles: []geo.Circle{
			circle("c500", geo.NetworkDistance, geo.OriginAll, "basic"),
			circle("c500_unsaid", geo.NetworkDistance, "", ""),
			circle("c500_town", geo.NetworkDistance, geo.OriginBuiltUp, "basic"),
			circle("c500_rural", geo.NetworkDistance, geo.OriginRural, "basic"),
			circle("line500", geo.StraightLine, geo.OriginAll, "basic"),
			circle("c500_hills", geo.NetworkDistanceSlope, geo.OriginSeat, "basic"),
			circle("bare", geo.NetworkDistance, geo.OriginAll, ""),
			{ID: "drive1", Minutes: 1, Mode: "car", Metric: geo.NetworkTime, LimitS: 60, Origin: geo.OriginAll, Available: true},
			{ID: "seat1", Minutes: 1, Mode: "car", Metric: geo.NetworkTime, LimitS: 60, Origin: geo.OriginSeat, Available: true},
			{ID: "seat_bike", Mode: "bike", Metric: geo.NetworkDistance, LimitM: 500, Origin: geo.OriginSeat, Available: true},
			{ID: "bus", Minutes: 30, Mode: "bus", Metric: geo.NetworkTime, LimitS: 1800, Why: "no timetable"},
		},
		RequirementSets: []geo.RequirementSet{{ID: "basic", Requirements: []geo.Requirement{
			{ID: "school", AnyOf: []string{"primary_school", "E03"}},
			{ID: "clinic", AnyOf: []string{"health_station", "township_hospital"}, AtLeast: 1},
			{ID: "two_public", AnyOf: []string{"primary_school"}, AtLeast: 2, Where: map[string]string{"ownership": "public"}},
		}}},
		ParkRules: []geo.ParkRule{{ID: "any", Kinds: []string{"park"}, Bands: []geo.ParkBand{{MinAreaM2: 100, RadiusM: 300}}}},
	}
	for _, c := range []geo.Category{
		{ID: "school", Generic: true}, {ID: "primary_school", Code: "E03"}, {ID: "kindergarten", Code: "E02"},
		{ID: "clinic", Generic: true}, {ID: "health_station", Code: "H03"}, {ID: "township_hospital", Code: "H02"},
	} {
		c.Zh, c.En = fmt.Sprint("类 ", c.ID), c.ID
		p.Categories = append(p.Categories, c)
	}
	return p
}
