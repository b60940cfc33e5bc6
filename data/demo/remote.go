package demo

import (
	"math"

	"github.com/paulmach/orb"
)

// island lays the paths of the island in the river, which no road reaches.
func (n *network) island() {
	l := n.t.river
	at := func(dx, dy float64) orb.Point { return l.point(l.bumpAt+dx, dy) }
	corners := []orb.Point{at(-70, -22), at(70, -22), at(70, 22), at(-70, 22)}
	var ids [4]int32
	for k, p := range corners {
		ids[k] = n.add(p)
	}
	for k := range ids {
		n.join(ids[k], ids[(k+1)%4], way{kind: kindIsland, highway: "path", name: "江心洲小径", town: -1})
	}
}

// islandShore is the shore of the island, counter-clockwise on the plan.
func (c *county) islandShore() []orb.Point {
	r := c.t.river
	var ps []orb.Point
	for k := range 24 {
		a := 2 * math.Pi * float64(k) / 24
		ps = append(ps, r.point(r.bumpAt+130*math.Cos(a), 60*math.Sin(a)))
	}
	return ps
}

// islanders puts the homes of the island on it.
func (c *county) islanders() {
	for _, off := range [3]orb.Point{{-40, 4}, {0, -6}, {45, 2}} {
		c.settleAt(c.t.river.point(c.t.river.bumpAt+off[0], off[1]), -1, 5)
	}
}

// farmstead puts two homes in the fields behind a wall without a gate: the only
// ones that no road can be linked to.
func (c *county) farmstead(s seed) {
	const half = 28
	for try := range 10000 {
		k := s.below(len(c.cells.use), try, 7)
		m := c.cells.middle(k)
		v := c.at(m)
		if c.cells.use[k] != useOpen || v == nil || v.community || !c.t.whole(c.cells.origin(k)) {
			continue
		}
		c.net.walls = append(c.net.walls, wall{lines: [][]orb.Point{{
			{m[0] - half, m[1] - half}, {m[0] + half, m[1] - half}, {m[0] + half, m[1] + half}, {m[0] - half, m[1] + half}, {m[0] - half, m[1] - half},
		}}})
		c.settleAt(orb.Point{m[0] - 10, m[1]}, -1, 5)
		c.settleAt(orb.Point{m[0] + 10, m[1] + 4}, -1, 5)
		return
	}
}
