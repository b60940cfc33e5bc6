package analysis_test

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// Home a is 100 m from 1, 300 m from 2, 500 m from 3.
const threeSchools = `
A-1-a-----2---3--B
`

func TestOnlyWhatExistsCounts(t *testing.T) {
	for _, status := range []geo.Status{geo.StatusPlanned, geo.StatusBuilding, geo.StatusClosed} {
		s := draw(t, threeSchools)
		s.facility("1").Status = status
		s.facility("3").Status = geo.StatusExisting
		a := s.ready()
		require.Equal(t, tally(10, 0), a.within(299), status)
		require.Equal(t, tally(10, 10), a.within(300), status)
		require.Equal(t, 2, a.cover(analysis.CoverageQuery{}).Facilities, status)
		// It is listed, for whoever asks what there is.
		answer, err := a.Facilities(t.Context(), "all", []string{"primary_school"})
		require.NoError(t, err)
		require.Len(t, answer.Facilities, 3)
	}
}

func TestDuplicatesDoNotCount(t *testing.T) {
	s := draw(t, threeSchools)
	s.facility("1").SupersededBy = "2"
	a := s.ready()
	require.Equal(t, tally(10, 0), a.within(299))
	require.Equal(t, 2, a.cover(analysis.CoverageQuery{}).Facilities)
	answer, err := a.Facilities(t.Context(), "all", nil)
	require.NoError(t, err)
	require.Len(t, answer.Facilities, 2, "nor are they listed")
}

func TestCategoriesByIDOrCode(t *testing.T) {
	s := draw(t, threeSchools)
	s.facility("1").Categories = []string{"kindergarten", "primary_school"}
	a := s.ready()
	for _, c := range [][]string{{"kindergarten"}, {"E02"}, {" E02 "}, {"E02", "kindergarten"}} {
		row := a.cover(analysis.CoverageQuery{Categories: c})
		require.Equal(t, []string{"kindergarten"}, row.Categories)
		require.Equal(t, 1, row.Facilities)
		require.Equal(t, tally(10, 10), row.Coverage.People)
	}
	require.Equal(t, 3, a.cover(analysis.CoverageQuery{Categories: []string{"E02", "E03"}}).Facilities, "one that is both counts once")

	for _, c := range [][]string{{"E99"}, {"school", "nonsense"}} {
		_, err := a.Coverage(t.Context(), analysis.CoverageQuery{Area: "all", Categories: c, Circle: "c500"})
		refused(t, err, "category", "is no category")
	}
	_, err := a.Coverage(t.Context(), analysis.CoverageQuery{Area: "all", Circle: "c500"})
	refused(t, err, "category", "at least one")
	_, err = a.Facilities(t.Context(), "all", []string{"nonsense"})
	refused(t, err, "category", "is no category")
}

func TestAGenericFacilityIsNoSpecificOne(t *testing.T) {
	s := draw(t, threeSchools)
	s.facility("1").Categories = []string{"school"}
	a := s.ready()
	require.Equal(t, tally(10, 0), a.within(299), "some school is no primary school")
	require.Equal(t, 1, a.cover(analysis.CoverageQuery{Categories: []string{"school"}}).Facilities, "and a primary school is asked for by its name")
	c, err := a.Completeness(t.Context(), analysis.CompletenessQuery{Area: "all", Circle: "c500"})
	require.NoError(t, err)
	require.Equal(t, geo.Known(10), c.Completeness.Reached[0], "2 is one")

	s.Facilities = []geo.Facility{*s.facility("1")}
	c, err = s.ready().Completeness(t.Context(), analysis.CompletenessQuery{Area: "all", Circle: "c500"})
	require.NoError(t, err)
	require.Equal(t, geo.Known(0), c.Completeness.Reached[0])
}

func TestWhere(t *testing.T) {
	s := draw(t, threeSchools)
	s.facility("1").Attributes = map[string]any{"ownership": "private", "star": 3.0, "open": true}
	s.facility("2").Attributes = map[string]any{"ownership": "", "star": 2.0}
	s.facility("3").Attributes = map[string]any{"ownership": "Public", "open": false}
	a := s.ready()
	for _, c := range []struct {
		where            map[string]string
		metres           float64 // to the nearest that counts, 0 for none
		counted, unknown int
	}{
		{nil, 100, 3, 0},
		{map[string]string{"ownership": "private"}, 100, 1, 1},
		{map[string]string{"ownership": "public"}, 500, 1, 1},
		{map[string]string{"ownership": "church"}, 0, 0, 1},
		{map[string]string{"star": "3"}, 100, 1, 1},
		{map[string]string{"star": "2.0"}, 300, 1, 1},
		{map[string]string{"star": "many"}, 0, 0, 1},
		{map[string]string{"open": "yes"}, 100, 1, 1},
		{map[string]string{"open": "是"}, 100, 1, 1},
		{map[string]string{"open": "false"}, 500, 1, 1},
		{map[string]string{"open": "maybe"}, 0, 0, 1},
		{map[string]string{"beds": "10"}, 0, 0, 3},
		// One attribute that differs settles it, whatever else is unknown.
		{map[string]string{"ownership": "public", "star": "3"}, 0, 0, 1},
		{map[string]string{"ownership": "private", "star": "3", "open": "true"}, 100, 1, 0},
	} {
		row := a.cover(analysis.CoverageQuery{Where: c.where})
		require.Equal(t, c.counted, row.Facilities, "%v", c.where)
		require.Equal(t, c.unknown, row.FacilitiesUnknown, "%v", c.where)
		if c.metres == 0 {
			require.Equal(t, tally(10, 0), row.Coverage.People, "%v", c.where)
			continue
		}
		for metres, covered := range map[float64]float64{c.metres: 10, c.metres - 1: 0} {
			row := a.cover(analysis.CoverageQuery{Where: c.where, Mode: "walk", Metres: []float64{metres}})
			require.Equal(t, tally(10, covered), row.Coverage.People, "%v within %g m", c.where, metres)
		}
	}
}

func TestSeveralDistinctFacilities(t *testing.T) {
	// 1 has a second entrance where 2 might be: that does not make it two.
	s := draw(t, threeSchools)
	s.facility("1").Entrances = []orb.Point{s.facility("1").Location, s.town.At(5, 0)}
	a := s.ready()
	for k, metres := range map[int]float64{0: 50, 1: 50, 2: 300, 3: 500} {
		for m, covered := range map[float64]float64{metres: 10, metres - 1: 0} {
			for _, straight := range []bool{false, true} {
				row := a.cover(analysis.CoverageQuery{AtLeast: k, Mode: "walk", Metres: []float64{m}, StraightLine: straight})
				require.Equal(t, tally(10, covered), row.Coverage.People, "%d within %g m, straight %v", k, m, straight)
			}
		}
	}
	require.Equal(t, tally(10, 0), a.cover(analysis.CoverageQuery{AtLeast: 4, Mode: "walk", Metres: []float64{1e6}}).Coverage.People)
	require.Equal(t, tally(10, 0), a.cover(analysis.CoverageQuery{AtLeast: 4, Mode: "walk", Metres: []float64{1e6}, StraightLine: true}).Coverage.People)
}

func TestCompletenessOfASet(t *testing.T) {
	// a has everything: 1 and 2 are public schools, 4 is a health station, in 500 m.
	// b, 350 m on, has one public school and a clinic of some kind, which is neither
	// a health station nor a hospital. c has no link.
	s := draw(t, `
A-1-a-4---2------b-5-3--------B




                   c
`).people(map[string]float64{"a": 10, "b": 20, "c": 5})
	s.facility("4").Categories = []string{"health_station"}
	s.facility("5").Categories = []string{"clinic"}
	for _, id := range []string{"1", "2"} {
		s.facility(id).Attributes = map[string]any{"ownership": "public"}
	}
	a := s.ready()
	c, err := a.Completeness(t.Context(), analysis.CompletenessQuery{Area: "all", Circle: "c500"})
	require.NoError(t, err)
	got := c.Completeness
	require.Equal(t, []string{"school", "clinic", "two_public"}, got.Requirements)
	require.Equal(t, []geo.Amount{geo.Known(30), geo.Known(10), geo.Known(10)}, got.Reached)
	require.Equal(t, geo.Known(10), got.Complete)
	require.Equal(t, geo.Known(35), got.People)
	require.Equal(t, geo.Known((20*2+5*3)/35.0), got.MeanMissing)
	require.Equal(t, geo.Known(5), got.Unplaced)
	require.Equal(t, analysis.DefaultResolution, c.Resolution)
	people := 0.0
	for _, cell := range got.Cells {
		people += cell.People.Or(0)
	}
	require.Equal(t, 35.0, people)
}

func TestNoBorderEffect(t *testing.T) {
	// The school stands 50 m beyond the border of the town.
	s := draw(t, `
A--a-1--B
`)
	s.unit("w", geo.LevelTown, -1, -5, 4, 5)
	row := s.ready().cover(analysis.CoverageQuery{Area: "w"})
	require.Equal(t, tally(10, 10), row.Coverage.People)
	require.Equal(t, 1, row.Facilities)
	require.Equal(t, 0, row.FacilitiesInside, "the town has none of its own")
}

func TestUnplacedHomesAndFacilities(t *testing.T) {
	// b and 2 are 250 m from the street: farther than anything links.
	s := draw(t, `
A--a-1---------B




   b         2
`)
	a := s.ready()
	row := a.cover(analysis.CoverageQuery{})
	require.Equal(t, tally(20, 10), row.Coverage.People)
	require.Equal(t, geo.Known(10), row.Coverage.UnplacedPeople)
	require.Equal(t, 1, row.Coverage.HomesUnplaced)
	require.Equal(t, 2, row.Facilities)
	require.Equal(t, 1, row.UnplacedFacilities)

	// As the crow flies everything is placed.
	row = a.cover(analysis.CoverageQuery{Circle: "line500"})
	require.Equal(t, tally(20, 20), row.Coverage.People)
	require.Equal(t, geo.Known(0), row.Coverage.UnplacedPeople)
	require.Equal(t, 0, row.UnplacedFacilities)

	answer, err := a.Facilities(t.Context(), "all", nil)
	require.NoError(t, err)
	require.Empty(t, answer.Facilities[0].Unplaced)
	require.Equal(t, []string{"bike", "car", "walk"}, answer.Facilities[1].Unplaced)
}

func TestFacilitiesTellTheirTown(t *testing.T) {
	a := pair(t).ready()
	answer, err := a.Facilities(t.Context(), "w,x", nil)
	require.NoError(t, err)
	require.Len(t, answer.Facilities, 2)
	require.Equal(t, "w", answer.Facilities[0].Town)
	require.Equal(t, "x", answer.Facilities[1].Town)
	_, err = a.Facilities(t.Context(), "nowhere", nil)
	refused(t, err, "unit", "is no unit")

	// A facility in no town is one of the data all the same.
	s := draw(t, street)
	s.unit("w", geo.LevelTown, -1, -5, 20, 5)
	s.unit("c", geo.LevelCounty, -1, -5, 40, 5)
	answer, err = s.ready().Facilities(t.Context(), "c", nil)
	require.NoError(t, err)
	require.Equal(t, "", answer.Facilities[1].Town)
}
