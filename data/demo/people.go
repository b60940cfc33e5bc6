package demo

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// How many people live in a county: at five towns 250,000.
const (
	personsOfSeat = 100000
	personsOfTown = 30000
)

// dwelling is a home while it is being made.
type dwelling struct {
	plan    orb.Point
	at      orb.Point
	village *village
	cell    int // of the plan, -1 on the island and in the fields
	weight  float64
	persons int
}

// people puts homes on the ground where people live, shares the county's people
// out among them and writes the rows of population with the homes they stand for.
func (c *county) people() {
	s := c.seed.of("homes")
	for k, u := range c.cells.use {
		if !u.homes() {
			continue
		}
		o := c.cells.origin(k)
		for sub := range 16 {
			var p orb.Point
			weight := s.span(0.6, 1.4, k, sub, 0)
			switch u {
			case useEstate:
				// Between the wall and the ring of streets, or inside the ring.
				across := [4]float64{31, 75, 125, 169}
				p = orb.Point{o[0] + across[sub%4], o[1] + across[sub/4]}
				weight *= 22
			case useQuarter:
				if s.chance(0.12, k, sub, 1) {
					continue
				}
				p = orb.Point{o[0] + 25 + 50*float64(sub%4) + s.span(-9, 9, k, sub, 2), o[1] + 25 + 50*float64(sub/4) + s.span(-9, 9, k, sub, 3)}
				weight *= 14
			default:
				if s.chance(0.55, k, sub, 1) {
					continue
				}
				p = orb.Point{o[0] + 25 + 50*float64(sub%4) + s.span(-10, 10, k, sub, 2), o[1] + 25 + 50*float64(sub/4) + s.span(-10, 10, k, sub, 3)}
				weight *= 8.5
			}
			c.settleAt(p, k, weight)
		}
	}
	c.islanders()
	c.farmstead(s)
	c.share(personsOfSeat + personsOfTown*(len(c.towns)-1))
	c.writePeople(s)
}

// settleAt adds a home, if the place lies in the county.
func (c *county) settleAt(p orb.Point, cell int, weight float64) {
	if v := c.at(p); v != nil {
		c.homes = append(c.homes, dwelling{plan: p, at: c.t.ground(p), village: v, cell: cell, weight: weight})
	}
}

// share gives every home its people, in whole persons that sum to the total: the
// differences of the rounded running sum.
func (c *county) share(total int) {
	var sum float64
	for _, h := range c.homes {
		sum += h.weight
	}
	var run float64
	given := 0
	for k := range c.homes {
		h := &c.homes[k]
		run += h.weight
		upTo := int(math.Round(float64(total) * run / sum))
		if k == len(c.homes)-1 {
			upTo = total
		}
		h.persons = upTo - given
		given = upTo
		h.village.persons += h.persons
	}
}

// groups draws the age groups of a home: young in the estates, old in hamlets.
// The first three sum to the persons; 65+ is part of 60+.
func groups(persons int, u use, s seed, k int) map[string]float64 {
	child, old := 0.11, 0.33
	switch u {
	case useEstate:
		child, old = 0.18, 0.14
	case useQuarter:
		child, old = 0.14, 0.22
	}
	n := float64(persons)
	part := func(share float64, topic int) float64 { return math.Floor(n*share + s.unit(k, topic)) }
	children := min(n, part(child, 4))
	olds := min(n-children, part(old, 5))
	oldest := min(olds, math.Floor(olds*0.68+s.unit(k, 6)))
	return map[string]float64{"0-14": children, "15-59": n - children - olds, "60+": olds, "65+": oldest}
}

// writePeople writes one row of population, a point, and one home for each.
func (c *county) writePeople(s seed) {
	inCell := make(map[int]int)
	for _, h := range c.homes {
		inCell[h.cell]++
	}
	c.ds.Population = make([]geo.PopulationCell, 0, len(c.homes))
	c.ds.Homes = make([]geo.Home, 0, len(c.homes))
	for k, h := range c.homes {
		u := useHamlet
		var parcel string
		var land geo.Amount
		if h.cell >= 0 {
			u = c.cells.use[h.cell]
			parcel = parcelID(h.cell)
			land = geo.Known(math.Round(c.parcelArea(h.cell) / float64(inCell[h.cell])))
		}
		id := fmt.Sprintf("demo-pop-%06d", k+1)
		ages := groups(h.persons, u, s, k)
		c.ds.Population = append(c.ds.Population, geo.PopulationCell{
			ID: id, Geometry: h.at, Persons: geo.Known(float64(h.persons)), Groups: ages, Source: source,
		})
		c.ds.Homes = append(c.ds.Homes, geo.Home{
			ID:       "p-" + id, // as homes made again from the row are named
			Location: h.at, Persons: geo.Known(float64(h.persons)), Groups: copied(ages),
			ResidentialM2: land, Dwellings: geo.Known(float64(dwellings(h.persons))),
			Town: h.village.town.code, Village: h.village.code,
			Cell: id, Parcel: parcel, Source: source,
		})
	}
}

// dwellings is the number of dwellings that so many people live in, at 2.6 persons
// to a household (the mean of the national census of 2020 is 2.62).
func dwellings(persons int) int { return max(1, int(math.Round(float64(persons)/2.6))) }

func copied(m map[string]float64) map[string]float64 {
	out := make(map[string]float64, len(m))
	for k, v := range m {
		out[k] = v
	}
	return out
}
