package isochrone

import (
	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// patchNodes is the number of nodes along the side of a patch: ground so small
// that its nodes lie on straight lines in the plane, to a millimetre or two.
const (
	patchShift = 4
	patchNodes = 1 << patchShift
	patches    = tileNodes / patchNodes // along the side of a tile
)

// frame is where a tile of the grid lies in the plane, and what of its ground is the same
// whatever is asked: so it is kept. It is immutable.
type frame struct {
	col, row int // of its first node
	corner   corners
	// box holds the tile; its centre is the origin from which places are in single
	// precision.
	box    orb.Bound
	origin orb.Point
	blocks [blocksPerTile]blockFrame
}

// blockFrame is where a block of a tile lies, and how its nodes may be linked.
type blockFrame struct {
	box orb.Bound // of its nodes
	// shortM and longM bound the longest leg of the nodes. calm: all legs are as long and
	// no barrier is in reach of any.
	shortM, longM float64
	calm          bool
	lie           lie
}

// lie is where the nodes of a block lie, in metres from the tile's origin: the node of
// column u and row v at first + v·up + u·(right + v·turn). Its layout is known to the
// kernels.
type lie struct {
	first, up, right, turn [2]float32
}

// corners are the places of the corners of a tile's patches, by row.
type corners [patches + 1][patches + 1]orb.Point

// newFrame places the tile whose first node is at col and row.
func newFrame(g grid, proj *crs.LocalTM, x *index, col, row int) *frame {
	f := &frame{col: col, row: row}
	for r := range f.corner {
		for c := range f.corner[r] {
			f.corner[r][c] = proj.ToPlane(g.point(col+c<<patchShift, row+r<<patchShift))
		}
	}
	f.box = orb.MultiPoint(f.corner[0][:]).Bound()
	for _, r := range f.corner[1:] {
		f.box = f.box.Union(orb.MultiPoint(r[:]).Bound())
	}
	f.origin = f.box.Center()
	for i := range f.blocks {
		b := &f.blocks[i]
		b.box = f.boxOf(i)
		b.shortM, b.longM = x.limits(b.box)
		reach := b.box.Pad(b.longM)
		b.calm = b.shortM == b.longM && x.clear(reach.Min[0], reach.Min[1], reach.Max[0], reach.Max[1])
		b.lie = f.lieOf(i)
	}
	return f
}

// ends are the places of the four nodes at the corners of a block: south-west,
// south-east, north-west, north-east.
func (f *frame) ends(block int) (a, b, c, d orb.Point) {
	col, row := block%blocksWide*blockNodes, block/blocksWide*blockNodes
	i, j := col>>patchShift, row>>patchShift
	at := func(col, row int) orb.Point {
		u, v := float64(col-i<<patchShift)/patchNodes, float64(row-j<<patchShift)/patchNodes
		a, b, c, d := &f.corner[j][i], &f.corner[j][i+1], &f.corner[j+1][i], &f.corner[j+1][i+1]
		var p orb.Point
		for k := range p {
			p[k] = (a[k]*(1-u)+b[k]*u)*(1-v) + (c[k]*(1-u)+d[k]*u)*v
		}
		return p
	}
	const last = blockNodes - 1
	return at(col, row), at(col+last, row), at(col, row+last), at(col+last, row+last)
}

// boxOf holds the nodes of a block.
func (f *frame) boxOf(block int) orb.Bound {
	a, b, c, d := f.ends(block)
	return orb.Bound{
		Min: orb.Point{min(a[0], b[0], c[0], d[0]), min(a[1], b[1], c[1], d[1])},
		Max: orb.Point{max(a[0], b[0], c[0], d[0]), max(a[1], b[1], c[1], d[1])},
	}
}

func (f *frame) lieOf(block int) (l lie) {
	a, b, c, d := f.ends(block)
	const last = blockNodes - 1
	for k := range 2 {
		right := (b[k] - a[k]) / last
		l.first[k] = float32(a[k] - f.origin[k])
		l.up[k], l.right[k] = float32((c[k]-a[k])/last), float32(right)
		l.turn[k] = float32(((d[k]-c[k])/last - right) / last)
	}
	return l
}

// places sets the places of the nodes of a block.
func (f *frame) places(p *[blockSize]orb.Point, block int) {
	a, b, c, d := f.ends(block)
	for i := range p {
		col, row := nodeAt(i)
		u, v := float64(col)/(blockNodes-1), float64(row)/(blockNodes-1)
		for k := range 2 {
			p[i][k] = (a[k]*(1-u)+b[k]*u)*(1-v) + (c[k]*(1-u)+d[k]*u)*v
		}
	}
}
