package osm

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// ends lists segments as "id: from-to" with what stands at the ends.
func ends(roads []geo.RoadSegment) []string {
	var out []string
	for _, s := range roads {
		out = append(out, strings.TrimRight(fmt.Sprintf("%s: %d-%d %s|%s", s.ID, s.From, s.To, s.FromBarrier, s.ToBarrier), "|"))
	}
	return out
}

// Roads split where they meet and where something stands on them, and nowhere else:
//
//	        5
//	        |
//	1---2---3---4      2 is a bend, 3 a junction, 4 an end
//	        |
//	        6          a footway crosses under it at 3? no: they share the node
//
// 7 on way 30 is a gate, 8 a crossing (no split), 9 a kerb (no split).
func TestRoadsSplit(t *testing.T) {
	w := (&world{}).
		n(1, 0, 0, "").n(2, 1, 0, "").n(3, 2, 0, "").n(4, 3, 0, "").n(5, 2, 1, "").n(6, 2, -1, "").
		n(7, 2, -2, "barrier=gate access=private foot=yes").n(8, 2, -3, "highway=crossing").
		n(9, 2, -4, "barrier=kerb").n(10, 2, -5, "barrier=bollard motor_vehicle=no").
		w(10, "1 2 3 4", "highway=residential").
		w(20, "5 3 6", "highway=footway").
		w(30, "6 7 8 9 10", "highway=path").
		w(40, "4 5", "highway=construction").
		w(50, "1 5", "waterway=river")
	d, _ := w.read(t)
	assert.Equal(t, []string{
		"osm-w10-0: 1-3 ",
		"osm-w10-1: 3-4 ",
		"osm-w20-0: 5-3 ",
		"osm-w20-1: 3-6 ",
		"osm-w30-0: 6-7 |gate;access=private;foot=yes",
		"osm-w30-1: 7-10 gate;access=private;foot=yes|bollard;motor_vehicle=no",
	}, ends(d.Roads))
	assert.Equal(t, orb.LineString{at(0, 0), at(1, 0), at(2, 0)}, d.Roads[0].Geometry)
	assert.Equal(t, orb.LineString{at(2, -2), at(2, -3), at(2, -4), at(2, -5)}, d.Roads[5].Geometry)
	assert.Equal(t, "world", d.Roads[0].Source)
}

// A way that passes a node twice is split there: a lollipop, and a figure of eight.
func TestRoadsSplitSelfTouching(t *testing.T) {
	w := (&world{}).n(1, 0, 0, "").n(2, 1, 0, "").n(3, 2, 1, "").n(4, 2, -1, "").
		w(10, "1 2 3 4 2", "highway=service")
	d, _ := w.read(t)
	assert.Equal(t, []string{"osm-w10-0: 1-2 ", "osm-w10-1: 2-2 "}, ends(d.Roads))

	w = (&world{}).n(1, 0, 0, "").n(2, 1, 1, "").n(3, 1, -1, "").
		w(10, "1 2 3 1", "highway=residential junction=roundabout")
	d, _ = w.read(t)
	assert.Equal(t, []string{"osm-w10-0: 1-1 "}, ends(d.Roads))
	assert.Equal(t, geo.Forward, d.Roads[0].OneWay)
}

// Nodes that are not in the file cut a road; what is left of it stays.
func TestRoadsMissingNodes(t *testing.T) {
	w := (&world{}).n(1, 0, 0, "").n(2, 1, 0, "").n(4, 3, 0, "").n(5, 4, 0, "").n(7, 6, 0, "").
		w(10, "1 2 3 4 5 6 7", "highway=residential").
		w(11, "8 9", "highway=residential")
	d, r := w.read(t)
	assert.Equal(t, []string{"osm-w10-0: 1-2 ", "osm-w10-1: 4-5 "}, ends(d.Roads))
	assert.Equal(t, []string{"2 × nodes of a road are missing from the file: it was cut there"}, repairs(r))
	require.Len(t, r.Ignored, 1)
	assert.Equal(t, Finding{What: "a road without two places", Count: 1, Examples: []string{"way 11"}}, r.Ignored[0])
}

// Nodes repeated in a row go; two nodes at one place become one where a road of no
// length joined them, so that the roads on both sides still meet.
func TestRoadsOfNoLength(t *testing.T) {
	w := (&world{}).n(1, 0, 0, "").n(2, 1, 0, "").n(3, 1, 0, "").n(4, 2, 0, "").n(5, 3, 0, "").
		w(10, "1 1 2", "highway=residential").
		w(11, "2 3", "highway=residential").
		w(12, "3 4 4 5", "highway=residential")
	d, r := w.read(t)
	assert.Equal(t, []string{"osm-w10-0: 1-2 ", "osm-w12-0: 2-5 "}, ends(d.Roads))
	for _, s := range d.Roads {
		for i := 1; i < len(s.Geometry); i++ {
			assert.NotEqual(t, s.Geometry[i-1], s.Geometry[i])
		}
	}
	assert.Equal(t, []string{"2 × a node repeated on a road was dropped", "1 × a road segment of no length was dropped"}, repairs(r))
}

// The outline of a pedestrian square is a road, whether it is a way or a relation.
func TestRoadsOutlines(t *testing.T) {
	w := (&world{}).square(10, 0, 0, 2, "highway=pedestrian area=yes").
		square(20, 10, 0, 4, "").square(30, 11, 1, 1, "").
		r(5, "way:20:outer way:30:inner", "type=multipolygon highway=pedestrian name=广场")
	d, _ := w.read(t)
	assert.Equal(t, []string{"osm-w10-0: 10-10 ", "osm-w20-0: 20-20 ", "osm-w30-0: 30-30 "}, ends(d.Roads))
	assert.Equal(t, "广场", d.Roads[2].Name)
	assert.Equal(t, "pedestrian", d.Roads[2].Highway)
}

func TestRoadsLeftOut(t *testing.T) {
	for _, class := range []string{"proposed", "construction", "razed", "abandoned", "planned", "disused", "bus_stop"} {
		w := (&world{}).n(1, 0, 0, "").n(2, 1, 0, "").w(10, "1 2", "highway="+class)
		d, _ := w.read(t)
		assert.Empty(t, d.Roads, class)
	}
}

func TestRoadAttributes(t *testing.T) {
	base := geo.RoadSegment{Highway: "residential"}
	with := func(change func(*geo.RoadSegment)) geo.RoadSegment {
		s := base
		change(&s)
		return s
	}
	for text, want := range map[string]geo.RoadSegment{
		"name=环城北路":                              with(func(s *geo.RoadSegment) { s.Name = "环城北路" }),
		"oneway=yes":                             with(func(s *geo.RoadSegment) { s.OneWay = geo.Forward }),
		"oneway=1":                               with(func(s *geo.RoadSegment) { s.OneWay = geo.Forward }),
		"oneway=true":                            with(func(s *geo.RoadSegment) { s.OneWay = geo.Forward }),
		"oneway=-1":                              with(func(s *geo.RoadSegment) { s.OneWay = geo.Backward }),
		"oneway=reversible":                      base,
		"oneway=no":                              base,
		"junction=roundabout":                    with(func(s *geo.RoadSegment) { s.OneWay = geo.Forward }),
		"junction=circular":                      with(func(s *geo.RoadSegment) { s.OneWay = geo.Forward }),
		"junction=roundabout oneway=no":          base,
		"highway=motorway":                       {Highway: "motorway", OneWay: geo.Forward},
		"highway=motorway oneway=no":             {Highway: "motorway"},
		"highway=motorway_link":                  {Highway: "motorway_link"},
		"oneway=yes oneway:bicycle=no":           with(func(s *geo.RoadSegment) { s.OneWay, s.OneWayBicycleStated = geo.Forward, true }),
		"oneway:bicycle=-1":                      with(func(s *geo.RoadSegment) { s.OneWayBicycle, s.OneWayBicycleStated = geo.Backward, true }),
		"oneway=yes cycleway=opposite":           with(func(s *geo.RoadSegment) { s.OneWay, s.OneWayBicycleStated = geo.Forward, true }),
		"oneway=yes cycleway:left=opposite_lane": with(func(s *geo.RoadSegment) { s.OneWay, s.OneWayBicycleStated = geo.Forward, true }),
		"oneway:bicycle=yes cycleway=opposite":   with(func(s *geo.RoadSegment) { s.OneWayBicycle, s.OneWayBicycleStated = geo.Forward, true }),
		"access=private vehicle=no foot=yes bicycle=dismount": with(func(s *geo.RoadSegment) {
			s.Access, s.Vehicle, s.Foot, s.Bicycle = "private", "no", "yes", "dismount"
		}),
		"motor_vehicle=destination":                  with(func(s *geo.RoadSegment) { s.Motor = "destination" }),
		"motor_vehicle=no motorcar=yes":              with(func(s *geo.RoadSegment) { s.Motor = "yes" }),
		"motorcar=no motor_vehicle=yes":              with(func(s *geo.RoadSegment) { s.Motor = "no" }),
		"sidewalk=both":                              with(func(s *geo.RoadSegment) { s.Sidewalk = true }),
		"sidewalk=no":                                base,
		"sidewalk=none":                              base,
		"sidewalk=separate":                          base,
		"sidewalk:left=no sidewalk:right=yes":        with(func(s *geo.RoadSegment) { s.Sidewalk = true }),
		"sidewalk:both=separate":                     base,
		"maxspeed=30":                                with(func(s *geo.RoadSegment) { s.MaxSpeedKmh = 30 }),
		"maxspeed=30+mph":                            with(func(s *geo.RoadSegment) { s.MaxSpeedKmh = 48.28032 }),
		"maxspeed=CN:urban":                          base,
		"surface=asphalt bridge=yes layer=1":         with(func(s *geo.RoadSegment) { s.Surface, s.Bridge, s.Level = "asphalt", true, 1 }),
		"bridge=viaduct":                             with(func(s *geo.RoadSegment) { s.Bridge = true }),
		"bridge=no tunnel=no":                        base,
		"tunnel=yes layer=-2":                        with(func(s *geo.RoadSegment) { s.Tunnel, s.Level = true, -2 }),
		"tunnel=building_passage":                    base,
		"highway=steps":                              {Highway: "steps"},
		"highway=primary route=ferry duration=00:20": {Highway: "ferry", DurationS: 1200},
		"duration=00:20":                             base,
	} {
		t.Run(text, func(t *testing.T) {
			tag := text
			if !strings.Contains(text, "highway=") {
				tag += " highway=residential"
			}
			w := (&world{}).n(1, 0, 0, "").n(2, 1, 0, "").w(10, "1 2", tag)
			d, r := w.read(t)
			require.Len(t, d.Roads, 1)
			want.ID, want.From, want.To, want.Source = "osm-w10-0", 1, 2, "world"
			want.Geometry = orb.LineString{at(0, 0), at(1, 0)}
			assert.Equal(t, want, d.Roads[0])
			assert.Empty(t, r.Refused)
		})
	}
}

// A ferry is a way with route=ferry and no highway.
func TestFerry(t *testing.T) {
	w := (&world{}).n(1, 0, 0, "").n(2, 9, 0, "").w(10, "1 2", "route=ferry name=轮渡 duration=abc")
	d, r := w.read(t)
	require.Len(t, d.Roads, 1)
	assert.Equal(t, "ferry", d.Roads[0].Highway)
	assert.Zero(t, d.Roads[0].DurationS)
	assert.Equal(t, []string{`way 10 (轮渡): duration "abc": the value cannot be read: it is left unknown`}, refusals(r))
}

func TestMeasures(t *testing.T) {
	for v, want := range map[string]float64{
		"50": 50, "50 km/h": 50, "30mph": 48.28032, "30 mph": 48.28032, "10 knots": 18.52, "none": 0, "walk": 0,
		"CN:urban": 0, "DE:zone:30": 0, "GB-ENG:nsl_single": 0, "7.5": 7.5,
	} {
		got, ok := speed(v)
		assert.True(t, ok, v)
		assert.InDelta(t, want, got, 1e-9, v)
	}
	for _, v := range []string{"fast", "-5", "0", "50;80", "1e9", "NaN", "Inf", "mph", ""} {
		got, ok := speed(v)
		assert.False(t, ok, v)
		assert.Zero(t, got, v)
	}
	for v, want := range map[string]float64{
		"00:20": 1200, "1:05": 3900, "01:05:30": 3930, "PT20M": 1200, "PT1H20M": 4800, "PT45S": 45, "20": 1200, "20 min": 1200, "2.5": 150, " 20 minutes": 1200,
	} {
		got, ok := duration(v)
		assert.True(t, ok, v)
		assert.InDelta(t, want, got, 1e-9, v)
	}
	for _, v := range []string{"", "PT", "00:00", "soon", "20:75", "-20", "P1D"} {
		_, ok := duration(v)
		assert.False(t, ok, v)
	}
	for v, want := range map[string]float64{"1200": 1200, "1,234": 1234, "1,234,567": 1234567, "12 345": 12345, " 7 ": 7, "0": 0} {
		got, ok := people(v).Get()
		assert.True(t, ok, v)
		assert.InDelta(t, want, got, 0, v)
	}
	for _, v := range []string{"~1200", "1.2 million", "12,34", "1200 (2010)", "-5", "1e4", "about 500", "1.234", "1,2345", ""} {
		assert.False(t, people(v).IsKnown(), v)
	}
	for v, want := range map[string]int{"2019": 2019, "2019-12-31": 2019, "31.12.2019": 2019, "2019-2020": 2019, "12345": 0, "": 0, "1750": 0} {
		assert.Equal(t, want, year(v), v)
	}
}
