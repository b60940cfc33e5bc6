package demo

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// moveCorners places the corners of territory on the ground, each moved by less
// than a quarter of a cell, so that no two sides cross.
func (d *territory) moveCorners(t *terrain, s seed) {
	d.vertices = make([]orb.Point, 0, (d.nx+1)*(d.ny+1))
	for j := range d.ny + 1 {
		for i := range d.nx + 1 {
			d.vertices = append(d.vertices, t.ground(orb.Point{
				(float64(i)+0.5)*cellM + s.span(-45, 45, i, j, 0),
				(float64(j)+0.5)*cellM + s.span(-45, 45, i, j, 1),
			}))
		}
	}
}

// corners are the indices of a cell's corners, counter-clockwise from south-west.
func (d *territory) corners(k int) [4]int {
	sw := k/d.nx*(d.nx+1) + k%d.nx
	return [4]int{sw, sw + 1, sw + d.nx + 2, sw + d.nx + 1}
}

// outline is the border of a set of cells, given as a list and as a test. Every
// corner on the way is kept, so that neighbours share all of their common border.
func (d *territory) outline(cells []int, in func(k int) bool) orb.MultiPolygon {
	// Sides have the set on their left; after[v] lists where sides from v lead.
	after := make(map[int][]int)
	var order []int
	for _, k := range cells {
		c, n := d.corners(k), d.neighbours(k)
		for side, beyond := range [4]int{n[2], n[1], n[3], n[0]} {
			if beyond >= 0 && in(beyond) {
				continue
			}
			from := c[side]
			after[from] = append(after[from], c[(side+1)%4])
			order = append(order, from)
		}
	}
	var outers, holes []orb.Ring
	for _, from := range order {
		for len(after[from]) > 0 {
			for _, ring := range d.walk(after, from) {
				if ring.Orientation() == orb.CCW {
					outers = append(outers, ring)
				} else {
					holes = append(holes, ring)
				}
			}
		}
	}
	return assemble(outers, holes)
}

// walk follows sides from a corner until they are used up, and cuts off a ring
// whenever it comes back to a corner it has passed: so each ring is simple.
func (d *territory) walk(after map[int][]int, from int) []orb.Ring {
	var rings []orb.Ring
	path := []int{from}
	at := map[int]int{from: 0}
	for {
		v := path[len(path)-1]
		next := after[v]
		if len(next) == 0 {
			return rings
		}
		after[v] = next[1:]
		back, seen := at[next[0]]
		if !seen {
			at[next[0]] = len(path)
			path = append(path, next[0])
			continue
		}
		ring := make(orb.Ring, 0, len(path)-back+1)
		for _, u := range path[back:] {
			ring = append(ring, d.vertices[u])
		}
		rings = append(rings, append(ring, ring[0]))
		for _, u := range path[back+1:] {
			delete(at, u)
		}
		path = path[:back+1]
	}
}

// assemble gives every hole to the smallest outer ring round it.
func assemble(outers, holes []orb.Ring) orb.MultiPolygon {
	mp := make(orb.MultiPolygon, len(outers))
	for k, r := range outers {
		mp[k] = orb.Polygon{r}
	}
	for _, h := range holes {
		// A point just inside the hole's border; corners may touch the outer ring.
		mid := orb.Point{(h[0][0] + h[1][0]) / 2, (h[0][1] + h[1][1]) / 2}
		best, area := -1, math.Inf(1)
		for k, r := range outers {
			if a := planar.Area(r); a < area && planar.RingContains(r, mid) {
				best, area = k, a
			}
		}
		if best >= 0 {
			mp[best] = append(mp[best], h)
		}
	}
	return mp
}

// locate finds the cell of territory over a place, given on the plan and on the
// ground: that in whose moved corners the ground point lies; -1 outside the county.
func (d *territory) locate(plan, lonlat orb.Point) int {
	i, j := int(math.Floor(plan[0]/cellM-0.5)), int(math.Floor(plan[1]/cellM-0.5))
	for _, o := range [9][2]int{{0, 0}, {-1, 0}, {1, 0}, {0, -1}, {0, 1}, {-1, -1}, {1, -1}, {-1, 1}, {1, 1}} {
		ci, cj := i+o[0], j+o[1]
		if ci < 0 || cj < 0 || ci >= d.nx || cj >= d.ny {
			continue
		}
		k := cj*d.nx + ci
		c := d.corners(k)
		inside := false
		for n := range 4 {
			a, b := d.vertices[c[n]], d.vertices[c[(n+1)%4]]
			if (a[1] > lonlat[1]) != (b[1] > lonlat[1]) &&
				lonlat[0] < (b[0]-a[0])*(lonlat[1]-a[1])/(b[1]-a[1])+a[0] {
				inside = !inside
			}
		}
		if inside {
			if d.town[k] < 0 {
				return -1
			}
			return k
		}
	}
	return -1
}
