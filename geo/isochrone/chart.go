package isochrone

import (
	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// chart leads from the plane to degrees around a place, by the terms of the projection up
// to the second order: what is left out comes to 0.1 mm a kilometre off and to 5 mm
// chartM off. It takes a fiftieth of the time of the projection.
type chart struct {
	// Of longitude and latitude the terms 1, x, y, x², xy and y².
	terms [2][6]float64
}

// chartM is how far from its origin a chart serves, in metres.
const chartM = 4000

// newChart is the chart around an origin in the plane.
func newChart(proj *crs.LocalTM, origin orb.Point) (c chart) {
	const h = 500
	at := func(x, y float64) orb.Point { return proj.ToGeo(orb.Point{origin[0] + x*h, origin[1] + y*h}) }
	o, e, w, n, s, ne := at(0, 0), at(1, 0), at(-1, 0), at(0, 1), at(0, -1), at(1, 1)
	for k := range c.terms {
		x, y := (e[k]-w[k])/2, (n[k]-s[k])/2
		xx, yy := (e[k]+w[k])/2-o[k], (n[k]+s[k])/2-o[k]
		xy := ne[k] - o[k] - x - y - xx - yy
		c.terms[k] = [6]float64{o[k], x / h, y / h, xx / (h * h), xy / (h * h), yy / (h * h)}
	}
	return c
}

// toGeo is a place in metres from the origin.
func (c *chart) toGeo(x, y float64) (p orb.Point) {
	for k := range p {
		t := &c.terms[k]
		p[k] = t[0] + x*(t[1]+x*t[3]+y*t[4]) + y*(t[2]+y*t[5])
	}
	return p
}
