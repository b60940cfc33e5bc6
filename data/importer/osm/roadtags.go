package osm

import (
	"strconv"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// roadKeys are the keys that a road segment, or what stands on one, is made of.
var roadKeys = map[string]bool{
	"highway": true, "route": true, "name": true, "oneway": true, "junction": true, "oneway:bicycle": true,
	"cycleway": true, "cycleway:left": true, "cycleway:right": true, "cycleway:both": true,
	"access": true, "vehicle": true, "foot": true, "bicycle": true, "motor_vehicle": true, "motorcar": true,
	"sidewalk": true, "sidewalk:left": true, "sidewalk:right": true, "sidewalk:both": true,
	"maxspeed": true, "surface": true, "bridge": true, "tunnel": true, "layer": true, "duration": true,
	"barrier": true, "type": true,
}

// noRoad lists the values of highway that nobody can travel on: what is not there
// yet or no more, and what stands beside a road.
var noRoad = map[string]bool{
	"proposed": true, "planned": true, "construction": true, "razed": true, "demolished": true, "removed": true,
	"abandoned": true, "disused": true, "dismantled": true, "historic": true, "no": true, "none": true,
	"bus_stop": true, "street_lamp": true, "traffic_signals": true, "traffic_island": true, "give_way": true,
	"stop": true, "milestone": true, "speed_camera": true, "toll_gantry": true, "emergency_access_point": true,
}

// isRoad reports whether a way or an outline with the tags is a road: a highway
// that some mode might use, or a ferry route.
func isRoad(t tags) bool {
	h := t.get("highway")
	return (h != "" && !noRoad[h]) || t.get("route") == "ferry"
}

// roadOf reads the tags of a road, each once. It returns a segment without its
// geometry, ends and id, and names the tags whose values it cannot read.
func roadOf(t tags) (s geo.RoadSegment, unread []string) {
	var oneway, junction, motor, motorcar string
	ferry, opposite := false, false
	for i := range t {
		v := t[i].value
		switch t[i].key {
		case "highway":
			s.Highway = v
		case "route":
			ferry = v == "ferry"
		case "name":
			s.Name = v
		case "oneway":
			oneway = v
		case "junction":
			junction = v
		case "oneway:bicycle":
			s.OneWayBicycle, s.OneWayBicycleStated = direction(v)
		case "cycleway", "cycleway:left", "cycleway:right", "cycleway:both":
			opposite = opposite || strings.HasPrefix(v, "opposite")
		case "access":
			s.Access = v
		case "vehicle":
			s.Vehicle = v
		case "foot":
			s.Foot = v
		case "bicycle":
			s.Bicycle = v
		case "motor_vehicle":
			motor = v
		case "motorcar":
			motorcar = v
		case "sidewalk", "sidewalk:left", "sidewalk:right", "sidewalk:both":
			s.Sidewalk = s.Sidewalk || (v != "no" && v != "none" && v != "separate")
		case "maxspeed":
			var ok bool
			if s.MaxSpeedKmh, ok = speed(v); !ok {
				unread = append(unread, "maxspeed")
			}
		case "surface":
			s.Surface = v
		case "bridge":
			s.Bridge = v != "no"
		case "tunnel":
			// A passage through a building lies on the ground, and its doors open onto it.
			s.Tunnel = v != "no" && v != "building_passage"
		case "layer":
			n, err := strconv.ParseInt(v, 10, 8)
			if err != nil {
				unread = append(unread, "layer")
			}
			s.Level = int8(n)
		}
	}
	if s.Motor = motorcar; motorcar == "" { // the more special key wins
		s.Motor = motor
	}
	var stated bool
	if s.OneWay, stated = direction(oneway); !stated &&
		(s.Highway == "motorway" || junction == "roundabout" || junction == "circular") {
		s.OneWay = geo.Forward
	}
	if opposite && !s.OneWayBicycleStated {
		s.OneWayBicycle, s.OneWayBicycleStated = geo.BothWays, true
	}
	if ferry {
		s.Highway = "ferry"
		if v := t.get("duration"); v != "" {
			var ok bool
			if s.DurationS, ok = duration(v); !ok {
				unread = append(unread, "duration")
			}
		}
	}
	return s, unread
}

// direction reads a value of oneway; stated is false where it says nothing.
// A reversible or alternating street is open both ways, at its hours.
func direction(v string) (d geo.OneWay, stated bool) {
	switch v {
	case "yes", "1", "true":
		return geo.Forward, true
	case "-1", "reverse":
		return geo.Backward, true
	case "no", "0", "false", "reversible", "alternating":
		return geo.BothWays, true
	}
	return geo.BothWays, false
}

// barrierKeys are the access keys that are kept of what stands on a road, in the
// order in which they are written.
var barrierKeys = [...]string{"access", "vehicle", "foot", "bicycle"}

// barrierOf describes what stands on a node as "gate" or
// "bollard;foot=yes;motor_vehicle=no", "" where nothing does. A kerb stops nobody.
func barrierOf(t tags) string {
	kind := t.get("barrier")
	if kind == "" || kind == "no" || kind == "kerb" {
		return ""
	}
	var b strings.Builder
	b.WriteString(kind)
	write := func(key, value string) {
		if value != "" {
			b.WriteString(";" + key + "=" + value)
		}
	}
	for _, k := range barrierKeys {
		write(k, t.get(k))
	}
	motor := t.get("motorcar")
	if motor == "" {
		motor = t.get("motor_vehicle")
	}
	write("motor_vehicle", motor)
	return b.String()
}
