package demo

import (
	"fmt"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// parcelID names the parcel of a cell of the plan.
func parcelID(cell int) string { return fmt.Sprintf("demo-parcel-%06d", cell) }

// rectangle is a rectangle of the plan laid on the ground.
func (c *county) rectangle(low, high orb.Point) orb.Polygon {
	return orb.Polygon{c.t.groundRing([]orb.Point{low, {high[0], low[1]}, high, {low[0], high[1]}})}
}

// parcelGround is the ground of a cell within the streets round it.
func (c *county) parcelGround(cell int) orb.Polygon {
	in := wallInM
	if c.cells.use[cell] == useHamlet {
		in = 9
	}
	o := c.cells.origin(cell)
	return c.rectangle(orb.Point{o[0] + in, o[1] + in}, orb.Point{o[0] + cellM - in, o[1] + cellM - in})
}

// parcelArea is its area in square metres, measured once.
func (c *county) parcelArea(cell int) float64 {
	if c.areas == nil {
		c.areas = make(map[int]float64)
	}
	a, ok := c.areas[cell]
	if !ok {
		a = crs.Area(c.parcelGround(cell))
		c.areas[cell] = a
	}
	return a
}

// parcels writes the land: one parcel to a cell, with its dwellings and people
// where people live, and the buildings on it.
func (c *county) parcels() {
	persons, homes := make(map[int]int), make(map[int]int)
	for _, h := range c.homes {
		persons[h.cell] += h.persons
		homes[h.cell] += dwellings(h.persons)
	}
	draw := c.seed.of("parcels")
	for k, u := range c.cells.use {
		p := geo.Parcel{ID: parcelID(k), Source: source}
		switch u {
		case useHamlet, useQuarter, useEstate:
			if persons[k] == 0 {
				continue // beyond the county's border
			}
			p.Use = geo.UseResidential
			p.Population = geo.Known(float64(persons[k]))
			p.Dwellings = geo.Known(float64(homes[k]))
		case useCommercial:
			p.Use = geo.UseCommercial
			if draw.chance(0.4, k) {
				p.Use = geo.UseRetail
			}
		case useIndustrial:
			p.Use = geo.UseIndustrial
		case usePublic:
			p.Use = "public"
		default:
			continue
		}
		p.Geometry = orb.MultiPolygon{c.parcelGround(k)}
		c.ds.Parcels = append(c.ds.Parcels, p)
	}
	c.buildings()
}

// buildings writes the slabs of the seat's estates and the houses of one hamlet in
// each town: enough to show what a building adds, few enough to stay light.
func (c *county) buildings() {
	draw := c.seed.of("buildings")
	shown := make(map[int]bool)
	for _, tn := range c.towns {
		for _, v := range tn.villages {
			if !v.community && len(v.cells) > 0 {
				shown[v.cells[0]] = true
				break
			}
		}
	}
	for k, h := range c.homes {
		if h.cell < 0 {
			continue
		}
		b := geo.Building{Source: source, Dwellings: geo.Known(float64(dwellings(h.persons)))}
		half := orb.Point{15, 6}
		switch {
		case c.cells.use[h.cell] == useEstate && c.cells.town[h.cell] == 0:
			b.Use = "apartments"
			b.Levels = geo.Known(float64(6 + draw.below(12, k)))
		case shown[h.cell]:
			b.Use = "house"
			half = orb.Point{6, 5}
			if draw.chance(0.7, k) {
				b.Levels = geo.Known(float64(2 + draw.below(2, k, 1)))
			}
		default:
			continue
		}
		b.ID = fmt.Sprintf("demo-b%05d", len(c.ds.Buildings)+1)
		b.Geometry = c.rectangle(orb.Point{h.plan[0] - half[0], h.plan[1] - half[1]}, orb.Point{h.plan[0] + half[0], h.plan[1] + half[1]})
		c.ds.Buildings = append(c.ds.Buildings, b)
	}
}
