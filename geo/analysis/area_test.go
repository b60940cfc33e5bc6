package analysis_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// Two towns side by side, in one county, the first with two villages. The third
// place to live, c, lies in no town.
const twoTowns = `
A--a--1-----b--2--B--c
`

func towns(t *testing.T) *scene {
	s := draw(t, twoTowns)
	s.unit("330521", geo.LevelCounty, -1, -5, 25, 5)
	s.unit("330521102", geo.LevelTown, 9, -5, 19, 5)
	s.unit("330521101", geo.LevelTown, -1, -5, 9, 5)
	s.unit("330521101001", geo.LevelVillage, -1, -5, 4, 5)
	s.unit("330521101002", geo.LevelVillage, 4, -5, 9, 5)
	return s
}

func TestOneUnit(t *testing.T) {
	a := towns(t).ready()
	area, err := a.Area("330521101")
	require.NoError(t, err)
	require.Equal(t, "330521101", area.Code)
	require.Equal(t, "n330521101", area.Name)
	require.Equal(t, geo.LevelTown, area.Level)
	require.Len(t, area.Units, 1)
	require.False(t, area.DataBox)
	// 10 by 10 cells of 50 m.
	require.InDelta(t, 250000, a.UnitAreaM2(area.Units[0]), 1)
	require.Equal(t, tally(10, 10), a.cover(analysis.CoverageQuery{Area: "330521101"}).Coverage.People)
}

func TestClusterOfTowns(t *testing.T) {
	a := towns(t).ready()
	for _, code := range []string{"330521101,330521102", "330521102, 330521101", "330521102,330521101,330521102,330521101000"} {
		area, err := a.Area(code)
		require.NoError(t, err)
		require.Equal(t, "330521101,330521102", area.Code, "whatever the order, and each once")
		require.Equal(t, "n330521101、n330521102", area.Name)
		require.Len(t, area.Units, 2)
		require.InDelta(t, 500000, crs.Area(area.Geometry), 2)
		require.Equal(t, tally(20, 20), a.cover(analysis.CoverageQuery{Area: code}).Coverage.People)
	}
	area, err := a.Area("330521101001,330521101002")
	require.NoError(t, err)
	require.Equal(t, geo.LevelVillage, area.Level)
}

func TestMixedLevelsAreRefused(t *testing.T) {
	a := towns(t).ready()
	_, err := a.Area("330521101,330521")
	refused(t, err, "unit", "330521101 is a town and 330521 a county")
}

func TestUnknownUnitsAreMissing(t *testing.T) {
	a := towns(t).ready()
	for _, code := range []string{"nowhere", "330521101,nowhere", ""} {
		_, err := a.Area(code)
		refused(t, err, "unit", "is no unit")
		var e *analysis.FieldError
		require.ErrorAs(t, err, &e)
		require.True(t, e.Missing)
		_, err = a.Coverage(t.Context(), analysis.CoverageQuery{Area: code, Categories: []string{"school"}, Circle: "c500"})
		refused(t, err, "unit", "is no unit")
	}
}

func TestAllIsAllTowns(t *testing.T) {
	a := towns(t).ready()
	area, err := a.Area("all")
	require.NoError(t, err)
	require.Equal(t, "all", area.Code)
	require.Equal(t, "Drawn", area.Name)
	require.False(t, area.DataBox)
	require.Len(t, area.Units, 2)
	require.Equal(t, tally(20, 20), a.cover(analysis.CoverageQuery{}).Coverage.People, "c lives in no town")
	require.Equal(t, tally(30, 30), a.cover(analysis.CoverageQuery{Area: "330521"}).Coverage.People, "but in the county")
}

func TestAllIsTheBoxOfTheDataWhereThereAreNoTowns(t *testing.T) {
	s := draw(t, twoTowns)
	s.unit("330521", geo.LevelCounty, -1, -5, 19, 5)
	a := s.ready()
	area, err := a.Area("all")
	require.NoError(t, err)
	require.True(t, area.DataBox, "it is marked")
	require.Empty(t, area.Units)
	require.Equal(t, s.Extent.ToPolygon(), area.Geometry[0])
	require.Equal(t, tally(30, 30), a.cover(analysis.CoverageQuery{}).Coverage.People)
	require.Equal(t, 2, a.cover(analysis.CoverageQuery{}).FacilitiesInside)

	rows, err := a.Table(t.Context(), analysis.TableQuery{Categories: []string{"primary_school"}, Circles: []string{"c500"}})
	require.NoError(t, err)
	require.Len(t, rows, 1)
	require.Equal(t, "all", rows[0].Area.Code)
}

func TestTwelveDigitsAreAnAliasOfNine(t *testing.T) {
	a := towns(t).ready()
	area, err := a.Area("330521101000")
	require.NoError(t, err)
	require.Equal(t, "330521101", area.Code)
	// A village's code is no town's alias.
	area, err = a.Area("330521101001")
	require.NoError(t, err)
	require.Equal(t, geo.LevelVillage, area.Level)

	s := draw(t, twoTowns)
	s.unit("330521101000", geo.LevelTown, -1, -5, 9, 5)
	s.unit("osm-r12", geo.LevelTown, 9, -5, 19, 5)
	a = s.ready()
	area, err = a.Area("330521101")
	require.NoError(t, err)
	require.Equal(t, "330521101000", area.Code)
	_, err = a.Area("osm-r12000")
	require.Error(t, err)
}

func TestSupersededUnitsDoNotCount(t *testing.T) {
	s := towns(t)
	old := s.unit("osm-r1", geo.LevelTown, -1, -5, 9, 5)
	old.SupersededBy, old.Population = "statistics", geo.Known(999)
	a := s.ready()
	_, err := a.Area("osm-r1")
	refused(t, err, "unit", "is no unit")
	area, err := a.Area("all")
	require.NoError(t, err)
	require.Len(t, area.Units, 2)
	var codes []string
	for _, u := range a.Units(geo.LevelTown) {
		codes = append(codes, u.Code)
	}
	require.Equal(t, []string{"330521101", "330521102"}, codes)
	require.Len(t, a.Units(""), 5)
}

func TestPlacesOnASharedBorderBelongToOneUnit(t *testing.T) {
	// b and 2 stand on the border; so does everything of the level above.
	s := draw(t, `
A--a--1--b--2--c--3--B
`)
	for _, level := range []geo.Level{geo.LevelCounty, geo.LevelTown, geo.LevelVillage} {
		s.unit("x-"+string(level), level, 9, -5, 30, 5)
		s.unit("w-"+string(level), level, -1, -5, 9, 5)
	}
	s.facility("2").Location = s.home("b").Location
	a := s.ready()
	for _, level := range []string{"county", "town", "village"} {
		west, east := a.cover(analysis.CoverageQuery{Area: "w-" + level}), a.cover(analysis.CoverageQuery{Area: "x-" + level})
		require.Equal(t, tally(20, 20), west.Coverage.People, "the smaller code has it, as %s", level)
		require.Equal(t, tally(10, 10), east.Coverage.People, level)
		require.Equal(t, 2, west.FacilitiesInside, level)
		require.Equal(t, 1, east.FacilitiesInside, level)
		both := a.cover(analysis.CoverageQuery{Area: "w-" + level + ",x-" + level})
		require.Equal(t, tally(30, 30), both.Coverage.People, level)
		require.Equal(t, 3, both.FacilitiesInside, level)
		answer, err := a.Facilities(t.Context(), "x-"+level, nil)
		require.NoError(t, err)
		require.Len(t, answer.Facilities, 1, level)
	}
}
