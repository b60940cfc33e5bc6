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
	corner   [patches + 1][patches + 1]orb.Point // of the patches, by row
}

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

// places sets the places of the nodes of the block whose first node is at col and row.
func (f *frame) places(p *[blockSize]orb.Point, col, row int) {
	c, r := (col-f.col)>>patchShift, (row-f.row)>>patchShift
	u0, v0 := (col-f.col)&(patchNodes-1), (row-f.row)&(patchNodes-1)
	a, b, d, e := &f.corner[r][c], &f.corner[r][c+1], &f.corner[r+1][c], &f.corner[r+1][c+1]
	for i := range p {
		across, up := nodeAt(i)
		u, v := float64(u0+across)/patchNodes, float64(v0+up)/patchNodes
		for k := range 2 {
			p[i][k] = (a[k]*(1-u)+b[k]*u)*(1-v) + (d[k]*(1-u)+e[k]*u)*v
		}
	}
}
