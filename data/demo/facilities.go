package demo

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// site is a place for a facility, beside a street.
type site struct {
	cell, side, step int
	plan             orb.Point
	at               orb.Point
	village          *village
}

// facilities places facilities by the catalogue, and those that follow from the
// ground. Offices come first: they are the seats of their units.
func (c *county) facilities() {
	c.taken = make(map[[3]int]bool)
	c.placed = make(map[string][]orb.Point)
	c.starred = make(map[*town]bool)
	c.offices()
	for _, tn := range c.towns {
		for _, v := range tn.villages {
			if v.code == VillageWithoutClinic {
				c.farSeat = v.seat
			}
		}
	}
	for _, h := range c.homes {
		if h.village.code == QuarterWithoutKindergarten {
			c.quarterHomes = append(c.quarterHomes, h.at)
		}
	}
	rules := catalogue()
	for k := range rules {
		c.follow(&rules[k])
	}
	c.fromGround()
	c.beyond()
}

func firstOf(cells []int, n int) []int { return cells[:min(n, len(cells))] }

// follow places what a rule asks for.
func (c *county) follow(r *rule) {
	draw := c.seed.of("count").of(r.category)
	count := func(mean float64, keys ...int) int { return int(math.Floor(mean + draw.unit(keys...))) }
	put := func(cells []int, mean float64, name string, scope, key int) {
		for n := range count(mean, scope, key) {
			if s, ok := c.choose(r, cells, draw.of("place"), scope, key, n); ok {
				label := name
				if n > 0 {
					label = fmt.Sprintf("%s第%d", name, n+1)
				}
				c.build(r, s, label)
			}
		}
	}
	put(c.towns[0].built, r.county, "澜汀县", 0, 0)
	for _, tn := range c.towns {
		short := []rune(tn.name)
		near := firstOf(tn.built, 2*len(tn.built)/3)
		put(near, r.town, string(short[:len(short)-1]), 1, tn.index)
		for _, v := range tn.villages {
			short := []rune(v.name)
			base := string(short[:2])
			if v.community {
				put(v.cells, r.community, base, 2, v.index)
			} else {
				put(v.cells, r.village, base, 3, v.index)
			}
		}
	}
}

// choose looks at some sites and takes the one furthest from others of the
// category. It reports false when no site is free of gaps.
func (c *county) choose(r *rule, cells []int, s seed, keys ...int) (site, bool) {
	var best site
	far, found := -1.0, false
	key := 0
	for _, k := range keys {
		key = key*1009 + k
	}
	for try := 0; try < 10 && len(cells) > 0; try++ {
		cell := cells[s.below(len(cells), key, try, 0)]
		u := c.cells.use[cell]
		if u == useFringe || u == useOpen || u == useEstate && r.ground {
			continue
		}
		st := site{cell: cell, side: s.below(4, key, try, 1), step: s.below(4, key, try, 2)}
		if c.taken[[3]int{cell, st.side, st.step}] {
			continue
		}
		st.plan = c.beside(cell, st.side, st.step, c.inset(u, r.ground))
		st.at = c.t.ground(st.plan)
		st.village = c.at(st.plan)
		if st.village == nil || c.barred(r.category, st.at, st.village) {
			continue
		}
		d := math.Inf(1)
		for _, o := range c.placed[r.category] {
			d = min(d, apartM(o, st.plan))
		}
		if d > far {
			best, far, found = st, d, true
		}
	}
	return best, found
}

// inset is how far within its cell a facility stands.
func (c *county) inset(u use, ground bool) float64 {
	switch {
	case u == useEstate:
		return 6 // between street and wall
	case u == useHamlet && ground:
		return 25
	case u == useHamlet:
		return 13
	case ground:
		return 34
	}
	return 15
}

// beside is a place within a cell, so far from one of its sides (0 south, 1 east,
// 2 north, 3 west), in one of four steps along it.
func (c *county) beside(cell, side, step int, inset float64) orb.Point {
	o := c.cells.origin(cell)
	along := 25 + 50*float64(step)
	switch side {
	case 0:
		return orb.Point{o[0] + along, o[1] + inset}
	case 1:
		return orb.Point{o[0] + cellM - inset, o[1] + along}
	case 2:
		return orb.Point{o[0] + along, o[1] + cellM - inset}
	}
	return orb.Point{o[0] + inset, o[1] + along}
}

// build writes a facility at a site.
func (c *county) build(r *rule, s site, name string) {
	if s.cell >= 0 {
		c.taken[[3]int{s.cell, s.side, s.step}] = true
	}
	c.placed[r.category] = append(c.placed[r.category], s.plan)
	k := len(c.ds.Facilities) + 1
	draw := c.seed.of("facility").of(r.category)
	f := geo.Facility{
		ID: fmt.Sprintf("demo-f%05d", k), Name: name + r.suffix, Categories: []string{r.category},
		Location: s.at, Status: geo.StatusExisting, Attributes: r.attributes(draw, k), Source: source,
	}
	// Schools of nine years, and centres that house two services.
	switch d := draw.of("second").unit(k); {
	case r.category == "junior_high" && d < 0.3:
		f.Categories = append(f.Categories, "primary_school")
	case r.category == "neighbourhood_centre" && d < 0.5:
		f.Categories = append(f.Categories, "library")
	}
	if r.ground && s.cell >= 0 {
		c.footprint(&f, s)
	} else if r.high > 0 && !draw.chance(unknownShare, k, 90) {
		f.AreaM2 = geo.Known(math.Round(draw.span(r.low, r.high, k, 91)))
	}
	if a, ok := f.AreaM2.Get(); ok {
		f.Attributes["area_m2"] = a
	}
	// What there are many of may be planned or closed; the only one of a town stands.
	if len(c.placed[r.category]) > 2*len(c.towns) {
		switch d := draw.of("status").unit(k); {
		case d < 0.015:
			f.Status = geo.StatusPlanned
		case d < 0.03:
			f.Status = geo.StatusClosed
		case d < 0.04:
			f.Status = geo.StatusBuilding
		}
	}
	c.bent(&f, s.village)
	c.star(&f, s.village)
	c.ds.Facilities = append(c.ds.Facilities, f)
}
