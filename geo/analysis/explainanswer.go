package analysis

import (
	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// ExplainAnswer says of one place what is in its reach and what is not.
type ExplainAnswer struct {
	Point orb.Point
	// Units are those that the place lies in, from the widest to the narrowest.
	Units []*geo.Unit
	// BuiltUp tells whether it lies in the built-up area of its town; BuiltUpKnown is
	// false, with the reason, where the town has none that is known.
	BuiltUp, BuiltUpKnown bool
	BuiltUpReason         string
	// Circles are the available circles of homes, in the order of the profiles.
	Circles []ExplainedCircle
}

// ExplainedCircle is a circle as seen from a place.
type ExplainedCircle struct {
	Circle *geo.Circle
	// Applies is whether the circle speaks for the place; Reason says why not.
	Applies bool
	Reason  string
	// OffNetwork is set where the place has no link to the network of the circle's mode.
	OffNetwork *OffNetworkError
	// Set is nil for a circle without one.
	Set *geo.RequirementSet
	// LinkM is the straight distance to the street where the place meets the network, 0
	// for straight lines.
	LinkM float64
	// Slopes is nil for a metric without slopes.
	Slopes       *Slopes
	Requirements []ExplainedRequirement
	// Missing is how many of them are not met.
	Missing int
}

// ExplainedRequirement is one requirement of a set at a place.
type ExplainedRequirement struct {
	Requirement *geo.Requirement
	Met         bool
	// Within is how many distinct facilities of those that count are within the limit, at
	// most as many as are required.
	Within int
	// Nearest decides: the nearest facility, or of several that are required the last.
	// Where there are fewer in all it is the farthest of these, and nil where there is none.
	Nearest *Nearest
	// Facilities is how many count in the whole dataset. Unknown are those within the limit
	// that may count as well, but lack an attribute that is asked for; the nearest first, at
	// most [MaxUnknown].
	Facilities int
	Unknown    []Nearest
	// Reason says why there is no nearest facility, or why there are too few.
	Reason string
}

// MaxUnknown bounds a list of facilities that lack an attribute.
const MaxUnknown = 10
