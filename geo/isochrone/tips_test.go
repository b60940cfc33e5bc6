package isochrone

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// A street of its own ends in a finger half as wide as what is left of the limit. Its
// tip lies between nodes; drawn from nodes alone streets would end 5 m too soon on
// average, whichever way they run, and people along streets be drawn out.
func TestStreetsAreDrawnToTheirTips(t *testing.T) {
	const seed, streets, lengthM = 5, 60, 900.0
	r := rand.New(rand.NewPCG(seed, 1))
	proj := crs.NewLocalTM(orb.Point{120, 30})
	lost, most := 0.0, 0.0
	for range streets {
		sin, cos := math.Sincos(2 * math.Pi * r.Float64())
		x, y := 100*r.Float64(), 100*r.Float64()
		at := func(m float64) orb.Point { return proj.ToGeo(orb.Point{x + m*cos, y + m*sin}) }
		w := &randomTown{t: t, mode: &geo.Mode{
			ID: "walk", Vehicle: geo.OnFoot, SpeedKmh: 3.6, LegFactor: 2, LegSpeedKmh: 3.6, LinkLimitM: 200, Classes: []string{"residential"},
		}, metric: geo.NetworkDistance, roads: []geo.RoadSegment{{ID: "a", Highway: "residential", Geometry: orb.LineString{at(0), at(lengthM)}}}}
		l := w.linker()
		g := l.Graph()
		metres := []float64{100 + 300*r.Float64(), 500 + 300*r.Float64()}
		limits := []uint32{g.Units(metres[0]), g.Units(metres[1])}
		f, err := g.Search(t.Context(), []network.Source{{Links: l.Links(nil, at(0), true)}}, network.From, limits[1])
		require.NoError(t, err)
		out, err := NewTable(l, TableOptions{}).Around(t.Context(), f, limits)
		require.NoError(t, err)
		f.Release()
		checkShapes(t, out)
		for i, mp := range out {
			end := metres[i] + 15
			for end > 0 && !contains(mp, at(end)) {
				end -= 0.125
			}
			short := metres[i] - end
			require.GreaterOrEqual(t, short, -1.0, "seed %d: nothing is added to a street", seed)
			lost, most = lost+short, max(most, short)
		}
	}
	t.Logf("seed %d: streets end %.2f m too soon on average, %.1f m at most", seed, lost/(2*streets), most)
	require.LessOrEqual(t, lost/(2*streets), 1.5)
	// Beside a place so far from the tip ground is out half as far off.
	require.LessOrEqual(t, most, 2.0*DefaultCellM)
}

// spiked draws a picture as drawn reads it, with a tip and the way back from it in
// characters from the lower left one.
func spiked(t *testing.T, limits []uint32, picture string, level int, x, y, backX, backY float64) []orb.Ring {
	t.Helper()
	c := drawn(t, limits, picture)
	units := func(x, y float64) [2]int32 { return [2]int32{int32(100 * (60 + x)), int32(100 * (1 + y))} }
	c.tips = func(k int, fn func(tip)) {
		if k == level {
			fn(tip{units(x, y), units(x+backX, y+backY)})
		}
	}
	d := &drawing{c: c}
	c.threshold(level)
	d.trace(level)
	var out []orb.Ring
	for _, p := range d.polygons() {
		out = append(out, p...)
	}
	return out
}

func TestASpikeKeepsToItsCells(t *testing.T) {
	corridor := "....\n....\n##..\n##..\n....\n...."
	has := func(rings []orb.Ring, x, y float64) bool {
		p := orb.Point{degrees(int32(100 * (60 + x))), degrees(int32(100 * (1 + y)))}
		for _, r := range rings {
			for _, q := range r {
				if math.Abs(q[0]-p[0])+math.Abs(q[1]-p[1]) < 3.0/unit {
					return true
				}
			}
		}
		return false
	}
	for _, k := range []struct {
		name, picture string
		limits        []uint32
		x, y          float64
		backX, backY  float64
		want          bool
	}{
		{"in the cell of the contour", corridor, []uint32{5}, 1.9, 2.5, -1, 0, true},
		{"in the cell behind", corridor, []uint32{5}, 2.6, 2.4, -1, 0, true},
		{"two cells on", corridor, []uint32{5}, 3.2, 2.4, -1, 0, false},
		{"inside already", corridor, []uint32{5}, 1.05, 2.5, -1, 0, false},
		{"from the other side", corridor, []uint32{5}, 1.9, 2.5, 1, 0, false},
		{"beside a cut, which moves", corridor, []uint32{5}, 1.7, 2.5, 0, 1, true},
		{"past the node that is out", corridor, []uint32{5}, 1.9, 2.5, 0.5, 1, false},
		{"across the contour of the next limit", "....\n....\n#9..\n#9..\n....\n....", []uint32{5, 9}, 0.9, 2.5, -1, 0, true},
		{"into the contour of the next limit", "....\n....\n#9..\n#9..\n....\n....", []uint32{5, 9}, 1.4, 2.5, -1, 0, false},
		{"a saddle", "....\n....\n#...\n.#..\n....\n....", []uint32{5}, 0.9, 2.8, -1, -0.5, false},
	} {
		t.Run(k.name, func(t *testing.T) {
			rings := spiked(t, k.limits, k.picture, 0, k.x, k.y, k.backX, k.backY)
			require.Equal(t, k.want, has(rings, k.x, k.y), fmt.Sprint(rings))
			checkShapes(t, []orb.MultiPolygon{polygonsOf(rings)})
		})
	}
}

func polygonsOf(rings []orb.Ring) orb.MultiPolygon {
	var mp orb.MultiPolygon
	for _, r := range rings {
		mp = append(mp, orb.Polygon{r})
	}
	return mp
}
