package isochrone_test

import (
	"math/rand"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/planar"
	"github.com/peterstace/simplefeatures/geom"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/isochrone"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// TestPortoAgreesWithCounting checks drawings of a real town at random places: where
// a place is counted otherwise than it is drawn, the verdict changes within the
// tolerance of it.
func TestPortoAgreesWithCounting(t *testing.T) {
	l, roads := porto(t)
	g := l.Graph()
	table := isochrone.NewTable(l, isochrone.TableOptions{})
	limits := []uint32{g.Units(300), g.Units(900), g.Units(1800)}
	const seed = 7
	r := rand.New(rand.NewSource(seed))
	differ, places := 0, 0
	for range 4 {
		road := &roads[r.Intn(len(roads))]
		origin := road.Geometry[0]
		sources := []network.Source{{Links: l.Links(nil, origin, true)}}
		f, err := g.Search(t.Context(), sources, network.From, limits[2])
		require.NoError(t, err)
		out, err := table.Around(t.Context(), f, limits)
		require.NoError(t, err)
		for i, mp := range out {
			b, err := wkb.Marshal(mp)
			require.NoError(t, err)
			s, err := geom.UnmarshalWKB(b)
			require.NoError(t, err)
			require.NoError(t, s.Validate(), "limit %d", i)
		}
		counted := func(p orb.Point, limit uint32) bool { return f.Cost(l.Links(nil, p, false)) <= limit }
		for range 150 {
			i := r.Intn(len(limits))
			box := out[i].Bound()
			p := orb.Point{
				box.Min[0] + r.Float64()*(box.Max[0]-box.Min[0]), box.Min[1] + r.Float64()*(box.Max[1]-box.Min[1]),
			}
			drawn := planar.MultiPolygonContains(out[i], p)
			places++
			if counted(p, limits[i]) == drawn {
				continue
			}
			differ++
			changes := false
			for k := 0; k < 400 && !changes; k++ {
				q := orb.Point{p[0] + (2*r.Float64()-1)*1.2e-4, p[1] + (2*r.Float64()-1)*0.9e-4}
				changes = crs.Distance(p, q) <= table.CellM() && counted(q, limits[i]) == drawn
			}
			require.True(t, changes, "seed %d: %v is drawn %v, and counted otherwise all around", seed, p, drawn)
		}
	}
	t.Logf("seed %d: %d of %d places differ, all within the tolerance", seed, differ, places)
}
