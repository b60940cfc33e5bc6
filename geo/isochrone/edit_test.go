package isochrone

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// Ground is drawn the same from a field that followed edits of facilities and roads as
// from one that is computed afresh.
func TestRandomGroundAfterEdits(t *testing.T) {
	drawn := 0
	manyTowns(t, 40, func(t *testing.T, w *randomTown) {
		// Two stray paths far away keep the box of the roads, and with it the plane.
		for _, p := range []orb.Point{{-3000, -3000}, {6000, 6000}} {
			line := orb.LineString{w.proj.ToGeo(p), w.proj.ToGeo(orb.Point{p[0] + 10, p[1]})}
			w.roads = append(w.roads, geo.RoadSegment{ID: "stray", Highway: "residential", Geometry: line})
		}
		places := []orb.Point{w.place(), w.place(), w.place(), w.place()}
		sources := func(l *network.Linker) []network.Source {
			var out []network.Source
			for i, p := range places {
				out = append(out, network.Source{ID: int32(i), Links: l.Links(nil, p, false)})
			}
			return out
		}
		draw := func(l *network.Linker, f *network.Field, limits []uint32) []orb.MultiPolygon {
			require.Same(t, l.Graph(), f.Graph())
			table := NewTable(l, TableOptions{CellM: 10})
			require.NoError(t, table.Build())
			out, err := table.Covered(t.Context(), f, limits, Clip{})
			require.NoError(t, err)
			return out
		}

		l := w.linker()
		limits := w.limits(l.Graph())
		all := sources(l)
		f, err := l.Graph().Field(t.Context(), all[:3], network.To, network.Unreachable)
		require.NoError(t, err)
		f, err = f.With(t.Context(), all[3])
		require.NoError(t, err)
		f, err = f.Without(t.Context(), 1)
		require.NoError(t, err)
		some := func(l *network.Linker) []network.Source { return slices.Delete(sources(l), 1, 2) }
		fresh, err := l.Graph().Field(t.Context(), some(l), network.To, network.Unreachable)
		require.NoError(t, err)
		require.Equal(t, draw(l, fresh, limits), draw(l, f, limits))

		k := w.r.IntN(len(w.roads) - 2)
		road := w.roads[k]
		road.Geometry = orb.LineString{road.Geometry[0], w.place()}
		top, err := l.Graph().Topology().Edited(t.Context(), []int32{int32(k)}, []geo.RoadSegment{road})
		require.NoError(t, err)
		g, c, err := l.Graph().Edited(t.Context(), top)
		require.NoError(t, err)
		edited := network.NewLinker(g, network.NewGround(top, w.barriers, w.builtUp))
		f, err = f.Repaired(t.Context(), c, some(edited)...)
		require.NoError(t, err)

		w.roads = append(slices.Delete(w.roads, k, k+1), road)
		l = w.linker()
		fresh, err = l.Graph().Field(t.Context(), some(l), network.To, network.Unreachable)
		require.NoError(t, err)
		want := draw(l, fresh, limits)
		require.Equal(t, want, draw(edited, f, limits))
		for _, mp := range want {
			drawn += len(mp)
		}
	})
	require.Positive(t, drawn)
}
