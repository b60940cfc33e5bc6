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
	for _, street := range streets {
		o := x.originOf(street)
		s.streets = append(s.streets, sceneStreet{street, float32(origin[0] - o[0]), float32(origin[1] - o[1])})
		box := &x.boxes[street]
		s.box(box[0]-ox, box[1]-oy, box[2]-ox, box[3]-oy, a.low[street]-under)
	}
	for len(b.low)%lanes != 0 {
		s.box(0, 0, 0, 0, infinite)
	}
	s.least = slices.Grow(s.least[:0], len(b.low))[:len(b.low)]
	s.mask = slices.Grow(s.mask[:0], len(b.low)/lanes)[:len(b.low)/lanes]
	s.tried = slices.Grow(s.tried[:0], len(b.low)/lanes)[:len(b.low)/lanes]
}

// under is more than single precision rounds costs by, in units.
const under = 4

func (s *scene) box(west, south, east, north, low float32) {
	b := &s.boxes
	b.west, b.south, b.east, b.north = append(b.west, west), append(b.south, south), append(b.east, east), append(b.north, north)
	b.low = append(b.low, low)
}
