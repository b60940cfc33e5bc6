package analysis_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/internal/drawntown"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

func TestAPointOffTheNetworkIsAnErrorWithItsDistance(t *testing.T) {
	s := draw(t, `
A-----1-----B




      a


~~~~~~~~~~~~~
      b
`)
	a := s.ready()
	ask := func(p orb.Point) error {
		answer, err := a.Isochrones(t.Context(), analysis.IsochroneQuery{Point: p, Mode: "walk", Minutes: []float64{5}})
		require.Nil(t, answer, "never a polygon")
		return err
	}
	var off *analysis.OffNetworkError
	require.ErrorAs(t, ask(s.town.Homes["a"]), &off)
	require.InDelta(t, 250, off.NearestM, 0.01)
	require.Equal(t, 200.0, off.LimitM)
	require.Equal(t, "walk", off.Mode)
	require.Equal(t, s.town.Homes["a"], orb.Point{off.Lon, off.Lat})
	require.Contains(t, off.Error(), "250 m away")

	require.ErrorAs(t, ask(orb.Point{121.5, 30}), &off)
	require.Negative(t, off.NearestM)
	require.Contains(t, off.Error(), "no street of mode \"walk\" anywhere near")
}

func TestAPointBehindABarrierIsOffTheNetwork(t *testing.T) {
	s := draw(t, `
A-----1-----B
~~~~~~~~~~~~~
      a
`)
	_, err := s.ready().Isochrones(t.Context(), analysis.IsochroneQuery{Point: s.town.Homes["a"], Mode: "walk", Metres: []float64{300}})
	var off *analysis.OffNetworkError
	require.ErrorAs(t, err, &off)
	require.InDelta(t, 100, off.NearestM, 0.01)
	require.Contains(t, off.Error(), "behind a barrier")
}

func TestIsochrones(t *testing.T) {
	// From A eastwards 300 m reach b but not c; a leg of 50 m counts twice.
	s := draw(t, `
A---b-------c-------B
`).people(map[string]float64{"b": 7, "c": 3})
	a := s.ready()
	got, err := a.Isochrones(t.Context(), analysis.IsochroneQuery{Point: s.town.At(0, -1), Mode: "walk", Metres: []float64{1000, 400, 300}})
	require.NoError(t, err)
	require.InDelta(t, 50, got.LinkM, 0.01)
	require.InDelta(t, 0, crs.Distance(got.Link, s.town.Nodes["A"]), 0.01)
	require.Equal(t, geo.NetworkDistance, got.Metric)
	require.Equal(t, analysis.DirectionFrom, got.Direction)
	require.Equal(t, float64(analysis.DefaultIsochroneToleranceM), got.ToleranceM)
	require.Len(t, got.Contours, 3)
	for i, metres := range []float64{300, 400, 1000} {
		c := got.Contours[i]
		require.Equal(t, geo.Known(metres), c.Metres)
		require.NoError(t, shape.Validate(c.Geometry))
		require.InDelta(t, crs.Area(c.Geometry), c.AreaM2, 1e-6)
		// Along the street the ground ends where the metres do, within the tolerance.
		along := (metres - 100) / 50
		require.True(t, planar.MultiPolygonContains(c.Geometry, s.town.At(along-0.3, 0)), "%g m", metres)
		require.False(t, planar.MultiPolygonContains(c.Geometry, s.town.At(along+0.3, 0)), "%g m", metres)
		if i > 0 {
			require.Greater(t, c.AreaM2, got.Contours[i-1].AreaM2)
		}
	}
	require.Equal(t, geo.Known(7), got.Contours[0].Persons, "b is 300 m off, exactly")
	require.Equal(t, geo.Known(7), got.Contours[1].Persons)
	require.Equal(t, geo.Known(10), got.Contours[2].Persons)

	// Where no people are known, none are told.
	s.people(map[string]float64{"b": -1, "c": -1})
	got, err = s.ready().Isochrones(t.Context(), analysis.IsochroneQuery{Point: s.town.At(0, 0), Mode: "walk", Minutes: []float64{5}})
	require.NoError(t, err)
	require.False(t, got.Contours[0].Persons.IsKnown())
	require.Equal(t, geo.Known(5), got.Contours[0].Minutes)
	require.Equal(t, geo.NetworkTime, got.Metric)
}

func TestIsochronesHaveADirection(t *testing.T) {
	// One way from A to B: from the middle one gets to B, to the middle from A.
	s := drawWith(t, `
A--a------M------b--B
`, drawntown.Options{Roads: map[string]func(*geo.RoadSegment){
		"Aa": oneWay, "aM": oneWay, "Mb": oneWay, "bB": oneWay,
	}}).people(map[string]float64{"a": 1, "b": 2})
	a := s.ready()
	for direction, persons := range map[analysis.Direction]float64{analysis.DirectionFrom: 2, analysis.DirectionTo: 1} {
		got, err := a.Isochrones(t.Context(), analysis.IsochroneQuery{
			Point: s.town.Nodes["M"], Mode: "car", Metres: []float64{450}, Direction: direction,
		})
		require.NoError(t, err)
		require.Equal(t, direction, got.Direction)
		require.Equal(t, geo.Known(persons), got.Contours[0].Persons, direction)
		for home, inside := range map[string]bool{"a": direction == analysis.DirectionTo, "b": direction == analysis.DirectionFrom} {
			require.Equal(t, inside, planar.MultiPolygonContains(got.Contours[0].Geometry, s.town.Homes[home]), "%s of %s", direction, home)
		}
	}
}

func oneWay(r *geo.RoadSegment) { r.OneWay = geo.Forward }

func TestBadIsochroneQueries(t *testing.T) {
	s := draw(t, threeSchools)
	a := s.ready()
	for _, c := range []struct {
		q           analysis.IsochroneQuery
		field, rule string
	}{
		{analysis.IsochroneQuery{Mode: "swim", Minutes: []float64{5}}, "mode", "is no mode"},
		{analysis.IsochroneQuery{Mode: "walk", Minutes: []float64{math.Inf(1)}}, "minutes", "above 0"},
		{analysis.IsochroneQuery{Mode: "walk", Minutes: []float64{5}, Metres: []float64{5}}, "metres", "not both"},
		{analysis.IsochroneQuery{Mode: "walk", Minutes: []float64{5}, ToleranceM: -1}, "tolerance", "above 0"},
		{analysis.IsochroneQuery{Mode: "walk", Minutes: []float64{5}, ToleranceM: math.NaN()}, "tolerance", "above 0"},
		{analysis.IsochroneQuery{Mode: "walk", Minutes: []float64{5}, Direction: "sideways"}, "direction", "from or to"},
	} {
		c.q.Point = s.town.At(0, 0)
		_, err := a.Isochrones(t.Context(), c.q)
		refused(t, err, c.field, c.rule)
	}
	_, err := a.Coverage(t.Context(), analysis.CoverageQuery{
		Area: "all", Categories: []string{"E03"}, Circle: "c500", Geometry: true, ToleranceM: math.NaN(),
	})
	refused(t, err, "tolerance", "above 0")
}

func TestCoveredGround(t *testing.T) {
	s := pair(t)
	a := s.ready()
	got, err := a.Coverage(t.Context(), analysis.CoverageQuery{
		Area: "w", Categories: []string{"E03"}, Mode: "walk", Metres: []float64{200, 400}, Geometry: true,
	})
	require.NoError(t, err)
	for i, metres := range []float64{200, 400} {
		l := got.Limits[i]
		require.NoError(t, shape.Validate(l.Geometry))
		require.Equal(t, float64(analysis.DefaultToleranceM), l.ToleranceM)
		require.InDelta(t, crs.Area(l.Geometry), l.AreaM2.Or(-1), 1e-6)
		along := 2 + metres/50
		require.True(t, planar.MultiPolygonContains(l.Geometry, s.town.At(along-0.5, 0)))
		require.False(t, planar.MultiPolygonContains(l.Geometry, s.town.At(along+0.5, 0)))
		// School 2 stands in the other town: its ground is cut off at the border.
		require.False(t, planar.MultiPolygonContains(l.Geometry, s.town.At(27, 0)))
	}
	row := a.cover(analysis.CoverageQuery{Area: "x", Circle: "line500", Geometry: true, ToleranceM: 5})
	require.NoError(t, shape.Validate(row.Geometry))
	require.Equal(t, 5.0, row.ToleranceM)
	require.True(t, planar.MultiPolygonContains(row.Geometry, s.town.At(28+9.8, 0)))
	require.False(t, planar.MultiPolygonContains(row.Geometry, s.town.At(28+10.2, 0)))
	require.True(t, planar.MultiPolygonContains(row.Geometry, s.town.At(28, 4.9)), "far from any road")
	require.Nil(t, a.cover(analysis.CoverageQuery{Area: "x"}).Geometry, "not asked for")

	// The tolerance that is told is the one that is drawn by.
	for _, circle := range []string{"c500", "line500"} {
		fine := a.cover(analysis.CoverageQuery{Area: "x", Circle: circle, Geometry: true, ToleranceM: 5})
		coarse := a.cover(analysis.CoverageQuery{Area: "x", Circle: circle, Geometry: true, ToleranceM: 50})
		require.Greater(t, len(fine.Geometry[0][0]), 2*len(coarse.Geometry[0][0]), circle)
	}
}

func TestCoveredGroundOfAScope(t *testing.T) {
	s := builtUpPair(t)
	a := s.ready()
	// The built-up area is of columns 2 to 8; 500 m from school 1 reach column 12.
	for circle, want := range map[string][2]bool{"c500_town": {true, false}, "c500_rural": {false, true}, "c500": {true, true}} {
		g := a.cover(analysis.CoverageQuery{Area: "w", Circle: circle, Geometry: true}).Geometry
		require.Equal(t, want[0], planar.MultiPolygonContains(g, s.town.At(5, 0)), circle)
		require.Equal(t, want[1], planar.MultiPolygonContains(g, s.town.At(10, 0)), circle)
		require.False(t, planar.MultiPolygonContains(g, s.town.At(13, 0)), circle)
	}
}
