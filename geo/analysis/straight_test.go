package analysis_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

func TestStraightLinesCrossRivers(t *testing.T) {
	// a is 200 m from 1 as the crow flies, exactly.
	s := draw(t, `
A----1----B

~~~~~~~~~~~

C----a----D
`)
	a := s.ready()
	line := func(metres float64) analysis.LimitCoverage {
		return a.cover(analysis.CoverageQuery{Mode: "walk", Metres: []float64{metres}, StraightLine: true})
	}
	require.Equal(t, tally(10, 10), line(200).Coverage.People, "exactly N is inside")
	require.Equal(t, tally(10, 0), line(199.9).Coverage.People)
	require.Equal(t, tally(10, 0), a.within(1e6))
	row := a.cover(analysis.CoverageQuery{Circle: "line500"})
	require.Equal(t, tally(10, 10), row.Coverage.People)
	require.Equal(t, geo.StraightLine, row.Metric)
	require.Equal(t, geo.Known(500), row.Metres)
	require.Equal(t, geo.Known(15), row.Minutes, "its label")
}

func TestStraightLinesNeedNoRoads(t *testing.T) {
	s := draw(t, threeSchools)
	s.Roads = nil
	a := s.ready()
	require.Equal(t, tally(10, 10), a.cover(analysis.CoverageQuery{Circle: "line500"}).Coverage.People)
	require.Equal(t, tally(10, 10), a.cover(analysis.CoverageQuery{Metres: []float64{100}, StraightLine: true, Mode: "walk"}).Coverage.People)
	_, err := a.Coverage(t.Context(), analysis.CoverageQuery{Area: "all", Categories: []string{"E03"}, Circle: "c500"})
	refused(t, err, "mode", "no roads")
	_, err = a.Isochrones(t.Context(), analysis.IsochroneQuery{Point: s.town.At(0, 0), Mode: "walk", Minutes: []float64{5}})
	refused(t, err, "mode", "no roads")
	sum, err := a.Summary(t.Context())
	require.NoError(t, err)
	require.Equal(t, geo.Known(10), sum.Population)
}

// The k-th nearest of distinct facilities with several entrances, against all
// geodesic distances, sorted.
func TestStraightLinesAgainstBruteForce(t *testing.T) {
	many(t, 60, func(t *testing.T, r *rand.Rand) {
		s := draw(t, "\nA--B\n")
		s.Extent = orb.Bound{Min: orb.Point{119.95, 29.95}, Max: orb.Point{120.05, 30.05}}
		place := func() orb.Point { return orb.Point{119.98 + 0.04*r.Float64(), 29.98 + 0.04*r.Float64()} }
		for i := range r.IntN(60) {
			f := geo.Facility{ID: fmt.Sprint(i), Location: place(), Categories: []string{"primary_school"}}
			for range r.IntN(4) {
				f.Entrances = append(f.Entrances, place())
			}
			s.Facilities = append(s.Facilities, f)
		}
		for i := range 30 {
			s.Homes = append(s.Homes, geo.Home{ID: fmt.Sprint(i), Location: place(), Persons: geo.Known(float64(i + 1))})
		}
		k, metres := 1+r.IntN(4), 100+2000*r.Float64()
		covered, total := 0.0, 0.0
		for i, h := range s.Homes {
			var all []float64
			for _, f := range s.Facilities {
				nearest := 1e9
				for _, p := range f.AccessPoints() {
					nearest = min(nearest, crs.Distance(h.Location, p))
				}
				all = append(all, nearest)
			}
			slices.Sort(all)
			total += float64(i + 1)
			if len(all) < k {
				continue
			}
			// Plane and ellipsoid differ by some millionths at 4 km from the middle.
			require.Greater(t, max(all[k-1]-metres, metres-all[k-1]), 0.01, "the seed draws a limit too near to a distance")
			if all[k-1] <= metres {
				covered += float64(i + 1)
			}
		}
		row := s.ready().cover(analysis.CoverageQuery{AtLeast: k, Mode: "walk", Metres: []float64{metres}, StraightLine: true})
		require.Equal(t, tally(total, covered), row.Coverage.People)
	})
}
