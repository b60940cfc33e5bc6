package builtup

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// corner is a point half-way between two neighbouring centres, in half squares: an
// odd number lies half-way, an even one on a centre.
type corner struct{ x, y int32 }

// outline draws the border of what is on, by marching squares (Lorensen and Cline,
// SIGGRAPH 1987, in the plane) between the centres: half-way where one is on and its
// neighbour off. Of two squares that meet at a corner only, each has its own
// outline, so every such point is passed once and rings neither cross nor touch.
// Rings have the ground on their left: outer rings run counter-clockwise.
// Coordinates are metres of the plane.
func (r *raster) outline() []orb.Ring {
	next := map[corner]corner{}
	var starts []corner
	link := func(a, b corner) {
		next[a] = b
		starts = append(starts, a)
	}
	at := func(x, y int) bool { return x >= 0 && y >= 0 && x < r.nx && y < r.ny && r.on[y*r.nx+x] }
	for y := -1; y < r.ny; y++ {
		for x := -1; x < r.nx; x++ {
			bits := 0
			for i, on := range [4]bool{at(x, y), at(x+1, y), at(x+1, y+1), at(x, y+1)} {
				if on {
					bits |= 1 << i
				}
			}
			if bits == 0 || bits == 15 {
				continue
			}
			hx, hy := int32(2*x), int32(2*y)
			s, e := corner{hx + 1, hy}, corner{hx + 2, hy + 1}
			n, w := corner{hx + 1, hy + 2}, corner{hx, hy + 1}
			switch bits {
			case 1:
				link(s, w)
			case 2:
				link(e, s)
			case 3:
				link(e, w)
			case 4:
				link(n, e)
			case 5:
				link(s, w)
				link(n, e)
			case 6:
				link(n, s)
			case 7:
				link(n, w)
			case 8:
				link(w, n)
			case 9:
				link(s, n)
			case 10:
				link(e, s)
				link(w, n)
			case 11:
				link(e, n)
			case 12:
				link(w, e)
			case 13:
				link(s, e)
			case 14:
				link(w, s)
			}
		}
	}
	var rings []orb.Ring
	for _, from := range starts {
		if _, left := next[from]; !left {
			continue
		}
		var loop []corner
		for c := from; ; {
			to, ok := next[c]
			if !ok {
				break
			}
			delete(next, c)
			loop = append(loop, c)
			c = to
		}
		rings = append(rings, r.ring(straighten(loop)))
	}
	return rings
}

// straighten drops the corners at which a loop does not turn.
func straighten(loop []corner) []corner {
	n := len(loop)
	kept := loop[:0:0]
	for i, c := range loop {
		a, b := loop[(i+n-1)%n], loop[(i+1)%n]
		if (c.x-a.x)*(b.y-c.y) != (c.y-a.y)*(b.x-c.x) {
			kept = append(kept, c)
		}
	}
	return kept
}

// ring returns a closed ring in metres.
func (r *raster) ring(loop []corner) orb.Ring {
	ring := make(orb.Ring, 0, len(loop)+1)
	for _, c := range loop {
		ring = append(ring, orb.Point{
			r.min[0] + (float64(c.x)/2+0.5)*r.cell,
			r.min[1] + (float64(c.y)/2+0.5)*r.cell,
		})
	}
	return append(ring, ring[0])
}

// assemble makes polygons of rings that neither cross nor touch: outer rings
// counter-clockwise, each hole in the smallest outer ring around it.
func assemble(rings []orb.Ring) orb.MultiPolygon {
	type outer struct {
		polygon orb.Polygon
		area    float64
		bound   orb.Bound
	}
	var outers []outer
	var holes []orb.Ring
	for _, r := range rings {
		if a := signedArea(r); a > 0 {
			outers = append(outers, outer{orb.Polygon{r}, a, r.Bound()})
		} else {
			holes = append(holes, r)
		}
	}
	slices.SortStableFunc(outers, func(a, b outer) int { return cmp.Compare(a.area, b.area) })
	for _, h := range holes {
		for i := range outers {
			if outers[i].bound.Contains(h[0]) && ringContains(outers[i].polygon[0], h[0]) {
				outers[i].polygon = append(outers[i].polygon, h)
				break
			}
		}
	}
	slices.Reverse(outers)
	mp := make(orb.MultiPolygon, len(outers))
	for i := range outers {
		mp[i] = outers[i].polygon
	}
	return mp
}

// signedArea is positive for a counter-clockwise ring.
func signedArea(r orb.Ring) float64 {
	sum := 0.0
	for i := 1; i < len(r); i++ {
		sum += (r[i-1][0]-r[0][0])*(r[i][1]-r[0][1]) - (r[i][0]-r[0][0])*(r[i-1][1]-r[0][1])
	}
	return sum / 2
}

// ringContains tells whether a closed ring goes around a point that is not on it.
func ringContains(r orb.Ring, p orb.Point) bool {
	in := false
	for i := 1; i < len(r); i++ {
		a, b := r[i-1], r[i]
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
			in = !in
		}
	}
	return in
}
