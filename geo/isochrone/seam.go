package isochrone

// Costs are needed at the nodes on either side of a contour. Within a tile it is known
// where contours pass when all its nodes are sorted, between tiles when all tiles are.

// beside sets a bit, row by row, for each node that a contour passes between it and a
// neighbour in the tile.
func (b *tileCosts) beside(rows *[tileNodes]uint64) {
	clear(rows[:])
	for k := range b.in {
		in := &b.in[k]
		for r, w := range in {
			const within = 1<<(tileNodes-1) - 1
			across := (w ^ w>>1) & within
			rows[r] |= across | across<<1
			if r > 0 {
				up := w ^ in[r-1]
				rows[r-1] |= up
				rows[r] |= up
			}
		}
	}
}

// blockOf are the bits of a block's nodes, in their order there, among those of a tile's.
func blockOf(rows *[tileNodes]uint64, block int) uint64 {
	return inBlock((*[blockNodes]uint64)(rows[block/blocksWide*blockNodes:]), block%blocksWide*blockNodes)
}

// inBlock are the bits of rows from a column on in the order of a block's nodes.
func inBlock(rows *[blockNodes]uint64, col int) uint64 {
	nodes := uint64(0)
	for r, w := range rows {
		const group = 1<<groupCols - 1
		at := r/groupRows*(blockNodes*groupRows) + r%groupRows*groupCols
		nodes |= (w>>uint(col)&group | w>>uint(col+groupCols)&group<<lanes) << uint(at)
	}
	return nodes
}

// seam is nodes of a block on the rim of a tile that a contour passes between them and
// another tile.
type seam struct {
	x, y, block int
	nodes       uint64
}

// seams lists the nodes along the rims of tiles whose costs are still to be found.
func (g *ground) seams() []seam {
	var out []seam
	var rows [tileNodes]uint64
	for y := g.win.y0; y <= g.win.y1; y++ {
		for x := g.win.x0; x <= g.win.x1; x++ {
			b := *g.at(x, y)
			if b == nil {
				continue
			}
			clear(rows[:])
			for k := range b.in {
				g.rim(b, k, x, y, &rows)
			}
			for i := range b.known {
				// Blocks inside a tile are on no rim.
				if col, row := i%blocksWide, i/blocksWide; col > 0 && col < blocksWide-1 && row > 0 && row < blocksWide-1 {
					continue
				}
				if nodes := blockOf(&rows, i) &^ b.known[i]; nodes != 0 {
					out = append(out, seam{x, y, i, nodes})
				}
			}
		}
	}
	return out
}

// rim adds the nodes of a tile that the contour of a limit passes between them and the
// tiles beside.
func (g *ground) rim(b *tileCosts, level, x, y int, rows *[tileNodes]uint64) {
	const last = tileNodes - 1
	in := &b.in[level]
	west, east := g.inOf(level, x-1, y), g.inOf(level, x+1, y)
	for r, w := range in {
		rows[r] |= (w^west[r]>>last)&1 | (w>>last^east[r]&1)<<last
	}
	rows[0] |= in[0] ^ g.inOf(level, x, y-1)[last]
	rows[last] |= in[last] ^ g.inOf(level, x, y+1)[0]
}

// inOf are the bits of a tile for a limit; none is set of a tile that is not reached.
func (g *ground) inOf(level, x, y int) *[tileNodes]uint64 {
	if x < g.win.x0 || x > g.win.x1 || y < g.win.y0 || y > g.win.y1 {
		return &nothingIn
	}
	b := *g.at(x, y)
	if b == nil {
		return &nothingIn
	}
	return &b.in[level]
}

var nothingIn [tileNodes]uint64

// sew finds the costs of the nodes of a seam.
func (g *ground) sew(w *sampler, s *seam) {
	b := *g.at(s.x, s.y)
	w.stand(g, s.x, s.y)
	w.want(g.useful(), nil)
	if w.gather(g.a, w.frame.blocks[s.block].box, g.useful()) {
		w.settle(g, b, s.block, s.nodes)
	}
}
