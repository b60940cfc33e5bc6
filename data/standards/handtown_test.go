package standards

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// A town on one straight road, so that everything can be worked out by hand. Metres east
// of its western border, along the road:
//
//	-2000    0        200   500   800  1000        2000   3000   3400    4000      5500
//	  |------|=========H1====G=====H2===|------------|-----H3-----B--------|--------M----|
//	         border   600   all   200  built-up     villages 200   stop   border   motorway
//	                 people       people  ends       meet   people                 access
//
// The road is of class primary; the greenway runs beside it from 200 to 1,400, at 200 m
// north, and touches two parks.
const (
	handTown   = "330411109"
	handCounty = "330411"
)

// The metres of a degree at 30° N on the ellipsoid of CGCS2000: of longitude
// N·cos φ·π/180 = 96,486.28, of latitude M·π/180 = 110,852.46.
const lonMetres, latMetres = 96486.28, 110852.46

func atMetres(x, y float64) orb.Point { return orb.Point{120 + x/lonMetres, 30 + y/latMetres} }

func ground(x0, y0, x1, y1 float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{atMetres(x0, y0), atMetres(x1, y0), atMetres(x1, y1), atMetres(x0, y1), atMetres(x0, y0)}}}
}

func handmade() *geo.Dataset {
	ds := &geo.Dataset{Date: "2026-01-01"}
	unit := func(code, name, kind string, level geo.Level, seat float64, g orb.MultiPolygon) {
		p := atMetres(seat, 0)
		ds.Units = append(ds.Units, geo.Unit{Code: code, Name: name, NameEn: name, Level: level, Type: kind, Seat: &p, Geometry: g, Source: "hand"})
	}
	unit(handCounty, "手画区", "区", geo.LevelCounty, 500, ground(0, -1000, 4000, 1000))
	unit(handTown, "手画镇", "镇", geo.LevelTown, 500, ground(0, -1000, 4000, 1000))
	unit(handTown+"001", "西社区", "社区", geo.LevelVillage, 500, ground(0, -1000, 2000, 1000))
	unit(handTown+"201", "东村", "村", geo.LevelVillage, 3000, ground(2000, -1000, 4000, 1000))
	ds.BuiltUps = []geo.BuiltUp{{ID: "b", Unit: handTown, Geometry: ground(0, -500, 1000, 500), Source: "hand"}}
	for i, x := range []float64{-2000, 500, 3000, 5500} {
		if i > 0 {
			before := []float64{-2000, 500, 3000, 5500}[i-1]
			ds.Roads = append(ds.Roads, geo.RoadSegment{ID: fmt.Sprint("r", i), Name: "手画大道", Highway: "primary", Source: "hand",
				Geometry: orb.LineString{atMetres(before, 0), atMetres(x, 0)}})
		}
	}
	for i, h := range []struct{ x, persons float64 }{{200, 600}, {800, 200}, {3000, 200}} {
		ds.Homes = append(ds.Homes, geo.Home{ID: fmt.Sprint("h", i), Location: atMetres(h.x, 0), Persons: geo.Known(h.persons), Town: handTown, Source: "hand"})
	}
	place := func(x float64, category string, attributes map[string]any) {
		ds.Facilities = append(ds.Facilities, geo.Facility{ID: fmt.Sprintf("f%d", len(ds.Facilities)), Name: fmt.Sprint(category, x), Categories: []string{category},
			Location: atMetres(x, 0), Attributes: attributes, Source: "hand"})
	}
	for _, c := range []string{"township_government", "township_health_centre", "culture_centre", "supermarket", "primary_school", "junior_high",
		"elderly_service_centre", "museum", "hotel", "neighbourhood_centre", "industrial_park", "industrial_park", "industrial_park"} {
		place(500, c, nil)
	}
	place(500, "kindergarten", map[string]any{"ownership": "public"})
	place(500, "wet_market", map[string]any{"star": 2.0})
	place(500, "car_park", map[string]any{"spaces": 50.0})
	place(500, "bus_stop", map[string]any{"bay": "yes", "display": "yes"})
	place(3400, "bus_stop", nil)
	place(5500, "motorway_access", nil)
	ds.Greenways = []geo.Greenway{{ID: "g", Geometry: orb.MultiLineString{{atMetres(200, 200), atMetres(1400, 200)}}, Source: "hand"}}
	for i, x := range []float64{300, 1200} {
		ds.Parks = append(ds.Parks, geo.Park{ID: fmt.Sprint("p", i), Kind: "park", Geometry: ground(x, 150, x+100, 250), Source: "hand"})
	}
	return ds
}

// handReports are what offices report: of the town and, the second list, of its county.
func handReports(unit, id string) []indicator.ReportedValue {
	town := map[string]float64{"XZ-12": 100, "XZ-13": 11, "XZ-14": 100, "XZ-15": 99.5, "XZ-16": 100, "XZ-17": 1, "XZ-18": 0, "XZ-19": 100, "XZ-20": 97,
		"XZ-37": 35, "XZ-45": 46, "XZ-46": 1, "XZ-48": 1, "XZ-53": 1}
	county := map[string]float64{"XZ-02": 1, "XZ-25": 98, "XZ-26": 94, "XZ-30": 121, "XZ-32": 2, "XZ-43": 1}
	v, ok := town[id]
	if unit == handCounty {
		v, ok = county[id]
	}
	if !ok {
		return nil
	}
	return []indicator.ReportedValue{{Unit: unit, Indicator: id, Value: v, Year: 2025, Source: "office"}}
}

// TestXiuzhouByHand works out the whole scorecard of the town by hand: for every row the
// value, and the lamp. Rows that are not in the table have no value, and say why.
func TestXiuzhouByHand(t *testing.T) {
	type want struct {
		value float64
		lamp  indicator.Lamp
	}
	const green, yellow, red, grey = indicator.Green, indicator.Yellow, indicator.Red, indicator.Grey
	values := map[string]want{
		"XZ-01": {1, grey},       // one town of five; the county's row
		"XZ-02": {1, grey},       // reported, of the county
		"XZ-04": {8, red},        // of ten: 07, 17, 21, 23, 24, 28, 35, 46; 18 is missed, 41 cannot be told
		"XZ-06": {6.25, green},   // 5,000 m at 60 km/h × 0.8
		"XZ-07": {1, green},      // one road, though it crosses the border twice
		"XZ-08": {100, grey},     // of two stops one is known, and is as asked; no target
		"XZ-09": {100, grey},     // seats at 500 and 3,000: stops at 0 and 400 m
		"XZ-10": {50, grey},      // 50 spaces for 1,000 people
		"XZ-11": {1.2 / 8, grey}, // 1.2 km of greenway on 4 × 2 km
		"XZ-12": {100, green},    // reported
		"XZ-13": {11, yellow},    // a tenth above the limit: 10 ÷ 11 is 91 % of it
		"XZ-14": {100, green},    //
		"XZ-15": {99.5, yellow},  //
		"XZ-16": {100, green},    //
		"XZ-17": {1, green},      //
		"XZ-18": {0, red},        //
		"XZ-19": {100, green},    //
		"XZ-20": {97, grey},      // no target
		"XZ-21": {1, green},      // the supermarket
		"XZ-22": {1, green},      // two stars
		"XZ-23": {1, green},      // the culture centre
		"XZ-24": {1, green},      //
		"XZ-25": {98, grey},      // the county's
		"XZ-26": {94, grey},      //
		"XZ-27": {1, green},      //
		"XZ-28": {100, green},    // all three schools within 2,500 m, 3.1 minutes by car
		"XZ-29": {1, green},      //
		"XZ-30": {121, grey},     //
		"XZ-31": {3, grey},       // three parks of firms; the county's row
		"XZ-32": {2, grey},       //
		"XZ-33": {1, green},      //
		"XZ-34": {80, red},       // 2,500 m from H3 to the next culture centre: beyond 1,500
		"XZ-35": {1, green},      // one greenway, two parks
		"XZ-36": {12, green},     // 1.2 km for 0.1 × 10,000 people
		"XZ-37": {35, green},     // reported: known green land settles nothing
		"XZ-42": {1, green},      //
		"XZ-43": {1, grey},       //
		"XZ-45": {46, yellow},    // 46 of 50 is 92 %
		"XZ-46": {1, green},      //
		"XZ-48": {1, green},      //
		"XZ-50": {100, grey},     // no target
		"XZ-51": {100, green},    // 2,500 m at 20 km/h are 7.5 minutes
		"XZ-53": {1, green},      //
		"XZ-55": {1, grey},       // no target
	}
	profiles, err := readProfiles()
	require.NoError(t, err)
	a, err := analysis.New(context.Background(), handmade(), profiles, analysis.Options{})
	require.NoError(t, err)
	e := indicator.New(a, shippedStandards(t), indicator.Options{Reported: handReports, Date: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	card, err := e.Scorecard(t.Context(), shippedStandard(t, "xiuzhou-2020"), handTown)
	require.NoError(t, err)
	require.Len(t, card.Rows, 57)
	for i := range card.Rows {
		r := &card.Rows[i]
		id := r.Indicator.ID
		require.NotEmpty(t, r.Why.Zh, id)
		require.NotEmpty(t, r.Why.En, id)
		w, known := values[id]
		v, has := r.Value.Get()
		if !known {
			assert.False(t, has, "%s: %g, %s", id, v, r.Why.En)
			assert.Equal(t, grey, r.Lamp, id)
			continue
		}
		assert.True(t, has, "%s: %s", id, r.Why.En)
		assert.InDelta(t, w.value, v, 1e-4*max(1, w.value), "%s: %s", id, r.Why.En)
		assert.Equal(t, w.lamp, r.Lamp, "%s: %s", id, r.Why.En)
	}
}
