package trial

import (
	"math"
	"math/rand"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// The generated network: a grid of which this share of the edges is kept, with
// log-normal lengths of about 95 m, walked at walkMps.
const (
	kept         = 0.68
	logLength    = 4.3
	logDeviation = 0.75
	walkMps      = 1.2
)

// Generated is the network of about n nodes that the yardstick makes too, always the
// same for one n. Lengths do not follow from the places of the nodes there, so here each
// road has the speed that makes its time the same; its mode is [Mode], its metric
// network_time.
func Generated(n int) []geo.RoadSegment {
	side := int(math.Sqrt(float64(n)))
	r := rand.New(rand.NewSource(7))
	at := func(x, y int) orb.Point { return orb.Point{119 + float64(x)*1e-3, 28 + float64(y)*0.9e-3} }
	roads := make([]geo.RoadSegment, 0, int(1.4*float64(n)))
	for y := range side {
		for x := range side {
			for k := range 2 {
				x1, y1 := x+1-k, y+k
				if x1 >= side || y1 >= side || r.Float64() > kept {
					continue
				}
				metres := math.Exp(logLength + logDeviation*r.NormFloat64())
				// A degree is about 98 km along the grid's rows and 110.8 km across them.
				straight := 98.0
				if k == 1 {
					straight = 99.7
				}
				roads = append(roads, geo.RoadSegment{
					From: int64(y*side + x + 1), To: int64(y1*side + x1 + 1), Highway: "residential",
					Geometry: orb.LineString{at(x, y), at(x1, y1)}, MaxSpeedKmh: straight / (metres / walkMps) * 3.6,
				})
			}
		}
	}
	return roads
}

// Mode is the mode that travels the generated network at the speeds of its roads.
func Mode() *geo.Mode {
	return &geo.Mode{
		ID: "generated", Vehicle: geo.InCar, Classes: []string{"residential"}, ClassSpeedKmh: map[string]float64{"residential": 4.32},
		LegFactor: 2, LegSpeedKmh: 4.32, LinkLimitM: 500,
	}
}
