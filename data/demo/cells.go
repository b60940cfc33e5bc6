package demo

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// use is what a cell of the plan is for.
type use uint8

const (
	useOpen       use = iota // fields: lanes along its sides only
	useHamlet                // a hamlet of lanes 50 m apart
	useQuarter               // streets 100 m apart, homes and shops
	useEstate                // a gated estate of flats
	useCommercial            // shops and offices
	useIndustrial            // works
	usePublic                // schools, hospitals, offices
	useGreen                 // parks and squares
	useFringe                // built-up ground cut by a river, railway or motorway
)

// step is the distance between streets in steps of the fine lattice.
func (u use) step() int {
	switch u {
	case useOpen:
		return 4
	case useHamlet:
		return 1
	}
	return 2
}

// urban reports whether the cell is part of a built-up area.
func (u use) urban() bool { return u >= useQuarter }

// homes reports whether people live there.
func (u use) homes() bool { return u == useHamlet || u == useQuarter || u == useEstate }

// cells is the plan's ground, row by row from the south-west.
type cells struct {
	nx, ny int
	use    []use
	town   []int16 // the town whose built-up area it belongs to, -1 for none
}

func (c *cells) index(ci, cj int) int { return cj*c.nx + ci }

// at is the use of a cell; beyond the plan lie fields.
func (c *cells) at(ci, cj int) use {
	if ci < 0 || cj < 0 || ci >= c.nx || cj >= c.ny {
		return useOpen
	}
	return c.use[c.index(ci, cj)]
}

// origin is the south-west corner of a cell on the plan.
func (c *cells) origin(k int) orb.Point { return corner(k%c.nx, k/c.nx) }

// middle is its middle.
func (c *cells) middle(k int) orb.Point {
	o := c.origin(k)
	return orb.Point{o[0] + cellM/2, o[1] + cellM/2}
}

// whole reports whether no line comes near the cell.
func (t *terrain) whole(o orb.Point) bool {
	const m = 12 // what corners may be moved by, and the bending between them
	return t.clearPath(
		orb.Point{o[0] - m, o[1] - m}, orb.Point{o[0] + cellM + m, o[1] - m},
		orb.Point{o[0] + cellM + m, o[1] + cellM + m}, orb.Point{o[0] - m, o[1] + cellM + m},
		orb.Point{o[0] - m, o[1] - m}, orb.Point{o[0] + cellM/2, o[1] + cellM/2},
	)
}

// zone gives every cell of the built-up areas its use. Shops gather in the
// middle, estates further out, works on the side of the motorway.
func zone(t *terrain, towns []*town, s seed) *cells {
	c := &cells{nx: t.nx, ny: t.ny, use: make([]use, t.nx*t.ny), town: make([]int16, t.nx*t.ny)}
	for k := range c.town {
		c.town[k] = -1
	}
	for _, tn := range towns {
		reach := int(tn.radius*1.2/cellM) + 1
		for cj := max(0, tn.cj-reach); cj < min(c.ny, tn.cj+reach); cj++ {
			for ci := max(0, tn.ci-reach); ci < min(c.nx, tn.ci+reach); ci++ {
				k := c.index(ci, cj)
				m := c.middle(k)
				if !tn.builtUp(m, s) {
					continue
				}
				c.town[k] = int16(tn.index)
				tn.built = append(tn.built, k)
				c.use[k] = useFringe
				if t.whole(c.origin(k)) {
					c.use[k] = tn.useOf(ci, cj, m, s.of("use"))
				}
			}
		}
		near := func(k int) float64 {
			m := c.middle(k)
			return math.Hypot(m[0]-tn.seat[0], m[1]-tn.seat[1])
		}
		slices.SortFunc(tn.built, func(a, b int) int {
			return cmp.Or(cmp.Compare(near(a), near(b)), cmp.Compare(a, b))
		})
		for _, k := range tn.built {
			if c.use[k] == useGreen {
				tn.greens = append(tn.greens, k)
			}
		}
	}
	return c
}

// useOf draws the use of a built-up cell.
func (tn *town) useOf(ci, cj int, m orb.Point, s seed) use {
	// Two parks beside the seat, whatever the draw says.
	if d := [2]int{ci - tn.ci, cj - tn.cj}; d == [2]int{-3, 1} || d == [2]int{2, 2} {
		return useGreen
	}
	r := math.Hypot(m[0]-tn.seat[0], m[1]-tn.seat[1]) / tn.radius
	draw := s.unit(ci, cj)
	table := func(shares ...float64) use {
		for k, u := range []use{useCommercial, usePublic, useGreen, useIndustrial, useEstate} {
			if draw < shares[k] {
				return u
			}
			draw -= shares[k]
		}
		return useQuarter
	}
	switch {
	case r < 0.25:
		return table(0.30, 0.12, 0.05, 0, 0.05)
	case r < 0.65:
		return table(0.08, 0.08, 0.07, 0, 0.36)
	case m[0]-tn.seat[0] > 0.55*tn.radius:
		return table(0.03, 0.04, 0.05, 0.55, 0.08)
	}
	return table(0.04, 0.05, 0.07, 0.06, 0.36)
}
