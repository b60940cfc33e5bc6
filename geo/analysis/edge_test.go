package analysis_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

func TestPeopleNearTheEdgeOfTheData(t *testing.T) {
	// The data end 255 m west of a, 505 m west of b.
	s := draw(t, `
A-----a----b--1-----B
`)
	s.Extent.Min[0] = s.town.At(0.9, 0)[0]
	a := s.ready()
	edge := func(q analysis.CoverageQuery) geo.Amount { return a.cover(q).Coverage.EdgePeople }
	walk := func(metres float64) geo.Amount {
		return edge(analysis.CoverageQuery{Mode: "walk", Metres: []float64{metres}})
	}
	require.Equal(t, geo.Known(0), walk(254))
	require.Equal(t, geo.Known(10), walk(256))
	require.Equal(t, geo.Known(10), walk(504))
	require.Equal(t, geo.Known(20), walk(506))
	require.Equal(t, geo.Known(20), edge(analysis.CoverageQuery{Mode: "walk", Metres: []float64{506}, StraightLine: true}))
	// In time as far as the mode's top speed may carry: 10 m/s by car, 1 m/s on foot.
	require.Equal(t, geo.Known(0), edge(analysis.CoverageQuery{Mode: "car", Minutes: []float64{25.4 / 60}}))
	require.Equal(t, geo.Known(10), edge(analysis.CoverageQuery{Mode: "car", Minutes: []float64{25.6 / 60}}))
	require.Equal(t, geo.Known(20), edge(analysis.CoverageQuery{Mode: "car", Minutes: []float64{50.6 / 60}}))
	require.Equal(t, geo.Known(10), edge(analysis.CoverageQuery{Mode: "walk", Minutes: []float64{5}}))

	c, err := a.Completeness(t.Context(), analysis.CompletenessQuery{Area: "all", Circle: "c500"})
	require.NoError(t, err)
	require.Equal(t, geo.Known(10), c.Completeness.Edge)
}

func TestAPostedLimitCarriesFarther(t *testing.T) {
	// 20 m/s are posted where the class has 10: 30 s reach 600 m.
	s := draw(t, `
A-----------a--1-----B
`)
	for i := range s.Roads {
		s.Roads[i].MaxSpeedKmh = 72
	}
	s.Extent.Min[0] = s.town.At(1, 0)[0] // 550 m from a
	require.Equal(t, geo.Known(10), s.ready().cover(analysis.CoverageQuery{Mode: "car", Minutes: []float64{0.5}}).Coverage.EdgePeople)
}

func TestBeyondTheEdgeARoadMayBeFasterThanAnyWithin(t *testing.T) {
	// The roads of the data allow 10 m/s, the mode 30 on a motorway: 900 m in 30 s.
	s := draw(t, `
A-----------a--1-----B
`)
	s.profiles.Modes[2].ClassSpeedKmh["motorway"] = 108
	s.Extent.Min[0] = s.town.At(-5, 0)[0] // 850 m from a
	require.Equal(t, geo.Known(10), s.ready().cover(analysis.CoverageQuery{Mode: "car", Minutes: []float64{0.5}}).Coverage.EdgePeople)
}

// The box of the data is of meridians and parallels. Far from its middle they lean
// in the plane of the middle, by hundreds of metres in a county's box.
func TestEdgeOfAWideBox(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 1))
		s := draw(t, "\nA--1--B\n")
		want := 0.0
		for i := range 50 {
			p := orb.Point{119 + 2*r.Float64(), 29 + 2*r.Float64()}
			// Pull it to one of the sides.
			side := r.IntN(4)
			p[side%2] = s.Extent.Min[side%2]
			if side > 1 {
				p[side%2] = s.Extent.Max[side%2]
			}
			off := 0.02 * r.Float64()
			if side > 1 {
				off = -off
			}
			on := p
			p[side%2] += off
			switch d := crs.Distance(p, on); {
			case d > 499 && d < 501:
				continue
			case d < 500 || crs.Distance(p, orb.Point{p[0], 29}) < 500 || crs.Distance(p, orb.Point{p[0], 31}) < 500 ||
				crs.Distance(p, orb.Point{119, p[1]}) < 500 || crs.Distance(p, orb.Point{121, p[1]}) < 500:
				want += float64(i + 1)
			}
			s.Homes = append(s.Homes, geo.Home{ID: fmt.Sprint(i), Location: p, Persons: geo.Known(float64(i + 1))})
		}
		s.Homes = append(s.Homes, geo.Home{ID: "outside", Location: orb.Point{118.9, 30}, Persons: geo.Known(1000)})
		row := s.ready().cover(analysis.CoverageQuery{Circle: "line500"})
		require.Equal(t, geo.Known(want+1000), row.Coverage.EdgePeople, "seed %d", seed)
	}
}
