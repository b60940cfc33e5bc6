package isochrone_test

import (
	"context"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/internal/drawntown"
	"github.com/seed-4611ae28/lifecircle/geo/isochrone"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// The modes of the tests are small on purpose.
func walking() *geo.Mode {
	return &geo.Mode{
		ID: "walk", Vehicle: geo.OnFoot, SpeedKmh: 3.6, LegFactor: 2, LegSpeedKmh: 3.6, LinkLimitM: 200,
		Classes: []string{"residential"},
	}
}

type world struct {
	t      *testing.T
	town   *drawntown.Town
	linker *network.Linker
}

func build(t *testing.T, drawing string, o drawntown.Options) *world {
	t.Helper()
	town := drawntown.Parse(drawing, o)
	top, err := network.NewTopology(t.Context(), town.Roads)
	require.NoError(t, err)
	g, err := top.Graph(t.Context(), walking(), geo.NetworkDistance)
	require.NoError(t, err)
	return &world{t: t, town: town, linker: network.NewLinker(g, network.NewGround(top, town.Barriers, nil))}
}

func (w *world) around(facility string, metres ...float64) []orb.MultiPolygon {
	w.t.Helper()
	g := w.linker.Graph()
	p := w.town.Facilities[facility]
	limits := make([]uint32, len(metres))
	for i, m := range metres {
		limits[i] = g.Units(m)
	}
	f, err := g.Search(w.t.Context(), []network.Source{{Links: w.linker.Links(nil, p, true)}}, network.From, limits[len(limits)-1])
	require.NoError(w.t, err)
	defer f.Release()
	out, err := isochrone.NewTable(w.linker, isochrone.TableOptions{}).Around(w.t.Context(), f, limits)
	require.NoError(w.t, err)
	require.Len(w.t, out, len(limits))
	return out
}

func (w *world) inside(mp orb.MultiPolygon, x, y float64) bool {
	return planar.MultiPolygonContains(mp, w.town.At(x, y))
}

func TestLongEdgeWithoutJunctionIsCutAtTheMetre(t *testing.T) {
	w := build(t, `
A1---------------------------------------B
`, drawntown.Options{})
	mp := w.around("1", 1000)[0]
	require.True(t, w.inside(mp, 1+19.6, 0), "980 m along the edge")
	require.False(t, w.inside(mp, 1+20.2, 0), "1010 m along the edge")
	require.True(t, w.inside(mp, 6, 3.8), "190 m beside the street, 200 m along it")
	require.False(t, w.inside(mp, 6, 4.2), "210 m beside the street: no link")
}

func TestRiverWithoutABridge(t *testing.T) {
	w := build(t, `
A----1----------B

~~~~~~~~~~~~~~~~~~~~

C---------------D
`, drawntown.Options{})
	mp := w.around("1", 600)[0]
	require.True(t, w.inside(mp, 5, 1.8))
	require.False(t, w.inside(mp, 5, 2.2), "the other bank")
	require.False(t, w.inside(mp, 5, 4))
}

func TestHolesAreKept(t *testing.T) {
	// A ring road with a lake of land in the middle that no link reaches.
	w := build(t, `
A-----------------------B
|                       |
|                       |
|                       |
|                       |
|                       |
1                       |
|                       |
|                       |
|                       |
|                       |
|                       |
C-----------------------D
`, drawntown.Options{})
	mp := w.around("1", 10000)[0]
	require.Len(t, mp, 1)
	require.Len(t, mp[0], 2, "a shell and a hole")
	require.True(t, w.inside(mp, 0, 3))
	require.False(t, w.inside(mp, 12, 6), "300 m from every street")
}

func TestOneMinuteIsDrawn(t *testing.T) {
	// One minute at 3.6 km/h is 60 m: a small lozenge around the start, not nothing and
	// not a square.
	w := build(t, `
A----1----B
`, drawntown.Options{})
	mp := w.around("1", 60)[0]
	require.Len(t, mp, 1)
	require.True(t, w.inside(mp, 5, 0))
	require.True(t, w.inside(mp, 5.9, 0), "45 m along the street")
	require.False(t, w.inside(mp, 6.5, 0), "75 m along the street")
	require.True(t, w.inside(mp, 5, 0.4), "20 m beside it, counted twice")
	require.False(t, w.inside(mp, 5, 0.8), "40 m beside it")
	require.InDelta(t, 60*30*2, planarAreaM2(w, mp), 700)
}

// planarAreaM2 is the area of a drawing in square metres, by the size of a character.
func planarAreaM2(w *world, mp orb.MultiPolygon) float64 {
	a, b, c := w.town.At(0, 0), w.town.At(1, 0), w.town.At(0, -1)
	return planar.Area(mp) / ((b[0] - a[0]) * (c[1] - a[1])) * 50 * 50
}

func TestNothingInReachIsEmpty(t *testing.T) {
	w := build(t, `
A----1----B
`, drawntown.Options{})
	f, err := w.linker.Graph().Search(t.Context(), []network.Source{{}}, network.From, 1000)
	require.NoError(t, err)
	out, err := isochrone.NewTable(w.linker, isochrone.TableOptions{}).Around(t.Context(), f, []uint32{500, 1000})
	require.NoError(t, err)
	require.Equal(t, []orb.MultiPolygon{{}, {}}, out)
}

func TestLimitOfNothingIsAlmostEmpty(t *testing.T) {
	w := build(t, `
A----1----B
`, drawntown.Options{})
	for _, mp := range w.around("1", 0, 0.001) {
		require.LessOrEqual(t, planarAreaM2(w, mp), 400.0, "a place on the very spot, at most")
	}
}

func TestBadQuestionsAreRefused(t *testing.T) {
	w := build(t, `
A----1----B
`, drawntown.Options{})
	f, err := w.linker.Graph().Search(t.Context(), []network.Source{{}}, network.From, 1000)
	require.NoError(t, err)
	table := isochrone.NewTable(w.linker, isochrone.TableOptions{})
	for _, c := range []struct {
		limits []uint32
		want   string
	}{
		{nil, "limits are empty"},
		{[]uint32{5, 4}, "have to ascend"},
		{[]uint32{1001}, "limit 1001 is above 1000"},
		{[]uint32{network.Unreachable}, "has to be below"},
	} {
		_, err := table.Around(t.Context(), f, c.limits)
		require.ErrorContains(t, err, c.want)
	}
	for _, m := range []float64{-1, 0.1, 1e6} {
		_, err := isochrone.NewTable(w.linker, isochrone.TableOptions{CellM: m}).Around(t.Context(), f, []uint32{1})
		require.ErrorContains(t, err, "cell size")
	}
}

func TestDrawingStopsWithItsContext(t *testing.T) {
	w := build(t, `
A----1----B
`, drawntown.Options{})
	f, err := w.linker.Graph().Search(t.Context(), []network.Source{{Links: w.linker.Links(nil, w.town.Facilities["1"], true)}}, network.From, 1000)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = isochrone.NewTable(w.linker, isochrone.TableOptions{}).Around(ctx, f, []uint32{1000})
	require.ErrorIs(t, err, context.Canceled)

	// In the middle: the rest of a large ground is not asked for any more.
	ctx, cancel = context.WithCancel(t.Context())
	asked := 0
	box := orb.Bound{Min: orb.Point{120, 30}, Max: orb.Point{120.1, 30.1}}
	_, err = isochrone.Ground(ctx, 10, func(orb.Point) uint32 {
		if asked++; asked == 10000 {
			cancel()
		}
		return 0
	}, []uint32{1}, isochrone.Clip{Inside: []orb.MultiPolygon{{box.ToPolygon()}}})
	require.ErrorIs(t, err, context.Canceled)
	require.Less(t, asked, 20000, "of a million nodes")
}
