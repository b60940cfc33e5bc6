package isochrone_test

import (
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
