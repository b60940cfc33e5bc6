package demo

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// plantHamlets turns fields into hamlets: one where each village began, and some
// smaller ones about its ground. It also tells every village its cells.
func plantHamlets(t *terrain, c *cells, d *territory, s seed) {
	s = s.of("hamlets")
	spots := make([][]int, len(d.villages))
	for k, v := range d.village {
		if v >= 0 {
			spots[v] = append(spots[v], k)
		}
	}
	for _, v := range d.villages {
		if v.community {
			continue
		}
		grown := growHamlet(t, c, v.start, 4+s.below(3, v.index, 0), s)
		centres := []orb.Point{v.start}
		order := slices.Clone(spots[v.index])
		slices.SortFunc(order, func(a, b int) int { return cmp.Compare(s.bits(a), s.bits(b)) })
		want := 2 + s.below(3, v.index, 1)
		for _, k := range order {
			if len(centres) > want {
				break
			}
			p := d.spot(k)
			if slices.ContainsFunc(centres, func(o orb.Point) bool { return apartM(o, p) < 620 }) {
				continue
			}
			more := growHamlet(t, c, p, 1+s.below(3, k, 2), s)
			if len(more) > 0 {
				grown = append(grown, more...)
				centres = append(centres, p)
			}
		}
		v.cells = grown
	}
	for _, k := range builtCells(c) {
		m := c.middle(k)
		if at := d.locate(m, t.ground(m)); at >= 0 && d.village[at] >= 0 {
			v := d.villages[d.village[at]]
			if v.community {
				v.cells = append(v.cells, k)
			}
		}
	}
	for _, v := range d.villages {
		slices.SortStableFunc(v.cells, func(a, b int) int {
			return cmp.Compare(apartM(c.middle(a), v.start), apartM(c.middle(b), v.start))
		})
	}
}

// builtCells lists the cells of built-up areas that no line cuts.
func builtCells(c *cells) []int {
	var ks []int
	for k, u := range c.use {
		if u.urban() && u != useFringe {
			ks = append(ks, k)
		}
	}
	return ks
}

// growHamlet makes up to size open cells round a corner of the plan a hamlet, and
// lists them: first the four at the corner, then their neighbours.
func growHamlet(t *terrain, c *cells, at orb.Point, size int, s seed) []int {
	ci, cj := int((at[0]+marginM)/cellM), int((at[1]+marginM)/cellM)
	front := [][2]int{{ci - 1, cj - 1}, {ci, cj}, {ci - 1, cj}, {ci, cj - 1}}
	if s.chance(0.5, ci, cj, 3) {
		front[0], front[3] = front[3], front[0]
	}
	var out []int
	for n := 0; n < len(front) && len(out) < size; n++ {
		f := front[n]
		// Fields all round the plan's margin keep the county's edge open.
		if f[0] < marginC || f[1] < marginC || f[0] >= c.nx-marginC || f[1] >= c.ny-marginC {
			continue
		}
		k := c.index(f[0], f[1])
		if c.use[k] != useOpen || !t.whole(c.origin(k)) {
			continue
		}
		c.use[k] = useHamlet
		out = append(out, k)
		turn := s.below(4, k, 4)
		for side := range 4 {
			o := [4][2]int{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}[(side+turn)%4]
			if s.chance(0.6, k, side, 5) {
				front = append(front, [2]int{f[0] + o[0], f[1] + o[1]})
			}
		}
	}
	return out
}
