package analysis_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/builtup"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// builtUpPair is the pair of towns, of which w has a built-up area around a.
func builtUpPair(t *testing.T) *scene {
	s := pair(t).people(map[string]float64{"a": 7, "b": 3, "c": 5})
	s.BuiltUps = []geo.BuiltUp{{ID: "1", Unit: "w", Geometry: s.box(2, -2, 8, 2)}}
	return s
}

func TestBuiltUpCirclesSpeakForTheBuiltUpArea(t *testing.T) {
	a := builtUpPair(t).ready()
	town := a.cover(analysis.CoverageQuery{Area: "w", Circle: "c500_town"})
	require.Equal(t, tally(7, 7), town.Coverage.People)
	require.Equal(t, geo.OriginBuiltUp, town.Origin)
	rural := a.cover(analysis.CoverageQuery{Area: "w", Circle: "c500_rural"})
	require.Equal(t, tally(3, 0), rural.Coverage.People)
	require.Equal(t, geo.OriginRural, rural.Origin)
	require.Equal(t, tally(10, 7), a.cover(analysis.CoverageQuery{Area: "w", Circle: "c500_unsaid"}).Coverage.People)

	c, err := a.Completeness(t.Context(), analysis.CompletenessQuery{Area: "w", Circle: "c500_rural"})
	require.NoError(t, err)
	require.Equal(t, geo.Known(3), c.Completeness.People)
	require.Equal(t, geo.Known(0), c.Completeness.Reached[0])
}

func TestWithoutABuiltUpAreaTheAnswerIsGrey(t *testing.T) {
	a := builtUpPair(t).ready()
	for _, area := range []string{"x", "w,x", "all"} {
		for _, circle := range []string{"c500_town", "c500_rural"} {
			row := a.cover(analysis.CoverageQuery{Area: area, Circle: circle, Geometry: true})
			require.Equal(t, "nx (x): "+builtup.ReasonNoGround, row.Grey, "%s in %s", circle, area)
			require.Equal(t, lifecircle.Coverage{}, row.Coverage, "neither everybody nor nobody")
			require.Nil(t, row.Geometry)
			require.Equal(t, 2, row.Facilities, "what is there is told all the same")
			c, err := a.Completeness(t.Context(), analysis.CompletenessQuery{Area: area, Circle: circle})
			require.NoError(t, err)
			require.Equal(t, row.Grey, c.Grey)
			require.Equal(t, lifecircle.Completeness{}, c.Completeness)
		}
		require.Empty(t, a.cover(analysis.CoverageQuery{Area: area}).Grey, "circles for all are not concerned")
	}
}

func TestBuiltUpAreasOfWhatHoldsTownsAndLiesInThem(t *testing.T) {
	s := builtUpPair(t)
	s.unit("w-a", geo.LevelVillage, -1, -5, 10, 5)
	s.unit("w-b", geo.LevelVillage, 10, -5, 20, 5).Seat = s.seat(16, 0)
	s.unit("x-c", geo.LevelVillage, 20, -5, 40, 5)
	s.unit("county", geo.LevelCounty, -1, -5, 40, 5)
	s.unit("desert", geo.LevelCounty, 50, -5, 60, 5)
	a := s.ready()
	require.Equal(t, tally(7, 7), a.cover(analysis.CoverageQuery{Area: "w-a", Circle: "c500_town"}).Coverage.People)
	require.Equal(t, tally(3, 0), a.cover(analysis.CoverageQuery{Area: "w-b", Circle: "c500_rural"}).Coverage.People)
	require.Equal(t, tally(3, 0), a.cover(analysis.CoverageQuery{Area: "w-a,w-b", Circle: "c500_rural"}).Coverage.People)
	// A scope speaks of the villages in which it has homes.
	require.Equal(t, tally(1, 1), a.cover(analysis.CoverageQuery{Area: "w", Circle: "c500_town"}).Coverage.Villages)
	require.Equal(t, tally(1, 0), a.cover(analysis.CoverageQuery{Area: "w", Circle: "c500_rural"}).Coverage.Villages)
	require.Contains(t, a.cover(analysis.CoverageQuery{Area: "w-a,x-c", Circle: "c500_town"}).Grey, "nx (x)")
	require.Contains(t, a.cover(analysis.CoverageQuery{Area: "county", Circle: "c500_town"}).Grey, "nx (x)")
	require.Contains(t, a.cover(analysis.CoverageQuery{Area: "desert", Circle: "c500_town"}).Grey, "no town")
}

func TestATownsSeatMayStandInAnotherTown(t *testing.T) {
	s := builtUpPair(t)
	s.town1().Seat = s.seat(30, 0)
	s.unit("county", geo.LevelCounty, -1, -5, 20, 5)
	a := s.ready()
	require.Equal(t, tally(7, 7), a.cover(analysis.CoverageQuery{Area: "county", Circle: "c500_town"}).Coverage.People)
	require.Equal(t, tally(7, 7), a.cover(analysis.CoverageQuery{Area: "w", Circle: "c500_town"}).Coverage.People)
	require.Contains(t, a.cover(analysis.CoverageQuery{Area: "x", Circle: "c500_town"}).Grey, "nx (x)")
}

func TestBuiltUpAreaOfADatasetWithoutTowns(t *testing.T) {
	s := builtUpPair(t)
	s.Units, s.BuiltUps[0].Unit = nil, ""
	a := s.ready()
	require.Equal(t, tally(7, 7), a.cover(analysis.CoverageQuery{Circle: "c500_town"}).Coverage.People)
	require.Equal(t, tally(8, 5), a.cover(analysis.CoverageQuery{Circle: "c500_rural"}).Coverage.People)
	s.BuiltUps = nil
	require.NotEmpty(t, s.ready().cover(analysis.CoverageQuery{Circle: "c500_town"}).Grey)
}

func TestSeatCircles(t *testing.T) {
	// By car 10 m/s, a leg a metre a second: 60 s reach 600 m.
	s := pair(t)
	s.town1().Seat = s.seat(14, 0)
	a := s.ready()
	row := a.cover(analysis.CoverageQuery{Area: "w", Circle: "seat1"})
	require.Equal(t, tally(1, 1), row.Coverage.Seats, "600 m to school 1 is within a minute")
	require.Equal(t, lifecircle.Tally{}, row.Coverage.People)
	row = a.cover(analysis.CoverageQuery{Area: "w,x", Circle: "seat1"})
	require.Contains(t, row.Grey, "the seat of nx (x)")
	require.Equal(t, lifecircle.Coverage{}, row.Coverage)

	s = pair(t)
	s.town1().Seat, s.town2().Seat = s.seat(15, 0), s.seat(28, 0)
	require.Equal(t, tally(2, 1), s.ready().cover(analysis.CoverageQuery{Area: "all", Circle: "seat1"}).Coverage.Seats)

	s.Units = nil
	require.Contains(t, s.ready().cover(analysis.CoverageQuery{Circle: "seat1"}).Grey, "no seats")
}

func TestVillages(t *testing.T) {
	// The village w-a has its seat next to b, far from both schools; w-b has none, and b;
	// x-c reaches over into w, with d, but most of it lies in x.
	s := draw(t, `
A-1-a-----------b-d-B-----c-2
`).people(map[string]float64{"a": 7, "b": 3, "c": 5, "d": 1})
	s.unit("w", geo.LevelTown, -1, -5, 20, 5)
	s.unit("x", geo.LevelTown, 20, -5, 40, 5)
	s.unit("w-a", geo.LevelVillage, -1, -5, 10, 5).Seat = s.seat(15, 0)
	s.unit("w-b", geo.LevelVillage, 10, -5, 17, 5)
	s.unit("x-c", geo.LevelVillage, 17, -5, 40, 5)
	s.unit("empty", geo.LevelVillage, 60, -5, 70, 5)
	a := s.ready()
	require.Equal(t, tally(2, 0), a.cover(analysis.CoverageQuery{Area: "w"}).Coverage.Villages)
	require.Equal(t, tally(1, 1), a.cover(analysis.CoverageQuery{Area: "x"}).Coverage.Villages)
	require.Equal(t, tally(3, 1), a.cover(analysis.CoverageQuery{Area: "all"}).Coverage.Villages)
	require.Equal(t, tally(2, 1), a.cover(analysis.CoverageQuery{Area: "w", Mode: "walk", Metres: []float64{600}}).Coverage.Villages,
		"b is 600 m from school 2, the seat of w-a 650 m from each")
	require.Equal(t, tally(2, 2), a.cover(analysis.CoverageQuery{Area: "w", Mode: "walk", Metres: []float64{650}, StraightLine: true}).Coverage.Villages)

	// The same of one village, and of a dataset without towns.
	require.Equal(t, tally(1, 0), a.cover(analysis.CoverageQuery{Area: "w-a"}).Coverage.Villages)
	s.Units = s.Units[2:]
	require.Equal(t, tally(3, 1), s.ready().cover(analysis.CoverageQuery{}).Coverage.Villages)
}
