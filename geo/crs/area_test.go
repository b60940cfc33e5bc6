package crs_test

import (
	"math"
	"math/rand"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

func TestAreaWholeEllipsoid(t *testing.T) {
	// NIMA TR8350.2 table 3.3 gives the authalic radius 6371007.1809 m.
	const r = 6371007.1809
	world := orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	assert.InEpsilon(t, 4*math.Pi*r*r, crs.Area(world), 2e-11)
}

// A thin spherical triangle on the equator, small enough to be a plane one.
func TestAreaTriangle(t *testing.T) {
	d := 1e-3
	tri := orb.Polygon{{{0, 0}, {d, 0}, {0, d}, {0, 0}}}
	a, b := crs.Distance(orb.Point{0, 0}, orb.Point{d, 0}), crs.Distance(orb.Point{0, 0}, orb.Point{0, d})
	assert.InEpsilon(t, a*b/2, crs.Area(tri), 1e-9)
}

func TestAreaHolesAndOrientation(t *testing.T) {
	box := func(x, y, w float64) orb.Ring {
		return orb.Bound{Min: orb.Point{x, y}, Max: orb.Point{x + w, y + w}}.ToRing()
	}
	outer, hole := box(120, 30, 0.1), box(120.02, 30.02, 0.01)
	want := crs.Area(outer) - crs.Area(hole)
	backwards := outer.Clone()
	backwards.Reverse()
	assert.InDelta(t, want, crs.Area(orb.Polygon{outer, hole}), 1e-4)
	assert.InDelta(t, want, crs.Area(orb.Polygon{backwards, hole}), 1e-4)
	assert.InDelta(t, 2*want, crs.Area(orb.Collection{orb.Polygon{outer, hole}, orb.MultiPolygon{{outer, hole}}}), 1e-4)
	assert.Zero(t, crs.Area(orb.LineString{{0, 0}, {1, 1}, {1, 0}}))
	unclosed := outer[:4]
	assert.InDelta(t, crs.Area(outer), crs.Area(unclosed), 1e-6)
}

// A parcel keeps its digits: the areas of the parts of a split are the whole.
func TestAreaSplit(t *testing.T) {
	seed := int64(11)
	rng := rand.New(rand.NewSource(seed))
	for range 500 {
		x, y := rng.Float64()*300-150, rng.Float64()*160-80
		w := math.Pow(10, -4+4*rng.Float64())
		whole := orb.Bound{Min: orb.Point{x, y}, Max: orb.Point{x + w, y + w}}
		a := orb.Ring{whole.Min, {x + w, y}, whole.Max, whole.Min}
		b := orb.Ring{whole.Min, whole.Max, {x, y + w}, whole.Min}
		sum := crs.Area(a) + crs.Area(b)
		require.InDelta(t, crs.Area(whole), sum, 1e-6+1e-12*sum, "seed %d: %v", seed, whole)
	}
}

// PROJ's cylindrical equal-area projection of densified rings is an independent
// way to the same area.
func TestAreaAgreesWithEqualAreaProjection(t *testing.T) {
	rng := rand.New(rand.NewSource(5))
	for _, size := range []float64{0.01, 0.5, 5} {
		var ring orb.Ring
		cx, cy := 118+4*rng.Float64(), 28+3*rng.Float64()
		for i := range 12 {
			r := size * (0.5 + rng.Float64())
			s, c := math.Sincos(float64(i) / 12 * 2 * math.Pi)
			ring = append(ring, orb.Point{cx + r*c, cy + r*s})
		}
		ring = append(ring, ring[0])
		const steps = 400
		var lines []string
		for i := 1; i < len(ring); i++ {
			for s := range steps {
				f := float64(s) / steps
				lines = append(lines, num(ring[i-1][0]*(1-f)+ring[i][0]*f, ring[i-1][1]*(1-f)+ring[i][1]*f))
			}
		}
		rows := ask(t, lines, "gdaltransform", "-output_xy",
			"-s_srs", "+proj=longlat +ellps=WGS84 +no_defs", "-t_srs", "+proj=cea +lon_0=120 +ellps=WGS84 +units=m +no_defs")
		sum := 0.0
		for i, p := range rows {
			q, o := rows[(i+1)%len(rows)], rows[0]
			sum += (p[0]-o[0])*(q[1]-o[1]) - (q[0]-o[0])*(p[1]-o[1])
		}
		// The chords of the densified ring leave 1e-8 at 5 degrees.
		assert.InEpsilon(t, math.Abs(sum)/2, crs.Area(ring), 1e-7, "size %v", size)
	}
}
