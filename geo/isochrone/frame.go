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

// frame gives the places of the nodes of a tile in the plane.
type frame struct {
	col, row int
	corner   corners
}

// corners are the places of the corners of a tile's patches, by row.
type corners [patches + 1][patches + 1]orb.Point

// set places the tile whose first node is at col and row.
func (f *frame) set(g grid, proj *crs.LocalTM, col, row int) {
	f.col, f.row = col, row
	for r := range f.corner {
		for c := range f.corner[r] {
			f.corner[r][c] = proj.ToPlane(g.point(col+c<<patchShift, row+r<<patchShift))
		}
	}
}

// box holds the tile.
func (f *frame) box() orb.Bound {
	b := orb.MultiPoint(f.corner[0][:]).Bound()
	for _, r := range f.corner[1:] {
		b = b.Union(orb.MultiPoint(r[:]).Bound())
	}
	return b
}

// corners are the places of the four nodes at the corners of a block: south-west,
// south-east, north-west, north-east.
func (f *frame) corners(block int) (a, b, c, d orb.Point) {
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
	a, b, c, d := f.corners(block)
	return orb.Bound{
		Min: orb.Point{min(a[0], b[0], c[0], d[0]), min(a[1], b[1], c[1], d[1])},
		Max: orb.Point{max(a[0], b[0], c[0], d[0]), max(a[1], b[1], c[1], d[1])},
	}
}

// places sets the places of the nodes of a block.
func (f *frame) places(p *[blockSize]orb.Point, block int) {
	a, b, c, d := f.corners(block)
	for i := range p {
		col, row := nodeAt(i)
		u, v := float64(col)/(blockNodes-1), float64(row)/(blockNodes-1)
		for k := range 2 {
			p[i][k] = (a[k]*(1-u)+b[k]*u)*(1-v) + (c[k]*(1-u)+d[k]*u)*v
		}
	}
}

// single sets the places of the nodes of a block in single precision, from an origin.
func (f *frame) single(n *nodes, block int, origin orb.Point) {
	a, b, c, d := f.corners(block)
	west, south := [2]float64{a[0] - origin[0], a[1] - origin[1]}, [2]float64{(c[0] - a[0]) / (blockNodes - 1), (c[1] - a[1]) / (blockNodes - 1)}
	east, north := [2]float64{b[0] - origin[0], b[1] - origin[1]}, [2]float64{(d[0] - b[0]) / (blockNodes - 1), (d[1] - b[1]) / (blockNodes - 1)}
	for row := range blockNodes {
		v := float64(row)
		x, y := west[0]+v*south[0], west[1]+v*south[1]
		dx, dy := (east[0]+v*north[0]-x)/(blockNodes-1), (east[1]+v*north[1]-y)/(blockNodes-1)
		for half := range blockNodes / groupCols {
			i := (row/groupRows*(blockNodes/groupCols)+half)*lanes + row%groupRows*groupCols
			px, py := n.x[i:i+groupCols], n.y[i:i+groupCols]
			for k := range groupCols {
				u := float64(half*groupCols + k)
				px[k], py[k] = float32(x+u*dx), float32(y+u*dy)
			}
		}
	}
}
