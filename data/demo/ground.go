package demo

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// footprint gives a facility its ground, the area of it, and an entrance on the
// side of its street.
func (c *county) footprint(f *geo.Facility, s site) {
	half := orb.Point{21, 15}
	if c.cells.use[s.cell] == useHamlet {
		half = orb.Point{14, 10}
	}
	out := orb.Point{0, -half[1]}
	switch s.side {
	case 1:
		half = orb.Point{half[1], half[0]}
		out = orb.Point{half[0], 0}
	case 2:
		out = orb.Point{0, half[1]}
	case 3:
		half = orb.Point{half[1], half[0]}
		out = orb.Point{-half[0], 0}
	}
	p := c.rectangle(orb.Point{s.plan[0] - half[0], s.plan[1] - half[1]}, orb.Point{s.plan[0] + half[0], s.plan[1] + half[1]})
	f.Footprint = orb.MultiPolygon{p}
	f.AreaM2 = geo.Known(math.Round(crs.Area(p)))
	f.Entrances = []orb.Point{c.t.ground(orb.Point{s.plan[0] + out[0], s.plan[1] + out[1]})}
}

// fromGround writes the facilities that follow from what the ground holds.
func (c *county) fromGround() {
	for _, p := range c.ds.Parks {
		c.ofPark(p)
	}
	seat := c.towns[0]
	spot := func(category, name string, p orb.Point, attrs map[string]any) {
		r := rule{category: category}
		c.build(&r, site{cell: -1, plan: p, at: c.t.ground(p), village: c.at(p)}, name)
		f := &c.ds.Facilities[len(c.ds.Facilities)-1]
		f.Status = geo.StatusExisting
		for k, v := range attrs {
			f.Attributes[k] = v
		}
	}
	for k, v := range c.net.accesses {
		p := c.net.nodes[v]
		spot("motorway_access", fmt.Sprintf("霁澜高速澜汀%d号收费站", k+1), orb.Point{p[0] + 20, p[1] - 20}, nil)
	}
	rail := c.t.rail
	spot("rail_station", "澜汀站", rail.point(seat.seat[0]+60, -60), map[string]any{"ownership": "public"})
	river := c.t.river
	pier := river.point(seat.seat[0]+250, river.halfAt(seat.seat[0]+250)+6)
	spot("passenger_pier", "澜汀客运码头", pier, map[string]any{"ownership": "public"})

	bank := func(ci int) orb.Point { return river.bankPoint(corner(ci, 0)[0], 1) }
	for k := -northBankWest + 2; k <= northBankEast; k += 6 {
		spot("greenway", fmt.Sprintf("澜水绿道%d号驿站", (k+northBankWest)/6+1), bank(seat.ci+k), map[string]any{"level": "provincial", "status": "existing", "is_connector": false})
	}
	for _, tn := range c.towns[1:] {
		spot("greenway", tn.name+"绿道驿站", corner(tn.ci+2, tn.cj+1), map[string]any{"level": "community", "status": "existing", "is_connector": false})
	}
}

// ofPark writes the facility that a park is: a park from 5,000 m², a pocket park
// from 400 m², or a square. Smaller greens are none.
func (c *county) ofPark(p geo.Park) {
	area := crs.Area(p.Geometry)
	category := ""
	switch {
	case p.Kind == "square":
		category = "square"
	case area >= 5000:
		category = "park"
	case area >= 400:
		category = "pocket_park"
	}
	if category == "" {
		return
	}
	ring := p.Geometry[0][0]
	middle := round7(orb.Point{(ring[0][0] + ring[2][0]) / 2, (ring[0][1] + ring[2][1]) / 2})
	c.ds.Facilities = append(c.ds.Facilities, geo.Facility{
		ID: fmt.Sprintf("demo-f%05d", len(c.ds.Facilities)+1), Name: p.Name, Categories: []string{category},
		Location: middle, Entrances: append([]orb.Point(nil), p.Entrances...), Footprint: p.Geometry.Clone(),
		AreaM2: geo.Known(math.Round(area)), Status: p.Status,
		Attributes: map[string]any{"area_m2": math.Round(area), "kind": p.Kind}, Source: source,
	})
}

// FacilityAcrossBorder is the name of the home-care centre that stands just beyond
// the border of the town that has none.
const FacilityAcrossBorder = "界桥居家养老服务中心"

// beyond writes what stands on the other side of a border: the home-care centre,
// and a few facilities outside the county.
func (c *county) beyond() {
	if p, v, ok := c.acrossBorder(); ok {
		r := rule{category: "elderly_service_centre", low: 600, high: 2500}
		c.build(&r, site{cell: -1, plan: p, at: c.t.ground(p), village: v}, FacilityAcrossBorder)
		c.ds.Facilities[len(c.ds.Facilities)-1].Status = geo.StatusExisting
	}
	// Beside the primary road of the county seat's row, west and east of the county.
	west, east := c.towns[0], c.towns[0]
	for _, tn := range c.towns {
		if tn.row != west.row {
			continue
		}
		if tn.ci < west.ci {
			west = tn
		}
		if tn.ci > east.ci {
			east = tn
		}
	}
	for k, category := range []string{"fuel", "convenience_store", "bus_stop", "catering", "village_clinic", "primary_school"} {
		p := orb.Point{-marginM + 500 + 120*float64(k), west.seat[1] + 22}
		if k%2 == 1 {
			p = orb.Point{c.t.w + marginM - 500 - 120*float64(k), east.seat[1] + 22}
		}
		if c.barred(category, c.t.ground(p), nil) {
			continue
		}
		r := rule{category: category}
		c.build(&r, site{cell: -1, plan: p, at: c.t.ground(p)}, fmt.Sprintf("界外%d号点", k+1))
	}
}

// acrossBorder finds a place beside a road and next to the border of
// [TownWithoutElderlyCentre], on the neighbour's side: of all such the nearest to
// the town's seat.
func (c *county) acrossBorder() (orb.Point, *village, bool) {
	tn := c.towns[1]
	near := make(map[int]bool) // cells of neighbours at the border
	for k, o := range c.land.town {
		if o < 0 || int(o) == tn.index {
			continue
		}
		for _, n := range c.land.neighbours(k) {
			near[k] = near[k] || n >= 0 && int(c.land.town[n]) == tn.index
		}
	}
	best, found := math.Inf(1), orb.Point{}
	for k := range c.net.ways {
		w := &c.net.ways[k]
		if w.gone || w.kind == kindMotorway || w.bridge || w.tunnel {
			continue
		}
		p := c.net.nodes[w.a]
		p[0] += 9
		p[1] += 9
		if d := apartM(p, tn.seat); d < best && near[c.land.locate(p, c.t.ground(p))] {
			best, found = d, p
		}
	}
	return found, c.at(found), best < math.Inf(1)
}
