package isochrone

import (
	"math/bits"
	"sync"

	"github.com/paulmach/orb"
)

// heading is the way a contour crosses a grid edge, ground within the limit on its
// left.
type heading uint8

const (
	north heading = iota // over an edge whose left (western) node is in
	south
	west // over an edge whose lower (southern) node is in
	east
)

// crossing is a grid edge that a contour passes: the edge from node to its right
// (north, south) or upper (west, east) neighbour.
type crossing struct {
	node int
	way  heading
}

// next is where a contour that has come into a cell leaves it. Cells with two
// opposite corners in keep them apart (the saddle rule): the smaller the limit the
// smaller the ground, whatever happens in a cell.
func (c *canvas) next(k crossing) crossing {
	up := c.stride << tileShift
	switch k.way {
	case north:
		switch bl := k.node; {
		case !c.isIn(bl + up):
			return crossing{bl, west}
		case !c.isIn(bl + up + 1):
			return crossing{bl + up, north}
		default:
			return crossing{bl + 1, east}
		}
	case south:
		switch bl := k.node - up; {
		case !c.isIn(bl + 1):
			return crossing{bl + 1, east}
		case !c.isIn(bl):
			return crossing{bl, south}
		default:
			return crossing{bl, west}
		}
	case west:
		switch bl := k.node - 1; {
		case !c.isIn(bl):
			return crossing{bl, south}
		case !c.isIn(bl + up):
			return crossing{bl, west}
		default:
			return crossing{bl + up, north}
		}
	default:
		switch bl := k.node; {
		case !c.isIn(bl + up + 1):
			return crossing{bl + up, north}
		case !c.isIn(bl + 1):
			return crossing{bl + 1, east}
		default:
			return crossing{bl, south}
		}
	}
}

// contour is one closed line of a limit.
type contour struct {
	from, to int // in canvas points
	// west is the crossing farthest west: it goes south for a shell, north for a hole.
	west   crossing
	column int
	// around is the ring that a hole's west leads to.
	around int32
}

func (r *contour) hole() bool { return r.west.way == north }

// drawing is the contours of one limit, and the memory in which they are made.
type drawing struct {
	c      *canvas
	rings  []contour
	pts    [][2]int32
	cuts   []cut
	spikes spikes
	// southward are the contours that come down between two nodes, by the eastern of them.
	southward []descent
}

var spareDrawings = sync.Pool{New: func() any { return new(drawing) }}

func (d *drawing) release() {
	d.c = nil
	spareDrawings.Put(d)
}

// descent is a contour that comes down west of a node.
type descent struct {
	node int
	ring int32
}

// trace follows every contour of the bits that are set: those of one limit.
func (d *drawing) trace(level int) {
	c := d.c
	d.rings, d.pts = d.rings[:0], d.pts[:0]
	d.spike(level)
	d.southward = d.southward[:0]
	for start := c.firstOpen(0); start >= 0; start = c.firstOpen(start >> tileShift) {
		first := crossing{start, north}
		if !c.isIn(start) {
			first.way = south
		}
		d.cuts = d.cuts[:0]
		r := contour{from: len(d.pts), west: first}
		r.column, _ = c.place(start)
		for k := first; ; {
			d.cuts = append(d.cuts, c.cut(k, level))
			if k.way == north || k.way == south {
				c.open[k.node>>tileShift] &^= 1 << (uint(k.node) & (tileNodes - 1))
				col, _ := c.place(k.node)
				if k.way == south {
					d.southward = append(d.southward, descent{k.node + 1, int32(len(d.rings))})
				}
				if col < r.column {
					r.column, r.west = col, k
				}
			}
			if k = c.next(k); k == first {
				break
			}
		}
		if len(d.spikes.from) > 0 {
			for i := range d.cuts {
				d.lead(&d.cuts[i], &d.cuts[(i+1)%len(d.cuts)])
			}
		}
		simplify(d.cuts, func(p [2]int32) { d.pts = append(d.pts, p) })
		r.to = len(d.pts)
		d.rings = append(d.rings, r)
	}
	d.surround()
}

// surround finds the ring that each hole lies in. West of the hole's westernmost crossing
// there is ground within the limit up to the next crossing: of the shell, or of another
// hole in it.
func (d *drawing) surround() {
	c := d.c
	// Holes by the node that the next crossing comes down west of: no two have the same.
	// All crossings have been gone through, so what is open may mark those nodes.
	holes := make(map[int]*contour)
	for i := range d.rings {
		r := &d.rings[i]
		if !r.hole() {
			continue
		}
		n := r.west.node
		word := n >> tileShift
		out := ^c.in[word] & (1<<(uint(n)&(tileNodes-1)) - 1)
		for out == 0 {
			word--
			out = ^c.in[word]
		}
		node := word<<tileShift + tileNodes - bits.LeadingZeros64(out)
		holes[node] = r
		setBit(c.open, node)
	}
	for _, s := range d.southward {
		if bit(c.open, s.node) {
			holes[s.node].around = s.ring
		}
	}
}

// shellOf is the shell that a hole lies in.
func (d *drawing) shellOf(i int) int {
	for d.rings[i].hole() {
		i = int(d.rings[i].around)
	}
	return i
}

// polygons are the rings as shells with their holes, closed and in degrees.
func (d *drawing) polygons() orb.MultiPolygon {
	out := orb.MultiPolygon{}
	at := make([]int, len(d.rings))
	for i := range d.rings {
		if !d.rings[i].hole() {
			at[i] = len(out)
			out = append(out, orb.Polygon{d.ring(i)})
		}
	}
	for i := range d.rings {
		if d.rings[i].hole() {
			k := at[d.shellOf(i)]
			out[k] = append(out[k], d.ring(i))
		}
	}
	return out
}

func (d *drawing) ring(i int) orb.Ring {
	r := &d.rings[i]
	out := make(orb.Ring, 0, r.to-r.from+1)
	for _, p := range d.pts[r.from:r.to] {
		out = append(out, orb.Point{degrees(p[0]), degrees(p[1])})
	}
	return append(out, out[0])
}
