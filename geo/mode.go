package geo

// Provenance says where a rule or a number comes from, and whether somebody has
// checked it against the printed source. What is weak is not verified.
type Provenance struct {
	Source   string `json:"source" yaml:"source"`
	Verified bool   `json:"verified" yaml:"verified"`
}

// Metric is what a limit is measured in.
type Metric string

// The metrics. Distances are metres, times are seconds.
const (
	NetworkDistance Metric = "network_distance"
	NetworkTime     Metric = "network_time"
	StraightLine    Metric = "straight_line"
	// With slopes, where a dataset has elevation: distances are length x speed on the
	// flat / speed on the slope, times are those of the speed on the slope.
	NetworkDistanceSlope Metric = "network_distance_slope"
	NetworkTimeSlope     Metric = "network_time_slope"
)

// Valid reports whether m is a known metric.
func (m Metric) Valid() bool {
	return m == NetworkDistance || m == NetworkTime || m == StraightLine || m.Slope()
}

// Slope reports whether m takes account of slopes.
func (m Metric) Slope() bool { return m == NetworkDistanceSlope || m == NetworkTimeSlope }

// WithSlope is the metric on a network with slopes, any other as it is.
func (m Metric) WithSlope() Metric {
	switch m {
	case NetworkDistance:
		return NetworkDistanceSlope
	case NetworkTime:
		return NetworkTimeSlope
	}
	return m
}

// Timed reports whether m is measured in seconds rather than metres.
func (m Metric) Timed() bool { return m == NetworkTime || m == NetworkTimeSlope }

// OnNetwork reports whether m is measured along roads.
func (m Metric) OnNetwork() bool { return m == NetworkDistance || m == NetworkTime || m.Slope() }

// Vehicle is the family of rules that a mode follows on the road.
type Vehicle string

// The families: who walks, who cycles, who drives.
const (
	OnFoot    Vehicle = "foot"
	OnBicycle Vehicle = "bicycle"
	InCar     Vehicle = "motor"
)

// Mode is a way of travelling, as its profile file describes it: how fast, on
// which roads, and how far a place may lie from a road and still be linked to it.
type Mode struct {
	ID string `json:"id" yaml:"id"`
	Zh string `json:"zh" yaml:"zh"`
	En string `json:"en" yaml:"en"`
	// Vehicle selects the access tags that are read: foot, bicycle or motor_vehicle.
	Vehicle Vehicle `json:"vehicle" yaml:"vehicle"`
	// SpeedKmh is the speed on every road; 0 when ClassSpeedKmh holds.
	SpeedKmh float64 `json:"speed_kmh,omitempty" yaml:"speed_kmh"`
	// ClassSpeedKmh is the speed by highway class, for roads without a posted
	// limit; SpeedFactor scales class speeds and limits for congestion and
	// junctions (0 reads as 1).
	ClassSpeedKmh map[string]float64 `json:"class_speed_kmh,omitempty" yaml:"class_speed_kmh"`
	SpeedFactor   float64            `json:"speed_factor,omitempty" yaml:"speed_factor"`
	// Classes lists the highway classes the mode may use without a tag that says
	// so; OnlyIfAllowed those it may use only where a tag (foot=yes, sidewalk)
	// allows it. Every other class is closed, whatever its tags say, except those
	// in OpenIfDesignated (footway with bicycle=designated).
	Classes          []string `json:"classes" yaml:"classes"`
	OnlyIfAllowed    []string `json:"only_if_allowed,omitempty" yaml:"only_if_allowed"`
	OpenIfDesignated []string `json:"open_if_designated,omitempty" yaml:"open_if_designated"`
	// ObeysOneWay: one-way streets bind the mode (oneway:bicycle may lift it for
	// bicycles).
	ObeysOneWay bool `json:"obeys_one_way" yaml:"obeys_one_way"`
	// ClosedBarriers lists what stands across a road and stops the mode when its
	// access tags do not say otherwise (bollard for a car).
	ClosedBarriers []string `json:"closed_barriers,omitempty" yaml:"closed_barriers"`
	// Ferries: roads of class ferry with a duration may be used.
	Ferries bool `json:"ferries" yaml:"ferries"`
	// LegFactor says how often the straight leg from a place to its road counts
	// (2: a way round is to be expected). LegSpeedKmh is the speed on the leg,
	// which is walked.
	LegFactor   float64 `json:"leg_factor" yaml:"leg_factor"`
	LegSpeedKmh float64 `json:"leg_speed_kmh" yaml:"leg_speed_kmh"`
	// LinkLimitM is the longest straight leg in metres, LinkLimitBuiltUpM the one
	// inside built-up areas (0 reads as LinkLimitM).
	LinkLimitM        float64 `json:"link_limit_m" yaml:"link_limit_m"`
	LinkLimitBuiltUpM float64 `json:"link_limit_built_up_m,omitempty" yaml:"link_limit_built_up_m"`
	// Slope is what slopes do to the speed; nil for a mode that has no such rule, and
	// so no metric with slopes.
	Slope      *SlopeRule `json:"slope,omitempty" yaml:"slope"`
	Provenance `yaml:",inline"`
}

// TopSpeedKmh is the highest speed the mode can reach on a road without a posted
// limit; it bounds how far a time can carry (a posted limit may be higher: see
// the graph's own top speed).
func (m *Mode) TopSpeedKmh() float64 {
	top := m.SpeedKmh
	for _, v := range m.ClassSpeedKmh {
		top = max(top, v)
	}
	if m.SpeedFactor > 0 && len(m.ClassSpeedKmh) > 0 {
		top *= m.SpeedFactor
	}
	return max(top, m.LegSpeedKmh)
}
