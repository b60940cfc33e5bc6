package greenway_test

import (
	"fmt"
	"math/rand"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// However a network is drawn, its length is the same.
func TestDrawingChangesNothing(t *testing.T) {
	seed := time.Now().UnixNano()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewSource(seed))
	unit := rect(-1500, -1500, 3000, 3000)
	for round := range 60 {
		var ways []geo.Greenway
		for range 1 + rng.Intn(12) {
			ways = append(ways, way(walk(rng, 5000)))
		}
		want := measure(t, unit, ways...)
		length := value(t, want.LengthM)
		for name, redraw := range map[string]func(ls orb.LineString) []orb.LineString{
			"split":      func(ls orb.LineString) []orb.LineString { return split(rng, ls) },
			"densified":  func(ls orb.LineString) []orb.LineString { return []orb.LineString{densified(rng, ls)} },
			"duplicated": func(ls orb.LineString) []orb.LineString { return []orb.LineString{ls, densified(rng, ls)} },
			"doubled":    func(ls orb.LineString) []orb.LineString { return []orb.LineString{ls, reversed(densified(rng, ls))} },
		} {
			var drawn []geo.Greenway
			for _, w := range ways {
				for _, ls := range redraw(w.Geometry[0]) {
					drawn = append(drawn, way(ls))
				}
			}
			got := measure(t, unit, drawn...)
			// A vertex put on a line in degrees lies up to 0.2 mm beside it in the plane,
			// which moves where the line meets the unit's border, or leaves the metre around
			// another, by as much over the sine of their angle: 2 cm at half a degree.
			require.InDelta(t, length, value(t, got.LengthM), 1e-6*length+0.02, "seed %d round %d: %s", seed, round, name)
			require.Equal(t, want.Components, got.Components, "seed %d round %d: %s", seed, round, name)
		}
	}
}

// A long straight line is straight in degrees: drawn with more vertices it is still
// the same. (In a plane its middle would be 10 m off.)
func TestLongStraightLine(t *testing.T) {
	rng := rand.New(rand.NewSource(2))
	ls := orb.LineString{plane.ToGeo(orb.Point{-15_000, 100}), plane.ToGeo(orb.Point{15_000, 100})}
	fine := ls
	for range 8 {
		fine = densified(rng, fine)
	}
	one := value(t, measure(t, wide, way(fine)).LengthM)
	require.InEpsilon(t, crs.Length(fine), one, 1e-8)
	require.InEpsilon(t, one, value(t, measure(t, wide, way(fine), way(ls)).LengthM), 1e-6)
	require.InEpsilon(t, one, value(t, measure(t, wide, way(ls), way(fine)).LengthM), 1e-6)
}

// A line runs the same way from both ends, and so do lines that do not come within a
// metre of each other. (Where they do at a narrow angle, it is the later one that
// loses the metres in common, and which is later depends on the order.)
func TestDirectionChangesNothing(t *testing.T) {
	seed := time.Now().UnixNano()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewSource(seed))
	for round := range 60 {
		// A staircase keeps away from itself.
		at := []orb.Point{{0, 0}}
		for i := range 2 + rng.Intn(20) {
			p := at[len(at)-1]
			step := 5 + 100*rng.Float64()
			at = append(at, orb.Point{p[0] + step*float64(i%2), p[1] + step*float64((i+1)%2)})
		}
		ls := line(at...)
		// Degrees hold 1.5 nm at 120, at either end of a piece of 5 m or more: below 2e-8 of it.
		forward, back := measure(t, wide, way(ls)), measure(t, wide, way(reversed(ls)))
		require.InEpsilon(t, crs.Length(ls), value(t, forward.LengthM), 2e-8, "seed %d round %d", seed, round)
		require.InEpsilon(t, crs.Length(ls), value(t, back.LengthM), 2e-8, "seed %d round %d", seed, round)
	}
}

// The units of a partition add up to the whole, lines along their borders included.
func TestPartitionAddsUp(t *testing.T) {
	seed := time.Now().UnixNano()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewSource(seed))
	for round := range 20 {
		const n = 4
		var corner [n + 1][n + 1]orb.Point
		for i := range corner {
			for j := range corner[i] {
				jitter := func(k int) float64 {
					if k == 0 || k == n {
						return 0
					}
					return 200 * (rng.Float64() - 0.5)
				}
				corner[i][j] = plane.ToGeo(orb.Point{1000*float64(i) + jitter(i), 1000*float64(j) + jitter(j)})
			}
		}
		var ways []geo.Greenway
		for range 30 {
			ways = append(ways, way(walk(rng, 6000)))
		}
		// Along borders, inner and outer, drawn with other vertices.
		for i := range corner {
			var up, across orb.LineString
			for j := range corner {
				up, across = append(up, corner[i][j]), append(across, corner[j][i])
			}
			ways = append(ways, way(densified(rng, up)), way(reversed(densified(rng, across))))
		}
		var whole orb.Ring
		for _, side := range [4]func(k int) orb.Point{
			func(k int) orb.Point { return corner[k][0] }, func(k int) orb.Point { return corner[n][k] },
			func(k int) orb.Point { return corner[n-k][n] }, func(k int) orb.Point { return corner[0][n-k] },
		} {
			for k := range n {
				whole = append(whole, side(k))
			}
		}
		whole = append(whole, whole[0])
		total := measure(t, orb.MultiPolygon{{whole}}, ways...)
		sum, border := 0.0, 0.0
		var cluster orb.MultiPolygon
		for i := range n {
			for j := range n {
				unit := orb.Polygon{{corner[i][j], corner[i+1][j], corner[i+1][j+1], corner[i][j+1], corner[i][j]}}
				cluster = append(cluster, unit)
				res := measure(t, orb.MultiPolygon{unit}, ways...)
				sum += value(t, res.LengthM)
				border += res.BorderM
			}
		}
		want := value(t, total.LengthM)
		assert.Greater(t, border, 2*3*4000.0, "inner borders were walked, on both sides")
		require.InEpsilon(t, want, sum, 1e-6, "seed %d round %d", seed, round)
		// A cluster of units, side by side in one geometry, is their union.
		require.InEpsilon(t, want, value(t, measure(t, cluster, ways...).LengthM), 1e-6, "seed %d round %d", seed, round)
	}
}

// Tens of thousands of lines are no matter.
func TestManyLines(t *testing.T) {
	rng := rand.New(rand.NewSource(3))
	var ways []geo.Greenway
	for i := range 20_000 {
		g := way(walk(rng, 60_000))
		g.ID = fmt.Sprint("g", i)
		ways = append(ways, g)
	}
	// Every segment against every other would take an hour: the test would time out.
	res := measure(t, wide, ways...)
	assert.Positive(t, value(t, res.LengthM))
	assert.NotEmpty(t, res.Built)
}
