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

// Vectors from the tests of googollee/eviltransform and the README of
// wandergis/coordtransform, whose code is independent of this one.
func TestGCJ02Published(t *testing.T) {
	for _, c := range []struct{ wgs, gcj orb.Point }{
		{orb.Point{121.5272106, 31.1774276}, orb.Point{121.531541859215, 31.17530398364597}},
		{orb.Point{113.912316, 22.543847}, orb.Point{113.9171764808363, 22.540796131694766}},
		{orb.Point{116.377817, 39.911954}, orb.Point{116.38404722455657, 39.91334545536069}},
		{orb.Point{116.404, 39.915}, orb.Point{116.41024449916938, 39.91640428150164}},
	} {
		got := crs.GCJ02FromWGS84(c.wgs)
		assert.InDelta(t, c.gcj[0], got[0], 1e-11, "%v", c.wgs)
		assert.InDelta(t, c.gcj[1], got[1], 1e-11, "%v", c.wgs)
		back := crs.GCJ02ToWGS84(c.gcj)
		assert.InDelta(t, c.wgs[0], back[0], 1e-10, "%v", c.gcj)
		assert.InDelta(t, c.wgs[1], back[1], 1e-10, "%v", c.gcj)
	}
}

// The shifts at the towns that the planning documents are about, in metres.
func TestGCJ02Offsets(t *testing.T) {
	for _, c := range []struct {
		place              orb.Point
		total, east, north float64
	}{
		{orb.Point{120.72, 30.88}, 481, 412, -249},
		{orb.Point{119.91, 31.01}, 511, 440, -260},
		{orb.Point{120.09, 30.89}, 518, 465, -227},
		{orb.Point{119.92, 28.46}, 573, 431, -378},
		{orb.Point{120.49, 30.08}, 499, 420, -269},
	} {
		p := crs.NewLocalTM(c.place).ToPlane(crs.GCJ02FromWGS84(c.place))
		assert.InDelta(t, c.east, p[0], 1, "%v", c.place)
		assert.InDelta(t, c.north, p[1], 1, "%v", c.place)
		assert.InDelta(t, c.total, math.Hypot(p[0], p[1]), 1, "%v", c.place)
	}
}

// README of wandergis/coordtransform. Its way back is not the inverse of its way
// there; the two differ by less than a metre.
func TestBD09Published(t *testing.T) {
	gcj := orb.Point{116.404, 39.915}
	bd := crs.BD09FromWGS84(crs.GCJ02ToWGS84(gcj))
	assert.InDelta(t, 116.41036949371029, bd[0], 1e-10)
	assert.InDelta(t, 39.92133699351022, bd[1], 1e-10)
	back := crs.GCJ02FromWGS84(crs.BD09ToWGS84(orb.Point{116.404, 39.915}))
	assert.Less(t, crs.Distance(orb.Point{116.39762729119315, 39.90865673957631}, back), 0.2)
}

func TestOffsetsRoundTrip(t *testing.T) {
	const seed = 77
	for _, c := range []struct {
		name     string
		from, to func(orb.Point) orb.Point
	}{
		{"GCJ-02", crs.GCJ02FromWGS84, crs.GCJ02ToWGS84},
		{"BD-09", crs.BD09FromWGS84, crs.BD09ToWGS84},
	} {
		rng := rand.New(rand.NewSource(seed))
		worst, worstThere := 0.0, 0.0
		for i := range 50_000 {
			// China, within the rectangle by more than the shift.
			p := orb.Point{73 + 63*rng.Float64(), 3 + 51*rng.Float64()}
			if i%100 == 0 { // where the formula has a square root's edge
				p[0] = 105 + rng.NormFloat64()*1e-6
			}
			q := c.to(c.from(p))
			worst = max(worst, math.Abs(q[0]-p[0]), math.Abs(q[1]-p[1]))
			r := c.from(c.to(p))
			worstThere = max(worstThere, math.Abs(r[0]-p[0]), math.Abs(r[1]-p[1]))
		}
		t.Logf("%s, seed %d, 50 000 places: round trip %.2g°, the other way round %.2g°", c.name, seed, worst, worstThere)
		require.Less(t, worst, 1e-8, c.name)
		require.Less(t, worstThere, 1e-8, c.name)
	}
}

func TestOffsetsOutsideChina(t *testing.T) {
	for _, p := range []orb.Point{{-51.2, -30.03}, {9.5, 47.15}, {139.7, 35.7}, {72, 30}, {120, 0.8}, {math.NaN(), 30}} {
		for _, f := range []func(orb.Point) orb.Point{crs.GCJ02FromWGS84, crs.GCJ02ToWGS84, crs.BD09FromWGS84, crs.BD09ToWGS84} {
			if q := f(p); !math.IsNaN(p[0]) {
				assert.Equal(t, p, q)
			}
		}
	}
}
