package demo

import (
	"fmt"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// The river greenway: how many columns of cells it runs west and east of the
// county seat. Westward it goes on past the border of the next town.
const (
	northBankWest = 38
	northBankEast = 12
	southBank     = 12

	riverGreenway = "澜水绿道北岸"
	southGreenway = "澜水绿道南岸"
)

// Greenways that stand for a case of their own.
const (
	// GreenwayNorth and GreenwaySouth run along both banks of the river, more than
	// 70 m apart; the northern one crosses the border of a town.
	GreenwayNorth = "demo-greenway-north"
	GreenwaySouth = "demo-greenway-south"
	// GreenwayRing shares more than 2 km of its way with GreenwayNorth.
	GreenwayRing = "demo-greenway-ring"
	// GreenwayPlanned and GreenwayBuilding do not exist yet.
	GreenwayPlanned  = "demo-greenway-planned"
	GreenwayBuilding = "demo-greenway-building"
	// GreenwayConnector borrows a street.
	GreenwayConnector = "demo-greenway-connector"
)

// greenways writes the greenways.
func (c *county) greenways() {
	seat := c.towns[0]
	r := c.t.river
	bank := func(from, to, side int) orb.LineString {
		off := func(a float64) float64 { return float64(side) * (r.halfAt(a) + r.bank) }
		var ps []orb.Point
		for ci := from; ci < to; ci++ {
			leg := r.trace(corner(ci, 0)[0], corner(ci+1, 0)[0], off)
			if ci > from {
				leg = leg[1:]
			}
			ps = append(ps, leg...)
		}
		return c.t.groundLine(ps)
	}
	add := func(id, name, grade string, status geo.Status, connector bool, lines ...orb.LineString) {
		c.ds.Greenways = append(c.ds.Greenways, geo.Greenway{
			ID: id, Name: name, Grade: grade, Status: status, Connector: connector, Geometry: lines, Source: source,
		})
	}
	add(GreenwayNorth, riverGreenway, "provincial", geo.StatusExisting, false,
		bank(seat.ci-northBankWest, seat.ci, 1), bank(seat.ci, seat.ci+northBankEast, 1))
	add(GreenwaySouth, southGreenway, "municipal", geo.StatusExisting, false, bank(seat.ci-southBank, seat.ci+southBank, -1))
	landing := func(ci int) orb.Point { return r.bankPoint(corner(ci, 0)[0], 1) }
	add(GreenwayRing, "环城绿道", "county", geo.StatusExisting, false,
		bank(seat.ci-6, seat.ci+6, 1),
		c.alongPlan(landing(seat.ci+6), corner(seat.ci+6, seat.cj+4), corner(seat.ci, seat.cj+4)))
	add(GreenwayPlanned, "澜水绿道东延", "municipal", geo.StatusPlanned, false, bank(seat.ci+northBankEast, seat.ci+northBankEast+5, 1))
	add(GreenwayBuilding, "铁路绿廊", "county", geo.StatusBuilding, false,
		c.t.groundLine(c.t.rail.trace(seat.seat[0]-2000, seat.seat[0]-400, func(float64) float64 { return -45 })))
	add(GreenwayConnector, "滨水连接线", "county", geo.StatusExisting, true, c.alongPlan(landing(seat.ci), seat.seat))
	for _, tn := range c.towns[1:] {
		add(fmt.Sprintf("demo-greenway-%s", tn.code), townHeads[(tn.index-1)%len(townHeads)]+"社区绿道", "community", geo.StatusExisting, false,
			c.alongPlan(corner(tn.ci-3, tn.cj+1), corner(tn.ci+2, tn.cj+1), corner(tn.ci+2, tn.cj+4)))
	}
}

// alongPlan is a line through places of the plan, with a vertex every 50 m, so
// that it bends with the ground.
func (c *county) alongPlan(ps ...orb.Point) orb.LineString {
	dense := ps[:1:1]
	for k := 1; k < len(ps); k++ {
		a, b := ps[k-1], ps[k]
		parts := int(apartM(a, b)/fineM) + 1
		for i := 1; i <= parts; i++ {
			f := float64(i) / float64(parts)
			dense = append(dense, orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])})
		}
	}
	return c.t.groundLine(dense)
}
