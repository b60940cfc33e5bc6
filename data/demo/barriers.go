package demo

import (
	"fmt"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// barriers writes what nobody steps across: the river with its island, the
// railway, and the walls of estates. The motorway is among the roads.
func (c *county) barriers() {
	const beyond = marginM + 300
	r := c.t.river
	edge := func(side float64) func(float64) float64 {
		return func(a float64) float64 { return side * r.halfAt(a) }
	}
	bank := r.trace(-beyond, c.t.w+beyond, edge(-1))
	bank = append(bank, r.trace(c.t.w+beyond, -beyond, edge(1))...)
	hole := c.t.groundRing(c.islandShore())
	hole.Reverse()
	c.ds.Barriers = append(c.ds.Barriers,
		geo.Barrier{ID: "demo-river", Kind: geo.BarrierWater, Geometry: orb.Polygon{c.t.groundRing(bank), hole}, Source: source},
		geo.Barrier{ID: "demo-railway", Kind: geo.BarrierRailway, Source: source,
			Geometry: c.t.groundLine(c.t.rail.trace(-beyond, c.t.w+beyond, func(float64) float64 { return 0 }))},
	)
	for k, w := range c.net.walls {
		lines := make(orb.MultiLineString, len(w.lines))
		for i, l := range w.lines {
			lines[i] = c.t.groundLine(l)
		}
		var g orb.Geometry = lines
		if len(lines) == 1 {
			g = lines[0]
		}
		c.ds.Barriers = append(c.ds.Barriers, geo.Barrier{ID: fmt.Sprintf("demo-wall-%04d", k+1), Kind: geo.BarrierWall, Geometry: g, Source: source})
	}
}
