package greenway

import (
	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

const (
	// SameM is how near, in metres, a stretch lies to an earlier one to be the same.
	SameM = 1.0
	// SameAngle is how much, in degrees, their directions may differ.
	SameAngle = 20.0
	// BorderM is how near, in metres, a stretch on the border runs to it.
	BorderM = 0.05
	// JoinM is the widest gap in metres that is no gap.
	JoinM = 20.0
)

// Why a figure is unknown.
const (
	ReasonNoGreenways  = "the data holds no greenways"
	ReasonNoPopulation = "the population of the unit is not known"
	ReasonNobody       = "nobody lives in the unit"
)

// Result is the greenways of a unit. Lengths are metres on the ellipsoid, each metre
// once; lines are in degrees, rounded to 1e-7.
type Result struct {
	// LengthM is the length of built greenways, unknown when the data holds no
	// greenways at all.
	LengthM geo.Amount
	// KmPer10k is LengthM in kilometres per 10,000 people. When it is unknown, Reason
	// says why.
	KmPer10k geo.Amount
	Reason   string
	// BorderM is the length of built greenways along the unit's border; half of it is
	// in LengthM.
	BorderM float64
	// PlannedM is the length of greenways planned or being built, ConnectorM that of
	// existing connectors, both where no built greenway runs already. Unknown as
	// LengthM is.
	PlannedM   geo.Amount
	ConnectorM geo.Amount
	// Components counts the clusters of built greenways that hang together;
	// ComponentsLinked counts them with connectors as links between them.
	Components       int
	ComponentsLinked int
	// Built, Planned and Connectors are what was measured.
	Built, Planned, Connectors orb.MultiLineString
}

// class sorts greenways by how they count.
type class int8

const (
	built class = iota
	planned
	connector
	left // out
)

func classOf(g *geo.Greenway) class {
	switch {
	case g.Status.Exists() && g.Connector:
		return connector
	case g.Status.Exists():
		return built
	case g.Connector || g.Status == geo.StatusClosed:
		return left
	}
	return planned
}
