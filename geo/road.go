package geo

import "github.com/paulmach/orb"

// OneWay tells in which direction of its geometry a road may be travelled.
type OneWay int8

// The directions. The zero value allows both.
const (
	BothWays OneWay = 0
	Forward  OneWay = 1
	Backward OneWay = -1
)

// RoadSegment is a stretch of road between two points where roads may join.
// It keeps what the data says; a [Mode] decides who may use it and how fast.
type RoadSegment struct {
	// ID is unique in a dataset: "osm-w123-4" is the fifth part of way 123.
	ID   string
	Name string
	// From and To identify the nodes at both ends. Segments join where they name
	// the same node. 0 means: the node is known by its coordinates (rounded to
	// 1e-7 degrees), and joins any segment that ends at exactly that place.
	From, To int64
	Geometry orb.LineString
	// Highway is the class, in OpenStreetMap's words (residential, footway …);
	// a ferry has "ferry".
	Highway string
	// OneWay is for vehicles; OneWayBicycle, when OneWayBicycleStated, overrides
	// it for bicycles (oneway:bicycle=no, cycleway=opposite…).
	OneWay              OneWay
	OneWayBicycle       OneWay
	OneWayBicycleStated bool
	// Access is the general access tag (access), Vehicle the one for all vehicles;
	// Foot, Bicycle and Motor (motor_vehicle, motorcar) refine them. "" is unstated.
	Access, Vehicle, Foot, Bicycle, Motor string
	// Sidewalk reports that the road has a pavement of its own.
	Sidewalk bool
	// MaxSpeedKmh is the posted limit, 0 if unknown.
	MaxSpeedKmh float64
	Surface     string
	Bridge      bool
	Tunnel      bool
	// Level is the layer tag: what crosses at another level does not join.
	Level int8
	// DurationS is how long a ferry takes, 0 if unknown.
	DurationS float64
	// FromBarrier and ToBarrier tell what stands at the ends: "" for nothing,
	// else the kind and its access tags, as in "gate" or
	// "bollard;foot=yes;motor_vehicle=no".
	FromBarrier, ToBarrier string
	// Source names the import the row came from. Streets end where it changes (package
	// network).
	Source string
}
