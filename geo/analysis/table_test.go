package analysis_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// amounts compares amounts by value and by whether they are known.
var amounts = cmp.Comparer(func(a, b geo.Amount) bool { return a == b })

func TestTheTableIsTheSameAsItsQuestions(t *testing.T) {
	s := builtUpPair(t)
	s.home("a").Groups = map[string]float64{"60+": 2}
	s.home("c").Groups = map[string]float64{"60+": 1}
	a := s.ready()
	rows, err := a.Table(t.Context(), analysis.TableQuery{Group: "60+"})
	require.NoError(t, err)
	var circles []string
	for _, c := range s.profiles.Circles {
		if c.Available && c.Origin != geo.OriginSeat {
			circles = append(circles, c.ID)
		}
	}
	require.Len(t, rows, 2*len(circles)*len(s.profiles.Categories), "every town, circle and category")
	seen := map[string]bool{}
	for _, r := range rows {
		key := r.Area.Code + " " + r.Circle + " " + r.Category
		require.False(t, seen[key], key)
		seen[key] = true
		one := a.cover(analysis.CoverageQuery{Area: r.Area.Code, Circle: r.Circle, Categories: []string{r.Category}, Group: "60+"})
		require.Empty(t, cmp.Diff(one, r.LimitCoverage, amounts), key)
	}

	rows, err = a.Table(t.Context(), analysis.TableQuery{Units: []string{"x", "w,x", "all"}, Categories: []string{"E03"}, Circles: []string{"c500", "seat1"}})
	require.NoError(t, err)
	require.Len(t, rows, 6)
	require.Equal(t, "w,x", rows[2].Area.Code)
	require.Equal(t, "primary_school", rows[2].Category)
	require.Equal(t, tally(15, 12), rows[2].Coverage.People)

	_, err = a.Table(t.Context(), analysis.TableQuery{Units: []string{"no"}})
	refused(t, err, "unit", "is no unit")
	_, err = a.Table(t.Context(), analysis.TableQuery{Categories: []string{"no"}})
	refused(t, err, "category", "is no category")
	_, err = a.Table(t.Context(), analysis.TableQuery{Circles: []string{"bus"}})
	refused(t, err, "circle", "no timetable")
}

func TestSummary(t *testing.T) {
	s := draw(t, `
A--a-1---------B  C-2-D




   b         3
`).people(map[string]float64{"a": 7, "b": 3})
	s.home("a").GrainM = 120
	s.facility("2").Status = geo.StatusPlanned
	s.unit("w", geo.LevelTown, -1, -5, 40, 10)
	s.unit("old", geo.LevelTown, -1, -5, 40, 10).SupersededBy = "x"
	s.town1().Population = geo.Known(20)
	sum, err := s.ready().Summary(t.Context())
	require.NoError(t, err)
	require.Equal(t, 2, sum.Counts[geo.LayerHomes])
	require.Equal(t, 2, sum.Counts[geo.LayerUnits], "rows, not units that count")
	require.Equal(t, map[geo.Level]int{geo.LevelTown: 1}, sum.Levels)
	require.Equal(t, geo.Known(20), sum.Population)
	require.Equal(t, lifecircle.People, sum.Denominator)
	require.Equal(t, 120.0, sum.GrainM)
	for _, mode := range []string{"walk", "bike", "car"} {
		require.Equal(t, 1, sum.UnplacedHomes[mode], mode)
		require.Equal(t, geo.Known(6), sum.UnplacedPersons[mode], mode)
		require.Equal(t, 1, sum.UnplacedFacility[mode], mode)
		require.InDelta(t, 4.0/19, sum.SmallComponents[mode], 1e-6, mode)
	}

	s = draw(t, "\nA--a--B\n").people(map[string]float64{"a": -1})
	sum, err = s.ready().Summary(t.Context())
	require.NoError(t, err)
	require.False(t, sum.Population.IsKnown())
	require.Equal(t, lifecircle.Denominator(""), sum.Denominator)
	require.False(t, sum.UnplacedPersons["walk"].IsKnown())
}

func TestGreenwaysUseThePopulationOfTheArea(t *testing.T) {
	s := pair(t).people(map[string]float64{"c": -1})
	s.town1().Population = geo.Known(5000)
	s.Greenways = []geo.Greenway{{ID: "g", Geometry: orb.MultiLineString{{s.town.At(0, 0), s.town.At(40, 0)}}}}
	a := s.ready()
	got, err := a.Greenways(t.Context(), "w")
	require.NoError(t, err)
	require.Equal(t, geo.Known(5000), got.Population.Persons)
	require.InDelta(t, 1000, got.Result.LengthM.Or(-1), 0.1)
	require.InDelta(t, 2, got.Result.KmPer10k.Or(-1), 1e-3)
	got, err = a.Greenways(t.Context(), "x")
	require.NoError(t, err)
	require.False(t, got.Result.KmPer10k.IsKnown())
	require.NotEmpty(t, got.Population.Reason)
	_, err = a.Greenways(t.Context(), "no")
	refused(t, err, "unit", "is no unit")
}

func TestServiceRadius(t *testing.T) {
	// A park of 100 by 100 m, homes on 100 by 100 m within 300 m of it and beyond.
	s := pair(t)
	s.Parks = []geo.Park{{ID: "p", Kind: "park", Geometry: s.box(0, 0, 2, 2)}}
	s.Parcels = []geo.Parcel{
		{ID: "1", Use: geo.UseResidential, Geometry: s.box(3, 0, 5, 2)},
		{ID: "2", Use: geo.UseResidential, Geometry: s.box(12, 0, 14, 2)},
	}
	a := s.ready()
	got, err := a.ServiceRadius(t.Context(), "w", "any")
	require.NoError(t, err)
	require.Equal(t, "any", got.Rule.ID)
	require.InDelta(t, 0.5, got.Result.Rate.Or(-1), 1e-3)
	_, err = a.ServiceRadius(t.Context(), "w", "none")
	refused(t, err, "rule", "[any]")
	_, err = a.ServiceRadius(t.Context(), "no", "any")
	refused(t, err, "unit", "is no unit")
}
