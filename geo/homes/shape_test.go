package homes

import (
	"math"
	"math/rand"
	"os"
	"strconv"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/uber/h3-go/v4"
	"pgregory.net/rapid"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// star draws a polygon without crossings around (cx, cy), on coordinates in
// eighths so that points on its border can be hit exactly.
func star(r *rand.Rand, cx, cy float64, corners int) orb.Ring {
	ring := make(orb.Ring, 0, corners+1)
	for i := range corners {
		a := (float64(i) + 0.8*r.Float64()) / float64(corners) * 2 * math.Pi
		d := 2 + 6*r.Float64()
		ring = append(ring, orb.Point{cx + math.Round(8*d*math.Cos(a))/8, cy + math.Round(8*d*math.Sin(a))/8})
	}
	return append(ring, ring[0])
}

func TestContainsAgreesWithAnIndependentTest(t *testing.T) {
	seed, err := strconv.ParseInt(os.Getenv("SEED"), 10, 64) // to play a logged seed again
	if err != nil {
		seed = rand.Int63()
	}
	t.Logf("SEED=%d", seed)
	r := rand.New(rand.NewSource(seed))
	in, out := 0, 0
	for range 200 {
		p := orb.Polygon{star(r, 0, 0, 3+r.Intn(60))}
		if len(p[0]) > 10 && r.Intn(2) == 0 { // enough corners to go around the hole
			p = append(p, orb.Ring{{-.5, -.5}, {-.5, .5}, {.5, .5}, {.5, -.5}, {-.5, -.5}})
		}
		s := newShape(orb.MultiPolygon{p})
		for range 200 {
			// Off the grid of the corners, so that no point is on a border.
			at := orb.Point{r.Float64()*18 - 9, r.Float64()*18 - 9}
			want := planar.PolygonContains(p, at)
			require.Equal(t, want, s.contains(at), "%v in %v", at, p)
			if want {
				in++
			} else {
				out++
			}
		}
		for _, ring := range p {
			for i, a := range ring[1:] {
				b := ring[i]
				assert.True(t, s.contains(a), "a corner is in")
				mid := orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}
				assert.True(t, s.contains(mid), "the middle of an edge, exact in sixteenths, is in")
			}
		}
		assert.True(t, s.contains(pointInside(orb.MultiPolygon{p})))
	}
	assert.Greater(t, in, 5000)
	assert.Greater(t, out, 5000)
}

// Two polygons that share a crooked border leave no gap between them: every point
// near it is in one of them, and in both only if it is on it.
func TestASharedBorderLeavesNoGap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coord := rapid.Float64Range(-1, 1)
		var line orb.LineString
		for y := range 10 {
			line = append(line, orb.Point{coord.Draw(t, "x"), float64(y)})
		}
		left := orb.Ring(append(append(orb.LineString{}, line...), orb.Point{-5, 9}, orb.Point{-5, 0}))
		right := orb.Ring(append(append(orb.LineString{}, line...), orb.Point{5, 9}, orb.Point{5, 0}))
		right.Reverse()
		a, b := newShape(orb.MultiPolygon{{left}}), newShape(orb.MultiPolygon{{right}})
		for range 50 {
			i := rapid.IntRange(0, 8).Draw(t, "edge")
			f := rapid.Float64Range(0, 1).Draw(t, "along")
			p := orb.Point{line[i][0] + f*(line[i+1][0]-line[i][0]), line[i][1] + f*(line[i+1][1]-line[i][1])}
			p[0] += rapid.SampledFrom([]float64{0, 1e-16, -1e-16, 1e-9, -1e-9}).Draw(t, "off")
			require.True(t, a.contains(p) || b.contains(p), "%v is in neither", p)
			if math.Abs(p[0]-line[i][0]-f*(line[i+1][0]-line[i][0])) > 1e-10 {
				require.NotEqual(t, a.contains(p), b.contains(p))
			}
		}
	})
}

func TestPointInsideACrescent(t *testing.T) {
	// A C whose centroid is in its mouth.
	c := orb.Polygon{{{0, 0}, {10, 0}, {10, 1}, {1, 1}, {1, 9}, {10, 9}, {10, 10}, {0, 10}, {0, 0}}}
	centre, area := centroid(c)
	s := newShape(orb.MultiPolygon{c})
	assert.InDelta(t, 28, area, 1e-12)
	assert.False(t, s.contains(centre))
	assert.Equal(t, orb.Point{0.5, 5}, pointInside(orb.MultiPolygon{c}))
	// The larger of two, whichever way its rings run and whether they are closed.
	small := orb.Polygon{{{20, 20}, {21, 20}, {21, 21}, {20, 21}}}
	assert.Equal(t, orb.Point{0.5, 5}, pointInside(orb.MultiPolygon{small, c}))
	assert.Equal(t, orb.Point{20.5, 20.5}, pointInside(orb.MultiPolygon{small}))
	assert.Equal(t, orb.Point{3, 4}, pointInside(orb.MultiPolygon{{{{3, 4}, {3, 4}, {3, 4}}}}), "ground without area")
}

func TestWidth(t *testing.T) {
	turned := func(w, h, angle float64) orb.MultiPolygon {
		s, c := math.Sincos(angle)
		var r orb.Ring
		for _, p := range [][2]float64{{0, 0}, {w, 0}, {w, h}, {0, h}, {0, 0}} {
			r = append(r, at(p[0]*c-p[1]*s, p[0]*s+p[1]*c))
		}
		return orb.MultiPolygon{{r}}
	}
	for _, a := range []float64{0, 0.3, math.Pi / 4, 2} {
		assert.InDelta(t, 100, width(turned(100, 100, a)), 0.01, "a square is as wide as its side, however it lies")
		assert.InDelta(t, math.Hypot(500, 20)/math.Sqrt2, width(turned(500, 20, a)), 0.05, "a strip is not narrow")
	}
	both := append(turned(30, 30, 0), multi(box(1000, 0, 30, 30))...)
	assert.InDelta(t, math.Hypot(1030, 30)/math.Sqrt2, width(both), 0.1, "two spots far apart")

	cell := h3.LatLngToCell(h3.LatLng{Lat: -30.05, Lng: -51.2}, 9)
	var ring orb.Ring
	for _, v := range cell.Boundary() {
		ring = append(ring, orb.Point{v.Lng, v.Lat})
	}
	ring = append(ring, ring[0])
	w := width(orb.MultiPolygon{{ring}})
	assert.InDelta(t, math.Sqrt(crs.Area(ring)), w, 1e-9, "a hexagon is as wide as the square of its area")
	assert.InDelta(t, 324, w, 40, "resolution 9: 0.105 km² on average")
}
