package api

import (
	"context"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/greenway"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
	"github.com/seed-4611ae28/lifecircle/geo/serviceradius"
)

var update = flag.Bool("update", false, "rewrite the golden responses of testdata; review the difference")

// square is a right-handed square with its south-west corner at lon, lat.
func square(lon, lat, side float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{{lon, lat}, {lon + side, lat}, {lon + side, lat + side}, {lon, lat + side}, {lon, lat}}}}
}

// hexagonOfTest is an H3 cell of resolution 10 near 121.304 E, 30.908 N.
const hexagonOfTest = 0x8a309b8ae217fff

// fake is an Analyst of two towns made by hand, which counts what is asked of it.
type fake struct {
	dataset  *geo.Dataset
	profiles *geo.Profiles
	// calls counts every question that needs computing.
	calls atomic.Int64
	// fails, when set, is what every question is answered with.
	fails error
	// waits makes every question wait until its context ends.
	waits bool
	// asked is told once a question that waits has begun; ended when it ends.
	asked, ended chan struct{}
	// panics makes every question panic.
	panics bool
	// last* keep the last question.
	lastCoverage     analysis.CoverageQuery
	lastIsochrone    analysis.IsochroneQuery
	lastCompleteness analysis.CompletenessQuery
	lastTable        analysis.TableQuery
}

func newFake() *fake {
	seat := orb.Point{120.75, 30.75}
	units := []geo.Unit{
		{Code: "330411", Name: "示例区", Level: geo.LevelCounty, Geometry: square(120.7, 30.7, 0.2), Source: "demo"},
		{Code: "330411001", Name: "甲镇", NameEn: "Jia", Level: geo.LevelTown, Type: "镇", Seat: &seat,
			Population: geo.Known(1000), PopulationYear: 2020, Geometry: square(120.7, 30.7, 0.1), Source: "demo"},
		{Code: "330411002", Name: "=乙镇", Level: geo.LevelTown, Geometry: square(120.8, 30.7, 0.1), Source: "demo"},
	}
	return &fake{
		asked: make(chan struct{}, 1), ended: make(chan struct{}, 1),
		dataset: &geo.Dataset{
			Version: "v1", LayerVersions: map[geo.Layer]string{geo.LayerUnits: "u1", geo.LayerRoads: "r1"},
			Title: "示例", Notice: "Invented for tests", Date: "2026-01-02", ExtentFrom: "header",
			Extent: orb.Bound{Min: orb.Point{120.7, 30.7}, Max: orb.Point{120.9, 30.9}},
			Sources: []geo.SourceInfo{{Name: "osm", File: "/home/me/x.osm.pbf", License: "ODbL-1.0", Attribution: "© OpenStreetMap contributors",
				Date: "2026-01-01", ImportedAt: "2026-01-02T03:04:05Z"}},
			Units: units,
			Facilities: []geo.Facility{
				{ID: "osm-n1", Name: "甲小学", Categories: []string{"primary_school"}, Location: orb.Point{120.75, 30.75},
					AreaM2: geo.Known(12345.678), Attributes: map[string]any{"ownership": "public", "places": 30.0, "open": true}, Source: "osm"},
				{ID: "osm-n2", Categories: []string{"clinic", "pharmacy"}, Location: orb.Point{120.76, 30.74}, Status: geo.StatusClosed, Source: "osm"},
			},
		},
		profiles: &geo.Profiles{
			Version: "p1",
			Modes: []geo.Mode{{ID: "walk", Zh: "步行", En: "Walking", Vehicle: geo.OnFoot, SpeedKmh: 4, Classes: []string{"residential"},
				LegFactor: 2, LegSpeedKmh: 4, LinkLimitM: 500, LinkLimitBuiltUpM: 200, Provenance: geo.Provenance{Source: "made up"}}},
			Circles: []geo.Circle{{ID: "c15_town", Zh: "15分钟", En: "15 minutes", Minutes: 15, Mode: "walk", Metric: geo.NetworkDistance,
				LimitM: 1000, Origin: geo.OriginBuiltUp, RequirementSet: "r15", Available: true, Provenance: geo.Provenance{Source: "a guideline", Verified: true}}},
			Categories: []geo.Category{
				{ID: "primary_school", Code: "E03", Zh: "小学", En: "Primary school", Family: "education"},
				{ID: "clinic", Zh: "诊所", En: "Clinic", Family: "health", Generic: true}},
			RequirementSets: []geo.RequirementSet{{ID: "r15", Zh: "十五", En: "Fifteen",
				Requirements: []geo.Requirement{{ID: "school", AnyOf: []string{"primary_school"}}, {ID: "health", AnyOf: []string{"clinic"}, AtLeast: 2}},
				Provenance:   geo.Provenance{Source: "a guideline"}}},
			ParkRules: []geo.ParkRule{{ID: "park_2022", Zh: "公园", En: "Parks", Kinds: []string{"park"},
				Bands: []geo.ParkBand{{MinAreaM2: 1000, RadiusM: 300}}, Target: 0.8, Provenance: geo.Provenance{Source: "a code"}}},
		},
	}
}

// compute stands for the work of a question.
func (f *fake) compute(ctx context.Context) error {
	f.calls.Add(1)
	if f.panics {
		panic("secret of the house")
	}
	if f.waits {
		f.asked <- struct{}{}
		<-ctx.Done()
		f.ended <- struct{}{}
		return ctx.Err()
	}
	if f.fails != nil {
		return f.fails
	}
	return ctx.Err()
}

func (f *fake) Dataset() *geo.Dataset   { return f.dataset }
func (f *fake) Profiles() *geo.Profiles { return f.profiles }

func (f *fake) Summary(ctx context.Context) (*analysis.Summary, error) {
	if err := f.compute(ctx); err != nil {
		return nil, err
	}
	return &analysis.Summary{
		Dataset: f.dataset, Counts: map[geo.Layer]int{geo.LayerUnits: 3, geo.LayerFacilities: 2},
		Levels: map[geo.Level]int{geo.LevelCounty: 1, geo.LevelTown: 2}, Population: geo.Known(1000),
		UnplacedHomes: map[string]int{"walk": 1}, UnplacedPersons: map[string]geo.Amount{"walk": geo.Known(2.5)},
		UnplacedFacility: map[string]int{"walk": 1}, Denominator: lifecircle.People, GrainM: 66.66,
		SmallComponents: map[string]float64{"walk": 0.0123456789},
	}, nil
}

func (f *fake) Units(level geo.Level) []*geo.Unit {
	var out []*geo.Unit
	for i := range f.dataset.Units {
		if u := &f.dataset.Units[i]; level == "" || u.Level == level {
			out = append(out, u)
		}
	}
	return out
}

func (f *fake) Area(code string) (*analysis.Area, error) {
	if code == "all" {
		if towns := f.Units(geo.LevelTown); len(towns) > 0 {
			return &analysis.Area{Code: "all", Name: "all", Level: geo.LevelTown, Units: towns, Geometry: square(120.7, 30.7, 0.2)}, nil
		}
		return &analysis.Area{Code: "all", Name: "示例", DataBox: true, Geometry: square(120.7, 30.7, 0.2)}, nil
	}
	area := &analysis.Area{Code: code}
	var names []string
	for _, c := range strings.Split(code, ",") {
		i := slices.IndexFunc(f.dataset.Units, func(u geo.Unit) bool { return u.Code == c })
		if i < 0 {
			return nil, &analysis.FieldError{Field: "unit", Value: c, Rule: "there is no such unit", Missing: true}
		}
		u := &f.dataset.Units[i]
		names = append(names, u.Name)
		if len(area.Units) == 0 {
			area.Level = u.Level
		} else if area.Level != u.Level {
			area.Level = ""
		}
		area.Units = append(area.Units, u)
		area.Geometry = append(area.Geometry, u.Geometry...)
	}
	area.Name = strings.Join(names, "、")
	return area, nil
}

func (f *fake) Population(area *analysis.Area) analysis.Population {
	f.calls.Add(1)
	if len(area.Units) == 1 && area.Units[0].Population.IsKnown() {
		return analysis.Population{Persons: area.Units[0].Population, From: "official", Factor: geo.Known(1.25), Year: area.Units[0].PopulationYear}
	}
	return analysis.Population{}
}

func (f *fake) UnitAreaM2(u *geo.Unit) float64 {
	if u.Level == geo.LevelCounty {
		return 425e6
	}
	return 106_250_000.5
}

// check refuses ids that the profiles do not have, as the analysis does.
func (f *fake) check(area string, categories []string, circle, mode string) error {
	if _, err := f.Area(area); err != nil {
		return err
	}
	for _, c := range categories {
		if _, ok := f.profiles.Category(c); !ok {
			return &analysis.FieldError{Field: "category", Value: c, Rule: "there is no such category", Missing: true}
		}
	}
	if _, ok := f.profiles.Circle(circle); circle != "" && !ok {
		return &analysis.FieldError{Field: "circle", Value: circle, Rule: "there is no such circle", Missing: true}
	}
	if _, ok := f.profiles.Mode(mode); mode != "" && !ok {
		return &analysis.FieldError{Field: "mode", Value: mode, Rule: "there is no such mode", Missing: true}
	}
	return nil
}

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
		}
		answer.Limits = append(answer.Limits, l)
	}
	for _, m := range q.Minutes {
		add(f.limit(geo.Known(m), geo.Unknown()))
	}
	for _, m := range q.Metres {
		l := f.limit(geo.Unknown(), geo.Known(m))
		l.Metric = geo.NetworkDistance
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
			AreaM2: 1000.04 * float64(i+1), Persons: geo.Known(77)})
	}
	for i, m := range q.Metres {
		answer.Metric = geo.NetworkDistance
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

// provider hands out one Analyst.
type provider struct {
	analyst Analyst
	err     error
}

func (p *provider) Current() Analyst { return p.analyst }
func (p *provider) Err() error       { return p.err }

// quiet drops the log.
func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// serving returns the interface over an Analyst.
func serving(t testing.TB, a Analyst) http.Handler {
	t.Helper()
	h, err := New(Options{Provider: &provider{analyst: a}, Build: "test", Logger: quiet()})
	require.NoError(t, err)
	return h
}

// ask sends a GET with headers given in pairs.
func ask(h http.Handler, target string, headers ...string) *httptest.ResponseRecorder {
	return do(h, http.MethodGet, target, headers...)
}

func do(h http.Handler, method, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.Background(), method, "/", nil)
	path, query, _ := strings.Cut(target, "?")
	if u, err := r.URL.Parse(path); err == nil {
		r.URL = u
	}
	r.URL.RawQuery = query
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// golden compares with a reviewed file of testdata, or rewrites it under -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, got, 0o644))
		return
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "run go test ./api -update and review what it writes")
	require.Equal(t, string(want), string(got), "%s: if the change is meant, run go test ./api -update and review the difference", file)
}
