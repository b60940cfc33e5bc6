package isochrone

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/slope"
)

// hills makes the town hilly: random slopes and waves, up to some 30 %.
func (w *randomTown) hills() *network.Linker {
	w.t.Helper()
	w.mode.Slope = &geo.SlopeRule{Form: geo.SlopeTobler, Steepness: 3.5, BestGrade: -0.05}
	w.metric = w.metric.WithSlope()
	system, err := crs.Parse("epsg:4549")
	require.NoError(w.t, err)
	corner := system.FromWGS84(w.proj.ToGeo(orb.Point{-200, -200}))
	const side, cellM = 64, 25.0
	b := geo.ElevationBlock{ID: "dem-r0c0", CRS: "epsg:4549", X0: corner[0], Y0: corner[1] + (side-1)*cellM, DX: cellM, DY: -cellM,
		Width: side, Height: side, Source: "dem"}
	e, n, wave := (w.r.Float64()-0.5)/3, (w.r.Float64()-0.5)/3, 40+100*w.r.Float64()
	var metres []float32
	for r := range side {
		for c := range side {
			x, y := float64(c)*cellM, float64(side-r)*cellM
			metres = append(metres, float32(900+e*x+n*y+12*math.Sin(x/wave)*math.Cos(y/wave)))
		}
	}
	b.BaseM, b.Samples, _, err = slope.Pack(metres)
	require.NoError(w.t, err)
	surface, err := slope.NewSurface([]geo.ElevationBlock{b})
	require.NoError(w.t, err)
	top, err := network.NewTopology(w.t.Context(), w.roads)
	require.NoError(w.t, err)
	relief, err := slope.NewRelief(w.t.Context(), surface, top.SlopeRoads())
	require.NoError(w.t, err)
	g, err := top.WithRelief(relief).Graph(w.t.Context(), w.mode, w.metric)
	require.NoError(w.t, err)
	return network.NewLinker(g, network.NewGround(top, w.barriers, w.builtUp))
}

// With slopes the ground is drawn as places are counted, uphill and downhill.
func TestRandomNodesWithSlopesAreDecidedAsPlaces(t *testing.T) {
	manyTowns(t, 15, func(t *testing.T, w *randomTown) {
		l := w.hills()
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
		limits := w.limits(g)
		for k := 1; k <= 2; k++ {
			sources := w.sources(l, network.To, 4)
			var costs Costs
			var err error
			if k == 1 {
				costs, err = g.Field(t.Context(), sources, network.To, network.Unreachable)
			} else {
				costs, err = g.KField(t.Context(), sources, network.To, network.Unreachable, k)
			}
			require.NoError(t, err)
			out, err := table.Covered(t.Context(), costs, limits, Clip{Inside: []orb.MultiPolygon{{g.Topology().Bound().Pad(0.01).ToPolygon()}}})
			require.NoError(t, err)
			checkNodes(t, table, out, limits, func(p orb.Point) uint32 { return costs.Cost(l.Links(nil, p, true)) }, everywhere)
		}
	})
}
