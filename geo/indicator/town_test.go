package indicator_test

import (
	"fmt"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
	"github.com/seed-4611ae28/lifecircle/geo/internal/drawntown"
)

// A town by hand. A character is 50 m; the border of the town is at x = -1 and 18, that
// of its two villages at 9. Homes: a 100, b 300, c 100 people. 1 is a public kindergarten
// of 40 places, 2 one of which nobody knows owner or places.
//
//	x  0         10        20
const drawing = `A-a-1-b---2-c---B-------C`

// scale gives ground by characters.
type scale struct{ town *drawntown.Town }

func (s scale) box(x0, y0, x1, y1 float64) orb.MultiPolygon {
	a, b := s.town.At(x0, y0), s.town.At(x1, y1)
	return orb.MultiPolygon{orb.Bound{Min: orb.Point{a[0], b[1]}, Max: orb.Point{b[0], a[1]}}.ToPolygon()}
}

func (s scale) line(x0, y0, x1, y1 float64) orb.MultiLineString {
	return orb.MultiLineString{{s.town.At(x0, y0), s.town.At(x1, y1)}}
}

func (s scale) seat(x, y float64) *orb.Point {
	p := s.town.At(x, y)
	return &p
}

// byHand is the town of the drawing.
func byHand() *geo.Dataset {
	town := drawntown.Parse(drawing, drawntown.Options{Roads: map[string]func(*geo.RoadSegment){
		"BC": func(r *geo.RoadSegment) { r.Highway, r.Name = "primary", "North Road" },
	}})
	s := scale{town}
	ds := &geo.Dataset{
		Version: "hand", Title: "By hand", Date: "2023-06-30", Roads: town.Roads,
		Extent: orb.Bound{Min: orb.Point{119, 29}, Max: orb.Point{121, 31}}, ExtentFrom: "header",
		Units: []geo.Unit{
			{Code: "3301", Name: "府", Level: geo.LevelPrefecture, Geometry: s.box(-2, -4, 40, 4)},
			{Code: "330101", Name: "县", Level: geo.LevelCounty, Geometry: s.box(-2, -4, 40, 4)},
			{Code: "330101001", Name: "手画镇", NameEn: "Handtown", Level: geo.LevelTown, Type: "镇", Geometry: s.box(-1, -3, 18, 3), Seat: s.seat(0, 0)},
			{Code: "330101001001", Name: "西村", Level: geo.LevelVillage, Geometry: s.box(-1, -3, 9, 3), Seat: s.seat(2, 0)},
			{Code: "330101001002", Name: "东村", Level: geo.LevelVillage, Geometry: s.box(9, -3, 18, 3), Seat: s.seat(12, 0)},
		},
		BuiltUps: []geo.BuiltUp{{ID: "built", Unit: "330101001", Geometry: s.box(-1, -3, 8, 3)}},
		Greenways: []geo.Greenway{
			{ID: "g1", Geometry: s.line(0, 1, 10, 1)},
			{ID: "g2", Geometry: s.line(12, 1, 16, 1)},
		},
		Parks: []geo.Park{
			{ID: "p1", Kind: "park", Geometry: s.box(0, 1.2, 1, 2)},
			{ID: "p2", Kind: "park", Geometry: s.box(8, 1.2, 9, 2)},
		},
		Parcels: []geo.Parcel{
			{ID: "r1", Use: geo.UseResidential, Geometry: s.box(0, 0.2, 1, 0.8)},
			{ID: "r2", Use: geo.UseResidential, Geometry: s.box(15, 0.2, 16, 0.8)},
		},
	}
	for id, n := range map[string]float64{"a": 100, "b": 300, "c": 100} {
		ds.Homes = append(ds.Homes, geo.Home{ID: id, Location: town.Homes[id], Persons: geo.Known(n)})
	}
	add := func(id, category string, p orb.Point, attributes map[string]any) {
		ds.Facilities = append(ds.Facilities, geo.Facility{ID: id, Categories: []string{category}, Location: p, Attributes: attributes})
	}
	add("1", "kindergarten", town.Facilities["1"], map[string]any{"ownership": "public", "places": 40.0})
	add("2", "kindergarten", town.Facilities["2"], nil)
	add("m", "market", town.At(8, 0), map[string]any{"star": 2.0})
	add("n", "nursing_home", town.At(6, 0), map[string]any{"nursing_beds": 30.0, "beds": 50.0})
	add("r", "rail_station", town.At(16, 0), nil)
	return ds
}

// handProfiles: walking is 1 m/s, driving 10 m/s, legs are 0 for all stand on the road.
func handProfiles() *geo.Profiles {
	circle := func(id string, metric geo.Metric, metres float64, origin geo.Origin) geo.Circle {
		return geo.Circle{ID: id, Zh: id, En: id, Minutes: 5, Mode: "walk", Metric: metric, LimitM: metres, Origin: origin, RequirementSet: "basic", Available: true}
	}
	p := &geo.Profiles{
		Version: "hand",
		Modes: []geo.Mode{
			{ID: "walk", Vehicle: geo.OnFoot, SpeedKmh: 3.6, LegFactor: 2, LegSpeedKmh: 3.6, LinkLimitM: 200, Classes: []string{"residential", "primary"}},
			{ID: "car", Vehicle: geo.InCar, LegFactor: 2, LegSpeedKmh: 3.6, LinkLimitM: 200, ObeysOneWay: true,
				ClassSpeedKmh: map[string]float64{"residential": 36, "primary": 36}, Classes: []string{"residential", "primary"}},
		},
		Circles: []geo.Circle{
			circle("near", geo.NetworkDistance, 300, geo.OriginAll),
			circle("near_town", geo.NetworkDistance, 90, geo.OriginBuiltUp),
			circle("near_rural", geo.NetworkDistance, 500, geo.OriginRural),
			circle("line1500", geo.StraightLine, 1500, geo.OriginAll),
			circle("fit500", geo.NetworkDistance, 500, geo.OriginAll),
			circle("fit800", geo.NetworkDistance, 800, geo.OriginAll),
			{ID: "bus", Zh: "bus", En: "bus", Mode: "bus", Metric: geo.NetworkTime, LimitS: 1800, Why: "needs bus timetables"},
		},
		RequirementSets: []geo.RequirementSet{
			{ID: "basic", Zh: "基本", En: "Basic", Requirements: []geo.Requirement{
				{ID: "kindergarten", AnyOf: []string{"kindergarten"}}, {ID: "market", AnyOf: []string{"market"}}}},
			{ID: "public", Zh: "公办", En: "Public", Requirements: []geo.Requirement{
				{ID: "kindergarten", AnyOf: []string{"kindergarten"}, Where: map[string]string{"ownership": "public"}}, {ID: "market", AnyOf: []string{"market"}}}},
			{ID: "culture", Zh: "文化", En: "Culture", Requirements: []geo.Requirement{
				{ID: "venue", AnyOf: []string{"venue"}}, {ID: "spaces", AnyOf: []string{"space"}, AtLeast: 2}}},
			{ID: "absent", Zh: "缺", En: "Absent", Requirements: []geo.Requirement{{ID: "cinema", AnyOf: []string{"cinema"}}}},
		},
		ParkRules: []geo.ParkRule{{ID: "any", Kinds: []string{"park"}, Bands: []geo.ParkBand{{MinAreaM2: 100, RadiusM: 100}}}},
	}
	for _, id := range []string{"kindergarten", "market", "nursing_home", "rail_station", "cinema", "venue", "space", "nursery"} {
		p.Categories = append(p.Categories, geo.Category{ID: id, Zh: "类" + id, En: id})
	}
	return p
}

const handTown = "330101001"

// row is an indicator for a test.
func row(id string, kind indicator.Kind, level geo.Level, unit string, p indicator.Params, targets ...indicator.Target) indicator.Indicator {
	return indicator.Indicator{ID: id, Text: indicator.Text{Zh: id, En: id}, Kind: kind, Level: level, Unit: unit, Params: p, Targets: targets}
}

func atLeast(v float64) indicator.Target { return indicator.Target{Op: indicator.AtLeast, Value: v} }
func atMost(v float64) indicator.Target  { return indicator.Target{Op: indicator.AtMost, Value: v} }

// want is what a row should be.
type want struct {
	in   indicator.Indicator
	lamp indicator.Lamp
	// value is what was worked out by hand; most is the upper end, 0 where there is none.
	value, most float64
	why         string
}

// handStandard covers every kind. The sums are in the comments: a is at 100 m, b at 300 m,
// 1 at 200 m, the market at 400 m, 2 at 500 m, c at 600 m, the station at 800 m of the road.
func handStandard() []want {
	kg, pub := []string{"kindergarten"}, map[string]string{"ownership": "public"}
	town, village := geo.LevelTown, geo.LevelVillage
	return []want{
		// Everybody is 100 m from a kindergarten.
		{row("cov", indicator.Coverage, town, "%", indicator.Params{Categories: kg, Circle: "near"}, atLeast(100)), indicator.Green, 100, 0, "500 of 500 people (100 %)"},
		// From the public one c is 400 m away: 400 of 500, unless 2 is public too.
		{row("cov-public", indicator.Coverage, town, "%", indicator.Params{Categories: kg, Where: pub, Circle: "near"}, atLeast(90)), indicator.Grey, 80, 100, "1 of 2 lack ownership"},
		{row("cov-public-80", indicator.Coverage, town, "%", indicator.Params{Categories: kg, Where: pub, Circle: "near"}, atLeast(80)), indicator.Green, 80, 100, "met"},
		// In the built-up area (a, b) 100 m is more than 90; outside (c) it is less than 500.
		{row("cov-both", indicator.Coverage, town, "%", indicator.Params{Categories: kg, Circle: "near_town", RuralCircle: "near_rural"}, atLeast(100)), indicator.Red, 20, 0, "100 of 500 people (20 %)"},
		// Both seats are 100 m from one.
		{row("cov-villages", indicator.Coverage, town, "%", indicator.Params{Categories: kg, Circle: "near", Of: "villages"}, atLeast(100)), indicator.Green, 100, 0, "2 of 2 villages"},
		// The market: a 300 m, b 100 m, c 200 m.
		{row("complete", indicator.Completeness, town, "%", indicator.Params{Circle: "near"}, atLeast(100)), indicator.Green, 100, 0, "500 of 500"},
		{row("set-public", indicator.RequirementSet, town, "%", indicator.Params{Set: "public", Circle: "near"}, atLeast(90)), indicator.Grey, 80, 100, "the weakest being kindergarten (400 of 500 people)"},
		{row("set-villages", indicator.RequirementSet, town, "%", indicator.Params{Set: "basic", Circle: "near", Of: "villages"}, atLeast(100)), indicator.Green, 100, 0, "2 of 2 villages"},
		// The market stands in the western village.
		{row("set-inside", indicator.RequirementSet, town, "%", indicator.Params{Set: "basic", Of: "villages"}, atLeast(100)), indicator.Red, 50, 0, "1 of 2 villages"},
		{row("count", indicator.Count, town, "个", indicator.Params{Categories: []string{"market"}, Where: map[string]string{"star": ">=2"}}, atLeast(1)), indicator.Green, 1, 0, "market"},
		{row("count-public", indicator.Count, town, "个", indicator.Params{Categories: kg, Where: pub}, atLeast(2)), indicator.Grey, 1, 2, "1 of 2 lack ownership"},
		{row("count-too-many", indicator.Count, town, "个", indicator.Params{Categories: kg, Where: pub}, atLeast(10)), indicator.Red, 1, 2, "missed by 9"},
		{row("count-units", indicator.Count, town, "个", indicator.Params{Layer: "units", Parts: "village"}, indicator.Target{Op: indicator.Equal, Value: 2}), indicator.Green, 2, 0, "2 of 2 units"},
		{row("count-parks", indicator.Count, town, "个", indicator.Params{Layer: "parks"}), indicator.Grey, 2, 0, "no number to compare"},
		{row("count-greenways", indicator.Count, town, "条", indicator.Params{Layer: "greenways"}, atLeast(2)), indicator.Green, 2, 0, "2 greenways"},
		// The western village has a kindergarten that is public, of the eastern's it is unknown.
		{row("v-public", indicator.Count, village, "个", indicator.Params{Categories: kg, Where: pub}, atLeast(1)), "", 0, 0, ""},
		{row("v-any", indicator.Count, village, "个", indicator.Params{Categories: kg}, atLeast(1)), "", 0, 0, ""},
		{row("share", indicator.Share, town, "%", indicator.Params{Parts: "village", Each: []string{"v-any"}}, atLeast(100)), indicator.Green, 100, 0, "2 of 2 units"},
		{row("share-public", indicator.Share, town, "%", indicator.Params{Parts: "village", Each: []string{"v-any", "v-public"}}, atLeast(100)), indicator.Grey, 50, 100, "of 1 it is not known"},
		// 40 places · 1000 / 500 people; with 2 as large as 1, 160.
		{row("ratio", indicator.Ratio, town, "个/千人", indicator.Params{Categories: kg, Attribute: "places", Per: 1000}, atLeast(100)), indicator.Grey, 80, 160, "1 of 2 lack places"},
		{row("ratio-count", indicator.Ratio, town, "个/千人", indicator.Params{Categories: kg, Per: 1000}, atLeast(4)), indicator.Green, 4, 0, "500 people"},
		{row("attribute", indicator.AttributeShare, town, "%", indicator.Params{Categories: kg, Where: pub}, atLeast(100)), indicator.Green, 100, 0, "1 of 2 lack ownership and are left out"},
		{row("beds", indicator.AttributeShare, town, "%", indicator.Params{Categories: []string{"nursing_home"}, Attribute: "nursing_beds", Of: "beds"}, atLeast(60)), indicator.Green, 60, 0, "30 nursing_beds of 50 beds"},
		// 10 + 4 characters are 700 m, for 500 people.
		{row("greenway", indicator.Greenway, town, "km/10⁴", indicator.Params{}, atLeast(1)), indicator.Green, 14, 0, "0.7 km"},
		// On 950 m × 300 m.
		{row("network", indicator.GreenwayNetwork, town, "km/km²", indicator.Params{}), indicator.Grey, 0.7 / 0.285, 0, "km/km²"},
		// g1 runs 10 m from both parks, g2 from none.
		{row("chain", indicator.GreenwayChain, town, "条", indicator.Params{Beads: 2}, atLeast(1)), indicator.Green, 1, 0, "1 of 2 connected greenways"},
		{row("chain-3", indicator.GreenwayChain, town, "条", indicator.Params{Beads: 3}, atLeast(1)), indicator.Red, 0, 0, "the best 2"},
		// r1 is 20 m from p1, r2 300 m from p2; they are of one size.
		{row("radius", indicator.ServiceRadius, town, "%", indicator.Params{Rule: "any"}, atLeast(80)), indicator.Red, 50, 0, "rule any"},
		// p1 is 1 × 0.8 of 9 × 6 characters; p2 lies outside.
		{row("cover", indicator.GreenCover, town, "%", indicator.Params{}, atLeast(30)), indicator.Grey, 100 * 0.8 / 54, 100, "lower bound"},
		// 800 m at 10 m/s.
		{row("seat", indicator.SeatTime, town, "min", indicator.Params{Categories: []string{"rail_station"}, Mode: "car"}, atMost(15)), indicator.Green, 80.0 / 60, 0, "by car"},
		// To the seat of the eastern village 600 m.
		{row("seat-parts", indicator.SeatTime, town, "min", indicator.Params{Parts: "village", Mode: "car"}, atMost(0.95)), indicator.Yellow, 1, 0, "东村"},
		// c (100 people) is 200 m away, b (300) 500 m: 80 % are there in 50 s.
		{row("seat-people", indicator.SeatTime, town, "min", indicator.Params{Categories: []string{"rail_station"}, Mode: "car", ShareOfPeople: 0.8}, atMost(0.5)), indicator.Red, 50.0 / 60, 0, "80 % of the people"},
		{row("corridor", indicator.Corridor, town, "条", indicator.Params{Class: "primary"}, atLeast(1)), indicator.Green, 1, 0, "the seat reaches 1"},
		{row("corridor-trunk", indicator.Corridor, town, "条", indicator.Params{Class: "trunk"}, atLeast(1)), indicator.Red, 0, 0, "0 roads"},
		// 1 is shared by a and b (400 people): 0.1 each, and nothing for c.
		{row("supply", indicator.Supply, town, "个/千人", indicator.Params{Categories: kg, Attribute: "places", Circle: "near"}, atLeast(50)), indicator.Green, 80, 1e9, "400 reach any"},
		{row("sum", indicator.RollUpOf, town, "项", indicator.Params{Each: []string{"cov", "corridor", "radius", "cover"}}, atLeast(4)), indicator.Red, 2, 3, "not to be told are cover"},
		{row("reported", indicator.Reported, town, "%", indicator.Params{}, atLeast(90)), indicator.Yellow, 85, 0, "reported 85 % by the bureau for 2022"},
		{row("unreported", indicator.Reported, town, "%", indicator.Params{}, atLeast(90)), indicator.Grey, -1, 0, "nobody has reported"},
		{row("check", indicator.Checklist, town, "是/否", indicator.Params{}, indicator.Target{Op: indicator.Equal, Value: 1}), indicator.Green, 1, 0, "met"},
		// What is not there at all is not known to be missing.
		{row("cinema", indicator.Count, town, "个", indicator.Params{Categories: []string{"cinema"}}, atLeast(1)), indicator.Grey, -1, 0, "holds no facility of cinema"},
		{row("cinema-cov", indicator.Coverage, town, "%", indicator.Params{Categories: []string{"cinema"}, Circle: "near"}, atLeast(1)), indicator.Grey, -1, 0, "holds no facility of cinema"},
		{row("set-absent", indicator.RequirementSet, town, "%", indicator.Params{Set: "absent", Circle: "near"}, atLeast(1)), indicator.Grey, -1, 0, `the requirement "cinema"`},
		{row("bus", indicator.Coverage, town, "%", indicator.Params{Categories: kg, Circle: "bus"}, atLeast(1)), indicator.Grey, -1, 0, "needs bus timetables"},
	}
}

func reportedByHand(unit, id string) []indicator.ReportedValue {
	one := indicator.ReportedValue{Unit: unit, Indicator: id, Source: "the bureau"}
	switch id {
	case "reported":
		old, late := one, one
		old.Year, old.Value = 2021, 70
		one.Year, one.Value = 2022, 85
		late.Year, late.Value = 2024, 99
		return []indicator.ReportedValue{late, old, one}
	case "check":
		one.Year, one.Value = 2023, 1
		return []indicator.ReportedValue{one}
	}
	return nil
}

// handEvaluator makes the town of the drawing ready with the standard of every kind.
func handEvaluator(t *testing.T, ds *geo.Dataset) (*indicator.Evaluator, *indicator.Standard) {
	t.Helper()
	a, err := analysis.New(t.Context(), ds, handProfiles(), analysis.Options{Workers: 2})
	require.NoError(t, err)
	s := &indicator.Standard{ID: "hand", Level: geo.LevelTown, RollUps: []indicator.RollUp{
		{ID: "all", Of: []string{"cov", "corridor"}}, {ID: "some", Of: []string{"cov", "cover"}}, {ID: "one", Of: []string{"cov", "radius", "cover"}},
	}}
	for _, w := range handStandard() {
		s.Indicators = append(s.Indicators, w.in)
	}
	return indicator.New(a, []*indicator.Standard{s}, indicator.Options{Reported: reportedByHand}), s
}

func TestEveryKindByHand(t *testing.T) {
	e, s := handEvaluator(t, byHand())
	card, err := e.Scorecard(t.Context(), s, handTown)
	require.NoError(t, err)
	got := map[string]indicator.Row{}
	kinds := map[indicator.Kind]bool{}
	for _, r := range card.Rows {
		got[r.Indicator.ID] = r
		kinds[r.Indicator.Kind] = true
	}
	assert.Len(t, kinds, 18, "every kind")
	for _, w := range handStandard() {
		if w.in.Level != geo.LevelTown {
			assert.NotContains(t, got, w.in.ID, "a village's row does not judge a town")
			continue
		}
		t.Run(w.in.ID, func(t *testing.T) {
			r := got[w.in.ID]
			assert.Equal(t, w.lamp, r.Lamp, r.Why.En)
			assert.Contains(t, r.Why.En, w.why)
			assert.NotEmpty(t, r.Why.Zh)
			v, known := r.Value.Get()
			require.Equal(t, w.value >= 0, known, r.Why.En)
			if known {
				assert.InDelta(t, w.value, v, 1e-3*max(1, w.value), r.Why.En)
			}
			most, bounded := r.Most.Get()
			assert.Equal(t, w.most > 0, bounded, r.Why.En)
			assert.Equal(t, bounded, r.LowerBound)
			assert.InDelta(t, w.most, most, 1e-6)
		})
	}
	assert.Equal(t, []string{"1"}, got["count-public"].Features[0].IDs)
	assert.Equal(t, []string{"2"}, got["count-public"].Features[1].IDs)
	assert.Equal(t, "people", got["cov"].Denominator)
	assert.Equal(t, "near@hand", got["cov"].Profile)
	assert.Equal(t, "network_distance", got["cov"].Method)

	require.Len(t, card.RollUps, 3)
	assert.Equal(t, indicator.Green, card.RollUps[0].Lamp)
	assert.Equal(t, indicator.Grey, card.RollUps[1].Lamp, "what is not known is not met, and not missed")
	assert.Equal(t, indicator.Red, card.RollUps[2].Lamp)
	assert.Equal(t, []string{"radius"}, card.RollUps[2].Missed)
	assert.Equal(t, []string{"cover"}, card.RollUps[2].Unknown)
}

// TestMissingLayersAreGrey takes layer after layer away: rows lose their value and say
// what is missing, and none shows a zero.
func TestMissingLayersAreGrey(t *testing.T) {
	for name, c := range map[string]struct {
		take func(*geo.Dataset)
		rows []string
		why  string
	}{
		"roads":      {func(d *geo.Dataset) { d.Roads = nil }, []string{"cov", "complete", "seat", "corridor", "supply"}, "no roads"},
		"greenways":  {func(d *geo.Dataset) { d.Greenways = nil }, []string{"greenway", "chain", "count-greenways"}, "no greenways"},
		"parks":      {func(d *geo.Dataset) { d.Parks = nil }, []string{"chain", "radius", "count-parks", "cover"}, "parks"},
		"parcels":    {func(d *geo.Dataset) { d.Parcels = nil }, []string{"radius"}, "residential land"},
		"facilities": {func(d *geo.Dataset) { d.Facilities = nil }, []string{"cov", "count", "ratio", "attribute", "complete", "set-inside", "supply", "seat"}, "no facility"},
		"built-up":   {func(d *geo.Dataset) { d.BuiltUps, d.Parcels = nil, nil }, []string{"cov-both", "cover"}, "no residential, commercial"},
		"homes":      {func(d *geo.Dataset) { d.Homes = nil }, []string{"cov", "complete", "ratio", "greenway", "supply"}, ""},
		"seats": {func(d *geo.Dataset) {
			for i := range d.Units {
				d.Units[i].Seat = nil
			}
		}, []string{"seat", "seat-parts", "corridor"}, "seat is not known"},
		"villages": {func(d *geo.Dataset) { d.Units = d.Units[:3] }, []string{"share", "set-inside", "seat-parts", "count-units"}, "village"},
	} {
		t.Run(name, func(t *testing.T) {
			ds := byHand()
			c.take(ds)
			e, s := handEvaluator(t, ds)
			card, err := e.Scorecard(t.Context(), s, handTown)
			require.NoError(t, err)
			got := map[string]indicator.Row{}
			for _, r := range card.Rows {
				got[r.Indicator.ID] = r
			}
			for _, id := range c.rows {
				r := got[id]
				assert.False(t, r.Value.IsKnown(), "%s: %s", id, r.Why.En)
				assert.Equal(t, indicator.Grey, r.Lamp, id)
				assert.Contains(t, r.Why.En, c.why, id)
				assert.Contains(t, r.Why.Zh, "无法计算", id)
			}
		})
	}
}

// TestOrderOfRowsChangesNothing evaluates the town with its rows reversed.
func TestOrderOfRowsChangesNothing(t *testing.T) {
	text := func(ds *geo.Dataset) string {
		e, s := handEvaluator(t, ds)
		card, err := e.Scorecard(t.Context(), s, handTown)
		require.NoError(t, err)
		out := ""
		for _, r := range card.Rows {
			out += fmt.Sprintf("%s %v %s %v %s\n", r.Indicator.ID, r.Value, r.Lamp, r.Features, r.Why)
		}
		return out
	}
	ds := byHand()
	reverse(ds.Facilities)
	reverse(ds.Units)
	reverse(ds.Homes)
	reverse(ds.Parks)
	assert.Equal(t, text(byHand()), text(ds))
}

func reverse[T any](s []T) {
	for i, j := 0, len(s)-1; i < j; i, j = i+1, j-1 {
		s[i], s[j] = s[j], s[i]
	}
}
