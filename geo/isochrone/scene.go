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
	boxes   boxes
	streets []sceneStreet // by their place in boxes

	least []float32 // by street
	mask  []uint8
	tried []uint8
}

// sceneStreet is a street of the index, whose pieces lie dx and dy off the scene.
type sceneStreet struct {
	street int32
	dx, dy float32
}

// set lays out streets of the index around an origin.
func (s *scene) set(a *arrivals, origin orb.Point, streets []int32) {
	x := a.x
	s.a, s.origin, s.streets = a, origin, s.streets[:0]
	b := &s.boxes
	b.west, b.south, b.east, b.north, b.low = b.west[:0], b.south[:0], b.east[:0], b.north[:0], b.low[:0]
	ox, oy := float32(origin[0]), float32(origin[1])
	for i, street := range streets {
		o, all := x.origins[street], &x.boxes
		s.streets = append(s.streets, sceneStreet{street, float32(origin[0] - o[0]), float32(origin[1] - o[1])})
		b.add([4]float32{all.west[street] - ox, all.south[street] - oy, all.east[street] - ox, all.north[street] - oy})
		b.low[i] = a.low[street] - under
	}
	for len(b.low)%lanes != 0 {
		b.add(nowhere)
	}
	s.least = slices.Grow(s.least[:0], len(b.low))[:len(b.low)]
	s.mask = slices.Grow(s.mask[:0], len(b.low)/lanes)[:len(b.low)/lanes]
	s.tried = slices.Grow(s.tried[:0], len(b.low)/lanes)[:len(b.low)/lanes]
}

// under is more than single precision rounds costs by, in units.
const under = 4
