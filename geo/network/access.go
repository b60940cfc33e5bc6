package network

import (
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// permission is what a mode may do on an edge.
type permission uint8

const (
	// mayForward and mayBackward: the edge may be travelled along, or against, its
	// geometry.
	mayForward permission = 1 << iota
	mayBackward
	// isPrivate: a trip may start or end on the edge, never pass through.
	isPrivate
	// mayLink: places may be linked to the edge (no bridge, tunnel, motorway, ferry).
	mayLink
	// isBlocked: at one end or both stands a barrier closed to the mode, so that the
	// edge ends there in a node of its own.
	isBlocked
)

const bothWays = mayForward | mayBackward

// rules is a mode's table, ready to be asked about many roads.
type rules struct {
	mode       *geo.Mode
	open       map[string]bool
	ifAllowed  map[string]bool
	designated map[string]bool
	closed     map[string]bool
}

func newRules(m *geo.Mode) *rules {
	set := func(list []string) map[string]bool {
		s := make(map[string]bool, len(list))
		for _, k := range list {
			s[k] = true
		}
		return s
	}
	return &rules{mode: m, open: set(m.Classes), ifAllowed: set(m.OnlyIfAllowed), designated: set(m.OpenIfDesignated), closed: set(m.ClosedBarriers)}
}

// verdict is what an access tag says.
type verdict uint8

const (
	unsaid verdict = iota
	yes
	no
	private
)

// read interprets the value of an access tag (OpenStreetMap wiki, Key:access).
// What admits only those who have business there is private; what admits only
// other vehicles or services is no.
func read(value string) verdict {
	switch value {
	case "", "unknown", "variable":
		return unsaid
	case "yes", "designated", "permissive", "public", "official":
		return yes
	case "private", "destination", "customers", "delivery", "residents", "permit", "visitors", "employees", "students":
		return private
	}
	return no
}

// said returns the first verdict of the tags that apply to the vehicle, the most
// specific first.
func said(v geo.Vehicle, foot, bicycle, motor, vehicle, access string) verdict {
	var tags [3]string
	switch v {
	case geo.OnFoot:
		tags = [3]string{foot, access}
	case geo.OnBicycle:
		tags = [3]string{bicycle, vehicle, access}
	default:
		tags = [3]string{motor, vehicle, access}
	}
	for _, t := range tags {
		if w := read(t); w != unsaid {
			return w
		}
	}
	return unsaid
}

// specific is the verdict of the mode's own tag alone.
func specific(v geo.Vehicle, r *geo.RoadSegment) verdict {
	switch v {
	case geo.OnFoot:
		return read(r.Foot)
	case geo.OnBicycle:
		return read(r.Bicycle)
	}
	return read(r.Motor)
}

// permit says what the mode may do on a road.
func (t *rules) permit(r *geo.RoadSegment) permission {
	w := said(t.mode.Vehicle, r.Foot, r.Bicycle, r.Motor, r.Vehicle, r.Access)
	own := specific(t.mode.Vehicle, r)
	switch {
	case r.Highway == "ferry":
		if !t.mode.Ferries || r.DurationS <= 0 {
			return 0
		}
	case t.open[r.Highway]:
	case t.ifAllowed[r.Highway]:
		if own != yes && !(t.mode.Vehicle == geo.OnFoot && r.Sidewalk) {
			return 0
		}
	case t.designated[r.Highway]:
		if own != yes {
			return 0
		}
	default:
		return 0
	}
	if w == no {
		return 0
	}
	p := t.directions(r)
	if w == private {
		p |= isPrivate
	}
	if !r.Bridge && !r.Tunnel && !strings.HasPrefix(r.Highway, "motorway") && r.Highway != "ferry" {
		p |= mayLink
	}
	return p
}

func (t *rules) directions(r *geo.RoadSegment) permission {
	if !t.mode.ObeysOneWay {
		return bothWays
	}
	way := r.OneWay
	if t.mode.Vehicle == geo.OnBicycle && r.OneWayBicycleStated {
		way = r.OneWayBicycle
	}
	switch way {
	case geo.Forward:
		return mayForward
	case geo.Backward:
		return mayBackward
	}
	return bothWays
}

// passage says whether the mode may pass a barrier that stands on a node, as
// [geo.RoadSegment.FromBarrier] writes it: yes, no, or private.
func (t *rules) passage(barrier string) verdict {
	if barrier == "" {
		return yes
	}
	kind, tags, _ := strings.Cut(barrier, ";")
	if tags != "" {
		var foot, bicycle, motor, vehicle, access string
		for tag := range strings.SplitSeq(tags, ";") {
			switch k, v, _ := strings.Cut(tag, "="); k {
			case "foot":
				foot = v
			case "bicycle":
				bicycle = v
			case "motor_vehicle", "motorcar":
				motor = v
			case "vehicle":
				vehicle = v
			case "access":
				access = v
			}
		}
		if w := said(t.mode.Vehicle, foot, bicycle, motor, vehicle, access); w != unsaid {
			return w
		}
	}
	if t.closed[kind] {
		return no
	}
	return yes
}

// speedKmh is the speed of the mode on a road.
func (t *rules) speedKmh(r *geo.RoadSegment) float64 {
	m := t.mode
	if len(m.ClassSpeedKmh) == 0 {
		return m.SpeedKmh
	}
	v := r.MaxSpeedKmh
	if v <= 0 {
		v = m.ClassSpeedKmh[r.Highway]
	}
	if v <= 0 {
		v = m.ClassSpeedKmh[strings.TrimSuffix(r.Highway, "_link")]
	}
	if v <= 0 { // a class that the table opens but gives no speed: the slowest it knows
		for _, s := range m.ClassSpeedKmh {
			if v <= 0 || s < v {
				v = s
			}
		}
	}
	if m.SpeedFactor > 0 {
		v *= m.SpeedFactor
	}
	return v
}

// hasPrivate reports whether any edge is private.
func hasPrivate(use []permission) bool {
	return slices.ContainsFunc(use, func(p permission) bool { return p&isPrivate != 0 })
}
