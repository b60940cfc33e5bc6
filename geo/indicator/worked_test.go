package indicator_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
	"github.com/seed-4611ae28/lifecircle/geo/internal/drawntown"
)

// The worked examples of the planning notes, T1 to T15, that are about indicators; T3 to
// T6 are those of package serviceradius, T7 of package supply.

// ground is 0.2° by 0.2° round a place.
func ground() orb.MultiPolygon {
	return orb.MultiPolygon{orb.Bound{Min: orb.Point{120.1, 30.1}, Max: orb.Point{120.3, 30.3}}.ToPolygon()}
}

// bare is a town of so many people on the ground.
func bare(people float64) *geo.Dataset {
	return &geo.Dataset{Version: "bare", Date: "2023-01-01", Units: []geo.Unit{
		{Code: handTown, Name: "镇", Level: geo.LevelTown, Geometry: ground(), Population: geo.Known(people)},
	}, Extent: ground().Bound(), ExtentFrom: "rows"}
}

// northwards is a line of a length in metres.
func northwards(metres float64) orb.LineString {
	from := orb.Point{120.2, 30.15}
	lo, hi := from[1], 30.29
	for range 60 {
		if mid := (lo + hi) / 2; crs.Distance(from, orb.Point{from[0], mid}) < metres {
			lo = mid
		} else {
			hi = mid
		}
	}
	return orb.LineString{from, {from[0], hi}}
}

// judge evaluates one row for the town.
func judge(t *testing.T, ds *geo.Dataset, in indicator.Indicator, o indicator.Options) indicator.Row {
	t.Helper()
	a, err := analysis.New(t.Context(), ds, handProfiles(), analysis.Options{})
	require.NoError(t, err)
	s := &indicator.Standard{ID: "one", Level: geo.LevelTown, Indicators: []indicator.Indicator{in}}
	card, err := indicator.New(a, []*indicator.Standard{s}, o).Scorecard(t.Context(), s, handTown)
	require.NoError(t, err)
	require.Len(t, card.Rows, 1)
	return card.Rows[0]
}

// about checks a value to a ten-thousandth.
func about(t *testing.T, want float64, r *indicator.Row) {
	t.Helper()
	v, ok := r.Value.Get()
	require.True(t, ok, r.Why.En)
	assert.InDelta(t, want, v, 1e-4*max(1, want), r.Why.En)
}

func TestGreenwayPerPeople(t *testing.T) {
	for _, c := range []struct {
		name            string
		metres, people  float64
		value, missedBy float64
		lamp            indicator.Lamp
	}{
		{"T1", 6240, 55000, 1.134545, 0, indicator.Green},
		{"T2", 4200, 43000, 0.976744, 0.0233, indicator.Yellow},
	} {
		t.Run(c.name, func(t *testing.T) {
			ds := bare(c.people)
			ds.Greenways = []geo.Greenway{{ID: "g", Geometry: orb.MultiLineString{northwards(c.metres)}}}
			r := judge(t, ds, row("XZ-36", indicator.Greenway, geo.LevelTown, "km/10⁴", indicator.Params{}, atLeast(1)), indicator.Options{})
			about(t, c.value, &r)
			assert.Equal(t, c.lamp, r.Lamp)
			if c.missedBy > 0 {
				assert.Contains(t, r.Why.En, fmt.Sprintf("missed by %v", c.missedBy))
			}
		})
	}
}

func TestGreenCoverOfTwoTowns(t *testing.T) {
	// The built-up area is a box, green land the west of it.
	cover := func(green, built, reported float64) indicator.Row {
		ds := bare(10000)
		box := func(share float64) orb.MultiPolygon {
			return orb.MultiPolygon{orb.Bound{Min: orb.Point{120.15, 30.15}, Max: orb.Point{120.15 + 0.02*share, 30.17}}.ToPolygon()}
		}
		ds.BuiltUps = []geo.BuiltUp{{ID: "b", Unit: handTown, Geometry: box(1)}}
		ds.Parks = []geo.Park{{ID: "p", Kind: "park", Geometry: box(green / built)}}
		return judge(t, ds, row("XZ-37", indicator.GreenCover, geo.LevelTown, "%", indicator.Params{}, atLeast(30)),
			indicator.Options{Reported: func(unit, id string) []indicator.ReportedValue {
				return []indicator.ReportedValue{{Unit: unit, Indicator: id, Value: reported, Year: 2022}}
			}})
	}
	t10 := cover(45.13, 123.64, 36.5)
	about(t, 36.5, &t10)
	assert.Equal(t, indicator.Green, t10.Lamp)
	assert.False(t, t10.Differs, t10.Why.En)

	t11 := cover(93.78, 276, 36.92)
	about(t, 33.98, &indicator.Row{Value: geo.Known(roundTo(t11.Value.Or(0), 2)), Why: t11.Why})
	assert.Equal(t, indicator.Green, t11.Lamp)
	assert.True(t, t11.Differs, t11.Why.En)
	assert.Contains(t, t11.Why.En, "differs from the computed figure by 2.94")

	// Land that is not known to be green proves nothing: what is reported stands in.
	low := cover(10, 100, 36)
	about(t, 36, &low)
	assert.Equal(t, geo.Known(10), geo.Known(roundTo(low.Computed.Or(0), 3)))
	assert.Equal(t, indicator.Green, low.Lamp)
	assert.True(t, low.Differs)
	assert.Equal(t, "reported", low.Method)
}

func roundTo(v float64, n int) float64 {
	var out float64
	_, _ = fmt.Sscan(fmt.Sprintf("%.*f", n, v), &out)
	return out
}

// TestLampsOnTheWay is T12: 90.5 % in the base year 2022, 91 % by 2027.
func TestLampsOnTheWay(t *testing.T) {
	in := row("HZ-01", indicator.Reported, geo.LevelTown, "%", indicator.Params{}, indicator.Target{Op: indicator.AtLeast, Value: 91, Year: 2027})
	at := func(year int, value float64, curve indicator.Curve) indicator.Row {
		return judge(t, bare(1), in, indicator.Options{Date: time.Date(year, 6, 30, 0, 0, 0, 0, time.UTC), Curve: curve,
			Reported: func(unit, id string) []indicator.ReportedValue {
				return []indicator.ReportedValue{{Value: value, Year: year}}
			}})
	}
	base := indicator.Curve{Base: func(string, string) (indicator.Base, bool) { return indicator.Base{Year: 2022, Value: 90.5}, true }}

	r := at(2023, 90.75, base)
	assert.Equal(t, indicator.Green, r.Lamp, "expected in 2023: 90.6")
	assert.Contains(t, r.Why.En, "by now 90.6: on the way")
	assert.Equal(t, indicator.Yellow, at(2026, 90.75, base).Lamp, "expected in 2026: 90.9")
	assert.Equal(t, indicator.Green, at(2023, 90.6, base).Lamp, "on the line")
	assert.Equal(t, indicator.Yellow, at(2023, 90.599, base).Lamp)
	assert.Equal(t, indicator.Yellow, at(2023, 0.9*90.6, base).Lamp, "90 % of it")
	assert.Equal(t, indicator.Red, at(2023, 0.9*90.6-0.01, base).Lamp)
	assert.Equal(t, indicator.Yellow, at(2027, 90.999, base).Lamp, "in the year itself the target counts")
	assert.Equal(t, indicator.Green, at(2027, 91, base).Lamp)
	assert.Equal(t, indicator.Yellow, at(2030, 90.999, base).Lamp)
	assert.Equal(t, indicator.Yellow, at(2023, 90.75, indicator.Curve{}).Lamp, "without a base there is no line")

	// The base may be what was reported before.
	r = judge(t, bare(1), in, indicator.Options{Date: time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC),
		Reported: func(string, string) []indicator.ReportedValue {
			return []indicator.ReportedValue{{Value: 90.75, Year: 2023}, {Value: 90.5, Year: 2022}}
		}})
	assert.Equal(t, indicator.Green, r.Lamp, r.Why.En)

	// Or the document's own target of an earlier year.
	in.Targets = []indicator.Target{{Op: indicator.AtLeast, Value: 90, Year: 2022}, {Op: indicator.AtLeast, Value: 95, Year: 2027}}
	assert.Equal(t, indicator.Green, at(2024, 92, indicator.Curve{}).Lamp)
	assert.Equal(t, indicator.Yellow, at(2024, 91.9, indicator.Curve{}).Lamp)
	assert.Equal(t, 2022, at(2021, 1, indicator.Curve{}).Target.Year, "the target in force is the next one")
}

func TestLampsOfLimits(t *testing.T) {
	lamp := func(op indicator.Operator, target, value float64) indicator.Lamp {
		return judge(t, bare(1), row("x", indicator.Reported, geo.LevelTown, "%", indicator.Params{}, indicator.Target{Op: op, Value: target}),
			indicator.Options{Reported: func(string, string) []indicator.ReportedValue { return []indicator.ReportedValue{{Value: value}} }}).Lamp
	}
	assert.Equal(t, indicator.Green, lamp(indicator.AtMost, 10, 10))
	assert.Equal(t, indicator.Yellow, lamp(indicator.AtMost, 10, 11))
	assert.Equal(t, indicator.Red, lamp(indicator.AtMost, 10, 12))
	assert.Equal(t, indicator.Green, lamp(indicator.AtMost, 0, 0))
	assert.Equal(t, indicator.Red, lamp(indicator.AtMost, 0, 1))
	assert.Equal(t, indicator.Yellow, lamp(indicator.Above, 8, 8), "more than 8 is not 8")
	assert.Equal(t, indicator.Yellow, lamp(indicator.Below, 8, 8))
	assert.Equal(t, indicator.Red, lamp(indicator.Equal, 5, 6))
	assert.Equal(t, indicator.Red, lamp(indicator.Equal, 1, 0))
}

func TestNurseryPlaces(t *testing.T) { // T13
	ds := bare(50000)
	ds.Facilities = []geo.Facility{
		{ID: "n1", Categories: []string{"nursery"}, Location: orb.Point{120.2, 30.2}, Attributes: map[string]any{"places": 180.0}},
		{ID: "n2", Categories: []string{"nursery"}, Location: orb.Point{120.21, 30.2}, Attributes: map[string]any{"places": "100"}},
	}
	in := row("HZ-17", indicator.Ratio, geo.LevelTown, "个/千人", indicator.Params{Categories: []string{"nursery"}, Attribute: "places", Per: 1000}, atLeast(5.6))
	r := judge(t, ds, in, indicator.Options{})
	assert.Equal(t, geo.Known(5.6), r.Value, "exactly")
	assert.Equal(t, indicator.Green, r.Lamp)
	assert.False(t, r.LowerBound)

	// One more that nobody has counted: the known part does, and is marked.
	ds.Facilities = append(ds.Facilities, geo.Facility{ID: "n3", Categories: []string{"nursery"}, Location: orb.Point{120.22, 30.2}})
	r = judge(t, ds, in, indicator.Options{})
	assert.Equal(t, geo.Known(5.6), r.Value)
	assert.True(t, r.LowerBound)
	assert.Equal(t, indicator.Green, r.Lamp)
	assert.Contains(t, r.Why.En, "1 of 3 lack places")
	ds.Facilities[0].Attributes, ds.Facilities[1].Attributes = nil, nil
	r = judge(t, ds, in, indicator.Options{})
	assert.False(t, r.Value.IsKnown(), "all unknown is unknown, not 0")
	assert.Contains(t, r.Why.En, "all 3 facilities (nursery) lack places")
}

func TestCultureCircleInAVillage(t *testing.T) { // T14
	home := orb.Point{120.2, 30.2}
	plane := crs.NewLocalTM(home)
	east := func(metres float64) orb.Point {
		return plane.ToGeo(orb.Point{plane.ToPlane(home)[0] + metres, plane.ToPlane(home)[1]})
	}
	ds := bare(100)
	ds.Homes = []geo.Home{{ID: "h", Location: home, Persons: geo.Known(100)}}
	for id, m := range map[string]float64{"venue": 1480, "s1": 900, "s2": 1600} {
		category := "space"
		if id == "venue" {
			category = "venue"
		}
		ds.Facilities = append(ds.Facilities, geo.Facility{ID: id, Categories: []string{category}, Location: east(m)})
	}
	in := row("ZJC-01", indicator.RequirementSet, geo.LevelTown, "%", indicator.Params{Set: "culture", Circle: "line1500"}, atLeast(100))
	r := judge(t, ds, in, indicator.Options{})
	about(t, 0, &r)
	assert.Equal(t, indicator.Red, r.Lamp)
	assert.Contains(t, r.Why.En, "the weakest being space (0 of 100 people)")

	for i := range ds.Facilities {
		if ds.Facilities[i].ID == "s2" {
			ds.Facilities[i].Location = east(1499)
		}
	}
	r = judge(t, ds, in, indicator.Options{})
	about(t, 100, &r)
}

func TestFitnessPointAt650Metres(t *testing.T) { // T15
	town := drawntown.Parse("a------------1", drawntown.Options{})
	ds := bare(100)
	ds.Roads = town.Roads
	ds.Units[0].Geometry = orb.MultiPolygon{town.Homes["a"].Bound().Pad(0.05).ToPolygon()}
	ds.Extent = ds.Units[0].Geometry.Bound()
	ds.Homes = []geo.Home{{ID: "a", Location: town.Homes["a"], Persons: geo.Known(100)}}
	ds.Facilities = []geo.Facility{{ID: "1", Categories: []string{"space"}, Location: town.Facilities["1"]}}
	in := func(circle string) indicator.Indicator {
		return row("CX-25", indicator.Coverage, geo.LevelTown, "%", indicator.Params{Categories: []string{"space"}, Circle: circle}, atLeast(100))
	}
	strict, lenient := judge(t, ds, in("fit500"), indicator.Options{}), judge(t, ds, in("fit800"), indicator.Options{})
	about(t, 0, &strict)
	about(t, 100, &lenient)
	assert.Equal(t, indicator.Red, strict.Lamp)
	assert.Equal(t, indicator.Green, lenient.Lamp)
}
