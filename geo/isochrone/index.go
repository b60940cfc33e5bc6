package isochrone

import (
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// index is what is known of the ground around streets, whatever is asked: the streets
// in the order of the ground, where barriers are and how long legs may be. It knows no
// costs.
type index struct {
	*streets
	lattice
	barriers
	legs
	// legPerM is the cost of a metre of leg.
	legPerM float64
}

func newIndex(l *network.Linker) *index {
	x := &index{streets: newStreets(l.Lines()), legs: newLegs(l.Graph().Mode())}
	const far = 1000
	x.legPerM = float64(x.lines.LegCost(far)) / far
	x.lattice = newLattice(x.segs, x.longM)
	x.markBarriers()
	x.markLegs()
	return x
}

func (x *index) bytes() int64 { return x.streets.bytes() + x.barriers.bytes() + x.legs.bytes() }
