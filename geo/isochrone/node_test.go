package isochrone

import (
	"context"
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// contains is the even-odd rule over all rings at once, as an oracle of its own.
func contains(mp orb.MultiPolygon, p orb.Point) bool {
	in := false
	for _, poly := range mp {
		for _, r := range poly {
			for k := 1; k < len(r); k++ {
				a, b := r[k-1], r[k]
				if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])*(b[0]-a[0])/(b[1]-a[1]) {
					in = !in
				}
			}
		}
	}
	return in
}

// rounding is more than costs are rounded by, in units.
const rounding = 16

// checkNodes compares the drawing with the cost of a place at every node of the grid
// around the town: the counting rule, link by link, as a home there would be counted.
func checkNodes(t *testing.T, table *Table, out []orb.MultiPolygon, limits []uint32, cost func(p orb.Point) uint32, keeps func(p orb.Point) bool) {
	t.Helper()
	bound := table.linker.Graph().Topology().Bound().Pad(0.002)
	checkShapes(t, out)
	w := table.grid.tiles(bound)
	in, near := 0, 0
	for row := w.y0 << tileShift; row < (w.y1+1)<<tileShift; row++ {
		for col := w.x0 << tileShift; col < (w.x1+1)<<tileShift; col++ {
			p := table.grid.point(col, row)
			if !bound.Contains(p) {
				continue
			}
			c := cost(p)
			for i, l := range limits {
				want := c <= l && keeps(p)
				if want {
					in++
				}
				if c != network.Unreachable && max(c, l)-min(c, l) <= rounding {
					near++
					continue
				}
				require.Equal(t, want, contains(out[i], p), "node %d,%d at %v costs %d, limit %d", col, row, p, c, l)
			}
		}
	}
	require.Less(t, near, in/10+20, "few nodes are so near the limit that rounding decides")
}

// checkTolerance checks at random points that within a cell's size there is a node
// for which the drawing says what it says of the point: where a place disagrees with
// the drawing, its own verdict changes within the tolerance. Towards the tip of a street
// the drawing may have no node, but then it has a place that is within the limit.
func checkTolerance(t *testing.T, w *randomTown, table *Table, out []orb.MultiPolygon, limits []uint32, cost func(p orb.Point) uint32, cells float64) {
	t.Helper()
	g := table.grid
	for range 2000 {
		p := w.place()
		col, row := int(math.Floor(p[0]*unit/float64(g.dx))), int(math.Floor(p[1]*unit/float64(g.dy)))
		for i, mp := range out {
			says, nearest := contains(mp, p), math.Inf(1)
			for k := range 4 {
				n := g.point(col+k&1, row+k>>1)
				if contains(mp, n) == says {
					nearest = min(nearest, crs.Distance(p, n))
				}
			}
			const round = 1.002 // steps are whole units, and of one latitude
			if most := cells * table.CellM() * round; says && nearest > most {
				require.True(t, somewhere(p, most, func(q orb.Point) bool { return cost(q) <= limits[i] }), "limit %d at %v: drawn in, and counted out all around", i, p)
				continue
			}
			require.LessOrEqual(t, nearest, cells*table.CellM()*round, "limit %d at %v", i, p)
		}
	}
}

// somewhere reports whether something holds at a place within a distance in metres.
func somewhere(p orb.Point, metres float64, holds func(q orb.Point) bool) bool {
	proj := crs.NewLocalTM(p)
	for r := 0.0; r < metres; r += 0.5 {
		n := int(8 + 8*r)
		for k := range n {
			sin, cos := math.Sincos(2 * math.Pi * float64(k) / float64(n))
			if holds(proj.ToGeo(orb.Point{r * cos, r * sin})) {
				return true
			}
		}
	}
	return false
}

func everywhere(orb.Point) bool { return true }

func TestRandomNodesOfIsochronesAreDecidedAsPlaces(t *testing.T) {
	manyTowns(t, 60, func(t *testing.T, w *randomTown) {
		l := w.linker()
		g := l.Graph()
		table := NewTable(l, TableOptions{CellM: []float64{5, 10, 20}[w.r.IntN(3)]})
		for _, d := range []network.Direction{network.From, network.To} {
			limits := w.limits(g)
			sources := w.sources(l, d, 1)
			f, err := g.Search(t.Context(), sources, d, limits[2])
			require.NoError(t, err)
			out, err := table.Around(t.Context(), f, limits)
			require.NoError(t, err)
			all, err := g.Field(t.Context(), sources, d, network.Unreachable)
			require.NoError(t, err)
			cost := func(p orb.Point) uint32 { return all.Cost(l.Links(nil, p, d == network.To)) }
			checkNodes(t, table, out, limits, cost, everywhere)
			checkTolerance(t, w, table, out, limits, cost, 1)
			f.Release()
		}
	})
}

func TestRandomNodesOfCoverageAreDecidedAsPlaces(t *testing.T) {
	manyTowns(t, 30, func(t *testing.T, w *randomTown) {
		l := w.linker()
		g := l.Graph()
		table := NewTable(l, TableOptions{CellM: 10})
		limits := w.limits(g)
		a, b := w.place(), w.place()
		box := orb.MultiPoint{a, b}.Bound()
		clip := Clip{Inside: []orb.MultiPolygon{{box.ToPolygon()}}}
		keeps := func(p orb.Point) bool { return box.Contains(p) }
		if w.r.IntN(2) == 0 {
			clip = Clip{Inside: []orb.MultiPolygon{{l.Graph().Topology().Bound().Pad(0.01).ToPolygon()}}, Outside: clip.Inside}
			keeps = func(p orb.Point) bool { return !box.Contains(p) }
		}
		for k := 1; k <= 3; k++ {
			sources := w.sources(l, network.To, 4)
			var costs Costs
			var err error
			if k == 1 {
				costs, err = g.Field(context.Background(), sources, network.To, network.Unreachable)
			} else {
				costs, err = g.KField(context.Background(), sources, network.To, network.Unreachable, k)
			}
			require.NoError(t, err)
			out, err := table.Covered(t.Context(), costs, limits, clip)
			require.NoError(t, err)
			cost := func(p orb.Point) uint32 { return costs.Cost(l.Links(nil, p, true)) }
			checkNodes(t, table, out, limits, cost, keeps)
			// Along the clip's border the drawing keeps to the border, not to the rim.
			kept := func(p orb.Point) uint32 {
				if !keeps(p) {
					return network.Unreachable
				}
				return cost(p)
			}
			checkTolerance(t, w, table, out, limits, kept, math.Sqrt(1.25))
		}
	})
}
