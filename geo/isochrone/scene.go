package isochrone

import (
	"slices"

	"github.com/paulmach/orb"
)

// scene is the streets that may serve a tile, laid out for the kernels: in metres from
// its origin, in single precision, which tells places to a tenth of a millimetre.
type scene struct {
	a      *arrivals
	origin orb.Point
	// boxes are those of the streets, offers how they are offered.
	boxes  boxes
	offers []offered

	least []float32 // by street
	mask  []uint64
	tried []uint64
}

// set lays out streets of the index around an origin.
func (s *scene) set(a *arrivals, origin orb.Point, streets []int32) {
	x := a.x
	s.a, s.origin, s.offers = a, origin, slices.Grow(s.offers[:0], len(streets))[:len(streets)]
	b := &s.boxes
	b.west, b.south, b.east, b.north, b.low = b.west[:0], b.south[:0], b.east[:0], b.north[:0], b.low[:0]
	ox, oy := float32(origin[0]), float32(origin[1])
	for i, street := range streets {
		o, all, r := x.origins[street], &x.boxes, &a.run[street]
		n := &s.offers[i]
		*n = offered{
			west: all.west[street] - ox, south: all.south[street] - oy, east: all.east[street] - ox, north: all.north[street] - oy,
			low: a.low[street] - under, perM: float32(x.legPerM),
			dx: float32(origin[0] - o[0]), dy: float32(origin[1] - o[1]), parts: r.parts,
			pieces: r.pieces, street: street, odd: r.odd, plain: r.plain, back: r.back, on: r.on,
		}
		b.add([4]float32{n.west, n.south, n.east, n.north})
		b.low[i] = n.low
	}
	for len(b.low)%word != 0 {
		b.add(nowhere)
	}
	s.least = slices.Grow(s.least[:0], len(b.low))[:len(b.low)]
	s.mask = slices.Grow(s.mask[:0], len(b.low)/word)[:len(b.low)/word]
	s.tried = slices.Grow(s.tried[:0], len(b.low)/word)[:len(b.low)/word]
}

// under is more than single precision rounds costs by, in units.
const under = 4
