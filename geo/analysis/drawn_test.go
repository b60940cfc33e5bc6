package analysis_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/paulmach/orb/planar"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// rim is a street from A on with a home every two metres or so where 300 m from A end.
// It returns how many of them are within 300 m by the rule: the way and twice the leg.
func rim(t *testing.T) (s *scene, within float64) {
	s = draw(t, `
A-------------------B
`)
	for x := 270.3; x < 320; x += 2 {
		for y := -19.0; y < 20; y += 2 {
			s.Homes = append(s.Homes, geo.Home{ID: fmt.Sprint("home ", len(s.Homes)), Location: s.town.At(x/50, y/50), Persons: geo.Known(1)})
			if x+2*math.Abs(y) <= 300 {
				within++
			}
		}
	}
	return s, within
}

func TestAnIsochroneTellsHowManyPeopleItsPolygonHolds(t *testing.T) {
	s, within := rim(t)
	got, err := s.ready().Isochrones(t.Context(), analysis.IsochroneQuery{Point: s.town.At(0, 0), Mode: "walk", Metres: []float64{300, 900}})
	require.NoError(t, err)
	inside := 0.0
	for i := range s.Homes {
		if planar.MultiPolygonContains(got.Contours[0].Geometry, s.Homes[i].Location) {
			inside++
		}
	}
	c := got.Contours[0]
	require.Equal(t, geo.Known(within), c.Persons)
	require.Equal(t, geo.Known(inside), c.PersonsDrawn)
	require.NotEqual(t, within, inside, "the rim is full of homes, and a drawing cannot have all of it right")
	require.Equal(t, geo.Known((inside-within)/within), analysis.DrawnDifference(c.Persons, c.PersonsDrawn))
	// Far behind the rim there is nothing to differ about.
	c = got.Contours[1]
	require.Equal(t, geo.Known(float64(len(s.Homes))), c.Persons)
	require.Equal(t, c.Persons, c.PersonsDrawn)
	require.Equal(t, geo.Known(0), analysis.DrawnDifference(c.Persons, c.PersonsDrawn))
}

func TestACoverageTellsHowManyPeopleItsPolygonHolds(t *testing.T) {
	s, within := rim(t)
	s.Facilities = []geo.Facility{{ID: "school", Location: s.town.At(0, 0), Categories: []string{"primary_school"}}}
	// Half of the homes are of another town, and no business of this one.
	s.Units = []geo.Unit{{Code: "330411001", Level: geo.LevelTown, Geometry: s.box(-1, -1, 25, 0), Population: geo.Known(1000)}}
	a := s.ready()
	q := analysis.CoverageQuery{Area: "330411001", Categories: []string{"primary_school"}, Mode: "walk", Metres: []float64{300}, Geometry: true}
	got, err := a.Coverage(t.Context(), q)
	require.NoError(t, err)
	l := got.Limits[0]
	inside, homes := 0.0, 0.0
	for i := range s.Homes {
		if p := s.Homes[i].Location; p[1] > s.town.At(0, 0)[1] {
			homes++
			if planar.MultiPolygonContains(l.Geometry, p) {
				inside++
			}
		}
	}
	require.Equal(t, within, 2*math.Floor(within/2), "as many on either side")
	require.InDelta(t, within/2*1000/homes, l.Coverage.People.Covered.Or(-1), 1e-9, "rescaled to the official number")
	require.InDelta(t, inside*1000/homes, l.PersonsDrawn.Or(-1), 1e-9)
	require.NotEqual(t, within/2, inside)
	q.Geometry = false
	got, err = a.Coverage(t.Context(), q)
	require.NoError(t, err)
	require.False(t, got.Limits[0].PersonsDrawn.IsKnown(), "nothing is drawn")
}

func TestADifferenceFromNobodyIsUnknown(t *testing.T) {
	s := draw(t, `
A-------------------B
`)
	ask := func() analysis.Contour {
		got, err := s.ready().Isochrones(t.Context(), analysis.IsochroneQuery{Point: s.town.At(0, 0), Mode: "walk", Metres: []float64{300}})
		require.NoError(t, err)
		return got.Contours[0]
	}
	require.False(t, ask().PersonsDrawn.IsKnown(), "no people are known")
	s.Homes = []geo.Home{{ID: "far", Location: s.town.At(20, 0), Persons: geo.Known(5)}}
	c := ask()
	require.Equal(t, geo.Known(0), c.Persons)
	require.Equal(t, geo.Known(0), c.PersonsDrawn)
	require.False(t, analysis.DrawnDifference(c.Persons, c.PersonsDrawn).IsKnown())
	require.False(t, analysis.DrawnDifference(geo.Known(1), geo.Unknown()).IsKnown())
	require.Equal(t, geo.Known(-1), analysis.DrawnDifference(geo.Known(1), geo.Known(0)))
}
