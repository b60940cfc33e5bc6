package demo

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// ParkAtThreshold is the id of the county seat's park whose area just reaches
// (400, 2000, 5000), or just keeps below (399, 1999, 4999), a size threshold of the
// park rules: the area in square metres lies between the number and one more.
func ParkAtThreshold(m2 int) string { return fmt.Sprintf("demo-park-%d", m2) }

// Parks that stand for a case of their own.
const (
	// ParkWestHalf and ParkEastHalf adjoin: 4,900 and 200 m². Only dissolved do
	// they reach 5,000 m².
	ParkWestHalf = "demo-park-west-half"
	ParkEastHalf = "demo-park-east-half"
	// ParkLarge covers a whole block, some 3 ha.
	ParkLarge = "demo-park-large"
	// ParkOutside lies just beyond the county's border, and serves homes within it.
	ParkOutside = "demo-park-outside"
)

// parks writes parks and squares.
func (c *county) parks() {
	draw := c.seed.of("parks")
	seat := c.towns[0]
	thresholds := []int{399, 400, 1999, 2000, 4999, 5000}
	for _, tn := range c.towns {
		for k, cell := range tn.greens {
			m := c.cells.middle(cell)
			// Off the middle, where the footways of the green cross.
			m[0] += 40
			m[1] += 40
			turn := draw.span(0, math.Pi/2, cell, 0)
			name := fmt.Sprintf("%s%s", roadHeads[draw.below(len(roadHeads), cell, 1)], map[bool]string{true: "公园", false: "游园"}[k%2 == 0])
			switch {
			case tn == seat && k == 0:
				c.addPark(ParkLarge, "澜汀公园", "park", geo.StatusExisting, c.parcelGround(cell))
			case tn == seat && k <= len(thresholds):
				a := float64(thresholds[k-1])
				c.addPark(ParkAtThreshold(thresholds[k-1]), name, "park", geo.StatusExisting, c.sized(m, a+0.2, a+0.8, turn))
			case tn == seat && k == len(thresholds)+1:
				c.halves(m, turn)
			default:
				c.common(tn, k, cell, m, turn, name, draw)
			}
		}
	}
	if m, ok := c.justOutside(); ok {
		c.addPark(ParkOutside, "界外公园", "park", geo.StatusExisting, c.sized(m, 6300, 6310, 0.3))
	}
}

// common writes a park of no particular size: the first of a town a park, the
// second a garden, then whatever the draw says.
func (c *county) common(tn *town, k, cell int, m orb.Point, turn float64, name string, draw seed) {
	kind, area, status := "park", draw.span(5500, 6500, cell, 2), geo.StatusExisting
	switch {
	case k == 0:
	case k == 1:
		kind, area = "garden", draw.span(600, 3500, cell, 3)
	case draw.chance(0.25, cell, 4):
		kind, area = "square", draw.span(1500, 5000, cell, 5)
		name = name[:len(name)-len("公园")] + "广场"
	case draw.chance(0.5, cell, 6):
		kind, area = "garden", draw.span(420, 4500, cell, 7)
	}
	if k > 1 {
		switch d := draw.unit(cell, 8); {
		case d < 0.10:
			status = geo.StatusPlanned
		case d < 0.18:
			status = geo.StatusBuilding
		case d < 0.22:
			status = geo.StatusClosed
		}
	}
	c.addPark(fmt.Sprintf("demo-park-%s-%02d", tn.code, k+1), name, kind, status, c.sized(m, area, area+5, turn))
}

// addPark writes a park. Two of three have their entrances noted: the middles of
// two opposite sides.
func (c *county) addPark(id, name, kind string, status geo.Status, p orb.Polygon) {
	park := geo.Park{ID: id, Name: name, Kind: kind, Status: status, Geometry: orb.MultiPolygon{p}, Source: source}
	if len(c.ds.Parks)%3 != 2 {
		for _, k := range [2]int{0, 2} {
			a, b := p[0][k], p[0][k+1]
			park.Entrances = append(park.Entrances, round7(orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}))
		}
	}
	c.ds.Parks = append(c.ds.Parks, park)
}

// sized is a rectangle round a place of the plan whose area on the ellipsoid, after
// rounding, lies between lo and hi. Rounding moves corners by half a centimetre,
// so it is found by trying.
func (c *county) sized(plan orb.Point, lo, hi, turn float64) orb.Polygon {
	at := c.t.bend(plan)
	side := math.Sqrt((lo + hi) / 2)
	var p orb.Polygon
	for try := range 200 {
		p = c.block(at, -side*0.6, side*0.6, -side/2.4, side/2.4, turn)
		a := crs.Area(p)
		if a >= lo && a <= hi {
			break
		}
		// Towards the middle of the window, never twice the same way.
		side *= math.Sqrt((lo+hi)/2/a) * (1 + 1e-5*float64(try%7-3))
	}
	return p
}

// block is a rectangle round a place of the plane, turned by an angle.
func (c *county) block(at orb.Point, x0, x1, y0, y1, turn float64) orb.Polygon {
	sin, cos := math.Sincos(turn)
	ring := make(orb.Ring, 0, 5)
	for _, q := range [4]orb.Point{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}} {
		ring = append(ring, c.t.lay(orb.Point{at[0] + q[0]*cos - q[1]*sin, at[1] + q[0]*sin + q[1]*cos}))
	}
	return orb.Polygon{append(ring, ring[0])}
}

// halves writes two parks that share a side to the corner.
func (c *county) halves(plan orb.Point, turn float64) {
	at := c.t.bend(plan)
	const wide, high = 70.0, 70.0
	c.addPark(ParkWestHalf, "双联公园西区", "park", geo.StatusExisting, c.block(at, -wide/2, wide/2, -high/2, high/2, turn))
	c.addPark(ParkEastHalf, "双联公园东区", "park", geo.StatusExisting, c.block(at, wide/2, wide/2+200/high, -high/2, high/2, turn))
}

// justOutside finds a place beyond the county's border, as near as may be to a
// hamlet within it.
func (c *county) justOutside() (orb.Point, bool) {
	var hamlets []orb.Point
	for k, u := range c.cells.use {
		if u == useHamlet {
			hamlets = append(hamlets, c.cells.middle(k))
		}
	}
	best, found := math.Inf(1), orb.Point{}
	for k, o := range c.land.town {
		if o >= 0 {
			continue
		}
		edge := false
		for _, n := range c.land.neighbours(k) {
			edge = edge || n >= 0 && c.land.town[n] >= 0
		}
		if !edge {
			continue
		}
		for _, h := range hamlets {
			if d := apartM(h, c.land.spot(k)); d < best {
				best, found = d, c.land.spot(k)
			}
		}
	}
	return found, best < math.Inf(1)
}
