package demo

import (
	"math"

	"github.com/paulmach/orb"
)

// offices places the town governments and the offices of villages.
func (c *county) offices() {
	government := rule{category: "township_government", suffix: "人民政府", low: 2000, high: 6000, ground: true, attrs: []attr{choice("ownership", "public"), choice("open", "08:30-17:30")}}
	office := rule{category: "community_office", suffix: "党群服务中心", low: 150, high: 900, attrs: []attr{choice("ownership", "public")}}
	for _, tn := range c.towns {
		r := government
		if tn.index == 0 {
			r.suffix = "办事处"
		}
		// In the first cell beside the seat that has room.
		s, _ := c.choose(&r, firstOf(tn.built, 8), c.seed.of("government"), tn.index)
		tn.office = s.at
		c.build(&r, s, tn.name)
		for _, v := range tn.villages {
			s := c.officeOf(v)
			v.seat = s.at
			c.build(&office, s, v.name)
		}
	}
}

// officeOf is the first free site on the village's own ground, from its middle
// outwards; where hamlets and border leave none, the yard of a home.
func (c *county) officeOf(v *village) site {
	turn := c.seed.of("office").below(16, v.index)
	for _, cell := range v.cells {
		u := c.cells.use[cell]
		for n := range 16 {
			st := site{cell: cell, side: (n + turn) % 4, step: (n/4 + turn) % 4}
			st.plan = c.beside(cell, st.side, st.step, c.inset(u, false))
			st.at = c.t.ground(st.plan)
			st.village = c.at(st.plan)
			if st.village == v && !c.taken[[3]int{cell, st.side, st.step}] {
				return st
			}
		}
	}
	yard, near := v.start, math.Inf(1)
	for _, h := range c.homes {
		if d := apartM(h.plan, v.start); h.village == v && d < near {
			yard, near = orb.Point{h.plan[0] + 5, h.plan[1] + 5}, d
		}
	}
	return site{cell: -1, plan: yard, at: c.t.ground(yard), village: v}
}
