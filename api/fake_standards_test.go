package api

import (
	"context"
	"fmt"
	"time"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// standardsOfTest are two documents made by hand, of towns and of counties.
func standardsOfTest() []*indicator.Standard {
	return []*indicator.Standard{
		{
			ID: "towns-2020", Text: indicator.Text{Zh: "某区美丽城镇", En: "Beautiful towns"}, Level: geo.LevelTown, Issuer: "某局", Number: "1号",
			Date: "2020-04-10", File: "a.pdf", Source: "made up", Verified: true,
			Indicators: []indicator.Indicator{
				{ID: "T-1", Text: indicator.Text{Zh: "每镇至少1所小学", En: "A primary school per town"}, Kind: indicator.Count, Class: []indicator.Class{indicator.Counted, indicator.Tabular},
					Level: geo.LevelTown, Clause: "二(一)", Quote: "每镇至少建成1所小学", Unit: "所", Verified: true,
					Targets: []indicator.Target{{Op: indicator.AtLeast, Value: 1, Year: 2022}, {Op: indicator.AtLeast, Value: 2, Year: 2027}},
					Params:  indicator.Params{Categories: []string{"primary_school"}, Where: map[string]string{"star": ">=2"}}},
				{ID: "T-2", Text: indicator.Text{Zh: "污水处理率", En: "Sewage treated"}, Kind: indicator.Reported, Class: []indicator.Class{indicator.ReportedBy},
					Level: geo.LevelTown, Clause: "二(二)", Unit: "%", Note: indicator.Text{Zh: "没有数值。", En: "No number."}},
				{ID: "T-3", Text: indicator.Text{Zh: "=全区镇数", En: "Towns"}, Kind: indicator.Count, Class: []indicator.Class{indicator.Spatial},
					Level: geo.LevelCounty, Clause: "一", Unit: "个", Targets: []indicator.Target{{Op: indicator.Equal, Value: 2, Implied: true}},
					Params: indicator.Params{Layer: "units", Parts: "town"}, Verified: true},
			},
			RollUps: []indicator.RollUp{{ID: "ten", Text: indicator.Text{Zh: "十个一", En: "Ten ones"}, Version: "2020", Of: []string{"T-1", "T-2"}, Source: "二"}},
		},
		{ID: "county-2023", Text: indicator.Text{Zh: "某县", En: "A county"}, Level: geo.LevelCounty, Date: "2023-01-01",
			Indicators: []indicator.Indicator{{ID: "C-1", Text: indicator.Text{Zh: "绿道", En: "Greenways"}, Kind: indicator.Greenway,
				Class: []indicator.Class{indicator.Spatial}, Level: geo.LevelCounty, Clause: "三", Unit: "km/10⁴", Note: indicator.Text{Zh: "无", En: "None"}}}},
	}
}

// standards are what the fake judges by, itself the judge.
func (f *fake) standards() Standards {
	return Standards{List: standardsOfTest(), Version: "s1", Judges: f}
}

func (f *fake) Judge(context.Context, Analyst) (Judge, error) { return f, f.noJudge }
func (f *fake) JudgeAs(Judge, Analyst) (Judge, error)         { return f, nil }
func (f *fake) Kept() string                                  { return f.kept }
func (f *fake) Year() int                                     { return 2026 }

// Scorecard is made by hand: the rows of the unit's level, the first with everything a
// row can carry, the others grey.
func (f *fake) Scorecard(ctx context.Context, s *indicator.Standard, unit string) (*indicator.Scorecard, error) {
	if err := f.compute(ctx); err != nil {
		return nil, err
	}
	area, err := f.Area(unit)
	if err != nil {
		return nil, err
	}
	card := &indicator.Scorecard{Standard: s, Area: area}
	for i := range s.Indicators {
		in := &s.Indicators[i]
		if in.Level != area.Level {
			continue
		}
		row := indicator.Row{Indicator: in, Unit: area.Code, Lamp: indicator.Grey, Why: indicator.Text{Zh: "没有填报", En: "nothing was reported"}}
		if len(in.Targets) > 0 {
			row = indicator.Row{Indicator: in, Unit: area.Code, Value: geo.Known(2.00000049), Computed: geo.Known(2.00000049), Differs: true,
				Reported: &indicator.ReportedValue{Unit: area.Code, Indicator: in.ID, Value: 3, Year: 2024, Source: "教育局", Evidence: "https://example.org/a?b=1&c=2",
					At: "2025-01-02T03:04:05Z", By: "bureau"},
				Target: &in.Targets[0], Lamp: indicator.Green, Denominator: "towns", DenominatorSize: geo.Known(1), Profile: "c15_town@2020", Method: "counted inside",
				Features: []indicator.FeatureSet{{Layer: geo.LayerFacilities, Role: "counted", IDs: []string{"osm-n1", "osm-gone"}},
					{Layer: geo.LayerUnits, Role: "missing attribute", IDs: []string{"330411002"}}},
				Why: indicator.Text{Zh: "2所 ≥ 1所", En: "2 >= 1"}}
		}
		card.Rows = append(card.Rows, row)
	}
	if len(card.Rows) == 0 {
		return nil, &analysis.FieldError{Field: "unit", Value: unit, Rule: fmt.Sprintf("is a %s; it has rows for %s", area.Level, s.Level)}
	}
	if area.Level == s.Level {
		for i := range s.RollUps {
			card.RollUps = append(card.RollUps, indicator.RollUpRow{RollUp: &s.RollUps[i], Met: []string{"T-1"}, Unknown: []string{"T-2"}, Lamp: indicator.Grey,
				Why: indicator.Text{Zh: "1项未知", En: "1 is unknown"}})
		}
	}
	return card, nil
}

func (f *fake) Ranking(ctx context.Context, s *indicator.Standard, id string) (*indicator.Ranking, error) {
	if err := f.compute(ctx); err != nil {
		return nil, err
	}
	return &indicator.Ranking{Standard: s, Indicator: s.Indicator(id), Common: []string{"T-1"}, Left: []string{"T-2"}, Places: []indicator.Place{
		{Unit: "330411001", Name: "甲镇", Rank: 1, Value: geo.Known(100), Lamp: indicator.Green, Green: 1, Grey: 1},
		{Unit: "330411002", Name: "=乙镇", Lamp: indicator.Grey, Grey: 2}}}, nil
}

func (f *fake) Trend(ctx context.Context, unit, id string) (Trend, error) {
	if err := f.compute(ctx); err != nil {
		return Trend{}, err
	}
	return Trend{
		Results: []data.Result{{Quarter: "2026Q1", Value: geo.Known(1), Lamp: indicator.Yellow, TakenAt: time.Date(2026, 3, 31, 20, 0, 0, 0, time.FixedZone("CST", 8*3600)),
			DatasetVersion: "v0", StandardsVersion: "s0"}, {Quarter: "2026Q2", Lamp: indicator.Grey, TakenAt: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), DatasetVersion: "v1", StandardsVersion: "s1"}},
		Reported: []indicator.ReportedValue{{Unit: unit, Indicator: id, Value: 3, Year: 2024, Source: "教育局"}},
	}, nil
}
