package api

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

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
	// kept is the state of what was reported; noJudge is why there is no judge.
	kept    string
	noJudge error
	// last* keep the last question.
	lastCoverage     analysis.CoverageQuery
	lastIsochrone    analysis.IsochroneQuery
	lastCompleteness analysis.CompletenessQuery
	lastTable        analysis.TableQuery
	lastGaps         analysis.GapsQuery
	lastSites        analysis.SitesQuery
	lastSupply       analysis.SupplyQuery
	lastExplain      orb.Point
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
				LegFactor: 2, LegSpeedKmh: 4, LinkLimitM: 500, LinkLimitBuiltUpM: 200,
				Slope: &geo.SlopeRule{Form: geo.SlopeTobler, Steepness: 3.5, BestGrade: -0.05, Provenance: geo.Provenance{Source: "a report"}}, Provenance: geo.Provenance{Source: "made up"}}},
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
