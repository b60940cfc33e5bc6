package demo

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

func parkOf(t *testing.T, ds *geo.Dataset, id string) geo.Park {
	t.Helper()
	for _, p := range ds.Parks {
		if p.ID == id {
			return p
		}
	}
	require.Fail(t, "no park "+id)
	return geo.Park{}
}

func TestParksOnBothSidesOfEveryThreshold(t *testing.T) {
	several(t, func(t *testing.T, ds *geo.Dataset, _ int) {
		for _, m2 := range []int{399, 400, 1999, 2000, 4999, 5000} {
			p := parkOf(t, ds, ParkAtThreshold(m2))
			area := crs.Area(p.Geometry)
			assert.True(t, float64(m2)+0.1 < area && area < float64(m2)+0.9, "%s: %.3f m²", p.ID, area)
			assert.Equal(t, "park", p.Kind)
			assert.True(t, p.Status.Exists())
		}
		large := crs.Area(parkOf(t, ds, ParkLarge).Geometry)
		assert.True(t, 10000 < large && large < 50000, "%.0f m²", large)
	})
}

// TestTwoParksDissolveOverTheThreshold: each is under 5,000 m², they share a whole
// side, corner for corner, and together they are over it.
func TestTwoParksDissolveOverTheThreshold(t *testing.T) {
	several(t, func(t *testing.T, ds *geo.Dataset, _ int) {
		west, east := parkOf(t, ds, ParkWestHalf), parkOf(t, ds, ParkEastHalf)
		a, b := crs.Area(west.Geometry), crs.Area(east.Geometry)
		assert.InDelta(t, 4900, a, 5)
		assert.InDelta(t, 200, b, 3)
		assert.Greater(t, a+b, 5050.0)
		w, e := west.Geometry[0][0], east.Geometry[0][0]
		assert.Equal(t, w[1], e[0])
		assert.Equal(t, w[2], e[3])
	})
}

func TestParkBeyondTheBorderServesHomesWithin(t *testing.T) {
	several(t, func(t *testing.T, ds *geo.Dataset, _ int) {
		p := parkOf(t, ds, ParkOutside)
		assert.Greater(t, crs.Area(p.Geometry), 5000.0)
		county := countyOf(t, ds)
		for _, q := range p.Geometry[0][0] {
			assert.False(t, inside(county.Geometry, q))
		}
		near := math.Inf(1)
		for _, h := range ds.Homes {
			for _, q := range p.Geometry[0][0] {
				near = min(near, crs.ShortDistance(q, h.Location))
			}
		}
		assert.Less(t, near, 500.0)
	})
}

func TestKindsAndStatesOfParks(t *testing.T) {
	kinds, states := map[string]int{}, map[geo.Status]int{}
	without := 0
	for _, p := range county5(t).Parks {
		kinds[p.Kind]++
		states[p.Status]++
		if len(p.Entrances) == 0 {
			without++
		}
	}
	for _, k := range []string{"park", "garden", "square"} {
		assert.Positive(t, kinds[k], k)
	}
	assert.Greater(t, len(states), 1)
	assert.Positive(t, without, "parks without entrances")
}

func greenwayOf(t *testing.T, ds *geo.Dataset, id string) geo.Greenway {
	t.Helper()
	for _, g := range ds.Greenways {
		if g.ID == id {
			return g
		}
	}
	require.Fail(t, "no greenway "+id)
	return geo.Greenway{}
}

func TestGreenways(t *testing.T) {
	several(t, func(t *testing.T, ds *geo.Dataset, _ int) {
		north, south, ring := greenwayOf(t, ds, GreenwayNorth), greenwayOf(t, ds, GreenwaySouth), greenwayOf(t, ds, GreenwayRing)
		assert.True(t, north.Status.Exists() && south.Status.Exists() && ring.Status.Exists())
		assert.Equal(t, geo.StatusPlanned, greenwayOf(t, ds, GreenwayPlanned).Status)
		assert.Equal(t, geo.StatusBuilding, greenwayOf(t, ds, GreenwayBuilding).Status)
		assert.True(t, greenwayOf(t, ds, GreenwayConnector).Connector)

		seat := unitOf(t, ds, townCode(0))
		in, out := 0, 0
		vertices := map[orb.Point]bool{}
		for _, l := range north.Geometry {
			for _, p := range l {
				vertices[p] = true
				if inside(seat.Geometry, p) {
					in++
				} else {
					out++
				}
			}
		}
		assert.True(t, in > 20 && out > 5, "the northern one crosses the seat's border: %d vertices within, %d without", in, out)

		var common float64
		for _, l := range ring.Geometry {
			for k := 1; k < len(l); k++ {
				if vertices[l[k-1]] && vertices[l[k]] {
					common += crs.Distance(l[k-1], l[k])
				}
			}
		}
		assert.Greater(t, common, 2000.0, "metres that two routes share")

		for _, p := range south.Geometry[0] {
			for q := range vertices {
				require.Greater(t, crs.ShortDistance(p, q), 70.0, "the banks are apart")
			}
		}
	})
}

func TestBeadsOnTheGreenway(t *testing.T) {
	several(t, func(t *testing.T, ds *geo.Dataset, _ int) {
		north := greenwayOf(t, ds, GreenwayNorth)
		for k := range Beads {
			p := parkOf(t, ds, BeadOnGreenway(k+1))
			assert.True(t, inside(unitOf(t, ds, townCode(0)).Geometry, p.Geometry[0][0][0]))
			near := math.Inf(1)
			for _, l := range north.Geometry {
				for _, v := range l {
					for _, q := range p.Geometry[0][0] {
						near = min(near, crs.ShortDistance(v, q))
					}
				}
			}
			assert.Less(t, near, 20.0)
		}
	})
}
