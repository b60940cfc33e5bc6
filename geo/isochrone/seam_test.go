package isochrone

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// TestRandomCostsAlongContours holds the costs on both sides of every contour, which it
// is drawn from, to those found when all costs are.
func TestRandomCostsAlongContours(t *testing.T) {
	const units = 4
	within, across := 0, 0
	manyTowns(t, 120, func(t *testing.T, w *randomTown) {
		l := w.linker()
		limits := w.limits(l.Graph())
		f, err := l.Graph().Field(t.Context(), w.sources(l, network.From, 2), network.From, network.Unreachable)
		require.NoError(t, err)
		table := NewTable(l, TableOptions{CellM: 5})
		require.NoError(t, table.Build())
		a := newArrivals(table.index)
		require.NoError(t, a.lay(t.Context(), f, float64(limits[2])+float64(table.rise()), 2))
		g := &ground{
			canvas: newCanvas(table.grid, table.grid.tiles(table.reach(a)), limits, table.rise(), nil), a: a, survey: table.survey,
			proj: l.Graph().Topology().Projection(),
		}
		defer g.release()
		require.NoError(t, g.fill(t.Context(), 2, &table.samplers))
		exact := newCanvas(g.grid, g.win, limits, g.rise, nil)
		defer exact.release()
		s := new(sampler)
		for y := g.win.y0; y <= g.win.y1; y++ {
			for x := g.win.x0; x <= g.win.x1; x++ {
				b := newTileCosts()
				*exact.at(x, y) = b
				s.stand(g, x, y)
				s.want(g.useful(), nil)
				if !s.gather(a, s.frame.box, g.useful()) {
					continue
				}
				for i := range blocksPerTile {
					s.choose(g, i)
					s.sampleInto(b, nil)
				}
			}
		}
		for row := g.win.y0 << tileShift; row < (g.win.y1+1)<<tileShift; row++ {
			for col := g.win.x0 << tileShift; col < (g.win.x1+1)<<tileShift; col++ {
				for _, n := range [2][2]int{{col + 1, row}, {col, row + 1}} {
					if !parted(g.canvas, col, row, n[0], n[1]) {
						continue
					}
					if n[0]%tileNodes == 0 || n[1]%tileNodes == 0 {
						across++
					} else {
						within++
					}
					require.InDelta(t, exact.cost(col, row), g.cost(col, row), units, "node %d,%d", col, row)
					require.InDelta(t, exact.cost(n[0], n[1]), g.cost(n[0], n[1]), units, "node %v", n)
				}
			}
		}
	})
	require.Positive(t, within)
	require.Positive(t, across, "contours pass from tile to tile")
}

// parted reports whether a limit lies between two nodes.
func parted(c *canvas, col, row, otherCol, otherRow int) bool {
	a, b := c.cost(col, row), c.cost(otherCol, otherRow)
	for _, l := range c.limits {
		if (a <= l) != (b <= l) {
			return true
		}
	}
	return false
}
