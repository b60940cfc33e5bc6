package greenway

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// plane places metres east and north of a point at 120° E 30° N.
func plane(x, y float64) orb.Point {
	tm := crs.NewLocalTM(orb.Point{120, 30})
	o := tm.ToPlane(orb.Point{120, 30})
	return tm.ToGeo(orb.Point{o[0] + x, o[1] + y})
}

func square(x, y, side float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{plane(x, y), plane(x+side, y), plane(x+side, y+side), plane(x, y+side), plane(x, y)}}}
}

func way(id string, points ...orb.Point) geo.Greenway {
	return geo.Greenway{ID: id, Geometry: orb.MultiLineString{points}}
}

// TestChainsByHand: a and b hang together by a gap of 15 m, c by a connector of 100 m,
// d is 25 m off, p is planned.
func TestChainsByHand(t *testing.T) {
	unit := square(-1000, -1000, 2000)
	link := way("link", plane(415, 0), plane(515, 0))
	link.Connector = true
	plan := way("p", plane(-500, 500), plane(-400, 500))
	plan.Status = geo.StatusPlanned
	greenways := []geo.Greenway{
		way("a", plane(0, 0), plane(200, 0)), way("b", plane(215, 0), plane(415, 0)), link,
		way("c", plane(515, 0), plane(615, 0)), way("d", plane(640, 0), plane(740, 0)), plan,
	}
	closed := geo.Park{ID: "closed", Geometry: square(50, 5, 10), Status: geo.StatusClosed}
	parks := []geo.Park{
		{ID: "near", Geometry: square(100, 19, 50)},      // 19 m north of a
		{ID: "far", Geometry: square(100, -71, 50)},      // 21 m south of a
		{ID: "across", Geometry: square(550, -25, 50)},   // c runs through it
		{ID: "around", Geometry: square(630, -100, 200)}, // d lies within, 100 m from its sides
		{ID: "at-link", Geometry: square(450, 5, 20)},    // only the connector passes
		closed,
	}
	got, err := Chains(t.Context(), unit, greenways, parks)
	require.NoError(t, err)
	require.Len(t, got, 2)
	assert.Equal(t, []string{"a", "b", "c"}, got[0].Greenways)
	assert.InDelta(t, 500, got[0].LengthM, 0.1)
	assert.Equal(t, []string{"d"}, got[1].Greenways)
	assert.Equal(t, []string{"around"}, got[1].Parks)
	// "around" begins 15 m east of the end of c: it is a bead of both.
	assert.Equal(t, []string{"across", "around", "near"}, got[0].Parks)

	slices.Reverse(greenways)
	slices.Reverse(parks)
	again, err := Chains(t.Context(), unit, greenways, parks)
	require.NoError(t, err)
	for i := range got {
		assert.Equal(t, got[i].Greenways, again[i].Greenways)
		assert.Equal(t, got[i].Parks, again[i].Parks)
	}

	// A border cuts what hangs together only outside.
	got, err = Chains(t.Context(), square(-1000, -1000, 1100), greenways, parks)
	require.NoError(t, err)
	require.Len(t, got, 1)
	assert.Equal(t, []string{"a"}, got[0].Greenways)
	assert.InDelta(t, 100, got[0].LengthM, 0.1)

	_, err = Chains(t.Context(), nil, greenways, parks)
	require.Error(t, err)
}
