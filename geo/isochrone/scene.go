package isochrone

import (
	"slices"

	"github.com/paulmach/orb"
)

// scene is the streets that may serve a tile, laid out for the kernels: in metres from
// its origin, in single precision, which tells places to a tenth of a millimetre.
type scene struct {
	a       *arrivals
	origin  orb.Point
	streets []int32
	// boxes are those of the streets.
	boxes boxes
	// one is the street that is offered.
	one offered

	least []float32 // by street
	mask  []uint64
	tried []uint64
}

// set lays out the streets around an origin.
func (s *scene) set(a *arrivals, origin orb.Point) {
	s.a, s.origin, s.one.perM = a, origin, float32(a.x.legPerM)
	n := (len(s.streets) + word - 1) / word * word
	b, all := &s.boxes, &a.x.boxes
	for _, side := range [...]*[]float32{&b.west, &b.south, &b.east, &b.north, &b.low, &s.least} {
		*side = slices.Grow((*side)[:0], n)[:n]
	}
	ox, oy := float32(origin[0]), float32(origin[1])
	west, south, east, north, low := b.west[:n], b.south[:n], b.east[:n], b.north[:n], b.low[:n]
	for i, street := range s.streets {
		west[i], east[i] = all.west[street]-ox, all.east[street]-ox
		south[i], north[i] = all.south[street]-oy, all.north[street]-oy
		low[i] = a.low[street] - under
	}
	for i := len(s.streets); i < n; i++ {
		west[i], south[i], east[i], north[i], low[i] = infinite, infinite, -infinite, -infinite, infinite
	}
	s.mask, s.tried = slices.Grow(s.mask[:0], n/word)[:n/word], slices.Grow(s.tried[:0], n/word)[:n/word]
}

// offered is how a street of the scene is offered to nodes, until the next is.
func (s *scene) offered(i int) *offered {
	street, b := s.streets[i], &s.boxes
	o, r := s.a.x.origins[street], &s.a.run[street]
	s.one = offered{
		west: b.west[i], south: b.south[i], east: b.east[i], north: b.north[i],
		low: b.low[i], perM: float32(s.a.x.legPerM),
		dx: float32(s.origin[0] - o[0]), dy: float32(s.origin[1] - o[1]), back: s.a.ends[street][0], on: s.a.ends[street][1],
		parts: r.parts, pieces: r.pieces, street: street, odd: r.odd,
	}
	return &s.one
}

// under is more than single precision rounds costs by, in units.
const under = 4
