package greenway_test

import (
	"context"
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/greenway"
)

// 6.24 km for 55,000 people are 1.1345 km per 10,000, 4.2 km for 43,000 are 0.977.
func TestPerTenThousand(t *testing.T) {
	for _, c := range []struct{ metres, people, want float64 }{{6240, 55_000, 1.1345}, {4200, 43_000, 0.977}} {
		g := way(line(orb.Point{0, 0}, orb.Point{c.metres / 2, 0}, orb.Point{c.metres / 2, c.metres / 2}))
		res, err := greenway.Measure(context.Background(), wide, geo.Known(c.people), []geo.Greenway{g})
		require.NoError(t, err)
		assert.InDelta(t, c.metres, value(t, res.LengthM), 0.01)
		assert.InDelta(t, c.want, value(t, res.KmPer10k), 0.0005)
		assert.Empty(t, res.Reason)
	}
}

func TestUnknownIsNotZero(t *testing.T) {
	ctx := context.Background()
	g := []geo.Greenway{way(line(orb.Point{0, 0}, orb.Point{1000, 0}))}
	res, err := greenway.Measure(ctx, wide, geo.Unknown(), g)
	require.NoError(t, err)
	assert.InDelta(t, 1000, value(t, res.LengthM), 0.01)
	assert.False(t, res.KmPer10k.IsKnown())
	assert.Equal(t, greenway.ReasonNoPopulation, res.Reason)

	res, err = greenway.Measure(ctx, wide, geo.Known(0), g)
	require.NoError(t, err)
	assert.False(t, res.KmPer10k.IsKnown())
	assert.Equal(t, greenway.ReasonNobody, res.Reason)

	res, err = greenway.Measure(ctx, wide, geo.Known(100), nil)
	require.NoError(t, err)
	assert.False(t, res.LengthM.IsKnown())
	assert.False(t, res.KmPer10k.IsKnown())
	assert.Equal(t, greenway.ReasonNoGreenways, res.Reason)

	// Greenways are known, none of them here: that is a zero.
	res, err = greenway.Measure(ctx, rect(5000, 5000, 10, 10), geo.Known(100), g)
	require.NoError(t, err)
	assert.Equal(t, 0.0, value(t, res.KmPer10k))
	assert.Zero(t, res.Components)
}

func TestEachMetreOnce(t *testing.T) {
	pt := func(x, y float64) orb.Point { return orb.Point{x, y} }
	straight := line(pt(0, 0), pt(1000, 0))
	for name, c := range map[string]struct {
		ways []geo.Greenway
		want float64
	}{
		"one":                        {[]geo.Greenway{way(straight)}, 1000},
		"drawn twice":                {[]geo.Greenway{way(straight), way(straight)}, 1000},
		"drawn back":                 {[]geo.Greenway{way(straight), way(reversed(straight))}, 1000},
		"twice in one greenway":      {[]geo.Greenway{way(straight, straight)}, 1000},
		"other vertices":             {[]geo.Greenway{way(straight), way(line(pt(0, 0), pt(333, 0), pt(1000, 0)))}, 1000},
		"overlapping in part":        {[]geo.Greenway{way(straight), way(line(pt(600, 0), pt(1500, 0)))}, 1500},
		"one inside the other":       {[]geo.Greenway{way(straight), way(line(pt(200, 0), pt(500, 0)))}, 1000},
		"the shorter one first":      {[]geo.Greenway{way(line(pt(200, 0), pt(500, 0))), way(straight)}, 1000},
		"half a metre beside":        {[]geo.Greenway{way(straight), way(line(pt(0, 0.5), pt(1000, 0.5)))}, 1000},
		"two metres beside":          {[]geo.Greenway{way(straight), way(line(pt(0, 2), pt(1000, 2)))}, 2000},
		"out and back":               {[]geo.Greenway{way(line(pt(0, 0), pt(1000, 0), pt(400, 0)))}, 1000},
		"leaving and joining again":  {[]geo.Greenway{way(straight), way(line(pt(0, 0), pt(300, 0), pt(300, 100), pt(400, 100), pt(400, 0), pt(1000, 0)))}, 1300},
		"a lap and a half of a loop": {[]geo.Greenway{way(line(pt(0, 0), pt(100, 0), pt(100, 100), pt(0, 100), pt(0, 0), pt(100, 0), pt(100, 50)))}, 400},
		"crossing at a right angle":  {[]geo.Greenway{way(straight), way(line(pt(500, -500), pt(500, 500)))}, 2000},
		"crossing at 45 degrees":     {[]geo.Greenway{way(straight), way(line(pt(0, -500), pt(1000, 500)))}, 1000 + 1000*math.Sqrt2},
		"end to end":                 {[]geo.Greenway{way(straight), way(line(pt(1000, 0), pt(1500, 0)))}, 1500},
		"three routes on one path":   {[]geo.Greenway{way(straight), way(line(pt(-500, 0), pt(500, 0))), way(line(pt(250, 0), pt(750, 0)))}, 1500},
		"a point":                    {[]geo.Greenway{way(straight), way(line(pt(5, 5)), line(pt(7, 7), pt(7, 7)), nil)}, 1000},
		"both banks of a river":      {[]geo.Greenway{way(straight), way(line(pt(0, 30), pt(1000, 30)))}, 2000},
		// A line that bends gently repeats nothing of itself.
		"a ring of 12 m around a tree": {[]geo.Greenway{way(ring(12, 400))}, 2 * math.Pi * 12},
	} {
		res := measure(t, wide, c.ways...)
		assert.InDelta(t, c.want, value(t, res.LengthM), 0.02, name)
		drawn := 0.0
		for _, ls := range res.Built {
			drawn += crs.Length(ls)
		}
		assert.InDelta(t, c.want, drawn, 0.1, "%s: the drawing, rounded to a centimetre a vertex", name)
	}
}

func ring(r float64, n int) orb.LineString {
	var at []orb.Point
	for i := range n + 1 {
		s, c := math.Sincos(float64(i) / float64(n) * 2 * math.Pi)
		at = append(at, orb.Point{r * c, r * s})
	}
	return line(at...)
}

func TestWhatCounts(t *testing.T) {
	at := func(y float64, status geo.Status, isConnector bool) geo.Greenway {
		return geo.Greenway{ID: "g", Status: status, Connector: isConnector,
			Geometry: orb.MultiLineString{line(orb.Point{0, y}, orb.Point{1000, y})}}
	}
	res := measure(t, wide,
		at(0, geo.StatusPlanned, false), // under the built one: nothing more is to come
		at(0, geo.StatusExisting, false), at(100, "", false), at(200, geo.StatusBuilding, false),
		at(300, geo.StatusPlanned, false), at(300, geo.StatusBuilding, false), at(400, geo.StatusClosed, false),
		at(500, geo.StatusExisting, true), at(0, geo.StatusExisting, true), at(600, geo.StatusPlanned, true))
	assert.InDelta(t, 2000, value(t, res.LengthM), 0.01)
	assert.InDelta(t, 2000, value(t, res.PlannedM), 0.01)
	assert.InDelta(t, 1000, value(t, res.ConnectorM), 0.01)
	assert.Len(t, res.Built, 2)
	assert.Len(t, res.Planned, 2)
	assert.Len(t, res.Connectors, 1)
}

func TestClippedToTheUnit(t *testing.T) {
	unit := rect(0, 0, 1000, 1000)
	unit[0] = append(unit[0], rect(400, 400, 200, 200)[0][0])
	p := func(x, y float64) orb.Point { return orb.Point{x, y} }
	for name, c := range map[string]struct {
		ls           orb.LineString
		want, border float64
		parts        int
	}{
		"inside":                 {line(p(100, 100), p(300, 100)), 200, 0, 1},
		"outside":                {line(p(1100, 100), p(1300, 100)), 0, 0, 0},
		"in and out":             {line(p(-500, 100), p(1500, 100)), 1000, 0, 1},
		"over the hole":          {line(p(-500, 500), p(1500, 500)), 800, 0, 2},
		"through a corner":       {line(p(-500, -500), p(500, 500)), 400 * math.Sqrt2, 0, 1},
		"along the border":       {line(p(0, 0), p(1000, 0)), 500, 1000, 1},
		"beyond the border":      {line(p(-500, 0), p(1500, 0)), 500, 1000, 1},
		"along it and on inside": {line(p(500, 0), p(1000, 0), p(1000, 300), p(900, 300)), 250 + 150 + 100, 800, 1},
		"along the hole":         {line(p(400, 400), p(600, 400)), 100, 200, 1},
		"along its line":         {line(p(200, 400), p(800, 400)), 400 + 100, 200, 1},
	} {
		res := measure(t, unit, way(c.ls))
		assert.InDelta(t, c.want, value(t, res.LengthM), 0.02, name)
		assert.InDelta(t, c.border, res.BorderM, 0.02, name)
		assert.Len(t, res.Built, c.parts, name)
	}
}

func TestComponents(t *testing.T) {
	p := func(x, y float64) orb.Point { return orb.Point{x, y} }
	link := way(line(p(1000, 0), p(1100, 0)))
	link.Connector = true
	res := measure(t, wide,
		way(line(p(0, 0), p(500, 0)), line(p(519, 0), p(1000, 0))), // a street of 19 m between
		way(line(p(250, -400), p(250, 400))),                       // across
		way(line(p(1100, 0), p(1500, 0))),                          // behind a connector
		way(line(p(0, 421), p(200, 421))),                          // 50 m off
		way(line(p(0, 900), p(500, 900))))
	assert.Equal(t, 4, res.Components)
	res = measure(t, wide, way(line(p(0, 0), p(1000, 0))), link, way(line(p(1100, 0), p(1500, 0))))
	assert.Equal(t, 2, res.Components)
	assert.Equal(t, 1, res.ComponentsLinked)
	res = measure(t, wide, way(line(p(0, 0), p(1000, 0))), way(line(p(0, 20.1), p(1000, 20.1))))
	assert.Equal(t, 2, res.Components)
	// What joins outside the unit does not join inside.
	u := way(line(p(0, 0), p(2000, 0), p(2000, 500), p(0, 500)))
	assert.Equal(t, 1, measure(t, wide, u).Components)
	assert.Equal(t, 2, measure(t, rect(-100, -100, 1000, 1000), u).Components)
}

func TestBadInput(t *testing.T) {
	ctx := context.Background()
	bad := geo.Greenway{ID: "w7", Geometry: orb.MultiLineString{{{120.7, 30.9}, {math.NaN(), 30.9}}}}
	_, err := greenway.Measure(ctx, wide, geo.Known(1), []geo.Greenway{bad})
	assert.ErrorContains(t, err, `"w7"`)
	for _, unit := range []orb.MultiPolygon{nil, {}, {{}}, {{{}}}, {{{{math.NaN(), 1}, {2, 3}, {4, 5}}}}} {
		_, err = greenway.Measure(ctx, unit, geo.Known(1), []geo.Greenway{way(line(orb.Point{0, 0}, orb.Point{1, 1}))})
		assert.ErrorContains(t, err, "polygon", "%v", unit)
	}
	done, cancel := context.WithCancel(ctx)
	cancel()
	_, err = greenway.Measure(done, wide, geo.Known(1), []geo.Greenway{way(line(orb.Point{0, 0}, orb.Point{1, 1}))})
	assert.ErrorIs(t, err, context.Canceled)
}
