package homes

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

func TestSpread(t *testing.T) {
	assert.Equal(t, []float64{2.5, 0, 7.5}, spread(10, []float64{1, 0, 3}))
	assert.Equal(t, []float64{10, 0}, spread(10, []float64{2, 0}), "the remainder goes to one with a weight")
	assert.Equal(t, []float64{0, 10}, spread(10, []float64{0, 0}))
	assert.Empty(t, spread(10, nil))
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.Float64Range(0, 1e9).Draw(t, "total")
		w := rapid.SliceOfN(rapid.Float64Range(0, 1e6), 1, 500).Draw(t, "weights")
		w = append(w, make([]float64, rapid.IntRange(0, 2).Draw(t, "zeros"))...)
		sum := 0.0
		for i, s := range spread(total, w) {
			require.GreaterOrEqual(t, s, 0.0)
			if w[i] == 0 && slices.Max(w) > 0 {
				require.Zero(t, s, "without a weight not even the remainder")
			}
			sum += s
		}
		require.InEpsilon(t, 1+total, 1+sum, 1e-12)
	})
}

func TestAlong(t *testing.T) {
	// An L of 60 m east and 90 m north: three parts of 50 m.
	points, length := along(orb.LineString{at(0, 0), at(60, 0), at(60, 90)}, 50)
	assert.InDelta(t, 150, length, 0.01)
	require.Len(t, points, 3)
	for i, want := range []orb.Point{at(25, 0), at(60, 15), at(60, 65)} {
		assert.Less(t, crs.Distance(want, points[i]), 0.03)
	}
	points, _ = along(orb.LineString{at(0, 0), at(151, 0)}, 50)
	assert.Len(t, points, 4, "parts are at most a step long")
	points, _ = along(orb.LineString{at(0, 0), at(0, 0)}, 50)
	assert.Empty(t, points)
}

func TestLattice(t *testing.T) {
	count := func(p orb.Polygon) (int, float64) {
		sum := 0.0
		pieces := lattice(multi(p), crs.Area(p), 50, &water{})
		s := newShape(multi(p))
		for _, q := range pieces {
			sum += q.areaM2
			assert.True(t, s.contains(q.at))
		}
		near(t, crs.Area(p), sum, "area")
		return len(pieces), sum
	}
	n, _ := count(box(0, 0, 200, 100))
	assert.Equal(t, 8, n)
	n, _ = count(box(0, 0, 10, 500))
	assert.Equal(t, 10, n, "a strip has points along it")
	n, _ = count(box(0, 0, 3, 3))
	assert.Equal(t, 1, n)
	// A ring road of land, 10 m wide around 200 m: too thin for 50 m, met by a finer lattice.
	ring := append(box(0, 0, 200, 200), box(10, 10, 180, 180)[0])
	n, _ = count(ring)
	assert.Greater(t, n, 15)

	// What is larger than the bound allows has a wider lattice, and all its land.
	ds := &geo.Dataset{Parcels: []geo.Parcel{{ID: "a", Use: geo.UseResidential, Geometry: multi(box(0, 0, 5000, 5000))}}}
	r := mustMake(t, ds, Options{MaxHomes: 100})
	assert.InDelta(t, 5000/math.Sqrt(75), r.LandStepM, 0.1)
	assert.Len(t, r.Homes, 81)
	near(t, crs.Area(ds.Parcels[0].Geometry), r.ResidentialM2.Or(0), "area")
}

func TestJoin(t *testing.T) {
	var ds geo.Dataset
	for i := range 40 {
		for j := range 40 {
			ds.Buildings = append(ds.Buildings, geo.Building{ID: fmt.Sprintf("%02d-%02d", i, j), Use: "house",
				Geometry: box(float64(i)*20, float64(j)*20, 10, 10)})
		}
	}
	r := mustMake(t, &ds, Options{MaxHomes: 200})
	assert.LessOrEqual(t, len(r.Homes), 200)
	assert.Greater(t, len(r.Homes), 40, "not coarser than needed by more than one doubling")
	near(t, 1600, r.Dwellings.Or(0), "dwellings")
	assert.Contains(t, []float64{50, 100, 200}, r.DwellingJoinM)
	for _, h := range r.Homes {
		assert.Equal(t, r.DwellingJoinM, h.GrainM)
	}
	r = mustMake(t, &ds, Options{})
	assert.Len(t, r.Homes, 1600)
	assert.Zero(t, r.DwellingJoinM)
}

func TestAJoinedSiteStandsAtTheMiddleOneAndCarriesTheSums(t *testing.T) {
	n := geo.Known
	sites := []site{
		{Home: geo.Home{ID: "a", Location: at(10, 0), Dwellings: n(2), StreetM: n(5)}, weight: 2},
		{Home: geo.Home{ID: "b", Location: at(20, 0), Dwellings: n(1)}, weight: 1},
		{Home: geo.Home{ID: "c", Location: at(40, 0), ResidentialM2: n(7)}, weight: 4},
	}
	got := joinOne(sites, []int{0, 1, 2}, 100) // the mean is 200/7 = 28.6
	assert.Equal(t, "b", got.ID)
	assert.Equal(t, 7.0, got.weight)
	assert.Equal(t, []geo.Amount{n(3), n(7), n(5)}, []geo.Amount{got.Dwellings, got.ResidentialM2, got.StreetM})
	assert.Equal(t, 100.0, got.GrainM)
}

func TestRepeatedIDsAreMadeUnique(t *testing.T) {
	house := func(x float64) geo.Building { return geo.Building{ID: "x", Use: "house", Geometry: box(x, 0, 10, 10)} }
	r := mustMake(t, &geo.Dataset{Buildings: []geo.Building{house(0), house(500), house(100)}}, Options{})
	var ids []string
	for _, h := range r.Homes {
		ids = append(ids, h.ID)
	}
	assert.Equal(t, []string{"b-x", "b-x~2", "b-x~3"}, ids)
	assert.Less(t, r.Homes[1].Location[0], r.Homes[2].Location[0], "by place, not by row")
}

func TestDwellingsOf(t *testing.T) {
	n := geo.Known
	for _, c := range []struct {
		kind              string
		levels, dwellings geo.Amount
		want              float64
		stated            bool
	}{
		{kind: "house", want: 1},
		{kind: "house", dwellings: n(2), want: 2, stated: true},
		{kind: "apartments", want: 4},
		{kind: "apartments", levels: n(6), want: 24},
		{kind: "residential", levels: n(3), want: 1},
		{kind: "residential", levels: n(4), want: 16},
		{kind: "yes", want: 1},
		{kind: "yes", levels: n(18), want: 72},
		{kind: "retail", levels: n(18), want: 0},
		{kind: "retail", dwellings: n(12), want: 12, stated: true},
	} {
		got, stated := dwellingsOf(&geo.Building{Use: c.kind, Levels: c.levels, Dwellings: c.dwellings}, 400, 100)
		assert.Equal(t, c.want, got, "%+v", c)
		assert.Equal(t, c.stated, stated, "%+v", c)
	}
}

func TestWeights(t *testing.T) {
	n := geo.Known
	v, kind := Weight(geo.Home{Dwellings: n(2), ResidentialM2: n(900), StreetM: n(50)})
	assert.Equal(t, 2.0, v)
	assert.Equal(t, KindDwellings, kind)
	v, kind = Weight(geo.Home{Dwellings: n(0), ResidentialM2: n(900), StreetM: n(50)})
	assert.Equal(t, 900.0, v)
	assert.Equal(t, KindResidential, kind)
	v, kind = Weight(geo.Home{StreetM: n(50)})
	assert.Equal(t, 50.0, v)
	assert.Equal(t, KindStreet, kind)
	v, kind = Weight(geo.Home{Persons: n(9)})
	assert.Zero(t, v)
	assert.Empty(t, kind)

	house, land, street := geo.Home{Dwellings: n(3), ResidentialM2: n(1000)}, geo.Home{ResidentialM2: n(1000)}, geo.Home{StreetM: n(70)}
	w, kind := Weights([]geo.Home{house, land, street})
	assert.Equal(t, []float64{3, 0, 0}, w)
	assert.Equal(t, KindDwellings, kind)
	w, kind = Weights([]geo.Home{house, land, land, street})
	assert.Equal(t, []float64{1000, 1000, 1000, 0}, w, "one house in three parcels does not take in the town")
	assert.Equal(t, KindResidential, kind)
	w, kind = Weights([]geo.Home{street, {}})
	assert.Equal(t, []float64{70, 0}, w)
	assert.Equal(t, KindStreet, kind)
	w, kind = Weights([]geo.Home{{Persons: n(5)}})
	assert.Equal(t, []float64{0}, w)
	assert.Empty(t, kind)
}

func TestSharedBorderGoesToTheSmallestCode(t *testing.T) {
	ds := &geo.Dataset{}
	for _, x := range []float64{0.125, 0.25, 0.375} {
		ds.Population = append(ds.Population, geo.PopulationCell{ID: fmt.Sprint(x), Geometry: orb.Point{120 + x, 30.125}, Persons: geo.Known(1)})
	}
	square := func(x float64) orb.MultiPolygon {
		return multi(orb.Bound{Min: orb.Point{120 + x, 30}, Max: orb.Point{120.25 + x, 30.25}}.ToPolygon())
	}
	ds.Units = []geo.Unit{
		{Code: "b", Level: geo.LevelTown, Geometry: square(0)},
		{Code: "a", Level: geo.LevelTown, Geometry: square(0.25)},
		{Code: "0", Level: geo.LevelTown, Geometry: square(0), SupersededBy: "user"},
		{Code: "v", Level: geo.LevelVillage, Geometry: square(0)},
		{Code: "c", Level: geo.LevelCounty, Geometry: square(0)},
	}
	r := mustMake(t, ds, Options{})
	got := ""
	for _, h := range r.Homes {
		got += h.Town + h.Village + " "
	}
	assert.Equal(t, "bv av a ", got)
	assert.Zero(t, r.NoTown)
}

func TestWhatCannotBeUsedIsNamed(t *testing.T) {
	nan := math.NaN()
	for want, ds := range map[string]*geo.Dataset{
		"population x: persons is -1: it must not be negative": {
			Population: []geo.PopulationCell{{ID: "x", Geometry: at(0, 0), Persons: geo.Known(-1)}}},
		"population x: group 60+ is NaN": {
			Population: []geo.PopulationCell{{ID: "x", Geometry: at(0, 0), Persons: geo.Known(1), Groups: map[string]float64{"60+": nan}}}},
		"population x: geometry is missing": {
			Population: []geo.PopulationCell{{ID: "x", Persons: geo.Known(1)}}},
		"population x: geometry is empty": {
			Population: []geo.PopulationCell{{ID: "x", Geometry: orb.MultiPolygon{}, Persons: geo.Known(1)}}},
		"population x: geometry is a LineString": {
			Population: []geo.PopulationCell{{ID: "x", Geometry: orb.LineString{}, Persons: geo.Known(1)}}},
		"population x: longitude is NaN": {
			Population: []geo.PopulationCell{{ID: "x", Geometry: orb.Point{nan, 1}, Persons: geo.Known(1)}}},
		"parcel x: latitude is 95": {
			Parcels: []geo.Parcel{{ID: "x", Use: "residential", Geometry: multi(orb.Polygon{{{1, 95}, {1, 96}, {2, 95}}})}}},
		"building x: geometry is empty": {
			Buildings: []geo.Building{{ID: "x", Use: "house"}}},
		"road x: latitude is NaN": {
			Roads: []geo.RoadSegment{{ID: "x", Highway: "residential", Geometry: orb.LineString{{1, nan}, {1, 1}}}}},
		"unit x: longitude is +Inf": {
			Units: []geo.Unit{{Code: "x", Level: geo.LevelTown, Geometry: multi(orb.Polygon{{{math.Inf(1), 1}}})}}},
	} {
		_, err := Make(t.Context(), ds, Options{})
		assert.ErrorContains(t, err, want)
		assert.ErrorContains(t, err, "making homes: ")
	}
	_, err := Make(t.Context(), &geo.Dataset{}, Options{LandStepM: -3})
	assert.ErrorContains(t, err, "option LandStepM is -3: it must be a positive number")
	_, err = Make(t.Context(), &geo.Dataset{}, Options{MaxHomes: -3})
	assert.ErrorContains(t, err, "option MaxHomes is -3")
	r, err := Make(t.Context(), &geo.Dataset{}, Options{})
	require.NoError(t, err)
	assert.Empty(t, r.Homes)
	assert.False(t, r.Persons.IsKnown())
}

// Ground of no area, rings without corners and the like make no sense, and no panic.
func TestDegenerateGround(t *testing.T) {
	p := at(0, 0)
	for _, g := range []orb.MultiPolygon{{{{p}}}, {{{p, p, p}}}, {{{p, at(500, 0)}}}, {{{p, at(500, 0), p}}}, {{}, {{p, at(500, 0), p}}}} {
		ds := &geo.Dataset{
			Population: []geo.PopulationCell{{ID: "x", Geometry: g, Persons: geo.Known(4)}},
			Parcels:    []geo.Parcel{{ID: "x", Use: "residential", Geometry: g, Dwellings: geo.Known(2)}},
			Units:      []geo.Unit{{Code: "x", Level: geo.LevelTown, Geometry: g}},
			Facilities: []geo.Facility{{ID: "x", Footprint: g}},
		}
		for _, poly := range g {
			if len(poly) > 0 {
				ds.Buildings = append(ds.Buildings, geo.Building{ID: "x", Use: "house", Geometry: poly})
			}
		}
		r := mustMake(t, ds, Options{})
		sum := 0.0
		for _, h := range r.Homes {
			sum += h.Persons.Or(0)
		}
		assert.Equal(t, 4.0, sum)
	}
}

func TestAnEndedContextStopsTheWork(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Make(ctx, drawn{houses: "\nh\n"}.dataset(), Options{})
	assert.ErrorIs(t, err, context.Canceled)
}
