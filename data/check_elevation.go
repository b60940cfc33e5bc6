package data

import (
	"fmt"
	"math"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/slope"
)

func (c *rowCheck) block(i int, b *geo.ElevationBlock) {
	c.begin(i, "id", b.ID, b.Source)
	if _, err := crs.Parse(b.CRS); err != nil {
		c.refuse("crs", b.CRS, err.Error())
	}
	for _, n := range [...]struct {
		field string
		v     float64
		step  bool
	}{{"x0", b.X0, false}, {"y0", b.Y0, false}, {"dx", b.DX, true}, {"dy", b.DY, true}, {"base_m", b.BaseM, false}} {
		switch {
		case math.IsNaN(n.v) || math.IsInf(n.v, 0):
			c.refuse(n.field, number(n.v), "has to be a finite number")
		case n.step && n.v == 0:
			c.refuse(n.field, number(n.v), "has to be a step other than 0")
		}
	}
	if _, err := slope.Unpack(b); err != nil {
		c.refuse("samples", fmt.Sprintf("%d bytes", len(b.Samples)), err.Error())
	}
	c.polygon("geometry", b.Geometry)
}
