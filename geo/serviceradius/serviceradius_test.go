package serviceradius_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/serviceradius"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// planeError is that of areas drawn in the plane: 2e-7 too long at 4 km from its
// meridian, twice that in area.
const planeError = 4e-7

// gridM is how far the grid of 1e-7 degrees may move a side, in metres; a long
// straight side is moved as a whole, so that an area may change by that times the
// perimeter.
const gridM = 0.006

// A round park of 40.5 m (5,153 m²) serves the disc of 540.5 m: 917,786 m².
func TestRoundPark(t *testing.T) {
	res := onPlain(t, rule2016, park("p", disc(0, 0, 40.5)))
	assert.InEpsilon(t, math.Pi*540.5*540.5, value(t, res.CoveredM2), 2e-6)
	assert.InDelta(t, 917_786, value(t, res.CoveredM2), 2)
	assert.InEpsilon(t, 64e6, value(t, res.ResidentialM2), 2*planeError)
	assert.InDelta(t, 917_786.0/64e6, value(t, res.Rate), 1e-7)
	assert.Empty(t, res.Reason)
	require.Len(t, res.Parks, 1)
	assert.Equal(t, []string{"p"}, res.Parks[0].IDs)
	assert.InEpsilon(t, math.Pi*40.5*40.5, res.Parks[0].AreaM2, 1e-5)
	assert.Equal(t, 500.0, res.Parks[0].RadiusM)

	// The park itself is no residential land where the parcel is cut around it.
	hole := plain.Clone()
	hole[0] = append(hole[0], disc(0, 0, 40.5)[0][0])
	cut, err := serviceradius.Measure(context.Background(), drawn(plain), rule2016,
		[]geo.Park{park("p", disc(0, 0, 40.5))}, []geo.Parcel{parcel(geo.UseResidential, hole)})
	require.NoError(t, err)
	assert.InDelta(t, math.Pi*(540.5*540.5-40.5*40.5), value(t, cut.CoveredM2), 2)
}

// The same park with 4,999 m² serves 300 m under the rule of 2016.
func TestJustBelowTheThreshold(t *testing.T) {
	r := math.Sqrt(4999 / math.Pi)
	res := onPlain(t, rule2016, park("p", disc(0, 0, r)))
	assert.Equal(t, 300.0, res.Parks[0].RadiusM)
	assert.InEpsilon(t, math.Pi*(r+300)*(r+300), value(t, res.CoveredM2), 3e-6)
	assert.Equal(t, []serviceradius.Band{
		{ParkBand: geo.ParkBand{MinAreaM2: 2000, RadiusM: 300}, Parks: 1},
		{ParkBand: geo.ParkBand{MinAreaM2: 5000, RadiusM: 500}},
	}, res.Bands)
}

// 1,500 m² count in the rule of 2022 and not in that of 2016.
func TestSmallParkByRule(t *testing.T) {
	p := park("p", rect(0, 0, 50, 30))
	old, now := onPlain(t, rule2016, p), onPlain(t, rule2022, p)
	assert.Equal(t, 0.0, value(t, old.CoveredM2))
	assert.Equal(t, 1, old.TooSmall)
	assert.Empty(t, old.Parks)
	assert.Zero(t, now.TooSmall)
	assert.InEpsilon(t, 1500+160*300+math.Pi*300*300, value(t, now.CoveredM2), 2e-6)
}

// 0.49 ha and 0.02 ha side by side are one park of 0.51 ha, which serves 500 m.
func TestDissolveBeforeTheSizeTest(t *testing.T) {
	big, small := rect(0, 0, 70, 70), rect(70, 0, 10, 20)
	for name, c := range map[string]struct {
		parks   []geo.Park
		radius  float64
		area    float64
		parks16 int
	}{
		"alone":           {[]geo.Park{park("a", big)}, 300, 4900, 1},
		"touching":        {[]geo.Park{park("a", big), park("b", small)}, 500, 5100, 1},
		"the other order": {[]geo.Park{park("b", small), park("a", big)}, 500, 5100, 1},
		"0.9 m apart":     {[]geo.Park{park("a", big), park("b", rect(70.9, 0, 10, 20))}, 500, 5100, 1},
		"1.1 m apart":     {[]geo.Park{park("a", big), park("b", rect(71.1, 0, 10, 20))}, 300, 4900, 1},
		"overlapping":     {[]geo.Park{park("a", big), park("b", rect(60, 0, 20, 20))}, 500, 5100, 1},
		"one inside":      {[]geo.Park{park("a", big), park("b", rect(10, 10, 40, 40))}, 300, 4900, 1},
		"drawn twice":     {[]geo.Park{park("a", big), park("b", big)}, 300, 4900, 1},
		"a chain": {[]geo.Park{park("a", rect(0, 0, 50, 34)), park("c", rect(100, 0, 50, 34)),
			park("b", rect(50, 0, 50, 34))}, 500, 5100, 1},
		"a planned part": {[]geo.Park{park("a", big), planned(park("b", small))}, 300, 4900, 1},
		"another kind":   {[]geo.Park{park("a", big), {Kind: "square", Geometry: drawn(small)}}, 300, 4900, 1},
	} {
		res := onPlain(t, rule2016, c.parks...)
		require.NotEmpty(t, res.Parks, name)
		assert.Equal(t, c.radius, res.Parks[0].RadiusM, name)
		assert.InDelta(t, c.area, res.Parks[0].AreaM2, gridM*400, name)
		assert.Len(t, res.Parks, c.parks16, name)
	}
}

func planned(p geo.Park) geo.Park {
	p.Status = geo.StatusPlanned
	return p
}

// A convex park of perimeter P serves P r + π r² beyond its own area (Steiner).
func TestSquarePark(t *testing.T) {
	res := onPlain(t, rule2016, park("p", rect(0, 0, 100, 100)))
	assert.InEpsilon(t, 100*100+400*500+math.Pi*500*500, value(t, res.CoveredM2), 2e-6)
}

// An L serves less than its parts' sum: the corner between its legs counts once.
// Worked by hand: P r + π r² + A of the hull-side corners, less r² (1 - π/4) … for a
// reflex right angle the two rectangles overlap in r², and no sector is there.
func TestReflexCorner(t *testing.T) {
	l := orb.MultiPolygon{{{{0, 0}, {2000, 0}, {2000, 400}, {400, 400}, {400, 2000}, {0, 2000}, {0, 0}}}}
	area, perimeter, r := 2000*400+1600*400.0, 8000.0, 500.0
	// Five convex right angles: 5/4 π r². Sides' rectangles: P r, less the r² that
	// two of them share at the reflex corner.
	want := area + perimeter*r - r*r + 5.0/4*math.Pi*r*r
	res := onPlain(t, rule2016, park("p", l))
	assert.InDelta(t, want, value(t, res.CoveredM2), gridM*(perimeter+2*math.Pi*r))
}

// A notch 60 m wide leaves a dip of 60²/(8·500) = 0.9 m in the outline 500 m away,
// which is drawn; one of 10 m leaves 25 mm, which is not.
func TestNotch(t *testing.T) {
	front := func(mouth float64) bool {
		p := orb.MultiPolygon{{{{-300, 0}, {300, 0}, {300, 400}, {mouth / 2, 400}, {0, 100}, {-mouth / 2, 400}, {-300, 400}, {-300, 0}}}}
		res := onPlain(t, rule2016, park("p", p))
		return inside(plane.ToGeo(orb.Point{0, 400 + 500 - 0.3}), res.Ground)
	}
	assert.False(t, front(60), "500.6 m from either corner of the mouth")
	assert.True(t, front(10), "499.7 m from them")
}

// The hole of a ring-shaped park is served as far as the radius goes.
func TestHoleOfAPark(t *testing.T) {
	ring := rect(-1500, -1500, 3000, 3000)
	ring[0] = append(ring[0], rect(-1000, -1000, 2000, 2000)[0][0])
	res := onPlain(t, rule2016, park("p", ring))
	want := 3000*3000 + 12000*500 + math.Pi*500*500 - 1000*1000
	assert.InEpsilon(t, want, value(t, res.CoveredM2), 2e-6)
	// A hole no wider than twice the radius is served whole.
	ring[0][1] = rect(-500, -900, 1000, 1800)[0][0]
	res = onPlain(t, rule2016, park("p", ring))
	assert.InEpsilon(t, 3000*3000+12000*500+math.Pi*500*500, value(t, res.CoveredM2), 2e-6)
}

// Two parks whose discs overlap: the lens counts once.
func TestOverlappingDiscs(t *testing.T) {
	d, r := 600.0, 540.5
	res := onPlain(t, rule2016, park("a", disc(0, 0, 40.5)), park("b", disc(d, 0, 40.5)))
	lens := 2*r*r*math.Acos(d/2/r) - d/2*math.Sqrt(4*r*r-d*d)
	// Where the two outlines cross, arcs of sides meet: 0.1 m on some 50 m².
	assert.InDelta(t, 2*math.Pi*r*r-lens, value(t, res.CoveredM2), 60)
	assert.Len(t, res.Parks, 2)
}

func TestParksOutsideTheUnitServeIt(t *testing.T) {
	unit := rect(0, 0, 1000, 1000)
	measure := func(parks ...geo.Park) serviceradius.Result {
		res, err := serviceradius.Measure(context.Background(), drawn(unit), rule2016, parks,
			[]geo.Parcel{parcel(geo.UseResidential, plain)})
		require.NoError(t, err)
		return res
	}
	// A strip of 200 m by 1000 m of the unit lies within 500 m of a park 300 m west
	// of it that is longer than the unit.
	res := measure(park("west", rect(-400, -1000, 100, 3000)))
	assert.InDelta(t, 1e6, value(t, res.ResidentialM2), gridM*4000)
	assert.InDelta(t, 200*1000, value(t, res.CoveredM2), gridM*2400)
	// Beyond the radius a park is none of the unit's.
	res = measure(park("far", rect(-1600, 0, 1099, 900)), park("small and near", rect(-20, 0, 19, 19)))
	assert.Equal(t, 0.0, value(t, res.CoveredM2))
	assert.Equal(t, 0.0, value(t, res.Rate))
	assert.Empty(t, res.Parks)
	assert.Zero(t, res.TooSmall, "a small park outside the unit is not the unit's")
	// A part inside the reach brings in the parts that hang on to it outside.
	res = measure(park("a", rect(-100, 0, 50, 50)), park("b", rect(-1100, 0, 1000, 50)))
	require.Len(t, res.Parks, 1)
	assert.Equal(t, []string{"a", "b"}, res.Parks[0].IDs)
	assert.Equal(t, 500.0, res.Parks[0].RadiusM)
	// The unit inside a park is served whole.
	res = measure(park("around", rect(-3000, -3000, 6000, 6000)))
	assert.InDelta(t, 1, value(t, res.Rate), 1e-12)
}

func TestResidentialLandCountsOnce(t *testing.T) {
	unit := rect(-4000, -4000, 8000, 8000)
	p := park("p", rect(0, 0, 100, 100))
	res, err := serviceradius.Measure(context.Background(), drawn(unit), rule2016, []geo.Park{p}, []geo.Parcel{
		parcel(geo.UseResidential, rect(0, 0, 200, 100)),
		parcel(geo.UseResidential, rect(100, 0, 200, 100)),     // half of it drawn before
		parcel(geo.UseResidential, rect(0, 0, 200, 100)),       // drawn again
		parcel(geo.UseResidential, rect(2000, 0, 100, 100)),    // not served
		parcel(geo.UseResidential, rect(3950, 0, 100, 100)),    // half outside the unit
		parcel(geo.UseCommercial, rect(500, 500, 1000, 1000)),  // not residential
		parcel(geo.UseResidential, rect(20000, 0, 1000, 1000)), // elsewhere
	})
	require.NoError(t, err)
	assert.InDelta(t, 30_000+10_000+5_000, value(t, res.ResidentialM2), gridM*1500)
	assert.InDelta(t, 30_000, value(t, res.CoveredM2), gridM*800)
	assert.InDelta(t, 30.0/45, value(t, res.Rate), 1e-4)
}

func TestUnknownIsNotZero(t *testing.T) {
	ctx := context.Background()
	unit := drawn(rect(0, 0, 1000, 1000))
	res, err := serviceradius.Measure(ctx, unit, rule2016, []geo.Park{park("p", rect(0, 0, 100, 100))}, nil)
	require.NoError(t, err)
	assert.False(t, res.Rate.IsKnown())
	assert.False(t, res.ResidentialM2.IsKnown())
	assert.Equal(t, serviceradius.ReasonNoResidential, res.Reason)
	assert.NotEmpty(t, res.Ground, "the ground within the radius can still be drawn")

	res, err = serviceradius.Measure(ctx, unit, rule2016, nil, []geo.Parcel{parcel(geo.UseResidential, rect(0, 0, 10, 10))})
	require.NoError(t, err)
	assert.False(t, res.Rate.IsKnown())
	assert.False(t, res.CoveredM2.IsKnown())
	assert.InDelta(t, 100, value(t, res.ResidentialM2), 0.2)
	assert.Equal(t, serviceradius.ReasonNoParks, res.Reason)
}

func TestBadInput(t *testing.T) {
	ctx := context.Background()
	unit := drawn(rect(0, 0, 1000, 1000))
	for want, rule := range map[string]geo.ParkRule{
		"kinds and bands": {ID: "r", Kinds: []string{"park"}},
		"radius_m 0":      {ID: "r", Kinds: []string{"park"}, Bands: []geo.ParkBand{{MinAreaM2: 1}}},
		"radius_m NaN":    {ID: "r", Kinds: []string{"park"}, Bands: []geo.ParkBand{{RadiusM: math.NaN()}}},
		"min_area_m2 -1":  {ID: "r", Kinds: []string{"park"}, Bands: []geo.ParkBand{{MinAreaM2: -1, RadiusM: 1}}},
		"band before":     {ID: "r", Kinds: []string{"park"}, Bands: []geo.ParkBand{{MinAreaM2: 2, RadiusM: 1}, {MinAreaM2: 2, RadiusM: 3}}},
	} {
		_, err := serviceradius.Measure(ctx, unit, rule, nil, nil)
		assert.ErrorContains(t, err, want)
		assert.ErrorContains(t, err, "park rule r")
	}
	_, err := serviceradius.Measure(ctx, orb.MultiPolygon{{}}, rule2016, nil, nil)
	assert.ErrorContains(t, err, "no polygon")
	_, err = serviceradius.Measure(ctx, unit, rule2016, []geo.Park{{ID: "x", Kind: "park",
		Geometry: orb.MultiPolygon{{{{120.7, 30.9}, {120.71, math.NaN()}, {120.71, 30.91}, {120.7, 30.9}}}}}}, nil)
	assert.Error(t, err)
	done, cancel := context.WithCancel(ctx)
	cancel()
	_, err = serviceradius.Measure(done, unit, rule2016, []geo.Park{park("p", rect(0, 0, 100, 100))}, nil)
	assert.ErrorIs(t, err, context.Canceled)
}

// Far from the meridian of the plane the radius is still metres on the ground. (The
// sides of a unit are straight in degrees: these bend by 470 m in the plane.)
func TestWideUnit(t *testing.T) {
	unit := rect(-100_000, -3000, 200_000, 6000)
	for _, x := range []float64{-99_000, 0, 50_000, 98_000} {
		p := park("p", rect(x, -50, 100, 100))
		res, err := serviceradius.Measure(context.Background(), drawn(unit), rule2016, []geo.Park{p},
			[]geo.Parcel{parcel(geo.UseResidential, unit)})
		require.NoError(t, err)
		a := res.Parks[0].AreaM2
		want := a + 4*math.Sqrt(a)*500 + math.Pi*500*500
		assert.InEpsilon(t, want, value(t, res.CoveredM2), 5e-6, "x %g", x)
	}
}

func TestGeometryIsProper(t *testing.T) {
	res := onPlain(t, rule2016, park("a", disc(0, 0, 41)), park("b", rect(700, 0, 100, 100)), park("c", rect(3900, 0, 300, 100)))
	for i, mp := range []orb.MultiPolygon{res.Ground, res.Covered, res.Uncovered} {
		require.NoError(t, shape.Validate(mp), fmt.Sprint(i))
		assert.Equal(t, mp, shape.RightHanded(mp))
		assert.Equal(t, mp, shape.Round7(mp))
		assert.NotEmpty(t, mp)
	}
}
