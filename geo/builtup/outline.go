package builtup

import "github.com/paulmach/orb"

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
		rings = append(rings, r.ring(loop))
	}
	return rings
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
