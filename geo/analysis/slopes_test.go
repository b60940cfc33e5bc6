package analysis_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/slope"
)

// hillsAround is an elevation model of 96 x 96 cells around a place, in metres to the
// east and north of it; NaN is missing.
func hillsAround(t testing.TB, centre orb.Point, cellM float64, z func(x, y float64) float64) []geo.ElevationBlock {
	t.Helper()
	system, err := crs.Parse("epsg:4549")
	require.NoError(t, err)
	middle := system.FromWGS84(centre)
	const side = 96
	b := geo.ElevationBlock{ID: "dem-r0c0", CRS: "epsg:4549", DX: cellM, DY: -cellM, Width: side, Height: side, Source: "dem",
		X0: middle[0] - side/2*cellM, Y0: middle[1] + side/2*cellM}
	var metres []float32
	for r := range side {
		for c := range side {
			metres = append(metres, float32(z((float64(c)-side/2)*cellM, (side/2-float64(r))*cellM)))
		}
	}
	b.BaseM, b.Samples, _, err = slope.Pack(metres)
	require.NoError(t, err)
	return []geo.ElevationBlock{b}
}

func randomHills(r *rand.Rand) func(x, y float64) float64 {
	a, b := (r.Float64()-0.5)/6, (r.Float64()-0.5)/6
	wave := 80 + 200*r.Float64()
	return func(x, y float64) float64 {
		if x > 300 && y > 300 {
			return math.NaN()
		}
		return 300 + a*x + b*y + 15*math.Sin(x/wave)*math.Cos(y/wave)
	}
}

// The street rises 10 % to the east. From a the school is 300 m up: 300·exp(0.35) =
// 425.7 m with slopes. From c it is 300 m down, and those are 300 m.
func TestCoverageWithSlopes(t *testing.T) {
	s := draw(t, `
A--a-----1-----c--B
`).people(map[string]float64{"a": 7, "c": 3})
	s.Elevation = hillsAround(t, s.town.Facilities["1"], 30, func(x, _ float64) float64 { return 200 + x/10 })
	a := s.ready()
	ask := func(slope bool, metres, minutes []float64) *analysis.CoverageAnswer {
		got, err := a.Coverage(t.Context(), analysis.CoverageQuery{
			Area: "all", Categories: []string{"primary_school"}, Mode: "walk", Metres: metres, Minutes: minutes, Slope: slope, Geometry: true,
		})
		require.NoError(t, err)
		return got
	}
	flat := ask(false, []float64{299, 301}, nil)
	require.Equal(t, tally(10, 0), flat.Limits[0].Coverage.People)
	require.Equal(t, tally(10, 10), flat.Limits[1].Coverage.People)
	require.Nil(t, flat.Limits[0].Slopes)

	hilly := ask(true, []float64{299, 301, 340, 424, 427, 460}, nil)
	for i, covered := range []float64{0, 3, 3, 3, 10, 10} {
		l := &hilly.Limits[i]
		require.Equal(t, tally(10, covered), l.Coverage.People, i)
		require.Equal(t, geo.NetworkDistanceSlope, l.Metric)
		require.NotNil(t, l.Slopes)
		require.InDelta(t, 900, l.Slopes.RoadM, 0.1)
		require.Zero(t, l.Slopes.UnknownM)
		if m := l.Metres.Or(0); m != 340 && m != 460 { // nearer to a home than the drawing is exact
			continue
		}
		for home, in := range map[string]bool{"a": covered == 10, "c": covered >= 3} {
			require.Equal(t, in, planar.MultiPolygonContains(l.Geometry, s.town.Homes[home]), "%s within limit %d", home, i)
		}
	}
	// At a metre a second 5 minutes are 300 m on the flat; seconds are slower uphill.
	timed := ask(true, nil, []float64{5.1, 7.2})
	require.Equal(t, geo.NetworkTimeSlope, timed.Limits[0].Metric)
	require.Equal(t, tally(10, 3), timed.Limits[0].Coverage.People)
	require.Equal(t, tally(10, 10), timed.Limits[1].Coverage.People)
}

// What lies outside the model counts flat, and the answer says how much that is.
func TestSlopesThatAreNotKnown(t *testing.T) {
	s := draw(t, `
A--a-----1-----c--B
`).people(map[string]float64{"a": 7, "c": 3})
	s.Elevation = hillsAround(t, s.town.Facilities["1"], 30, func(x, _ float64) float64 {
		if x < 0 {
			return math.NaN()
		}
		return 200 + x/10
	})
	got, err := s.ready().Coverage(t.Context(), analysis.CoverageQuery{
		Area: "all", Categories: []string{"primary_school"}, Mode: "walk", Metres: []float64{301}, Slope: true,
	})
	require.NoError(t, err)
	require.Equal(t, tally(10, 10), got.Limits[0].Coverage.People)
	require.InDelta(t, 450, got.Limits[0].Slopes.UnknownM, 31)
}

func TestIsochronesWithSlopes(t *testing.T) {
	s := draw(t, `
A---------------M---------------B
`)
	s.Elevation = hillsAround(t, s.town.Nodes["M"], 30, func(x, _ float64) float64 { return 200 + x/10 })
	a := s.ready()
	// 500 m with slopes are 352.3 m up, east, and 500 m down, west; towards M it is the
	// other way about.
	for direction, reach := range map[analysis.Direction][2]float64{
		analysis.DirectionFrom: {500, 500 / math.Exp(0.35)}, analysis.DirectionTo: {500 / math.Exp(0.35), 500},
	} {
		got, err := a.Isochrones(t.Context(), analysis.IsochroneQuery{Point: s.town.Nodes["M"], Mode: "walk", Metres: []float64{500}, Slope: true, Direction: direction})
		require.NoError(t, err)
		require.Equal(t, geo.NetworkDistanceSlope, got.Metric)
		require.NotNil(t, got.Slopes)
		for side, sign := range []float64{-1, 1} {
			for off, in := range map[float64]bool{-15: true, 15: false} {
				cells := sign * (reach[side] + off) / 50
				require.Equal(t, in, planar.MultiPolygonContains(got.Contours[0].Geometry, s.town.At(16+cells, 0)), "%s %v %v", direction, sign, off)
			}
		}
	}
}

func TestSlopesAreRefusedWhereTheyAreNotKnown(t *testing.T) {
	s := draw(t, `
A--a-----1-----c--B
`).people(map[string]float64{"a": 7, "c": 3})
	a := s.ready()
	q := analysis.CoverageQuery{Area: "all", Categories: []string{"primary_school"}, Mode: "walk", Metres: []float64{300}, Slope: true}
	_, err := a.Coverage(t.Context(), q)
	refused(t, err, "metric", "needs elevation, and this dataset has none")
	_, err = a.Isochrones(t.Context(), analysis.IsochroneQuery{Point: s.town.Nodes["A"], Mode: "walk", Minutes: []float64{5}, Slope: true})
	refused(t, err, "metric", "needs elevation, and this dataset has none")
	_, err = a.Completeness(t.Context(), analysis.CompletenessQuery{Area: "all", Circle: "c500_hills"})
	refused(t, err, "metric", "needs elevation, and this dataset has none")
	summary, err := a.Summary(t.Context())
	require.NoError(t, err)
	require.Nil(t, summary.Elevation)

	s.Elevation = hillsAround(t, s.town.Facilities["1"], 30, func(x, _ float64) float64 { return 200 + x/10 })
	a = s.ready()
	q.Mode = "car"
	_, err = a.Coverage(t.Context(), q)
	refused(t, err, "metric", `mode "car" has no rule for slopes`)
	q.Mode, q.StraightLine = "walk", true
	_, err = a.Coverage(t.Context(), q)
	refused(t, err, "metric", "a straight line has no slopes")
	_, err = a.Coverage(t.Context(), analysis.CoverageQuery{Area: "all", Categories: []string{"primary_school"}, Circle: "c500", Slope: true})
	refused(t, err, "circle", "brings its own mode and limit")

	summary, err = a.Summary(t.Context())
	require.NoError(t, err)
	require.Equal(t, []analysis.ElevationModel{{Source: "dem", CRS: "epsg:4549", CellM: 30, Blocks: 1}}, summary.Elevation.Models)
	require.Zero(t, summary.Elevation.RoadsUnknown)
	require.Equal(t, len(s.Roads), summary.Elevation.Roads)
	require.InDelta(t, 900, summary.Elevation.RoadM, 0.1)
}
